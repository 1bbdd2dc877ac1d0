"""Several activities in one cell: "9.00-10.00 Stoelgym / 10.15-11.15 Rustige yoga / zaal 1"."""

import re
from dataclasses import dataclass, replace

from ingest.spreadsheet import words

_TRIM = " \t-–—:,;|•·"
_ROOM = re.compile(
    r"(?i)^\(?(?:(?:grote|kleine|boven|beneden|bovenste|creatieve|nieuwe|oude|in de|in het|bij de|"
    r"bij het|de)\s)*"
    r"(?:\w*zaal|\w*kamer|\w*ruimte|\w*lokaal|keuken|\w*tuin|hal|foyer|plein|terras|atelier|aula|"
    r"bar|kantine|"
    r"podium|buiten|restaurant|bibliotheek|wijkcentrum|buurthuis|dorpshuis|\w*huis|\w*hal|\w*kerk|"
    r"kelder|zolder|hoek)\b"
    r"[^€]{0,40}\)?$"
)
_PRICE = re.compile(
    r"(?i)^\(?(?:kosten:?\s*)?(?:€|eur\b|gratis|vrije gift|\d+,(?:\d{2}|-))[^\n]{0,30}\)?$"
)
_MONEY = re.compile(
    r"(?i)(?:€|\beur(?:o)?\b)\s?\d+(?:[.,](?:\d{2}|-+))?|\b\d+[.,]\d{2}\s?(?:€|euro?\b)"
)
_WALK_IN = re.compile(r"(?i)^(inloop)\s+")
_STATUS = re.compile(
    rf"(?i)^\W*(?:{words.CANCELLED.pattern[4:]}|vol(?:geboekt)?|nieuw|let op|onder voorbehoud)\W*$"
)
_LEADING_BARE = re.compile(rf"^\s*(?:{words.BARE_RANGE.pattern})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One activity as a cell states it. `times` is text for the grammar, "" when there is none."""

    times: str = ""
    title: str = ""
    room: str = ""
    price: str = ""
    details: tuple[str, ...] = ()
    is_inline: bool = False


def parse(text: str) -> list[Entry]:
    """The activities of a cell, in order; one without a time when it names no times."""
    entries: list[Entry] = []
    pending: list[str] = []
    is_title_first = False
    for line in _lines(text):
        found = _time_in(line)
        if found is None:
            if not line:
                continue
            if entries and not is_title_first and not entries[-1].title:
                entries[-1] = replace(entries[-1], title=line)
            elif entries and (not is_title_first or _is_detail(line)):
                entries[-1] = _with_detail(entries[-1], line)
            else:
                pending.append(line)
            continue
        before, times, after = found
        if not before and not after and pending:
            is_title_first = True
            entries.append(_from_pending(pending, times))
            pending = []
            continue
        if pending:
            entries += [_from_pending(pending, "")] if not entries else []
            pending = []
        title, rest = (before, after) if before else (after, "")
        if _STATUS.match(before) and after:
            title, rest = after, before
        entry = Entry(times=times, title=title, is_inline=bool(title))
        entries.append(_with_detail(entry, rest) if rest else entry)
    if pending:
        if entries:
            for line in pending:
                entries[-1] = _with_detail(entries[-1], line)
        else:
            entries.append(_from_pending(pending, ""))
    return _shared([e for e in entries if e.title or e.times])


def _lines(text: str) -> list[str]:
    """Lines, each cut again where it holds several activities with their times."""
    made: list[str] = []
    for line in text.split("\n"):
        pieces = [p for p in re.split(r"\s+[/|]\s+|\s*;\s*|\s*•\s*", line) if p.strip()]
        if len(pieces) > 1 and all(
            _time_in(p) and any(c.isalpha() for c in _rest(p)) for p in pieces
        ):
            made += pieces
            continue
        made += _cut_before_times(line)
    return [" ".join(line.split()).strip(_TRIM) for line in made]


def _rest(line: str) -> str:
    found = _time_in(line)
    return f"{found[0]}{found[2]}" if found else line


def _cut_before_times(line: str) -> list[str]:
    """ "10.00 Koffie 14.00 Bingo" has two; "van 10 tot 12 en van 13 tot 15 uur" has one."""
    spots = [m.start() for m in words.TIME_RANGE.finditer(line)]
    if len(spots) < 2 or line[: spots[0]].strip(_TRIM):
        return [line]
    pieces = [line[a:b] for a, b in zip(spots, [*spots[1:], None], strict=True)]
    has_titles = all(sum(c.isalpha() for c in _rest(p)) > 3 for p in pieces)
    is_apart = not any(
        re.match(r"(?i)^\s*(?:en|tot|en van|,|pauze|inloop)", _rest(p)) for p in pieces
    )
    return pieces if has_titles and is_apart else [line]


def _time_in(line: str) -> tuple[str, str, str] | None:
    """What stands before the time, the time as text, and what stands after it."""
    blanked = _MONEY.sub(lambda m: "€" * len(m[0]), line)
    found = words.TIME_RANGE.search(blanked) or _LEADING_BARE.match(blanked)
    if found is None:
        return None
    before, after = line[: found.start()], line[found.end() :]
    times = found[0].strip()
    if not before.strip(_TRIM) and not after.strip(_TRIM) and (led := _WALK_IN.match(times)):
        before, times = led[1], times[led.end() :].strip()
    again = words.TIME_RANGE.match(after.strip(" ,;&+").removeprefix("en ").strip())
    if again and not any(
        c.isalpha() for c in after.strip(" ,;&+").removeprefix("en ")[again.end() :]
    ):
        times, after = f"{times} en {again[0].strip()}", ""
    elif again and before.strip(_TRIM) == "":
        rest = after.strip(" ,;&+").removeprefix("en ").strip()
        times, after = f"{times} en {again[0].strip()}", rest[again.end() :]
    if re.fullmatch(r"\d{1,2}\s?[-–]\s?\d{1,2}", times):
        times += " uur"
    after = re.sub(r"(?i)^\s*(?:uur|u)\b\.?", "", after)
    before = re.sub(r"(?i)\b(?:van|vanaf|om|tijd|:|\()\s*$", "", before.strip())
    after = (
        after.lstrip(")] ")
        if before.count("(") != before.count(")") or "(" not in line[: found.start()]
        else after.lstrip(") ")
    )
    return before.strip(_TRIM + "("), times, after.strip(_TRIM)


def is_room(text: str) -> bool:
    """Is this a room ("zaal 1", "(huiskamer)")?"""
    return bool(_ROOM.match(text.strip("() ")))


def _from_pending(pending: list[str], times: str) -> Entry:
    entry = Entry(times=times, title=pending[0])
    for line in pending[1:]:
        entry = _with_detail(entry, line)
    return entry


def _is_detail(line: str) -> bool:
    return bool(_ROOM.match(line) or _PRICE.match(line) or line.startswith("("))


def _with_detail(entry: Entry, line: str) -> Entry:
    bare = line.strip("() ")
    if not entry.price and _PRICE.match(bare):
        return replace(entry, price=bare)
    if not entry.room and _ROOM.match(bare):
        return replace(entry, room=bare)
    return replace(entry, details=(*entry.details, line))


def _shared(entries: list[Entry]) -> list[Entry]:
    """A room on the last line holds for all, when none of the others has lines of its own."""
    if len(entries) < 2 or not all(e.is_inline for e in entries):
        return entries
    last = entries[-1]
    if not last.room or any(e.room for e in entries[:-1]):
        return entries
    return [replace(e, room=last.room) for e in entries]
