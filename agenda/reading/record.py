"""A plan into rows: the one place where drafts become events, revisions and dates.

Called inside short write scopes, after everything was planned and expanded. Work is in
proportion to what changed, a few statements per slice: what was kept is not touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from agenda.draft import Draft
from agenda.models import Dirty, Event, Occurrence, Review, Revision, Source, Tombstone
from agenda.reading import asking
from agenda.reading.approval import Decision, decide_change, decide_new
from agenda.reading.dating import Dated, last_day, materialise_all, row, window_at
from agenda.reading.holding import trust_of
from agenda.reading.known import draft_of, put, slices
from agenda.reading.reconcile import Plan, fingerprint
from agenda.recurrence import Instance, Window, expand
from agenda.status import EventState, Trust
from base.municipality import Holidays
from providers.places.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A draft with the place it resolved to, and its dates when they were worked out before."""

    draft: Draft
    place: Place
    dates: tuple[Instance, ...] | None = None


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
    changed = {d.key: placed[d.key].draft for d in plan.change}
    arriving = [*(placed[d.key].draft for d in plan.add), *changed.values()]
    trust = trust_of(session, source, arriving, changed, now=now)
    items = [placed[d.key] for d in plan.add]
    add(session, source, items, now=now, holidays=holidays, trust=trust)
    window = window_at(now.date())
    for part in slices(sorted(d.key for d in plan.change)):
        events = _events(session, source, part)
        _change(session, source, events, placed, trust, now=now, window=window, holidays=holidays)
    _mark(session, source, plan, now=now)
    for event in _events(session, source, plan.renamed):
        event.key = plan.renamed[event.key]


def add(
    session: Session,
    source: Source,
    items: Sequence[Placed],
    *,
    now: datetime,
    holidays: Holidays | None = None,
    trust: Trust | None = None,
) -> None:
    """Events seen for the first time. May be called in slices, each in a scope of its own.

    `trust` None: the source's own, unless what arrives is unlike it.
    """
    if not items:
        return
    if trust is None:
        trust = trust_of(session, source, [item.draft for item in items], {}, now=now)
    window = window_at(now.date())
    rejected = set(session.scalars(select(Tombstone.key).where(Tombstone.source_id == source.id)))
    junk = tuple(source.settings.get("junk", ()))
    for part in slices(items):  # type: ignore[arg-type]
        _add(
            session, source, part, trust, rejected, junk, now=now, window=window, holidays=holidays
        )


def _add(
    session: Session,
    source: Source,
    items: list[Placed],
    trust: Trust,
    rejected: set[str],
    junk: tuple[str, ...],
    *,
    now: datetime,
    window: Window,
    holidays: Holidays | None,
) -> None:
    decisions = {
        item.draft.key: decide_new(
            item.draft,
            trust=trust,
            place=item.place.kind,
            is_rejected=item.draft.key in rejected,
            junk=junk,
        )
        for item in items
    }
    prints = {item.draft.key: fingerprint(item.draft) for item in items}
    dates = {item.draft.key: _dates(item, item.draft, window, holidays) for item in items}
    rows = [
        {
            "source_id": source.id,
            "key": item.draft.key,
            "state": decisions[item.draft.key].state,
            "fingerprint": prints[item.draft.key],
            "first_seen_at": now,
            "title": item.draft.title[:300],
            "first_on": item.draft.start.day,
            "last_on": last_day(item.draft, dates[item.draft.key]),
            "window_until": window.last,
            "repeats": item.draft.recurrence is not None,
            "needs_matching": decisions[item.draft.key].state
            in (EventState.PENDING, EventState.PUBLIC),
        }
        for item in items
    ]
    put(session, Event, rows)
    ids = _ids(session, source, [item.draft.key for item in items])
    revisions = [
        _revision_row(ids[item.draft.key], item, 1, prints[item.draft.key], now) for item in items
    ]
    put(session, Revision, revisions)
    _point_at_first(session, list(ids.values()))
    made = [row(ids[key], instance) for key, found in dates.items() for instance in found]
    if made:
        put(session, Occurrence, made)
    # What is over when it is first seen needs nobody's answer.
    over = {
        item.draft.key: last_day(item.draft, dates[item.draft.key]) < now.date() for item in items
    }
    questions = [
        asking.question(source, ids[key], item.draft, decisions[key], dates[key], now)
        for key, item in ((item.draft.key, item) for item in items)
        if decisions[key].question is not None and not over[key]
    ]
    if questions:
        put(session, Review, questions)


def _point_at_first(session: Session, ids: list[int]) -> None:
    """Fresh events show their first revision; what is public is approved with it."""
    first = (
        select(Revision.id)
        .where(Revision.event_id == Event.id, Revision.number == 1)
        .scalar_subquery()
    )
    approved = case((Event.state == EventState.PUBLIC, first), else_=None)
    session.execute(
        update(Event)
        .where(Event.id.in_(ids))
        .values(latest_id=first, shown_id=first, approved_id=approved),
        execution_options={"synchronize_session": False},
    )


def _change(
    session: Session,
    source: Source,
    events: Sequence[Event],
    placed: Mapping[str, Placed],
    trust: Trust,
    *,
    now: datetime,
    window: Window,
    holidays: Holidays | None,
) -> None:
    ids = [event.id for event in events]
    approved = _revisions(session, [e.approved_id for e in events if e.approved_id])
    numbers = _last_numbers(session, ids)
    decisions: dict[int, Decision] = {}
    rows: list[dict[str, Any]] = []
    for event in events:
        item, before = placed[event.key], approved.get(event.approved_id or 0)
        decision = decide_change(
            item.draft,
            approved=before.draft if before else None,
            trust=trust,
            state=EventState(event.state),
        )
        decisions[event.id] = decision
        event.fingerprint = fingerprint(item.draft)
        event.state, event.needs_matching = decision.state, True
        number = numbers.get(event.id, 0) + 1
        rows.append(_revision_row(event.id, item, number, event.fingerprint, now))
        merged = _merged(decision, item, before)
        if merged is not None:
            rows.append(_revision_row(event.id, merged, number + 1, fingerprint(merged.draft), now))
    put(session, Revision, rows)
    made = _revision_ids(session, ids)
    dated = []
    for event in events:
        item, decision = placed[event.key], decisions[event.id]
        number = numbers.get(event.id, 0) + 1
        event.latest_id = made[event.id, number]
        if decision.approved == item.draft:
            event.approved_id = event.latest_id
        elif (event.id, number + 1) in made:
            event.approved_id = made[event.id, number + 1]
        shown = decision.approved or item.draft
        event.title, event.first_on = shown.title[:300], shown.start.day
        event.shown_id = event.approved_id or event.latest_id
        found = _dates(item, shown, window, holidays)
        dated.append(Dated(event=event, draft=shown, dates=found))
    materialise_all(session, dated, window=window)
    asking.ask_again(session, source, dated, decisions, now=now)
    _dirty(session, events)


def _merged(decision: Decision, item: Placed, before: Placed | None) -> Placed | None:
    """What may be shown when it is neither what came nor what stood: the old, less what was
    cancelled since."""
    if decision.approved is None or before is None:
        return None
    if decision.approved in (item.draft, before.draft):
        return None
    return Placed(draft=decision.approved, place=before.place)


def _dates(
    item: Placed, shown: Draft, window: Window, holidays: Holidays | None
) -> tuple[Instance, ...]:
    if item.dates is not None and shown == item.draft:
        return item.dates
    return expand(shown, window, holidays).instances


def _revision_row(
    event_id: int, item: Placed, number: int, print_: str, now: datetime
) -> dict[str, Any]:
    """The columns of a revision; empty fields of the draft are left out, as they read back."""
    facts = msgspec.to_builtins(item.draft)
    return {
        "event_id": event_id,
        "number": number,
        "seen_at": now,
        "fingerprint": print_,
        "draft": {k: v for k, v in facts.items() if v not in (None, "", [], False)},
        "place": msgspec.to_builtins(item.place),
    }


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
            event.needs_matching = True
            _dirty(session, [event])
    if plan.is_suspicious:
        asking.ask_held(session, source, plan.held, now=now)


def _events(session: Session, source: Source, keys: Iterable[str]) -> Sequence[Event]:
    """The events with these keys, scoped to their source, in slices of a bounded size."""
    found: list[Event] = []
    for part in slices(sorted(keys)):
        query = select(Event).where(Event.source_id == source.id, Event.key.in_(part))
        found += session.scalars(query.order_by(Event.id))
    return found


def _ids(session: Session, source: Source, keys: list[str]) -> dict[str, int]:
    rows = session.execute(
        select(Event.key, Event.id).where(Event.source_id == source.id, Event.key.in_(keys))
    )
    return {key: event_id for key, event_id in rows}  # noqa: C416 (Rows to values)


def _revisions(session: Session, ids: list[int]) -> dict[int, Placed]:
    rows = session.execute(
        select(Revision.id, Revision.draft, Revision.place).where(Revision.id.in_(ids))
    )
    return {
        key: Placed(draft=draft_of(draft), place=msgspec.convert(place, Place))
        for key, draft, place in rows
    }


def _last_numbers(session: Session, ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(Revision.event_id, func.max(Revision.number))
        .where(Revision.event_id.in_(ids))
        .group_by(Revision.event_id)
    )
    return {event_id: number for event_id, number in rows}  # noqa: C416 (Rows to values)


def _revision_ids(session: Session, ids: list[int]) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(Revision.event_id, Revision.number, Revision.id).where(Revision.event_id.in_(ids))
    )
    return {(event_id, number): key for event_id, number, key in rows}


def _dirty(session: Session, events: Sequence[Event]) -> None:
    session.add_all(
        Dirty(activity_id=event.activity_id, reason="event")
        for event in events
        if event.activity_id
    )
