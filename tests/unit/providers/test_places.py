import csv
from pathlib import Path

import pytest

from base.municipality import Municipality, load
from providers.places import Gazetteer, Place, PlaceKind

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "tests" / "fixtures" / "addresses.tsv"


@pytest.fixture(scope="module")
def municipality() -> Municipality:
    return load(ROOT / "municipalities" / "deventer")


@pytest.fixture(scope="module")
def gazetteer(municipality: Municipality) -> Gazetteer:
    return Gazetteer(municipality)


def answers(gazetteer: Gazetteer, *texts: str) -> list[tuple[str, bool]]:
    places = [gazetteer.resolve(text) for text in texts]
    return [(place.answer, place.is_sure) for place in places]


def test_labelled_addresses_are_right_or_unsure(gazetteer: Gazetteer) -> None:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    places = {row["text"]: (gazetteer.resolve(row["text"]), row["accept"]) for row in rows}
    missed = [t for t, (place, accept) in places.items() if place.answer not in accept.split(";")]
    assert len(missed) <= len(rows) * 0.05
    assert [t for t in missed if places[t][0].is_sure] == []


def test_a_known_venue_gives_its_own_name_and_wijk(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("HvdW Rivierenwijk (grote zaal)") == Place(
        kind=PlaceKind.NEIGHBOURHOOD,
        code="WK015007",
        name="Rivierenwijk en Bergweide",
        venue="Huis van de Wijk Rivierenwijk",
        is_sure=True,
        reason="De tekst noemt “Rivierenwijk”.",
    )


def test_a_postcode_that_spans_wijken_is_never_sure(gazetteer: Gazetteer) -> None:
    found = answers(gazetteer, "7412 AB", "7423", "7427 XX Deventer", "postcode 7435")
    assert found == [
        ("WK015003", False),
        ("WK015008", False),
        ("WK015010", False),
        ("WK015014", False),
    ]


def test_a_village_name_outranks_the_postcode(gazetteer: Gazetteer) -> None:
    assert answers(gazetteer, "7435 AB Okkenbroek") == [("WK015013", True)]


def test_hamlets_lie_in_the_wijk_of_their_village(gazetteer: Gazetteer) -> None:
    found = answers(
        gazetteer, "Averlo", "Frieswijk", "Loo", "Dortherhoek", "Oxe", "Rande", "Tjoene"
    )
    assert [code for code, _ in found] == [
        "WK015012",
        "WK015012",
        "WK015015",
        "WK015015",
        "WK015015",
        "WK015011",
        "WK015011",
    ]


def test_a_name_that_several_wijken_share_needs_more(gazetteer: Gazetteer) -> None:
    found = answers(gazetteer, "Colmschate", "7429 Colmschate", "Colmschate (Vijfhoek)")
    assert found == [("unknown", False), ("WK015010", True), ("WK015009", True)]


def test_other_towns_are_outside_but_streets_named_after_them_are_not(
    gazetteer: Gazetteer,
) -> None:
    found = answers(gazetteer, "Dorpshuis Heeten", "8011 AB Zwolle", "7439", "Apeldoornseweg 3")
    assert found == [("outside", True)] * 3 + [("unknown", False)]


def test_a_buurt_named_after_an_outside_village_is_inside(gazetteer: Gazetteer) -> None:
    assert answers(gazetteer, "Epse", "Epse-Noord") == [("outside", True), ("WK015007", True)]


def test_a_typing_error_is_understood_but_unsure(gazetteer: Gazetteer) -> None:
    found = answers(gazetteer, "Schalkaar, dorpshuis", "Keizerlanden", "Diepeveen")
    assert found == [("WK015012", False), ("WK015006", False), ("WK015011", False)]


def test_a_private_address_keeps_only_the_neighbourhood(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve(address="Voorbeeldstraat 3", text="bij Ans thuis in Lettele")
    assert (place.code, place.venue, place.hide_address) == ("WK015014", "", True)
    assert gazetteer.resolve("Borgele, adres na aanmelding").hide_address


def test_online_with_a_room_beside_it_is_the_room_and_unsure(gazetteer: Gazetteer) -> None:
    found = answers(gazetteer, "Via Zoom of in Bibliotheek Centrum", "Bergen op Zoom", "Zoom")
    assert found == [("WK015001", False), ("outside", True), ("online", True)]
    assert answers(gazetteer, "via Instagram live") == [("online", True)]


def test_a_year_is_not_a_postcode(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("voorjaar 2026 in Deventer").kind is PlaceKind.UNKNOWN


def test_the_place_column_and_a_contradicting_venue_are_unsure(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve(neighbourhood="Bathmen", venue="Zelfregiecentrum")
    assert (place.code, place.is_sure) == ("WK015015", False)


def test_a_point_is_in_the_wijk_of_the_nearest_buurt(gazetteer: Gazetteer) -> None:
    near = gazetteer.at(52.2506, 6.2839)
    assert (near.code, near.is_sure) == ("WK015015", True)
    assert gazetteer.at(52.09, 5.12).kind is PlaceKind.OUTSIDE


def test_a_municipality_without_place_files_still_resolves_its_names(
    municipality: Municipality, tmp_path: Path
) -> None:
    rows = (ROOT / "municipalities" / "deventer" / "neighbourhoods.csv").read_text("utf-8")
    (tmp_path / "neighbourhoods.csv").write_text(rows, "utf-8")
    toml = (ROOT / "municipalities" / "deventer" / "municipality.toml").read_text("utf-8")
    (tmp_path / "municipality.toml").write_text(toml, "utf-8")
    assert Gazetteer(load(tmp_path)).resolve("Lettele").code == "WK015014"
