"""A news message that a source consists of: what it announces is proposed, the rest is news."""

from dataclasses import replace
from datetime import date

import pytest

from agenda.draft import Context, Draft
from ingest.page.bundle import Bundle, Page, pack
from ingest.page.reader import read

CONTEXT = Context(address="https://kolk.example/nieuws/winter", seen_on=date(2026, 11, 10))
COMING = (
    "<p>Op donderdag 26 november om half negen 's avonds is er een sterrenwandeling.</p>"
    "<p>Wie wil, komt zaterdag 5 december van twee tot vier uur naar de spelletjesmiddag.</p>"
)


def page(body: str, heading: str = "Winter aan de kolk") -> bytes:
    return (
        f"<html lang=nl><title>{heading}</title><body><article><h1>{heading}</h1>{body}</article>"
        "</body>"
    ).encode()


def drafts(body: str, heading: str = "Winter aan de kolk") -> tuple[Draft, ...]:
    return read(page(body, heading), CONTEXT).drafts


def test_what_a_message_announces_is_proposed_under_its_own_name() -> None:
    found = drafts(COMING)
    assert [(d.title, d.start.iso(), d.is_sure) for d in found] == [
        ("Sterrenwandeling", "2026-11-26T20:30", False),
        ("Spelletjesmiddag", "2026-12-05T14:00", False),
    ]


def test_a_newsletter_that_was_given_as_the_source_is_read_as_a_message() -> None:
    here = replace(CONTEXT, address="https://kolk.example/brief")
    found = read(page(COMING, "Nieuwsbrief december"), here).drafts
    assert [(d.title, d.is_sure) for d in found] == [
        ("Sterrenwandeling", False),
        ("Spelletjesmiddag", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Vorige week, op 3 november om 20.00 uur, stond de zaal vol bij de quiz.",
        "De brug is dicht op 24 november.",
        "Aanmelden kan tot 20 november.",
        "Door de redactie, 10 november 2026",
    ],
)
def test_another_day_in_a_message_is_no_day_to_go(text: str) -> None:
    assert drafts(f"<p>{text}</p>") == ()


@pytest.mark.parametrize("heading", ["Terugblik op de zomer", "Vacature: roeileider"])
def test_a_report_announces_nothing(heading: str) -> None:
    assert drafts(COMING, heading) == ()


def test_a_message_beside_an_agenda_is_left_to_the_agenda() -> None:
    start = "https://kolk.example/agenda"
    agenda = page("<p>Binnenkort meer.</p>", "Agenda")
    pages = (Page(url=start, body=agenda), Page(url=CONTEXT.address, body=page(COMING)))
    found = read(pack(Bundle(start=start, pages=pages)), replace(CONTEXT, address=start))
    assert found.drafts == ()
