"""Months at the head of columns: days below them are dates, and nothing is made of the rest."""

from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.months import Month, of_heading
from tests.sheets import briefs, delimited, named, parsed, workbook


def _dates(made: Any) -> list[str]:
    (draft,) = made.drafts
    rest = draft.recurrence.rdates if draft.recurrence else ()
    return [m.day.isoformat() for m in (draft.start, *rest)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("mrt", (3, None)),
        ("Sept.", (9, None)),
        ("april 2027", (4, 2027)),
        ("okt '26", (10, 2026)),
        ("maandag", None),
        ("mei-avond in het dorp", None),
    ],
)
def test_headings_that_are_months(text: str, month: tuple[int, int | None] | None) -> None:
    expected = Month(month[0], month[1], text) if month else None
    assert of_heading(Cell(text=text, value=text)) == expected


def test_days_under_months_go_on_over_the_turn_of_the_year() -> None:
    head = ["Wat", "Hoe laat", "nov", "dec", "jan", "feb", "Waar"]
    row = ["Leeskring", "14.00-15.30", "4 en 18", "2 + 16", "di 6; 20", "", "Bibliotheek"]
    rows = [["Seizoen 2026-2027"], head, row]
    row[4] = "wo 6; 20"
    made = parsed(delimited(rows), seen_on=date(2026, 10, 1))
    assert _dates(made) == [
        *("2026-11-04", "2026-11-18", "2026-12-02", "2026-12-16", "2027-01-06", "2027-01-20"),
    ]
    (draft,) = made.drafts
    assert (draft.is_sure, draft.venue, draft.start.iso()) == (
        *(True, "Bibliotheek"),
        "2026-11-04T14:00",
    )


def test_a_heading_may_be_a_date_that_shows_its_month() -> None:
    def touch(book: Workbook) -> None:
        for cell in book["Plan"][1][3:]:
            cell.number_format = "mmm-yy"

    months = [datetime(2027, m, 1) for m in (1, 2, 3)]
    rows = [
        ["Activiteit", "Weekdag", "Tijd", *months],
        ["Kookclub", "do", "17.30", 14, 11, "11, 25"],
    ]
    made = parsed(workbook({"Plan": rows}, touch))
    assert _dates(made) == ["2027-01-14", "2027-02-11", "2027-03-11", "2027-03-25"]
    assert made.drafts[0].is_sure


def test_a_year_in_one_heading_dates_the_others() -> None:
    rows = [["Activiteit", "Dag", "december", "januari 2028"], ["Koor", "ma", "13", "10, 24"]]
    assert _dates(parsed(delimited(rows))) == ["2027-12-13", "2028-01-10", "2028-01-24"]


def test_lone_numbers_without_a_weekday_may_be_counts() -> None:
    rows = [["Activiteit", "Tijd", "april", "mei", "juni"], ["Bingo", "14.00", "12", "15", "9"]]
    made = parsed(delimited(rows))
    assert briefs(made) == ["Bingo | 2026-04-12T14:00 | +2 | ?"]
    assert named(made) == [("unclear_months", 2)]


def test_days_that_are_not_on_the_weekday_go_to_a_person() -> None:
    rows = [["Activiteit", "Dag", "april", "mei"], ["Yoga", "dinsdag", "7, 21", "5, 20"]]
    made = parsed(delimited(rows))
    assert [d.is_sure for d in made.drafts] == [False]
    assert ("unclear_months", 2) in named(made)


@pytest.mark.parametrize("cell", ["x", "2e week", "12 t/m 14", "8,22 (onder voorbehoud)", "31"])
def test_what_is_no_list_of_days_is_named_and_never_a_sure_series(cell: str) -> None:
    rows = [["Activiteit", "Dag", "Tijd", "april", "juni"], ["Soos", "wo", "19.30", cell, cell]]
    made = parsed(delimited(rows))
    assert [d.is_sure for d in made.drafts] == [False]
    assert ("unclear_months", 2) in named(made)
    assert any("april" in p.message for p in made.problems)


def test_nothing_on_in_a_month_is_no_day() -> None:
    rows = [["Activiteit", "Dag", "april", "mei"], ["Soos", "wo", "8, 22", "vervalt"]]
    made = parsed(delimited(rows))
    assert (_dates(made), made.drafts[0].is_sure) == (["2026-04-08", "2026-04-22"], True)


def test_a_row_without_days_under_its_months_is_no_sure_series_either() -> None:
    head = ["Activiteit", "Dag", "Tijd", "april", "juni"]
    rows = [head, ["Soos", "wo", "19.30", "8", "10"], ["Sjoelen", "wo", "14.00", "-", ""]]
    made = parsed(delimited(rows))
    assert [(d.title, d.is_sure) for d in made.drafts] == [("Soos", True), ("Sjoelen", False)]


def test_a_date_of_its_own_outweighs_counts_under_months() -> None:
    rows = [["Datum", "Activiteit", "jan", "feb"], ["3-3-2026", "Lezing", "41", "38"]]
    assert briefs(parsed(delimited(rows))) == ["Lezing | 2026-03-03"]
