"""Drafts made uniform."""

from dataclasses import replace
from datetime import date, time

import pytest

from agenda.draft import Draft
from agenda.moment import Moment
from agenda.status import EventStatus
from ingest.normalise import draft as normalised

KOOR = Draft(key="1", title="Koor", start=Moment(date(2026, 3, 3), time(19)), venue="De Vlier")


@pytest.mark.parametrize(
    ("stated", "price"),
    [
        ("Gratis", "gratis"),
        ("€ 0,00", "gratis"),
        ("toegang vrij", "gratis"),
        ("€ 0,-", "gratis"),
        ("€ 10,00", "€ 10,00"),
        ("gratis koffie, entree € 5", "gratis koffie, entree € 5"),
        ("", None),
        (None, None),
    ],
)
def test_what_costs_nothing_is_gratis(stated: str | None, price: str | None) -> None:
    assert normalised(replace(KOOR, price=stated), {}).price == price


@pytest.mark.parametrize(
    ("title", "shown", "status"),
    [
        ("AFGELAST: Koor", "Koor", EventStatus.CANCELLED),
        ("Koor (geannuleerd)", "Koor", EventStatus.CANCELLED),
        ("Koor gaat niet door", "Koor", EventStatus.CANCELLED),
        ("Afgelast feest in beeld", "Afgelast feest in beeld", EventStatus.SCHEDULED),
        ("Lezing: waarom alles vervalt in de herfst", None, EventStatus.SCHEDULED),
    ],
)
def test_only_an_unambiguous_title_cancels(
    title: str, shown: str | None, status: EventStatus
) -> None:
    found = normalised(replace(KOOR, title=title), {})
    assert (found.title, found.status) == (shown or title, status)


def test_what_the_source_leaves_out_comes_from_its_settings() -> None:
    settings = {"venue": "Buurthuis", "organiser": "Stichting Zang", "wijk": "Zandweerd"}
    found = normalised(replace(KOOR, venue=None), settings)
    assert (found.venue, found.organiser, found.neighbourhood) == (
        "Buurthuis",
        "Stichting Zang",
        "Zandweerd",
    )
    stated = normalised(KOOR, settings)
    assert (stated.venue, stated.neighbourhood) == ("De Vlier", None)


def test_the_contact_of_the_organisation_stands_in_for_a_person() -> None:
    lost = replace(KOOR, lost_contact=True)
    assert [d.about for d in normalised(lost, {}).doubts] == ["contact"]
    found = normalised(lost, {"contact": "info@zang.example"}, contact="0570-123456")
    assert (found.contact, found.doubts) == ("info@zang.example", ())
    found = normalised(lost, {}, contact="0570-123456")
    assert (found.contact, found.doubts, found.lost_contact) == ("0570-123456", (), False)
    assert normalised(KOOR, {}, contact="0570-123456").contact is None


@pytest.mark.parametrize(
    "reached",
    [
        replace(KOOR, url="https://zang.example/koor"),
        replace(KOOR, description="Opgeven bij de organisatie of info@zang.example"),
        replace(KOOR, description="Aanmelden via www.zang.example"),
        replace(KOOR, description="Bel de organisatie of 088 1234567"),
    ],
)
def test_what_says_itself_how_to_reach_the_organisation_needs_nobody(reached: Draft) -> None:
    found = normalised(replace(reached, lost_contact=True), {}, contact="0570-123456")
    assert (found.contact, found.doubts) == (None, ())


def test_lengths_are_bounded_and_a_long_key_stays_distinct() -> None:
    keys = {
        normalised(replace(KOOR, key="x" * 900 + str(n), title="y" * 900), {}).key for n in (1, 2)
    }
    assert (len(keys), {len(key) for key in keys}) == (2, {397})


def test_only_web_links_are_links() -> None:
    found = normalised(replace(KOOR, url="javascript:alert(1)", image_url="data:x"), {})
    assert (found.url, found.image_url) == (None, None)


@pytest.mark.parametrize("link", ["http://[::1/koor", "https://", "https:///koor", "http://[x"])
def test_a_link_that_is_no_address_is_left_out_and_the_activity_lives(link: str) -> None:
    assert normalised(replace(KOOR, url=link, online_url=link), {}).url is None
