"""Columns of one table: headings read, then held against what actually stands below them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from base.text import fold
from ingest.privacy import looks_like_person, mask
from ingest.spreadsheet import words
from ingest.spreadsheet.grid import Cell, letter
from ingest.spreadsheet.meanings import Meaning, corrected, of_heading
from ingest.spreadsheet.persons import is_person_or_home, may_be_of_a_person, names_who_runs_it

_DATE_TEXT = re.compile(
    r"(?i)\b(?:0?[1-9]|[12]\d|3[01])\s?([-/.])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:20)?\d{2}\b(?![.:])|"
    r"\b(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01])/20\d{2}\b|\b20\d{2}-\d{2}-\d{2}\b|"
    r"(?<![\d.:])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d.:])|"
    r"\b\d{1,2}(?:e)?\s+(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
)
_PHONE = re.compile(r"^\W*(?:\+31|0)[\d\s()./-]{8,14}$|^\S+@\S+$")
_FOUR_FIGURES = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_WORD = re.compile(r"[^\W\d_]{2}")
_NAME_LENGTH = 60
SERIALS = range(36_526, 73_051)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One column: where it stands, what stands above it, what it is taken for.

    `is_guess`: nothing above it says so, and it may be something else.
    """

    column: int
    heading: str
    meaning: Meaning | None
    is_hidden: bool = False
    is_by_hand: bool = False
    is_guess: bool = False


def from_headings(
    headings: Mapping[int, Sequence[str]], hidden: frozenset[int], corrections: Mapping[str, str]
) -> tuple[Use, ...]:
    """Uses by heading alone; `headings` gives one or two texts per column, upper first."""
    fixes = {fold(heading): meaning for heading, meaning in corrections.items()}
    uses = []
    for column, texts in sorted(headings.items()):
        heading = " ".join(dict.fromkeys(t for t in texts if t))
        by_hand = corrected(heading, fixes) or corrected(letter(column), fixes)
        uses.append(
            Use(
                column=column,
                heading=_shown(heading) or letter(column),
                meaning=by_hand or _of(texts),
                is_hidden=column in hidden,
                is_by_hand=by_hand is not None,
            )
        )
    return tuple(uses)


def _shown(heading: str) -> str:
    """The heading as the desk may show it; nothing where a person stands in it."""
    return heading if mask(heading).text == heading else ""


def settled(uses: Iterable[Use], values: Mapping[int, Sequence[Cell]]) -> tuple[Use, ...]:
    """The uses, after a look at the values: dates under "start", persons under "wie".

    Corrections by a person are never changed.
    """
    made = _one_title(by_values(uses, values), values)
    return tuple(days_and_dates(made))


def by_values(uses: Iterable[Use], values: Mapping[int, Sequence[Cell]]) -> list[Use]:
    """Each use, after a look at what stands in its column."""
    return [_by_values(use, values.get(use.column, ())) for use in uses]


_BARE = re.compile(
    r"(?i)^\W*(?:van(?:af)?|tot|t\s?/?\s?m|begin|start|eind(?:e)?|aanvang|eerste|laatste)\W*$"
)


def _of(texts: Sequence[str]) -> Meaning | None:
    """The lower of two headings; both together where it is a small word ("datum" over "van")."""
    texts = [t for t in texts if t]
    if len(texts) > 1 and (_BARE.match(texts[-1]) or of_heading(texts[-1]) is None):
        both = of_heading(" ".join(texts))
        if both is not None and not (_BARE.match(texts[-1]) and both is Meaning.DATE):
            return both
    return next((m for t in reversed(texts) if (m := of_heading(t))), None)


# Under these "8-12" is the eighth of December; under "start" it may be from eight to twelve.
_NAMES_DATES = re.compile(r"(?i)\b(?:datums?|dat|data|wanneer|dates?|dag)\b")


def _by_values(use: Use, cells: Sequence[Cell]) -> Use:
    if use.is_by_hand or not cells:
        return use
    timed = share(cells, is_time)
    days = share(cells, lambda c: words.is_only_weekdays(c.text))
    meaning = use.meaning
    is_named = meaning is Meaning.DATE and bool(_NAMES_DATES.search(use.heading))
    dated = share(cells, lambda c: is_date(c) or _is_short_date(c, is_named=is_named))
    # "datum" above 4, 11, 18: the days of a month that stands elsewhere, not hours.
    is_numbered = is_named and share(cells, _is_day_number) > 0.5
    is_day = meaning in (Meaning.DATE, Meaning.FIRST_DATE) and not is_numbered
    if meaning in (Meaning.START_TIME, Meaning.TIME) and dated > 0.5:
        meaning = Meaning.FIRST_DATE if meaning is Meaning.START_TIME else Meaning.DATE
    elif meaning is Meaning.END_TIME and dated > 0.5:
        meaning = Meaning.LAST_DATE
    elif is_day and timed > 0.5 and dated < 0.3:
        meaning = Meaning.START_TIME
    elif meaning is Meaning.LAST_DATE and timed > 0.5 and dated < 0.3:
        meaning = Meaning.END_TIME
    elif meaning is Meaning.DATE and days > 0.5:
        meaning = Meaning.WEEKDAY
    elif meaning is Meaning.WEEKDAY and dated > 0.5:
        meaning = Meaning.DATE
    elif meaning is Meaning.TITLE and share(cells, _is_bare_time) > 0.5:
        meaning = Meaning.TIME
    if meaning in _MAY_HOLD_PERSONS and share(cells, is_personal) > 0.5:
        meaning = Meaning.PERSON
    return replace(use, meaning=meaning)


def _is_short_date(cell: Cell, *, is_named: bool) -> bool:
    """ "31-12": a date if the heading names dates, or when it can be no time."""
    return words.is_short_dates(cell.text) and (is_named or not is_time(cell))


def _is_day_number(cell: Cell) -> bool:
    """A whole number from 1 to 31: under "datum" a day, whatever hour it could be."""
    return isinstance(cell.value, float | int) and cell.value in range(1, 32)


_MAY_HOLD_PERSONS = frozenset(
    {
        *(Meaning.AUDIENCE, Meaning.ORGANISER, Meaning.REMARK, Meaning.DESCRIPTION),
        *(Meaning.SIGN_UP, Meaning.VENUE, Meaning.CATEGORY, None),
    }
)


def is_personal(cell: Cell) -> bool:
    return looks_like_person(cell.text) or bool(_PHONE.search(cell.text))


def _one_title(uses: list[Use], values: Mapping[int, Sequence[Cell]]) -> list[Use]:
    """Exactly one title column: the first of several; else the best that is left."""
    shown = [u for u in uses if not u.is_hidden]
    titles = [u for u in shown if u.meaning is Meaning.TITLE]
    if titles:
        best = next((u for u in titles if u.is_by_hand), None)
        best = best or max(titles, key=lambda u: (_filled(u, values), -u.column))
        return [
            replace(u, meaning=Meaning.DESCRIPTION)
            if u.meaning is Meaning.TITLE and u is not best and not u.is_hidden
            else u
            for u in uses
        ]
    for wanted in (Meaning.DESCRIPTION, Meaning.CATEGORY, Meaning.PERSON, None, Meaning.ORGANISER):
        for use in shown:
            if use.meaning is wanted and _may_be_title(use, values.get(use.column, ())):
                is_sure = _is_plainly_title(use, uses, values.get(use.column, ()))
                made = replace(use, meaning=Meaning.TITLE, is_guess=not is_sure)
                return [made if u is use else u for u in uses]
    return uses


_DESCRIBES = re.compile(r"(?:korte )?(?:omschrijving|beschrijving)|naam")
_WHERE = frozenset({Meaning.VENUE, Meaning.ROOM})
_ON_A_DAY = frozenset({Meaning.DATE, Meaning.FIRST_DATE, Meaning.WEEKDAY})
_AT_A_TIME = frozenset({Meaning.TIME, Meaning.START_TIME})


def _is_plainly_title(use: Use, uses: Sequence[Use], cells: Sequence[Cell]) -> bool:
    """Can "omschrijving" or "naam" mean nothing but the activity?

    The other headings say the day, the time and the place, none is unknown to us or about
    persons but for who runs it, and below it stand short names of things to do, not one of them
    of a person. Under "naam" words with capitals may be a person we do not know: few may be so.
    """
    others = [u for u in uses if u is not use]
    meanings = {u.meaning for u in others if not u.is_hidden}
    is_agenda = all(meanings & wanted for wanted in (_WHERE, _ON_A_DAY, _AT_A_TIME))
    is_open = any(
        u.meaning in (Meaning.CATEGORY, None)
        or (u.meaning is Meaning.PERSON and not names_who_runs_it(u.heading))
        for u in others
    )
    if not _DESCRIBES.fullmatch(fold(use.heading)) or not is_agenda or is_open:
        return False
    texts = [c.text for c in cells]
    if use.meaning is Meaning.PERSON and share(cells, lambda c: may_be_of_a_person(c.text)) > 0.3:
        return False
    return all(len(t) <= _NAME_LENGTH and "\n" not in t for t in texts) and not any(
        _PHONE.search(t) or is_person_or_home(t) for t in texts
    )


def _filled(use: Use, values: Mapping[int, Sequence[Cell]]) -> int:
    """How much of a column is filled, in steps, so that a few gaps do not matter."""
    return round(sum(1 for c in values.get(use.column, ()) if c.text) / 10)


def _may_be_title(use: Use, cells: Sequence[Cell]) -> bool:
    if use.meaning is Meaning.PERSON and not re.fullmatch(r"(?i)naam|namen", use.heading.strip()):
        return False
    texts = [c.text for c in cells if isinstance(c.value, str) and _WORD.search(c.text)]
    is_stated = use.meaning not in (Meaning.PERSON, None)
    return len(texts) > len(cells) / 2 and not holds_persons(cells, is_stated=is_stated)


def holds_persons(cells: Sequence[Cell], *, is_stated: bool = False) -> bool:
    """Names, addresses or numbers of persons, in more than a few of the cells.

    Unless a heading says what stands there (`is_stated`), any two words with capitals may be
    a name.
    """
    test = may_be_of_a_person if not is_stated else is_person_or_home
    return share(cells, lambda c: bool(_PHONE.search(c.text)) or test(c.text)) > 0.3


_FROM = re.compile(
    r"(?:datum )?vanaf(?: wanneer| datum)?|ingangsdatum|ingaande|met ingang van|m i v"
)


def says_from(heading: str) -> bool:
    """From when something holds ("vanaf"), not the day on which it is ("datum")."""
    return bool(_FROM.fullmatch(fold(heading)))


def days_and_dates(uses: list[Use]) -> list[Use]:
    """One date column. With a weekday beside a first and a last date, it is a weekly rule."""
    dates = [u for u in uses if u.meaning is Meaning.DATE and not u.is_hidden]
    firsts = [u for u in uses if u.meaning is Meaning.FIRST_DATE and not u.is_hidden]
    lasts = [u for u in uses if u.meaning is Meaning.LAST_DATE and not u.is_hidden]
    made = uses
    is_rule = any(u.meaning in (Meaning.WEEKDAY, Meaning.REPEAT) and not u.is_hidden for u in uses)
    is_from = bool(firsts) and is_rule and says_from(firsts[0].heading)
    if not dates and firsts and not lasts and not is_from:
        made = [replace(u, meaning=Meaning.DATE) if u is firsts[0] else u for u in made]
    if len(dates) > 1:
        made = [
            replace(u, meaning=None) if u in dates[1:] and not u.is_by_hand else u for u in made
        ]
    venues = [u for u in made if u.meaning is Meaning.VENUE and not u.is_hidden]
    if len(venues) > 1:
        towns = [u for u in venues if fold(u.heading) == "plaats"]
        made = [replace(u, meaning=Meaning.TOWN) if u in towns else u for u in made]
    return made


def share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    """What part of the filled cells passes."""
    filled = [c for c in cells if c.text]
    return sum(1 for c in filled if test(c)) / len(filled) if filled else 0.0


def is_date(cell: Cell) -> bool:
    """A typed date, a serial number in a sane range, or text with a day and a month."""
    if isinstance(cell.value, datetime):
        return True
    if isinstance(cell.value, date):
        return True
    if isinstance(cell.value, float):
        return cell.value == int(cell.value) and (
            int(cell.value) in SERIALS or bool(words.COMPACT_DAY.fullmatch(f"{cell.value:.0f}"))
        )
    if words.COMPACT_DAY.fullmatch(cell.text):
        return True
    return bool(_DATE_TEXT.search(cell.text)) and not isinstance(cell.value, time | timedelta)


def is_time(cell: Cell) -> bool:
    """A typed time, a fraction of a day, or text that starts with a clock time."""
    if isinstance(cell.value, time | timedelta):
        return True
    if isinstance(cell.value, float):
        return 0 < cell.value < 1 or (1 <= cell.value <= 24 and _is_clock(cell.value))
    if isinstance(cell.value, str) and not _DATE_TEXT.search(cell.text):
        if _FOUR_FIGURES.fullmatch(cell.text):
            return True
        found = words.TIME_RANGE.search(cell.text) or words.BARE_RANGE.fullmatch(cell.text)
        return found is not None and found.start() < 8
    return False


def _is_bare_time(cell: Cell) -> bool:
    """Nothing but a clock time: under "spreekuur" it may say when instead of what."""
    if isinstance(cell.value, time):
        return True
    text = cell.text.strip()
    return bool(words.TIME_RANGE.fullmatch(text) or words.BARE_RANGE.fullmatch(text))


def _is_clock(value: float) -> bool:
    """9.3 or 19.45: half past nine and a quarter to eight, as people type them."""
    minutes = round((value - int(value)) * 100, 4)
    return minutes == int(minutes) and minutes < 60
