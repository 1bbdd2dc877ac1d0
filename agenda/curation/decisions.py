"""What a person decides about questions, as rows: event, tombstone, journal, dirty.

Every decision names the version of the question it was shown with, so that two editors never
overwrite each other: the later one gets `Conflict`. Nothing is half done: the caller's one
transaction holds all of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from accounts.journal import record
from agenda.curation import map_changes
from agenda.curation.deciding import Decider, facts_of, mark, show
from agenda.matching.activities import event_of, link, unlink
from agenda.models import Correction, Event, Review, Source, Tombstone
from agenda.showing import contradictions
from agenda.status import EventState, ReviewAnswer, ReviewKind
from base.errors import Conflict, InvalidInput, NotFound

_READINGS = frozenset({ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.SUBMISSION})
_PAIRS = frozenset({ReviewKind.DUPLICATE, ReviewKind.CONTRADICTION})
_ABOUT_EVENT = _READINGS | {ReviewKind.RECONFIRM}
_SLICE = 500


@dataclass(slots=True)
class _Held:
    """The rows a decision is about, loaded at once."""

    reviews: list[Review]
    events: dict[int, Event] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    laid: dict[int, list[Correction]] = field(default_factory=dict)


def versions(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """The present version of each question, for who decides without a page. Raises NotFound."""
    wanted = list(ids)
    rows = session.execute(select(Review.id, Review.version).where(Review.id.in_(wanted)))
    found = {review_id: version for review_id, version in rows}  # noqa: C416 (Rows to values)
    for review_id in wanted:
        if review_id not in found:
            raise NotFound("vraag", str(review_id))
    return found


def approve(session: Session, shown: Mapping[int, int], by: Decider) -> None:
    """Say yes to these questions (id → version as shown): one decision.

    New or doubtful: public as the source says now. Changed: the change is public. Withdrawals:
    may go at the next reading. Not confirmed: still runs. A pair: the same activity.
    A contradiction: the one who says it is off, or moved, is right.
    Raises Conflict when one was answered or changed in the meantime; then nothing is done.
    """
    held = _take(session, shown, ReviewAnswer.APPROVED, "", by)
    for review in held.reviews:
        _yes(session, review, held, by)
    _settle(session, held, "approve", "", by)


def reject(session: Session, shown: Mapping[int, int], reason: str, by: Decider) -> None:
    """Say no to these questions, with the reason that is kept.

    New or doubtful: stays away, also when the source brings it again. Changed: what was
    public stays as it was. Withdrawals: stay, and are not asked about again while it is the
    same ones. Not confirmed: expired. A pair: not the same, for good. A contradiction: the
    one who says it is off, or moved, is wrong.
    """
    held = _take(session, shown, ReviewAnswer.REJECTED, reason.strip(), by)
    if not reason.strip() and any(review.kind in _READINGS for review in held.reviews):
        raise InvalidInput({"reden": "zeg in een paar woorden waarom"})
    for review in held.reviews:
        _no(session, review, held, by)
    _settle(session, held, "reject", reason.strip(), by)


def take_down(session: Session, event_id: int, reason: str, by: Decider) -> None:
    """Off the agenda for good, whether it was asked about or not. Raises NotFound."""
    if not reason.strip():
        raise InvalidInput({"reden": "zeg in een paar woorden waarom"})
    event = event_of(session, event_id)
    before = facts_of(event)
    event.state = EventState.REJECTED
    bury(session, event, reason.strip(), by)
    session.execute(
        update(Review)
        .where(Review.event_id == event.id, Review.answer.is_(None), Review.kind.in_(_READINGS))
        .values(answer=ReviewAnswer.SUPERSEDED, answered_at=by.now, version=Review.version + 1)
    )
    after = {**facts_of(event), "title": event.title}
    subject = ("event", event.id)
    record(
        session,
        by.actor,
        "reject",
        subject,
        now=by.now,
        before=before,
        after=after,
        note=reason.strip(),
    )
    mark(session, [event], "reject")


def _take(
    session: Session, shown: Mapping[int, int], answer: ReviewAnswer, reason: str, by: Decider
) -> _Held:
    """Answer the questions in one conditional UPDATE, and load what they are about."""
    pairs = list(shown.items())
    for first in range(0, len(pairs), _SLICE):
        part = pairs[first : first + _SLICE]
        taken = session.execute(
            update(Review)
            .where(tuple_(Review.id, Review.version).in_(part), Review.answer.is_(None))
            .values(
                answer=answer,
                reason=reason,
                answered_at=by.now,
                answered_by=by.actor.user_id,
                version=Review.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount != len(part):  # type: ignore[attr-defined]
            raise Conflict(
                "Iemand anders heeft dit net beslist, of de bron heeft het veranderd. "
                "Er is niets gedaan; kijk opnieuw."
            )
    held = _Held(_rows(session, Review, shown))
    held.events = {e.id: e for e in _rows(session, Event, {r.event_id for r in held.reviews})}
    held.sources = {s.id: s for s in _rows(session, Source, {r.source_id for r in held.reviews})}
    held.before = {event.id: facts_of(event) for event in held.events.values()}
    return held


def _rows(session: Session, table: Any, ids: Iterable[int | None]) -> list[Any]:
    wanted = sorted(i for i in ids if i is not None)
    found: list[Any] = []
    for first in range(0, len(wanted), _SLICE):
        part = wanted[first : first + _SLICE]
        query = select(table).where(table.id.in_(part)).order_by(table.id)
        found += session.scalars(query.execution_options(populate_existing=True))
    return found


def _yes(session: Session, review: Review, held: _Held, by: Decider) -> None:
    event = held.events.get(review.event_id or 0)
    if review.kind in _READINGS and event is not None:
        event.approved_id = event.latest_id
        if event.state == EventState.PENDING:
            event.state = EventState.PUBLIC
        show(session, event, by)
    elif review.kind == ReviewKind.CONTRADICTION:
        _settle_dispute(session, review, review.event_id, held, by)
    elif review.kind in _PAIRS and event is not None and review.other_event_id is not None:
        reasons = list(review.payload.get("reasons", ()))
        pair = (event.id, review.other_event_id)
        link(session, pair, score=1.0, reasons=reasons, actor=by.actor, now=by.now)
        review.answer = ReviewAnswer.SAME
    elif review.kind == ReviewKind.ENTRY:
        map_changes.accept(session, review, actor=by.actor, now=by.now)
    elif review.kind == ReviewKind.RECONFIRM and event is not None:
        event.confirmed_at = by.now
    elif review.kind == ReviewKind.ODD_SOURCE and review.payload.get("is_held"):
        _let_through(session, review, by)
    elif review.kind == ReviewKind.WITHDRAWAL and review.source_id is not None:
        source = held.sources[review.source_id]
        source.may_withdraw_once, source.next_check_at = True, by.now


def _no(session: Session, review: Review, held: _Held, by: Decider) -> None:
    event = held.events.get(review.event_id or 0)
    if review.kind in _READINGS and event is not None:
        if event.approved_id is None:
            event.state = EventState.REJECTED
            bury(session, event, review.reason, by)
        else:
            # The source's words stay known by their fingerprint, so only news is asked again.
            event.latest_id = event.approved_id
    elif review.kind == ReviewKind.CONTRADICTION:
        _settle_dispute(session, review, review.other_event_id, held, by)
    elif review.kind in _PAIRS and event is not None and review.other_event_id is not None:
        unlink(session, (event.id, review.other_event_id), actor=by.actor, now=by.now)
        review.answer = ReviewAnswer.NOT_SAME
    elif review.kind == ReviewKind.RECONFIRM and event is not None:
        event.state = EventState.EXPIRED
    elif review.kind == ReviewKind.ODD_SOURCE and review.source_id is not None:
        source = held.sources[review.source_id]
        source.is_paused, source.paused_because = True, review.reason or "De bron is vreemd."


def _let_through(session: Session, review: Review, by: Decider) -> None:
    """It is like itself after all: what was held of it since then is approved."""
    waiting = session.execute(
        select(Review.id, Review.version).where(
            Review.source_id == review.source_id,
            Review.kind.in_([ReviewKind.NEW, ReviewKind.CHANGE]),
            Review.answer.is_(None),
            Review.created_at >= review.created_at,
        )
    )
    shown = {review_id: version for review_id, version in waiting}  # noqa: C416 (Rows to values)
    if shown:
        approve(session, shown, by)


def _settle_dispute(
    session: Session, review: Review, right_id: int | None, held: _Held, by: Decider
) -> None:
    if right_id is not None:
        held.laid[review.id] = contradictions.settle(
            session, review, right_event_id=right_id, actor=by.actor, now=by.now
        )


def bury(session: Session, event: Event, reason: str, by: Decider) -> None:
    """Rejected stays away, also when the source brings it again under the same key."""
    session.execute(
        delete(Tombstone).where(Tombstone.source_id == event.source_id, Tombstone.key == event.key)
    )
    session.add(Tombstone(source_id=event.source_id, key=event.key, reason=reason, made_at=by.now))


def _settle(session: Session, held: _Held, action: str, reason: str, by: Decider) -> None:
    """The journal, and what the publisher must look at.

    What was decided at once carries the same mark, so that it is taken back as one.
    """
    ids = [review.id for review in held.reviews]
    group = {"group": min(ids)} if len(ids) > 1 else {}
    for review in held.reviews:
        event = held.events.get(review.event_id or 0)
        subject: tuple[str, object] = ("review", review.id)
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        if review.kind in _PAIRS:
            subject = ("review", review.id)
        elif event is not None and review.kind in _ABOUT_EVENT:
            subject = ("event", event.id)
            before, after = held.before[event.id], facts_of(event)
        elif review.source_id is not None:
            source = held.sources[review.source_id]
            subject = ("source", source.name)
            if review.kind == ReviewKind.ODD_SOURCE and action == "reject":
                before = {"is_paused": False, "paused_because": ""}
        if review.id in held.laid:
            made = held.laid[review.id]
            before, after = {"corrections": []}, {"corrections": [c.id for c in made]}
        known = {"review_id": review.id, "kind": str(review.kind), "title": _title(review, event)}
        record(
            session,
            by.actor,
            action,
            subject,
            now=by.now,
            before=before,
            after={**after, **known, **group},
            note=reason,
        )
    mark(session, held.events.values(), action)


def _title(review: Review, event: Event | None) -> str:
    return event.title if event is not None else str(review.payload.get("title", ""))
