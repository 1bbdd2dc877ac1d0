"""A week on the wall: days across, activities with their times in the cells."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from agenda.draft import Doubt
from agenda.status import Severity
from ingest.spreadsheet import activities, making, tables, when, words
from ingest.spreadsheet.around import Around, Found
from ingest.spreadsheet.grid import Cell, letter
from ingest.spreadsheet.making import Said
from ingest.spreadsheet.rows import _footnotes
from ingest.spreadsheet.tables import WeekGrid
from ingest.spreadsheet.when import Stated

_CROSS = re.compile(r"(?i)^\W*(?:x|v|ja|✓|✔|•)\W*$")


def read(grid: WeekGrid, around: Around, found: Found) -> None:
    """Add the activities of one week grid to `found`."""
    dates = {column: _date_of(cell, around) for column, cell in grid.days.items()}
    for row in _body(grid, around):
        cells = tables.visible(around.sheet, row)
        labels = [cells[c].text for c in grid.label_columns if c in cells]
        for column, heading in grid.days.items():
            cell = cells.get(column)
            if cell is None or words.is_empty(cell.text):
                continue
            if (
                dates.get(column) is None
                and (again := _date_of(cell, around))
                and _is_only_date(cell, around)
            ):
                dates[column] = again
                continue
            _cell(row, column, cell, heading, dates.get(column), labels, grid, cells, around, found)


def _body(grid: WeekGrid, around: Around) -> list[int]:
    """Rows of the grid: up to the legend, without hidden ones and lines of their own."""
    kept = []
    for row in grid.rows:
        if row in around.sheet.hidden_rows:
            continue
        cells = tables.visible(around.sheet, row)
        if not cells:
            continue
        first = next(iter(cells.values())).text
        if re.match(r"(?i)^\W*(?:legenda|verklaring)\b", first):
            break
        in_days = [c for c in cells if c in grid.days]
        is_line = not in_days or (len(cells) == 1 and (words.NOTE.match(first) or len(first) > 60))
        if not is_line:
            kept.append(row)
    return kept


def note_rows(grid: WeekGrid, around_rows: Mapping[int, Mapping[int, Cell]]) -> list[int]:
    """Rows below the activities that hold a legend or footnotes."""
    found, is_legend = [], False
    for row in grid.rows:
        cells = around_rows.get(row, {})
        if not cells:
            continue
        first = next(iter(cells.values())).text
        is_legend = is_legend or bool(re.match(r"(?i)^\W*(?:legenda|verklaring)\b", first))
        if is_legend or not any(c in grid.days for c in cells) or len(cells) == 1:
            found.append(row)
    return found


def _date_of(cell: Cell, around: Around) -> date | None:
    """The date in a heading ("ma 2 maart") or in a cell of its own ("2-3", 2)."""
    day = when.day_of(cell, around.scope)
    if day is not None:
        return day
    parts = cell.text.split(None, 1)
    if (
        len(parts) == 2
        and words.weekday(parts[0]) is not None
        and any(c.isdigit() for c in parts[1])
    ):
        stated = Stated(date=Cell(text=cell.text, value=cell.text))
        readings, _ = when.read(stated, around.scope)
        if len(readings) == 1 and readings[0].start and not readings[0].recurrence:
            return readings[0].start.day
    return None


def _is_only_date(cell: Cell, around: Around) -> bool:
    return when.day_of(cell, around.scope) is not None


def _cell(
    row: int,
    column: int,
    cell: Cell,
    heading: Cell,
    day: date | None,
    labels: list[str],
    grid: WeekGrid,
    cells: Mapping[int, Cell],
    around: Around,
    found: Found,
) -> None:
    text, day = _dated(cell.text, day, around)
    named = cells.get(grid.title_column) if grid.title_column is not None else None
    title = named.text if named else ""
    if title and (_CROSS.match(text) or words.has_time(text) or words.BARE_RANGE.fullmatch(text)):
        times = "" if _CROSS.match(text) else text
        entries = [activities.Entry(times=times, title=title)]
    else:
        entries = activities.parse(text)
    label_times = next(
        (t for t in labels if words.has_time(t) or words.BARE_RANGE.fullmatch(t)), ""
    )
    for entry in entries:
        if not entry.title or words.is_empty(entry.title) or words.NOTHING_ON.match(entry.title):
            continue
        found.row_count += 1
        footnotes = _footnotes(
            {
                column: replace(
                    cell,
                    text=f"{entry.title} {' '.join(entry.details)}{_marks(cell.text, entry.title)}",
                )
            },
            around,
        )
        details = tuple(d for d in entry.details)
        times = entry.times or label_times
        stated = Stated(
            date=Cell(text=day.isoformat(), value=day) if day else None,
            weekday="" if day else _weekday_name(heading),
            times=(Cell(text=times, value=times),) if times else (),
            remarks=(*details, *footnotes),
        )
        readings, troubles = when.read(stated, around.scope)
        name = making.title_of(entry.title)[0]
        if not times and readings:
            troubles = (*troubles, when.Trouble("no_time", "staat geen tijd"))
            reason = "Er staat geen tijd bij."
            readings = tuple(
                replace(r, doubts=(*r.doubts, Doubt(about="time", reason=reason))) for r in readings
            )
        for trouble in troubles:
            tail = "ter controle." if readings else "niet overgenomen."
            severity = Severity.REVIEW if readings else Severity.DROPPED
            found.note(around, row, trouble.code, f"bij “{name}” {trouble.text}; {tail}", severity)
        sign = around.notes.sign(cell)
        said = Said(
            title=entry.title,
            room=entry.room,
            price=entry.price,
            texts=(*details, *footnotes),
            signs=(sign,) if sign else (),
            is_struck=cell.is_struck,
            read_from=(("dag", heading.text), ("activiteit", f"{letter(column)}{row}")),
        )
        making.add(found, around, row, said, readings)


def _marks(text: str, title: str) -> str:
    """Markers that stand right behind the title in the cell."""
    found = re.search(rf"{re.escape(title)}\s*(\*{{1,4}})", text)
    return f" {found[1]}" if found else ""


def _dated(text: str, day: date | None, around: Around) -> tuple[str, date | None]:
    """A cell of a month calendar begins with its day: "12", then the activities."""
    if day is not None:
        return text, day
    first, _, rest = text.partition("\n")
    if rest and re.fullmatch(r"\d{1,2}\.?", first.strip()):
        found = when.day_of(Cell(text=first.strip(), value=first.strip()), around.scope)
        if found is not None:
            return rest, found
    return text, None


def _weekday_name(heading: Cell) -> str:
    day = words.first_weekday(heading.text)
    if day is None and isinstance(heading.value, date):
        day = heading.value.weekday()
    return words.DAY_NAMES[day] if day is not None else heading.text
