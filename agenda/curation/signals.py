"""What residents sent, into the queue: "Klopt dit niet?" and questions for a person.

Lines come from the spool (`snapshot.spool`) with an id of their own, so that draining twice
asks once. A question's address is kept in its payload until it is answered.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from agenda.models import Activity, Event, Occurrence, Review
from agenda.status import ReviewAnswer, ReviewKind
from providers import store
from snapshot.spool import Question, Signal

REASONS = {
    "wrong_time": "De tijd klopt niet.",
    "cancelled": "Het gaat niet door.",
    "wrong_place": "De plaats klopt niet.",
    "wrong_contact": "Het contact klopt niet.",
    "other": "Er klopt iets niet.",
}
KINDS = {"activity": "activiteit", "service": "aanbod", "provider": "organisatie"}
_PERSONAL = ("name", "reply_to", "text")


def take_signals(session: Session, lines: Sequence[Signal], *, today: date) -> int:
    """Put signals in the queue; returns how many were new. What is about an activity
    that starts soon comes first."""
    fresh = _fresh(session, lines)
    events = _events(session, {s.target_id for s in fresh if s.kind == "activity"}, today)
    names = _names(session, fresh)
    for line in fresh:
        event_id, title, next_on = events.get(line.target_id, (None, "", None))
        about = title or names.get((line.kind, line.target_id))
        reasons = [REASONS.get(line.reason, REASONS["other"]), *([line.note] if line.note else [])]
        session.add(
            Review(
                kind=ReviewKind.SIGNAL,
                event_id=event_id,
                group_key=_key(line.id),
                is_public=True,
                urgent_on=next_on,
                created_at=line.at,
                payload={
                    "title": about or f"{KINDS.get(line.kind, line.kind)} {line.target_id}",
                    "reasons": reasons,
                    "about": line.kind,
                    "target": line.target_id,
                },
            )
        )
    return len(fresh)


def take_questions(session: Session, lines: Sequence[Question]) -> int:
    """Put visitors' questions in the queue; returns how many were new."""
    fresh = _fresh(session, lines)
    for line in fresh:
        session.add(
            Review(
                kind=ReviewKind.SIGNAL,
                group_key=_key(line.id),
                created_at=line.at,
                payload={
                    "title": "Vraag van een bezoeker",
                    "reasons": [],
                    "about": "question",
                    "wijk": line.wijk,
                    "text": line.text,
                    "name": line.name,
                    "reply_to": line.reply_to,
                },
            )
        )
    return len(fresh)


def forget_senders(session: Session, *, before: datetime) -> int:
    """Take what visitors wrote out of questions answered before this instant."""
    rows = session.scalars(
        select(Review).where(Review.kind == ReviewKind.SIGNAL, Review.answered_at < before)
    )
    count = 0
    for row in rows:
        if any(row.payload.get(name) for name in _PERSONAL):
            row.payload = {k: v for k, v in row.payload.items() if k not in _PERSONAL}
            count += 1
    return count


def close_past(session: Session, *, today: date, now: datetime) -> int:
    """Questions about what is over need no answer any more; returns how many were closed."""
    over = select(Event.id).where(Event.last_on < today)
    closed = session.execute(
        update(Review)
        .where(
            Review.answer.is_(None),
            Review.kind.not_in([ReviewKind.SIGNAL, ReviewKind.ODD_SOURCE, ReviewKind.WITHDRAWAL]),
            Review.event_id.in_(over),
        )
        .values(answer=ReviewAnswer.SUPERSEDED, answered_at=now, version=Review.version + 1)
        .execution_options(synchronize_session=False)
    )
    return int(closed.rowcount)  # type: ignore[attr-defined]


def _fresh(session: Session, lines: Sequence[Any]) -> list[Any]:
    keys = {_key(line.id) for line in lines}
    known = set(session.scalars(select(Review.group_key).where(Review.group_key.in_(keys))))
    return [line for line in lines if _key(line.id) not in known]


def _events(
    session: Session, public_ids: Iterable[str], today: date
) -> dict[str, tuple[int | None, str, date | None]]:
    """Per public id an event of that activity, its title and its next date."""
    next_on = func.min(Occurrence.starts_on)
    rows = session.execute(
        select(Activity.public_id, func.min(Event.id), func.min(Event.title), next_on)
        .join(Event, Event.activity_id == Activity.id)
        .outerjoin(Occurrence, (Occurrence.event_id == Event.id) & (Occurrence.starts_on >= today))
        .where(Activity.public_id.in_(list(public_ids)))
        .group_by(Activity.public_id)
    )
    return {public_id: (event_id, title, on) for public_id, event_id, title, on in rows}


def _names(session: Session, lines: Sequence[Signal]) -> dict[tuple[str, str], str]:
    """What services and organisations that these lines are about are called on the map."""
    if all(line.kind == "activity" for line in lines):
        return {}
    found = {}
    for kept in store.everything(session):
        found["service", kept.listing.id] = kept.listing.name
        found["provider", kept.listing.provider_id] = kept.listing.provider
    return found


def _key(line_id: str) -> str:
    return f"line:{line_id}"
