"""What a file is, by its bytes; and that no file makes the reader blow up."""

import contextlib
import io
import zipfile
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from base.errors import FormatError
from ingest.spreadsheet import formats, packed, xlsx
from ingest.spreadsheet.grid import Area, Cell
from ingest.spreadsheet.packed import part
from tests.sheets import briefs, colour, delimited, parsed, strike, workbook

HEAD = ["Datum", "Tijd", "Activiteit"]
SHEET = "xl/worksheets/sheet1.xml"


def _members(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zip(**members: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "start"),
    [
        (b"", "Het bestand is leeg."),
        (b"\xef\xbb\xbf\r\n", "Het bestand is leeg."),
        (b"%PDF-1.4 ...", "Dit is een PDF, geen rekenblad."),
        (b"<!DOCTYPE html><html><body>Agenda</body></html>", "Dit is een webpagina"),
        (
            b"<html><form><input type='password'></form></html>",
            "Dit is een inlogpagina, geen rekenblad.",
        ),
        (b"\x89PNG\r\n\x1a\n", "Dit is een plaatje"),
        (b"BEGIN:VCALENDAR\r\n", "Dit is een agendabestand"),
        (b"PK\x03\x04rommel", "Het bestand is beschadigd"),
        (_zip(notitie=b"x"), "Dit is een ingepakt bestand (zip)."),
        (_zip(**{"word__document.xml": b"<w/>"}), "Dit is een Word-document."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le"),
            "Het bestand zit op slot met een wachtwoord.",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Het Excel-bestand is niet te lezen."),
        (b"abc\0\0def;ghi\0\n", "Dit is geen tekstbestand"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_what_it_is(body: bytes, start: str) -> None:
    with pytest.raises(FormatError) as refused:
        formats.load(body)
    assert refused.value.message.startswith(start)
    assert refused.value.permanent


def test_a_name_means_nothing() -> None:
    body = workbook({"a": [HEAD, ["3-3-2026", "10.00", "Yoga"]]})
    assert briefs(parsed(body, name="agenda.csv")) == ["Yoga | 2026-03-03T10:00"]


def test_an_ods_that_says_it_is_locked_is_refused() -> None:
    body = _zip(**{"content.xml": b"<x/>", "META-INF__manifest.xml": b"<m:encryption-data/>"})
    with pytest.raises(FormatError, match="op slot"):
        formats.load(body)


def test_a_part_that_declares_entities_is_not_trusted() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(FormatError, match="DOCTYPE"):
        formats.load(_zip(**{"content.xml": bomb}))


def test_a_zip_that_unpacks_to_far_too_much_is_refused() -> None:
    body = _zip(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__s.xml": b"\0" * 130_000_000})
    assert len(body) < 1_000_000
    with pytest.raises(FormatError) as refused:
        formats.load(body)
    assert refused.value.message == packed.TOO_BIG


def test_a_sheet_with_a_cell_in_the_last_corner_is_read_at_once() -> None:
    def touch(book: Workbook) -> None:
        colour(book["a"], "XFD1048576", "EEEEEE")

    members = _members(workbook({"a": [HEAD, [date(2026, 3, 3), time(10), "Yoga"]]}, touch))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A9:XFD1048575"/></mergeCells>'
    members[SHEET] = members[SHEET].replace(b"</sheetData>", merged)
    assert briefs(parsed(packed.rewritten(members).getvalue())) == ["Yoga | 2026-03-03T10:00"]


def test_a_million_empty_rows_cost_nothing() -> None:
    members = _members(workbook({"a": [HEAD, [date(2026, 3, 3), time(10), "Yoga"]]}))
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 400_000))
    members[SHEET] = members[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    body = packed.rewritten(members).getvalue()
    assert briefs(parsed(body)) == ["Yoga | 2026-03-03T10:00"]


def test_more_filled_cells_than_any_agenda_has_are_refused() -> None:
    many = b"".join(b'<c r="A1"><v>1</v></c>' for _ in range(xlsx.CELL_LIMIT + 1))
    body = _zip(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__s.xml": many})
    with pytest.raises(FormatError) as refused:
        formats.load(body)
    assert refused.value.message == packed.TOO_BIG


def test_a_cell_of_32_thousand_characters_is_cut() -> None:
    rows = [HEAD, [date(2026, 3, 3), time(10), "Yoga " + "x" * 32_000]]
    (draft,) = parsed(workbook({"a": rows})).drafts
    assert len(draft.title) <= 120


def test_what_a_workbook_shows_is_kept_of_each_cell() -> None:
    def touch(book: Workbook) -> None:
        sheet = book["a"]
        strike(sheet, 2)
        colour(sheet, "B3", "FF0000")
        sheet["C3"] = CellRichText(
            TextBlock(InlineFont(strike=True), "14.00 "), TextBlock(InlineFont(), "15.00 Bingo")
        )
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A3:A4")

    body = workbook({"a": [HEAD, ["x", 1, "y"], ["z", 2, None]], "b": [["geheim"]]}, touch)
    book = formats.load(body)
    sheet = book.sheets[0]
    assert (book.kind, [s.name for s in book.sheets]) == ("xlsx", ["a", "b"])
    assert sheet.cell(2, 1).is_struck
    assert sheet.cell(3, 2).fill == "FF0000"
    assert (sheet.cell(3, 3).text, sheet.cell(3, 3).struck_text) == ("15.00 Bingo", "14.00 ")
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert sheet.merged == (Area(3, 1, 4, 1),)


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig"), ("|", "utf-8"), (";", "utf-16-le")],
)
def test_texts_of_any_separator_and_encoding_give_the_same_cells(
    delimiter: str, encoding: str
) -> None:
    rows = [["Datum", "Wat", "Prijs"], ["3-3-2026", "Café ’t Hoekje", "regel één\nregel twee"]]
    sheet = formats.load(delimited(rows, delimiter=delimiter, encoding=encoding)).sheets[0]
    texts = [[c.text for c in cells.values()] for cells in sheet.rows.values()]
    assert texts == rows
    assert sheet.lines == {1: 1, 2: 2}


def test_rows_of_a_text_are_numbered_as_a_spreadsheet_program_does() -> None:
    body = b'sep=;\r\ndatum;wat\r\n\r\n1-3-2026;"twee\r\nregels"\r\n2-3-2026;Koor\r\n'
    sheet = formats.load(body).sheets[0]
    assert sorted(sheet.rows) == [2, 4, 5]
    assert [sheet.lines[r] for r in (2, 4, 5)] == [2, 4, 6]


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    lines = ["Datum;Tijd;Activiteit", '1-3-2026;10.00;"Yoga']
    lines += [f"{1 + n % 28}-4-2026;10.00;Koor {n}, met een lange omschrijving" for n in range(90)]
    sheet = formats.load("\r\n".join(lines).encode()).sheets[0]
    assert len(sheet.rows) == 92


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_do_anything_but_read_or_refuse(body: bytes) -> None:
    for start in (
        b"",
        b"PK\x03\x04",
        b"Datum;Tijd;Activiteit\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        with contextlib.suppress(FormatError):
            parsed(start + body)


def test_an_empty_cell_is_one_value() -> None:
    assert formats.load(b"a;b\n").sheets[0].cell(9, 9) == Cell()


def test_a_number_without_end_is_no_value() -> None:
    members = _members(workbook({"a": [HEAD, [date(2026, 3, 3), 0.5, "Yoga"], [1, 2, 3]]}))
    members[SHEET] = members[SHEET].replace(b"<v>2</v>", b"<v>1e999</v>")
    assert briefs(parsed(packed.rewritten(members).getvalue())) == ["Yoga | 2026-03-03T12:00"]


def test_a_package_with_a_broken_part_is_damaged_and_not_a_bug() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", "<a>" + "x" * 5_000 + "</a>")
    body = bytearray(held.getvalue())
    body[45:60] = b"\xff" * 15
    with (
        zipfile.ZipFile(io.BytesIO(bytes(body))) as package,
        pytest.raises(FormatError, match="beschadigd"),
    ):
        part(package, "content.xml")
