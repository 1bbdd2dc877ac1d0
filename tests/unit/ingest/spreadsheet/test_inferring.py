"""Columns without a heading that we know: what they hold, and what a person says of them."""

from datetime import date
from typing import Any

import pytest

from base.errors import FormatError
from tests.sheets import briefs, delimited, named, parsed, workbook

ROWS = [
    [date(2026, 4, 7), "14.00-16.00", "Klaverjassen", "Buurthuis De Brug"],
    [date(2026, 4, 9), "10.00-11.30", "Bloemschikken", "Buurthuis De Brug"],
    [date(2026, 4, 10), "19.30", "Dia-avond over Texel", "Dorpshuis De Hoeve"],
]


def _made(rows: list[list[Any]], *columns: tuple[str, str]) -> Any:
    return parsed(workbook({"Blad1": rows}), columns=columns)


def test_a_person_names_the_activity_by_the_letter_of_its_column() -> None:
    asked, said = _made(ROWS), _made(ROWS, ("C", "activiteit"))
    assert [d.is_sure for d in asked.drafts] == [False] * 3
    assert briefs(said)[0] == "Klaverjassen | 2026-04-07T14:00 > 2026-04-07T16:00"
    assert [d.is_sure for d in said.drafts] == [True] * 3
    assert [c.heading for c in said.columns] == ["A", "B", "C", "D"]
    assert (said.drafts[0].venue, named(said)) == ("Buurthuis De Brug", [])


def test_what_the_letters_say_counts_above_what_the_cells_look_like() -> None:
    made = _made(ROWS, ("c", "omschrijving"), ("D", "Activiteit"), ("B", "niet gebruiken"))
    assert briefs(made)[2] == "Dorpshuis De Hoeve | 2026-04-10"
    assert made.drafts[2].description == "Dia-avond over Texel"


def test_one_of_two_columns_of_dates_stays_a_guess_until_somebody_says_which() -> None:
    rows = [[date(2026, 3, 1), *row] for row in ROWS]
    asked = _made(rows, ("D", "activiteit"))
    assert [d.is_sure for d in asked.drafts] == [False] * 3
    assert named(asked) == [("unclear_columns", 1)]
    said = _made(rows, ("D", "activiteit"), ("B", "datum"))
    assert [d.start.day for d in said.drafts] == [row[0] for row in ROWS]
    assert [d.is_sure for d in said.drafts] == [True] * 3


@pytest.mark.parametrize(
    "extra",
    [("€ 150,-", "€ 90,-", "€ 20,-"), ("groen", "groen", "rood"), ("13.30", "9.30", "19.00")],
)
def test_a_price_a_word_or_a_time_that_nothing_explains_is_not_sure(extra: tuple[str, ...]) -> None:
    rows = [[*row[:3], more] for row, more in zip(ROWS, extra, strict=True)]
    made = _made(rows, ("C", "activiteit"))
    assert [d.is_sure for d in made.drafts] == [False] * 3
    settled = _made(rows, ("C", "activiteit"), ("D", "niet gebruiken"), ("B", "tijd"))
    assert [d.is_sure for d in settled.drafts] == [True] * 3
    assert not any(more in repr(settled.drafts) for more in extra)


def test_one_row_is_enough_when_a_person_says_what_is_in_it() -> None:
    assert briefs(_made(ROWS[:1], ("C", "activiteit"))) == [
        "Klaverjassen | 2026-04-07T14:00 > 2026-04-07T16:00"
    ]
    with pytest.raises(FormatError):
        _made(ROWS[:1])


def test_headings_that_we_do_not_know_are_headings_and_no_activity() -> None:
    head = ["Momentje", "Klokje", "Bezigheid", "Stekkie"]
    made = _made([["Lente in de wijk"], head, *ROWS])
    assert [d.title for d in made.drafts] == [row[2] for row in ROWS]
    assert [c.heading for c in made.columns] == head
    assert named(made) == [("unclear_title", 2)]
    fixes = (("Bezigheid", "activiteit"), ("Momentje", "datum"), ("B", "tijd"), ("D", "locatie"))
    assert [d.is_sure for d in _made([head, *ROWS], *fixes).drafts] == [True] * 3


def test_a_day_under_a_heading_that_we_do_not_know_is_a_guess() -> None:
    rows = [["Binnengekomen", "Klokje", "Activiteit"], *(row[:3] for row in ROWS)]
    made = _made(rows)
    assert [d.is_sure for d in made.drafts] == [False] * 3
    assert named(made) == [("unclear_columns", 1)]


def test_one_heading_about_a_person_is_enough_to_refuse() -> None:
    rows = [["Klokje", "Momentje", "Cliënt"], ["10.00", "7-4-2026", "samen wandelen"]]
    with pytest.raises(FormatError, match="lijst van personen"):
        parsed(delimited([*rows, ["11.00", "8-4-2026", "naar de markt"]]))
