"""Months at the head of columns, with the days of the activity below them: "8, 22" under maart.

A number may also be a count of visitors, so numbers are believed only when the row's weekday
agrees with them or, without a weekday, their form shows that days are meant ("8, 22", "di 8").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from ingest.spreadsheet import words
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.period import Period, month_number, nearest_year, year_of

_HEADING = re.compile(r"(?i)^\W*([a-z]{3,9})\b\.?(?:\s*['’]?(20)?(\d{2}))?\W*$")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\+|\n|\ben\b)\s*")
_DAY = re.compile(
    r"(?i)^(?:(?P<weekday>[a-z]{2,9})\.?\s+)?(?P<day>\d{1,2})(?:e|\.)?(?:\s+(?P<month>[a-z]{3,9})\.?)?\*?$"
)


@dataclass(frozen=True, slots=True)
class Month:
    """A column's month; `year` only when its heading says it. `text`: the heading."""

    number: int
    year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days a row states under its months, in order. `unread`: what is no list of days.

    `is_clear`: they are days, not counts, and fall on the row's weekday.
    """

    days: tuple[date, ...] = ()
    unread: tuple[str, ...] = ()
    is_clear: bool = True


_NOTHING = re.compile(
    r"(?i)^\W*(?:vervalt|vervallen|afgelast|geen|niet|gesloten|dicht|vakantie)\W*$"
)


def of_heading(cell: Cell) -> Month | None:
    """The month that a heading is: "mrt", "maart 2026", a date shown as month and year."""
    if isinstance(cell.value, date | datetime):
        shown = cell.number_format.lower().replace("[$-413]", "")
        is_month = "m" in shown and "d" not in shown
        return Month(cell.value.month, cell.value.year, cell.text) if is_month else None
    found = _HEADING.match(cell.text) if isinstance(cell.value, str) else None
    number = month_number(found[1]) if found else None
    if found is None or number is None:
        return None
    year = 2000 + int(found[3]) if found[3] else None
    return Month(number, year, " ".join(cell.text.split()))


def read(
    months: Mapping[int, Month],
    cells: Mapping[int, Cell],
    *,
    weekday: str,
    seen_on: date,
    period: Period | None,
) -> Days:
    """What one row says under the months of its table."""
    years = _years(months, seen_on, period)
    weekdays = {
        d for w in re.findall(r"[a-z]+", weekday.casefold()) if (d := words.weekday(w)) is not None
    }
    days: list[date] = []
    unread: list[str] = []
    is_shown = False
    for column, month in sorted(months.items()):
        cell = cells.get(column)
        if cell is None or (words.is_empty(cell.text) and cell.text.casefold() != "x"):
            continue
        if _NOTHING.match(cell.text):
            continue
        pieces = [p for p in _BETWEEN.split(cell.text.strip()) if p]
        found = [_DAY.match(p) for p in pieces]
        made = [_day(m, month, years[column]) for m in found if m]
        if len(made) < len(pieces) or None in made:
            unread.append(f"{cell.text} (onder {month.text})")
            continue
        is_shown = (
            is_shown or len(pieces) > 1 or any(m["weekday"] or m["month"] for m in found if m)
        )
        days += [d for d in made if d]
    is_clear = all(d.weekday() in weekdays for d in days) if weekdays else is_shown
    return Days(tuple(sorted(set(days))), tuple(unread), is_clear)


def _day(found: re.Match[str], month: Month, year: int) -> date | None:
    """The day; None when it is impossible or contradicts its weekday or the column's month."""
    try:
        day = date(year, month.number, int(found["day"]))
    except ValueError:
        return None
    if found["month"] and month_number(found["month"]) != month.number:
        return None
    if found["weekday"] and words.weekday(found["weekday"]) != day.weekday():
        return None
    return day


def _years(months: Mapping[int, Month], seen_on: date, period: Period | None) -> dict[int, int]:
    """The year of each column. They go on from each other; one that states it dates the others."""
    ordered = sorted(months.items())
    at = next((i for i, (_, m) in enumerate(ordered) if m.year), 0)
    first = ordered[at][1]
    made = {ordered[at][0]: first.year or _first_year(first.number, seen_on, period)}
    for (column, month), (after, following) in pairwise(reversed(ordered[: at + 1])):
        made[after] = following.year or made[column] - (following.number > month.number)
    for (column, month), (after, following) in pairwise(ordered[at:]):
        made[after] = following.year or made[column] + (following.number < month.number)
    return made


def _first_year(number: int, seen_on: date, period: Period | None) -> int:
    if period is None:
        return nearest_year(number, seen_on)
    return year_of(number, period)
