"""Of somebody's home only the neighbourhood is shown, wherever the address stands."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from agenda.draft import Draft
from agenda.moment import Moment
from base.municipality import load
from ingest.placing import place
from providers.places import Gazetteer

TOWN = Path(__file__).parents[3] / "municipalities" / "deventer"
HAKEN = Draft(key="1", title="Haken", start=Moment(date(2026, 3, 3), time(19)))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(load(TOWN))


@pytest.mark.parametrize(
    ("title", "venue", "description"),
    [
        ("Haken", "bij Marja thuis, Beukenlaan 12", "We zitten op Beukenlaan 12, 7415 EK."),
        ("Haken in de huiskamer van Truus, Beukenlaan 12", "Deventer", "Kom naar beukenlaan  12"),
        ("Haken", "Beukenlaan 12 (woonhuis), 7415EK Deventer", "Zie je in de Beukenlaan (7415EK)"),
        ("Haken bij Marja thuis", "Beukenlaan 12", "Neem wol mee naar Beukenlaan 12a"),
    ],
)
def test_the_address_of_a_home_is_in_no_text(
    gazetteer: Gazetteer, title: str, venue: str, description: str
) -> None:
    given = replace(HAKEN, title=title, venue=venue, description=description)
    placed = place(given, gazetteer)
    assert (placed.place.hide_address, placed.draft.title) == (True, "Haken")
    shown = placed.draft.description.lower()
    assert ("beukenlaan" in shown, "7415" in shown) == (False, False)


@pytest.mark.parametrize(
    ("title", "venue"),
    [("Haken", "Beukenlaan 12"), ("Thuis in de wijk", "Stadhuis, Grote Kerkhof 1")],
)
def test_an_address_that_is_nobodys_home_stays(
    gazetteer: Gazetteer, title: str, venue: str
) -> None:
    given = replace(HAKEN, title=title, venue=venue, description=f"We zitten in {venue}.")
    placed = place(given, gazetteer)
    assert not placed.place.hide_address
    assert (placed.draft.title, placed.draft.description) == (title, given.description)
