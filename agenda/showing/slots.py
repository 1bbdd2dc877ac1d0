"""Public dates of one activity: which UID each keeps, and when its SEQUENCE rises.

A slot is a local date and a number. It is found again by the instances behind it first
(so a moved date, or another preferred record, keeps its UID), then by its start, then by
its day. What is no longer held is shown as cancelled for thirty days, never dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agenda.moment import Moment
from agenda.status import EventStatus

CANCELLED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One date as it should be shown now. `members` are "event:original" of its instances.

    `fingerprint` is over everything a feed shows of it but UID, SEQUENCE and times of change.
    """

    start: Moment
    status: EventStatus
    fingerprint: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One date as it was last published. `retired_at`: no longer held since then."""

    day: date
    number: int
    start: Moment
    status: EventStatus
    fingerprint: str
    members: frozenset[str]
    sequence: int
    changed_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPlan:
    """`shown` pairs each wanted date with its slot as it must be stored; `retired` are the
    slots that turn cancelled now or stay so; `dropped` those whose thirty days are over."""

    shown: tuple[tuple[Wanted, Slot], ...]
    retired: tuple[Slot, ...]
    dropped: tuple[Slot, ...]


def plan(slots: Iterable[Slot], wanted: Sequence[Wanted], *, now: datetime) -> SlotPlan:
    """Match what should be shown to what was published. Pure; `now` is an instant in UTC."""
    free = sorted(slots, key=lambda s: (s.retired_at is not None, s.day, s.number))
    in_order = sorted(wanted, key=lambda w: (w.start.order_key, sorted(w.members)))
    matched = _match(free, in_order)
    taken = {(slot.day, slot.number) for slot in free}
    shown = []
    for date_wanted, slot in zip(in_order, matched, strict=True):
        held = slot or _new_slot(date_wanted, taken, now)
        shown.append((date_wanted, _updated(held, date_wanted, now) if slot else held))
    kept = {(slot.day, slot.number) for _, slot in shown}
    left = [slot for slot in free if (slot.day, slot.number) not in kept]
    dropped = [s for s in left if s.retired_at and now - s.retired_at > CANCELLED_FOR]
    retired = [_retired(s, now) for s in left if s not in dropped]
    return SlotPlan(shown=tuple(shown), retired=tuple(retired), dropped=tuple(dropped))


def _match(slots: list[Slot], wanted: Sequence[Wanted]) -> list[Slot | None]:
    """For each wanted date its slot, or None; the strongest reason is tried for all first."""
    found: list[Slot | None] = [None] * len(wanted)
    left = list(slots)
    reasons = (
        lambda s, w: bool(s.members & w.members),
        lambda s, w: s.start == w.start,
        lambda s, w: s.start.day == w.start.day,
    )
    for fits in reasons:
        for index, date_wanted in enumerate(wanted):
            if found[index] is not None:
                continue
            slot = next((s for s in left if fits(s, date_wanted)), None)
            if slot is not None:
                found[index] = slot
                left.remove(slot)
    return found


def _new_slot(wanted: Wanted, taken: set[tuple[date, int]], now: datetime) -> Slot:
    number = 1
    while (wanted.start.day, number) in taken:
        number += 1
    taken.add((wanted.start.day, number))
    return Slot(
        day=wanted.start.day,
        number=number,
        start=wanted.start,
        status=wanted.status,
        fingerprint=wanted.fingerprint,
        members=wanted.members,
        sequence=0,
        changed_at=now,
    )


def _updated(slot: Slot, wanted: Wanted, now: datetime) -> Slot:
    held = replace(slot, members=wanted.members)
    if slot.retired_at is None and slot.fingerprint == wanted.fingerprint:
        return held
    return replace(
        held,
        start=wanted.start,
        status=wanted.status,
        fingerprint=wanted.fingerprint,
        sequence=slot.sequence + 1,
        changed_at=now,
        retired_at=None,
    )


def _retired(slot: Slot, now: datetime) -> Slot:
    if slot.retired_at is not None:
        return slot
    return replace(
        slot,
        status=EventStatus.CANCELLED,
        sequence=slot.sequence + 1,
        changed_at=now,
        retired_at=now,
    )
