"""The partners' activities in the files and pages they would really hand over."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape

from openpyxl import Workbook
from openpyxl.styles import Font

from demo.content import Item

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


def long_day(day: date) -> str:
    """ "di 3 maart 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def calendar(items: Sequence[Item], today: date, *, extra: str = "") -> bytes:
    """An iCalendar file in local time, weekly where the item is."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demonstratie//NL"]
    for item in items:
        lines += _event(item, today)
    text = "\r\n".join([*lines, *filter(None, extra.split("\n")), "END:VCALENDAR", ""])
    return text.encode()


def _event(item: Item, today: date) -> list[str]:
    start = datetime.combine(item.day(today), item.start)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{item.key}@demonstratie.example",
        f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}",
    ]
    if item.end:
        end = datetime.combine(item.day(today), item.end)
        lines.append(f"DTEND;TZID=Europe/Amsterdam:{end:%Y%m%dT%H%M%S}")
    if item.weekly:
        skipped = start + timedelta(days=21)
        lines += ["RRULE:FREQ=WEEKLY", f"EXDATE;TZID=Europe/Amsterdam:{skipped:%Y%m%dT%H%M%S}"]
    lines += [
        f"SUMMARY:{item.title}",
        f"DESCRIPTION:{item.text}",
        f"LOCATION:{item.venue}\\, {item.address}\\, {item.postcode} {item.place}",
        "END:VEVENT",
    ]
    return lines


def moved_date(item: Item, today: date, *, weeks: int, hours: int) -> str:
    """One date of a weekly item, moved by some hours (an iCalendar override)."""
    slot = datetime.combine(item.day(today), item.start) + timedelta(weeks=weeks)
    start = slot + timedelta(hours=hours)
    return "\n".join(
        (
            "BEGIN:VEVENT",
            f"UID:{item.key}@demonstratie.example",
            f"RECURRENCE-ID;TZID=Europe/Amsterdam:{slot:%Y%m%dT%H%M%S}",
            f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}",
            f"SUMMARY:{item.title}",
            f"LOCATION:{item.venue}\\, {item.address}\\, {item.postcode} {item.place}",
            "END:VEVENT",
        )
    )


def workbook(items: Sequence[Item], today: date) -> bytes:
    """An xlsx as made for the wall: a title, a header, times in one cell, a strike-through."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Programma")
    sheet["A1"] = "Programma ontmoetingsplek De Proeve (demonstratie)"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([])
    sheet.append(["Datum", "Tijd", "Activiteit", "Locatie", "Postcode", "Kosten", "Contactpersoon"])
    for item in items:
        hours = (
            f"{item.start:%H.%M} - {item.end:%H.%M} uur" if item.end else f"{item.start:%H.%M} uur"
        )
        row = [item.day(today), hours, item.title, item.venue, item.postcode, item.price]
        sheet.append([*row, "J. Demoveld, 06-00000000"])
        if item.cancelled:
            for cell in sheet[sheet.max_row]:
                cell.font = Font(strike=True)
    sheet.append(["zodra het lenteweer het toelaat", "", "Tuindag", items[0].venue, "", ""])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def dutch_csv(items: Sequence[Item], today: date) -> bytes:
    """A csv as Excel writes it in Dutch: semicolons, cp1252."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Wanneer", "Aanvang", "Einde", "Wat", "Waar", "Postcode", "Prijs"])
    for item in items:
        end = f"{item.end:%H.%M}" if item.end else ""
        day = long_day(item.day(today))
        row = [day, f"{item.start:%H.%M}", end, item.title, item.venue, item.postcode]
        writer.writerow([*row, item.price])
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


def ods(items: Sequence[Item], today: date) -> bytes:
    """An OpenDocument sheet with dates as text."""
    rows = [["Dag", "Tijd", "Activiteit", "Plek", "Postcode", "Wijkteam"]]
    for item in items:
        end = f" - {item.end:%H:%M}" if item.end else ""
        hours = f"{item.start:%H:%M}{end}"
        rows.append(
            [long_day(item.day(today)), hours, item.title, item.venue, item.postcode, "VET"]
        )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        file.writestr("mimetype", kind, zipfile.ZIP_STORED)
        file.writestr("content.xml", _CONTENT.format(rows=cells))
        file.writestr("META-INF/manifest.xml", _MANIFEST)
    return body.getvalue()


def json_ld_page(
    items: Sequence[Item], today: date, *, base: str, next_page: str | None = None
) -> bytes:
    """A page with schema.org events, and a link to the next page when there is one."""
    found = [_schema(item, today, base) for item in items]
    link = f'<a rel="next" href="{next_page}">Volgende pagina</a>' if next_page else ""
    lines = "".join(
        f"<li><a href='{base}/{i.key}'>{escape(i.title)}</a> {long_day(i.day(today))}</li>"
        for i in items
    )
    data = json.dumps({"@context": "https://schema.org", "@graph": found}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{data}</script>'
    return _page("Agenda", f"<ul>{lines}</ul>{link}{script}")


def _schema(item: Item, today: date, base: str) -> dict[str, object]:
    day = item.day(today)
    found: dict[str, object] = {
        "@type": "Event",
        "@id": f"{base}/{item.key}",
        "url": f"{base}/{item.key}",
        "name": item.title,
        "startDate": f"{day}T{item.start:%H:%M}",
        "location": {
            "@type": "Place",
            "name": item.venue,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": item.address,
                "postalCode": item.postcode,
                "addressLocality": item.place,
            },
        },
        "offers": {"@type": "Offer", "price": item.price},
    }
    if item.end:
        found["endDate"] = f"{day}T{item.end:%H:%M}"
    return found


def village_page(items: Sequence[Item], today: date) -> bytes:
    """A hand-made page of a village association: a table with dates in words."""
    rows = "".join(
        f"<tr><td>{long_day(i.day(today))}</td><td>{i.start:%H.%M} uur</td>"
        f"<td>{escape(i.title)}</td><td>{escape(i.venue)}, {i.postcode}</td></tr>"
        for i in items
    )
    head = "<tr><th>Datum</th><th>Tijd</th><th>Activiteit</th><th>Waar</th></tr>"
    return _page("Dorpsagenda", f"<table>{head}{rows}</table>")


def _page(title: str, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    ).encode()
