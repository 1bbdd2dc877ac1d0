"""Whole files into drafts: the everyday header row, in each format."""

import csv
import io
from datetime import date, time

from openpyxl import Workbook

from agenda.draft import Context, Draft
from agenda.moment import Moment
from ingest.spreadsheet.reader import read

CONTEXT = Context(address="agenda.xlsx", seen_on=date(2026, 2, 20))


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252")


def _brief(draft: Draft) -> tuple[str, str, str | None, str | None]:
    end = draft.end.iso() if draft.end else None
    return draft.title, draft.start.iso(), end, draft.venue


def test_a_csv_as_dutch_excel_writes_it_is_read() -> None:
    body = _csv(
        [
            ["Wanneer", "Aanvang", "Einde", "Wat", "Waar", "Postcode", "Prijs"],
            ["3-3-2026", "10.00", "11.30", "Taalcafé", "De Vlier", "7411AB", "gratis"],
        ]
    )
    (draft,) = read(body, CONTEXT).drafts
    assert _brief(draft) == ("Taalcafé", "2026-03-03T10:00", "2026-03-03T11:30", "De Vlier")
    assert (draft.postcode, draft.price, draft.doubts) == ("7411 AB", "gratis", ())


def test_a_workbook_with_titles_above_the_header_is_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Programma De Proeve"])
    sheet.append([])
    sheet.append(["Datum", "Tijd", "Activiteit", "Locatie", "Contactpersoon"])
    sheet.append([date(2026, 3, 3), "10.00 - 12.00 uur", "Koffie", "De Vlier", "J. Demoveld"])
    body = io.BytesIO()
    book.save(body)
    (draft,) = read(body.getvalue(), CONTEXT).drafts
    assert draft.start == Moment(date(2026, 3, 3), time(10))
    assert _brief(draft) == ("Koffie", "2026-03-03T10:00", "2026-03-03T12:00", "De Vlier")
    assert "Demoveld" not in repr(draft)
