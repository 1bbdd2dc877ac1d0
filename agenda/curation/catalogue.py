"""Activities as the desk finds and opens them: every state, of every source. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from agenda.corrections import Fix, corrected, corrected_date, corrected_place, corrected_start
from agenda.curation.comparison import FieldChange, changes, lines
from agenda.draft import Draft
from agenda.fixes import fixes_of
from agenda.matching.activities import event_of
from agenda.models import Activity, Correction, Event, Link, Occurrence, Revision, Source, Tombstone
from agenda.moment import Moment
from agenda.reading.dating import instance_of
from agenda.reading.known import draft_of
from agenda.recurrence import SINGLE
from agenda.status import EventState, EventStatus
from providers.places.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list. `next_on`: its first date from today on, None when all is past."""

    event_id: int
    title: str
    source: str
    state: EventState
    first_on: date
    next_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One coming date, as staff may cancel or move it by its `original`."""

    original: str
    start: Moment
    status: EventStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another event of the same activity. `is_automatic`: no person said so yet."""

    event_id: int
    title: str
    source: str
    is_linked: bool
    is_automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """An earlier reading, with what the next one changed."""

    seen_at: datetime
    changed: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the desk shows of one event. `draft` has the corrections in it."""

    event: Event
    source: Source
    public_id: str
    draft: Draft
    place: Place
    said: tuple[tuple[str, str], ...]
    dates: tuple[Date, ...]
    corrections: Sequence[Correction]
    siblings: tuple[Sibling, ...]
    history: tuple[Older, ...]


def search(
    session: Session,
    words: str,
    *,
    today: date,
    limit: int,
    offset: int = 0,
    provider_id: str | None = None,
    source_id: int | None = None,
    only_coming: bool = True,
) -> list[Row]:
    """Events whose title holds every word, those that come soonest first. One query."""
    coming = (
        select(Occurrence.event_id, func.min(Occurrence.starts_on).label("next_on"))
        .where(Occurrence.starts_on >= today)
        .group_by(Occurrence.event_id)
        .subquery()
    )
    query = (
        select(Event, Source.title, coming.c.next_on)
        .join(Source, Source.id == Event.source_id)
        .outerjoin(coming, coming.c.event_id == Event.id)
    )
    for word in words.split()[:8]:
        query = query.where(
            or_(
                Event.title.icontains(word, autoescape=True),
                Source.title.icontains(word, autoescape=True),
            )
        )
    if provider_id is not None:
        query = query.where(Source.provider_id == provider_id)
    if source_id is not None:
        query = query.where(Source.id == source_id)
    if only_coming:
        query = query.where(coming.c.next_on.is_not(None))
    ordered = query.order_by(coming.c.next_on.nulls_last(), Event.id).limit(limit).offset(offset)
    return [
        Row(
            event_id=event.id,
            title=event.title,
            source=title,
            state=EventState(event.state),
            first_on=event.first_on,
            next_on=next_on,
        )
        for event, title, next_on in session.execute(ordered)
    ]


def rejections(session: Session, event_ids: Sequence[int]) -> dict[int, str]:
    """Why these were not placed, for those that a person rejected."""
    rows = session.execute(
        select(Event.id, Tombstone.reason)
        .join(Tombstone, (Tombstone.source_id == Event.source_id) & (Tombstone.key == Event.key))
        .where(Event.id.in_(event_ids))
    )
    return {event_id: reason for event_id, reason in rows}  # noqa: C416 (Rows to values)


def page(session: Session, event_id: int, *, today: date) -> Page:
    """One event with all that hangs on it. Raises NotFound."""
    event = event_of(session, event_id)
    source = session.get_one(Source, event.source_id)
    revisions = session.scalars(
        select(Revision).where(Revision.event_id == event.id).order_by(Revision.number.desc())
    ).all()
    shown = next((r for r in revisions if r.id == event.shown_id), revisions[0])
    fixes = fixes_of(session, [event.id]).get(event.id, ())
    draft = corrected(draft_of(shown.draft), fixes)
    activity = session.get(Activity, event.activity_id) if event.activity_id else None
    return Page(
        event=event,
        source=source,
        public_id=activity.public_id if activity and activity.listing else "",
        draft=draft,
        place=corrected_place(msgspec.convert(shown.place, Place), fixes),
        said=tuple((label, text) for label, text in lines(_dated(draft, fixes)) if text),
        dates=_dates(session, event, fixes, today),
        corrections=session.scalars(
            select(Correction)
            .where(Correction.event_id == event.id, Correction.released_at.is_(None))
            .order_by(Correction.id)
        ).all(),
        siblings=_siblings(session, event),
        history=_history(revisions),
    )


def _dated(draft: Draft, fixes: Sequence[Fix]) -> Draft:
    """What happens once, with what was decided about its one date in it."""
    own = [replace(fix, occurrence="") for fix in fixes if fix.occurrence == SINGLE]
    start = corrected_start(SINGLE, draft.start, fixes)
    end = draft.end
    if end is not None and start != draft.start:
        end = start.plus(end.local - draft.start.local) if start.clock and end.clock else None
    return replace(corrected(draft, own), start=start, end=end)


def _dates(session: Session, event: Event, fixes: Sequence[Fix], today: date) -> tuple[Date, ...]:
    rows = session.scalars(
        select(Occurrence)
        .where(Occurrence.event_id == event.id, Occurrence.starts_on >= today)
        .order_by(Occurrence.start_utc)
        .limit(60)
    )
    dates = (corrected_date(instance_of(row), fixes) for row in rows)
    return tuple(Date(original=d.original, start=d.start, status=d.status) for d in dates)


def _siblings(session: Session, event: Event) -> tuple[Sibling, ...]:
    """The other events of its activity; only those linked to it directly can be taken apart."""
    if event.activity_id is None:
        return ()
    rows = session.execute(
        select(Event, Source.title)
        .join(Source, Source.id == Event.source_id)
        .where(Event.activity_id == event.activity_id, Event.id != event.id)
        .order_by(Event.id)
    ).all()
    links = {
        link.other_event_id if link.event_id == event.id else link.event_id: link
        for link in session.scalars(
            select(Link).where(or_(Link.event_id == event.id, Link.other_event_id == event.id))
        )
    }
    return tuple(
        Sibling(
            event_id=other.id,
            title=other.title,
            source=title,
            is_linked=other.id in links,
            is_automatic=other.id in links and links[other.id].is_automatic,
        )
        for other, title in rows
    )


def _history(revisions: Sequence[Revision]) -> tuple[Older, ...]:
    found = []
    for newer, older in pairwise(revisions):
        changed = changes(draft_of(older.draft), draft_of(newer.draft))
        found.append(Older(seen_at=newer.seen_at, changed=changed))
    return tuple(found[:20])


def pair_titles(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """What pairs of the journal ("12+31") are called, in one query."""
    pairs = {text: text.split("+") for text in subjects if "+" in text}
    ids = {int(i) for both in pairs.values() for i in both if i.isdigit()}
    rows = session.execute(select(Event.id, Event.title).where(Event.id.in_(ids)))
    titles = {str(event_id): title for event_id, title in rows}
    named = {text: [titles[i] for i in both if i in titles] for text, both in pairs.items()}
    return {text: " en ".join(dict.fromkeys(found)) for text, found in named.items()}
