"""Events with an activity of their own, as if matching had found nothing alike."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from agenda.matching.activities import give_homes
from agenda.models import Event


def all_apart(session: Session, *, now: datetime) -> list[int]:
    session.execute(update(Event).values(needs_matching=False))
    return give_homes(session, now=now)
