"""What reconciling needs of the events we hold: light rows, and no more of them than it takes.

A run in which most events kept their hash needs only those it touches; `some_known` reads
these, whatever the size of the source.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

import msgspec
from sqlalchemy import Select, Table, func, insert, or_, select
from sqlalchemy.orm import Session

from agenda.draft import Draft
from agenda.models import Event, Occurrence, Revision
from agenda.reading.reconcile import Known, content_key
from agenda.status import EventState
from base.db import Base

SLICE = 500
_COLUMNS = (Event.id, Event.key, Event.fingerprint, Event.missing_since, Event.state)


def draft_of(facts: Mapping[str, Any]) -> Draft:
    """A revision's JSON as the draft it was."""
    return msgspec.convert(facts, Draft)


def known_events(
    session: Session, source_id: int, *, now: datetime, with_content: bool = True
) -> list[Known]:
    """Every event of a source; three queries at most, whatever their number.

    `content` is empty unless asked for: it takes each event's whole reading.
    """
    next_dates = session.execute(
        select(Occurrence.event_id, func.min(Occurrence.start_utc))
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.source_id == source_id, Occurrence.start_utc > now)
        .group_by(Occurrence.event_id)
    )
    upcoming = {event_id: start for event_id, start in next_dates}  # noqa: C416 (Rows to values)
    query = select(*_COLUMNS).where(Event.source_id == source_id).order_by(Event.id)
    contents = _contents(session, source_id) if with_content else {}
    return _known(session, query, upcoming, contents)


def some_known(
    session: Session, source_id: int, keys: Collection[str], *, now: datetime
) -> list[Known]:
    """The events with these keys, and every one that is missing or withdrawn."""
    odd = or_(Event.missing_since.is_not(None), Event.state == EventState.WITHDRAWN)
    base = select(*_COLUMNS).where(Event.source_id == source_id)
    found = {k.key: k for k in _known(session, base.where(odd), {}, {})}
    for part in slices(sorted(set(keys) - set(found))):
        found |= {k.key: k for k in _known(session, base.where(Event.key.in_(part)), {}, {})}
    return _with_next_start(session, source_id, list(found.values()), now=now)


def live_count(session: Session, source_id: int, *, now: datetime) -> int:
    """Events that are not withdrawn and have a date to come: what the guard counts against."""
    query = (
        select(func.count(func.distinct(Event.id)))
        .join(Occurrence, Occurrence.event_id == Event.id)
        .where(
            Event.source_id == source_id,
            Event.state != EventState.WITHDRAWN,
            Occurrence.start_utc > now,
        )
    )
    return session.scalar(query) or 0


def event_count(session: Session, source_id: int) -> int:
    query = select(func.count()).select_from(Event).where(Event.source_id == source_id)
    return session.scalar(query) or 0


def next_start(session: Session, source_id: int, *, now: datetime) -> datetime | None:
    """The first date of this source in the coming two days; what comes later changes nothing."""
    today = now.date()
    query = (
        select(func.min(Occurrence.start_utc))
        .join(Event, Event.id == Occurrence.event_id)
        .where(
            Event.source_id == source_id,
            Occurrence.starts_on.between(today - timedelta(days=1), today + timedelta(days=3)),
            Occurrence.start_utc > now,
        )
    )
    return session.scalar(query)


def put(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert rows of one table in one go; a list given to `execute` is ten times faster than
    one statement with many values, and rows need no objects."""
    session.execute(insert(cast("Table", model.__table__)), rows)


def slices(values: Iterable[str] | Iterable[int], size: int = SLICE) -> Iterable[list[Any]]:
    """Lists of at most `size`, for queries with a bounded number of parameters."""
    left = iter(values)
    while part := list(islice(left, size)):
        yield part


def _known(
    session: Session,
    query: Select[int, str, str, datetime | None, EventState],
    upcoming: Mapping[int, datetime],
    contents: Mapping[int, str],
) -> list[Known]:
    return [
        Known(
            key=key,
            fingerprint=fingerprint,
            content=contents.get(event_id, ""),
            missing_since=missing_since,
            next_start=upcoming.get(event_id),
            is_gone=state == EventState.WITHDRAWN,
        )
        for event_id, key, fingerprint, missing_since, state in session.execute(query)
    ]


def _contents(session: Session, source_id: int) -> dict[int, str]:
    rows = session.execute(
        select(Event.id, Revision.draft)
        .join(Revision, Revision.id == Event.latest_id)
        .where(Event.source_id == source_id)
    )
    return {event_id: content_key(draft_of(facts)) for event_id, facts in rows}


def _with_next_start(
    session: Session, source_id: int, known: list[Known], *, now: datetime
) -> list[Known]:
    starts: dict[str, datetime] = {}
    for part in slices([k.key for k in known]):
        rows = session.execute(
            select(Event.key, func.min(Occurrence.start_utc))
            .join(Occurrence, Occurrence.event_id == Event.id)
            .where(Event.source_id == source_id, Event.key.in_(part), Occurrence.start_utc > now)
            .group_by(Event.key)
        )
        starts |= {key: start for key, start in rows}  # noqa: C416 (Rows to values)
    return [replace(k, next_start=starts.get(k.key)) for k in known]
