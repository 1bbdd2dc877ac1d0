"""A week on the wall: days across or down, activities with their times in the cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agenda.draft import Doubt
from agenda.status import Severity
from base.text import DAYS
from ingest.spreadsheet import (
    activities,
    facts,
    gridweeks,
    making,
    persons,
    publicity,
    when,
    words,
)
from ingest.spreadsheet.around import Around, Found
from ingest.spreadsheet.dates import day_of
from ingest.spreadsheet.facts import ByMeaning
from ingest.spreadsheet.grid import Cell, Sheet, all_of, letter, visible
from ingest.spreadsheet.layout import DayRows, WeekGrid
from ingest.spreadsheet.meanings import Meaning
from ingest.spreadsheet.stated import Stated, Trouble

_CROSS = re.compile(r"(?i)^\W*(?:x|v|ja|✓|✔|•)\W*$")
_LEGEND = re.compile(r"(?i)^\W*(?:legenda|verklaring)\b")
_NO_TIME = Doubt(about="time", reason="Er staat geen tijd bij.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """One cell of a grid: its day (a date or a weekday), and the labels of its row or column.

    `dated`: the cell that says the date.
    """

    row: int
    column: int
    cell: Cell
    dated: Cell | None
    weekday: str
    labels: tuple[str, ...] = ()
    week: gridweeks.Week | None = None
    title: str = ""
    cells: Mapping[int, Cell]
    columns: ByMeaning
    doubts: tuple[Doubt, ...] = ()


def read(grid: WeekGrid, around: Around, found: Found) -> None:
    """Add the activities of a grid with its days across."""
    around = gridweeks.under_its_title(grid, around)
    dates: dict[int, Cell] = dict(grid.days)
    uses = facts.by_meaning(grid.uses)
    in_weeks = gridweeks.weeks_of(grid, around)
    for row in _body(grid, around):
        cells = visible(around.sheet, row)
        if (again := _row_of_dates(grid, cells, around)) is not None:
            dates = again
            continue
        shown = publicity.of(all_of(around.sheet, row), uses)
        if shown.is_inside:
            making.keep_inside(found, around, row)
            continue
        labels = tuple(cells[c].text for c in grid.label_columns if c in cells)
        named = cells.get(grid.title_column) if grid.title_column is not None else None
        for column, heading in grid.days.items():
            cell = cells.get(column)
            if cell is None or gridweeks.date_of(cell, around):
                continue
            is_cross = named is not None and bool(_CROSS.match(cell.text))
            if words.is_empty(cell.text) and not is_cross:
                continue
            spot = _Spot(
                row=row,
                column=column,
                cell=cell,
                dated=dates.get(column),
                weekday=_weekday_name(heading),
                labels=labels,
                week=in_weeks.get(row),
                title=named.text if named else "",
                cells=cells,
                columns=uses,
                doubts=shown.doubts,
            )
            _cell(spot, around, found)


def read_rows(grid: DayRows, around: Around, found: Found) -> None:
    """Add the activities of a grid with its days down."""
    week: gridweeks.Week | None = None
    for row in sorted(r for r in around.sheet.rows if r >= grid.first_row):
        cells = visible(around.sheet, row)
        if row in around.sheet.hidden_rows:
            continue
        if row not in grid.days:
            week = gridweeks.week_line(cells, around) or week
            continue
        heading = grid.days[row]
        for column, cell in cells.items():
            if column <= grid.day_column or words.is_empty(cell.text):
                continue
            label = grid.labels.get(column, "")
            spot = _Spot(
                row=row,
                column=column,
                cell=cell,
                dated=heading,
                weekday=_weekday_name(heading),
                labels=(label,) if label else (),
                week=gridweeks.week_line({0: Cell(text=label, value=label)}, around) or week,
                cells=cells,
                columns={},
            )
            _cell(spot, around, found)


def is_duty_list(grid: WeekGrid | DayRows, sheet: Sheet) -> bool:
    """Do its cells name persons: who pours, who drives, who is on holiday?"""
    if isinstance(grid, WeekGrid):
        if _is_by_person(grid, sheet):
            return True
        cells = [sheet.cell(r, c) for r in grid.rows for c in grid.days]
    else:
        cells = [c for r in grid.days for at, c in sheet.rows[r].items() if at > grid.day_column]
    entries = [e for c in cells if c.text for e in activities.parse(c.text) if e.title]
    named = [e for e in entries if persons.are_names(e.title)]
    # Words without a time are sooner who is there than what there is; not every name is known.
    has_times = sum(bool(e.times) for e in entries) > len(entries) / 2
    return len(named) > len(entries) * (1 / 2 if has_times else 1 / 4)


def _is_by_person(grid: WeekGrid, sheet: Sheet) -> bool:
    """Is each row somebody's: a heading that says so, or names at the head of the rows?"""
    stated = [u for u in grid.uses if u.column in grid.label_columns]
    if any(u.meaning is Meaning.PERSON or persons.is_about_one(u.heading) for u in stated):
        return grid.title_column is None
    heads = [sheet.cell(r, c).text for r in grid.rows for c in grid.label_columns]
    heads = [t for t in heads if t]
    return sum(persons.are_names(t) for t in heads) > len(heads) / 2


def note_rows(grid: WeekGrid, shown: Mapping[int, Mapping[int, Cell]]) -> list[int]:
    """Rows of the grid's area that hold a legend, footnotes or other lines."""
    found, is_legend = [], False
    for row in grid.rows:
        cells = shown.get(row, {})
        if not cells:
            continue
        is_legend = is_legend or bool(_LEGEND.match(next(iter(cells.values())).text))
        if is_legend or not any(c in grid.days for c in cells) or len(cells) == 1:
            found.append(row)
    return found


def _body(grid: WeekGrid, around: Around) -> list[int]:
    """Rows of the grid: up to the legend, without hidden ones and lines of their own."""
    kept = []
    for row in grid.rows:
        cells = visible(around.sheet, row)
        if row in around.sheet.hidden_rows or not cells:
            continue
        first = next(iter(cells.values())).text
        if _LEGEND.match(first):
            break
        if gridweeks.week_line(cells, around) or (len(cells) == 1 and gridweeks.names_month(first)):
            continue
        in_days = any(c in grid.days for c in cells)
        is_line = len(cells) == 1 and _is_line(first)
        if in_days and not is_line:
            kept.append(row)
    return kept


def _is_line(text: str) -> bool:
    """A line of its own below the grid: a note, or what a colour means."""
    if words.NOTE.match(text) or len(text) > 60 or re.match(r"\s*[=*]", text):
        return True
    is_sign = words.CANCELLED.search(text) or words.FULL.search(text)
    return bool(is_sign) and not words.has_time(text)


def _row_of_dates(
    grid: WeekGrid, cells: Mapping[int, Cell], around: Around
) -> dict[int, Cell] | None:
    """The cells of a row that holds nothing but days ("9 | 10 | 11"), else None."""
    filled = {c: cell for c, cell in cells.items() if c in grid.days}
    is_dated = all(gridweeks.date_of(cell, around) for cell in filled.values())
    return filled if filled and is_dated else None


def _weekday_name(heading: Cell) -> str:
    day = words.first_weekday(heading.text)
    if day is None and isinstance(heading.value, date):
        day = heading.value.weekday()
    return DAYS[day] if day is not None else heading.text


def _cell(spot: _Spot, around: Around, found: Found) -> None:
    """The activities of one cell; what is crossed out in it is cancelled."""
    text, dated = _dated(spot, around)
    spot = replace(spot, dated=dated)
    is_time = words.has_time(text) or bool(words.BARE_RANGE.fullmatch(text))
    if spot.title and (_CROSS.match(text) or is_time):
        times = "" if _CROSS.match(text) else text
        entries = [activities.Entry(times=times, title=spot.title)]
    else:
        entries = activities.parse(text)
    for entry in entries:
        _entry(spot, entry, around, found, is_struck=spot.cell.is_struck)
    for entry in activities.parse(spot.cell.struck_text):
        if entry.times and entry.title:
            _entry(spot, entry, around, found, is_struck=True)


def _entry(
    spot: _Spot, entry: activities.Entry, around: Around, found: Found, *, is_struck: bool
) -> None:
    name = making.title_of(entry.title)[0]
    if words.is_empty(name) or words.NOTHING_ON.match(name) or words.INSIDE_WORK.match(name):
        return
    found.row_count += 1
    marked = [f"{entry.title}{_marks(spot.cell.text, entry.title)}", *entry.details]
    notes = facts.footnotes(marked, around)
    times = entry.times or _label_times(spot)
    said = facts.said(entry, spot.cells, spot.columns, around, footnotes=notes)
    heading = spot.dated.text if spot.dated else ""
    week = spot.week.cell.text if spot.week else ""
    then = around.since(found, name, said.venue, spot.weekday, heading, week)
    day = _day(spot, then)
    stated = Stated(
        date=Cell(text=day.isoformat(), value=day) if day else None,
        weekday="" if day else spot.weekday,
        week=week,
        weeks=spot.week.others if spot.week else (),
        is_week=spot.week is not None and spot.week.is_known,
        times=(Cell(text=times, value=times),) if times else (),
        remarks=said.remarks,
    )
    readings, troubles = when.read(stated, then.scope)
    if not times and readings:
        troubles = (*troubles, Trouble("no_time", "er staat geen tijd bij"))
        readings = tuple(replace(r, doubts=(*r.doubts, _NO_TIME)) for r in readings)
    for trouble in troubles:
        severity = Severity.REVIEW if readings else Severity.DROPPED
        tail = "ter controle" if readings else "niet overgenomen"
        message = f"“{name}”: {trouble.text.rstrip('.')}; {tail}."
        found.note(around, spot.row, trouble.code, message, severity)
    sign = around.notes.sign(spot.cell)
    where = f"{letter(spot.column)}{spot.row}"
    said = replace(
        said,
        venue=said.venue or _label_place(spot),
        signs=(sign,) if sign else said.signs,
        is_struck=is_struck or said.is_struck,
        doubts=(*said.doubts, *spot.doubts),
        read_from=(("dag", spot.weekday), (str(Meaning.TITLE), where)),
    )
    making.add(found, around, spot.row, said, readings)


def _day(spot: _Spot, around: Around) -> date | None:
    """The date of the column, or its weekday in the week whose day the row begins with."""
    if spot.dated is not None and (day := gridweeks.date_of(spot.dated, around)) is not None:
        return day
    first = gridweeks.first_day(spot.week.cell, around) if spot.week else None
    named = words.weekday(spot.weekday)
    if first is None or named is None:
        return None
    return first + timedelta(days=named - first.weekday())


def _label_times(spot: _Spot) -> str:
    """The time at the head of the row or column ("10.00-12.00"), for cells without one."""
    for label in spot.labels:
        if words.has_time(label) or words.BARE_RANGE.fullmatch(label.strip()):
            return label
    time = facts.first(spot.cells, spot.columns, Meaning.TIME, Meaning.START_TIME)
    return time.text if time else ""


def _label_place(spot: _Spot) -> str:
    """A place at the head of the row ("zaal 1"), if that is what stands there."""
    for label in spot.labels:
        if words.DAYPARTS.match(label) or words.has_time(label):
            continue
        if words.HOUSES.search(label) or activities.is_room(label):
            return label
    return ""


def _marks(text: str, title: str) -> str:
    """Markers that stand right behind the title in the cell."""
    found = re.search(rf"{re.escape(title)}\s*(\*{{1,4}})", text)
    return f" {found[1]}" if found else ""


def _dated(spot: _Spot, around: Around) -> tuple[str, Cell | None]:
    """A cell of a month calendar begins with its day: "12", then the activities."""
    text = spot.cell.text
    if spot.dated is not None and gridweeks.date_of(spot.dated, around) is not None:
        return text, spot.dated
    first, _, rest = text.partition("\n")
    if rest and re.fullmatch(r"\d{1,2}\.?", first.strip()):
        own = Cell(text=first.strip(), value=first.strip())
        if day_of(own, around.scope) is not None:
            return rest, own
    return text, None
