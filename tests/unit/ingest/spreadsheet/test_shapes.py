"""Workbooks of other shapes than anyone handed us, with what a person would read in them."""

from datetime import date, datetime, time

from openpyxl import Workbook

from agenda.draft import Context
from agenda.status import Exclusion
from ingest.spreadsheet import legacy
from ingest.spreadsheet.reader import read_book
from tests.sheets import SEEN_ON, brief, briefs, colour, delimited, named, parsed, strike, workbook


def test_a_month_calendar_has_its_days_in_the_cells() -> None:
    body = workbook(
        {
            "april": [
                ["Activiteitenkalender Buurthuis De Bron - april 2026"],
                ["ma", "di", "wo", "do", "vr", "za", "zo"],
                [None, None, "1\n10.00-11.30 Koffie", "2", "3\n14.00 uur Bingo", "4", "5"],
                ["6", "7\n10.00 - 12.00 Handwerken\n19.30 Kaarten", "8\n10.00-11.30 Koffie"],
            ]
        }
    )
    made = parsed(body)
    assert briefs(made) == [
        "Koffie | 2026-04-01T10:00 > 2026-04-01T11:30",
        "Bingo | 2026-04-03T14:00",
        "Handwerken | 2026-04-07T10:00 > 2026-04-07T12:00",
        "Kaarten | 2026-04-07T19:30",
        "Koffie | 2026-04-08T10:00 > 2026-04-08T11:30",
    ]
    assert {d.venue for d in made.drafts} == {"Buurthuis De Bron"}


def test_a_calendar_may_have_a_row_of_days_above_each_row_of_activities() -> None:
    body = workbook(
        {
            "Mei": [
                ["mei 2026"],
                ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"],
                [4, 5, 6, 7, 8],
                ["10.00-12.00 Inloop", None, "13.30 Creatief", None, "Gesloten"],
                [11, 12, 13, 14, 15],
                ["10.00-12.00 Inloop", None, None, "Hemelvaart", "12.00 Soep eten"],
            ]
        }
    )
    assert briefs(parsed(body)) == [
        "Inloop | 2026-05-04T10:00 > 2026-05-04T12:00",
        "Creatief | 2026-05-06T13:30",
        "Inloop | 2026-05-11T10:00 > 2026-05-11T12:00",
        "Soep eten | 2026-05-15T12:00",
    ]


def test_a_sheet_per_wijk_gives_the_wijk() -> None:
    head = ["Dag", "Tijd", "Wat", "Plek"]
    body = workbook(
        {
            "Zandweerd": [head, ["elke dinsdag", "10.00-11.30", "Wandelen", "De Vlier"]],
            "Colmschate Noord": [head, ["do 12 maart", "14.00", "Bloemen schikken", "De Linde"]],
            "Toelichting": [["Vul per wijk in."]],
        }
    )
    made = parsed(body)
    assert briefs(made) == [
        "Wandelen | 2026-02-24T10:00 > 2026-02-24T11:30 | FREQ=WEEKLY;BYDAY=TU",
        "Bloemen schikken | 2026-03-12T14:00",
    ]
    assert [d.neighbourhood for d in made.drafts] == ["Zandweerd", "Colmschate Noord"]


def test_two_header_rows_are_read_together() -> None:
    def touch(book: Workbook) -> None:
        sheet = book["Aanbod"]
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("D1:E1")

    body = workbook(
        {
            "Aanbod": [
                ["Wanneer", None, None, "Waar", None, "Activiteit", "Intern"],
                ["datum", "van", "tot", "gebouw", "zaal", None, "aantal"],
                [date(2026, 3, 9), time(10), time(11, 30), "De Ulebelt", "kas", "Zaaien", 12],
                [date(2026, 3, 16), time(10), time(12), "De Ulebelt", "kas", "Stekken", 9],
            ]
        },
        touch,
    )
    made = parsed(body)
    assert briefs(made) == [
        "Zaaien | 2026-03-09T10:00 > 2026-03-09T11:30",
        "Stekken | 2026-03-16T10:00 > 2026-03-16T12:00",
    ]
    assert [d.venue for d in made.drafts] == ["De Ulebelt, kas", "De Ulebelt, kas"]


def test_a_list_without_a_header_is_known_by_its_values_and_goes_to_a_person() -> None:
    body = workbook(
        {
            "Blad1": [
                [date(2026, 3, 2), "10.00-12.00", "Koffie met buren", "De Vlier", "06-12345678"],
                [date(2026, 3, 3), "14.00-16.00", "Bridge voor beginners", "De Vlier", None],
                [date(2026, 3, 5), "19.30", "Lezing over bijen", "De Linde", "0570-001234"],
            ]
        }
    )
    made = parsed(body)
    assert briefs(made) == [
        "Koffie met buren | 2026-03-02T10:00 > 2026-03-02T12:00 | ?",
        "Bridge voor beginners | 2026-03-03T14:00 > 2026-03-03T16:00 | ?",
        "Lezing over bijen | 2026-03-05T19:30 | ?",
    ]
    assert named(made) == [("unclear_title", 1)]
    assert "1234" not in repr(made)


def test_day_numbers_without_a_header_are_days_of_the_month_in_the_title() -> None:
    rows = [
        ["Wat is er te doen in mei 2026"],
        ["di 5", "10.00", "Stoelyoga"],
        ["vr 8", "19.30", "Quiz"],
        ["ma 12", "14.00", "Koersbal"],
    ]
    made = parsed(workbook({"Blad1": rows}))
    assert briefs(made) == [
        "Stoelyoga | 2026-05-05T10:00 | ?",
        "Quiz | 2026-05-08T19:30 | ?",
        "Koersbal | 2026-05-12T14:00 | ?",
    ]
    assert named(made) == [("unclear_date", 4), ("unclear_title", 2)]


def test_sections_between_rows_give_the_day() -> None:
    body = workbook(
        {
            "Programma": [
                ["Programma week 12 - 2026"],
                ["Tijd", "Activiteit", "Ruimte"],
                ["Maandag 16 maart"],
                ["10.00 - 11.00", "Gymnastiek", "grote zaal"],
                ["14.00", "Bingo", "huiskamer"],
                ["Dinsdag 17 maart"],
                ["9.30-12.00", "Schilderen", "atelier"],
            ]
        }
    )
    assert briefs(parsed(body)) == [
        "Gymnastiek | 2026-03-16T10:00 > 2026-03-16T11:00",
        "Bingo | 2026-03-16T14:00",
        "Schilderen | 2026-03-17T09:30 > 2026-03-17T12:00",
    ]


def test_a_weekday_merged_over_rows_holds_for_each_of_them() -> None:
    def touch(book: Workbook) -> None:
        book["Rooster"].merge_cells("A3:A4")

    body = workbook(
        {
            "Rooster": [
                ["Wekelijkse activiteiten seizoen 2025-2026"],
                ["Dag", "Tijd", "Activiteit", "Kosten", "Opmerkingen"],
                ["Maandag", "9.30 - 11.30 uur", "Inloop", "gratis", "niet in schoolvakanties"],
                [None, "13.30 - 16.00 uur", "Koersbal", "€ 2,50", None],
                ["Woensdag", "10.00 - 11.00 uur", "Valpreventie", "€ 5,-", "VOL"],
            ]
        },
        touch,
    )
    made = parsed(body)
    assert briefs(made) == [
        "Inloop | 2026-02-23T09:30 > 2026-02-23T11:30 | FREQ=WEEKLY;BYDAY=MO",
        "Koersbal | 2026-02-23T13:30 > 2026-02-23T16:00 | FREQ=WEEKLY;BYDAY=MO",
        "Valpreventie | 2026-02-25T10:00 > 2026-02-25T11:00 | FREQ=WEEKLY;BYDAY=WE",
    ]
    first = made.drafts[0].recurrence
    assert first is not None
    assert first.exclusions == {Exclusion.SCHOOL_HOLIDAYS}
    assert "Vol" in made.drafts[2].description


def test_a_utf_16_text_with_tabs_is_read() -> None:
    rows = [
        ["Activiteit", "Datum", "Begintijd", "Eindtijd", "Locatie", "E-mailadres"],
        ["Café Ziezo", "wo 11 maart 2026", "13u30", "15u", "'t Hoekje", "jan.jansen@example.org"],
    ]
    made = parsed(delimited(rows, delimiter="\t", encoding="utf-16"), name="lijst.csv")
    assert briefs(made) == ["Café Ziezo | 2026-03-11T13:30 > 2026-03-11T15:00"]
    assert "jansen" not in repr(made)


def test_dates_stated_once_a_day_hold_for_the_rows_below() -> None:
    body = workbook(
        {
            "Open week": [
                ["datum", "tijd", "programma", "locatie"],
                ["ma 9 maart", "10.00", "Opening", "Stadhuis"],
                [None, "11.00", "Rondleiding", "Stadhuis"],
                [None, "13.00-15.00", "Informatiemarkt", "Grote Kerkhof"],
                ["di 10 maart", "10.00", "Workshop geldzaken", "Bibliotheek"],
                [None, "14.00", "Inloopspreekuur", "Bibliotheek"],
            ]
        }
    )
    assert briefs(parsed(body)) == [
        "Opening | 2026-03-09T10:00",
        "Rondleiding | 2026-03-09T11:00",
        "Informatiemarkt | 2026-03-09T13:00 > 2026-03-09T15:00",
        "Workshop geldzaken | 2026-03-10T10:00",
        "Inloopspreekuur | 2026-03-10T14:00",
    ]


def test_a_legend_in_words_explains_a_colour() -> None:
    def touch(book: Workbook) -> None:
        sheet = book["maart"]
        for column in "ABC":
            colour(sheet, f"{column}3", "FF0000")
            colour(sheet, f"{column}4", "00B050")
        strike(sheet, 5)

    body = workbook(
        {
            "maart": [
                ["Datum", "Tijd", "Activiteit"],
                ["2 maart 2026", "10.00", "Yoga"],
                ["9 maart 2026", "10.00", "Yoga"],
                ["16 maart 2026", "10.00", "Yoga"],
                ["23 maart 2026", "10.00", "Yoga"],
                [],
                ["rood = gaat niet door"],
                ["groen = nieuw"],
            ]
        },
        touch,
    )
    assert briefs(parsed(body)) == [
        "Yoga | 2026-03-02T10:00",
        "Yoga | 2026-03-09T10:00 | cancelled",
        "Yoga | 2026-03-16T10:00",
        "Yoga | 2026-03-23T10:00 | cancelled",
    ]


def test_numbers_that_stand_for_times_are_read() -> None:
    body = workbook(
        {
            "2026": [
                ["datum", "aanvang", "einde", "activiteit", "waar"],
                [46091, 9.3, 11, "Samen fietsen", "De Schaapskooi"],
                [46092, 0.8125, 0.875, "Kaartavond", "De Schaapskooi"],
                [datetime(2026, 3, 13, 20, 0), None, None, "Filmavond", "De Schaapskooi"],
            ]
        }
    )
    assert briefs(parsed(body)) == [
        "Samen fietsen | 2026-03-10T09:30 > 2026-03-10T11:00",
        "Kaartavond | 2026-03-11T19:30 > 2026-03-11T21:00",
        "Filmavond | 2026-03-13T20:00",
    ]


def test_what_is_no_activity_for_the_public_is_left_out() -> None:
    made = parsed(
        delimited(
            [
                ["Datum", "Tijd", "Activiteit", "Opmerkingen", "Vrijwilliger"],
                ["4-3-2026", "10:00", "Koffie", "", "Ans"],
                ["5-3-2026", "10:00", "Teamoverleg", "", ""],
                ["6-3-2026", "", "Gesloten i.v.m. studiedag", "", ""],
                ["7-3-2026", "20:00", "Verjaardag", "besloten", "Ans"],
                ["8-3-2026", "14:00", "Muziek met Ans", "gaat niet door", "Ans"],
                ["volgt", "14:00", "Uitje", "", ""],
                ["Totaal", "", "6", "", ""],
            ]
        )
    )
    assert briefs(made) == [
        "Koffie | 2026-03-04T10:00",
        "Muziek met de organisatie | 2026-03-08T14:00 | cancelled | ?",
    ]
    assert named(made) == [
        ("no_activity", 3),
        ("no_activity", 4),
        ("not_public", 5),
        ("no_date", 7),
    ]


def test_days_down_and_dayparts_across() -> None:
    body = workbook(
        {
            "Week": [
                ["Weekprogramma huiskamer De Ster", None, None],
                [None, "ochtend", "middag"],
                ["maandag", "9.30-11.00 Krant lezen", "14.00-16.00 Sjoelen"],
                ["dinsdag", None, "13.30-15.00 Breien"],
                ["woensdag", "10.00-11.00 Zingen", "Gesloten"],
            ]
        }
    )
    assert [brief(d) for d in parsed(body).drafts] == [
        "Krant lezen | 2026-02-23T09:30 > 2026-02-23T11:00 | FREQ=WEEKLY;BYDAY=MO",
        "Sjoelen | 2026-02-23T14:00 > 2026-02-23T16:00 | FREQ=WEEKLY;BYDAY=MO",
        "Breien | 2026-02-24T13:30 > 2026-02-24T15:00 | FREQ=WEEKLY;BYDAY=TU",
        "Zingen | 2026-02-25T10:00 > 2026-02-25T11:00 | FREQ=WEEKLY;BYDAY=WE",
    ]


def test_a_matrix_of_activities_and_weekdays() -> None:
    body = workbook(
        {
            "Sport": [
                ["Activiteit", "ma", "di", "wo", "do", "vr", "Locatie"],
                ["Tafeltennis", "10.00-11.00", None, "10.00-11.00", None, None, "De Pijler"],
                ["Wandelgroep", None, "9.30-10.30", None, None, "9.30-10.30", "De Linde"],
            ]
        }
    )
    made = parsed(body)
    assert briefs(made) == [
        "Tafeltennis | 2026-02-23T10:00 > 2026-02-23T11:00 | FREQ=WEEKLY;BYDAY=MO",
        "Tafeltennis | 2026-02-25T10:00 > 2026-02-25T11:00 | FREQ=WEEKLY;BYDAY=WE",
        "Wandelgroep | 2026-02-24T09:30 > 2026-02-24T10:30 | FREQ=WEEKLY;BYDAY=TU",
        "Wandelgroep | 2026-02-20T09:30 > 2026-02-20T10:30 | FREQ=WEEKLY;BYDAY=FR",
    ]
    assert [d.venue for d in made.drafts] == ["De Pijler", "De Pijler", "De Linde", "De Linde"]


def test_two_blocks_beside_each_other_are_two_tables() -> None:
    head = ["Datum", "Tijd", "Wat"]
    body = workbook(
        {
            "Zomer": [
                ["juli", None, None, None, "augustus"],
                [*head, None, *head],
                ["7 juli 2026", "10.00", "Jeu de boules", None, "4 augustus 2026", "14.00", "IJs"],
                ["14 juli 2026", "10.00", "Picknick", None, "11 augustus 2026", "14.00", "Quiz"],
            ]
        }
    )
    assert briefs(parsed(body, seen_on=date(2026, 6, 1))) == [
        "Jeu de boules | 2026-07-07T10:00",
        "Picknick | 2026-07-14T10:00",
        "IJs | 2026-08-04T14:00",
        "Quiz | 2026-08-11T14:00",
    ]


def test_weeks_below_each_other_have_their_own_dates() -> None:
    body = workbook(
        {
            "programma": [
                ["Programma maart 2026 – Buurthuis De Kolk"],
                ["Week 10", "ma 2", "di 3", "wo 4"],
                ["ochtend", "10.00 Koffie", None, "VERVALT: 9.30-11.00 Gym"],
                ["Week 11", "ma 9", "di 10", "wo 11"],
                ["middag", "GEEN BINGO", "14.00-16.00 Bingo (VOL)", "16.00\nBorrel\n€ 2,50"],
            ]
        }
    )
    made = parsed(body)
    assert briefs(made) == [
        "Koffie | 2026-03-02T10:00",
        "Gym | 2026-03-04T09:30 > 2026-03-04T11:00 | cancelled",
        "Bingo | 2026-03-10T14:00 > 2026-03-10T16:00",
        "Borrel | 2026-03-11T16:00",
    ]
    assert made.drafts[3].price == "€ 2,50"


def test_a_column_of_months_dates_the_days() -> None:
    body = workbook(
        {
            "2026": [
                ["Jaarprogramma 2026"],
                ["Maand", "Datum", "Activiteit", "Tijd"],
                ["Maart", "11", "Valentijn", "14.00"],
                [None, "25", "Film", "14.00"],
                ["April", 8, "Lezing", "14.00"],
            ]
        }
    )
    assert briefs(parsed(body)) == [
        "Valentijn | 2026-03-11T14:00",
        "Film | 2026-03-25T14:00",
        "Lezing | 2026-04-08T14:00",
    ]


def test_places_across_give_the_place() -> None:
    body = workbook(
        {
            "b": [
                ["Datum", "Wijkcentrum De Vlier", "Buurthuis De Linde"],
                ["ma 2 maart", "10.00 Koffie", "14.00-16.00 Bingo"],
                ["di 3 maart", None, "10.00 Yoga"],
                ["wo 4 maart", "13.30 Creatief\n19.30 Koor", None],
            ]
        }
    )
    assert [(d.title, d.start.iso(), d.venue) for d in parsed(body).drafts] == [
        ("Koffie", "2026-03-02T10:00", "Wijkcentrum De Vlier"),
        ("Bingo", "2026-03-02T14:00", "Buurthuis De Linde"),
        ("Yoga", "2026-03-03T10:00", "Buurthuis De Linde"),
        ("Creatief", "2026-03-04T13:30", "Wijkcentrum De Vlier"),
        ("Koor", "2026-03-04T19:30", "Wijkcentrum De Vlier"),
    ]


def test_an_old_excel_file_goes_to_a_person_whole() -> None:
    body = workbook({"a": [["Datum", "Tijd", "Wat"], [date(2026, 3, 3), "10.00", "Bingo"]]})
    made = read_book(legacy.load(body), Context(address="oud.xls", seen_on=SEEN_ON))
    assert briefs(made) == ["Bingo | 2026-03-03T10:00 | ?"]
    assert made.drafts[0].doubts[-1].reason == (
        "In dit soort bestand zien wij niet of er iets doorgestreept, gekleurd of verborgen is."
    )


def test_a_legend_says_until_when_a_rule_is_off() -> None:
    def touch(book: Workbook) -> None:
        colour(book["week"], "B3", "FF5050")
        colour(book["week"], "B5", "FF5050")

    body = workbook(
        {
            "week": [
                ["geldig van 2 maart t/m 26 juni 2026"],
                ["", "maandag", "dinsdag", "woensdag"],
                ["ochtend", "10.00 Yoga", "10.00 Koor", None],
                [],
                ["Legenda:", "gaat niet door t/m 15 maart"],
            ]
        },
        touch,
    )
    made = parsed(body)
    assert briefs(made) == [
        "Yoga | 2026-03-02T10:00 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20260626",
        "Koor | 2026-03-03T10:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20260626",
    ]
    rule = made.drafts[0].recurrence
    assert rule is not None
    assert [(o.original.iso(), o.status) for o in rule.overrides] == [
        ("2026-03-02T10:00", "cancelled"),
        ("2026-03-09T10:00", "cancelled"),
    ]
