"""Rows into what residents see: each dirty activity composed anew, its public dates updated.

Runs inside the publisher's write scope, one publisher at a time. A handful of queries per
slice of activities, whatever they hold.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agenda.corrections import Fix
from agenda.draft import Draft
from agenda.models import (
    Activity,
    Correction,
    Event,
    Link,
    Occurrence,
    PublicOccurrence,
    Revision,
    Source,
)
from agenda.moment import Moment
from agenda.reading.approval import Change, differences
from agenda.reading.dating import instance_of
from agenda.recurrence import Instance
from agenda.showing import contradictions, slots
from agenda.showing.composition import Composed, Member, PublicDate, called_off, compose, said_at
from agenda.showing.listings import NEVER, activity_listing, occurrence_listing, state_of
from agenda.showing.merging import Move
from agenda.status import Basis, EventState, EventStatus
from base.municipality import Municipality
from base.text import fold, slug
from providers.places.place import Place
from snapshot.codec import decode, encode
from snapshot.listing import ActivityListing, OccurrenceListing

_SLICE = 200


def passing_activities(session: Session, *, municipality: Municipality, now: datetime) -> list[int]:
    """Activities that the passing of a day changes, for the daily round.

    Those whose last date is just over (their page says so), those with a date that was shown
    as cancelled for its thirty days, and a seventh of those that still run, so that within a
    week each says anew when its source was last read. The rest stays as it is; what the
    window newly uncovers is marked dirty where that is done.
    """
    today = now.astimezone(ZoneInfo(municipality.zone)).date()
    ended = Event.last_on.between(today - timedelta(days=8), today)
    in_turn = (Event.last_on >= today) & (Event.activity_id % 7 == today.weekday())
    over = PublicOccurrence.retired_at <= now - slots.CANCELLED_FOR
    found = set(session.scalars(select(Event.activity_id).where(or_(ended, in_turn))))
    found |= set(session.scalars(select(PublicOccurrence.activity_id).where(over)))
    return sorted(activity_id for activity_id in found if activity_id is not None)


def refresh(
    session: Session, activity_ids: Sequence[int], *, municipality: Municipality, now: datetime
) -> None:
    """Compose these activities anew and store their listings and public dates."""
    for first in range(0, len(activity_ids), _SLICE):
        _refresh(session, activity_ids[first : first + _SLICE], municipality, now)


def listings(
    session: Session, *, since: date | None = None
) -> tuple[tuple[ActivityListing, ...], dict[str, str]]:
    """Every listing with its dates, and the aliases (retired id → id that took over).

    `since`: dates before that day are left out; what is long past is on no page.
    """
    activities = session.scalars(select(Activity).order_by(Activity.public_id)).all()
    public_ids = {a.id: a.public_id for a in activities}
    dates: dict[int, list[OccurrenceListing]] = defaultdict(list)
    query = select(PublicOccurrence.activity_id, PublicOccurrence.listing)
    if since is not None:
        query = query.where(PublicOccurrence.starts_on >= since)
    for activity_id, body in session.execute(query.order_by(PublicOccurrence.uid)):
        dates[activity_id].append(decode(OccurrenceListing, body))
    shown = tuple(
        replace(decode(ActivityListing, a.listing), occurrences=tuple(dates[a.id]))
        for a in activities
        if a.listing is not None
    )
    aliases = {a.public_id: public_ids[a.merged_into_id] for a in activities if a.merged_into_id}
    return shown, aliases


def _refresh(
    session: Session, ids: Sequence[int], municipality: Municipality, now: datetime
) -> None:
    members, moves = _members(session, ids)
    today = now.astimezone(ZoneInfo(municipality.zone)).date()
    composed_now: list[Composed] = []
    held: dict[int, list[PublicOccurrence]] = defaultdict(list)
    for row in session.scalars(
        select(PublicOccurrence).where(PublicOccurrence.activity_id.in_(ids))
    ):
        held[row.activity_id].append(row)
    for activity in session.scalars(select(Activity).where(Activity.id.in_(ids))):
        found = members.get(activity.id, [])
        live = [m for m, is_live in found if is_live]
        around = moves.get(activity.id, ())
        gone = [m for m, is_live in found if not is_live]
        shown = (
            compose([*live, *called_off(live, gone)] if live else gone, around) if found else None
        )
        if shown is not None and live:
            composed_now.append(shown)
        _store_dates(
            session, activity, held[activity.id], shown if live else None, municipality, now
        )
        _store_listing(activity, shown, bool(live), municipality, now)
    contradictions.ask(session, composed_now, today=today, now=now)


def _store_listing(
    activity: Activity,
    composed: Composed | None,
    is_live: bool,
    municipality: Municipality,
    now: datetime,
) -> None:
    if composed is None:
        _take_back(activity, now)
        return
    today = now.astimezone(ZoneInfo(municipality.zone)).date()
    state = state_of(composed, is_live=is_live, today=today)
    listing = activity_listing(activity.public_id, composed, state, municipality)
    facts = replace(listing, sources=(), published_at=NEVER, changed_at=NEVER)
    dates = msgspec.to_builtins((composed.draft.start, composed.draft.recurrence))
    text = encode(facts) + msgspec.json.encode(dates, order="deterministic").decode()
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    if activity.fingerprint != fingerprint:
        activity.fingerprint, activity.changed_at = fingerprint, now
    activity.first_published_at = activity.first_published_at or now
    activity.provenance = msgspec.to_builtins(composed.provenance)
    changed = activity.changed_at or now
    activity.listing = encode(
        replace(listing, published_at=activity.first_published_at, changed_at=changed)
    )


def _take_back(activity: Activity, now: datetime) -> None:
    """What was public and is no longer approved: its page stays, without what it said.

    Nothing to do for what never was public, or is shown by another activity.
    """
    if activity.listing is None or activity.merged_into_id is not None:
        return
    listing = decode(ActivityListing, activity.listing)
    if listing.state == "withdrawn" and not listing.description:
        return
    activity.changed_at, activity.fingerprint = now, ""
    gone = replace(listing, state="withdrawn", description="", contact="", image="", warning="")
    activity.listing = encode(replace(gone, changed_at=now))


def _store_dates(
    session: Session,
    activity: Activity,
    rows: Sequence[PublicOccurrence],
    composed: Composed | None,
    municipality: Municipality,
    now: datetime,
) -> None:
    """Bring the public dates in line. What is past stays as it was shown."""
    wanted = {}
    for shown, listing in _shown(activity, composed, municipality):
        key = slots.Wanted(
            start=shown.start,
            status=shown.status,
            fingerprint=hashlib.sha256(encode(listing).encode()).hexdigest(),
            members=shown.members,
        )
        wanted[key] = listing
    known = {member for key in wanted for member in key.members}
    today = now.astimezone(ZoneInfo(municipality.zone)).date()
    concerned = [r for r in rows if r.starts_on >= today or known & set(r.members)]
    by_slot = {(r.slot_on, r.slot_number): r for r in concerned}
    plan = slots.plan([_slot(r) for r in concerned], list(wanted), now=now)
    for key, slot in plan.shown:
        row = by_slot.get((slot.day, slot.number))
        if row is None:
            row = _new_row(activity, slot, rows, municipality, now)
            session.add(row)
        _update(row, slot, wanted[key])
    for slot in plan.retired:
        row = by_slot[slot.day, slot.number]
        _update(row, slot, replace(decode(OccurrenceListing, row.listing), status="cancelled"))
    for slot in plan.dropped:
        session.delete(by_slot[slot.day, slot.number])


def _shown(
    activity: Activity, composed: Composed | None, municipality: Municipality
) -> Iterator[tuple[PublicDate, OccurrenceListing]]:
    if composed is not None:
        for shown in composed.dates:
            yield shown, occurrence_listing(activity.public_id, shown, composed, municipality)


def _slot(row: PublicOccurrence) -> slots.Slot:
    listing = decode(OccurrenceListing, row.listing)
    when = listing.when
    return slots.Slot(
        day=row.slot_on,
        number=row.slot_number,
        start=Moment(when.day, when.clock, when.zone),
        status=EventStatus(row.status),
        fingerprint=row.fingerprint,
        members=frozenset(row.members),
        sequence=row.sequence,
        changed_at=row.changed_at,
        retired_at=row.retired_at,
    )


def _new_row(
    activity: Activity,
    slot: slots.Slot,
    rows: Sequence[PublicOccurrence],
    municipality: Municipality,
    now: datetime,
) -> PublicOccurrence:
    """A row for a new slot; its number passes over those of past dates, which stay."""
    number = slot.number
    used = {r.slot_number for r in rows if r.slot_on == slot.day}
    while number in used:
        number += 1
    uid = f"{activity.public_id}-{slot.day:%Y%m%d}-{number}@{slug(municipality.site_name)}"
    return PublicOccurrence(
        uid=uid,
        activity_id=activity.id,
        slot_on=slot.day,
        slot_number=number,
        sequence=0,
        first_published_at=now,
    )


def _update(row: PublicOccurrence, slot: slots.Slot, listing: OccurrenceListing) -> None:
    row.sequence, row.status = slot.sequence, slot.status
    row.fingerprint, row.members = slot.fingerprint, sorted(slot.members)
    row.starts_on, row.changed_at, row.retired_at = slot.start.day, slot.changed_at, slot.retired_at
    row.listing = encode(
        replace(
            listing,
            uid=row.uid,
            sequence=slot.sequence,
            published_at=row.first_published_at,
            changed_at=slot.changed_at,
        )
    )


def _members(
    session: Session, activity_ids: Iterable[int]
) -> tuple[Mapping[int, list[tuple[Member, bool]]], Mapping[int, list[Move]]]:
    """Per activity its approved events as members, with whether each still stands, and which
    of them moved away from another's date."""
    rows = session.execute(
        select(Event, Revision, Source)
        .join(Revision, Revision.id == Event.approved_id)
        .join(Source, Source.id == Event.source_id)
        .where(
            Event.activity_id.in_(list(activity_ids)),
            Event.state.in_([EventState.PUBLIC, EventState.WITHDRAWN]),
        )
    ).all()
    home = {event.id: event.activity_id or 0 for event, _, _ in rows}
    dates: dict[int, list[Instance]] = defaultdict(list)
    fixes: dict[int, list[Fix]] = defaultdict(list)
    moves: dict[int, list[Move]] = defaultdict(list)
    for ids in _slices(list(home)):
        query = select(Occurrence).where(Occurrence.event_id.in_(ids))
        for row in session.scalars(query.order_by(Occurrence.start_utc)):
            dates[row.event_id].append(instance_of(row))
        for fix in session.scalars(
            select(Correction)
            .where(Correction.event_id.in_(ids), Correction.released_at.is_(None))
            .order_by(Correction.id.desc())
        ):
            fixes[fix.event_id].append(Fix(fix.field, fix.value, fix.occurrence))
        for link in session.scalars(
            select(Link).where(Link.event_id.in_(ids), Link.mover_id.is_not(None))
        ):
            moves[home[link.event_id]].append(_move(link))
    waiting = _waiting(session, [(event, revision) for event, revision, _ in rows])
    found: dict[int, list[tuple[Member, bool]]] = defaultdict(list)
    for event, revision, source in rows:
        member = _member(event, revision, source, dates[event.id])
        member = replace(member, fixes=tuple(fixes[event.id]), is_pending=event.id in waiting)
        found[event.activity_id or 0].append((member, event.state == EventState.PUBLIC))
    return found, moves


def _move(link: Link) -> Move:
    mover = link.mover_id or link.event_id
    return Move(
        mover=mover,
        other=link.other_event_id if mover == link.event_id else link.event_id,
        day=link.moved_from,
        is_contested=link.contested_at is not None,
    )


def _waiting(session: Session, rows: Sequence[tuple[Event, Revision]]) -> set[int]:
    """Events of which a change of date or place waits for a person."""
    behind = {
        event.latest_id: (event.id, revision)
        for event, revision in rows
        if event.latest_id != event.approved_id and event.fingerprint != revision.fingerprint
    }
    found: set[int] = set()
    for ids in _slices([i for i in behind if i is not None]):
        for latest in session.scalars(select(Revision).where(Revision.id.in_(ids))):
            event_id, approved = behind[latest.id]
            before, after = (msgspec.convert(r.draft, Draft) for r in (approved, latest))
            if differences(before, after) & {Change.DATE, Change.PLACE}:
                found.add(event_id)
    return found


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _SLICE):
        yield ids[first : first + _SLICE]


def _member(event: Event, revision: Revision, source: Source, dates: list[Instance]) -> Member:
    draft = msgspec.convert(revision.draft, Draft)
    return Member(
        event_id=event.id,
        draft=draft,
        place=msgspec.convert(revision.place, Place),
        dates=tuple(dates),
        source=source.title,
        source_url=draft.url or source.homepage,
        basis=Basis(source.basis),
        is_own=_is_own(draft, source),
        said_at=said_at(revision.number, revision.seen_at),
        seen_at=source.last_complete_at or revision.seen_at,
        left_out=_left_out(draft),
    )


def _left_out(draft: Draft) -> tuple[Instance, ...]:
    """The dates that a series says it leaves out, as cancelled ones."""
    clock, zone = draft.start.clock, draft.start.zone
    days = [m.day for m in draft.recurrence.exdates] if draft.recurrence else []
    slots = [Moment(day, clock, zone) for day in days]
    return tuple(
        Instance(
            original=slot.iso(), start=slot, end=None, doors=None, status=EventStatus.CANCELLED
        )
        for slot in slots
    )


def _is_own(draft: Draft, source: Source) -> bool:
    """The source is the organiser's: it says so, or carries the organiser's name."""
    if not draft.organiser:
        return False
    words = set(fold(draft.organiser).split())
    own = source.settings.get("organiser") or source.title
    return bool(words) and words <= set(fold(own).split())
