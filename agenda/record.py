"""A plan into rows: the one place where drafts become events, revisions and dates.

Called inside one short write scope, after everything was planned and expanded. Work is in
proportion to what changed: what was kept is not touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from agenda.approval import Decision, decide_change, decide_new
from agenda.draft import Draft
from agenda.models import Dirty, Event, Occurrence, Review, Revision, Source, Tombstone
from agenda.moment import Moment
from agenda.reconcile import Known, Plan, content_key, fingerprint
from agenda.recurrence import Instance, Window, expand
from agenda.status import EventState, ReviewAnswer, ReviewKind, Trust
from base.municipality import Holidays
from providers.places.place import Place

WINDOW_MONTHS = 13
_SLICE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A draft with the place it resolved to."""

    draft: Draft
    place: Place


def window_at(today: date) -> Window:
    """The rolling window that is held as dated rows: seven days back, thirteen months on."""
    return Window(first=today - timedelta(days=7), last=today + timedelta(days=31 * WINDOW_MONTHS))


def known_events(session: Session, source_id: int, *, now: datetime) -> list[Known]:
    """What reconciling needs of every event of a source; two queries whatever their number."""
    next_dates = session.execute(
        select(Occurrence.event_id, func.min(Occurrence.start_utc))
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.source_id == source_id, Occurrence.start_utc > now)
        .group_by(Occurrence.event_id)
    )
    upcoming = {event_id: start for event_id, start in next_dates}  # noqa: C416 (Rows to values)
    rows = session.execute(
        select(Event, Revision.draft)
        .join(Revision, Revision.id == Event.latest_id)
        .where(Event.source_id == source_id)
    )
    return [
        Known(
            key=event.key,
            fingerprint=event.fingerprint,
            content=content_key(draft_of(facts)),
            missing_since=event.missing_since,
            next_start=upcoming.get(event.id),
            is_gone=event.state == EventState.WITHDRAWN,
        )
        for event, facts in rows
    ]


def draft_of(facts: Mapping[str, Any]) -> Draft:
    """A revision's JSON as the draft it was."""
    return msgspec.convert(facts, Draft)


def apply(
    session: Session,
    source: Source,
    plan: Plan,
    placed: Mapping[str, Placed],
    *,
    now: datetime,
    holidays: Holidays | None = None,
) -> None:
    """Write what `plan` says about `source`.

    `placed` holds the draft and place of every key in `plan.add` and `plan.change`. Marks
    changed events for matching and leaves a dirty row for every activity that residents see.
    """
    window = window_at(now.date())
    rejected = set(session.scalars(select(Tombstone.key).where(Tombstone.source_id == source.id)))
    junk = tuple(source.settings.get("junk", ()))
    for draft in plan.add:
        item = placed[draft.key]
        decision = decide_new(
            item.draft,
            trust=Trust(source.trust),
            place=item.place.kind,
            is_rejected=draft.key in rejected,
            junk=junk,
        )
        _add(session, source, item, decision, now=now, window=window, holidays=holidays)
    for event in _events(session, source, [d.key for d in plan.change]):
        _change(
            session, source, event, placed[event.key], now=now, window=window, holidays=holidays
        )
    _mark(session, source, plan, now=now)
    for event in _events(session, source, plan.renamed):
        event.key = plan.renamed[event.key]


def _add(
    session: Session,
    source: Source,
    item: Placed,
    decision: Decision,
    *,
    now: datetime,
    window: Window,
    holidays: Holidays | None,
) -> None:
    draft = item.draft
    event = Event(
        source_id=source.id,
        key=draft.key,
        state=decision.state,
        fingerprint=fingerprint(draft),
        first_seen_at=now,
        title=draft.title[:300],
        first_on=draft.start.day,
        needs_matching=decision.state in (EventState.PENDING, EventState.PUBLIC),
    )
    session.add(event)
    session.flush()
    latest = _revision(session, event, item, 1, now)
    event.latest_id = latest.id
    event.approved_id = latest.id if decision.approved is not None else None
    event.shown_id = latest.id
    materialise(session, event, draft, window=window, holidays=holidays)
    _ask(session, source, event, decision, now=now)


def _change(
    session: Session,
    source: Source,
    event: Event,
    item: Placed,
    *,
    now: datetime,
    window: Window,
    holidays: Holidays | None,
) -> None:
    approved = session.get(Revision, event.approved_id) if event.approved_id else None
    decision = decide_change(
        item.draft,
        approved=draft_of(approved.draft) if approved else None,
        trust=Trust(source.trust),
        state=EventState(event.state),
    )
    last = session.scalar(select(func.max(Revision.number)).where(Revision.event_id == event.id))
    latest = _revision(session, event, item, (last or 0) + 1, now)
    event.latest_id, event.fingerprint = latest.id, fingerprint(item.draft)
    event.state, event.needs_matching = decision.state, True
    if decision.approved == item.draft:
        event.approved_id = latest.id
    elif approved and decision.approved and decision.approved != draft_of(approved.draft):
        merged = Placed(draft=decision.approved, place=msgspec.convert(approved.place, Place))
        event.approved_id = _revision(session, event, merged, latest.number + 1, now).id
    shown = decision.approved or item.draft
    event.title, event.first_on = shown.title[:300], shown.start.day
    event.shown_id = event.approved_id or event.latest_id
    materialise(session, event, shown, window=window, holidays=holidays)
    _ask(session, source, event, decision, now=now)
    _dirty(session, [event])


def materialise(
    session: Session, event: Event, draft: Draft, *, window: Window, holidays: Holidays | None
) -> None:
    """Replace the dated rows of an event in the window; what lies before it stays.

    `draft` is the reading to show: the approved one, or the latest while none is.
    """
    instances = expand(draft, window, holidays).instances
    session.execute(
        delete(Occurrence).where(
            Occurrence.event_id == event.id,
            (Occurrence.starts_on >= window.first)
            | Occurrence.original.in_([i.original for i in instances[:_SLICE]]),
        )
    )
    if instances:
        session.execute(insert(Occurrence), [_row(event.id, i) for i in instances])
    event.last_on = instances[-1].start.day if instances else draft.start.day
    event.window_until, event.repeats = window.last, draft.recurrence is not None


def _row(event_id: int, instance: Instance) -> dict[str, Any]:
    start, end = instance.start, instance.end
    return {
        "event_id": event_id,
        "original": instance.original,
        "starts_on": start.day,
        "start_local": start.local,
        "zone": start.zone,
        "start_utc": start.utc,
        "is_all_day": start.is_all_day,
        "end_local": _local(end),
        "end_utc": end.utc if end else None,
        "doors_local": _local(instance.doors),
        "status": instance.status,
        "title": instance.title,
        "venue": instance.venue,
    }


def _local(moment: Moment | None) -> datetime | None:
    return moment.local if moment else None


def _revision(session: Session, event: Event, item: Placed, number: int, now: datetime) -> Revision:
    revision = Revision(
        event_id=event.id,
        number=number,
        seen_at=now,
        fingerprint=fingerprint(item.draft),
        draft=msgspec.to_builtins(item.draft),
        place=msgspec.to_builtins(item.place),
    )
    session.add(revision)
    session.flush()
    return revision


def _ask(
    session: Session, source: Source, event: Event, decision: Decision, *, now: datetime
) -> None:
    """Close the open question about this event's reading, and ask anew where one is due."""
    session.execute(
        update(Review)
        .where(
            Review.event_id == event.id,
            Review.answer.is_(None),
            Review.kind.in_([ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT]),
        )
        .values(answer=ReviewAnswer.SUPERSEDED, answered_at=now, version=Review.version + 1)
    )
    if decision.question is None:
        return
    session.add(
        Review(
            kind=decision.question,
            source_id=source.id,
            event_id=event.id,
            is_public=event.approved_id is not None,
            urgent_on=event.first_on,
            created_at=now,
            payload={"reasons": list(decision.reasons), "title": event.title},
        )
    )


def _mark(session: Session, source: Source, plan: Plan, *, now: datetime) -> None:
    """Absences, withdrawals and returns; the guard's question when withdrawals are held."""
    for event in _events(session, source, plan.absent):
        event.missing_since = now
    for event in _events(session, source, plan.withdraw):
        event.state = EventState.WITHDRAWN
        _dirty(session, [event])
    for event in _events(session, source, plan.back):
        event.missing_since = None
        if event.state == EventState.WITHDRAWN:
            event.state = EventState.PUBLIC if event.approved_id else EventState.PENDING
            _dirty(session, [event])
    if plan.is_suspicious and not _is_asked(session, source):
        count = len(plan.held)
        reason = f"{count} activiteiten staan er ineens niet meer bij. Klopt dat?"
        session.add(
            Review(
                kind=ReviewKind.WITHDRAWAL,
                source_id=source.id,
                is_public=True,
                created_at=now,
                payload={"reasons": [reason], "keys": sorted(plan.held)},
            )
        )


def _is_asked(session: Session, source: Source) -> bool:
    question = select(Review.id).where(
        Review.source_id == source.id,
        Review.kind == ReviewKind.WITHDRAWAL,
        Review.answer.is_(None),
    )
    return session.scalar(question) is not None


def _events(session: Session, source: Source, keys: Iterable[str]) -> Sequence[Event]:
    """The events with these keys, scoped to their source, in slices of a bounded size."""
    wanted = sorted(keys)
    found: list[Event] = []
    for first in range(0, len(wanted), _SLICE):
        part = wanted[first : first + _SLICE]
        query = select(Event).where(Event.source_id == source.id, Event.key.in_(part))
        found += session.scalars(query.order_by(Event.id))
    return found


def _dirty(session: Session, events: Sequence[Event]) -> None:
    session.add_all(
        Dirty(activity_id=event.activity_id, reason="event")
        for event in events
        if event.activity_id
    )
