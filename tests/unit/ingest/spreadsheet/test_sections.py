"""Lines of their own between rows that name a month or week: which year they are of."""

from datetime import date
from typing import Any

import pytest

from tests.sheets import briefs, parsed, workbook

HEAD = ["Dag", "Tijd", "Activiteit"]


def _days(title: str, *lines: Any, seen_on: date = date(2026, 8, 20)) -> list[str]:
    rows: list[list[Any]] = [[title], HEAD]
    rows += [[line] if isinstance(line, str) else [*line] for line in lines]
    made = parsed(workbook({"Blad1": rows}), seen_on=seen_on)
    return [d.start.iso()[:10] + ("" if d.is_sure else " ?") for d in made.drafts]


def _row(day: str) -> tuple[str, str, str]:
    return (day, "10.00", f"Op {day}")


@pytest.mark.parametrize(
    "title", ["Jaarprogramma 2026-2027", "Programma 2026", "Najaar 2026", "Wat er komt"]
)
def test_months_go_on_into_the_next_year(title: str) -> None:
    lines = ("OKTOBER", _row("ma 5"), "DECEMBER", _row("di 8"), "JANUARI", _row("wo 13"))
    more = ("FEBRUARI", _row("do 11"))
    assert _days(title, *lines, *more) == ["2026-10-05", "2026-12-08", "2027-01-13", "2027-02-11"]


def test_a_season_that_has_turned_is_read_in_its_second_year() -> None:
    spring = _days("Seizoen 2026/2027", "MAART", _row("wo 3"), seen_on=date(2027, 2, 1))
    assert spring == ["2027-03-03"]


def test_a_second_list_that_begins_again_is_of_the_first_year() -> None:
    lines = ("NOVEMBER", _row("do 5"), "JANUARI", _row("do 7"), "NOVEMBER", _row("vr 6"))
    assert _days("Programma 2026", *lines) == ["2026-11-05", "2027-01-07", "2026-11-06"]


def test_a_month_out_of_order_does_not_turn_the_year() -> None:
    lines = ("MEI", _row("ma 4"), "APRIL", _row("wo 8"))
    assert _days("Programma 2026", *lines, seen_on=date(2026, 3, 1)) == ["2026-05-04", "2026-04-08"]


def test_weeks_of_a_season_lie_in_its_two_years() -> None:
    lines = ("Week 50", _row("dinsdag"), "Week 2", _row("dinsdag"))
    assert _days("Seizoen 2026-2027", *lines) == ["2026-12-08", "2027-01-12"]


def test_a_month_stands_once_in_its_column_beside_numbers_of_days() -> None:
    rows = [
        ["Ouderensoos De Linde 2026"],
        ["Maand", "Dag", "Programma", "Tijd"],
        ["april", 8, "Bingo", "14.00-16.00"],
        [None, 22, "Quiz", "14.00-16.00"],
        ["mei", "wo 6", "Film", "14.00-16.00"],
        [None, "20.", "Dansen", "14.00-16.00"],
        [None, "31", "Koor", "14.00-16.00"],
        ["juni", 31, "Zomerfeest", "14.00-16.00"],
        ["zomer?", 12, "Picknick", "14.00-16.00"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Bingo | 2026-04-08T14:00 > 2026-04-08T16:00",
        "Quiz | 2026-04-22T14:00 > 2026-04-22T16:00",
        "Film | 2026-05-06T14:00 > 2026-05-06T16:00",
        "Dansen | 2026-05-20T14:00 > 2026-05-20T16:00",
        "Koor | 2026-05-31T14:00 > 2026-05-31T16:00",
    ]
    assert [p.origin.row for p in made.problems] == [8, 9]


def test_a_row_that_waits_for_its_date_is_no_row_of_headings() -> None:
    rows = [
        ["Dorpskalender 2026"],
        ["maand", "dag", "wat", "waar", "tijd"],
        ["mei", "za 9", "Plantjesmarkt", "plein", "10.00-12.00"],
        [None, "datum volgt", "Orgelconcert", "kerk", None],
        ["juni", "zo 7", "Braderie", "plein", "11.00-17.00"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Plantjesmarkt | 2026-05-09T10:00 > 2026-05-09T12:00",
        "Braderie | 2026-06-07T11:00 > 2026-06-07T17:00",
    ]
    assert [(p.code, p.origin.row) for p in made.problems] == [("no_date", 4)]


def test_a_bare_day_is_of_the_month_that_a_row_above_it_names() -> None:
    rows = [
        ["Programma 2026"],
        ["Datum", "Wat", "Tijd"],
        ["wo 4 maart", "Bingo", "14.00"],
        [11, "Quiz", "14.00"],
        ["wo 18", "Film", "14.00"],
        ["do 25", "Dans", "14.00"],
        ["8 april", "Koor", "14.00"],
        ["1", "Toneel", "14.00"],
        ["15", "Lezing", "14.00"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Bingo | 2026-03-04T14:00",
        "Quiz | 2026-03-11T14:00",
        "Film | 2026-03-18T14:00",
        "Dans | 2027-03-25T14:00 | ?",
        "Koor | 2026-04-08T14:00",
    ]
    assert [p.origin.row for p in made.problems] == [6, 8, 9]


def test_a_winter_begins_in_the_first_of_its_two_years() -> None:
    rows = [["Maand", "Dag", "Wat", "Tijd"], ["november", 4, "Bingo", "14.00"]]
    rows += [[None, 11, "Quiz", "14.00"], ["januari", 6, "Film", "14.00"]]
    for title in ("Winterprogramma 2026-2027", "Winter 2026"):
        made = parsed(workbook({"Blad1": [[title], *rows]}))
        assert [d.start.iso()[:10] for d in made.drafts] == [
            "2026-11-04",
            "2026-11-11",
            "2027-01-06",
        ]
