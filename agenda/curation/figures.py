"""Figures for the week and the quarter: what is published per neighbourhood, and what runs out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agenda.models import Event, PublicOccurrence, Review, Source
from agenda.status import EventState, EventStatus, ReviewAnswer
from base.municipality import Neighbourhood
from snapshot.codec import decode
from snapshot.listing import OccurrenceListing

AHEAD = timedelta(days=28)
PAST_WEEKS = 12
THIN = 0.6
_LEAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Dates in the next four weeks, against what is usual there in four weeks (None: no past)."""

    code: str
    name: str
    slug: str
    ahead: int
    usual: float | None

    @property
    def is_thin(self) -> bool:
        if self.usual is None or self.usual < _LEAST:
            return False
        return self.ahead < THIN * self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A repeating activity whose last known date is near."""

    event_id: int
    title: str
    source: str
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Decisions of the last weeks, the latest week first, and how long the longest waits."""

    per_week: tuple[int, ...]
    waiting: int
    oldest_at: datetime | None


def coverage(
    wijken: Iterable[Neighbourhood], dates: Iterable[tuple[date, str]], *, today: date
) -> list[Coverage]:
    """Per wijk, the thinnest against its own past first. Pure.

    `dates` are (day, wijk code) of public dates from twelve weeks back to four weeks on.
    """
    ahead: Counter[str] = Counter()
    past: Counter[str] = Counter()
    first: dict[str, date] = {}
    for day, code in dates:
        if today <= day < today + AHEAD:
            ahead[code] += 1
        elif day < today:
            past[code] += 1
            first[code] = min(first.get(code, day), day)
    found = [
        Coverage(
            code=wijk.code,
            name=wijk.name,
            slug=wijk.slug,
            ahead=ahead[wijk.code],
            usual=_usual(past[wijk.code], first.get(wijk.code), today),
        )
        for wijk in wijken
    ]
    return sorted(found, key=lambda c: (not c.is_thin, c.ahead, c.name))


def _usual(count: int, first: date | None, today: date) -> float | None:
    """Per four weeks, over the weeks that are known; None before two weeks are."""
    if first is None or (today - first).days < 14:
        return None
    return count / ((today - first).days / AHEAD.days)


def public_dates(session: Session, *, today: date) -> list[tuple[date, str]]:
    """Public dates around today that go on, with the code of their wijk. One query."""
    rows = session.execute(
        select(PublicOccurrence.starts_on, PublicOccurrence.listing).where(
            PublicOccurrence.starts_on >= today - timedelta(weeks=PAST_WEEKS),
            PublicOccurrence.starts_on < today + AHEAD,
            PublicOccurrence.status != EventStatus.CANCELLED,
            PublicOccurrence.retired_at.is_(None),
        )
    )
    return [(day, decode(OccurrenceListing, body).place.code) for day, body in rows]


def ending(session: Session, *, today: date, limit: int = 20) -> list[Ending]:
    """Series of which the last date lies in the next four weeks, soonest first."""
    rows = session.execute(
        select(Event.id, Event.title, Source.title, Event.last_on)
        .join(Source, Source.id == Event.source_id)
        .where(
            Event.state == EventState.PUBLIC,
            Event.repeats.is_(True),
            Event.last_on.between(today, today + AHEAD),
        )
        .order_by(Event.last_on, Event.id)
        .limit(limit)
    )
    return [
        Ending(event_id=event_id, title=title, source=source, last_on=last_on)
        for event_id, title, source, last_on in rows
        if last_on is not None
    ]


def work(session: Session, *, now: datetime, weeks: int = 8) -> Work:
    """What people decided per week, and what waits. Two queries."""
    answered = session.scalars(
        select(Review.answered_at).where(
            Review.answered_at > now - timedelta(weeks=weeks),
            Review.answer != ReviewAnswer.SUPERSEDED,
        )
    )
    counts = Counter((now - at).days // 7 for at in answered if at is not None)
    row = session.execute(
        select(func.count(Review.id), func.min(Review.created_at)).where(Review.answer.is_(None))
    ).one()
    return Work(
        per_week=tuple(counts[week] for week in range(weeks)), waiting=row[0], oldest_at=row[1]
    )


def states(session: Session) -> Mapping[str, int]:
    """How many events there are in each state."""
    rows = session.execute(select(Event.state, func.count(Event.id)).group_by(Event.state))
    return {str(state): count for state, count in rows}
