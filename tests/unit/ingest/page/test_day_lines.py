"""Lines about a day: under a month, crossed out, for the whole day, or only to sign up by."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from agenda.status import EventStatus
from ingest.page.clues import (
    has_clock,
    has_date,
    has_rule,
    in_full,
    in_month,
    without_today,
)
from ingest.page.reader import read

CONTEXT = Context(address="https://nest.example/agenda", seen_on=date(2026, 9, 10))
SEPTEMBER = date(2026, 9, 1)


def drafts(*items: str) -> tuple[Draft, ...]:
    listed = "".join(f"<li>{item}</li>" for item in items)
    page = f"<html lang=nl><title>Agenda</title><body><h1>Agenda</h1><ul>{listed}</ul></body>"
    return read(page.encode(), CONTEXT).drafts


OTHER = "<p>Woensdag 16 september 2026, 14.00 uur</p><p><b>Hutten bouwen</b></p>"


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("vr 25", "vr 25 september 2026"),
        ("za. 26 Bingo", "za. 26 september 2026 Bingo"),
        ("zo 27 - 14.30 uur", "zo 27 september 2026 - 14.30 uur"),
        ("vr 26", "vr 26"),
        ("vr 25 en za 26", "vr 25 en za 26"),
        ("vr 20.15 uur", "vr 20.15 uur"),
        ("vr 25 december", "vr 25 december"),
        ("zo 31", "zo 31"),
    ],
)
def test_a_weekday_and_number_take_the_month_above_when_they_agree(line: str, whole: str) -> None:
    assert in_month(line, SEPTEMBER) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Aanmelden tot 24 oktober.",
        "Opgave uiterlijk vrijdag 2 mei",
        "Inschrijven kan t/m 3 mei",
    ],
)
def test_a_day_to_sign_up_by_is_no_day_of_an_activity(text: str) -> None:
    assert not has_date(text)


def test_a_day_behind_the_sign_up_word_may_be_the_activitys_own() -> None:
    assert has_date("Aanmelden voor de wandeling van 24 oktober")
    assert has_date("Opgave vóór 20 oktober; we lopen op 24 oktober")


@pytest.mark.parametrize(
    "text", ["De balie is open op elke werkdag van 9 tot 12 uur", "Geopend: elke dinsdag 9.00 uur"]
)
def test_opening_hours_are_no_repetition(text: str) -> None:
    assert not has_rule(text)


def test_an_open_day_with_its_date_is_no_opening_hours() -> None:
    assert has_date("Kerk open op zaterdag 12 september van 10 tot 16 uur")


def test_a_day_that_is_crossed_out_gives_way_to_the_day_beside_it() -> None:
    moved = "<p><del>vrijdag 25 september</del> <ins>vrijdag 2 oktober 2026, 18.30 uur</ins></p>"
    (found,) = [d for d in drafts(OTHER, moved + "<p><b>Optocht</b></p>") if d.title == "Optocht"]
    previous = found.previous_start.day if found.previous_start else None
    assert (found.start.iso(), found.status, previous, found.doubts) == (
        "2026-10-02T18:30",
        EventStatus.MOVED,
        date(2026, 9, 25),
        (),
    )


def test_a_day_that_is_only_crossed_out_is_asked_about() -> None:
    struck = "<p><s>Vrijdag 25 september 2026, 18.30 uur</s></p><p><b>Optocht</b></p>"
    (found,) = [d for d in drafts(OTHER, struck) if d.title == "Optocht"]
    assert [d.reason for d in found.doubts] == ["De datum is doorgestreept."]


def test_the_whole_day_is_a_time_too() -> None:
    item = "<p>Zondag 27 september 2026, hele dag</p><p><b>Burendag</b></p>"
    (found,) = [d for d in drafts(OTHER, item) if d.title == "Burendag"]
    assert (found.start.iso(), found.doubts) == ("2026-09-27", ())


def test_a_date_to_sign_up_by_does_not_cut_an_activity_in_two() -> None:
    item = (
        "<p>Zaterdag 31 oktober 2026, 19.00 uur</p><p>Griezelpad</p><p>Opgave tot 24 oktober.</p>"
    )
    assert [(d.title, d.start.iso()) for d in drafts(OTHER, item)] == [
        ("Hutten bouwen", "2026-09-16T14:00"),
        ("Griezelpad", "2026-10-31T19:00"),
    ]


def test_an_exception_told_behind_a_rule_belongs_to_it() -> None:
    text = (
        "<html lang=nl><title>Door de week</title><body><p>Elke woensdag is er van 9.30 tot 11.30 "
        "uur koffie-inloop. Op woensdag 14 oktober is er geen inloop.</p></body>"
    )
    (found,) = read(text.encode(), CONTEXT).drafts
    assert found.recurrence is not None
    assert [moment.iso() for moment in found.recurrence.exdates] == ["2026-10-14"]
    assert found.doubts != ()


def test_half_past_with_a_u_behind_it_is_a_time() -> None:
    assert [has_clock(text) for text in ("09:30u", "9.30h", "12:00 uur", "3.500 leden")] == [
        *[True] * 3,
        False,
    ]


def test_a_row_of_spans_without_text_between_is_a_row_of_fields() -> None:
    page = (
        "<html lang=nl><title>Agenda</title><body><h1>Agenda</h1><h2>Donderdag 17 september</h2>"
        "<ul><li><a href='/a'><span>10:00 - 12:00</span><span>Spreekuur</span><span>Centrale</span>"
        "</a></li><li><a href='/b'><span>13:30</span><span>Taalcafé</span><span>Centrale</span>"
        "<em>Vol</em></a></li></ul></body>"
    )
    found = read(page.encode(), CONTEXT).drafts
    assert [(d.title, d.start.iso()) for d in found] == [
        ("Spreekuur", "2026-09-17T10:00"),
        ("Taalcafé", "2026-09-17T13:30"),
    ]


def test_a_weekday_behind_when_is_asked_about_and_not_lost() -> None:
    page = (
        "<html lang=nl><title>Agenda</title><body><h1>Agenda</h1>"
        "<h2>Klaverjassen</h2><p>Wanneer: elke dinsdag, 19.30 uur<br>Waar: zaal 1</p>"
        "<h2>Koor</h2><p>Wanneer: maandagavond 20.00 uur<br>Waar: zaal 2</p></body>"
    )
    found = read(page.encode(), CONTEXT).drafts
    assert [(d.title, [doubt.reason for doubt in d.doubts]) for d in found] == [
        ("Klaverjassen", []),
        ("Koor", ["Er staat alleen een weekdag bij; is dit elke week?"]),
    ]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Do 3-9 | 19:30 uur | Film", "Do 3 september 2026 | 19:30 uur | Film"),
        ("Za 9-1 20.00 uur", "Za 9 januari 2027 20.00 uur"),
        ("Do 4-9 | 19:30 uur", "Do 4-9 | 19:30 uur"),
        ("Do 3-9 uur, daarna 10.00 uur", "Do 3-9 uur, daarna 10.00 uur"),
        ("ma 9-12", "ma 9-12"),
        ("za 31-9 20.00 uur", "za 31-9 20.00 uur"),
    ],
)
def test_numbers_before_a_time_are_a_date_when_the_weekday_agrees(line: str, whole: str) -> None:
    assert in_full(line, date(2026, 9, 10)) == whole


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Vandaag - donderdag 10 september", "donderdag 10 september"),
        ("Morgen, vr 11 september: Zout", "vr 11 september: Zout"),
        ("Morgen zingen we op 12 september", "Morgen zingen we op 12 september"),
        ("Vandaag geopend", "Vandaag geopend"),
    ],
)
def test_today_before_a_date_is_that_date(line: str, rest: str) -> None:
    assert without_today(line) == rest


def test_a_season_of_two_years_moves_no_first_day() -> None:
    page = (
        "<html lang=nl><title>Lesrooster</title><body><h1>Lesrooster 2026-2027</h1><table><tr>"
        "<th>Dag</th><th>Tijd</th><th>Les</th></tr><tr><td>Maandag</td><td>19.00-20.15</td>"
        "<td>Salsa</td></tr></table></body>"
    )
    (found,) = read(page.encode(), CONTEXT).drafts
    assert (found.start.iso(), found.doubts) == ("2026-09-14T19:00", ())


@pytest.mark.parametrize(
    "text", ["Ons koor is opgericht op 12 november 1983.", "Wij begonnen 4 november 1946."]
)
def test_a_day_of_the_last_century_is_no_day_to_go(text: str) -> None:
    page = f"<html lang=nl><title>Koor</title><body><p>{text}</p></body>"
    assert [draft.start.iso() for draft in read(page.encode(), CONTEXT).drafts] == []
    both = page.replace("</p>", " We zingen op 17 september om 20.00 uur.</p>")
    assert [d.start.iso() for d in read(both.encode(), CONTEXT).drafts] == ["2026-09-17T20:00"]


@pytest.mark.parametrize(
    ("line", "title", "venue"),
    [
        ("<b>17 september</b> Vlotbouwen, 13.00 uur", "Vlotbouwen", None),
        ("<b>17 september</b> Vlotbouwen, 13.00 uur, grote zaal", "Vlotbouwen", "grote zaal"),
        ("do 17 en vr 18 september 2026 Vlotbouwen, 13.00 uur", "Vlotbouwen", None),
    ],
)
def test_a_name_right_behind_the_day_and_before_the_time(
    line: str, title: str, venue: str | None
) -> None:
    found = drafts(line, "<b>19 september</b> Zeilen, 10.00 uur")
    assert [(draft.title, draft.venue) for draft in found] == [(title, venue), ("Zeilen", None)]


def test_until_when_to_sign_up_between_bars_is_no_day_to_go() -> None:
    assert not has_date("woensdag, 18.00 uur | speelveld | aanmelden vóór 17 juli")
    assert has_date("22 juli, 18.00 uur | speelveld | aanmelden vóór 17 juli")
