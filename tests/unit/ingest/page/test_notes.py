"""When a series is left out, how often a weekday is meant, and what hangs around a title."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from agenda.status import Exclusion
from ingest.page.reader import read

CONTEXT = Context(address="https://brug.example/rooster", seen_on=date(2026, 9, 1))
PAGE = "<html lang=nl><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
SCHOOL = frozenset({Exclusion.SCHOOL_HOLIDAYS})


def drafts(body: str, title: str = "Vaste activiteiten") -> dict[str, Draft]:
    found = read(PAGE.format(title, body).encode(), CONTEXT).drafts
    return {draft.title: draft for draft in found}


def left_out(found: dict[str, Draft]) -> dict[str, frozenset[Exclusion]]:
    return {t: d.recurrence.exclusions if d.recurrence else frozenset() for t, d in found.items()}


WEEK = (
    "<h2>Maandag</h2><ul><li>9.30 - 11.00 uur: Timmerclub *</li><li>14.00 uur: Schilderen</li></ul>"
    "<h2>Vrijdag</h2><ul><li>19.30 uur: Zangkoor</li></ul>"
)


def test_a_note_of_the_page_holds_for_all_its_series() -> None:
    for note in ("Tijdens de schoolvakanties is het gebouw gesloten.", "Niet in schoolvakanties!"):
        found = left_out(drafts(f"<p>{note}</p>{WEEK}"))
        assert found == {"Timmerclub": SCHOOL, "Schilderen": SCHOOL, "Zangkoor": SCHOOL}


def test_a_note_with_a_star_holds_for_what_has_the_star() -> None:
    found = left_out(drafts(f"{WEEK}<p>* niet in de schoolvakanties</p>"))
    assert found == {"Timmerclub": SCHOOL, "Schilderen": frozenset(), "Zangkoor": frozenset()}


def test_a_note_about_something_else_holds_for_nothing() -> None:
    found = left_out(drafts(f"<p>In de schoolvakanties is de bar niet open tot laat.</p>{WEEK}"))
    assert set(found.values()) == {frozenset()}


LIST = (
    "<article><h3>Judo</h3><p>Elke dinsdag 16.00 - 17.00 uur</p><p>{}</p></article>"
    "<article><h3>Dammen</h3><p>Elke donderdag 20.00 uur</p></article>"
)


@pytest.mark.parametrize(
    ("note", "less"),
    [
        ("In de schoolvakanties is er geen les.", SCHOOL),
        ("Neem sportkleding mee. Niet op feestdagen.", frozenset({Exclusion.PUBLIC_HOLIDAYS})),
        ("Neem sportkleding mee.", frozenset()),
    ],
)
def test_a_sentence_beside_a_series_leaves_out_days_of_that_one(
    note: str, less: frozenset[Exclusion]
) -> None:
    found = drafts(LIST.format(note), "Agenda")
    assert left_out(found) == {"Judo": less, "Dammen": frozenset()}
    assert found["Judo"].is_sure


def test_a_day_left_out_beside_a_series_is_an_exception() -> None:
    found = drafts(LIST.format("Op 15 september is er geen judo."), "Agenda")["Judo"]
    assert found.recurrence is not None
    assert [m.day for m in found.recurrence.exdates] == [date(2026, 9, 15)]


def test_what_is_left_out_in_words_not_understood_is_asked() -> None:
    found = drafts(LIST.format("Niet in de weken rond de bouwvakantie van de regio."), "Agenda")
    assert not found["Judo"].is_sure


@pytest.mark.parametrize(
    ("line", "title", "rule", "start"),
    [
        (
            "om de twee weken: 14.00 uur Dammen, eerstvolgende keer: 11 september",
            "Dammen", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-09-11T14:00",
        ),
        (
            "14.00 - 15.00 uur Dammen (tweewekelijks, vanaf 18 september)",
            "Dammen", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-09-18T14:00",
        ),
    ],
)  # fmt: skip
def test_every_second_week_under_a_weekday(line: str, title: str, rule: str, start: str) -> None:
    body = f"<h2>Maandag</h2><p>9.00 uur Koffie</p><h2>Vrijdag</h2><p>{line}</p>"
    found = drafts(body)[title]
    assert found.recurrence is not None
    assert (found.recurrence.rrules, found.start.iso()) == ((rule,), start)
    assert found.is_sure


def test_a_person_to_call_behind_a_title_goes_with_its_brackets() -> None:
    body = (
        "<h2>Maandag</h2><p>9.00 uur Quilten (Truus Bedacht, 0570-001122)</p>"
        "<h2>Vrijdag</h2><p>20.00 uur Toneel</p>"
    )
    found = drafts(body)
    assert sorted(found) == ["Quilten", "Toneel"]
    assert found["Quilten"].is_sure
    assert found["Quilten"].lost_contact


def test_days_in_a_row_with_the_title_between_day_and_time() -> None:
    body = (
        "<ul><li>14 t/m 17 september - Zeilweek, elke ochtend om 9.30 uur</li>"
        "<li>19 september - Vossenjacht (6, 8 en 10 km), start 13.00 uur</li></ul>"
    )
    found = drafts(body, "Jaaragenda 2026")
    assert {t: d.start.iso() for t, d in found.items()} == {
        "Zeilweek": "2026-09-14T09:30",
        "Vossenjacht (6, 8 en 10 km)": "2026-09-19T13:00",
    }
    assert found["Zeilweek"].recurrence is not None
    assert found["Zeilweek"].recurrence.rrules == ("FREQ=DAILY;UNTIL=20260917",)


def test_place_and_price_share_a_line_and_contact_below_a_ruled_line_is_no_description() -> None:
    body = (
        "<p><b>Vrijdag 18 september</b><br>Palingdiner<br>18.00 uur<br>Kleine zaal. Entree € 12,50"
        "<br><br><b>Zondag 20 september</b><br>Schoonmaakdag<br>10.00 uur<hr>"
        "Contributie is € 20,- per jaar, te betalen in mei.<br>Onze deur staat altijd open</p>"
    )
    found = drafts(body, "Agenda 2026")
    assert (found["Palingdiner"].venue, found["Palingdiner"].price) == ("Kleine zaal", "€ 12,50")
    assert found["Schoonmaakdag"].description == ""


def test_a_cancelled_day_needs_no_time_and_its_mark_is_no_place() -> None:
    body = (
        "<ul><li>12 september - Vlottentocht - <i>vervallen</i></li>"
        "<li>19 september - Vossenjacht, 13.00 uur</li></ul>"
    )
    found = drafts(body, "Jaaragenda 2026")["Vlottentocht"]
    assert (found.status.value, found.venue, found.is_sure) == ("cancelled", None, True)


CALENDAR = (
    "<html lang=nl><title>Kalender</title><h2>Oktober 2026</h2><table><tr><th>ma<th>di<th>wo<th>do"
    "<th>vr<th>za<th>zo</tr><tr><td>5<p>19:30 Fotoclub</p><td>6<p>9:00 Soep</p><td>7<td>8<td>9"
    "<td>10<td>11</tr></table>{}</html>"
)


@pytest.mark.parametrize(
    "line",
    [
        "De fotoclub duurt tot 21.45 uur.",
        "Fotoclub steeds tot 21.45 uur",
        "Fotoclub: van 19.30 tot 21.45 uur.",
        "Alle activiteiten duren tot 21.45 uur.",
    ],
)
def test_an_end_that_is_said_once_below_a_calendar_counts_for_its_entries(line: str) -> None:
    context = Context(address="https://wiek.example/kalender", seen_on=date(2026, 10, 1))
    found = read(CALENDAR.format(f"<p>{line}</p>").encode(), context).drafts
    assert [(d.title, d.end and d.end.iso()) for d in found] == [
        ("Fotoclub", "2026-10-05T21:45"),
        ("Soep", None),
    ]


@pytest.mark.parametrize(
    "line",
    ["De fotoclub begint om 20.00 uur.", "Fotoclub: van 20.00 tot 21.45 uur.", "Bar tot 23.00"],
)
def test_another_time_below_a_calendar_is_no_end(line: str) -> None:
    context = Context(address="https://wiek.example/kalender", seen_on=date(2026, 10, 1))
    found = read(CALENDAR.format(f"<p>{line}</p>").encode(), context).drafts
    assert [d.end for d in found] == [None, None]


def test_a_place_that_is_said_once_is_of_all() -> None:
    context = Context(address="https://wiek.example/kalender", seen_on=date(2026, 10, 1))
    found = read(CALENDAR.format("<p>Locatie: De Wiek. Toegang vrij.</p>").encode(), context).drafts
    assert [d.venue for d in found] == ["De Wiek", "De Wiek"]


def test_what_is_said_off_above_the_list_is_asked_of_that_day() -> None:
    context = Context(address="https://wiek.example/agenda", seen_on=date(2026, 9, 1))
    page = (
        "<html lang=nl><title>Agenda</title><h1>Agenda</h1><p><b>De bingo van 10 oktober gaat niet "
        "door!</b></p><ul><li>za 10 oktober 14.00 uur Bingo</li><li>za 17 oktober 14.00 uur Bingo"
        "</li><li>zo 18 oktober 14.00 uur Dansen</li></ul></html>"
    )
    assert [d.is_sure for d in read(page.encode(), context).drafts] == [False, True, True]
