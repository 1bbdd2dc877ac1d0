"""What staff adds, cancels, moves and corrects by hand: rows that outrank the source.

A correction holds until somebody releases it. Added activities live in a form source of the
library's own. All of it is in the journal and can be undone from there.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.models import JournalEntry
from agenda.corrections import TEXT_FIELDS, Fix
from agenda.curation.deciding import Decider, mark
from agenda.matching.activities import event_of
from agenda.models import Correction, Event, Source
from agenda.reading.reconcile import Plan
from agenda.reading.record import Placed, apply
from agenda.status import Basis, SourceKind, Trust
from base.errors import NotFound

DESK = "balie"


_OF_A_DATE = frozenset({"start", "end", "doors", "title", "venue", "status"})
_OF_ALL = frozenset({*TEXT_FIELDS, "status", "neighbourhood"})


def fix_of(field: str, value: str, occurrence: str = "") -> Fix:
    """One correction as `agenda.corrections` knows it. Raises ValueError for another field."""
    if field not in (_OF_A_DATE if occurrence else _OF_ALL):
        raise ValueError(f"{field} is zo niet te corrigeren")
    return Fix(field, value, occurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Corrections as they were laid: for the journal, and to take back."""

    before: dict[str, Any]
    after: dict[str, Any]


def lay(session: Session, fixes: Mapping[int, Sequence[Fix]], by: Decider) -> Laid:
    """Lay these values over the sources' (event id → fixes); what they replace is released."""
    wanted = {(i, f.occurrence, f.field) for i, each in fixes.items() for f in each}
    replaced = [c for c in _open(session, fixes) if (c.event_id, c.occurrence, c.field) in wanted]
    for row in replaced:
        row.released_at = by.now
    made = [
        Correction(
            event_id=event_id,
            occurrence=fix.occurrence,
            field=fix.field,
            value=fix.value,
            made_at=by.now,
            made_by=by.actor.user_id,
        )
        for event_id, each in fixes.items()
        for fix in each
    ]
    session.add_all(made)
    session.flush()
    _corrected(session, fixes)
    return Laid(
        before={"corrections": [c.id for c in replaced], "values": _values(replaced)},
        after={"corrections": [c.id for c in made], "values": _values(made)},
    )


def correct(
    session: Session, event_id: int, fixes: Sequence[Fix], by: Decider, *, note: str = ""
) -> JournalEntry:
    """Lay these values over what the source says of one event. Raises NotFound."""
    event = event_of(session, event_id)
    laid = lay(session, {event.id: fixes}, by)
    after = {**laid.after, "title": event.title}
    subject = ("event", event.id)
    return record(
        session,
        by.actor,
        "correct",
        subject,
        now=by.now,
        before=laid.before,
        after=after,
        note=note,
    )


def release(session: Session, correction_id: int, by: Decider) -> JournalEntry:
    """From now on the source's own value counts again. Raises NotFound."""
    row = session.get(Correction, correction_id)
    if row is None or row.released_at is not None:
        raise NotFound("correctie", str(correction_id))
    row.released_at = by.now
    event = event_of(session, row.event_id)
    _corrected(session, [event.id])
    return record(
        session,
        by.actor,
        "release",
        ("event", event.id),
        now=by.now,
        before={"corrections": [row.id], "values": _values([row])},
        after={"corrections": [], "title": event.title},
    )


def set_corrections(
    session: Session, *, close: Collection[int], reopen: Collection[int], by: Decider
) -> None:
    """For undoing: close some corrections and let others hold again."""
    rows = session.scalars(select(Correction).where(Correction.id.in_({*close, *reopen}))).all()
    for row in rows:
        row.released_at = by.now if row.id in close else None
    _corrected(session, {row.event_id for row in rows})


def desk_source(session: Session, *, title: str, now: datetime) -> Source:
    """The library's own form source, made when it is first needed."""
    source = session.scalar(select(Source).where(Source.name == DESK))
    if source is None:
        source = form_source(DESK, title, trust=Trust.REVIEW_NONE, now=now)
        session.add(source)
        session.flush()
    return source


def form_source(
    name: str, title: str, *, trust: Trust, now: datetime, provider_id: str | None = None
) -> Source:
    """A source that is filled in, not fetched."""
    return Source(
        name=name,
        title=title,
        kind=SourceKind.FORM,
        address="formulier:",
        trust=trust,
        basis=Basis.GIVEN,
        provider_id=provider_id,
        settings={},
        created_at=now,
    )


def add(session: Session, source: Source, placed: Placed, by: Decider) -> Event:
    """A new activity in a form source; its trust says whether it is public at once."""
    key = uuid.uuid4().hex
    item = replace(placed, draft=replace(placed.draft, key=key))
    plan = Plan(add=(item.draft,))
    apply(session, source, plan, {key: item}, now=by.now, holidays=by.holidays)
    source.last_complete_at = by.now
    event = session.scalars(
        select(Event).where(Event.source_id == source.id, Event.key == key)
    ).one()
    facts: dict[str, Any] = {"title": event.title, "state": str(event.state)}
    record(session, by.actor, "add", ("event", event.id), now=by.now, after=facts)
    return event


def actor_named(name: str) -> Actor:
    """For what somebody did by a link in a mail, without logging in."""
    return Actor(name, is_person=True)


def _corrected(session: Session, event_ids: Iterable[int]) -> None:
    """Other words, another date: other things may be the same now."""
    events = session.scalars(select(Event).where(Event.id.in_(list(event_ids)))).all()
    for event in events:
        event.needs_matching = True
    mark(session, events, "correction")


def _open(session: Session, event_ids: Iterable[int]) -> Sequence[Correction]:
    query = select(Correction).where(Correction.event_id.in_(list(event_ids)))
    return session.scalars(query.where(Correction.released_at.is_(None))).all()


def _values(rows: Iterable[Correction]) -> list[dict[str, Any]]:
    return [{"field": c.field, "occurrence": c.occurrence, "value": c.value} for c in rows]
