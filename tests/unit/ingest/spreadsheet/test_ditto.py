"""Marks that stand for the cell above."""

from openpyxl import Workbook

from tests.sheets import briefs, named, parsed, strike, workbook

HEAD = ["Datum", "Tijd", "Activiteit", "Waar", "Kosten"]


def test_idem_and_quotes_say_what_stands_above() -> None:
    rows = [
        HEAD,
        ["4-3-2026", "10.00-11.30", "Breien", "De Bron", "€ 2"],
        ["11-3-2026", "idem", '"', ",,", "zelfde"],
        ["18-3-2026", "14.00-15.00", "id.", "De Vlier", "idem"],
        ["idem", '"', "Haken", '- " -', "ditto"],
    ]
    made = parsed(workbook({"maart": rows}))
    assert briefs(made) == [
        "Breien | 2026-03-04T10:00 > 2026-03-04T11:30",
        "Breien | 2026-03-11T10:00 > 2026-03-11T11:30",
        "Breien | 2026-03-18T14:00 > 2026-03-18T15:00",
        "Haken | 2026-03-18T14:00 > 2026-03-18T15:00",
    ]
    assert [d.venue for d in made.drafts] == ["De Bron", "De Bron", "De Vlier", "De Vlier"]


def test_a_crossed_out_row_does_not_cross_out_the_next() -> None:
    rows = [HEAD, ["4-3-2026", "10.00", "Breien", "De Bron", ""], ["11-3-2026", "idem", "idem"]]
    made = parsed(workbook({"maart": rows}, lambda book: strike(book["maart"], 2)))
    assert briefs(made) == [
        "Breien | 2026-03-04T10:00 | cancelled",
        "Breien | 2026-03-11T10:00",
    ]


def test_a_mark_with_nothing_above_it_is_no_activity_and_no_time() -> None:
    rows = [
        HEAD,
        ["4-3-2026", "10.00", "idem", "De Bron", ""],
        ["5-3-2026", "", "Schaken", "idem", ""],
        ["6-3-2026", "idem", "Dammen", "idem", ""],
    ]
    made = parsed(workbook({"maart": rows}))
    assert briefs(made) == ["Schaken | 2026-03-05", "Dammen | 2026-03-06 | ?"]
    assert named(made) == [("no_title", 2), ("no_time", 3), ("unclear_time", 4)]


def test_nothing_is_taken_from_a_hidden_row_or_one_for_inside() -> None:
    def hide(book: Workbook) -> None:
        book["maart"].row_dimensions[2].hidden = True

    rows = [
        [*HEAD, "Opmerking"],
        ["4-3-2026", "10.00", "Stil feest", "De Bron", "", ""],
        ["5-3-2026", "11.00", "idem", "De Bron", "", ""],
        ["6-3-2026", "12.00", "Borrel", "De Bron", "", "besloten"],
        ["7-3-2026", "12.00", "idem", "De Bron", "", ""],
        ["8-3-2026", "12.00", "Bingo", "De Bron", "", ""],
    ]
    assert briefs(parsed(workbook({"maart": rows}, hide))) == ["Bingo | 2026-03-08T12:00"]
