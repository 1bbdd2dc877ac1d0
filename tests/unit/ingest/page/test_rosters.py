"""Words that look like a name, a place or a day of an activity, and are none; and two as a list."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from ingest.page.reader import read

CONTEXT = Context(address="https://kade.example/agenda", seen_on=date(2026, 9, 1))


def drafts(body: str, title: str = "Agenda") -> tuple[Draft, ...]:
    page = f"<html lang=nl><title>{title}</title><body><h1>{title}</h1>{body}</body></html>"
    return read(page.encode(), CONTEXT).drafts


def said(found: tuple[Draft, ...]) -> list[tuple[str, str, str, bool]]:
    return [(d.title, d.start.iso()[5:], d.status.value, d.is_sure) for d in found]


def rows(head: str, *lines: str) -> str:
    cells = ["".join(f"<td>{cell}</td>" for cell in line.split("|")) for line in (head, *lines)]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def test_no_lesson_in_a_remark_is_a_lesson_that_is_off() -> None:
    table = rows(
        "Datum|Tijd|Wat|Opmerking",
        "5-10-2026|19:30|Italiaans|start",
        "12-10-2026|19:30|Italiaans|geen les, vakantie",
        "19-10-2026|19:30|Italiaans|geen boek nodig",
    )
    assert [status for *_, status, _ in said(drafts(table))] == [
        "scheduled",
        "cancelled",
        "scheduled",
    ]


def test_who_is_on_duty_is_no_activity() -> None:
    table = rows("Datum|Tijd|Naam", "3 oktober|14.00|Jan Testema", "9 oktober|14.00|W. Proefman")
    assert drafts(table, "Rooster van de bar") == ()


def test_activities_under_name_are_activities() -> None:
    table = rows("Datum|Tijd|Naam", "3 oktober|14.00|Breicafé", "9 oktober|14.00|Jeu de boules")
    assert [d.title for d in drafts(table)] == ["Breicafé", "Jeu de boules"]


def test_a_service_is_not_called_after_who_leads_it() -> None:
    found = drafts(
        "<h2>zondag 4 oktober</h2><p>10.00 uur ds. A. Testema, avondmaal. Collecte: orgel</p>"
        "<p>19.00 uur zangdienst</p><h2>zondag 11 oktober</h2><p>10.00 uur gezinsdienst</p>"
    )
    assert [(d.title, d.venue) for d in found] == [
        ("Kerkdienst", None),
        ("zangdienst", None),
        ("gezinsdienst", None),
    ]


def test_a_match_is_called_after_both_sides() -> None:
    found = drafts(
        "<h3>Zaterdag 3 oktober</h3><ul><li>09:00 JO9-1 - Diepenveen JO9-2</li>"
        "<li>14:30 Kade 1 - Dok 2</li></ul><h3>Vrijdag 9 oktober</h3><p>20:00 Kaarten</p>"
    )
    assert [(d.title, d.venue) for d in found][:2] == [
        ("JO9-1 - Diepenveen JO9-2", None),
        ("Kade 1 - Dok 2", None),
    ]


def test_what_is_under_reserve_and_what_is_instead_of_another_day() -> None:
    found = drafts(
        "<ul><li>vr 2 oktober 20.00 uur Bridge (onder voorbehoud)</li><li>vr 9 oktober 20.00 uur "
        "Bridge</li><li>vr 23 oktober 20.00 uur Bridge i.p.v. 30 oktober</li></ul>"
    )
    assert said(found) == [
        ("Bridge", "10-02T20:00", "tentative", True),
        ("Bridge", "10-09T20:00", "scheduled", True),
        ("Bridge", "10-23T20:00", "moved", True),
    ]


def test_a_number_of_evenings_is_an_end() -> None:
    found = drafts(
        "<div><h3>Tekenen</h3><p>6 dinsdagavonden vanaf 6 oktober, 19.30 - 21.30 uur</p></div>"
        "<div><h3>Film</h3><p>vr 9 oktober 20.00 uur</p></div>"
    )
    assert found[0].recurrence
    assert found[0].recurrence.rrules == ("FREQ=WEEKLY;BYDAY=TU;COUNT=6",)


@pytest.mark.parametrize("mark", ["VOL", "(volgeboekt)", "UITVERKOCHT"])
def test_full_is_neither_name_nor_place(mark: str) -> None:
    found = drafts(
        f"<ul><li>di 6 oktober 19.30 uur Quiz {mark}</li><li>wo 7 oktober 9.00 uur Soep</li></ul>"
    )
    assert [(d.title, d.venue) for d in found] == [("Quiz", None), ("Soep", None)]


def test_two_with_names_of_their_own_are_a_list() -> None:
    found = drafts(
        "<ul><li><strong>Trio Vera</strong><br>Zo 18 oktober<br>Zaal open: 14.30 uur<br>"
        "Aanvang: 15.00 uur</li><li><strong>Koor Ada</strong><br>Za 24 oktober<br>20.00 uur</li>"
        "</ul>",
        "Concerten",
    )
    assert said(found) == [
        ("Trio Vera", "10-18T15:00", "scheduled", True),
        ("Koor Ada", "10-24T20:00", "scheduled", True),
    ]


def test_an_exhibition_and_its_opening_are_two() -> None:
    found = drafts(
        "<div><h3>Wind</h3><p>12 september t/m 1 november 2026</p></div>"
        "<div><h3>Opening van Wind</h3><p>12 september 2026, 15.00 uur</p></div>",
        "Exposities",
    )
    assert [(d.title, d.start.iso(), d.end and d.end.iso()) for d in found] == [
        ("Wind", "2026-09-12", "2026-11-01"),
        ("Opening van Wind", "2026-09-12T15:00", None),
    ]


def test_other_activities_below_one_do_not_take_its_place() -> None:
    found = drafts(
        "<p>Zondag 25 oktober 2026 van 10.00 tot 12.00 uur</p><p>Start bij het bos.</p>"
        "<h2>Meer activiteiten</h2><ul><li><a href=/agenda/a>Uilen</a> 30 oktober</li>"
        "<li><a href=/agenda/b>Dassen</a> 7 november</li></ul>",
        "Herfstwandeling",
    )
    assert said(found) == [("Herfstwandeling", "10-25T10:00", "scheduled", True)]
