"""Agenda tables, by what stands above their columns."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from agenda.status import EventStatus
from ingest.page.reader import read

CONTEXT = Context(address="https://sluis.example/agenda", seen_on=date(2026, 3, 1))


def drafts(heads: str, row: str) -> tuple[Draft, ...]:
    head = "".join(f"<th>{one}</th>" for one in heads.split("|"))
    cells = "".join(f"<td>{one}</td>" for one in row.split("|"))
    table = f"<table><tr>{head}</tr><tr>{cells}</tr></table>"
    page = f"<html lang=nl><title>Agenda</title><body><h1>Agenda</h1>{table}</body></html>"
    return read(page.encode(), CONTEXT).drafts


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("Datum|Van - tot|Activiteit", "12 maart|10.00 - 12.00|Breicafé"),
        ("Datum|Tijdvak|Activiteit", "12 maart|10.00 - 12.00|Breicafé"),
        ("Datum|Tijd van|Tijd tot|Activiteit", "12 maart|10.00|12.00|Breicafé"),
        ("Welke dag?|Hoe laat?|Naam van de activiteit", "12 maart|10.00 - 12.00|Breicafé"),
    ],
)
def test_columns_go_by_the_words_that_spreadsheets_use(heads: str, row: str) -> None:
    (draft,) = drafts(heads, row)
    assert (draft.title, draft.start.iso(), draft.end and draft.end.iso(), draft.is_sure) == (
        "Breicafé",
        "2026-03-12T10:00",
        "2026-03-12T12:00",
        True,
    )


def test_a_hall_and_its_house_are_one_place() -> None:
    (draft,) = drafts("Datum|Tijd|Wat|Zaal|Waar", "12 maart|10 uur|Breicafé|Zaal 2|De Sluis")
    assert draft.venue == "Zaal 2, De Sluis"


def test_who_leads_it_stays_inside() -> None:
    (draft,) = drafts("Datum|Tijd|Wat|Docent", "12 maart|10 uur|Breicafé|Anna Proef")
    assert "Proef" not in repr(draft)


@pytest.mark.parametrize("off", ["vervalt wegens ziekte", "(gaat niet door i.v.m. storm)"])
def test_a_title_that_says_why_it_is_off_is_off(off: str) -> None:
    (draft,) = drafts("Datum|Tijd|Wat", f"12 maart|10 uur|Breicafé <em>{off}</em>")
    assert (draft.title, draft.status) == ("Breicafé", EventStatus.CANCELLED)


def test_weekdays_beside_days_are_one_stretch() -> None:
    (draft,) = drafts("Dag|Datum|Activiteit", "vr - zo|13 t/m 15 maart|Kamp")
    assert (draft.start.iso(), draft.end and draft.end.iso(), draft.is_sure) == (
        "2026-03-13",
        "2026-03-15",
        True,
    )


def test_a_place_behind_the_name_is_no_part_of_it_unless_there_is_a_column_for_it() -> None:
    (bare,) = drafts("Datum|Activiteit", "12 maart 20.00 uur|Lezing, pastorie")
    (known,) = drafts("Datum|Activiteit|Zaal", "12 maart 20.00 uur|Bos, kas en tuin|Ark")
    assert (bare.title, bare.venue) == ("Lezing", "pastorie")
    assert (known.title, known.venue) == ("Bos, kas en tuin", "Ark")


def test_a_row_that_is_a_month_holds_for_the_numbers_below_it() -> None:
    rows = ("<td>za 5</td><td>Film uitverkocht</td>", "<td>13</td><td>Koor</td>")
    more = ("<td>vr 1</td><td>Borrel</td>", "<td>ma 2</td><td>Kaarten</td>")
    body = (
        "<tr><th>Dag</th><th>Wat</th></tr><tr><th colspan=2>DECEMBER</th></tr>"
        + "".join(f"<tr>{row}</tr>" for row in rows)
        + "<tr><td colspan=2>Januari</td></tr>"
        + "".join(f"<tr>{row}</tr>" for row in more)
    )
    page = f"<html lang=nl><title>Agenda</title><h1>Agenda</h1><table>{body}</table></html>"
    context = Context(address="https://sluis.example/agenda", seen_on=date(2026, 11, 20))
    assert [(d.title, d.start.iso(), d.is_sure) for d in read(page.encode(), context).drafts][
        :3
    ] == [
        ("Film", "2026-12-05", True),
        ("Koor", "2026-12-13", True),
        ("Borrel", "2027-01-01", True),
    ]
    assert [d.is_sure for d in read(page.encode(), context).drafts if d.title == "Kaarten"] in (
        [],
        [False],
    )
