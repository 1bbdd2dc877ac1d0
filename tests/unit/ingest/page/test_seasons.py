"""A season that a page names once, and a day that a table says once for several rows."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from ingest.page.reader import read
from ingest.page.seasons import seasons

CONTEXT = Context(address="https://molen.example/rooster", seen_on=date(2026, 8, 20))
PAGE = (
    "<html lang=nl><head><title>Lesrooster</title></head><body><h1>Lesrooster</h1>{}</body></html>"
)


def table(*rows: tuple[str, ...]) -> str:
    filled = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    head = "<tr><th>Dag</th><th>Tijd</th><th>Activiteit</th></tr>"
    return f"<table>{head}" + "".join(f"<tr>{row}</tr>" for row in filled) + "</table>"


WEEK = table(
    ("Maandag", "19.00 - 20.00", "Pilates"),
    ("", "20.15 - 21.15", "Zumba"),
    ("Donderdag", "9.30", "Stoelgym"),
)


def drafts(body: str) -> dict[str, Draft]:
    return {draft.title: draft for draft in read(PAGE.format(body).encode(), CONTEXT).drafts}


def said(body: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = drafts(body)
    assert all(draft.is_sure for draft in found.values())
    return {
        t: (d.start.iso(), d.recurrence.rrules if d.recurrence else ()) for t, d in found.items()
    }


@pytest.mark.parametrize("mark", ["", "&nbsp;", "&quot;", "idem"])
def test_a_time_without_a_day_is_of_the_day_above_it(mark: str) -> None:
    body = table(("Maandag", "19.00", "Pilates"), (mark, "20.15", "Zumba"))
    assert said(body)["Zumba"] == ("2026-08-24T20:15", ("FREQ=WEEKLY;BYDAY=MO",))


def test_a_row_without_day_and_time_takes_no_day() -> None:
    assert list(drafts(table(("Maandag", "19.00", "Pilates"), ("", "", "Schminken")))) == [
        "Pilates"
    ]


def test_a_season_bounds_every_series_of_the_page() -> None:
    assert said("<p>Het seizoen loopt van 14 september 2026 t/m 28 mei 2027.</p>" + WEEK) == {
        "Pilates": ("2026-09-14T19:00", ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270528",)),
        "Zumba": ("2026-09-14T20:15", ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270528",)),
        "Stoelgym": ("2026-09-17T09:30", ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20270528",)),
    }


def test_a_season_and_what_is_left_out_of_it_go_together() -> None:
    body = (
        "<p>Seizoen 14 september 2026 - 28 mei 2027.</p><p>Niet in de schoolvakanties.</p>" + WEEK
    )
    found = drafts(body)["Stoelgym"]
    assert found.recurrence is not None
    assert (found.start.iso(), found.recurrence.rrules, found.is_sure) == (
        "2026-09-17T09:30",
        ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20270528",),
        True,
    )
    assert found.recurrence.exclusions


def test_bounds_of_its_own_outrank_the_season() -> None:
    body = table(("Maandag t/m 2 november 2026", "19.00", "Pilates"), ("Donderdag", "9.30", "Yoga"))
    found = drafts("<p>Lesseizoen van september t/m mei</p>" + body)
    assert found["Pilates"].recurrence is not None
    assert found["Pilates"].recurrence.rrules == ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261102",)


def test_two_seasons_on_a_page_are_asked_about() -> None:
    two = "<p>Seizoen van 7 september t/m 18 december</p><p>Seizoen van 4 januari t/m 28 mei</p>"
    assert not any(draft.is_sure for draft in drafts(two + WEEK).values())


def test_only_a_start_moves_the_first_day() -> None:
    assert said("<p>We beginnen weer op maandag 14 september 2026.</p>" + WEEK)["Stoelgym"] == (
        "2026-09-17T09:30",
        ("FREQ=WEEKLY;BYDAY=TH",),
    )


def test_a_series_with_a_first_day_of_its_own_takes_only_the_end() -> None:
    list_ = (
        "<h2>Maandag</h2><p>9.00 uur Koffie</p><h2>Vrijdag</h2>"
        "<p>14.00 uur Dammen (om de week, vanaf 25 september)</p>"
    )
    assert said("<p>Het programma loopt van 14 september tot en met 18 december.</p>" + list_) == {
        "Koffie": ("2026-09-14T09:00", ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261218",)),
        "Dammen": ("2026-09-25T14:00", ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=20261218",)),
    }


def test_what_is_left_out_may_stand_in_the_same_sentence() -> None:
    found = drafts(
        "<p>Lessen van 14 september t/m 18 december, niet in de herfstvakantie.</p>" + WEEK
    )
    rule = found["Stoelgym"].recurrence
    assert rule is not None
    assert rule.rrules == ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20261218",)
    assert rule.exclusions


@pytest.mark.parametrize(
    "text",
    [
        "Start: 14 september",
        "We gaan op 14 september naar zee",
        "Inschrijven voor het seizoen van 1 t/m 7 september",
        "Geen lessen van 21 december t/m 1 januari.",
        "Het museum is open van 1 april tot 31 oktober.",
        "Tijdens het seizoen speelt de fanfare",
        "Vaste activiteiten",
    ],
)
def test_a_period_of_something_else_is_no_season(text: str) -> None:
    assert seasons([text]) == ()
