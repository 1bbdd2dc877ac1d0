"""Values alone, for .xls and .xlsb and for workbooks whose styles nobody understands.

Crossed-out text, colours and hidden rows cannot be seen here, so everything read this way
goes to a person: a cancelled row would look as if it went on.
"""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from base.errors import FormatError
from ingest.spreadsheet.grid import Area, Book, Cell, Sheet
from ingest.spreadsheet.packed import LOCKED, TOO_BIG
from ingest.spreadsheet.values import shown

CELL_LIMIT = 300_000
LOST = "of er iets doorgestreept, gekleurd of verborgen is"


def load(body: bytes, *, kind: str = "xls") -> Book:
    """The workbook's values. Raises FormatError when it is damaged, locked or too large."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height * sheet.total_width > CELL_LIMIT * 20:
                raise FormatError(TOO_BIG, permanent=True)
            sheets.append(_sheet(sheet, meta))
    except CalamineError as error:
        if "assword" in str(error):
            raise FormatError(LOCKED, permanent=True) from error
        message = "Het Excel-bestand is niet te lezen. Sla het op als .xlsx en stuur het opnieuw."
        raise FormatError(message, permanent=True) from error
    return Book(kind=kind, sheets=tuple(sheets), lost=LOST)


def _sheet(sheet: object, meta: object) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    count = 0
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):  # type: ignore[attr-defined]
        held = {}
        for column, value in enumerate(values, 1):
            if value in ("", None):
                continue
            if not isinstance(value, str | bool | float | int | date | datetime | time | timedelta):
                continue
            if isinstance(value, int | float) and not abs(value) < 1e15:
                continue
            kept = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
            text = shown(kept)
            held[column] = Cell(text=text, value=kept, is_error=text.startswith("#REF"))
            count += 1
        if held:
            rows[row] = held
        if count > CELL_LIMIT:
            raise FormatError(TOO_BIG, permanent=True)
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    merged = tuple(Area(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in ranges)
    return Sheet(
        name=str(meta.name),  # type: ignore[attr-defined]
        rows=rows,
        merged=merged,
        is_hidden=meta.visible != SheetVisibleEnum.Visible,  # type: ignore[attr-defined]
    )
