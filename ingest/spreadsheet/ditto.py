"""Ditto marks in a list: "idem", "zelfde" or " in a cell stand for what is in the cell above."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from ingest.spreadsheet.grid import Cell, Sheet

_SAME = re.compile(
    r"""(?i)^\s*\(?\s*(?:
        [-–]?\s*(?:["“”„″〃]|''|’’|‘‘|,,|′′){1,3}\s*[-–]?
        |idem(?:\s+dito)?|id\.?|dit?to|hetzelfde|(?:de\s+)?zelfde|(?:zie|als|zoals)\s+(?:hier)?boven
    )\s*\)?\.?\s*$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """`sheet`: with what stands above in place of the marks. `like_above`: rows with one
    in place of the activity, which may be shown only if the row above may."""

    sheet: Sheet
    like_above: frozenset[int]


def write_out(
    sheet: Sheet, rows: Collection[int], *, titles: Collection[int], kept: Collection[int]
) -> WrittenOut:
    """The sheet with the marks of a list's `rows` written out.

    Lines of their own are no rows. Of a hidden row, or where nothing stands above, nothing is
    taken: there the cell is left empty, but a mark in `kept`, the columns that say when, stays
    as it is and so goes to review.
    """
    made = dict(sheet.rows)
    like_above = set()
    above: dict[int, Cell] = {}
    for row in rows:
        if row in sheet.hidden_rows:
            above = {}
            continue
        cells = dict(sheet.rows.get(row, {}))
        marked = [c for c, cell in cells.items() if is_ditto(cell)]
        if sum(bool(cell.text) for cell in cells.values()) < 2:
            continue
        for column in marked:
            if (same := above.get(column)) is not None:
                cells[column] = _as(same, cells[column])
            elif column not in kept:
                del cells[column]
        if marked:
            made[row] = cells
        if any(column in titles for column in marked):
            like_above.add(row)
        above = {c: cell for c, cell in cells.items() if cell.text and not is_ditto(cell)}
    return WrittenOut(
        replace(sheet, rows=made) if made != sheet.rows else sheet, frozenset(like_above)
    )


def is_ditto(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(_SAME.match(cell.text))


def _as(above: Cell, own: Cell) -> Cell:
    """What the cell above says, in the looks of the cell itself."""
    return replace(
        above,
        is_struck=own.is_struck,
        struck_text="",
        fill=own.fill,
        ink=own.ink,
        is_bold=own.is_bold,
    )
