"""Public dates keep their identity whatever happens behind them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agenda.moment import Moment
from agenda.showing.slots import Slot, SlotPlan, Wanted, plan
from agenda.status import EventStatus

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wanted(day: int, *members: str, hour: int = 10, text: str = "Koffie") -> Wanted:
    start = Moment(date(2026, 3, day), time(hour))
    return Wanted(
        start=start,
        status=EventStatus.SCHEDULED,
        fingerprint=f"{text} {start.iso()}",
        members=frozenset(members or {f"1:{day}"}),
    )


def stored(result: SlotPlan) -> list[Slot]:
    return [slot for _, slot in result.shown] + list(result.retired)


def names(slots: list[Slot]) -> list[tuple[int, int, int]]:
    return sorted((s.day.day, s.number, s.sequence) for s in slots)


def test_nothing_new_changes_nothing() -> None:
    first = stored(plan([], [wanted(3), wanted(10)], now=NOW))
    assert stored(plan(first, [wanted(3), wanted(10)], now=NOW + timedelta(days=1))) == first


def test_a_moved_date_keeps_its_slot_and_raises_sequence() -> None:
    first = stored(plan([], [wanted(3, "1:single")], now=NOW))
    moved = stored(plan(first, [wanted(10, "1:single")], now=NOW))
    assert names(moved) == [(3, 1, 1)]
    assert moved[0].start.day == date(2026, 3, 10)


def test_another_preferred_record_keeps_the_slot() -> None:
    first = stored(plan([], [wanted(3, "1:a", "2:b")], now=NOW))
    other = stored(plan(first, [wanted(3, "2:b", hour=11)], now=NOW))
    assert names(other) == [(3, 1, 1)]


def test_two_on_one_day_get_numbers() -> None:
    result = stored(plan([], [wanted(3, "1:a"), wanted(3, "1:b", hour=14)], now=NOW))
    assert names(result) == [(3, 1, 0), (3, 2, 0)]


def test_what_is_gone_is_cancelled_for_thirty_days() -> None:
    first = stored(plan([], [wanted(3)], now=NOW))
    gone = plan(first, [], now=NOW)
    assert [(s.status, s.sequence) for s in gone.retired] == [(EventStatus.CANCELLED, 1)]
    still = plan(gone.retired, [], now=NOW + timedelta(days=30))
    assert still.retired == gone.retired
    assert plan(gone.retired, [], now=NOW + timedelta(days=31)).dropped == gone.retired


def test_what_returns_takes_its_slot_back_with_a_higher_sequence() -> None:
    first = stored(plan([], [wanted(3)], now=NOW))
    gone = stored(plan(first, [], now=NOW))
    back = plan(gone, [wanted(3)], now=NOW)
    assert [(s.sequence, s.retired_at) for _, s in back.shown] == [(2, None)]


steps = st.lists(
    st.lists(
        st.builds(
            wanted, st.integers(1, 6), st.sampled_from("abcdef"), hour=st.sampled_from([10, 14])
        ),
        max_size=6,
        unique_by=(lambda w: next(iter(w.members)), lambda w: w.start),
    ),
    max_size=8,
)


@given(steps)
def test_no_slot_disappears_uncancelled_and_sequence_never_falls(
    history: list[list[Wanted]],
) -> None:
    slots: list[Slot] = []
    for hour, dates in enumerate(history):
        result = plan(slots, dates, now=NOW + timedelta(hours=hour))
        after = {(s.day, s.number): s for s in stored(result)}
        assert len(after) == len(stored(result))
        assert [w for w, _ in result.shown] == sorted(dates, key=lambda w: w.start.order_key)
        for before in slots:
            now_held = after[(before.day, before.number)]
            assert now_held.sequence >= before.sequence
            same = replace(now_held, members=before.members) == before
            assert same or now_held.sequence > before.sequence
        slots = list(after.values())
