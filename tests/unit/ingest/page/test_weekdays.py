"""A week's programme under weekday headings: what is every week, and what a person must look at."""

from datetime import date

from lxml import html

from agenda.draft import Context, Draft
from agenda.status import Exclusion
from ingest.page.reader import read

CONTEXT = Context(address="https://toren.example/pagina", seen_on=date(2026, 9, 10))


def drafts(title: str, body: str) -> tuple[Draft, ...]:
    page = f"<html lang=nl><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body>"
    assert html.fromstring(page) is not None
    return read(page.encode(), CONTEXT).drafts


def said(found: tuple[Draft, ...]) -> list[tuple[str, str, bool]]:
    """Title, rule and whether it is sure."""
    rules = [d.recurrence.rrules[0] if d.recurrence else "" for d in found]
    return [(d.title, rule, not d.doubts) for d, rule in zip(found, rules, strict=True)]


TWO_DAYS = (
    "<h3>Maandag</h3><p>10.00 - 12.00 uur Koffie en krant (zaal 2)</p>"
    "<h3>Vrijdag</h3><p>17.30 uur Samen eten, € 7,50. Neem trek mee.</p>"
)


def test_lines_under_weekdays_of_a_weeks_programme_are_every_week() -> None:
    found = drafts("Weekprogramma", TWO_DAYS)
    assert said(found) == [
        ("Koffie en krant", "FREQ=WEEKLY;BYDAY=MO", True),
        ("Samen eten", "FREQ=WEEKLY;BYDAY=FR", True),
    ]
    assert [(d.start.iso(), d.venue, d.price) for d in found] == [
        ("2026-09-14T10:00", "zaal 2", None),
        ("2026-09-11T17:30", None, "€ 7,50"),
    ]


def test_weekdays_on_another_page_are_asked_about() -> None:
    assert [sure for *_, sure in said(drafts("Wat we doen", TWO_DAYS))] == [False, False]


def test_the_programme_of_one_week_is_not_taken_for_every_week() -> None:
    assert [sure for *_, sure in said(drafts("Programma week 38", TWO_DAYS))] == [False, False]


def test_no_activities_in_school_holidays_holds_for_every_line() -> None:
    note = "<p>In de schoolvakanties zijn er geen activiteiten.</p>"
    found = drafts("Weekprogramma", note + TWO_DAYS)
    assert [d.recurrence.exclusions for d in found if d.recurrence] == [
        frozenset({Exclusion.SCHOOL_HOLIDAYS})
    ] * 2


def test_opening_hours_under_weekdays_give_nothing() -> None:
    body = (
        "<h3>Maandag</h3><p>9.00 - 12.00 uur</p><p>13.00 - 17.00 uur op afspraak</p>"
        "<h3>Dinsdag</h3><p>9.00 - 12.00 uur balie open</p>"
        "<p>De balie is open op maandag t/m vrijdag van 9.00 tot 17.00 uur.</p>"
    )
    assert drafts("Weekoverzicht", body) == ()


def test_a_line_that_says_more_about_when_is_asked_about() -> None:
    body = TWO_DAYS + "<p>20.00 uur Klaverjassen (oneven weken)</p>"
    assert said(drafts("Weekprogramma", body))[2] == (
        "Klaverjassen (oneven weken)",
        "FREQ=WEEKLY;BYDAY=FR",
        False,
    )


LED = (
    "<p><b>Maandag</b>: 10.00 uur Yoga<br>Vrijdagmiddag 14.00 - 16.00 uur Bridge, € 2,50</p>"
    "<p>Bellen kan op maandag: 10.00 uur is onze balie open.</p>"
)


def test_lines_that_begin_with_their_weekday_are_a_weeks_programme_too() -> None:
    assert said(drafts("Weekprogramma", LED)) == [
        ("Yoga", "FREQ=WEEKLY;BYDAY=MO", True),
        ("Bridge", "FREQ=WEEKLY;BYDAY=FR", True),
    ]
    assert [sure for *_, sure in said(drafts("Wat we doen", LED))] == [False, False]


def test_hours_behind_weekdays_give_nothing() -> None:
    hours = (
        "<p>Maandag: 10.00 - 17.00 uur<br>Dinsdag: 14.00 uur gesloten<br>Woensdag 9.00 balie</p>"
    )
    assert drafts("Weekrooster", hours) == ()


def test_a_time_in_a_line_of_its_own_goes_with_the_line_below_and_a_rule_elsewhere_is_asked() -> (
    None
):
    day = (
        "<h2>{}</h2><ul><li><span class='tijd'>{} uur</span> <b>{}</b> <em>grote kamer</em></li>"
        "</ul>"
    )
    body = day.format("Maandag", "9.30 - 10.30", "Yoga") + day.format(
        "Dinsdag", "14.00", "Boetseren"
    )
    note = "<p>Het boetseren is om de week, voor het eerst op 8 september.</p>"
    page = f"<html lang=nl><title>Weekprogramma</title><h1>Weekprogramma</h1>{body}{note}</html>"
    context = Context(address="https://sluis.example/week", seen_on=date(2026, 9, 1))
    assert [(d.title, d.start.iso(), d.is_sure) for d in read(page.encode(), context).drafts] == [
        ("Yoga", "2026-09-07T09:30", True),
        ("Boetseren", "2026-09-01T14:00", False),
    ]
