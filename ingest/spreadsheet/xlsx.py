"""Excel workbooks (.xlsx, .xlsm) into sheets, with crossed-out text, colours and what is hidden.

openpyxl reads the styles. What it would blow up on is taken out of the parts first: merged
ranges and links over millions of cells, drawings, and empty cells in very large sheets.
Formulas are read as the value they had when the file was saved.
"""

import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import unescape

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import range_boundaries

from base.errors import FormatError
from ingest.spreadsheet import legacy
from ingest.spreadsheet.grid import Area, Book, Cell, Sheet, Value
from ingest.spreadsheet.packed import TOO_BIG, part, parts, rewritten
from ingest.spreadsheet.values import shown

CELL_LIMIT = 200_000
TEXT_LIMIT = 20_000_000
AREA_LIMIT = 20_000
_LARGE = 4_000_000
_EMPTY_CELL = re.compile(rb"<c\s[^<>]*/>|<c\s[^<>]*></c>")
_EMPTY_ROW = re.compile(rb"<row\s[^<>]*/>|<row\s[^<>]*>\s*</row>")
_MERGES = re.compile(rb"<(?:\w+:)?mergeCells\b.*?</(?:\w+:)?mergeCells>", re.DOTALL)
_MERGE = re.compile(rb'mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_TAKEN_OUT = re.compile(
    rb"<(?:\w+:)?(hyperlinks|conditionalFormatting|dataValidations|extLst|legacyDrawing|drawing|"
    rb"tableParts|picture|oleObjects|controls|customSheetViews|scenarios|protectedRanges)\b"
    rb"(?:[^<>]*/>|.*?</(?:\w+:)?\1>)",
    re.DOTALL,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?|"
    r"xl/sharedStrings\.xml|"
    r"xl/styles\.xml|xl/theme/[^/]+\.xml|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
# The Office theme's colours by number, where a file names a theme colour.
_THEME = (
    *("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4"),
    *("ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"),
)


def load(body: bytes) -> Book:
    """The workbook. Falls back on values alone when its styles cannot be understood.

    Raises FormatError when nothing of it can be read or it is unreasonably large.
    """
    package = parts(body)
    names = [name for name in package.namelist() if _WANTED.fullmatch(name)]
    members = {name: part(package, name) for name in names}
    merged: dict[str, tuple[Area, ...]] = {}
    for name in filter(_SHEET.fullmatch, names):
        members[name], merged[name] = _bounded(members[name])
    if sum(body.count(b"<c ") for name, body in members.items() if name in merged) > CELL_LIMIT:
        raise FormatError(TOO_BIG, permanent=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(
                rewritten(members), data_only=True, rich_text=True, keep_links=False
            )
            paths = _paths(members)
            sheets = tuple(
                _sheet(sheet, merged.get(paths.get(sheet.title, ""), ()))
                for sheet in book.worksheets
            )
    except (
        *(ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError),
        *(ParseError, SyntaxError, OSError, zipfile.BadZipFile),
    ):
        return legacy.load(body, kind="xlsx")
    return Book(kind="xlsx", sheets=sheets)


def _bounded(body: bytes) -> tuple[bytes, tuple[Area, ...]]:
    """A sheet's XML without what explodes, and its merged ranges of a sane size."""
    areas = []
    for reference in _MERGE.findall(body):
        left, top, right, bottom = (int(n or 0) for n in range_boundaries(reference.decode()))
        if (bottom - top + 1) * (right - left + 1) <= AREA_LIMIT:
            areas.append(Area(top, left, bottom, right))
    body = _TAKEN_OUT.sub(b"", _MERGES.sub(b"", body))
    if len(body) > _LARGE:
        body = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", body))
    return body, tuple(areas[:AREA_LIMIT])


def _paths(members: dict[str, bytes]) -> dict[str, str]:
    """Sheet title → its part, from the workbook and its relations."""
    targets: dict[str, str] = {}
    for tag in re.findall(
        rb"<Relationship\s[^<>]*>", members.get("xl/_rels/workbook.xml.rels", b"")
    ):
        facts = _attributes(tag)
        target = facts.get("Target", "").lstrip("/")
        targets[facts.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    book = members.get("xl/workbook.xml", b"")
    found = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^<>]*>", book):
        facts = _attributes(tag)
        reference = next((v for k, v in facts.items() if k.endswith(":id")), "")
        found[facts.get("name", "")] = targets.get(reference, "")
    return found


def _attributes(tag: bytes) -> dict[str, str]:
    pairs = re.findall(r'([\w:]+)="([^"]*)"', tag.decode("utf-8", "replace"))
    return {k: unescape(v, {"&quot;": '"', "&apos;": "'"}) for k, v in pairs}


def _sheet(sheet: Any, merged: tuple[Area, ...]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    length = 0
    for (row, column), given in sheet._cells.items():  # noqa: SLF001 - iter_rows walks the whole dimension
        cell = _cell(given)
        if cell is not None:
            rows.setdefault(row, {})[column] = cell
            length += len(cell.text)
            if length > TEXT_LIMIT:
                raise FormatError(TOO_BIG, permanent=True)
    hidden_columns: set[int] = set()
    for group in sheet.column_dimensions.values():
        if group.hidden or group.width == 0:
            first, last = group.min or group.index, group.max or group.index
            if isinstance(first, int) and isinstance(last, int):
                hidden_columns.update(range(first, min(last, 16_384) + 1))
    return Sheet(
        name=sheet.title,
        rows={row: dict(sorted(rows[row].items())) for row in sorted(rows)},
        merged=merged,
        hidden_rows=frozenset(
            n for n, d in sheet.row_dimensions.items() if d.hidden or d.height == 0
        ),
        hidden_columns=frozenset(hidden_columns),
        is_hidden=sheet.sheet_state != "visible",
    )


def _cell(given: Any) -> Cell | None:
    fill = _colour(given.fill.fgColor) if given.fill and given.fill.fill_type == "solid" else None
    value, struck = given.value, ""
    if isinstance(value, CellRichText):
        value, struck = _unstruck(value)
    if value is None and fill is None and not struck:
        return None
    is_error = given.data_type == "e"
    kept: Value = None
    if isinstance(value, str | bool | date | datetime | time | timedelta):
        kept = value
    elif isinstance(value, int | float) and abs(value) < 1e15:  # not NaN, not infinite
        kept = float(value)
    font = given.font
    is_all_struck = bool(font and font.strike) or (bool(struck) and not str(value or "").strip())
    return Cell(
        text=shown(struck if is_all_struck and struck else kept, given.number_format or ""),
        value=kept,
        number_format=given.number_format or "",
        is_struck=is_all_struck,
        struck_text="" if is_all_struck else struck,
        fill=fill,
        ink=_colour(font.color) if font and font.color else None,
        is_error=is_error,
        is_bold=bool(font and font.b),
    )


def _unstruck(text: CellRichText) -> tuple[str, str]:
    """What stands, and what was crossed out, of a cell with several formats in it."""
    stands: list[str] = []
    struck: list[str] = []
    for piece in text:
        if isinstance(piece, TextBlock):
            (struck if piece.font and piece.font.strike else stands).append(piece.text)
        else:
            stands.append(str(piece))
    return "".join(stands), "".join(struck)


def _colour(colour: Any) -> str | None:
    if colour is None:
        return None
    if colour.type == "rgb" and isinstance(colour.rgb, str) and len(colour.rgb) == 8:
        return colour.rgb[2:].upper()
    if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < 64:
        return str(COLOR_INDEX[colour.indexed])[2:].upper()
    if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(_THEME):
        return _tinted(_THEME[colour.theme], float(colour.tint or 0))
    return None


def _tinted(colour: str, tint: float) -> str:
    """Lighter (tint > 0) or darker (< 0), per channel (ECMA-376 18.8.19, roughly)."""
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    if tint >= 0:
        made = [round(c + (255 - c) * min(tint, 1)) for c in channels]
    else:
        made = [round(c * (1 + max(tint, -1))) for c in channels]
    return "".join(f"{c:02X}" for c in made)
