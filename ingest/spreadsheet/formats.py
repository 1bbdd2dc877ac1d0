"""What a file is, by its bytes and never by its name; and what to say when it is no sheet."""

import re

from base.errors import FormatError
from ingest.spreadsheet import delimited, legacy, ods, xlsx
from ingest.spreadsheet.grid import Book
from ingest.spreadsheet.packed import DAMAGED, LOCKED, parts

SIZE_LIMIT = 25_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "Stuur het rekenblad zelf (.xlsx, .ods of .csv)."
_LOGIN = re.compile(rb"(?i)type=.?password|wachtwoord|inloggen|log ?in|sign ?in|aanmelden bij")
_OTHER = (
    (b"%PDF", f"Dit is een PDF, geen rekenblad. {_ADVICE}"),
    (b"{\\rtf", f"Dit is een tekstdocument (RTF), geen rekenblad. {_ADVICE}"),
    (b"\x89PNG", f"Dit is een plaatje, geen rekenblad. {_ADVICE}"),
    (b"\xff\xd8\xff", f"Dit is een foto, geen rekenblad. {_ADVICE}"),
    (b"GIF8", f"Dit is een plaatje, geen rekenblad. {_ADVICE}"),
    (b"BEGIN:VCALENDAR", "Dit is een agendabestand (iCal). Voeg het toe als agenda-adres."),
    (b"\x1f\x8b", f"Dit bestand is ingepakt (gzip). {_ADVICE}"),
    (b"7z\xbc\xaf", f"Dit bestand is ingepakt (7-Zip). {_ADVICE}"),
    (b"Rar!", f"Dit bestand is ingepakt (RAR). {_ADVICE}"),
)


def load(body: bytes) -> Book:
    """The file as sheets of cells. Raises FormatError with what it is and what to send instead."""
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise FormatError("Het bestand is leeg.", permanent=True)
    if len(body) > SIZE_LIMIT:
        raise FormatError("Het bestand is groter dan 25 MB.", permanent=True)
    head = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, message in _OTHER:
        if head.startswith(magic):
            raise FormatError(message, permanent=True)
    if body.startswith(b"PK"):
        return _packed(body)
    if body.startswith(_OLE):
        return _old(body)
    if re.match(rb"(?i)<(?:!doctype html|html|head|body|table|meta|script|div|!--)", head):
        raise FormatError(_page(body), permanent=True)
    if head.startswith(b"<"):
        message = "Dit is een XML-bestand dat wij niet kennen. Sla het in Excel op als .xlsx."
        raise FormatError(message, permanent=True)
    return delimited.load(body)


def _packed(body: bytes) -> Book:
    names = set(parts(body).namelist())
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return xlsx.load(body)
    if "xl/workbook.bin" in names:
        return legacy.load(body, kind="xlsb")
    if "content.xml" in names:
        return _open_document(body)
    if "word/document.xml" in names:
        message = "Dit is een Word-document. Voeg het toe als document, of stuur een rekenblad."
        raise FormatError(message, permanent=True)
    if "ppt/presentation.xml" in names:
        raise FormatError(f"Dit is een presentatie, geen rekenblad. {_ADVICE}", permanent=True)
    raise FormatError(f"Dit is een ingepakt bestand (zip). {_ADVICE}", permanent=True)


def _open_document(body: bytes) -> Book:
    package = parts(body)
    try:
        kind = package.read("mimetype")[:200] if "mimetype" in package.namelist() else b""
    except DAMAGED as error:
        message = "Het bestand is beschadigd; sla het opnieuw op."
        raise FormatError(message, permanent=True) from error
    if kind and b"spreadsheet" not in kind:
        raise FormatError(
            f"Dit is een tekst of presentatie, geen rekenblad. {_ADVICE}", permanent=True
        )
    return ods.load(body)


def _old(body: bytes) -> Book:
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise FormatError(LOCKED, permanent=True)
    if "WordDocument".encode("utf-16-le") in body:
        raise FormatError(
            f"Dit is een oud Word-document, geen rekenblad. {_ADVICE}", permanent=True
        )
    return legacy.load(body)


def _page(body: bytes) -> str:
    if _LOGIN.search(body):
        return (
            "Dit is een inlogpagina, geen rekenblad. Deel het bestand zo dat iedereen met de "
            "link het kan bekijken, of stuur het bestand zelf."
        )
    return (
        "Dit is een webpagina, geen rekenblad. Geef het adres waarop het bestand gedownload "
        "wordt, of stuur het bestand zelf (.xlsx, .ods of .csv)."
    )
