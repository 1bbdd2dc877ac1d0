"""Word programmes and pasted text: everything read goes to a person."""

import io
from datetime import date

import docx
import pytest

from agenda.draft import Context
from base.errors import FormatError
from ingest.document.reader import read
from tests.sheets import brief, briefs

CONTEXT = Context(address="programma.docx", seen_on=date(2026, 3, 1))
PASTED = """Programma april 2026 - Buurthuis De Bron
Dinsdag 7 april
10.00 - 12.00 uur: Koffie met koek
14.00 uur Bingo, opgeven bij Joke Voorbeeld 0570-001103
Woensdag 8 april 19.30 uur Lezing over bijen
Paaseieren zoeken
Wanneer: zaterdag 4 april van 14.00 tot 16.00 uur
Waar: De Linde
Elke maandag van 9.30 tot 11.00 uur: Wandelen
Vragen? Bel Piet 06-12345678
"""


def test_pasted_text_becomes_proposals() -> None:
    made = read(PASTED.encode(), CONTEXT)
    assert briefs(made) == [
        "Koffie met koek | 2026-04-07T10:00 > 2026-04-07T12:00 | ?",
        "Bingo | 2026-04-07T14:00 | ?",
        "Lezing over bijen | 2026-04-08T19:30 | ?",
        "Paaseieren zoeken | 2026-04-04T14:00 > 2026-04-04T16:00 | ?",
        "Wandelen | 2026-04-06T09:30 > 2026-04-06T11:00 | FREQ=WEEKLY;BYDAY=MO | ?",
    ]
    assert [d.origin.line for d in made.drafts] == [3, 4, 5, 7, 9]
    assert {d.venue for d in made.drafts} == {"Buurthuis De Bron"}
    assert "Joke" not in repr(made)
    assert "0570" not in repr(made)


def _word(*paragraphs: tuple[str, bool], table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for text, is_struck in paragraphs:
        document.add_paragraph().add_run(text).font.strike = is_struck
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                made.cell(row, column).text = text
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def test_a_word_programme_is_read_with_its_tables_and_what_is_crossed_out() -> None:
    body = _word(
        ("Programma mei 2026", False),
        ("vrijdag 8 mei 14.00 uur Moederdagworkshop", True),
        table=[
            ["Datum", "Tijd", "Activiteit", "Telefoon"],
            ["11 mei 2026", "10.00-12.00", "Koffie", "0570-001234"],
        ],
    )
    made = read(body, CONTEXT)
    assert [brief(d) for d in made.drafts] == [
        "Koffie | 2026-05-11T10:00 > 2026-05-11T12:00 | ?",
        "Moederdagworkshop | 2026-05-08T14:00 | cancelled | ?",
    ]
    assert "001234" not in repr(made)


def test_rows_pasted_from_a_sheet_are_read_as_a_table() -> None:
    body = b"Datum\tTijd\tActiviteit\n3-4-2026\t10.00\tYoga\n4-4-2026\t10.00\tKoor\n"
    assert briefs(read(body, CONTEXT)) == [
        "Yoga | 2026-04-03T10:00 | ?",
        "Koor | 2026-04-04T10:00 | ?",
    ]


@pytest.mark.parametrize(
    ("body", "start"),
    [
        (b"", "Het document is leeg"),
        (b"%PDF-1.7 x", "Dit is een PDF"),
        (b"PK\x03\x04rommel", "Het bestand is beschadigd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Dit is een oud Word-bestand"),
        (b"<!doctype html><p>agenda", "Dit is een webpagina"),
        (b"Beste mensen, tot ziens.", "In deze tekst staan geen activiteiten"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(body: bytes, start: str) -> None:
    with pytest.raises(FormatError) as refused:
        read(body, CONTEXT)
    assert refused.value.message.startswith(start)
