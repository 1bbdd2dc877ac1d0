"""A week's programme as a table, what a page hides, and lines about a move."""

from datetime import date

import pytest
from lxml.html import fromstring

from agenda.draft import Context, Draft
from ingest.page.html import text_of
from ingest.page.reader import read

CONTEXT = Context(address="https://dok.example/sport", seen_on=date(2026, 9, 1))
PAGE = "<html lang=nl><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"


def drafts(title: str, body: str) -> tuple[Draft, ...]:
    return read(PAGE.format(title, body).encode(), CONTEXT).drafts


def table(*rows: tuple[str, ...]) -> str:
    filled = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in filled) + "</table>"


def weekly(found: tuple[Draft, ...]) -> list[tuple[str, str, str, bool]]:
    rules = [d.recurrence.rrules[0][-2:] if d.recurrence else "" for d in found]
    return [
        (d.title, rule, f"{d.start.clock:%H.%M}" if d.start.clock else "", d.is_sure)
        for d, rule in zip(found, rules, strict=True)
    ]


AGAINST = [("Zumba", "TU", "10.00", True), ("Zumba", "TH", "19.00", True)]


@pytest.mark.parametrize(
    "body",
    [
        table(("", "Dinsdag", "Donderdag"), ("10.00 - 11.00", "Zumba", ""), ("19.00", "", "Zumba")),
        table(("", "10.00 - 11.00", "19.00"), ("di", "Zumba", ""), ("do", "", "Zumba")),
        table(("dinsdag", "donderdag"), ("10.00 uur Zumba", "19.00 uur Zumba")),
    ],
)
def test_weekdays_against_times_are_every_week(body: str) -> None:
    assert weekly(drafts("Lesrooster", body)) == AGAINST


def test_a_cell_over_two_days_is_on_both_and_one_over_two_rows_once() -> None:
    body = (
        "<table><tr><td></td><td>Ma</td><td>Wo</td><td>Vr</td></tr>"
        "<tr><td>9.00 uur</td><td colspan=2>Roeien</td><td rowspan=2>Zeilen</td></tr>"
        "<tr><td>10.00 uur</td><td></td><td>Kano</td></tr></table>"
    )
    assert weekly(drafts("Weekrooster", body)) == [
        ("Roeien", "MO", "09.00", True),
        ("Roeien", "WE", "09.00", True),
        ("Zeilen", "FR", "09.00", True),
        ("Kano", "WE", "10.00", True),
    ]


def test_a_table_of_weekdays_on_a_page_that_says_nothing_is_asked() -> None:
    body = table(("", "Dinsdag", "Donderdag"), ("10.00", "Zumba", ""), ("19.00", "", "Zumba"))
    assert [sure for *_, sure in weekly(drafts("Zumba in het dok", body))] == [False, False]


def test_a_table_of_opening_hours_gives_nothing() -> None:
    body = table(("", "Dinsdag", "Donderdag"), ("9.00 - 12.00", "open", "gesloten"))
    assert drafts("Lesrooster", body) == ()


@pytest.mark.parametrize(
    ("words", "text"),
    [("badge w-condition-invisible", ""), ("d-none", ""), ("d-none d-md-block", "Vol")],
)
def test_what_a_class_hides_is_not_read(words: str, text: str) -> None:
    assert text_of(fromstring(f'<div><p class="{words}">Vol</p></div>')) == text


def test_a_line_that_says_whereto_it_moved_is_of_the_activity_above() -> None:
    body = "".join(
        f"<div><p><b>{day}</b></p><p>{title}</p><p>{when}</p></div>"
        for day, title, when in (
            ("Maandag 14 september 2026", "Vaarles", "Verplaatst naar 21 september, 18.30 uur"),
            ("Maandag 28 september 2026", "Knopen leggen", "19.00 uur"),
        )
    )
    found = drafts("Agenda", body)
    assert [(d.title, d.start.iso(), d.status.value, d.is_sure) for d in found] == [
        ("Vaarles", "2026-09-21T18:30", "moved", True),
        ("Knopen leggen", "2026-09-28T19:00", "scheduled", True),
    ]


def test_a_day_in_a_linked_name_beside_the_date_is_part_of_the_name() -> None:
    body = (
        '<ul><li><a href="/a">Herdenking 10 mei 1940</a> <span>do 17 sep, 20.00 uur</span></li>'
        '<li><a href="/b">Havendag</a> <span>za 19 sep, 10.00 uur</span></li></ul>'
    )
    assert [(d.title, d.start.iso()) for d in drafts("Agenda", body)] == [
        ("Herdenking 10 mei 1940", "2026-09-17T20:00"),
        ("Havendag", "2026-09-19T10:00"),
    ]


def test_a_clause_in_the_line_of_the_date_calls_it_off() -> None:
    body = (
        "<ul><li>Dinsdag 15 september 2026, 20.00 uur: Roeiquiz</li>"
        "<li>Woensdag 16 september 2026, 20.00 uur: Filmavond, helaas te weinig animo, "
        "de filmavond is geannuleerd</li></ul>"
    )
    found = {d.start.day.day: d.status.value for d in drafts("Agenda", body)}
    assert found == {15: "scheduled", 16: "cancelled"}
