"""Columns that say of each row whether it may be shown. What they keep inside stays inside."""

from typing import Any

import pytest
from openpyxl import Workbook

from ingest.spreadsheet.meanings import Meaning, of_heading
from tests.sheets import briefs, delimited, named, parsed, workbook


def _read(heading: str, *answers: str) -> Any:
    rows = [["Datum", "Tijd", "Activiteit", heading]]
    rows += [[f"{n}-3-2026", "10.00", f"Punt {n}", a] for n, a in enumerate(answers, 3)]
    return parsed(delimited(rows))


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        *((h, Meaning.PUBLIC) for h in ("Op de website?", "Publiceren (ja/nee)", "Openbaar")),
        *((h, Meaning.PUBLIC) for h in ("Mag in de nieuwsbrief", "Plaatsen op site", "In krant")),
        *((h, Meaning.PRIVATE) for h in ("Privé", "Besloten?", "Niet publiceren", "Intern")),
        ("Niet op de website", Meaning.PRIVATE),
        ("Alleen voor leden", Meaning.PRIVATE),
        ("Toon op site?", Meaning.PUBLIC),
        ("Openbaar vervoer", None),
        ("Contactpersoon op website", Meaning.PERSON),
        ("Telefoon privé", Meaning.PERSON),
        ("Intern (begeleiding)", Meaning.INTERNAL),
    ],
)
def test_headings_that_ask_whether_a_row_may_be_shown(heading: str, meaning: Meaning) -> None:
    assert of_heading(heading) is meaning


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("Op website", ("ja", "nee")),
        ("Publiceren?", ("x", "nog niet")),
        ("Openbaar", ("WAAR", "ONWAAR")),
        ("Website", ("ja", "nee")),
        ("Privé", ("ONWAAR", "WAAR")),
        ("Niet publiceren", ("", "x")),
        ("Intern", ("nee", "ja")),
        ("Gevoeligheid", ("Normaal", "Persoonlijk")),
        ("Zichtbaarheid", ("openbaar", "besloten")),
        ("Intern/extern", ("extern", "intern")),
        ("Publiek", ("ja", "nee")),
        ("Soort", ("cursus", "besloten")),
        ("Doelgroep", ("iedereen", "alleen voor leden")),
    ],
)
def test_a_row_that_may_not_be_shown_is_kept_inside(heading: str, answers: tuple[str, str]) -> None:
    made = _read(heading, *answers)
    assert briefs(made) == ["Punt 3 | 2026-03-03T10:00"]
    assert named(made) == [("not_public", 3)]
    assert "Punt 4" not in repr(made)


def test_what_is_left_open_among_answers_goes_to_a_person() -> None:
    made = _read("Op website", "ja", "ja", "", "vraag Wim eerst")
    assert [d.is_sure for d in made.drafts] == [True, True, False, False]
    assert "Wim" not in repr(made.drafts)


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("Op website", ("", "")),
        ("Intern", ("koffie klaarzetten", "stoelen terug")),
        ("Op website", ("https://voorbeeld.example/a", "https://voorbeeld.example/b")),
        ("Toon kaartlink", ("true", "false")),
        ("Prioriteit", ("Normaal", "Hoog")),
    ],
)
def test_a_column_without_answers_says_nothing(heading: str, answers: tuple[str, str]) -> None:
    made = _read(heading, *answers)
    assert [d.is_sure for d in made.drafts] == [True, True]
    assert "koffie" not in repr(made.drafts)


def test_a_hidden_column_still_keeps_a_row_inside() -> None:
    def touch(book: Workbook) -> None:
        book["Blad1"].column_dimensions["D"].hidden = True

    rows = [["Datum", "Tijd", "Activiteit", "Besloten"]]
    rows += [["3-3-2026", "10.00", "Koor", "nee"], ["4-3-2026", "10.00", "Raadsborrel", "ja"]]
    made = parsed(workbook({"Blad1": rows}, touch))
    assert briefs(made) == ["Koor | 2026-03-03T10:00"]


def test_in_a_matrix_of_weekdays_too() -> None:
    rows = [["Activiteit", "ma", "di", "wo", "Op website"]]
    rows += [["Schaken", "19.00", None, None, "ja"], ["Kernteam", None, "20.00", None, "nee"]]
    made = parsed(workbook({"Blad1": rows}))
    assert [d.title for d in made.drafts] == ["Schaken"]
    assert named(made) == [("not_public", 3)]


def test_a_meeting_of_the_team_stays_inside_whatever_it_is_about() -> None:
    rows = [["Datum", "Tijd", "Activiteit"], ["3-3-2026", "9.00", "Teamoverleg jongerenwerk"]]
    rows += [["4-3-2026", "9.00", "Projectvergadering speelbos: denk mee"]]
    assert [d.title for d in parsed(delimited(rows)).drafts] == [
        "Projectvergadering speelbos: denk mee"
    ]
