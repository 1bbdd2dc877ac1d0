"""Rows, columns and lists that are dated by a number of a week."""

from datetime import date
from typing import Any

import pytest

from base.errors import FormatError
from ingest.spreadsheet import weeks
from ingest.spreadsheet.period import Period
from ingest.spreadsheet.stated import Scope
from tests.sheets import briefs, delimited, named, parsed, workbook

HEAD = ["Week", "ma", "di", "wo", "do", "vr"]
SPRING = date(2026, 2, 20)


def _made(rows: list[list[Any]], *, seen_on: date = SPRING, name: str = "Blad1") -> Any:
    return parsed(workbook({name: rows}), seen_on=seen_on)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("wk 10", (10,)),
        ("Week 10, 12 en 14", (10, 12, 14)),
        ("weken 10 t/m 13", (10, 11, 12, 13)),
        ("week 52/1", (52, 1)),
        ("10", ()),
        ("week 60", ()),
        ("weekend 10", ()),
    ],
)
def test_numbers_of_weeks(text: str, numbers: tuple[int, ...]) -> None:
    assert weeks.numbers(text) == numbers


def test_a_week_lies_in_the_stretch_of_the_sheet() -> None:
    season = Period(first=date(2026, 9, 1), last=date(2027, 5, 31), has_bounds=True)
    scope = Scope(seen_on=date(2026, 8, 1), zone="Europe/Amsterdam", period=season)
    assert weeks.mondays((50, 3), scope) == (date(2026, 12, 7), date(2027, 1, 18))
    assert weeks.mondays((3,), Scope(seen_on=date(2026, 11, 1), zone="Europe/Amsterdam")) == (
        date(2027, 1, 18),
    )


def test_a_week_at_the_head_of_a_row_dates_the_row() -> None:
    rows = [
        ["Voorjaar 2026 - De Linde"],
        HEAD,
        [11, "9.30 Yoga", None, None, "14.00 Schaken", None],
        ["", None, "19.00-21.00 Koor", None, None, None],
        ["12", "9.30 Yoga", None, None, None, "20.00 Dansen"],
    ]
    assert briefs(_made(rows)) == [
        "Yoga | 2026-03-09T09:30",
        "Schaken | 2026-03-12T14:00",
        "Koor | 2026-03-10T19:00 > 2026-03-10T21:00",
        "Yoga | 2026-03-16T09:30",
        "Dansen | 2026-03-20T20:00",
    ]


def test_a_line_above_rows_may_name_their_week() -> None:
    rows = [
        ["maandag", "dinsdag", "woensdag"],
        ["Week 10"],
        ["10.00 Inloop", None, "14.00 Bingo"],
        ["week 11"],
        [None, "14.00 Breien", None],
    ]
    assert briefs(_made(rows)) == [
        "Inloop | 2026-03-02T10:00",
        "Bingo | 2026-03-04T14:00",
        "Breien | 2026-03-10T14:00",
    ]


def test_the_row_may_begin_with_the_days_of_its_week() -> None:
    rows = [
        ["", "maandag", "woensdag", "vrijdag"],
        ["2 t/m 6 maart", "10.00 Inloop", None, "15.00 Borrel"],
        [date(2026, 3, 9), "10.00 Inloop", "14.00 Bingo", None],
    ]
    assert briefs(_made(rows)) == [
        "Inloop | 2026-03-02T10:00",
        "Borrel | 2026-03-06T15:00",
        "Inloop | 2026-03-09T10:00",
        "Bingo | 2026-03-11T14:00",
    ]


def test_a_grid_below_another_stands_under_its_own_title() -> None:
    days = ["maandag", "dinsdag", "woensdag"]
    weeks_below = [
        *(["Week 10"], days, ["10.00 Inloop", None, None]),
        *(["Week 11"], days, [None, "14.00 Breien", None]),
    ]
    assert briefs(_made(weeks_below)) == ["Inloop | 2026-03-02T10:00", "Breien | 2026-03-10T14:00"]
    months_below = [
        *(["April 2026"], days, [6, 7, 8], ["10.00 Inloop", None, None]),
        *(["Mei 2026"], days, [4, 5, 6], [None, None, "14.00 Breien"]),
    ]
    assert briefs(_made(months_below)) == ["Inloop | 2026-04-06T10:00", "Breien | 2026-05-06T14:00"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Week van 9 maart", "Week van maandag 16 maart"),
        ("9 t/m 13 maart", "16 t/m 20 maart"),
        ("Week 11 (9 t/m 13 maart)", "week 12: 16-20 maart"),
        ("Programma week 11", "Programma week 12"),
    ],
)
def test_weeks_below_each_other_are_dated_by_their_lines(first: str, second: str) -> None:
    days = ["", "maandag", "dinsdag", "donderdag"]
    rows = [
        *(["Voorjaarskamp"], [first], days, ["10.00-12.00", "Hutten bouwen", None, "Koken"]),
        *([second], days, ["10.00-12.00", None, "Zwemmen", None]),
    ]
    assert briefs(_made(rows)) == [
        "Hutten bouwen | 2026-03-09T10:00 > 2026-03-09T12:00",
        "Koken | 2026-03-12T10:00 > 2026-03-12T12:00",
        "Zwemmen | 2026-03-17T10:00 > 2026-03-17T12:00",
    ]


def test_a_second_week_that_is_not_dated_is_no_sure_series() -> None:
    days = ["maandag", "dinsdag", "donderdag"]
    rows = [["Eerste week"], days, ["10.00 Koken"], ["Tweede week"], days, [None, "10.00 Zwemmen"]]
    made = _made([["Kamp in maart 2026"], *rows])
    assert [(d.title, d.is_sure) for d in made.drafts] == [("Koken", False), ("Zwemmen", False)]
    assert named(made) == [("unclear_week", 4), ("unclear_week", 7)]


def test_the_corner_of_a_grid_may_name_its_week() -> None:
    rows = [["Week 10", "maandag", "dinsdag", "woensdag"], ["ochtend", "10.00 Yoga", None, None]]
    assert briefs(_made(rows)) == ["Yoga | 2026-03-02T10:00"]


def test_a_remark_about_a_week_below_the_grid_says_nothing_of_the_rows() -> None:
    rows = [["maandag", "dinsdag", "woensdag"], ["10.00 Yoga"], ["Let op: week 12 gesloten"]]
    assert briefs(_made(rows)) == ["Yoga | 2026-02-23T10:00 | FREQ=WEEKLY;BYDAY=MO"]


def test_weeks_may_stand_across_with_the_days_down() -> None:
    rows = [
        ["", "week 10", "week 11"],
        ["maandag", "10.00 Inloop", "10.00 Koffie"],
        ["woensdag", None, "14.00 Bingo"],
        ["vrijdag", "20.00 Dansen", None],
    ]
    assert briefs(_made(rows)) == [
        "Inloop | 2026-03-02T10:00",
        "Koffie | 2026-03-09T10:00",
        "Bingo | 2026-03-11T14:00",
        "Dansen | 2026-03-06T20:00",
    ]


def test_even_and_odd_weeks_make_a_rule() -> None:
    rows = [["", "ma", "di", "wo"], ["even", "9.30 Yoga", None, None]]
    (draft,) = _made(rows).drafts
    assert draft.recurrence is not None
    assert (draft.recurrence.rrules, draft.recurrence.parity) == (("FREQ=WEEKLY;BYDAY=MO",), "even")
    assert draft.is_sure


def test_the_turns_of_a_roster_are_no_weeks_of_the_year() -> None:
    rows = [HEAD, ["1", "9.30 Yoga"], ["2", "9.30 Pilates"], ["3", "9.30 Qigong"]]
    made = _made(rows, seen_on=date(2026, 8, 20))
    assert [d.is_sure for d in made.drafts] == [False] * 3
    assert named(made) == [("unclear_week", r) for r in (2, 3, 4)]


def test_weeks_outside_the_month_of_the_sheet_go_to_a_person() -> None:
    made = _made([["Maart 2026"], HEAD, ["33", "9.30 Yoga"]])
    assert [d.is_sure for d in made.drafts] == [False]


@pytest.mark.parametrize("label", ["A", "10"])
def test_a_head_of_the_row_that_may_be_a_week_is_no_sure_series(label: str) -> None:
    head = ["", *HEAD[1:]] if label == "10" else HEAD
    made = _made([head, [label, "9.30 Yoga"]])
    assert [d.is_sure for d in made.drafts] == [False]
    assert named(made) == [("unclear_week", 2)]


def test_a_list_may_name_several_weeks() -> None:
    rows = [
        ["Activiteit", "Dag", "Weken", "Tijd"],
        ["Kookclub", "dinsdag", "10, 12 en 14", "17.00"],
        ["Repaircafé", "za", "11 t/m 13", "10.00"],
        ["Koor", "do", "oneven", "20.00"],
        ["Yoga", "vr", "blok B", "9.00"],
    ]
    made = parsed(delimited(rows))
    assert briefs(made) == [
        "Kookclub | 2026-03-03T17:00 | +2",
        "Repaircafé | 2026-03-14T10:00 | +2",
        "Koor | 2026-02-26T20:00 | FREQ=WEEKLY;BYDAY=TH",
        "Yoga | 2026-02-20T09:00 | FREQ=WEEKLY;BYDAY=FR | ?",
    ]
    assert made.drafts[2].recurrence is not None
    assert made.drafts[2].recurrence.parity == "odd"
    assert named(made) == [("unclear_week", 5)]


def test_days_down_and_times_across_need_no_times_in_the_cells() -> None:
    rows = [
        ["Van 3 maart t/m 26 juni 2026"],
        [None, "9.00 - 10.30", "19.30-21.00 uur"],
        ["dinsdag", "Wandelen", "-"],
        ["woensdag", "gesloten", "Kaarten"],
        ["vrijdag", "Wandelen", "Dansen"],
    ]
    weekly = "FREQ=WEEKLY;BYDAY={};UNTIL=20260626"
    assert briefs(_made(rows)) == [
        f"Wandelen | 2026-03-03T09:00 > 2026-03-03T10:30 | {weekly.format('TU')}",
        f"Kaarten | 2026-03-04T19:30 > 2026-03-04T21:00 | {weekly.format('WE')}",
        f"Wandelen | 2026-03-06T09:00 > 2026-03-06T10:30 | {weekly.format('FR')}",
        f"Dansen | 2026-03-06T19:30 > 2026-03-06T21:00 | {weekly.format('FR')}",
    ]


def test_names_under_times_are_who_is_on_duty() -> None:
    rows = [[None, "9.00-12.00", "12.00-17.00"], ["ma", "Truus", "Henk"]]
    rows += [["di", "Wim", "Bep"], ["wo", "Nel", "Koos en Bets"]]
    with pytest.raises(FormatError):
        _made(rows)


WITH_ITS_TIME = [["Dag", "Ochtend\n9.30-11.30 uur", "Middag (13.00-15.00)", "Avond 19.30"]]
ABOVE_ITS_TIME = [
    ["Dag", "Ochtend", "Middag", "Avond"],
    [None, "9.30-11.30 uur", "13.00-15.00", "19.30 uur"],
]


@pytest.mark.parametrize("head", [WITH_ITS_TIME, ABOVE_ITS_TIME])
def test_parts_of_the_day_may_have_their_time_beside_or_below_them(
    head: list[list[str | None]],
) -> None:
    rows = [
        ["Weekrooster, geldig van 2 maart t/m 26 juni 2026"],
        [],
        *head,
        ["maandag", "Breicafé", "Jeu de boules *", None],
        ["woensdag", "Zangles (vol)", None, "Bridge"],
        ["vrijdag", None, "Samen eten\n17.00-19.00 uur", None],
        [],
        ["* niet in de schoolvakanties"],
    ]
    made = _made(rows)
    weekly = "FREQ=WEEKLY;BYDAY={};UNTIL=20260626"
    assert briefs(made) == [
        f"Breicafé | 2026-03-02T09:30 > 2026-03-02T11:30 | {weekly.format('MO')}",
        f"Jeu de boules | 2026-03-02T13:00 > 2026-03-02T15:00 | {weekly.format('MO')}",
        f"Zangles | 2026-03-04T09:30 > 2026-03-04T11:30 | {weekly.format('WE')}",
        f"Bridge | 2026-03-04T19:30 | {weekly.format('WE')}",
        f"Samen eten | 2026-03-06T17:00 > 2026-03-06T19:00 | {weekly.format('FR')}",
    ]
    rules = [d.recurrence for d in made.drafts if d.recurrence is not None]
    assert [bool(r.exclusions) for r in rules] == [False, True, False, False, False]
    assert "Vol" in (made.drafts[2].description or "")
