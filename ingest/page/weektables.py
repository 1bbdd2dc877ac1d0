"""A week's programme set as a table: weekdays above (or before) and times before (or above)."""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.page.clues import beside_time, has_clock, is_weekday, time_led
from ingest.page.flow import Line
from ingest.page.html import lines
from ingest.page.items import Item
from ingest.page.tables import Cell, Table, grid
from ingest.page.weekdays import WHY, of_line

_LEAST = 2
_HEADS = 3


def week_tables(tree: HtmlElement, *, is_weekly: bool) -> Iterator[Table]:
    """Every table of weekdays against times, with an item for each activity in a cell.

    `is_weekly`: the page calls itself a week's programme; else a person is asked.
    """
    doubt = "" if is_weekly else WHY
    for element in tree.iter("table"):
        rows = grid(element)
        found = [*_items(rows, doubt), *_items(_turned(rows), doubt)]
        if len(found) >= _LEAST:
            yield Table(element, tuple(found))


def _items(rows: Sequence[Sequence[Cell]], doubt: str) -> Iterator[Item]:
    """Items of a table with weekdays in one of its first rows."""
    head = next((n for n, row in enumerate(rows[:_HEADS]) if _weekdays(row)), None)
    if head is None:
        return
    days = _weekdays(rows[head])
    for row in rows[head + 1 :]:
        times = row[0].text if row and _is_time(row[0].text) else ""
        for column, day in days.items():
            if column < len(row) and _begins(row, column):
                yield from _of_cell(row[column].element, day, times, doubt)


def _weekdays(row: Sequence[Cell]) -> dict[int, str]:
    """Column → weekday, when this row names two weekdays or more."""
    found = {
        n: cell.text.strip(" :.").casefold() for n, cell in enumerate(row) if is_weekday(cell.text)
    }
    return found if len(set(found.values())) >= _LEAST else {}


def _is_time(text: str) -> bool:
    return has_clock(text) and not beside_time(text)


def _begins(row: Sequence[Cell], column: int) -> bool:
    """A cell over several columns is on all those days; one over several rows is there once."""
    cell = row[column]
    first = next(n for n, one in enumerate(row) if one.element is cell.element)
    return row[first].is_own


def _of_cell(element: HtmlElement, day: str, times: str, doubt: str) -> Iterator[Item]:
    """The activities of one cell: its lines that begin with a time, else its first line."""
    texts = lines(element)
    timed = [text for text in texts if time_led(text)]
    if not timed and times:
        timed = [f"{times} {text}" for text in texts[:1]]
    for text in timed:
        item = of_line(Line(element=element, text=text), day, doubt)
        if item is not None:
            yield item


def _turned(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The table with its columns as rows."""
    width = max((len(row) for row in rows), default=0)
    if any(len(row) != width for row in rows):
        return []
    return [[row[n] for row in rows] for n in range(width)]
