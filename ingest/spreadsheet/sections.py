"""Lines of their own in a list: a day, a weekday, a month or a house for the rows below them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from agenda.dutch import read_when
from base.text import MONTHS, fold
from ingest.spreadsheet import period as periods
from ingest.spreadsheet import words
from ingest.spreadsheet.around import Around
from ingest.spreadsheet.dates import day_of
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.notes import house_in
from ingest.spreadsheet.stated import Scope

_WEEK = re.compile(r"(?i)\W*week\s?(\d{1,2})")
_ONE_DAY = re.compile(
    r"(?i)^(?:(?P<name>[a-z]{2,9})\.?\s+)?(?P<day>\d{1,2})\.?(?:\s+(?P<month>[a-z]{3,9}\.?(?:\s+20\d\d)?))?$"
)
# So many months back are a step into the next year, not a list that is out of order.
_TURN = 6


@dataclass(slots=True)
class Section:
    """What lines of their own above rows said: a day, a weekday, a month, a house.

    `day_text`, `period_text`: the lines that say the first two, and the third.
    """

    day: date | None = None
    weekday: int | None = None
    period: periods.Period | None = None
    venue: str = ""
    day_text: str = ""
    period_text: str = ""


@dataclass(frozen=True, slots=True)
class Above:
    """A line of its own, or (`is_month`) what a column of months says from here on; one that
    cannot be read ends the month before it."""

    cell: Cell
    is_month: bool = False
    may_be_house: bool = True


@dataclass(slots=True)
class Walk:
    """Where the reading of one table is; `lines` are those that may say of what section.

    `weeks`: all that the table says in its column of weeks. `like_above`: the rows that name
    the activity of the row above; `is_inside`: the last row was not for the public. `dated`: its
    day and, in words, the month.
    """

    section: Section = field(default_factory=Section)
    lines: list[Above] = field(default_factory=list)
    weeks: tuple[str, ...] = ()
    earlier: dict[date, tuple[int, Section]] = field(default_factory=dict)
    last_date: Cell | None = None
    last_row: int = 0
    like_above: frozenset[int] = frozenset()
    is_inside: bool = False
    dated: tuple[int, str] | None = None


def go_below(walk: Walk, line: Above, around: Around) -> None:
    """From this line on its section holds."""
    walk.lines.append(line)
    walk.section = _below(walk.section, line, around)


def section_for(walk: Walk, around: Around, base: Around) -> Section:
    """What the lines above say around another day than that of the whole sheet."""
    if around is base:
        return walk.section
    count, section = walk.earlier.get(around.scope.seen_on, (0, Section()))
    for line in walk.lines[count:]:
        section = _below(section, line, around)
    walk.earlier[around.scope.seen_on] = (len(walk.lines), section)
    return section


def _below(section: Section, line: Above, around: Around) -> Section:
    """The section after this line."""
    cell = line.cell
    if line.is_month:
        month = period_in(_month_text(cell), around, after=section.period)
        return replace(section, period=month, period_text=cell.text)
    day = day_of(cell, around.scope)
    text = cell.text.strip()
    if day is None and len(text) < 40 and not words.NOTE.match(text):
        readings = read_when(text, anchor=_anchor(around.scope), zone=around.scope.zone)
        rest = "".join(text[: r.span[0]] + text[r.span[1] :] for r in readings[:1])
        is_day = len(readings) == 1 and readings[0].recurrence is None and len(fold(rest)) < 4
        day = readings[0].start.day if is_day and readings[0].start else None
    if day is not None:
        return replace(section, day=day, weekday=None, day_text=text)
    if (weekday := words.weekday(text)) is not None:
        return replace(section, weekday=weekday, day=None, day_text=text)
    if len(text) < 40 and (month := period_in(text, around, after=section.period)) is not None:
        return replace(section, period=month, day=None, weekday=None, day_text="", period_text=text)
    if len(text) < 60 and line.may_be_house and (house := house_in(text)):
        return replace(section, venue=house)
    return section


def _month_text(cell: Cell) -> str:
    """A month in words, also where it is typed as a date."""
    if isinstance(cell.value, date):
        return f"{MONTHS[cell.value.month - 1]} {cell.value.year}"
    return cell.text


def with_month(
    cells: Mapping[int, Cell], column: int | None, walk: Walk, around: Around
) -> Mapping[int, Cell]:
    """The cells, where a bare day ("za 11") gets the month that a row above it names.

    Only while the days go on, and where no line, column or title says of which month they are.
    """
    cell = cells.get(column) if column is not None else None
    if column is None or cell is None or words.is_empty(cell.text):
        return cells
    known = [p.month for p in (walk.section.period, around.scope.period) if p is not None]
    found = _ONE_DAY.match(cell.text) if isinstance(cell.value, str | float) else None
    before, walk.dated = walk.dated, None
    if found is None or any(known) or (found["name"] and words.weekday(found["name"]) is None):
        return cells
    day = int(found["day"])
    if month := found["month"]:
        walk.dated = (day, month) if periods.month_number(month) else None
        return cells
    if before is None or day < before[0]:
        return cells
    walk.dated = (day, before[1])
    text = f"{cell.text.rstrip('.')} {before[1]}"
    return {**cells, column: replace(cell, text=text, value=text)}


def period_in(
    text: str, around: Around, *, after: periods.Period | None = None
) -> periods.Period | None:
    """The month or week that a line of its own names; None when it names neither.

    `after`: what the line before it named. In a season of two years each lies in its own;
    else months go on from each other, and January below December is of the next year.
    """
    number, week = periods.month_number(text), _WEEK.match(text)
    if number is None and week is None:
        return None
    seen_on, whole = around.scope.seen_on, around.scope.period
    if whole is not None and whole.last.year > whole.first.year:
        first = whole.first.isocalendar().week
        is_next = number is None and week is not None and int(week[1]) < first
        year = whole.last.year if is_next else periods.year_of(number, whole)
        return periods.find(text, seen_on=seen_on, year=year)
    if number is None or after is None or after.month is None:
        return periods.find(text, seen_on=seen_on, year=whole.first.year if whole else None)
    step, year = number - after.month, after.first.year
    if step >= _TURN:
        year = whole.first.year if whole else periods.nearest_year(number, seen_on)
    return periods.find(text, seen_on=seen_on, year=year + (step <= -_TURN))


def _anchor(scope: Scope) -> date:
    period = scope.period
    if period is None or period.holds(scope.seen_on):
        return scope.seen_on
    return period.first


def scoped(scope: Scope, section: Section) -> Scope:
    """The scope of the sheet, narrowed by what the section says."""
    return replace(
        scope,
        day=section.day,
        weekday=scope.weekday if section.weekday is None else section.weekday,
        period=section.period or scope.period,
    )
