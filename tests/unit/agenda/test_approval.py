"""What may be public at once, and what a person is asked first."""

from dataclasses import replace
from datetime import date, time

import pytest

from agenda.draft import Doubt, Draft, Override, Recurrence
from agenda.moment import Moment
from agenda.reading.approval import Change, Decision, decide_change, decide_new, differences
from agenda.status import EventState, EventStatus, ReviewKind, Trust
from providers.places.place import PlaceKind

START = Moment(date(2026, 3, 3), time(10))
KOFFIE = Draft(key="k", title="Koffie", start=START, venue="De Vlier")
WEEKLY = replace(KOFFIE, recurrence=Recurrence(rrules=("FREQ=WEEKLY",)))
MOVED = replace(KOFFIE, start=Moment(date(2026, 3, 4), time(10)))
CANCELLED = replace(KOFFIE, status=EventStatus.CANCELLED)
UNSURE = replace(KOFFIE, doubts=(Doubt(about="start", reason="Geen jaar."),))


def new(draft: Draft = KOFFIE, *, trust: Trust = Trust.REVIEW_NONE, **changes: object) -> Decision:
    facts = {"place": PlaceKind.NEIGHBOURHOOD, "is_rejected": False, **changes}
    return decide_new(draft, trust=trust, **facts)  # type: ignore[arg-type]


def changed(draft: Draft, *, before: Draft = KOFFIE, trust: Trust = Trust.REVIEW_ALL) -> Decision:
    return decide_change(draft, approved=before, trust=trust, state=EventState.PUBLIC)


def test_a_trusted_source_is_public_at_once() -> None:
    assert new() == Decision(state=EventState.PUBLIC, approved=KOFFIE)


@pytest.mark.parametrize("trust", [Trust.REVIEW_ALL, Trust.REVIEW_NEW])
def test_new_of_a_source_under_review_waits(trust: Trust) -> None:
    assert (new(trust=trust).state, new(trust=trust).question) == (
        EventState.PENDING,
        ReviewKind.NEW,
    )


def test_a_doubt_is_asked_whatever_the_trust() -> None:
    assert new(UNSURE) == Decision(
        state=EventState.PENDING,
        approved=None,
        question=ReviewKind.DOUBT,
        reasons=("Geen jaar.",),
    )


@pytest.mark.parametrize(
    "decision",
    [
        new(replace(KOFFIE, is_private=True)),
        new(place=PlaceKind.OUTSIDE),
        new(replace(KOFFIE, title="Zaal bezet"), junk=("bezet",)),
    ],
)
def test_private_outside_and_junk_are_excluded_without_a_question(decision: Decision) -> None:
    assert decision == Decision(state=EventState.EXCLUDED, approved=None)


def test_a_junk_word_inside_another_word_is_no_junk() -> None:
    assert new(replace(KOFFIE, title="Onbezette stoelen"), junk=("bezet",)).approved is not None


def test_what_was_rejected_stays_away() -> None:
    assert new(is_rejected=True) == Decision(state=EventState.REJECTED, approved=None)


def test_a_moved_date_waits_and_the_approved_one_stays() -> None:
    assert changed(MOVED) == Decision(
        state=EventState.PUBLIC,
        approved=KOFFIE,
        question=ReviewKind.CHANGE,
        reasons=("De datum of tijd is anders.",),
    )


def test_a_source_reviewed_for_new_ones_may_move_a_date() -> None:
    assert changed(MOVED, trust=Trust.REVIEW_NEW).approved == MOVED


def test_another_description_needs_nobody() -> None:
    after = replace(KOFFIE, description="Met taart.")
    assert changed(after) == Decision(state=EventState.PUBLIC, approved=after)


def test_a_cancellation_takes_effect_at_once() -> None:
    assert changed(CANCELLED) == Decision(state=EventState.PUBLIC, approved=CANCELLED)


def test_a_cancellation_with_a_doubtful_move_still_takes_effect() -> None:
    after = replace(MOVED, status=EventStatus.CANCELLED)
    assert changed(after).approved == CANCELLED


def test_one_cancelled_date_takes_effect_while_the_move_waits() -> None:
    gone = Override(original=START, status=EventStatus.CANCELLED)
    rule = Recurrence(rrules=("FREQ=DAILY",), overrides=(gone,))
    decision = changed(replace(WEEKLY, recurrence=rule), before=WEEKLY)
    assert decision.question is ReviewKind.CHANGE
    assert decision.approved == replace(
        WEEKLY, recurrence=Recurrence(rrules=("FREQ=WEEKLY",), overrides=(gone,))
    )


def test_differences_name_what_matters() -> None:
    assert differences(KOFFIE, replace(MOVED, venue="De Linde")) == {Change.DATE, Change.PLACE}
