"""Of a course of eight lessons with one date the other seven are not known."""

from datetime import date

import pytest

from agenda.draft import Context
from ingest.courses import lessons_in
from ingest.page.reader import read
from tests.sheets import briefs, delimited, parsed

CONTEXT = Context(address="https://les.example/cursussen", seen_on=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Start 29 september, aantal lessen: 8", "aantal lessen: 8"),
        ("8 lessen, € 80", "8 lessen"),
        ("een cursus van zes weken", "cursus van zes weken"),
        ("vijf wekelijkse bijeenkomsten", "vijf wekelijkse bijeenkomsten"),
        ("een 3-delige cursus", "3-delige"),
        ("1 les", None),
        ("eenmalig", None),
        ("2 middagen per week", None),
        ("10.30 lessen", None),
        ("lessen voor 8 mensen", None),
    ],
)
def test_a_number_of_lessons_is_seen(text: str, said: str | None) -> None:
    assert lessons_in(text) == said


def sheet(*rows: tuple[str, str, str]) -> list[str]:
    made = parsed(delimited([["Startdatum", "Tijd", "Cursus", "Aantal lessen"], *_timed(rows)]))
    return briefs(made)


def _timed(rows: tuple[tuple[str, str, str], ...]) -> list[list[str]]:
    return [[day, "19.30", title, lessons] for day, title, lessons in rows]


def test_one_date_of_a_course_in_a_sheet_goes_to_a_person() -> None:
    assert sheet(("29-9-2026", "Schilderen", "8"), ("30-9-2026", "Lezing", "1")) == [
        "Schilderen | 2026-09-29T19:30 | ?",
        "Lezing | 2026-09-30T19:30",
    ]


def test_a_course_whose_dates_are_listed_needs_nobody() -> None:
    assert sheet(("29-9-2026", "Schilderen", "2"), ("6-10-2026", "Schilderen", "2")) == [
        "Schilderen | 2026-09-29T19:30",
        "Schilderen | 2026-10-06T19:30",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Schilderen</h1><p>Start: dinsdag 29 september 2026, 19.30 uur</p>"
        "<p>Aantal lessen: 8</p>",
        "<h1>Cursussen</h1><ul><li><b>Schilderen</b> <i>29 september 19.30 uur</i> "
        "<p>8 lessen, € 80</p></li><li><b>Soep</b> <i>30 september 10.00 uur</i></li></ul>",
        "<h1>Cursussen</h1><table><tr><th>Cursus<th>Startdatum<th>Tijd<th>Aantal lessen</tr>"
        "<tr><td>Schilderen<td>29 september 2026<td>19.30<td>8</tr>"
        "<tr><td>Tekenen<td>30 september 2026<td>19.30<td>1</tr></table>",
    ],
    ids=["page", "list", "table"],
)
def test_one_date_of_a_course_on_a_page_goes_to_a_person(body: str) -> None:
    made = read(f"<html lang=nl><title>Cursussen</title>{body}".encode(), CONTEXT)
    assert briefs(made)[0] == "Schilderen | 2026-09-29T19:30 | ?"
    assert [d.is_sure for d in made.drafts[1:]] == [True] * (len(made.drafts) - 1)
