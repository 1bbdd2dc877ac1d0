"""A second source that repeats what is public already needs nobody to approve it.

Only where the source is trusted with what it brings after its first (`Trust.REVIEW_NEW`), the
link was sure, and it has no date that is not public already: then nothing new appears but the
credit of the source. Anything else waits for a person as before.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.journal import SYSTEM, record
from agenda.duplicates.scoring import Profile
from agenda.models import Dirty, Event, Review, Source
from agenda.status import EventState, ReviewAnswer, ReviewKind, Trust


def approve(
    session: Session,
    pairs: Iterable[tuple[int, int]],
    events: Mapping[int, Event],
    profiles: Mapping[str, Profile],
    *,
    today: date,
    now: datetime,
) -> int:
    """Make public what only repeats; returns how many. `pairs` were linked just now."""
    found = [
        mine
        for pair in pairs
        for mine, other in (pair, pair[::-1])
        if mine in events
        and other in events
        and _repeats(events[mine], events[other])
        and _days(profiles, mine, today) <= _days(profiles, other, today)
    ]
    asked = _asked(session, set(found))
    for event_id, review_id in sorted(asked.items()):
        event = events[event_id]
        event.state, event.approved_id = EventState.PUBLIC, event.latest_id
        session.execute(
            update(Review)
            .where(Review.id == review_id)
            .values(answer=ReviewAnswer.SUPERSEDED, answered_at=now, version=Review.version + 1)
        )
        facts = {"state": EventState.PUBLIC.value, "approved_id": event.approved_id}
        record(session, SYSTEM, "repeats", ("event", event_id), now=now, after=facts)
        if event.activity_id is not None:
            session.add(Dirty(activity_id=event.activity_id, reason="repeats"))
    return len(asked)


def _repeats(event: Event, other: Event) -> bool:
    is_new = event.state == EventState.PENDING and event.approved_id is None
    is_public = other.state == EventState.PUBLIC and other.approved_id is not None
    return is_new and is_public and event.source_id != other.source_id


def _days(profiles: Mapping[str, Profile], event_id: int, today: date) -> set[date]:
    held = profiles.get(str(event_id))
    return {day for day in held.dates.days if day >= today} if held else {date.max}


def _asked(session: Session, ids: set[int]) -> dict[int, int]:
    """Of these, the ones that wait only because they are new, with their question."""
    rows = session.execute(
        select(Review.event_id, Review.id)
        .join(Source, Source.id == Review.source_id)
        .where(
            Review.event_id.in_(sorted(ids)),
            Review.kind == ReviewKind.NEW,
            Review.answer.is_(None),
            Source.trust == Trust.REVIEW_NEW,
        )
    )
    return {event_id: review_id for event_id, review_id in rows if event_id is not None}
