"""One neutral value for every spreadsheet format: sheets of cells, as a person sees them.

Rows and columns count from 1, as a spreadsheet program shows them. Only cells that hold
something, or are coloured, are there. Nothing is left out because it is hidden: what is
hidden is marked, so that the reader can leave it out and still learn names to mask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils import get_column_letter

Value = str | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one cell shows. `text` is cleaned, lines kept; "" for a cell that is only coloured.

    `value` is the typed value (a formula's last result); `fill` and `ink` are colours as
    "RRGGBB". `struck_text` is what was crossed out in a cell that is not crossed out whole
    (its `text` is what remains). `is_error`: a formula that failed ("#REF!").
    """

    text: str = ""
    value: Value = None
    number_format: str = ""
    is_struck: bool = False
    struck_text: str = ""
    fill: str | None = None
    ink: str | None = None
    is_error: bool = False
    is_bold: bool = False


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range, all four inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `name` is "" for csv. `lines`: row → line of the text file it starts on."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    lines: Mapping[int, int] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """The cell itself; an empty one where nothing stands."""
        return self.rows.get(row, {}).get(column, EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A whole file. `kind` is xlsx, ods, xls or csv; `lost` names what this format hides
    from us (crossed out, hidden, colours), "" when nothing."""

    kind: str
    sheets: tuple[Sheet, ...]
    lost: str = ""


def letter(column: int) -> str:
    """The column as a spreadsheet program names it: 1 is A."""
    return get_column_letter(column)


def visible(sheet: Sheet, row: int) -> dict[int, Cell]:
    """The filled cells of a row that a person sees, merged cells with their value everywhere.

    A cell merged over several rows counts for each of those rows; one merged over several
    columns stands once, in its first column.
    """
    cells = {
        c: cell
        for c, cell in sheet.rows.get(row, {}).items()
        if c not in sheet.hidden_columns and cell.text
    }
    for area in sheet.merged:
        if area.top < row <= area.bottom and area.left not in sheet.hidden_columns:
            above = sheet.cell(area.top, area.left)
            if above.text:
                cells.setdefault(area.left, above)
    return cells


def all_of(sheet: Sheet, row: int) -> dict[int, Cell]:
    """The filled cells of a row, those of hidden columns too."""
    return {**sheet.rows.get(row, {}), **visible(sheet, row)}
