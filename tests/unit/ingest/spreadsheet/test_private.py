"""What must never be published, wherever it stands in a sheet. Names and numbers are invented."""

from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from base.errors import FormatError
from ingest.spreadsheet.meanings import NEVER_SHOWN, Meaning, of_heading
from tests.sheets import briefs, delimited, named, parsed, workbook

HEAD = ["Datum", "Tijd", "Activiteit", "Locatie", "Opmerkingen", "Contactpersoon"]


def _one(*row: Any, head: list[str] | None = None) -> Any:
    (draft,) = parsed(delimited([head or HEAD, list(row)])).drafts
    return draft


@pytest.mark.parametrize(
    "heading",
    [
        *("Contactpersoon", "Tel.", "E-mail", "Telefoonnummer contactpersoon", "Vrijwilliger(s)"),
        *("Opmerking intern", "Aantal deelnemers", "Begroting", "Sleutel bij", "Beheerder"),
        *("Ingevoerd door", "intern (begeleiding)", "Verwacht aantal", "Tijdstempel", "Docent"),
        *("Naam contactpersoon", "Bardienst", "Max. aantal", "Geboortedatum"),
    ],
)
def test_columns_about_persons_and_the_house_stay_inside(heading: str) -> None:
    assert of_heading(heading) in NEVER_SHOWN


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Wanneer is de activiteit?", Meaning.DATE),
        ("Hoe laat begint het?", Meaning.START_TIME),
        ("Hoe laat eindigt het?", Meaning.END_TIME),
        ("Naam van de activiteit", Meaning.TITLE),
        ("Wat zijn de kosten?", Meaning.PRICE),
        ("Waar?", Meaning.VENUE),
        ("Activiteit / tijd / plaats", Meaning.TITLE),
        ("Wijk/dorp", Meaning.NEIGHBOURHOOD),
        ("Bijzonderheden:", Meaning.REMARK),
        ("Kleur", None),
    ],
)
def test_headings_of_forms_and_lists_are_understood(heading: str, meaning: Meaning | None) -> None:
    assert of_heading(heading) is meaning


def test_names_of_a_contact_column_are_masked_wherever_else_they_stand() -> None:
    draft = _one(
        "3-3-2026", "10.00", "Bingo", "De Ark", "vraag naar Wilma Voorbeeld", "Wilma Voorbeeld"
    )
    assert "Wilma" not in repr(draft)
    assert draft.is_sure


def test_a_column_that_turns_out_to_hold_persons_is_not_shown() -> None:
    head = ["Datum", "Tijd", "Activiteit", "Wie"]
    rows = [
        ["3-3-2026", "10.00", "Bingo", "Henk Testema"],
        ["4-3-2026", "10.00", "Koor", "Ans Proef"],
    ]
    made = parsed(delimited([head, *rows]))
    assert [d.audience for d in made.drafts] == [None, None]
    assert made.columns[3].meaning is Meaning.PERSON


def test_numbers_and_addresses_of_persons_go_from_free_cells() -> None:
    draft = _one(
        *("3-3-2026", "10.00", "Bingo (opgeven bij Joke Voorbeeld 0570-001103)", "De Ark"),
        *("of mail joke.v@example.org / 06-12345678", ""),
    )
    assert draft.title == "Bingo"
    for secret in ("Joke", "0570", "joke.v", "12345678"):
        assert secret not in repr(draft)


def test_a_desk_and_a_speaker_stay() -> None:
    draft = _one(
        "3-3-2026", "10.00", "Lezing door Jan Terlouw", "De Ark", "via info@bieb.example", ""
    )
    assert (draft.title, draft.description) == ("Lezing door Jan Terlouw", "via info@bieb.example")


@pytest.mark.parametrize(
    "place",
    [
        "bij Marja thuis, Dorpsstraat 5",
        "Dorpsstraat 12 (fam. de Boer)",
        "adres volgt na aanmelding",
        "bij een deelnemer thuis",
    ],
)
def test_a_home_is_left_out_and_a_person_decides(place: str) -> None:
    draft = _one("3-3-2026", "10.00", "Breien", place, "", "")
    assert (draft.venue, draft.address, draft.is_sure) == (None, None, False)
    assert "Dorpsstraat" not in repr(draft)


def test_hidden_rows_columns_and_sheets_give_nothing() -> None:
    def touch(book: Workbook) -> None:
        sheet = book["maart"]
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        book["oud"].sheet_state = "hidden"

    head = ["Datum", "Tijd", "Activiteit", "Opmerkingen"]
    rows = [
        head,
        [date(2026, 3, 3), "10.00", "Bingo", "kas klopt niet"],
        [date(2026, 3, 4), "10.00", "Geheim", None],
    ]
    old = [head, [date(2025, 3, 3), "10.00", "Vorig jaar", None]]
    made = parsed(workbook({"maart": rows, "oud": old}, touch))
    assert briefs(made) == ["Bingo | 2026-03-03T10:00"]
    assert made.drafts[0].description == ""
    assert named(made) == [("hidden_rows", 3), ("hidden_sheets", None)]
    assert "Geheim" not in repr(made)


@pytest.mark.parametrize(
    "remark",
    [
        *("besloten", "CONCEPT, nog niet akkoord", "niet in de krant zetten", "alleen voor leden"),
        *("intern", "niet publiceren", "privéfeest"),
    ],
)
def test_what_is_marked_as_not_public_is_left_out(remark: str) -> None:
    made = parsed(delimited([HEAD, ["3-3-2026", "10.00", "Feest", "De Ark", remark, ""]]))
    assert (made.drafts, named(made)) == ((), [("not_public", 2)])


@pytest.mark.parametrize(
    ("title", "remark", "read"),
    [
        ("Yoga gaat niet door!", "", "Yoga | 2026-03-03T10:00 | cancelled"),
        ("VERVALLEN: Yoga", "", "Yoga | 2026-03-03T10:00 | cancelled"),
        ("Yoga", "geannuleerd", "Yoga | 2026-03-03T10:00 | cancelled"),
        ("Yoga", "vervalt bij regen", "Yoga | 2026-03-03T10:00"),
        ("Yoga", "gaat niet door op 10 maart", "Yoga | 2026-03-03T10:00 | ?"),
        ("Yoga", "onder voorbehoud", "Yoga | 2026-03-03T10:00 | ?"),
        ("Yoga (VOL)", "", "Yoga | 2026-03-03T10:00"),
    ],
)
def test_off_only_when_that_is_said_flatly(title: str, remark: str, read: str) -> None:
    made = parsed(delimited([HEAD, ["3-3-2026", "10.00", title, "De Ark", remark, ""]]))
    assert briefs(made) == [read]


@pytest.mark.parametrize(
    "title", ["=cmd|' /C calc'!A0", "+1+1|cmd", "@SUM(1+1)", '=HYPERLINK("x")']
)
def test_a_formula_as_text_is_never_a_title(title: str) -> None:
    made = parsed(delimited([HEAD, ["3-3-2026", "10.00", title, "De Ark", "", ""]]))
    assert (made.drafts, named(made)[0]) == ((), ("formula", 2))


def test_a_person_corrects_what_a_column_means() -> None:
    rows = [
        ["Datum", "Tijd", "Titel", "Kleur", "Soort"],
        ["3-3-2026", "10.00", "Bingo", "60+", "De Ark"],
    ]
    fixes = (("Kleur", "doelgroep"), ("Soort", "locatie"), ("Tijd", "weg ermee"))
    (draft,) = parsed(delimited(rows), columns=fixes).drafts
    assert (draft.audience, draft.venue, draft.start.iso()) == ("60+", "De Ark", "2026-03-03")


@pytest.mark.parametrize(
    "rows",
    [
        [["Post", "Bedrag"], ["Koffie", "12,50"]],
        [["Datum", "Omschrijving", "Bedrag", "Saldo"], ["3-3-2026", "Inkoop", "12", "100"]],
        [["Beste mensen,"], ["zie de bijlage"]],
    ],
)
def test_a_sheet_that_is_no_agenda_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(FormatError, match="Wij vinden geen agenda"):
        parsed(delimited(rows))


def test_a_person_in_a_heading_is_nowhere_and_the_column_goes_by_its_letter() -> None:
    head = ["Activiteit", "Datum", "opgeven bij Joke 0570-001103"]
    made = parsed(workbook({"Blad1": [head, ["Bingo", date(2026, 4, 7), "ja"]]}))
    assert [c.heading for c in made.columns] == ["Activiteit", "Datum", "C"]
    assert "Joke" not in repr(made)
