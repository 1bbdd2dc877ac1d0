"""What was published against what is true, for `bench year`."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.models import Event, PublicOccurrence, Source
from agenda.status import EventStatus
from bench.city import City
from bench.statements import Cancellation, Slot
from snapshot import store
from snapshot.codec import decode
from snapshot.listing import OccurrenceListing

AHEAD = timedelta(days=28)
NEAR_MINUTES = 30


@dataclass(slots=True)
class Tally:
    """Counts over all compared days. `missed` and `false_ones` say why, for finding causes."""

    published: int = 0
    true: int = 0
    twice: int = 0
    expected: int = 0
    found: int = 0
    called_off: int = 0
    false_ones: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)

    def note(self, where: dict[str, int], why: str) -> None:
        where[why] = where.get(why, 0) + 1


@dataclass(frozen=True, slots=True)
class Shown:
    """One date that pages and feeds show as going on, and an event it came from."""

    occurrence: OccurrenceListing
    event_id: int


def composed(session: Session, first: date, last: date) -> list[Shown]:
    """What the next snapshot shows as going on in these days."""
    rows = session.execute(
        select(PublicOccurrence.listing, PublicOccurrence.members).where(
            PublicOccurrence.starts_on.between(first, last),
            PublicOccurrence.status != EventStatus.CANCELLED,
        )
    )
    return [Shown(decode(OccurrenceListing, body), _event_of(held[0])) for body, held in rows]


def in_snapshot(snapshot: Path, first: date, last: date) -> set[str]:
    """The UIDs that a published snapshot shows as going on in these days."""
    with closing(sqlite3.connect(snapshot / store.FILE_NAME)) as connection:
        rows = connection.execute(
            "SELECT body FROM occurrence WHERE day BETWEEN ? AND ? AND is_listed = 1",
            (first.isoformat(), last.isoformat()),
        ).fetchall()
    found = (decode(OccurrenceListing, body) for (body,) in rows)
    return {o.uid for o in found if o.status != "cancelled"}


def compare(session: Session, city: City, tally: Tally, *, today: date) -> set[str]:
    """What is published against the truth of the next four weeks; the UIDs that are shown."""
    first, last = today + timedelta(days=1), today + AHEAD
    truth = city.truth(first, last)
    shown = composed(session, first, last)
    real_of = _reals_of_events(session, city, {s.event_id for s in shown})
    off = _called_off(session, city, first, last)
    seen: dict[tuple[int, date], int] = {}
    for held in shown:
        tally.published += 1
        number = real_of.get(held.event_id)
        key = (number or 0, held.occurrence.when.day)
        slots = truth.get(key, [])
        if not any(_is_same_time(held.occurrence, slot) for slot in slots):
            tally.note(tally.false_ones, _why_false(city, number, held.occurrence))
            continue
        tally.true += 1
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > len(slots):
            tally.twice += 1
    for key, slots in truth.items():
        tally.expected += len(slots)
        tally.found += min(len(slots), seen.get(key, 0))
        if not seen.get(key):
            tally.called_off += key in off
            tally.note(tally.missed, _why_missed(session, city, key[0]))
    return {held.occurrence.uid for held in shown}


def is_shown_as_on(session: Session, city: City, cancelled: Cancellation) -> bool:
    """Whether a cancelled date stands as going on in what is published now."""
    rows = session.execute(
        select(PublicOccurrence.members).where(
            PublicOccurrence.starts_on == cancelled.day,
            PublicOccurrence.status != EventStatus.CANCELLED,
        )
    )
    members = [m for (held,) in rows for m in held]
    ids = {_event_of(m) for m in members}
    return cancelled.real in set(_reals_of_events(session, city, ids).values())


def _called_off(
    session: Session, city: City, first: date, last: date
) -> set[tuple[int | None, date]]:
    """Activity and day of every date that is shown as cancelled."""
    rows = session.execute(
        select(PublicOccurrence.starts_on, PublicOccurrence.members).where(
            PublicOccurrence.starts_on.between(first, last),
            PublicOccurrence.status == EventStatus.CANCELLED,
        )
    ).all()
    found = [(day, _event_of(held[0])) for day, held in rows if held]
    real_of = _reals_of_events(session, city, {event_id for _, event_id in found})
    return {(real_of.get(event_id), day) for day, event_id in found}


def _event_of(member: str) -> int:
    return int(member.split(":", 1)[0])


def _reals_of_events(session: Session, city: City, ids: Iterable[int]) -> dict[int, int | None]:
    ordered = sorted(ids)
    found: dict[int, int | None] = {}
    for first in range(0, len(ordered), 400):
        rows = session.execute(
            select(Event.id, Source.name, Event.key)
            .join(Source, Source.id == Event.source_id)
            .where(Event.id.in_(ordered[first : first + 400]))
        )
        found |= {i: city.owner.get((source, key)) for i, source, key in rows}
    return found


def _is_same_time(occurrence: OccurrenceListing, slot: Slot) -> bool:
    clock, minutes = occurrence.when.clock, slot.clock.hour * 60 + slot.clock.minute
    return clock is None or abs(clock.hour * 60 + clock.minute - minutes) <= NEAR_MINUTES


def _why_false(city: City, number: int | None, occurrence: OccurrenceListing) -> str:
    if number is None:
        return "not an activity"
    if any(number in s.key_of for s in city.speakers.values() if s.is_by_hand):
        return "by hand"
    real = city.reals.get(number)
    if real is None or real.is_dropped:
        return "dropped" + (", warned" if occurrence.warning else "")
    slots = [s for s in real.slots if occurrence.when.day in (s.day, s.slot)]
    if not slots:
        return "no such date"
    what = "cancelled" if not slots[0].is_on else "moved"
    return what + (", warned" if occurrence.warning else "")


def _why_missed(session: Session, city: City, number: int) -> str:
    keys = [(s.name, s.key_of[number]) for s in city.speakers.values() if number in s.key_of]
    states = []
    for name, key in keys:
        state = session.scalar(
            select(Event.state)
            .join(Source, Source.id == Event.source_id)
            .where(Source.name == name, Event.key == key)
        )
        states.append(str(state or "not read"))
    return "/".join(sorted(set(states)))
