"""What names somebody's home, in any text and in the text of a place."""

import pytest

from providers.places.private import is_home, is_private, without_home


@pytest.mark.parametrize(
    "text",
    [
        "bij Marja thuis, Dorpsstraat 5",
        "Bij ons thuis",
        "bij de familie De Vries thuis",
        "in de keuken van Truus thuis",
        "bij een deelnemer thuis",
        "bij een deelnemer aan huis",
        "om de beurt thuis",
        "Huiskamer van Truus",
        "Huiskamer van de familie Jansen",
        "privé-adres",
        "prive adres",
        "particulier adres",
        "geheime locatie",
        "adres volgt na aanmelding",
        "adres na opgave",
        "locatie krijg je na inschrijving",
    ],
)
def test_a_home_is_known_in_any_text(text: str) -> None:
    assert (is_home(text), is_private(text)) == (True, True)


@pytest.mark.parametrize("text", ["Thuis bij Marja", "thuis bij de familie Jansen", "in mijn tuin"])
def test_some_words_say_so_only_of_a_place(text: str) -> None:
    assert (is_home(text), is_private(text)) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "voel je thuis bij ons",
        "Bij ons voel je je thuis",
        "Bij ons ben je thuis",
        "bij u thuis",
        "bij jou thuis",
        "thuis bij u",
        "Wij komen bij u aan huis",
        "Thuis in de wijk",
        "Huiskamer van de buurt",
        "bij Buurthuis De Ster",
        "Geef je adres op bij aanmelding",
        "Vul uw adres in bij inschrijving",
        "naam en adres bij aanmelding",
        "e-mailadres op aanvraag",
    ],
)
def test_what_only_sounds_like_a_home_is_none(text: str) -> None:
    assert (is_home(text), is_private(text)) == (False, False)


def test_whose_home_it_is_goes_from_a_title() -> None:
    assert without_home("Breien bij Marja thuis") == "Breien"
