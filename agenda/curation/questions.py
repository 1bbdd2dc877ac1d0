"""The queue as the desk and the command line show it: read only, in a few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, case, func, literal, select, true, tuple_, update
from sqlalchemy.orm import Session

from agenda.curation.review import SOON, Urgency, Waiting, group_of, urgency
from agenda.draft import Draft
from agenda.models import Event, Occurrence, Review, Revision, Source
from agenda.reading.known import draft_of
from agenda.status import ReviewKind
from base.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the queue. `draft` is what the source says now; `reasons` are Dutch.
    `wijk`: where we put it, by name; empty for not known.

    `group_count`: how many open questions share its group, itself among them.
    """

    id: int
    version: int
    kind: ReviewKind
    urgency: Urgency
    title: str
    source: str
    source_id: int | None
    event_id: int | None
    draft: Draft | None
    wijk: str
    reasons: tuple[str, ...]
    urgent_on: date | None
    created_at: datetime
    group_key: str
    group_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which questions to show; empty means all."""

    kind: ReviewKind | None = None
    source_id: int | None = None


def open_questions(
    session: Session, choice: Choice, *, today: date, limit: int, offset: int = 0
) -> list[Question]:
    """The most urgent first: three queries, however many wait."""
    ids = session.scalars(
        select(Review.id)
        .where(Review.answer.is_(None), *_chosen(choice))
        .order_by(_rank(today), Review.urgent_on.nulls_last(), Review.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return _questions(session, ids, today=today, is_counted=True)


def question(session: Session, review_id: int, *, today: date) -> Question:
    """One question, answered or not, without counting its group. Raises NotFound."""
    found = _questions(session, [review_id], today=today, is_counted=False)
    if not found:
        raise NotFound("vraag", str(review_id))
    return found[0]


def next_after(session: Session, review_id: int, *, today: date) -> int | None:
    """The open question that comes after this one in the queue; after the last, the first."""
    rank, on = _rank(today), func.coalesce(Review.urgent_on, date.max)
    here = session.execute(select(rank, on).where(Review.id == review_id)).one_or_none()
    query = select(Review.id).where(Review.answer.is_(None), Review.id != review_id)
    ordered = query.order_by(rank, on, Review.id).limit(1)
    later = (
        tuple_(rank, on, Review.id) > tuple_(literal(here[0]), literal(here[1], Date), review_id)
        if here is not None
        else true()
    )
    found = session.scalar(ordered.where(later))
    return found if found is not None else session.scalar(ordered)


def roll(session: Session, *, today: date) -> int:
    """Let what waits be as urgent as its next date, where its first has gone by; returns how
    many questions. For a daily task."""
    coming = (
        select(func.min(Occurrence.starts_on))
        .where(Occurrence.event_id == Review.event_id, Occurrence.starts_on >= today)
        .scalar_subquery()
    )
    done = session.execute(
        update(Review)
        .where(Review.answer.is_(None), Review.urgent_on < today, coming.is_not(None))
        .values(urgent_on=coming)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def waiting(session: Session) -> list[Waiting]:
    """How many open questions there are per kind and source."""
    counts = (
        select(Review.kind, Review.source_id, func.count().label("count"))
        .where(Review.answer.is_(None))
        .group_by(Review.kind, Review.source_id)
        .subquery()
    )
    rows = session.execute(
        select(counts.c.kind, Source.title, counts.c.count, counts.c.source_id)
        .outerjoin(Source, Source.id == counts.c.source_id)
        .order_by(counts.c.kind, Source.title)
    )
    return [Waiting(ReviewKind(kind), title or "", count, of) for kind, title, count, of in rows]


def _questions(
    session: Session, ids: Sequence[int], *, today: date, is_counted: bool
) -> list[Question]:
    rows = {
        review.id: (review, event, source, facts, place)
        for review, event, source, facts, place in session.execute(
            select(Review, Event, Source, Revision.draft, Revision.place)
            .outerjoin(Event, Event.id == Review.event_id)
            .outerjoin(Source, Source.id == Review.source_id)
            .outerjoin(Revision, Revision.id == Event.latest_id)
            .where(Review.id.in_(ids))
        )
    }
    reviews = [row[0] for row in rows.values()]
    groups = _group_counts(session, reviews) if is_counted else {}
    found = []
    for review, event, source, facts, place in (rows[i] for i in ids if i in rows):
        kind = ReviewKind(review.kind)
        draft = draft_of(facts) if facts else None
        title = draft.title if draft else str(review.payload.get("title", ""))
        key = group_of(kind, review.source_id)
        found.append(
            Question(
                id=review.id,
                version=review.version,
                kind=kind,
                urgency=urgency(
                    kind, urgent_on=review.urgent_on, is_public=review.is_public, today=today
                ),
                title=title or (source.title if source else ""),
                source=source.title if source else "",
                source_id=review.source_id,
                event_id=event.id if event else None,
                draft=draft,
                wijk=(place or {}).get("name", ""),
                reasons=tuple(review.payload.get("reasons", ())),
                urgent_on=review.urgent_on,
                created_at=review.created_at,
                group_key=key,
                group_count=groups.get(key, 1),
            )
        )
    return found


def _group_counts(session: Session, reviews: Sequence[Review]) -> dict[str, int]:
    source_ids = {r.source_id for r in reviews if r.source_id is not None}
    rows = session.execute(
        select(Review.kind, Review.source_id, func.count())
        .where(Review.answer.is_(None), Review.source_id.in_(source_ids))
        .group_by(Review.kind, Review.source_id)
    )
    return {group_of(ReviewKind(kind), source_id): n for kind, source_id, n in rows}


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if choice.kind is not None:
        chosen.append(Review.kind == choice.kind)
    if choice.source_id is not None:
        chosen.append(Review.source_id == choice.source_id)
    return chosen


def _rank(today: date) -> ColumnElement[int]:
    """`agenda.curation.review.urgency`, as the database sorts by it."""
    return case(
        (Review.kind == ReviewKind.CONTRADICTION, Urgency.CONTRADICTION.value),
        (Review.urgent_on.between(today, today + SOON), Urgency.SOON.value),
        (Review.is_public.is_(True), Urgency.PUBLIC.value),
        else_=Urgency.LATER.value,
    )
