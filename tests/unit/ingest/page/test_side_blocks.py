"""What stands beside an agenda: results, news, the hours of the bar. None of it is an activity."""

from dataclasses import replace
from datetime import date

import pytest

from agenda.draft import Context, Draft
from ingest.page.reader import read

CONTEXT = Context(address="https://kolk.example/agenda", seen_on=date(2026, 9, 1))
AGENDA = (
    "<table><tr><th>Datum</th><th>Wat</th></tr><tr><td>za 12 september 2026, 10.00 uur</td>"
    "<td>Roeidag</td></tr></table>"
)


def drafts(beside: str) -> tuple[Draft, ...]:
    page = (
        "<html lang=nl><title>Agenda</title><body><h1>Agenda</h1><div>"
        f"<div>{AGENDA}</div>{beside}</div></body>"
    )
    return read(page.encode(), CONTEXT).drafts


def titles(beside: str) -> list[str]:
    return [draft.title for draft in drafts(beside)]


def test_a_match_with_a_result_was_played_and_one_without_is_to_come() -> None:
    head = "<tr><th>Datum</th><th>Programma</th><th>Uitslag</th></tr>"
    played = "<tr><td>5 september 2026, 14.00 uur</td><td>Kolk - Dijk</td><td>2-1</td></tr>"
    coming = "<tr><td>19 september 2026, 14.00 uur</td><td>Kolk - Haven</td><td></td></tr>"
    assert titles(f"<table>{head}{played}{coming}</table>") == ["Roeidag", "Kolk - Haven"]


@pytest.mark.parametrize("heading", ["Nieuws", "Laatste nieuws", "Recente berichten"])
def test_a_day_under_a_heading_of_news_is_when_it_was_written(heading: str) -> None:
    posts = (
        "<ul><li><a href='/p'>Nieuwe peddels</a> 29 augustus 2026</li>"
        "<li><a href='/q'>Steiger hersteld</a> 30 augustus 2026</li></ul>"
    )
    assert titles(f"<div><h3>{heading}</h3>{posts}</div>") == ["Roeidag"]


def test_what_follows_the_news_is_read_again() -> None:
    news = "<h3>Nieuws</h3><p><b>Nieuwe peddels</b> 29 augustus 2026</p>"
    more = "<h3>Bijzonder</h3><p><b>Lampionvaren</b> 26 september 2026, 20.00 uur</p>"
    days = [draft.start.day for draft in drafts(f"<div>{news}{more}</div>")]
    assert days == [date(2026, 9, 12), date(2026, 9, 26)]


def test_blocks_under_headings_of_their_own_lend_each_other_no_time_and_no_words() -> None:
    bar = "<div><h3>Bar</h3><p>Open: za 8.30-18.00</p>"
    dig = "<h3>Baggeren</h3><p>26 september 2026</p><h3>Verder</h3><p>De voorzitter is jarig.</p>"
    fish = "<div><h3>Vissen</h3><p>27 september 2026, 6.00 uur</p></div>"
    found = {draft.title: draft for draft in drafts(f"{bar}{dig}</div>{fish}")}
    assert list(found) == ["Roeidag", "Baggeren", "Vissen"]
    assert (found["Baggeren"].start.iso(), found["Baggeren"].description) == ("2026-09-26", "")


def test_a_day_on_which_nothing_happens_is_no_activity() -> None:
    row = "<tr><td>ma 14 september 2026, 10.00 uur</td><td>Kermis: geen trainingen</td></tr>"
    table = AGENDA.replace("</table>", f"{row}</table>")
    assert titles(f"<div>{table.replace('Roeidag', 'Zwemdag')}</div>") == ["Roeidag", "Zwemdag"]


def on_the_front(body: str) -> list[tuple[str, str, bool]]:
    page = f"<html lang=nl><title>De Kolk</title><body><h1>De Kolk</h1>{body}</body>"
    found = read(page.encode(), replace(CONTEXT, address="https://kolk.example/")).drafts
    return [(draft.title, draft.start.iso(), draft.is_sure) for draft in found]


def test_two_lines_under_a_heading_agenda_are_a_list_and_the_heading_above_is_the_sites() -> None:
    body = "<h2>Agenda</h2><ul><li>12 sep 14.00 Roeien</li><li>19 sep 20.00 Quiz</li></ul>"
    assert on_the_front(body) == [
        ("Roeien", "2026-09-12T14:00", True),
        ("Quiz", "2026-09-19T20:00", True),
    ]


def test_one_line_under_a_heading_agenda_does_not_take_the_name_of_the_site() -> None:
    (found,) = on_the_front("<h2>Binnenkort</h2><p>12 september 14.00 uur Roeitocht</p>")
    assert found == ("Roeitocht", "2026-09-12T14:00", False)


def test_a_second_day_on_a_page_of_one_activity_is_asked_about() -> None:
    first, more = "<p>12 september 14.00 uur</p>", "<p>en ook 19 september 14.00 uur</p>"
    assert on_the_front(first) == [("De Kolk", "2026-09-12T14:00", True)]
    assert on_the_front(first + more) == [("De Kolk", "2026-09-12T14:00", False)]


def test_an_agenda_right_above_the_news_loses_nothing() -> None:
    body = (
        "<h2>Agenda</h2><p><b>12 sep 14.00</b> Roeien</p><p><b>19 sep 20.00</b> Quiz</p>"
        "<h2>Nieuws</h2><p>Nieuwe peddels</p><p>29 augustus 2026</p>"
    )
    assert [title for title, *_ in on_the_front(body)] == ["Roeien", "Quiz"]
