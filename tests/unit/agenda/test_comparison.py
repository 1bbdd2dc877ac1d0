"""Two readings side by side, in words."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from agenda.curation.comparison import FieldChange, Part, Piece, changes, words
from agenda.draft import Draft, Override, Recurrence
from agenda.moment import Moment
from agenda.status import EventStatus, Exclusion, WeekParity
from agenda.words import moment_words, rule_short, rule_words

KOFFIE = Draft(key="k", title="Koffie op het plein", start=Moment(date(2026, 3, 20), time(10)))


def test_only_the_words_that_differ_are_marked() -> None:
    assert changes(KOFFIE, replace(KOFFIE, title="Thee op het plein")) == (
        FieldChange(
            "Titel",
            (
                Piece(Part.GONE, "Koffie"),
                Piece(Part.NEW, "Thee"),
                Piece(Part.SAME, " op het plein"),
            ),
        ),
    )


def test_a_later_hour_is_one_changed_word() -> None:
    later = replace(KOFFIE, start=Moment(date(2026, 3, 20), time(10, 30)))
    (change,) = changes(KOFFIE, later)
    assert change.label == "Begin"
    assert [p.text for p in change.pieces if p.part is not Part.SAME] == ["10.00", "10.30"]


def test_the_same_reading_has_no_changes() -> None:
    assert changes(KOFFIE, KOFFIE) == ()


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.part is not Part.NEW) == before
    assert "".join(p.text for p in pieces if p.part is not Part.GONE) == after


def test_rules_are_said_in_dutch() -> None:
    slot = Moment(date(2026, 3, 24), time(10))
    rule = Recurrence(
        rrules=("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T220000Z",),
        parity=WeekParity.ODD,
        overrides=(Override(original=slot, status=EventStatus.CANCELLED),),
    )
    assert rule_words(rule) == (
        "elke week op dinsdag, tot en met dinsdag 30 juni 2026; in de oneven weken; "
        "dinsdag 24 maart 2026, 10.00 uur gaat niet door"
    )
    monthly = Recurrence(rrules=("FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE,-1FR;COUNT=6",))
    assert (
        rule_words(monthly) == "elke 2 maanden op de eerste woensdag en de laatste vrijdag, 6 keer"
    )
    assert rule_words(Recurrence(rrules=("FREQ=WEEKLY",), words="elke dinsdag")) == "elke dinsdag"


def test_what_the_sentence_leaves_out_is_not_said_twice() -> None:
    said = Recurrence(
        words="elke donderdag, niet in de schoolvakantie",
        exclusions=(Exclusion.SCHOOL_HOLIDAYS, Exclusion.PUBLIC_HOLIDAYS),
    )
    assert rule_words(said) == "elke donderdag, niet in de schoolvakantie; niet op feestdagen"


def test_moments_are_said_in_dutch() -> None:
    assert moment_words(KOFFIE.start) == "vrijdag 20 maart 2026, 10.00 uur"
    assert moment_words(Moment(date(2026, 3, 20))) == "vrijdag 20 maart 2026 (hele dag)"


def test_a_list_shows_the_rhythm_and_the_first_exceptions_that_come() -> None:
    off = tuple(Moment(date(2026, 3, day), time(10)) for day in (3, 10, 17, 24))
    rule = Recurrence(rrules=("FREQ=WEEKLY",), exdates=off)
    assert rule_short(rule, date(2026, 3, 9)) == (
        "elke week; niet op dinsdag 10 maart 2026, 10.00 uur; "
        "niet op dinsdag 17 maart 2026, 10.00 uur; en nog 1 andere datum"
    )
    assert rule_short(rule, date(2026, 4, 1)) == "elke week"
