"""OpenDocument sheets (.ods, .fods' zip form) into sheets, with styles and what is hidden.

Read in one pass over content.xml. A cell or row "repeated a million times" is what the
format uses for empty space; only what holds something is kept, and at most so many copies.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree

from base.errors import FormatError
from ingest.spreadsheet.grid import Area, Book, Cell, Sheet, Value
from ingest.spreadsheet.packed import LOCKED, TOO_BIG, part, parts
from ingest.spreadsheet.values import shown

CELL_LIMIT = 200_000
COPIES = 200
COLUMN_LIMIT = 1_024
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE = f"{{{_NS}office:1.0}}", f"{{{_NS}table:1.0}}"
_TEXT, _STYLE = f"{{{_NS}text:1.0}}", f"{{{_NS}style:1.0}}"
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_DURATION = re.compile(r"^-?PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a style says; None where it leaves it to its parent."""

    is_struck: bool | None = None
    is_bold: bool | None = None
    fill: str | None = None
    ink: str | None = None
    is_shown: bool | None = None
    parent: str | None = None


def load(body: bytes) -> Book:
    """The workbook. Raises FormatError when damaged, locked or unreasonably large."""
    package = parts(body)
    names = set(package.namelist())
    if "META-INF/manifest.xml" in names:
        manifest = part(package, "META-INF/manifest.xml", limit=5_000_000)
        if b"encryption-data" in manifest:
            raise FormatError(LOCKED, permanent=True)
    looks: dict[str, _Look] = {}
    if "styles.xml" in names:
        for _ in _sheets(part(package, "styles.xml"), looks):
            pass
    return Book(kind="ods", sheets=tuple(_sheets(part(package, "content.xml"), looks)))


def _sheets(body: bytes, looks: dict[str, _Look]) -> Iterator[Sheet]:
    """Sheets as their end tag goes by; styles on the way go into `looks`."""
    wanted = (f"{_STYLE}style", f"{_STYLE}default-style", f"{_TABLE}table")
    try:
        for _, node in etree.iterparse(
            io.BytesIO(body), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False
        ):
            if node.tag == f"{_TABLE}table":
                yield _sheet(node, looks)
                node.clear()
            elif node.get(f"{_STYLE}name"):
                looks[str(node.get(f"{_STYLE}name"))] = _look(node)
    except etree.XMLSyntaxError as error:
        message = "Het bestand is beschadigd; sla het opnieuw op."
        raise FormatError(message, permanent=True) from error


def _look(node: Any) -> _Look:
    text = node.find(f"{_STYLE}text-properties")
    cell = node.find(f"{_STYLE}table-cell-properties")
    table = node.find(f"{_STYLE}table-properties")
    struck = bold = ink = fill = is_shown = None
    if text is not None:
        line = text.get(f"{_STYLE}text-line-through-style") or text.get(
            f"{_STYLE}text-line-through-type"
        )
        struck = None if line is None else line != "none"
        weight = text.get(f"{_FO}font-weight")
        bold = None if weight is None else weight in ("bold", "700", "800", "900")
        ink = _colour(text.get(f"{_FO}color"))
    if cell is not None:
        fill = _colour(cell.get(f"{_FO}background-color"))
    if table is not None and table.get(f"{_TABLE}display"):
        is_shown = table.get(f"{_TABLE}display") == "true"
    return _Look(
        is_struck=struck,
        is_bold=bold,
        ink=ink,
        fill=fill,
        is_shown=is_shown,
        parent=node.get(f"{_STYLE}parent-style-name"),
    )


def _colour(text: str | None) -> str | None:
    return text[1:].upper() if text and re.fullmatch(r"#[0-9A-Fa-f]{6}", text) else None


def _resolved(name: str | None, looks: Mapping[str, _Look]) -> _Look:
    """A style with what its parents say where it is silent (at most eight up)."""
    found = _Look()
    for _ in range(8):
        look = looks.get(name or "")
        if look is None:
            break
        found = _Look(
            is_struck=look.is_struck if found.is_struck is None else found.is_struck,
            is_bold=look.is_bold if found.is_bold is None else found.is_bold,
            fill=found.fill or look.fill,
            ink=found.ink or look.ink,
            is_shown=look.is_shown if found.is_shown is None else found.is_shown,
        )
        name = look.parent
    return found


def _sheet(table: Any, looks: Mapping[str, _Look]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    columns = list(_columns(table))
    number, count = 1, 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _count(row, "number-rows-repeated")
        cells = _cells(row, looks, number, merged, [c for _, c in columns])
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden_rows.update(range(number, number + min(repeated, 100_000)))
        if cells:
            for at in range(number, number + min(repeated, COPIES)):
                rows[at] = cells
            count += len(cells) * min(repeated, COPIES)
            if count > CELL_LIMIT:
                raise FormatError(TOO_BIG, permanent=True)
        number += repeated
    look = _resolved(table.get(f"{_TABLE}style-name"), looks)
    return Sheet(
        name=str(table.get(f"{_TABLE}name") or ""),
        rows=rows,
        merged=tuple(merged),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(n for n, (hidden, _) in enumerate(columns, 1) if hidden),
        is_hidden=look.is_shown is False,
    )


def _columns(table: Any) -> Iterator[tuple[bool, str | None]]:
    """Per column: is it hidden, and its default cell style."""
    left = COLUMN_LIMIT
    for column in table.iter(f"{_TABLE}table-column"):
        hidden = column.get(f"{_TABLE}visibility") in ("collapse", "filter")
        for _ in range(min(_count(column, "number-columns-repeated"), left)):
            left -= 1
            yield hidden, column.get(f"{_TABLE}default-cell-style-name")


def _count(node: Any, name: str) -> int:
    text = node.get(f"{_TABLE}{name}") or "1"
    return min(max(int(text), 1), 2_000_000) if text.isdigit() and len(text) < 10 else 1


def _cells(
    row: Any,
    looks: Mapping[str, _Look],
    number: int,
    merged: list[Area],
    defaults: list[str | None],
) -> dict[int, Cell]:
    held: dict[int, Cell] = {}
    column = 1
    for node in row:
        repeated = _count(node, "number-columns-repeated")
        if node.tag == f"{_TABLE}table-cell" and column <= COLUMN_LIMIT:
            style = node.get(f"{_TABLE}style-name")
            if style is None and column <= len(defaults):
                style = defaults[column - 1]
            cell = _cell(node, _resolved(style, looks), looks)
            if cell is not None:
                for at in range(column, column + min(repeated, COPIES)):
                    held[at] = cell
            across, down = (_count(node, f"number-{n}-spanned") for n in ("columns", "rows"))
            if (across > 1 or down > 1) and across * down < 20_000:
                merged.append(Area(number, column, number + down - 1, column + across - 1))
        if node.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            column += repeated
    return held


def _cell(node: Any, look: _Look, looks: Mapping[str, _Look]) -> Cell | None:
    pieces = [
        piece
        for at, paragraph in enumerate(node.findall(f"{_TEXT}p"))
        for piece in ([("\n", None)] if at else []) + list(_pieces(paragraph, None))
    ]
    stands: list[str] = []
    struck: list[str] = []
    for text, style in pieces:
        is_struck = _resolved(style, looks).is_struck if style else look.is_struck
        (struck if is_struck else stands).append(text)
    whole = "".join(text for text, _ in pieces)
    is_all_struck = bool(whole.strip()) and not "".join(stands).strip()
    value = _value(node, whole if is_all_struck else "".join(stands))
    if value is None and look.fill is None:
        return None
    return Cell(
        text=shown(value),
        value=value,
        is_struck=is_all_struck,
        struck_text="" if is_all_struck else shown("".join(struck)),
        fill=look.fill,
        ink=look.ink,
        is_error=whole.startswith(("#REF!", "#N/", "#NAAM", "#NAME", "Err:", "#VERW")),
        is_bold=bool(look.is_bold),
    )


def _pieces(node: Any, style: str | None) -> Iterator[tuple[str, str | None]]:
    """Text runs of a paragraph with the style of their span; notes are left out."""
    if node.text:
        yield node.text, style
    for child in node:
        if child.tag == f"{_TEXT}line-break":
            yield "\n", style
        elif child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            yield " ", style
        elif child.tag in (f"{_TEXT}span", f"{_TEXT}a"):
            yield from _pieces(child, child.get(f"{_TEXT}style-name") or style)
        if child.tail:
            yield child.tail, style


def _value(node: Any, text: str) -> Value:
    kind = node.get(f"{_OFFICE}value-type")
    try:
        if kind == "date":
            stated = str(node.get(f"{_OFFICE}date-value"))
            return datetime.fromisoformat(stated) if "T" in stated else date.fromisoformat(stated)
        if kind == "time":
            return _time(str(node.get(f"{_OFFICE}time-value")))
        if kind in ("float", "currency", "percentage"):
            number = float(str(node.get(f"{_OFFICE}value")))
            is_number = kind == "float" and abs(number) < 1e15  # not NaN, not infinite
            return number if is_number else shown(text) or None
        if kind == "boolean":
            return str(node.get(f"{_OFFICE}boolean-value")) == "true"
    except ValueError:
        return shown(text) or None
    return shown(text) or None


def _time(stated: str) -> time | timedelta | None:
    found = _DURATION.match(stated)
    if not found:
        return None
    hours, minutes, seconds = (int(n or 0) for n in found.groups())
    if hours < 24:
        return time(hours, minutes % 60)
    return timedelta(hours=min(hours, 10_000), minutes=minutes, seconds=seconds)
