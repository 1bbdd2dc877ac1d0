"""Days without a year lie around when their text first stood there, not when the rest changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agenda.draft import Context, Parsed, passage_key
from ingest import memory
from ingest.document.reader import read as read_document
from ingest.page.reader import read as read_page
from ingest.spreadsheet.reader import read as read_sheet
from tests.sheets import briefs, delimited, workbook

Reader = Callable[[bytes, Context], Parsed]
THEN = date(2026, 2, 20)
NEXT_YEAR = date(2027, 2, 20)
SELECTORS = 'activiteit = "li"\ntitel = "b"\ndatum = "i"\n'
WEEKDAYS = ["ma", "di", "wo", "do", "vr"]


def csv(*rows: str) -> bytes:
    return delimited([["Datum", "Tijd", "Activiteit"], *(row.split("|") for row in rows)])


def grid(*rows: str) -> bytes:
    week = [["2 maart", "3 maart", "4 maart", "5 maart", "6 maart"]]
    return workbook({"Blad1": [WEEKDAYS, *week, *(row.split("|") for row in rows)]})


def under_months(*rows: str) -> bytes:
    return workbook({"Blad1": [["Datum", "Tijd", "Activiteit"], *(row.split("|") for row in rows)]})


def page(*lines: str) -> bytes:
    listed = "".join(f"<li><b>{title}</b> <i>{when}</i></li>" for title, when in map(_two, lines))
    return f"<html lang=nl><title>Agenda</title><h1>Agenda</h1><ul>{listed}</ul>".encode()


def prose(*lines: str) -> bytes:
    told = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html lang=nl><title>De Bron</title><h1>Nieuw in De Bron</h1>{told}".encode()


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _two(line: str) -> tuple[str, str]:
    title, _, when = line.partition(": ")
    return title, when


def visits(
    reader: Reader,
    bodies: Sequence[tuple[date, bytes]],
    address: str = "https://bron.example/agenda",
) -> list[Parsed]:
    """Each body read on its day, with what a source remembers of the ones before."""
    held: memory.Passages = {}
    made = []
    for day, body in bodies:
        first_seen = memory.first_seen(held, today=day)
        found = reader(body, Context(address=address, seen_on=day, first_seen=first_seen))
        held = memory.seen(held, found, seen_on=day, today=day)
        made.append(found)
    return made


def selected(body: bytes, context: Context) -> Parsed:
    return read_page(body, replace(context, selectors=SELECTORS))


@pytest.mark.parametrize(
    ("reader", "make", "line", "other", "kept"),
    [
        (read_sheet, csv, "12 maart|19.30|Lezing", "7-4-2026|10.00|Soep", "2026-03-12T19:30"),
        (
            read_sheet,
            grid,
            "|10.00 Koffie|||",
            "14.00 Bingo||||",
            "2026-03-03T10:00",
        ),
        (
            read_sheet,
            under_months,
            "maart||\n12|19.30|Lezing",
            "7-4-2026|10.00|Soep",
            "2026-03-12T19:30",
        ),
        (read_page, page, "Lezing: 12 maart 19.30 uur", "Soep: 7 april 10.00", "2026-03-12T19:30"),
        (selected, page, "Lezing: 12 maart 19.30 uur", "Soep: 7 april 10.00", "2026-03-12T19:30"),
        (
            read_page,
            prose,
            "Op 12 maart is er om 19.30 uur een lezing over bijen in onze grote zaal.",
            "De bibliotheek is verbouwd en dat is heel mooi geworden.",
            "2026-03-12T19:30",
        ),
        (
            read_document,
            text,
            "12 maart 19.30 uur Lezing",
            "7 april 10.00 Soep",
            "2026-03-12T19:30",
        ),
        (
            read_document,
            text,
            "12 maart\n19.30 uur Lezing",
            "7 april 10.00 uur Soep",
            "2026-03-12T19:30",
        ),
    ],
    ids=["sheet", "grid", "sections", "list", "selectors", "prose", "line", "day and line"],
)
def test_a_line_of_last_year_does_not_rise_when_something_else_changes(
    reader: Reader, make: Callable[..., bytes], line: str, other: str, kept: str
) -> None:
    lines = line.split("\n")
    first, changed, alone = visits(
        reader,
        [(THEN, make(*lines)), (NEXT_YEAR, make(*lines, other)), (NEXT_YEAR, make(*lines))],
    )
    assert [d.start.iso() for d in first.drafts] == [kept]
    assert kept in [d.start.iso() for d in changed.drafts]
    assert [d.start.iso() for d in alone.drafts] == [kept]
    assert {d.key for d in first.drafts} <= {d.key for d in changed.drafts}
    (unknown,) = visits(reader, [(NEXT_YEAR, make(*lines))])
    assert [d.start.iso() for d in unknown.drafts] == [kept.replace("2026", "2027")]


@pytest.mark.parametrize(
    ("reader", "make", "line", "other"),
    [
        (read_sheet, csv, "elke dinsdag|10.00|Koffie", "7-4-2026|10.00|Soep"),
        (read_page, page, "Koffie: elke dinsdag 10.00 uur", "Soep: 7 april 2026 10.00 uur"),
        (read_document, text, "Elke dinsdag 10.00 uur Koffie", "7 april 2026 10.00 uur Soep"),
    ],
    ids=["sheet", "page", "document"],
)
def test_a_rule_without_a_start_keeps_its_dates(
    reader: Reader, make: Callable[..., bytes], line: str, other: str
) -> None:
    weeks = timedelta(weeks=9)
    before, after = make(other, line), make(other.replace("10.", "11."), line)
    made = visits(reader, [(THEN, before), (THEN + weeks, after)])
    first, changed = ([d for d in one.drafts if d.title == "Koffie"] for one in made)
    assert [(d.key, d.start, d.recurrence) for d in changed] == [
        (d.key, d.start, d.recurrence) for d in first
    ]
    assert [d.start.day for d in changed] == [date(2026, 2, 24)]


def test_another_time_leaves_a_rule_of_a_sheet_where_it_began() -> None:
    made = visits(
        read_sheet,
        [
            (THEN, csv("elke dinsdag|10.00|Koffie")),
            (THEN + timedelta(weeks=9), csv("elke dinsdag|10.30|Koffie")),
        ],
    )
    assert [d.start.iso() for one in made for d in one.drafts] == [
        "2026-02-24T10:00",
        "2026-02-24T10:30",
    ]


def test_a_line_that_comes_every_year_is_new_every_year() -> None:
    autumn = (date(2026, 9, 1), csv("1-10-2026|10.00|Soep"))
    gone = (date(2026, 10, 15), csv("1-12-2026|10.00|Soep"))
    line = csv("12 maart|19.30|Lezing")
    made = visits(read_sheet, [(THEN, line), autumn, gone, (NEXT_YEAR, line)])
    assert briefs(made[-1]) == ["Lezing | 2027-03-12T19:30"]


def test_a_line_that_is_away_for_some_days_is_the_same_line() -> None:
    line, other = csv("12 maart|19.30|Lezing"), csv("1-10-2026|10.00|Soep")
    away = NEXT_YEAR - timedelta(days=20)
    made = visits(read_sheet, [(THEN, line), (away, other), (NEXT_YEAR, line)])
    assert briefs(made[-1]) == ["Lezing | 2026-03-12T19:30"]


def test_the_next_month_under_the_same_rows_is_another_month() -> None:
    def week(title: str) -> bytes:
        rows = [[title], WEEKDAYS, ["", "10.00 Koffie", "", "", ""]]
        return workbook({"Blad1": rows})

    made = visits(
        read_sheet,
        [
            (date(2026, 3, 5), week("Programma week 11")),
            (date(2026, 3, 12), week("Programma week 12")),
        ],
    )
    assert [d.start.iso() for one in made for d in one.drafts] == [
        "2026-03-10T10:00",
        "2026-03-17T10:00",
    ]


def test_a_year_in_the_title_outranks_when_a_line_was_first_seen() -> None:
    def titled(year: int) -> bytes:
        return page("Lezing: 12 maart 19.30 uur").replace(
            b"<title>Agenda", f"<title>Agenda {year}".encode()
        )

    made = visits(read_page, [(THEN, titled(2026)), (NEXT_YEAR, titled(2027))])
    assert [d.start.iso() for one in made for d in one.drafts] == [
        "2026-03-12T19:30",
        "2027-03-12T19:30",
    ]


def test_what_is_remembered_of_a_passage_is_no_text() -> None:
    (made,) = visits(read_sheet, [(THEN, csv("12 maart|19.30|Lezing"))])
    assert made.passages == {passage_key("Lezing | 12 maart")}
    assert all(len(key) == 18 and key.isalnum() for key in made.passages)


def test_an_incomplete_reading_forgets_nothing() -> None:
    held = {"a": memory.Passage(since=THEN)}
    part = Parsed(passages=frozenset({"b"}), is_complete=False)
    assert memory.seen(held, part, seen_on=NEXT_YEAR, today=NEXT_YEAR) == {
        "a": memory.Passage(since=THEN),
        "b": memory.Passage(since=NEXT_YEAR),
    }
