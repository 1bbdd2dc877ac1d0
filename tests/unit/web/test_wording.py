"""Dates, times and places as residents read them."""

from datetime import date, time

import pytest

from snapshot.listing import PlaceListing, When
from web.public import wording

TODAY = date(2026, 12, 30)


def when(**changes: object) -> When:
    facts: dict[str, object] = {
        "day": TODAY, "clock": time(9, 30), "end_day": None, "end_clock": None,
        "zone": "Europe/Amsterdam",
    }  # fmt: skip
    return When(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 30), "Vandaag, woensdag 30 december"),
        (date(2026, 12, 31), "Morgen, donderdag 31 december"),
        (date(2027, 1, 1), "Vrijdag 1 januari 2027"),
    ],
)
def test_a_day_is_named_from_today(day: date, expected: str) -> None:
    assert wording.near_day(day, TODAY) == expected


def test_times_say_what_is_known_and_nothing_more() -> None:
    assert wording.times(when()) == "vanaf 9.30 uur"
    assert wording.times(when(clock=None)) == "hele dag"
    assert wording.times(when(end_day=TODAY, end_clock=time(11))) == "9.30 – 11.00 uur"
    assert wording.times(when(end_day=date(2026, 12, 31), end_clock=time(1))) == "vanaf 9.30 uur"
    assert wording.doors(when(doors=time(9))) == "inloop vanaf 9.00 uur"


def test_what_lasts_more_days_says_until_when() -> None:
    long = when(clock=None, end_day=date(2027, 1, 2))
    assert wording.until(long, TODAY) == "tot en met zaterdag 2 januari 2027"
    assert wording.on_day(long, date(2026, 12, 31)) == "Nu bezig"
    assert wording.until(when(), TODAY) == ""


@pytest.mark.parametrize(
    ("venue", "address", "line", "rest"),
    [
        ("De Vlier", "", "De Vlier, Zandweerd", ""),
        ("De Vlier, Proefweg 2, 7413 AC Deventer", "", "De Vlier, Zandweerd",
         "Proefweg 2, 7413 AC Deventer"),
        ("De Vlier, Proefweg 2", "Proefweg 2", "De Vlier, Zandweerd", "Proefweg 2"),
        ("", "", "Zandweerd", ""),
    ],
)  # fmt: skip
def test_an_address_behind_a_venue_stands_with_the_address(
    venue: str, address: str, line: str, rest: str
) -> None:
    place = PlaceListing(
        kind="neighbourhood", neighbourhood="Zandweerd", venue=venue, address=address
    )
    assert wording.place_line(place) == line
    assert wording.address_line(place) == rest


def test_a_place_nobody_knows_says_so() -> None:
    assert wording.place_line(PlaceListing(kind="unknown")) == "Plaats onbekend"
    assert wording.tel("+31 (570) 00 12-34") == "tel:+31570001234"
    assert wording.joined(["a", "b", "c"]) == "a, b en c"
