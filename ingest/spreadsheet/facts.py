"""What one row says of its activity, by the meanings of its columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.spreadsheet import activities, words
from ingest.spreadsheet.around import Around
from ingest.spreadsheet.columns import Use
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.making import Said
from ingest.spreadsheet.meanings import FLAGS, NEVER_SHOWN, Meaning
from ingest.spreadsheet.notes import Sign

ByMeaning = Mapping[Meaning, Sequence[Use]]
_FIELDS = {
    "venue": Meaning.VENUE,
    "room": Meaning.ROOM,
    "address": Meaning.ADDRESS,
    "postcode": Meaning.POSTCODE,
    "town": Meaning.TOWN,
    "neighbourhood": Meaning.NEIGHBOURHOOD,
    "price": Meaning.PRICE,
    "audience": Meaning.AUDIENCE,
    "organiser": Meaning.ORGANISER,
    "url": Meaning.URL,
    "category": Meaning.CATEGORY,
    "id": Meaning.ID,
}
_YES = ("ja", "j", "yes", "x", "true", "waar", "1", "✓", "v")
_NO = ("nee", "n", "no", "false", "onwaar", "0")


def by_meaning(uses: Iterable[Use]) -> dict[Meaning, list[Use]]:
    """The columns that may be shown, by what they hold; and those that say what may be shown."""
    found: dict[Meaning, list[Use]] = {}
    for use in uses:
        is_read = not use.is_hidden or use.meaning in FLAGS
        if use.meaning is not None and is_read and use.meaning not in NEVER_SHOWN:
            found.setdefault(use.meaning, []).append(use)
    return found


def first(cells: Mapping[int, Cell], columns: ByMeaning, *meanings: Meaning) -> Cell | None:
    """The first filled cell of these meanings."""
    return next(
        (cells[u.column] for m in meanings for u in columns.get(m, ()) if u.column in cells), None
    )


def text(cells: Mapping[int, Cell], columns: ByMeaning, meaning: Meaning) -> str:
    return ", ".join(texts(cells, columns, meaning))


def texts(cells: Mapping[int, Cell], columns: ByMeaning, *meanings: Meaning) -> list[str]:
    """Texts of the filled cells of these meanings; a dash counts as empty, but as a price."""
    return [
        cells[u.column].text
        for m in meanings
        for u in columns.get(m, ())
        if u.column in cells and (m is Meaning.PRICE or not words.is_empty(cells[u.column].text))
    ]


def said(
    entry: activities.Entry,
    cells: Mapping[int, Cell],
    columns: ByMeaning,
    around: Around,
    *,
    house: str = "",
    footnotes: Sequence[str] = (),
) -> Said:
    """The row's texts for one activity of it. `house`: from a section line above."""
    facts = {name: " ".join(text(cells, columns, m).split()) for name, m in _FIELDS.items()}
    for name, given in facts.items():
        if words.is_empty(given) and name != "price":
            facts[name] = ""
    facts["room"] = facts["room"] or entry.room
    facts["price"] = facts["price"] or entry.price
    facts["venue"] = facts["venue"] or house
    titles = [cells[u.column] for u in columns.get(Meaning.TITLE, ()) if u.column in cells]
    read = [u for uses in columns.values() for u in uses if u.meaning not in FLAGS]
    used = {u.column for u in read}
    shown = [c for column, c in cells.items() if column in used]
    heading = {u.meaning: u.heading for u in read}
    made = Said(
        title=entry.title,
        status=_status(cells, columns),
        remarks=(
            *entry.details,
            *_clean(texts(cells, columns, Meaning.REMARK)),
            *_sign_up(text(cells, columns, Meaning.SIGN_UP)),
            *_lessons(text(cells, columns, Meaning.LESSONS)),
            *footnotes,
        ),
        descriptions=tuple(_clean(texts(cells, columns, Meaning.DESCRIPTION))),
        signs=_signs(titles, shown, around),
        is_struck=_is_struck(titles, shown),
        read_from=tuple((str(m), heading[m]) for m in heading if m is not None),
    )
    return replace(made, **facts)  # type: ignore[arg-type]  # only the text fields of _FIELDS


def footnotes(cells: Iterable[str], around: Around) -> list[str]:
    """The notes below the table that markers in these texts point to."""
    found = []
    given = list(cells)
    for marker, note in around.notes.footnotes.items():
        escaped = re.escape(marker)
        pattern = re.compile(rf"(?<![\w*]){escaped}(?![\w*])|(?<=\w){escaped}(?![\w*])")
        if any(pattern.search(t) and t.strip() != note for t in given):
            found.append(note)
    return found


def _clean(given: Iterable[str]) -> list[str]:
    return [t for t in given if not words.FORMULA.match(t)]


def _status(cells: Mapping[int, Cell], columns: ByMeaning) -> str:
    """The status column in words; "nee" under "gaat door?" is "gaat niet door"."""
    found = []
    for use in columns.get(Meaning.STATUS, ()):
        cell = cells.get(use.column)
        if cell is None or not cell.text:
            continue
        lower, heading = cell.text.casefold().strip(), use.heading.casefold()
        if (lower in _NO and "door" in heading) or (
            lower in _YES and re.search(r"afgelast|geannuleerd|vervall", heading)
        ):
            found.append("gaat niet door")
        elif lower in _YES and re.search(r"\bvol\b", heading):
            found.append("VOL")
        elif lower not in (*_YES, *_NO):
            found.append(cell.text)
    return "; ".join(found)


def _sign_up(given: str) -> list[str]:
    lower = given.casefold().strip()
    if words.is_empty(given):
        return []
    if lower in (*_YES, "verplicht", "nodig"):
        return ["Aanmelden is nodig."]
    if lower in (*_NO, "niet nodig", "niet", "vrije inloop"):
        return ["Aanmelden is niet nodig."]
    has_cue = re.search(r"(?i)aanmeld|opgev|opgave|inschrijv|reserv|\bbel|mail", given)
    return [given if has_cue else f"Aanmelden: {given}"]


def _lessons(given: str) -> list[str]:
    return [f"{given} lessen" if given.isdigit() else given] if given not in ("", "1") else []


def _signs(titles: Sequence[Cell], shown: Sequence[Cell], around: Around) -> tuple[Sign, ...]:
    """What the colour of the title, or else of most of the row, means by the legend."""
    found = [s for c in titles if (s := around.notes.sign(c))]
    if found:
        return tuple(found)
    found = [s for c in shown if (s := around.notes.sign(c))]
    return (found[0],) if len(found) > len(shown) / 2 else ()


def _is_struck(titles: Sequence[Cell], shown: Sequence[Cell]) -> bool:
    if any(c.is_struck for c in titles):
        return True
    return sum(c.is_struck for c in shown) > len(shown) / 2
