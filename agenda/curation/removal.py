"""A source that asks to be left out: read no more, and all that came from it off the agenda.

One action, taken back as one. What was said is no longer shown anywhere; the bytes that were
kept of the source go. Events keep their rows, so that taking back shows just what stood there.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts.journal import record
from accounts.models import JournalEntry
from agenda.curation.deciding import Decider, mark
from agenda.models import Event, Review, Source, SourceBody
from agenda.status import EventState, ReviewAnswer
from base.errors import Conflict, InvalidInput, NotFound

ACTION = "leave_out"
_STANDS = (EventState.PENDING, EventState.PUBLIC, EventState.WITHDRAWN)
_SLICE = 500


def leave_out(session: Session, source: Source, reason: str, by: Decider) -> int:
    """Stop reading `source` and take down everything of it; how many activities went.

    Raises InvalidInput without a reason, for the journal must say who asked.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reden": "zeg in een paar woorden wie het vroeg, en waarom"})
    query = select(Event).where(Event.source_id == source.id, Event.state.in_(_STANDS))
    events = session.scalars(query.order_by(Event.id)).all()
    before = {
        "is_paused": source.is_paused,
        "paused_because": source.paused_because,
        "states": {str(e.id): str(e.state) for e in events},
    }
    source.is_paused, source.paused_because = True, reason
    for event in events:
        event.state = EventState.REJECTED
    session.execute(delete(SourceBody).where(SourceBody.source_id == source.id))
    session.execute(
        update(Review)
        .where(Review.source_id == source.id, Review.answer.is_(None))
        .values(answer=ReviewAnswer.SUPERSEDED, answered_at=by.now, version=Review.version + 1)
    )
    after = {"is_paused": True, "activities": len(events)}
    subject = ("source", source.name)
    record(session, by.actor, ACTION, subject, now=by.now, before=before, after=after, note=reason)
    mark(session, events, ACTION)
    return len(events)


def take_back(session: Session, entry: JournalEntry, by: Decider) -> None:
    """Everything as it stood, and the source read again soon. Raises NotFound, Conflict."""
    source = session.scalar(select(Source).where(Source.name == entry.subject_id))
    if source is None:
        raise NotFound("bron", entry.subject_id)
    if not source.is_paused:
        raise Conflict("De bron wordt alweer gelezen. Kijk bij de bron zelf wat er nu moet.")
    before: dict[str, Any] = entry.before or {}
    source.is_paused = before["is_paused"]
    source.paused_because = before["paused_because"]
    source.body_hash = source.etag = source.last_modified = None
    source.next_check_at = by.now
    states: dict[str, str] = before["states"]
    for ids in _slices(sorted(int(i) for i in states)):
        events = session.scalars(
            select(Event).where(Event.id.in_(ids), Event.state == EventState.REJECTED)
        ).all()
        for event in events:
            event.state, event.needs_matching = EventState(states[str(event.id)]), True
        mark(session, events, "undo")


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _SLICE):
        yield ids[first : first + _SLICE]
