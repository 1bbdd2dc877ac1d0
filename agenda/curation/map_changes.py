"""What a provider changes of its own entry on the map: proposed, and done when staff says yes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from agenda.models import Dirty, Review
from agenda.status import ReviewAnswer, ReviewKind
from base.errors import Conflict
from providers import store
from snapshot.codec import decode, encode
from snapshot.listing import ServiceListing

_UNSEEN = frozenset({"changed_at", "checked_by", "is_demo", "last_checked"})


def propose(session: Session, changed: ServiceListing, *, now: datetime) -> Review | None:
    """Ask staff whether a service may become `changed`; None when nothing differs.

    An earlier proposal for the same service that nobody answered is replaced.
    """
    known = store.one(session, changed.id).listing
    found = differences(known, changed)
    if not found:
        return None
    waiting = select(Review).where(Review.kind == ReviewKind.ENTRY, Review.answer.is_(None))
    for row in session.scalars(waiting):
        if row.payload.get("service") == changed.id:
            row.answer, row.answered_at = ReviewAnswer.SUPERSEDED, now
            row.version += 1
    review = Review(
        kind=ReviewKind.ENTRY,
        is_public=True,
        created_at=now,
        payload={
            "title": changed.name,
            "reasons": [f"{changed.provider} verandert de eigen vermelding."],
            "service": changed.id,
            "changes": [[name, before, after] for name, (before, after) in found.items()],
            "before": encode(known),
            "after": encode(changed),
        },
    )
    session.add(review)
    return review


def accept(session: Session, review: Review, *, actor: Actor, now: datetime) -> None:
    """Put the proposal on the map. Raises Conflict when the entry changed in the meantime."""
    before = decode(ServiceListing, str(review.payload["before"]))
    after = decode(ServiceListing, str(review.payload["after"]))
    put_back(session, before, after, now=now)
    record(
        session,
        actor,
        "change",
        ("service", after.id),
        now=now,
        before=_plain(before),
        after={"name": after.name, **_plain(after)},
    )


def take_back(session: Session, review: Review, *, now: datetime) -> None:
    """The entry as it was before the proposal. Raises Conflict when it moved on since."""
    before = decode(ServiceListing, str(review.payload["before"]))
    after = decode(ServiceListing, str(review.payload["after"]))
    put_back(session, after, before, now=now)


def waiting(session: Session, provider_id: str) -> frozenset[str]:
    """The services of this provider for which a proposal waits."""
    query = select(Review.payload).where(Review.kind == ReviewKind.ENTRY, Review.answer.is_(None))
    own = {kept.listing.id for kept in store.of_provider(session, provider_id)}
    return frozenset(str(p["service"]) for p in session.scalars(query)) & own


def differences(before: ServiceListing, after: ServiceListing) -> Mapping[str, tuple[str, str]]:
    """Field by field what is another value, as text."""
    pairs = {f.name: (getattr(before, f.name), getattr(after, f.name)) for f in fields(before)}
    return {
        name: (_text(one), _text(other))
        for name, (one, other) in pairs.items()
        if name not in _UNSEEN and one != other
    }


def put_back(
    session: Session, expected: ServiceListing, wanted: ServiceListing, *, now: datetime
) -> None:
    """`wanted` on the map in the place of `expected`. Raises Conflict when that is not there."""
    if differences(store.one(session, expected.id).listing, expected):
        raise Conflict("De vermelding is intussen al anders. Kijk bij de kaart wat er nu staat.")
    store.change(session, wanted, now=now)
    session.add(Dirty(activity_id=None, reason="providers"))


def _plain(service: ServiceListing) -> dict[str, object]:
    return {f.name: _text(getattr(service, f.name)) for f in fields(service)}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if hasattr(value, "neighbourhood"):
        parts = (value.venue, value.address, value.postcode, value.neighbourhood)  # type: ignore[attr-defined]
        return ", ".join(part for part in parts if part)
    return str(value)
