"""The rolling window: what repeats gets its next dates, whether its source changes or not."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.models import Dirty, Event, Revision
from agenda.reading.dating import Dated, materialise_all, window_at
from agenda.reading.known import draft_of, slices
from agenda.recurrence import expand
from agenda.status import EventState
from base.municipality import Holidays

STEP = timedelta(days=7)


def roll(session: Session, *, holidays: Holidays | None, now: datetime) -> int:
    """Extend events whose dates end a week or more before the window does.

    Returns how many events were looked at. Only what repeats costs anything.
    """
    window = window_at(now.date())
    found = session.execute(
        select(Event, Revision.draft)
        .join(Revision, Revision.id == Event.shown_id)
        .where(
            Event.state.in_([EventState.PENDING, EventState.PUBLIC]),
            Event.repeats.is_(True),
            Event.window_until <= window.last - STEP,
        )
    ).all()
    for rows in slices(found):  # type: ignore[arg-type]
        readings = ((event, draft_of(facts)) for event, facts in rows)
        dated = [
            Dated(event=event, draft=draft, dates=expand(draft, window, holidays).instances)
            for event, draft in readings
        ]
        materialise_all(session, dated, window=window)
        session.add_all(
            Dirty(activity_id=item.event.activity_id, reason="window")
            for item in dated
            if item.event.activity_id is not None
        )
        session.flush()
    return len(found)
