"""One question as the desk shows it: what would be published, what changed, where it is from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agenda.corrections import Fix
from agenda.curation.comparison import FieldChange, changes, lines
from agenda.curation.questions import Question, question
from agenda.draft import Draft
from agenda.fixes import fixes_of
from agenda.models import Activity, Event, Occurrence, Review, Revision, Source
from agenda.reading.known import draft_of, slices
from agenda.recurrence import Window, expand
from agenda.showing.composition import Member, compose, said_at
from agenda.showing.listings import activity_listing, occurrence_listing, state_of
from agenda.status import Basis, EventState, ReviewAnswer
from base.errors import NotFound
from base.municipality import Municipality
from base.text import fold
from providers.places.place import Place
from snapshot.listing import ActivityListing, OccurrenceListing

DATES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One event of the question: what its source says and where that stands."""

    event_id: int
    source: str
    source_id: int
    state: EventState
    public_id: str
    draft: Draft
    place: Place
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """An activity that a question about a whole source is about; `next_on`: its next date."""

    event_id: int
    title: str
    next_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything on the item page.

    `listing` and `dates`: what residents would see. `changed`: against what is public now,
    word by word. `sides`: the event, and for a pair the other one too. `source_name`: of the
    source it is about, empty for none. `concerned`: what would go, by its next date.
    """

    question: Question
    answer: ReviewAnswer | None
    reason: str
    payload: dict[str, object]
    sides: tuple[Side, ...]
    changed: tuple[FieldChange, ...]
    listing: ActivityListing | None
    dates: tuple[OccurrenceListing, ...]
    source_name: str
    concerned: tuple[Concerned, ...]


def case_of(session: Session, review_id: int, *, municipality: Municipality, today: date) -> Case:
    """The question with its surroundings. Raises NotFound."""
    asked = question(session, review_id, today=today)
    review = session.get_one(Review, review_id)
    ids = [i for i in (review.event_id, review.other_event_id) if i is not None]
    rows = _rows(session, ids)
    fixes = fixes_of(session, ids)
    listing, dates = _shown(rows, fixes, municipality, today) if rows else (None, ())
    return Case(
        question=asked,
        answer=ReviewAnswer(review.answer) if review.answer else None,
        reason=review.reason,
        payload=review.payload,
        sides=tuple(_side(*row) for row in rows),
        changed=_changed(session, rows[0][0]) if rows else (),
        listing=listing,
        dates=dates,
        source_name=_source_name(session, review),
        concerned=_concerned(session, review, today),
    )


def side_of(session: Session, event_id: int) -> Side:
    """One event as it stands beside another. Raises NotFound."""
    found = _rows(session, [event_id])
    if not found:
        raise NotFound("activiteit", str(event_id))
    return _side(*found[0])


def _source_name(session: Session, review: Review) -> str:
    source = session.get(Source, review.source_id) if review.source_id else None
    return source.name if source else ""


def _concerned(session: Session, review: Review, today: date) -> tuple[Concerned, ...]:
    next_on = func.min(Occurrence.starts_on)
    found: list[Any] = []
    for keys in slices(review.payload.get("keys", ())):
        found += session.execute(
            select(Event.id, Event.title, next_on)
            .outerjoin(
                Occurrence, (Occurrence.event_id == Event.id) & (Occurrence.starts_on >= today)
            )
            .where(Event.source_id == review.source_id, Event.key.in_(keys))
            .group_by(Event.id, Event.title)
        ).all()
    ordered = sorted(found, key=lambda row: (row[2] or date.max, row[1], row[0]))
    return tuple(Concerned(event_id=i, title=title, next_on=on) for i, title, on in ordered)


_Row = tuple[Event, Revision, Source, str | None]


def _rows(session: Session, ids: Sequence[int]) -> list[_Row]:
    found = session.execute(
        select(Event, Revision, Source, Activity.public_id)
        .join(Revision, Revision.id == Event.latest_id)
        .join(Source, Source.id == Event.source_id)
        .outerjoin(Activity, Activity.id == Event.activity_id)
        .where(Event.id.in_(ids))
    )
    rows = [(event, revision, source, public_id) for event, revision, source, public_id in found]
    return sorted(rows, key=lambda row: ids.index(row[0].id))


def _side(event: Event, revision: Revision, source: Source, public_id: str | None) -> Side:
    draft = draft_of(revision.draft)
    return Side(
        event_id=event.id,
        source=source.title,
        source_id=source.id,
        state=EventState(event.state),
        public_id=public_id or "",
        draft=draft,
        place=msgspec.convert(revision.place, Place),
        said=tuple((label, text) for label, text in lines(draft) if text),
    )


def _changed(session: Session, event: Event) -> tuple[FieldChange, ...]:
    if event.approved_id is None or event.approved_id == event.latest_id:
        return ()
    wanted = select(Revision.id, Revision.draft).where(
        Revision.id.in_([event.approved_id, event.latest_id])
    )
    drafts = {i: draft_of(facts) for i, facts in session.execute(wanted)}
    return changes(drafts[event.approved_id], drafts[event.latest_id or 0])


def _shown(
    rows: Sequence[_Row],
    fixes: Mapping[int, Sequence[Fix]],
    municipality: Municipality,
    today: date,
) -> tuple[ActivityListing, tuple[OccurrenceListing, ...]]:
    """The activity as it would be published from what these sources say now."""
    window = Window(first=today, last=today + timedelta(days=400))
    composed = compose(
        [_member(*row[:3], fixes.get(row[0].id, ()), window, municipality) for row in rows]
    )
    listing = activity_listing(
        rows[0][3] or "",
        composed,
        state_of(composed, is_live=True, today=today),
        municipality,
    )
    dates = tuple(
        occurrence_listing(listing.id, shown, composed, municipality)
        for shown in composed.dates[:DATES_SHOWN]
    )
    return listing, dates


def _member(
    event: Event,
    revision: Revision,
    source: Source,
    fixes: Sequence[Fix],
    window: Window,
    municipality: Municipality,
) -> Member:
    draft = draft_of(revision.draft)
    return Member(
        event_id=event.id,
        draft=draft,
        place=msgspec.convert(revision.place, Place),
        dates=expand(draft, window, municipality.holidays).instances,
        source=source.title,
        source_url=draft.url or source.homepage,
        basis=Basis(source.basis),
        is_own=bool(draft.organiser) and fold(draft.organiser or "") == fold(source.title),
        said_at=said_at(revision.number, revision.seen_at),
        seen_at=source.last_complete_at or revision.seen_at,
        fixes=tuple(fixes),
    )
