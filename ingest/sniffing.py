"""What kind of source bytes are, by the bytes themselves; a name or header only helps."""

import re

from agenda.status import SourceKind
from base.errors import FormatError

_HEAD = 8_192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|table|div|script)[\s>]")
_OTHER = (
    (
        b"%PDF",
        "Dit is een PDF. Een PDF kunnen wij niet lezen; stuur het bestand waar hij uit komt.",
    ),
    (b"\x89PNG", "Dit is een plaatje. Stuur het programma als tekst, Word-bestand of rekenblad."),
    (b"\xff\xd8\xff", "Dit is een foto. Stuur het programma als tekst, Word-bestand of rekenblad."),
    (b"GIF8", "Dit is een plaatje. Stuur het programma als tekst, Word-bestand of rekenblad."),
    (b"{\\rtf", "Dit is een RTF-document. Bewaar het als Word-bestand (.docx)."),
    (b"<?xml", "Dit is XML; daar kunnen wij geen agenda in lezen."),
)
_PACKED = (
    (b"word/document.xml", SourceKind.DOCUMENT),
    (b"application/vnd.oasis.opendocument.text", SourceKind.DOCUMENT),
    (b"xl/workbook", SourceKind.SPREADSHEET),
    (b"application/vnd.oasis.opendocument.spreadsheet", SourceKind.SPREADSHEET),
)


def kind_of(body: bytes, *, name: str = "", content_type: str | None = None) -> SourceKind:
    """The kind of source `body` is. Looks at bytes only, never unpacks anything.

    Raises FormatError (Dutch, with what to do instead) for what no reader can read.
    """
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if not head:
        raise FormatError("Er staat niets in.", permanent=True)
    if b"BEGIN:VCALENDAR" in head.upper():
        return SourceKind.ICAL
    if body.startswith(b"PK"):
        return _packed(body)
    if body.startswith(_OLE):
        return SourceKind.DOCUMENT if name.lower().endswith(".doc") else SourceKind.SPREADSHEET
    if _HTML.search(head) or "html" in (content_type or ""):
        return SourceKind.WEBSITE
    for magic, message in _OTHER:
        if head.startswith(magic):
            raise FormatError(message, permanent=True)
    return SourceKind.SPREADSHEET if _is_table(head, name) else SourceKind.DOCUMENT


def _packed(body: bytes) -> SourceKind:
    for mark, kind in _PACKED:
        if mark in body:
            return kind
    raise FormatError("Dit is een ingepakt bestand (zip). Stuur de bestanden los.", permanent=True)


def _is_table(head: bytes, name: str) -> bool:
    """Rows with the same separator: a csv, whatever it is called."""
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return True
    lines = [line for line in head.splitlines() if line.strip()][:20]
    return len(lines) > 1 and any(
        sum(1 for line in lines if line.count(mark) >= 2) * 2 > len(lines) for mark in (b";", b"\t")
    )
