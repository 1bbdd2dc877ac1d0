"""What a file is, by its bytes."""

import pytest

from agenda.status import SourceKind
from base.errors import FormatError
from ingest.sniffing import kind_of


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"BEGIN:VCALENDAR\r\n", SourceKind.ICAL),
        (b"\xef\xbb\xbfbegin:vcalendar\n", SourceKind.ICAL),
        (b"<!doctype html><html>", SourceKind.WEBSITE),
        (b"PK\x03\x04....xl/workbook.xml", SourceKind.SPREADSHEET),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            SourceKind.SPREADSHEET,
        ),
        (b"PK\x03\x04....word/document.xml", SourceKind.DOCUMENT),
        (b"datum;tijd;activiteit\n1 mrt;10.00;Koffie\n", SourceKind.SPREADSHEET),
        (b"datum\ttijd\tactiviteit\n1 mrt\t10.00\tKoffie\n", SourceKind.SPREADSHEET),
        ("Elke dinsdag koffie\nom 10 uur\n".encode("utf-16"), SourceKind.DOCUMENT),
    ],
)
def test_the_bytes_say_what_it_is(body: bytes, kind: SourceKind) -> None:
    assert kind_of(body, name="agenda.dat") is kind


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"", "niets"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04zomaar", "zip"), (b"GIF89a", "plaatje")],
)
def test_what_nobody_can_read_says_what_to_do(body: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        kind_of(body)
