"""Lines of their own between rows that name a month or week: which year they are of."""

from datetime import date
from typing import Any

import pytest

from tests.sheets import parsed, workbook

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
