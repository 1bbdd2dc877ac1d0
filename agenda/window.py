"""The rolling window: what repeats gets its next dates, whether its source changes or not."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.models import Dirty, Event, Revision
from agenda.record import draft_of, materialise, window_at
from agenda.status import EventState
from base.municipality import Holidays

STEP = timedelta(days=7)


def roll(session: Session, *, holidays: Holidays | None, now: datetime) -> int:
    """Extend events whose dates end a week or more before the window does.

    Returns how many events were looked at. Only what repeats costs anything.
    """
    window = window_at(now.date())
    rows = session.execute(
        select(Event, Revision.draft)
        .join(Revision, Revision.id == Event.shown_id)
        .where(
            Event.state.in_([EventState.PENDING, EventState.PUBLIC]),
            Event.repeats.is_(True),
            Event.window_until <= window.last - STEP,
        )
    ).all()
    for event, facts in rows:
        materialise(session, event, draft_of(facts), window=window, holidays=holidays)
        if event.activity_id is not None:
            session.add(Dirty(activity_id=event.activity_id, reason="window"))
    return len(rows)
