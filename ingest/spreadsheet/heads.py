"""What one cell may be at the head of a row or a column: a day, a date, a typed value."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from ingest.spreadsheet import columns, words
from ingest.spreadsheet.grid import Cell


def is_dates_across(cells: Mapping[int, Cell]) -> bool:
    """Three or more dates beside each other at the head of columns."""
    dated = [c for c in cells.values() if columns.is_date(c) and len(c.text) <= 20]
    return len({c.text for c in dated}) >= 3 and len(dated) >= len(cells) * 0.5


def day_heading(cell: Cell) -> int | None:
    """The weekday of a heading: "Maandag", "ma 2 maart", or a typed date shown as a day."""
    if isinstance(cell.value, str) and len(cell.text) <= 30:
        day = words.weekday(cell.text)
        if day is None and (columns.is_date(cell) or any(c.isdigit() for c in cell.text)):
            rest = cell.text.split(None, 1)
            day = words.weekday(rest[0]) if len(rest) > 1 and len(rest[1]) < 20 else None
        return day
    if isinstance(cell.value, date) and "d" in cell.number_format.lower():
        return cell.value.weekday() if "ddd" in cell.number_format.lower() else None
    return None


def is_typed(cell: Cell) -> bool:
    return isinstance(cell.value, date | datetime | time | timedelta)


def heads_a_day(cell: Cell) -> bool:
    """ "maandag", "ma 7 september", a date; not a line that tells from when to when."""
    return day_heading(cell) is not None or (columns.is_date(cell) and len(cell.text) <= 25)


def heads_a_time(cell: Cell) -> bool:
    """A time, or a part of the day with its time: "Ochtend 10.00-12.00 uur"."""
    is_part = bool(words.DAYPARTS.match(cell.text)) and len(cell.text) <= 40
    return columns.is_time(cell) or (is_part and words.has_time(cell.text))


def is_timed_activity(cell: Cell) -> bool:
    found = words.TIME_RANGE.search(cell.text)
    if found is None:
        return False
    rest = cell.text[: found.start()] + cell.text[found.end() :]
    return sum(c.isalpha() for c in rest) > 2
