"""English pages of sites in two languages; and a calendar that lacks the times its text has."""

from datetime import date

from agenda.draft import Context, Parsed
from ingest.page.reader import read
from tests.sheets import briefs

CONTEXT = Context(address="https://taal.example/agenda", seen_on=date(2026, 2, 20))


def reading(body: str) -> Parsed:
    return read(f"<html lang=en><title>Agenda</title>{body}".encode(), CONTEXT)


def test_a_list_of_english_dates_is_read() -> None:
    made = reading(
        "<h1>What’s on</h1><ul><li><b>Language café</b> <i>Thursday 5 March 2026, 7.30 pm</i></li>"
        "<li><b>Soup</b> <i>March 6, 2026 10 am</i></li>"
        "<li><b>Walk</b> <i>every Friday 11 am</i></li></ul>"
    )
    assert briefs(made) == [
        "Language café | 2026-03-05T19:30",
        "Soup | 2026-03-06T10:00",
        "Walk | 2026-02-20T11:00 | FREQ=WEEKLY;BYDAY=FR",
    ]


def test_a_calendar_without_times_beside_a_text_with_them_goes_to_a_person() -> None:
    week = "".join(f"<th>{day}</th>" for day in ("ma", "di", "wo", "do", "vr", "za", "zo"))
    days = "".join(
        f"<td>{day} {'Toneel' if day == 5 else 'Beurs' if day == 7 else ''}</td>"
        for day in range(2, 9)
    )
    calendar = f"<h2>maart 2026</h2><table><tr>{week}</tr><tr>{days}</tr></table>"
    told = (
        "<h2>Kom ook</h2><ul><li><b>Een avond lachen</b> <i>do 5 maart 20.00 uur</i></li>"
        "<li><b>Soep</b> <i>ma 9 maart 12.00 uur</i></li></ul>"
    )
    assert briefs(reading(calendar)) == ["Toneel | 2026-03-05", "Beurs | 2026-03-07"]
    assert briefs(reading(calendar + told)) == [
        "Toneel | 2026-03-05 | ?",
        "Beurs | 2026-03-07 | ?",
        "Een avond lachen | 2026-03-05T20:00",
        "Soep | 2026-03-09T12:00",
    ]
