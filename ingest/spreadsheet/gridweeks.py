"""Which week a row of a week grid stands for, and what dates stand in its headings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from agenda.dutch import read_when
from base.text import fold
from ingest.spreadsheet import columns, weeks, when, words
from ingest.spreadsheet import period as periods
from ingest.spreadsheet.around import Around
from ingest.spreadsheet.dates import day_of
from ingest.spreadsheet.grid import Cell, Value, visible
from ingest.spreadsheet.layout import WeekGrid
from ingest.spreadsheet.meanings import Meaning, of_heading
from ingest.spreadsheet.period import Period
from ingest.spreadsheet.stated import Stated


@dataclass(frozen=True, slots=True)
class Week:
    """What the head of a row or a line above it says of its week; `is_known`: it is one.

    `others`: what the other rows of the grid say of theirs.
    """

    cell: Cell
    is_known: bool = True
    others: tuple[str, ...] = ()


_LEAD = re.compile(
    r"(?i)^\W*(?:de )?week(?:\s+(?:van(?:af)?|beginnend op|startend op|met ingang van)|"
    r"\s*\d{1,2}\s*[:(,–-])?\W+(?=(?:[a-z]{2,9}\.?\s+)?\d)"
)
_A_WEEK = re.compile(
    r"(?i)(?<!elke )(?<!iedere )(?<!per )(?<!hele )\bweek\b(?! ?(?:programma|rooster))"
)


def week_line(cells: Mapping[int, Cell], around: Around) -> Week | None:
    """A line of its own that names a week: "Week 38", "12 t/m 16 oktober", "Tweede week"."""
    if len(cells) != 1:
        return None
    (cell,) = cells.values()
    if weeks.numbers(cell.text) or first_day(cell, around, is_line=True) is not None:
        return Week(cell)
    is_unclear = len(cell.text) < 40 and bool(_A_WEEK.search(cell.text))
    return Week(cell, is_known=False) if is_unclear and not words.has_time(cell.text) else None


def names_month(text: str) -> bool:
    return len(text) < 40 and periods.month_number(text) is not None and not words.has_time(text)


def weeks_of(grid: WeekGrid, around: Around) -> dict[int, Week]:
    """The week of each row, where lines above rows or the column before the days say one."""
    stated = {u.column: of_heading(u.heading) for u in grid.uses}
    shown: dict[int, Week] = {}
    current = _above(grid, around)
    for row in grid.rows:
        cells = visible(around.sheet, row)
        if line := week_line(cells, around):
            current = line
            continue
        labels = [(cells[c], stated.get(c)) for c in grid.label_columns if c in cells]
        found = [w for cell, meaning in labels if (w := _week(cell, meaning, around))]
        current = found[0] if found else current
        if current is not None:
            shown[row] = current
    others = tuple(dict.fromkeys(w.cell.text for w in shown.values() if w.is_known))
    return {row: replace(week, others=others) for row, week in shown.items()}


def _above(grid: WeekGrid, around: Around) -> Week | None:
    """The week that stands in the corner of the grid, or in a line right above it."""
    for column in grid.label_columns:
        corner = around.sheet.cell(grid.header_row, column)
        if weeks.numbers(corner.text):
            return Week(corner)
    for row in _rows_above(grid):
        cells = visible(around.sheet, row)
        if len(cells) > 1:
            return None
        if line := week_line(cells, around):
            return line
    return None


def _rows_above(grid: WeekGrid) -> Iterable[int]:
    return range(grid.header_row - 1, max(grid.header_row - 4, 0), -1)


def _week(cell: Cell, heading: Meaning | None, around: Around) -> Week | None:
    """What the head of a row says of its week: a number, even or odd, or a day of it."""
    if heading is Meaning.WEEK or weeks.numbers(cell.text) or weeks.parity(cell.text):
        return Week(cell)
    if heading is None and re.fullmatch(r"\d{1,2}", cell.text):
        return Week(cell, is_known=False)
    return Week(cell) if first_day(cell, around) is not None else None


def first_day(cell: Cell, around: Around, *, is_line: bool = False) -> date | None:
    """The day that stands for a week: "7 t/m 11 september", "week van 7 september".

    In a line of its own (`is_line`) one day counts only where it says that it is of a week.
    """
    text = _LEAD.sub("", cell.text).strip(" ()")
    if re.fullmatch(r"\d{1,2}", text) or words.has_time(text) or len(cell.text) > 60:
        return None
    is_said = text != cell.text or not is_line
    if is_said and (day := date_of(Cell(text=text, value=_value(cell, text)), around)) is not None:
        return day
    if not isinstance(cell.value, str):
        return None
    readings = read_when(text, anchor=around.scope.seen_on, zone=around.scope.zone)
    if len(readings) != 1 or readings[0].start is None or readings[0].recurrence is not None:
        return None
    (reading,), start = readings, readings[0].start.day
    is_whole = len(fold(text[: reading.span[0]] + text[reading.span[1] :])) < 4
    is_week = reading.end is not None and 1 < (reading.end.day - start).days < 7
    return start if is_whole and (is_said or is_week) else None


def _value(cell: Cell, text: str) -> Value:
    return cell.value if text == cell.text else text


def under_its_title(grid: WeekGrid, around: Around) -> Around:
    """A grid below another has a month of its own as its title."""
    for row in _rows_above(grid):
        cells = visible(around.sheet, row)
        if len(cells) > 1:
            break
        text = next(iter(cells.values())).text if cells else ""
        if not names_month(text):
            continue
        whole = around.scope.period
        year = periods.year_of(periods.month_number(text), whole) if whole else None

        def period(seen_on: date, text: str = text, year: int | None = year) -> Period | None:
            return periods.find(text, seen_on=seen_on, year=year)

        scope = replace(around.scope, period=period(around.scope.seen_on))
        return replace(around, scope=scope, period=period, titles=(*around.titles, text))
    return around


def date_of(cell: Cell, around: Around) -> date | None:
    """The date in a heading ("ma 2 maart", 2-3) or a bare day of the sheet's month."""
    day = day_of(cell, around.scope)
    if day is not None:
        return day
    text = " ".join(cell.text.split())
    first, _, rest = text.partition(" ")
    is_named = words.weekday(first) is not None and any(map(str.isdigit, rest))
    if len(text) > 30 or words.has_time(text) or not (is_named or columns.is_date(cell)):
        return None
    readings, _ = when.read(Stated(date=Cell(text=text, value=text)), around.scope)
    if len(readings) == 1 and readings[0].start and not readings[0].recurrence:
        return readings[0].start.day
    return None
