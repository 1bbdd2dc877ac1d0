"""Lists of persons are no agenda, whatever dates they hold. All names are invented."""

from datetime import date
from typing import Any

import pytest

from base.errors import FormatError
from ingest.spreadsheet.meanings import Meaning
from ingest.spreadsheet.persons import are_listed, are_names, is_about_one, may_be_of_a_person
from tests.sheets import briefs, delimited, named, parsed, workbook

DAY = date(2026, 4, 7)


@pytest.mark.parametrize(
    "heading",
    [
        *("Lid", "Lidnummer", "Naam lid", "Lid sinds", "Cliënt", "Cliëntnummer", "Naam cliënt"),
        *("Deelnemer", "Geb.datum", "Geboren op", "Geboortejaar", "BSN", "Passagier", "Huurder"),
        *("Ophaaladres", "Thuisadres", "Hulpvraag", "Reden bezoek", "In dienst", "Huisarts"),
    ],
)
def test_headings_that_say_something_of_one_person(heading: str) -> None:
    assert is_about_one(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Deelnemers", "Aantal leden", "Kosten per deelnemer", "Voor wie", "Adres", "Reden"),
        *("Locatie", "Klantenservice", "Bewoners welkom?", "Prijs leden", "Begin", "Gebouw"),
    ],
)
def test_headings_of_an_agenda(heading: str) -> None:
    assert not is_about_one(heading)


def test_a_column_of_names_makes_a_list_of_persons_where_nothing_says_activity() -> None:
    stated = [("Naam", Meaning.PERSON), ("Begonnen", None)]
    assert are_listed(stated, is_guess=True)
    assert not are_listed([("Activiteit", Meaning.TITLE), *stated], is_guess=False)
    assert are_listed([*stated, ("Wat", Meaning.TITLE)], is_guess=False)
    asked = [*stated, ("Wat", Meaning.TITLE), ("Waar", Meaning.VENUE)]
    assert not are_listed(asked, is_guess=False)
    assert not are_listed([("Docent", Meaning.PERSON), ("Tel", Meaning.PERSON)], is_guess=True)


def test_what_may_be_a_name_or_a_home_is_no_title_to_guess() -> None:
    assert [may_be_of_a_person(t) for t in ("Zübeyde Özgün", "Veldweg 12a", "7411 XX")] == [
        True
    ] * 3
    assert not any(may_be_of_a_person(t) for t in ("Samen eten", "Bingo", "Wijkcentrum De Ark"))
    assert are_names("Truus, Henk en mw. Proef")
    assert not are_names("Koor en koffie")


@pytest.mark.parametrize(
    "rows",
    [
        [["Voornaam", "Straat", "Lid vanaf"], ["Truus", "Veldweg 3", DAY], ["Henk", "Pad 5", DAY]],
        [
            ["Wie", "Woonadres", "Geboren"],
            ["T. Proef", "Veldweg 3", DAY],
            ["H. Test", "Pad 5", DAY],
        ],
        [["Dag", "Ophalen om", "Reiziger", "Naar"], [DAY, "9.15", "mw. Proef", "ziekenhuis"]],
        [["Datum", "Tijd", "Cliënt", "Onderwerp"], [DAY, "10.00", "K. Test", "rouw na scheiding"]],
        [["Datum", "Tijd", "Naam", "Reden"], [DAY, "10.00", "mevr. Proef", "huurachterstand"]],
        [["Datum", "Zaal", "Huurder", "Activiteit"], [DAY, "zaal 1", "fam. Proef", "80 jaar"]],
        [["Naam", "Cursus", "Startdatum", "Geb. datum"], ["T. Proef", "Valpreventie", DAY, DAY]],
        [["Yıldız Özgün", "Veldweg 3", DAY], ["Ömer Şahin", "Parklaan 8", date(1950, 1, 2)]],
        [[DAY, "10.00", "Veldweg 3", "eenzaam"], [date(2026, 4, 8), "11.00", "Pad 5", "schulden"]],
    ],
)
def test_nothing_is_taken_from_a_list_of_persons(rows: list[list[Any]]) -> None:
    with pytest.raises(FormatError) as refused:
        parsed(workbook({"Blad1": rows}))
    for secret in ("Truus", "Proef", "Veldweg", "schulden", "rouw", "huurachterstand", "80 jaar"):
        assert secret not in str(refused.value)


def test_the_refusal_says_what_to_send_instead() -> None:
    rows = [["Naam", "Datum aanmelding", "E-mail"], ["Jan de Vries", "3-3-2026", "j@example.org"]]
    with pytest.raises(FormatError, match=r"lijst van personen.*kolom “activiteit”"):
        parsed(delimited(rows))


def test_a_week_of_who_is_on_duty_is_no_agenda() -> None:
    rows = [
        ["", "maandag", "dinsdag", "woensdag"],
        ["ochtend", "9.00 Truus", "9.00 Henk en Ans", "9.00 Truus"],
        ["middag", "13.00 Fatma", "13.00 Ans", "13.00 Koor"],
    ]
    with pytest.raises(FormatError, match="lijst van personen"):
        parsed(workbook({"Balie": rows}))


@pytest.mark.parametrize(
    "rows",
    [
        [["Collega", "ma", "di", "wo"], ["Team", "9-17", "thuis", "9-13"]],
        [["", "ma", "di", "wo"], ["Truus", "9-17", "vrij", "9-13"], ["Henk", "", "9-17", "thuis"]],
    ],
)
def test_a_week_of_who_works_when_is_no_agenda(rows: list[list[Any]]) -> None:
    with pytest.raises(FormatError, match="lijst van personen"):
        parsed(workbook({"Blad1": rows}))


def test_an_agenda_beside_a_list_of_persons_is_read() -> None:
    body = workbook(
        {
            "Programma": [["Datum", "Tijd", "Activiteit"], [DAY, "10.00", "Bingo"]],
            "Rijdienst": [
                ["Datum", "Tijd", "Passagier", "Van"],
                [DAY, "9.00", "mw. Proef", "Pad 5"],
            ],
        }
    )
    made = parsed(body)
    assert briefs(made) == ["Bingo | 2026-04-07T10:00"]
    assert "Proef" not in repr(made)


def test_a_guessed_title_is_never_sure() -> None:
    rows = [
        ["Datum", "Tijd", "Omschrijving", "Docent"],
        [DAY, "10.00", "Aquarel voor beginners", "Wilma Voorbeeld"],
    ]
    made = parsed(workbook({"Voorjaar": rows}))
    assert briefs(made) == ["Aquarel voor beginners | 2026-04-07T10:00 | ?"]
    assert named(made) == [("unclear_title", 1)]
    assert "Wilma" not in repr(made)


def test_a_person_may_say_once_that_a_column_is_the_activity() -> None:
    rows = [["Datum", "Tijd", "Omschrijving"], [DAY, "10.00", "Aquarel"]]
    made = parsed(workbook({"Blad1": rows}), columns=(("Omschrijving", "activiteit"),))
    assert briefs(made) == ["Aquarel | 2026-04-07T10:00"]


def test_what_is_about_one_person_is_not_taken_over_and_not_named() -> None:
    rows = [
        ["Datum", "Tijd", "Activiteit", "Waar"],
        [DAY, "10.00", "Verjaardag Truus", "De Ark"],
        [DAY, "11.00", "Huisbezoek mw. Proef", "Veldweg 3"],
        [DAY, "12.00", "Rit van dhr. Test", "Pad 5"],
        [DAY, "13.00", "Verjaardag van de speeltuin", "De Ark"],
        [DAY, "14.00", "Gesprek met Jan Terlouw", "De Ark"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Verjaardag van de speeltuin | 2026-04-07T13:00",
        "Gesprek met Jan Terlouw | 2026-04-07T14:00",
    ]
    assert named(made) == [("no_activity", r) for r in (2, 3, 4)]
    assert not [w for w in ("Truus", "Proef", "Test", "Veldweg") if w in repr(made)]
