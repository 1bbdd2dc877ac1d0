"""Times compared: exact, doors against start, all-day, series, moved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from agenda.moment import Moment
from base.text import fold

_DOORS = re.compile(
    r"(?i)\b(?:inloop|deur(?:en)? open|zaal open|ontvangst|welkom|aanvang|start|begint?|begin)\s*"
    r"(?:is |zijn |om |vanaf |is vanaf |om |: ?)*(\d{1,2})(?:[.:u](\d{2}))?\s*(?:uur|u\b|h\b)?"
)
_MOVED_WORD = (
    r"\b(?:verplaatst|verzet|verschoven|uitgesteld|nieuwe datum|in plaats van|"
    r"i\.?p\.?v\.?|oorspronkelijk|gewijzigde datum|andere datum|datum gewijzigd)\b"
)
_IS_MOVED = re.compile("(?i)" + _MOVED_WORD)
_MOVED = re.compile(r"(?i)[^.!?\n]*" + _MOVED_WORD + r"[^!?\n]*")
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAY_IN_WORDS = re.compile(
    r"(?i)\b(\d{1,2})\s+(jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*"
)
_DAY_IN_DIGITS = re.compile(r"\b(\d{1,2})[-/](\d{1,2})(?:[-/](?:\d{4}|\d{2}))?\b")
_NEAR_MINUTES = 30
_SERIES_OVERLAP = 0.7


class Timing(Enum):
    """How the times of two candidates relate."""

    EXACT = "dezelfde dag en tijd"
    DOORS = "inloop en aanvang van hetzelfde"
    NEAR = "bijna dezelfde tijd"
    ALL_DAY = "dezelfde dag, één zonder tijd"
    SERIES = "valt op een datum van de reeks"
    SAME_SERIES = "dezelfde reeks"
    MOVED = "verplaatst van de ene naar de andere dag"
    OTHER_TIME = "dezelfde dag, een andere tijd"
    OTHER_DAY = "een andere dag"
    SKIPPED = "een dag die de reeks overslaat"

    @property
    def fits(self) -> bool:
        return self not in (Timing.OTHER_TIME, Timing.OTHER_DAY, Timing.SKIPPED)


@dataclass(frozen=True, slots=True)
class Dates:
    """Days, and minutes after midnight by which people may know it (start, doors)."""

    days: frozenset[date]
    first: date
    is_series: bool
    minutes: frozenset[int]
    end: int | None
    moved: frozenset[date]

    @property
    def is_all_day(self) -> bool:
        return not self.minutes


def read(
    starts: tuple[Moment, ...],
    *,
    end: Moment | None = None,
    doors: Moment | None = None,
    is_series: bool = False,
    previous: Moment | None = None,
    text: str = "",
) -> Dates:
    """Dates of a candidate. "Inloop vanaf 9.30, aanvang 10.00" in its text counts as both."""
    start = starts[0]
    clocks = [m.local for m in (start, doors) if m and m.clock is not None]
    minutes = {c.hour * 60 + c.minute for c in clocks}
    if minutes:
        minutes |= _stated_minutes(text, minutes)
    moved = set(_moved_days(text, start.day)) | ({previous.day} if previous else set())
    return Dates(
        days=frozenset(m.day for m in starts),
        first=start.day,
        is_series=is_series,
        minutes=frozenset(minutes),
        end=end.local.hour * 60 + end.local.minute if end and end.clock is not None else None,
        moved=frozenset(moved - {start.day}),
    )


def compare(a: Dates, b: Dates) -> Timing:
    """How two relate; the day first, then the clock."""
    if a.is_series and b.is_series:
        return _two_series(a, b)
    if a.is_series or b.is_series:
        return _series_and_date(a, b) if a.is_series else _series_and_date(b, a)
    if a.first == b.first:
        return _clock(a, b)
    if a.first in b.moved or b.first in a.moved:
        return Timing.MOVED if _clock(a, b).fits else Timing.OTHER_DAY
    return Timing.OTHER_DAY


def _two_series(a: Dates, b: Dates) -> Timing:
    """By the days that both could have: one may stop earlier, but every week is not every
    other week."""
    first, last = max(min(a.days), min(b.days)), min(max(a.days), max(b.days))
    mine = {day for day in a.days if first <= day <= last}
    yours = {day for day in b.days if first <= day <= last}
    if len(mine & yours) < _SERIES_OVERLAP * max(1, len(mine | yours)):
        return Timing.OTHER_DAY
    clock = _clock(a, b)
    return Timing.SAME_SERIES if clock in (Timing.EXACT, Timing.DOORS) else clock


def _series_and_date(series: Dates, single: Dates) -> Timing:
    if single.first not in series.days:
        inside = min(series.days) <= single.first <= max(series.days)
        if not single.moved.isdisjoint(series.days) and _clock(series, single).fits:
            return Timing.MOVED
        weekdays = {day.weekday() for day in series.days}
        skipped = inside and single.first.weekday() in weekdays
        return Timing.SKIPPED if skipped else Timing.OTHER_DAY
    clock = _clock(series, single)
    return Timing.SERIES if clock in (Timing.EXACT, Timing.DOORS) else clock


def _clock(a: Dates, b: Dates) -> Timing:
    if a.is_all_day or b.is_all_day:
        return Timing.EXACT if a.is_all_day and b.is_all_day else Timing.ALL_DAY
    shared = a.minutes & b.minutes
    if shared:
        return Timing.EXACT if len(a.minutes) == len(b.minutes) == 1 else Timing.DOORS
    apart = min(abs(x - y) for x in a.minutes for y in b.minutes)
    follows = a.end in b.minutes or b.end in a.minutes
    return Timing.NEAR if apart <= _NEAR_MINUTES and not follows else Timing.OTHER_TIME


def _stated_minutes(text: str, own: set[int]) -> set[int]:
    """Times named in the text, when one of them is the event's own start."""
    stated = {
        int(hour) * 60 + int(minute or 0)
        for hour, minute in _DOORS.findall(text)
        if int(hour) < 24 and int(minute or 0) < 60
    }
    return {m for m in stated if min(abs(m - o) for o in own) <= 60} if stated & own else set()


def _moved_days(text: str, start: date) -> Iterable[date]:
    for sentence in _MOVED.findall(text) if _IS_MOVED.search(text) else ():
        for day, month in _DAY_IN_WORDS.findall(sentence):
            yield from _day(int(day), _MONTHS.index(_month(month)) + 1, start)
        for day, month in _DAY_IN_DIGITS.findall(sentence):
            yield from _day(int(day), int(month), start)


def _month(word: str) -> str:
    return "mrt" if fold(word).startswith("maa") else fold(word)[:3]


def _day(day: int, month: int, near: date) -> Iterable[date]:
    """The date in the year that brings it nearest to `near`; nothing when there is none."""
    options = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    if options:
        yield min(options, key=lambda d: abs((d - near).days))
