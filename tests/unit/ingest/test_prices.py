"""What something costs, as we show it."""

import pytest

from ingest.prices import is_free, price_text


@pytest.mark.parametrize(
    "text",
    [
        *("gratis", "Gratis toegang", "Vrij entree", "toegang is vrij", "kosteloos", "Free"),
        *("geen", "Geen kosten", "n.v.t.", "0", "€ 0,00", "€ 0,-", "0 euro"),
    ],
)
def test_what_costs_nothing_is_gratis(text: str) -> None:
    assert (is_free(text), price_text(text)) == (True, "gratis")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("7.5", "€ 7,50"),
        ("€ 5,-", "€ 5,00"),
        ("€5", "€ 5,00"),
        ("5 euro", "€ 5,00"),
        ("EUR 12,50", "€ 12,50"),
        ("€ 0,50", "€ 0,50"),
        ("vrije gift", "vrije gift"),
        ("€ 5 met stadspas € 2", "€ 5 met stadspas € 2"),
        ("geen idee", "geen idee"),
        ("-", None),
        ("?", None),
        ("onbekend", None),
        ("", None),
    ],
)
def test_an_amount_is_written_in_one_way_and_words_stay(text: str, shown: str | None) -> None:
    assert (is_free(text), price_text(text)) == (False, shown)
