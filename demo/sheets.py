"""The sheets of the welfare organisation, the church and the Voor Elkaar-team.

The same input gives the same bytes: what is packed carries no time of packing.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Font

from demo.content import EPOCH, Dated
from demo.words import hours, long_day, month

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*<")
UNDATED = "zodra het lenteweer het toelaat"
_COLUMNS = ("Datum", "Tijd", "Activiteit", "Locatie", "Postcode", "Kosten", "Contactpersoon")


def workbook(dates: Sequence[Dated]) -> bytes:
    """An xlsx as made for the wall: a sheet a month, a title above the header, and a strike
    through what is cancelled; the last row of the first sheet has no date."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = datetime(2024, 1, 1)
    for (year, _), held in groupby(dates, key=lambda d: (d.day.year, d.day.month)):
        rows = list(held)
        name = f"{month(rows[0].day)} {year}"
        sheet = book.create_sheet(name)
        sheet["A1"] = f"Programma ontmoetingsplek De Proeve, {name} (demonstratie)"
        sheet["A1"].font = Font(bold=True, size=16)
        sheet.append([])
        sheet.append(list(_COLUMNS))
        for row in rows:
            sheet.append([row.day, *_cells(row)])
            if is_cancelled(row):
                for cell in sheet[sheet.max_row]:
                    cell.font = Font(strike=True)
    first = book.worksheets[0]
    first.append([UNDATED, "", "Tuindag", dates[0].item.where.name, "", "", ""])
    body = io.BytesIO()
    book.save(body)
    return _repacked(body.getvalue())


def is_cancelled(held: Dated) -> bool:
    """Every fourth games afternoon does not go on."""
    return held.item.key == "spel" and (held.day - EPOCH).days // 7 % 4 == 1


def _cells(held: Dated) -> list[str]:
    item = held.item
    when = hours(item.start, item.end)
    place = f"{item.where.name}, {item.where.address}"
    return [when, item.title, place, item.where.postcode, item.price, "J. Demoveld, 06-00000000"]


def dutch_csv(dates: Iterable[Dated]) -> bytes:
    """A csv as Excel writes it in Dutch: semicolons, cp1252."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Wanneer", "Aanvang", "Einde", "Wat", "Waar", "Postcode", "Prijs"])
    for held in dates:
        item = held.item
        end = f"{item.end:%H.%M}" if item.end else ""
        row = [long_day(held.day), f"{item.start:%H.%M}", end, item.title, item.where.name]
        writer.writerow([*row, item.where.postcode, item.price])
    return text.getvalue().encode("cp1252")


_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="VET">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def ods(dates: Iterable[Dated]) -> bytes:
    """An OpenDocument sheet with dates as text."""
    rows = ["Dag", "Tijd", "Activiteit", "Plek", "Postcode", "Wijkteam"], *map(_ods_row, dates)
    cells = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        file.writestr(zipfile.ZipInfo("mimetype"), kind)
        _pack(file, "content.xml", _CONTENT.format(rows=cells).encode())
        _pack(file, "META-INF/manifest.xml", _MANIFEST.encode())
    return body.getvalue()


def _ods_row(held: Dated) -> list[str]:
    item = held.item
    when = f"{item.start:%H:%M}" + (f" - {item.end:%H:%M}" if item.end else "")
    place = f"{item.where.name}, {item.where.place}"
    return [long_day(held.day), when, item.title, place, item.where.postcode, "VET"]


def _ods_cell(text: str) -> str:
    value = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="string">{value}</table:table-cell>'


def _repacked(body: bytes) -> bytes:
    fresh = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(fresh, "w") as new:
        for name in old.namelist():
            # openpyxl writes the moment of saving, whatever the properties say.
            _pack(new, name, _MODIFIED.sub(rb"\g<1>2024-01-01T00:00:00Z<", old.read(name)))
    return fresh.getvalue()


def _pack(file: zipfile.ZipFile, name: str, body: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
