"""Contact data of persons goes, an organisation's stays; names and numbers are invented."""

import pytest

from ingest.privacy import (
    Masked,
    is_functional_mail,
    looks_like_person,
    mask,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Vragen? Beheerder Joke Voorbeeld, 0570-001103, of loop binnen.",
            "Vragen? Beheerder via de organisatie, of loop binnen.",
        ),
        ("opgeven bij Jan de Vries", "opgeven bij de organisatie"),
        ("via Jan", "via de organisatie"),
        ("contact: Jan de Vries (06-12345678)", "contact: de organisatie"),
        ("opgeven bij mevr. Jansen of dhr. P. de Boer", "opgeven bij de organisatie"),
        ("Aanmelden bij Wilma Voorbeeld of Bert Testema", "Aanmelden bij de organisatie"),
        (
            "Opgeven bij Wilma, wilma@example.org of 06 12 34 56 78",
            "Opgeven bij de organisatie",
        ),
        ("opgeven bij wilma", "opgeven bij de organisatie"),
        ("Beheer: Gerrit Demostra 0570-001477", "Beheer: de organisatie"),
        ("Bel Riet 0570 61 23 45 voor vervoer", "Bel de organisatie voor vervoer"),
        ("+31 (0)6 1234 5678", "via de organisatie"),
        ("meer informatie bij j.jansen@gmail.com", "meer informatie bij de organisatie"),
        ("info.devlier@gmail.com", "via de organisatie"),
        ("jansen(at)voorbeeld(punt)nl", "via de organisatie"),
        ("AvdB regelt de koffie", "via de organisatie regelt de koffie"),
        ("Ans regelt de koffie", "via de organisatie regelt de koffie"),
        ("Marie en Piet zorgen voor soep", "via de organisatie zorgen voor soep"),
        ("Bingo (Riet)", "Bingo (via de organisatie)"),
        ("Vraag naar Henk", "Vraag naar de organisatie"),
        ("Gids: Saskia de Boer", "Gids: via de organisatie"),
        ("bel 06-00112233\n\n20.00 uur Bridge", "bel de organisatie\n\n20.00 uur Bridge"),
        ("bel 06-00112233 20.00 uur Bridge", "bel de organisatie 20.00 uur Bridge"),
        ("Docent: Saskia de Boer", "Docent: via de organisatie"),
        ("Webmaster: Saskia Verzinsel", "Webmaster: via de organisatie"),
        ("Zaalbeheerder Tjibbe Verzinsel", "Zaalbeheerder via de organisatie"),
        ("Scriba Tjibbe Verzinsel", "Scriba via de organisatie"),
        ("Ledenadministratie: Saskia Verzinsel", "Ledenadministratie: via de organisatie"),
        ("Eindredactie - Saskia Verzinsel", "Eindredactie - via de organisatie"),
        ("Koster: Saskia", "Koster: via de organisatie"),
    ],
)
def test_a_person_given_as_contact_becomes_the_organisation(text: str, shown: str) -> None:
    assert mask(text).text == shown


@pytest.mark.parametrize(
    ("text", "is_contact"),
    [
        ("Opgeven bij Riet", True),
        ("Inlichtingen: Riet Voorbeeld, 0570-123456", True),
        ("bel 06-00112233", True),
        ("Ans regelt de koffie", False),
        ("Bingo (Riet)", False),
        ("Docent: Saskia de Boer", False),
        ("Opgeven bij de balie", False),
    ],
)
def test_whom_to_sign_up_with_is_told_from_who_helps(text: str, is_contact: bool) -> None:
    assert mask(text).is_contact is is_contact


@pytest.mark.parametrize(
    "text",
    [
        "Lezing door Jan Terlouw",
        "Jan Terlouw komt vertellen",
        "Het team zorgt voor soep",
        "Koffie (gratis)",
        "In gesprek met Anna Enquist, kaarten via info@bieb.example",
        "aanmelden via de website of bij de balie",
        "opgeven bij Buurthuis De Kajuit",
        "Aanmelden bij Het Venster",
        "06-03-2026 10.00 uur",
        "06-03-26 19.30 uur",
        "van 09.30-11.00 in zaal 2",
        "bel 0900-1234 of 14 0570",
        "KvK 12345678",
        "Kosten € 2,50 per keer, 10 lessen",
        "verzamelen bij Station Deventer",
        "Zanger Marco Koster Trio",
        "Lezing over natuurbeheer: Anna Enquist vertelt",
        "Redactie: Dorpsblad De Klok",
    ],
)
def test_what_is_no_personal_contact_stays(text: str) -> None:
    assert mask(text) == Masked(text)


def test_what_went_is_told_to_the_caller() -> None:
    assert mask("contact: Jan de Vries (06-12345678)").found == ("06-12345678", "Jan de Vries")


def test_the_organisations_own_number_and_address_stay() -> None:
    text = "Bel 0570-612345 of mail buurthuis@gmail.com"
    own = ("0570 61 23 45", "buurthuis@gmail.com")
    assert mask(text, own=own) == Masked(text)


def test_a_name_from_a_contact_column_goes_wherever_it_stands() -> None:
    masked = mask("Yoga, Wilma Voorbeeld heeft matjes", persons=["Wilma Voorbeeld"])
    assert masked.text == "Yoga, via de organisatie heeft matjes"


def test_a_mail_address_of_a_desk_is_functional() -> None:
    assert is_functional_mail("info@dekajuit.example")
    assert is_functional_mail("zaalverhuur.kajuit@dekajuit.example")
    assert not is_functional_mail("info@gmail.com")
    assert not is_functional_mail("j.jansen@dekajuit.example")


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        ("Wilma Voorbeeld", True),
        ("A. van den Demo", True),
        ("mw. Jansen", True),
        ("Fatma", True),
        ("JdV", True),
        ("De Vlier", False),
        ("Stichting Jan", False),
        ("Bingo", False),
        ("Bibliotheek Keizerslanden", False),
    ],
)
def test_a_cell_that_is_a_name_is_told_from_a_house(text: str, is_person: bool) -> None:
    assert looks_like_person(text) is is_person
