"""A trusted source that is unlike itself is looked at like a new one, until a person says why."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agenda.draft import Draft
from agenda.models import Event, Review, Revision, Source
from agenda.reading.known import slices
from agenda.reading.likeness import Before, host_of, unlike
from agenda.status import ReviewKind, Trust

LOOKED_AT = 300


def trust_of(
    session: Session,
    source: Source,
    arriving: Sequence[Draft],
    changed: Mapping[str, Draft],
    *,
    now: datetime,
) -> Trust:
    """How far this reading of a source is trusted; asks once when it is unlike itself.

    `arriving` is all that is new or changed, `changed` the drafts of known keys.
    """
    trust = Trust(source.trust)
    if trust is Trust.REVIEW_ALL or not arriving:
        return trust
    if _is_held(session, source.id):
        return Trust.REVIEW_ALL
    before = _before(session, source)
    reasons = unlike(before, arriving, retitled=_retitled(session, source, changed))
    if not reasons:
        return trust
    session.add(
        Review(
            kind=ReviewKind.ODD_SOURCE,
            source_id=source.id,
            is_public=True,
            created_at=now,
            payload={"reasons": list(reasons), "is_held": True, "title": source.title},
        )
    )
    session.flush()
    return Trust.REVIEW_ALL


def _is_held(session: Session, source_id: int) -> bool:
    payloads = session.scalars(
        select(Review.payload).where(
            Review.source_id == source_id,
            Review.kind == ReviewKind.ODD_SOURCE,
            Review.answer.is_(None),
        )
    )
    return any(payload.get("is_held") for payload in payloads)


def _before(session: Session, source: Source) -> Before:
    count = session.scalar(select(func.count(Event.id)).where(Event.source_id == source.id))
    drafts = session.scalars(
        select(Revision.draft)
        .join(Event, Event.latest_id == Revision.id)
        .where(Event.source_id == source.id)
        .order_by(Event.id.desc())
        .limit(LOOKED_AT)
    )
    hosts = {host_of(draft.get("url")) for draft in drafts} - {""}
    return Before(count=count or 0, hosts=frozenset(hosts))


def _retitled(session: Session, source: Source, changed: Mapping[str, Draft]) -> int:
    count = 0
    for part in slices(sorted(changed)):
        rows = session.execute(
            select(Event.key, Event.title).where(Event.source_id == source.id, Event.key.in_(part))
        )
        count += sum(title != changed[key].title[:300] for key, title in rows)
    return count
