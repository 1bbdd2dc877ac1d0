"""Dates, rules and times as the columns of a list state them together."""

from datetime import date, time
from typing import Any

import pytest

from agenda.status import Exclusion, WeekParity
from tests.sheets import briefs, delimited, named, parsed, workbook

SPREAD = ["Startdatum", "Einddatum", "Dag", "Begintijd", "Eindtijd", "Activiteit", "Frequentie"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("3/3, 10/3, 17/3", ["A | 2026-03-03T10:00 | +2"]),
        (
            "elke 2e en 4e woensdag van de maand",
            ["A | 2026-02-25T10:00 | FREQ=MONTHLY;BYDAY=2WE,4WE"],
        ),
        ("woensdag 04-03", ["A | 2026-03-04T10:00"]),
        (
            "4 maart t/m 25 maart (wekelijks)",
            ["A | 2026-03-04T10:00 | FREQ=WEEKLY;BYDAY=WE;UNTIL=20260325"],
        ),
        ("om de week op woensdag (even weken)", ["A | 2026-02-25T10:00 | FREQ=WEEKLY;BYDAY=WE"]),
        ("ma- en do-middag", ["A | 2026-02-23T10:00 | FREQ=WEEKLY;BYDAY=MO,TH"]),
        ("2 maart - 6 maart", ["A | 2026-03-02T10:00 | ?"]),
        ("di 3 maart VERVALT", ["A | 2026-03-03T10:00 | cancelled"]),
        ("03.03.2026", ["A | 2026-03-03T10:00"]),
        ("di 4-3-2026", ["A | 2026-03-04T10:00 | ?"]),
    ],
)
def test_a_date_in_words_is_read(cell: str, read: list[str]) -> None:
    rows = [["Datum", "Tijd", "Activiteit"], [cell, "10.00", "A"], ["5-3-2026", "10.00", "B"]]
    first = [b for b in briefs(parsed(delimited(rows))) if b.startswith("A")]
    if "even weken" in cell:
        assert first == ["A | 2026-03-04T10:00 | FREQ=WEEKLY;BYDAY=WE"]
    else:
        assert first == read


@pytest.mark.parametrize(
    "cell", ["n.t.b.", "volgt", "op afspraak", "31-4-2026", "30 februari", "maart"]
)
def test_a_row_without_a_readable_date_is_named(cell: str) -> None:
    rows = [["Datum", "Tijd", "Activiteit"], [cell, "10.00", "A"], ["5-3-2026", "10.00", "B"]]
    made = parsed(delimited(rows))
    assert briefs(made) == ["B | 2026-03-05T10:00"]
    assert [row for _, row in named(made)] == [2]
    assert cell in made.problems[0].message


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("10-12", ["T10:00 > 12:00"]),
        ("10.00u-12.00u", ["T10:00 > 12:00"]),
        ("1400-1600", ["T14:00 > 16:00"]),
        ("19u30", ["T19:30"]),
        ("v.a. 10 uur", ["T10:00"]),
        ("9.00-10.00 / 10.15-11.15", ["T09:00 > 10:00", "T10:15 > 11:15"]),
        ("10.00-12.00 & 13.00-15.00", ["T10:00 > 12:00", "T13:00 > 15:00"]),
        ("20.00-22.00 uur, zaal open 19.30", ["T20:00 > 22:00"]),
        ("20.00 – 0:30", ["T20:00 > 00:30"]),
        ("1:30 PM", ["T13:30"]),
        ("hele dag", [""]),
        (time(14, 5), ["T14:05"]),
        (0.5, ["T12:00"]),
        (9.3, ["T09:30"]),
        (14, ["T14:00"]),
        ("ochtend", [" ?"]),
        ("16.00-14.00", ["T16:00 ?"]),
        ("10.00/14.00", ["T10:00 ?", "T14:00 ?"]),
    ],
)
def test_a_time_is_read_or_doubted(cell: Any, read: list[str]) -> None:
    rows = [["Datum", "Tijd", "Activiteit"], [date(2026, 3, 3), cell, "A"]]
    made = [
        d.start.iso().removeprefix("2026-03-03")
        + (f" > {d.end.clock:%H:%M}" if d.end and d.end.clock else "")
        + (" ?" if d.doubts else "")
        for d in parsed(workbook({"a": rows})).drafts
    ]
    assert made == read


def test_hours_that_excel_took_for_a_date_are_doubted() -> None:
    rows = [["Datum", "Tijd", "Activiteit"], [date(2026, 3, 3), date(2026, 12, 10), "A"]]
    rows += [[date(2026, 3, n), "10.00", "B"] for n in (4, 5, 6)]
    first = parsed(workbook({"a": rows})).drafts[0]
    assert first.start.clock == time(10)
    assert first.doubts[0].reason == (
        "Er staat een datum waar een tijd hoort; wij lezen 10 tot 12 uur."
    )


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (
            [date(2026, 3, 3), date(2026, 6, 30), "dinsdag", time(10), time(11), "A", "wekelijks"],
            "A | 2026-03-03T10:00 > 2026-03-03T11:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630",
        ),
        (
            [date(2026, 3, 5), date(2026, 6, 30), "donderdag", time(10), None, "A", "om de week"],
            "A | 2026-03-05T10:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20260630",
        ),
        (
            [
                date(2026, 3, 4),
                date(2026, 6, 30),
                "woensdag",
                time(10),
                None,
                "A",
                "1e woensdag van de maand",
            ],
            "A | 2026-03-04T10:00 | FREQ=MONTHLY;BYDAY=1WE;UNTIL=20260630",
        ),
        (
            [date(2026, 3, 6), None, "vrijdag", time(10), None, "A", "eenmalig"],
            "A | 2026-03-06T10:00",
        ),
        (
            [date(2026, 3, 2), date(2026, 3, 30), None, time(10), None, "A", "elke week"],
            "A | 2026-03-02T10:00 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330",
        ),
        (
            [date(2026, 3, 4), date(2026, 6, 30), "woensdag", time(10), None, "A", "maandelijks"],
            "A | 2026-03-04T10:00 | FREQ=WEEKLY;BYDAY=WE;UNTIL=20260630 | ?",
        ),
    ],
)
def test_a_rule_from_several_columns(row: list[Any], read: str) -> None:
    assert briefs(parsed(workbook({"aanbod": [SPREAD, row]}))) == [read]


def test_what_a_remark_leaves_out_of_a_rule() -> None:
    rows = [
        ["Dag", "Tijd", "Activiteit", "Start", "Eind", "Opmerking"],
        ["di (oneven weken)", "10.00", "A", "3-3-2026", "30-6-2026", ""],
        ["do", "10.00", "B", "5-3-2026", "25-6-2026", "niet op 2 april; niet in schoolvak."],
    ]
    first, second = (d.recurrence for d in parsed(delimited(rows)).drafts)
    assert first is not None
    assert second is not None
    assert first.parity is WeekParity.ODD
    assert second.exclusions == {Exclusion.SCHOOL_HOLIDAYS}
    assert [m.day for m in second.exdates] == [date(2026, 4, 2)]


def test_a_week_number_and_a_weekday_make_a_date() -> None:
    rows = [["Programma 2026"], ["Week", "Dag", "Tijd", "Activiteit"]]
    rows += [["11", "maandag", "10.00", "A"], ["wk 13", "di", "10.00", "B"]]
    assert briefs(parsed(delimited(rows))) == ["A | 2026-03-09T10:00", "B | 2026-03-24T10:00"]


def test_american_dates_are_known_by_the_whole_column() -> None:
    rows = [["Event Name", "Event Start Date", "Event Start Time"]]
    rows += [["A", "03/04/2026", "10:00"], ["B", "03/25/2026", "10:00"]]
    made = parsed(delimited(rows, delimiter=","))
    assert briefs(made) == ["A | 2026-03-04T10:00", "B | 2026-03-25T10:00"]


def test_dates_across_with_crosses_and_times() -> None:
    rows = [["Activiteit", "3 mrt", "10 mrt", "17 mrt", "Tijd"]]
    rows += [["Yoga", "x", "", "x", "10.00"], ["Koor", "", "19.30", "", "20.00"]]
    assert briefs(parsed(workbook({"a": rows}))) == [
        "Yoga | 2026-03-03T10:00",
        "Yoga | 2026-03-17T10:00",
        "Koor | 2026-03-10T19:30",
    ]


def test_days_and_months_in_figures_are_dates_where_the_heading_names_dates() -> None:
    rows = [
        ["Wanneer", "Tijd", "Wat"],
        ["8-12", "14.00", "Kerstbingo"],
        ["10-12 en 17-12", "10.00-11.00", "Bakken"],
        ["wo 16/12", "19.30", "Zang"],
        ["31.12", "20.00", "Vuurwerk"],
    ]
    assert briefs(parsed(delimited(rows), seen_on=date(2026, 11, 1))) == [
        "Kerstbingo | 2026-12-08T14:00",
        "Bakken | 2026-12-10T10:00 > 2026-12-10T11:00 | +1",
        "Zang | 2026-12-16T19:30",
        "Vuurwerk | 2026-12-31T20:00",
    ]


def test_under_another_heading_figures_stay_times() -> None:
    rows = [["Datum", "Start", "Activiteit"], ["8 mei 2026", "10-12", "Koor"]]
    assert briefs(parsed(delimited(rows))) == ["Koor | 2026-05-08T10:00 > 2026-05-08T12:00"]


def test_a_date_in_words_beside_its_weekday_is_that_date_and_no_series() -> None:
    rows = [
        ["Dag", "Datum", "Tijd", "Activiteit"],
        ["dinsdag", "8 september", "10.00", "Koor"],
        ["woensdag", "9-9", "10.00", "Soep"],
        ["dinsdag", "8 en 22 september", "10.00", "Lezen"],
        ["donderdag", "8 september", "10.00", "Dansen"],
        ["dinsdag", "zie folder", "10.00", "Wandelen"],
        ["dinsdag", "doorlopend", "10.00", "Breien"],
    ]
    made = parsed(delimited(rows), seen_on=date(2026, 8, 20))
    assert briefs(made) == [
        "Koor | 2026-09-08T10:00",
        "Soep | 2026-09-09T10:00",
        "Lezen | 2026-09-08T10:00 | +1",
        "Dansen | 2026-09-08T10:00 | ?",
        "Wandelen | 2026-08-25T10:00 | FREQ=WEEKLY;BYDAY=TU | ?",
        "Breien | 2026-08-25T10:00 | FREQ=WEEKLY;BYDAY=TU",
    ]
    assert named(made) == [("weekday_mismatch", 5), ("unclear_date", 6)]


def test_first_and_last_days_in_words_bound_a_rule() -> None:
    rows = [
        ["Activiteit", "Dag", "Begindatum", "Einddatum", "Tijd"],
        ["Koor", "dinsdag", "8 september", "15 december", "20.00"],
        ["Yoga", "ma", "7-9", "31-5", "9.00"],
        ["Dansen", "wo", "september", "mei", "9.00"],
        ["Tentoonstelling", "", "1 oktober", "10 oktober", ""],
    ]
    made = parsed(delimited(rows), seen_on=date(2026, 8, 20))
    assert briefs(made) == [
        "Koor | 2026-09-08T20:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215",
        "Yoga | 2026-09-07T09:00 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20270531",
        "Dansen | 2026-08-26T09:00 | FREQ=WEEKLY;BYDAY=WE | ?",
        "Tentoonstelling | 2026-10-01 > 2026-10-10",
    ]


def test_day_numbers_in_a_column_of_weekdays_are_days_of_the_month_above_them() -> None:
    rows = [
        ["Soos 2026"],
        ["Dag", "Tijd", "Wat"],
        ["MAART"],
        ["di 10", "14.00", "Bingo"],
        ["APRIL"],
        ["di 7", "14.00", "Zingen"],
        ["wo 7", "14.00", "Dansen"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Bingo | 2026-03-10T14:00",
        "Zingen | 2026-04-07T14:00",
        "Dansen | 2026-04-07T14:00 | ?",
    ]


def test_every_other_week_from_a_day_in_one_cell() -> None:
    rows = [
        ["Wat", "Wanneer", "Tijd"],
        ["Fietsen", "om de week op woensdag, start 4 maart", "10.00"],
    ]
    assert briefs(parsed(delimited(rows))) == [
        "Fietsen | 2026-03-04T10:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"
    ]


def test_an_end_on_the_same_day_is_an_end() -> None:
    rows = [["Activiteit", "Begin", "Einde"], ["Feest", "2026-10-03 14:00", "2026-10-03 18:00"]]
    assert briefs(parsed(delimited(rows))) == ["Feest | 2026-10-03T14:00 > 2026-10-03T18:00"]


def test_a_column_says_from_when_to_when_a_rule_holds() -> None:
    rows = [
        ["Activiteit", "Dag", "Tijd", "Periode"],
        ["Soos", "wo", "14.00", "oktober t/m maart"],
        ["Tuinclub", "ma", "9.00", "9 maart t/m 22 juni"],
        ["Zwemmen", "di", "9.00", "7/4 - 23/6"],
        ["Yoga", "do", "9.00", "schooljaar"],
        ["Gymnastiek", "do", "9.00", "hele jaar"],
    ]
    made = parsed(delimited(rows))
    assert briefs(made) == [
        "Soos | 2026-02-25T14:00 | FREQ=WEEKLY;BYDAY=WE;BYMONTH=1,2,3,10,11,12",
        "Tuinclub | 2026-03-09T09:00 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20260622",
        "Zwemmen | 2026-04-07T09:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20260623",
        "Yoga | 2026-02-26T09:00 | FREQ=WEEKLY;BYDAY=TH | ?",
        "Gymnastiek | 2026-02-26T09:00 | FREQ=WEEKLY;BYDAY=TH",
    ]
    assert named(made) == [("unclear_rule", 5)]


@pytest.mark.parametrize(
    ("heading", "day", "weekday", "read"),
    [
        ("Vanaf", date(2026, 3, 3), "di", "A | 2026-03-03T10:00 | FREQ=WEEKLY;BYDAY=TU"),
        ("Ingangsdatum", date(2026, 3, 1), "di", "A | 2026-03-03T10:00 | FREQ=WEEKLY;BYDAY=TU"),
        ("Vanaf", None, "do", "A | 2026-02-26T10:00 | FREQ=WEEKLY;BYDAY=TH"),
        ("Vanaf", date(2026, 3, 3), "", "A | 2026-03-03T10:00"),
        ("Vanaf", date(2026, 3, 3), "ma en di", "A | 2026-03-03T10:00 | FREQ=WEEKLY;BYDAY=MO,TU"),
        ("Startdatum", date(2026, 3, 3), "dinsdag", "A | 2026-03-03T10:00"),
        (
            "Datum",
            date(2026, 3, 3),
            "ma en di",
            "A | 2026-03-03T10:00 | FREQ=WEEKLY;BYDAY=MO,TU | ?",
        ),
        (
            "Datum",
            date(2026, 3, 3),
            "1e dinsdag",
            "A | 2026-03-03T10:00 | FREQ=MONTHLY;BYDAY=1TU | ?",
        ),
    ],
)
def test_a_day_from_when_it_is_held_begins_a_series(
    heading: str, day: date | None, weekday: str, read: str
) -> None:
    rows = [["Activiteit", "Dag", "Van", heading], ["A", weekday, time(10), day]]
    rows += [["B", "wo", time(10), date(2026, 3, 4)], ["C", "wo", time(10), date(2026, 3, 4)]]
    assert briefs(parsed(workbook({"aanbod": rows})))[0] == read


def test_the_midnight_of_an_export_beside_a_whole_day_is_no_time() -> None:
    head = ["Onderwerp", "Begindatum", "Begintijd", "Einddatum", "Eindtijd", "Duurt hele dag"]
    head += ["Herinneringstijd", "Tijd weergeven als"]
    rows = [head, ["Kermis", "9-5-2026", "0:00:00", "9-5-2026", "0:00:00", "WAAR", "12:00:00", "0"]]
    rows += [["Mars", "10-5-2026", "9:30:00", "10-5-2026", "12:00:00", "ONWAAR", "9:15:00", "2"]]
    assert briefs(parsed(delimited(rows))) == [
        "Kermis | 2026-05-09",
        "Mars | 2026-05-10T09:30 > 2026-05-10T12:00",
    ]


def test_numbers_under_datum_are_days_of_the_month_above_whatever_hour_they_could_be() -> None:
    head = ["Dag", "Datum", "Tijd", "Wat"]
    rows = [
        ["Soos"],
        head,
        ["MAART 2026"],
        ["wo", 4, "10.00-11.30 uur", "Soep"],
        ["vr", 20, "14.00 uur", "Bingo"],
        ["elke ma", "2 t/m 30 maart", "9.30-10.30", "Gym"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Soep | 2026-03-04T10:00 > 2026-03-04T11:30",
        "Bingo | 2026-03-20T14:00",
        "Gym | 2026-03-02T09:30 > 2026-03-02T10:30 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330",
    ]


def test_an_end_before_its_start_on_one_day_is_named_and_left_out() -> None:
    rows = [["Titel", "Start", "Einde"], ["Ruilbeurs", "2026-03-07 14:00", "2026-03-07 12:00"]]
    made = parsed(delimited(rows))
    assert (briefs(made), named(made)) == (
        ["Ruilbeurs | 2026-03-07T14:00 | ?"],
        [("end_before_start", 2)],
    )


@pytest.mark.parametrize("day", [20260307, "20260307"])
def test_a_day_as_systems_write_it_is_a_day(day: object) -> None:
    rows = [["Datum", "Start", "Activiteit"], [day, "0930", "Vogels"], [day, "1330", "Soep"]]
    assert briefs(parsed(workbook({"Blad1": rows}))) == [
        "Vogels | 2026-03-07T09:30",
        "Soep | 2026-03-07T13:30",
    ]


@pytest.mark.parametrize(
    "remark", ["begint nu om 20.30 uur", "deze keer van 11 tot 12 uur", "20.30 uur i.p.v. 19.45"]
)
def test_a_remark_with_another_time_is_asked_about(remark: str) -> None:
    rows = [["Datum", "Tijd", "Activiteit", "Opmerking"], ["7-3-2026", "19.45", "Quiz", remark]]
    made = parsed(delimited(rows))
    assert (briefs(made), named(made)) == (
        ["Quiz | 2026-03-07T19:45 | ?"],
        [("unclear_start", 2)],
    )


def test_a_column_of_figures_is_no_activity() -> None:
    rows = [["datum", "tijd", "km", "route"], ["7-3-2026", "9.30", "12,5", "Rondje Bult"]]
    assert briefs(parsed(delimited(rows))) == ["Rondje Bult | 2026-03-07T09:30"]


@pytest.mark.parametrize(
    ("heading", "off", "days"),
    [
        ("Geen les op", date(2026, 3, 17), [17]),
        ("Vervalt op", "17-3-2026; 24-3-2026", [17, 24]),
        ("Lesvrije dagen", "17-3", [17]),
        ("Geen training", "17/3 en 24 maart", [17, 24]),
    ],
)
def test_days_without_a_lesson_in_a_column_of_their_own(
    heading: str, off: object, days: list[int]
) -> None:
    rows = [
        ["Cursus", "Dag", "Tijd", "Eerste les", "Laatste les", heading],
        ["Spaans", "dinsdag", "19.00", date(2026, 3, 3), date(2026, 5, 26), off],
        ["Frans", "woensdag", "19.00", date(2026, 3, 4), date(2026, 5, 27), None],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Spaans | 2026-03-03T19:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20260526",
        "Frans | 2026-03-04T19:00 | FREQ=WEEKLY;BYDAY=WE;UNTIL=20260527",
    ]
    rule = made.drafts[0].recurrence
    assert rule is not None
    assert [m.day for m in rule.exdates] == [date(2026, 3, d) for d in days]
