"""Who decides and when, and what every decision does to rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.journal import Actor
from agenda.models import Dirty, Event, Revision
from agenda.reading.dating import materialise, window_at
from agenda.reading.known import draft_of
from base.municipality import Holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decides, when, and the holidays that dates are made with."""

    actor: Actor
    now: datetime
    holidays: Holidays | None = None


def facts_of(event: Event) -> dict[str, Any]:
    """What decisions change of an event, for the journal and for undoing."""
    return {
        "state": str(event.state),
        "approved_id": event.approved_id,
        "latest_id": event.latest_id,
        "shown_id": event.shown_id,
        "confirmed_at": event.confirmed_at.isoformat() if event.confirmed_at else None,
    }


def mark(session: Session, events: Iterable[Event], reason: str) -> None:
    """Say that what residents see of these events has changed."""
    ids = sorted({e.activity_id for e in events if e.activity_id is not None})
    session.add_all(Dirty(activity_id=i, reason=reason) for i in ids)


def show(session: Session, event: Event, by: Decider) -> None:
    """Make the dated rows of what is to be shown, when that is another reading than before."""
    shown_id = event.approved_id or event.latest_id
    if shown_id is None or event.shown_id == shown_id:
        return
    draft = draft_of(session.get_one(Revision, shown_id).draft)
    event.shown_id, event.needs_matching = shown_id, True
    event.title, event.first_on = draft.title[:300], draft.start.day
    window = window_at(by.now.date())
    materialise(session, event, draft, window=window, holidays=by.holidays)
