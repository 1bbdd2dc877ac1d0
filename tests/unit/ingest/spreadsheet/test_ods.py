"""OpenDocument sheets: styles, spans, repeats and what is hidden."""

import io
import zipfile
from datetime import date, time
from html import escape

from ingest.spreadsheet import formats
from ingest.spreadsheet.grid import Area
from tests.sheets import briefs, named, parsed

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = """
<style:style style:name="off" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="off"/>
<style:style style:name="red" style:family="table-cell">
<style:table-cell-properties fo:background-color="#ff0000"/></style:style>
<style:style style:name="T1" style:family="text">
<style:text-properties style:text-line-through-type="single"/></style:style>
<style:style style:name="gone" style:family="table">
<style:table-properties table:display="false"/></style:style>
"""


def _ods(*tables: str) -> bytes:
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{_STYLES}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return body.getvalue()


def _table(*rows: str, name: str = "Agenda", style: str = "") -> str:
    look = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{look}>{"".join(rows)}</table:table>'


def _row(*cells: str, facts: str = "") -> str:
    made = (c if c.startswith("<table:") else _cell(c) for c in cells)
    return f"<table:table-row {facts}>{''.join(made)}</table:table-row>"


def _cell(text: str, facts: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n") if text)
    return f'<table:table-cell office:value-type="string" {facts}>{lines}</table:table-cell>'


def test_typed_values_are_read() -> None:
    body = _ods(
        _table(
            _row("Dag", "Begin", "Wat", "Kosten"),
            _row(
                '<table:table-cell office:value-type="date" office:date-value="2026-03-03"/>',
                '<table:table-cell office:value-type="time" office:time-value="PT14H30M00S"/>',
                "Bingo",
                '<table:table-cell office:value-type="currency" office:value="2.5">'
                "<text:p>€ 2,50</text:p></table:table-cell>",
            ),
        )
    )
    sheet = formats.load(body).sheets[0]
    assert (sheet.cell(2, 1).value, sheet.cell(2, 2).value) == (date(2026, 3, 3), time(14, 30))
    (draft,) = parsed(body).drafts
    assert (draft.start.iso(), draft.price) == ("2026-03-03T14:30", "€ 2,50")


def test_crossed_out_by_a_style_its_parent_or_part_of_a_cell() -> None:
    half = (
        '<table:table-cell office:value-type="string"><text:p><text:span text:style-name="T1">'
        "13.00 Sjoelen</text:span></text:p><text:p>14.00 Zang</text:p></table:table-cell>"
    )
    body = _ods(
        _table(
            _row("", "maandag", "dinsdag", "woensdag"),
            _row(
                *("middag", half, _cell("10.00 Yoga", 'table:style-name="child"')),
                _cell("10.00 Koor", 'table:style-name="red"'),
            ),
            _row('<table:table-cell table:style-name="red"/>', "= vervalt"),
        )
    )
    assert briefs(parsed(body)) == [
        "Zang | 2026-02-23T14:00 | FREQ=WEEKLY;BYDAY=MO",
        "Sjoelen | 2026-02-23T13:00 | FREQ=WEEKLY;BYDAY=MO | cancelled",
        "Yoga | 2026-02-24T10:00 | FREQ=WEEKLY;BYDAY=TU | cancelled",
        "Koor | 2026-02-25T10:00 | FREQ=WEEKLY;BYDAY=WE | cancelled",
    ]


def test_hidden_and_filtered_rows_and_hidden_sheets_give_nothing() -> None:
    head = _row("Datum", "Tijd", "Activiteit")
    body = _ods(
        _table(
            head,
            _row("3-3-2026", "10.00", "A"),
            _row("4-3-2026", "10.00", "B", facts='table:visibility="filter"'),
            _row("5-3-2026", "10.00", "C"),
        ),
        _table(head, _row("6-3-2026", "10.00", "D"), name="oud", style="gone"),
    )
    made = parsed(body)
    assert briefs(made) == ["A | 2026-03-03T10:00", "C | 2026-03-05T10:00"]
    assert named(made) == [("hidden_rows", 3), ("hidden_sheets", None)]


def test_a_million_repeated_rows_and_merged_cells_are_kept_small() -> None:
    spanned = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    covered = "<table:covered-table-cell/>"
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = _ods(
        _table(
            _row("Datum", "Tijd", "Activiteit"),
            _row(_cell("3-3-2026", spanned), "10.00", "A"),
            _row(covered, "14.00", "B"),
            _row(empty, facts='table:number-rows-repeated="1048570"'),
        )
    )
    assert formats.load(body).sheets[0].merged == (Area(2, 1, 3, 1),)
    assert briefs(parsed(body)) == ["A | 2026-03-03T10:00", "B | 2026-03-03T14:00"]
