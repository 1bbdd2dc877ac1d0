"""Any words, numbers and dates in any cells: read or refused, never an error, never twice."""

import contextlib
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.draft import Context
from base.errors import FormatError
from ingest.spreadsheet.grid import Area, Book, Cell, Sheet
from ingest.spreadsheet.reader import read_book
from ingest.spreadsheet.values import shown

WORDS = (
    *(
        "Datum",
        "Tijd",
        "Activiteit",
        "Locatie",
        "Dag",
        "van",
        "tot",
        "Week",
        "Maand",
        "Wie",
        "Soort",
    ),
    *("maandag", "di", "wo 4 maart", "ma t/m vr", "3-3-2026", "31-2-2026", "maart 2026", "week 54"),
    *(
        "elke 1e dinsdag",
        "om de week",
        "wekelijks",
        "10.00-12.00",
        "25.00",
        "10.00 Koffie\n14 Bingo",
    ),
    *(
        "VERVALT",
        "(VOL)",
        "* niet in de schoolvakanties",
        "*",
        "Legenda:",
        "rood = vervalt",
        "x",
        "-",
    ),
    *(
        "Totaal",
        "besloten",
        "bij Ans thuis",
        "opgeven bij Joke 0570-001103",
        "€ 2,50",
        "=A1+1",
        "?",
    ),
    *(
        "12",
        "12\n10.00 Koor",
        "Buurthuis De Kolk",
        "t/m",
        "1e",
        "ochtend",
        "#REF!",
        "\u200b",
        "9999",
    ),
)
VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.dates(date(1905, 1, 1), date(2099, 12, 31)),
    st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.floats(-1e7, 1e7),
    st.booleans(),
    st.none(),
)


def _cell(value: Any, look: int) -> Cell:
    return Cell(
        text=shown(value),
        value=value,
        is_struck=look == 1,
        fill="FF0000" if look == 2 else None,
        struck_text="10.00 Soep" if look == 3 else "",
        is_error=look == 4,
    )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.tuples(VALUES, st.integers(0, 9)), max_size=7), min_size=1, max_size=9),
    st.sampled_from(["", "maart", "Zandweerd", "Dinsdag", "2026"]),
    st.sets(st.integers(1, 9), max_size=2),
)
def test_any_cells_are_read_or_refused(
    rows: list[list[tuple[Any, int]]], name: str, hidden: set[int]
) -> None:
    cells = {
        row: {
            column: _cell(value, look)
            for column, (value, look) in enumerate(texts, 1)
            if shown(value) or look in (2, 3)
        }
        for row, texts in enumerate(rows, 1)
    }
    sheet = Sheet(
        name=name,
        rows={row: held for row, held in cells.items() if held},
        merged=(Area(2, 1, 3, 1), Area(1, 1, 1, 3)),
        hidden_rows=frozenset(hidden),
    )
    context = Context(address="agenda 2026.xlsx", seen_on=date(2026, 2, 20))
    with contextlib.suppress(FormatError):
        made = read_book(Book(kind="xlsx", sheets=(sheet,)), context)
        keys = [d.key for d in made.drafts]
        assert len(keys) == len(set(keys))
        assert all(d.title and d.origin.row not in hidden for d in made.drafts)
        assert "001103" not in repr(made.drafts)
