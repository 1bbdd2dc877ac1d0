"""Spreadsheets made in code for tests: rows in, bytes out, and drafts in brief."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from agenda.draft import Context, Draft, Parsed
from ingest.spreadsheet.reader import read

Rows = Sequence[Sequence[Any]]
SEEN_ON = date(2026, 2, 20)


def workbook(
    sheets: Mapping[str, Rows], touch: Callable[[Workbook], None] = lambda _: None
) -> bytes:
    """An xlsx of these sheets; `touch` styles, merges or hides what it likes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    touch(book)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def delimited(rows: Rows, *, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def strike(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font = Font(strike=True)


def colour(sheet: Worksheet, where: str, rgb: str) -> None:
    sheet[where].fill = PatternFill("solid", fgColor=rgb)


def parsed(
    body: bytes,
    *,
    name: str = "agenda.xlsx",
    seen_on: date = SEEN_ON,
    columns: tuple[tuple[str, str], ...] = (),
) -> Parsed:
    return read(body, Context(address=name, seen_on=seen_on, columns=columns))


def brief(draft: Draft) -> str:
    """ "Titel | start > end | rule | status | ?": "?" when it goes to a person."""
    rule = draft.recurrence
    parts = [
        draft.title,
        draft.start.iso() + (f" > {draft.end.iso()}" if draft.end else ""),
        *((rule.rrules or (f"+{len(rule.rdates)}",)) if rule else ()),
        *([draft.status.value] if draft.status != "scheduled" else []),
        *(["?"] if draft.doubts else []),
    ]
    return " | ".join(parts)


def briefs(made: Parsed) -> list[str]:
    return [brief(d) for d in made.drafts]


def named(made: Parsed) -> list[tuple[str, int | None]]:
    """Code and row of each problem."""
    return [(p.code, p.origin.row) for p in made.problems]
