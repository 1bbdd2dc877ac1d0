"""What a document holds: lines of text, and tables as sheets. By its bytes, not its name."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from base.errors import FormatError
from base.text import clean
from ingest.spreadsheet import delimited
from ingest.spreadsheet.grid import Book, Cell, Sheet
from ingest.spreadsheet.packed import DAMAGED, part, parts
from ingest.spreadsheet.values import shown

SIZE_LIMIT = 10_000_000
XML_LIMIT = 30_000_000
LINE_LIMIT = 5_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OTHER = (
    (
        b"%PDF",
        "Dit is een PDF. Stuur het programma als Word-bestand of rekenblad, of plak de tekst.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "Dit is een oud Word-bestand (.doc). Sla het op als .docx en stuur het opnieuw.",
    ),
    (b"\x89PNG", "Dit is een plaatje. Stuur het programma als Word-bestand of plak de tekst."),
    (b"\xff\xd8\xff", "Dit is een foto. Stuur het programma als Word-bestand of plak de tekst."),
    (b"{\\rtf", "Dit is een RTF-bestand. Sla het op als .docx en stuur het opnieuw."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `number` counts from 1; crossed-out text is left out, unless all is."""

    number: int
    text: str
    is_struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    lines: tuple[Line, ...]
    book: Book


def load(body: bytes) -> Document:
    """Lines and tables of a .docx, an .odt or plain text. Raises FormatError for anything else."""
    if not body.strip():
        raise FormatError("Het document is leeg.", permanent=True)
    if len(body) > SIZE_LIMIT:
        raise FormatError("Het document is groter dan 10 MB.", permanent=True)
    for magic, message in _OTHER:
        if body.startswith(magic):
            raise FormatError(message, permanent=True)
    if body.startswith(b"PK"):
        return _packed(body)
    return _plain(delimited.decode(body), body)


def _packed(body: bytes) -> Document:
    package = parts(body)
    names = set(package.namelist())
    if "word/document.xml" in names:
        for name in names:
            if name.endswith((".xml", ".rels")):
                part(package, name, limit=XML_LIMIT)
        return _docx(body)
    if "content.xml" in names and "mimetype" in names:
        return _odt(package)
    message = "Dit is geen Word-document. Stuur een .docx, of voeg een rekenblad als rekenblad toe."
    raise FormatError(message, permanent=True)


def _docx(body: bytes) -> Document:
    try:
        document = docx.Document(io.BytesIO(body))
        blocks = list(document.iter_inner_content())
    except (
        *(PackageNotFoundError, KeyError, TypeError, AttributeError, IndexError),
        *(etree.XMLSyntaxError, *DAMAGED),
    ) as error:
        message = "Het Word-document is beschadigd; sla het opnieuw op."
        raise FormatError(message, permanent=True) from error
    lines: list[Line] = []
    sheets: list[Sheet] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text, is_struck = _stands(block)
            for piece in text.split("\n"):
                lines.append(Line(len(lines) + 1, " ".join(piece.split()), is_struck))
        elif isinstance(block, Table) and len(sheets) < 50:
            sheets.append(_table(block, f"tabel {len(sheets) + 1}"))
        if len(lines) > LINE_LIMIT:
            raise FormatError(f"Het document heeft meer dan {LINE_LIMIT} regels.", permanent=True)
    book = Book(kind="docx", sheets=tuple(sheets))
    return Document(lines=tuple(line for line in lines if line.text), book=book)


def _stands(paragraph: Any) -> tuple[str, bool]:
    """The text that is not crossed out; all of it, and True, when everything is."""
    runs = [(run.text, bool(run.font.strike)) for run in paragraph.runs if run.text]
    kept = "".join(text for text, is_struck in runs if not is_struck)
    if runs and not kept.strip():
        return clean("".join(text for text, _ in runs)), any(s for _, s in runs)
    return clean(kept if any(s for _, s in runs) else paragraph.text), False


def _table(table: Any, name: str) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for row_number, row in enumerate(table.rows, 1):
        if row_number > 1_000:
            break
        seen = None
        cells = {}
        for column, cell in enumerate(row.cells[:60], 1):
            if cell._tc is seen:  # noqa: SLF001 - a cell merged across comes again as the same one
                continue
            seen = cell._tc  # noqa: SLF001
            pieces = [_stands(p) for p in cell.paragraphs]
            is_struck = bool(pieces) and all(s for t, s in pieces if t.strip())
            text = shown("\n".join(t for t, _ in pieces))
            if text:
                cells[column] = Cell(text=text, value=text, is_struck=is_struck and bool(text))
        if cells:
            rows[row_number] = cells
    return Sheet(name=name, rows=rows)


def _odt(package: zipfile.ZipFile) -> Document:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(part(package, "content.xml", limit=XML_LIMIT), parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(
            "Het document is beschadigd; sla het opnieuw op.", permanent=True
        ) from error
    texts = [
        " ".join(str(t) for t in node.itertext()) for node in root.iter(f"{_TEXT}p", f"{_TEXT}h")
    ]
    return Document(lines=tuple(_numbered(texts)), book=Book(kind="odt", sheets=()))


def _plain(text: str, body: bytes) -> Document:
    """Pasted text; what was copied out of a sheet still has its tabs and is a table."""
    text = clean(text)
    if re.match(r"(?i)\s*<(?:!doctype|html)", text):
        message = "Dit is een webpagina. Voeg het adres toe als website, of plak de tekst zelf."
        raise FormatError(message, permanent=True)
    tabbed = [line for line in text.split("\n") if line.count("\t") >= 1]
    if len(tabbed) >= 2 and len(tabbed) * 2 > len([t for t in text.split("\n") if t.strip()]):
        return Document(lines=(), book=delimited.load(body))
    return Document(lines=tuple(_numbered(text.split("\n"))), book=Book(kind="text", sheets=()))


def _numbered(texts: list[str]) -> Iterator[Line]:
    for number, text in enumerate(texts[:LINE_LIMIT], 1):
        kept = " ".join(clean(text[:2_000]).split())
        if kept:
            yield Line(number, kept)
