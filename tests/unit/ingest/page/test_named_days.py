"""A day in a title, an earlier day beside the new one, and which of several days is the date."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from agenda.status import EventStatus
from ingest.page.clues import has_date
from ingest.page.named_days import OTHER_DAY
from ingest.page.reader import read

CONTEXT = Context(address="https://molen.example/agenda", seen_on=date(2026, 3, 1))
PAGE = "<html lang=nl><head><title>Agenda</title></head><body><h1>Agenda</h1>{}</body></html>"
MOVED, ON = EventStatus.MOVED, EventStatus.SCHEDULED


def drafts(body: str) -> list[Draft]:
    found = read(PAGE.format(body).encode(), CONTEXT).drafts
    return sorted(found, key=lambda draft: draft.start.order_key)


def said(body: str) -> list[tuple[str, str, list[str]]]:
    return [(d.title, d.start.iso(), [x.reason for x in d.doubts]) for d in drafts(body)]


FLAT = (
    "<h3>{}</h3><p>Donderdag 16 april 2026, 20.00 uur</p><p>Met koffie.</p>"
    "<h3>Molendag</h3><p>Zaterdag 9 mei 2026, 10.00 uur</p>"
)
MILL = ("Molendag", "2026-05-09T10:00", [])


@pytest.mark.parametrize(
    ("heading", "title", "doubts"),
    [
        ("Film over 10 april in Arnhem", "Film over 10 april in Arnhem", [OTHER_DAY]),
        ("Het verhaal van 8 april 1945", "Het verhaal van 8 april 1945", []),
        ("Molenlezing 16 april", "Molenlezing", []),
        ("Donderdag 16 april: Molenlezing", "Molenlezing", []),
        ("Terugkijken op Koningsdag", "Terugkijken op Koningsdag", []),
    ],
)
def test_the_line_that_is_only_a_date_counts_and_not_the_day_in_the_heading(
    heading: str, title: str, doubts: list[str]
) -> None:
    assert said(FLAT.format(heading)) == [(title, "2026-04-16T20:00", doubts), MILL]


def test_a_heading_that_is_a_date_with_a_title_keeps_its_day() -> None:
    body = (
        "<h3>Zondag 12 april: Koffieconcert</h3><p>Deur open 14.30 uur, aanvang 15.00 uur</p>"
        "<h3>Zondag 19 april: Molenloop</h3><p>Start 11.00 uur</p>"
    )
    assert [(t, start[:10]) for t, start, _ in said(body)] == [
        ("Koffieconcert", "2026-04-12"),
        ("Molenloop", "2026-04-19"),
    ]


def test_a_feast_day_in_a_title_below_the_date_stays_in_the_title() -> None:
    body = (
        "<p><b>Maandag 6 april</b><br>Brunch met Pasen en Tweede Paasdag<br>11.00 uur</p>"
        "<p><b>Donderdag 14 mei</b><br>Dauwtrappen op Hemelvaartsdag<br>5.30 uur</p>"
        "<p><b>Zaterdag 16 mei</b><br>Meel malen<br>13.00 uur</p>"
    )
    assert [(d.title, d.start.day) for d in drafts(body)] == [
        ("Brunch met Pasen en Tweede Paasdag", date(2026, 4, 6)),
        ("Dauwtrappen op Hemelvaartsdag", date(2026, 5, 14)),
        ("Meel malen", date(2026, 5, 16)),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "<h3>Baktocht (was 9 april)</h3><p>Donderdag 16 april 2026, 20.00 uur</p>",
        "<h3>Baktocht</h3><p>Donderdag 16 april 2026, 20.00 uur</p><p>Stond eerst op 9 april.</p>",
        "<h3>Baktocht</h3><p>Donderdag 16 april 2026, 20.00 uur (was donderdag 9 april)</p>",
        "<h3>Baktocht - verzet, was do 9-4-2026</h3><p>Donderdag 16 april 2026, 20.00 uur</p>",
        "<h3>Baktocht</h3><p>Donderdag 16 april 2026, 20.00 uur</p><p>Was eerst 9 april!</p>",
    ],
)
def test_an_earlier_day_makes_it_moved_and_is_no_activity(entry: str) -> None:
    body = (
        f"<div><article>{entry}</article><article>{FLAT[FLAT.index('<h3>Mol') :]}</article></div>"
    )
    assert [(d.title, d.start.iso(), d.status) for d in drafts(body)] == [
        ("Baktocht", "2026-04-16T20:00", MOVED),
        ("Molendag", "2026-05-09T10:00", ON),
    ]
    assert (
        str(drafts(body)[0].previous_start and drafts(body)[0].previous_start.day) == "2026-04-09"
    )


def test_moved_without_saying_from_when_is_asked() -> None:
    found = said(FLAT.format("VERPLAATST: Molenlezing"))
    assert found[0] == (
        "Molenlezing",
        "2026-04-16T20:00",
        ["Er staat dat het verplaatst is; is dit de nieuwe datum?"],
    )


def test_what_was_a_day_is_no_date() -> None:
    assert not has_date("Koor (verplaatst van 29 mei)")
    assert has_date("29 mei was mooi, kom ook op 5 juni")
