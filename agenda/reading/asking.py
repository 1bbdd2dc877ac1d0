"""The questions that a reading leaves to a person; `approval` says which readings need one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agenda.draft import Draft
from agenda.models import Review, Source
from agenda.reading.approval import Decision
from agenda.reading.dating import Dated
from agenda.reading.known import put
from agenda.recurrence import Instance
from agenda.status import ReviewAnswer, ReviewKind, SourceKind

_READING = (ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.SUBMISSION)


def question(
    source: Source,
    event_id: int,
    draft: Draft,
    decision: Decision,
    dates: Sequence[Instance],
    now: datetime,
) -> dict[str, Any]:
    """The columns of a question about a reading of an event.

    `urgent_on` is the first date from today on: a series is as urgent as its next.
    """
    is_sent_in = source.kind == SourceKind.FORM and decision.question != ReviewKind.CHANGE
    coming = (i.start.day for i in dates if i.start.day >= now.date())
    return {
        "kind": ReviewKind.SUBMISSION if is_sent_in else decision.question,
        "source_id": source.id,
        "event_id": event_id,
        "is_public": False,
        "urgent_on": next(coming, draft.start.day),
        "created_at": now,
        "payload": {"reasons": list(decision.reasons), "title": draft.title[:300]},
    }


def ask_again(
    session: Session,
    source: Source,
    dated: Sequence[Dated],
    decisions: Mapping[int, Decision],
    *,
    now: datetime,
) -> None:
    """Close the open questions about these readings, and ask anew where one is due."""
    session.execute(
        update(Review)
        .where(
            Review.event_id.in_([item.event.id for item in dated]),
            Review.answer.is_(None),
            Review.kind.in_(_READING),
        )
        .values(answer=ReviewAnswer.SUPERSEDED, answered_at=now, version=Review.version + 1)
    )
    questions = [
        question(source, item.event.id, item.draft, decisions[item.event.id], item.dates, now)
        | {"is_public": item.event.approved_id is not None}
        for item in dated
        if decisions[item.event.id].question is not None
    ]
    if questions:
        put(session, Review, questions)


def ask_held(session: Session, source: Source, held: Collection[str], *, now: datetime) -> None:
    """Ask whether withdrawals that the guard holds are right, unless that is settled."""
    if _is_settled(session, source.id, held):
        return
    reason = f"{len(held)} activiteiten staan er ineens niet meer bij. Klopt dat?"
    session.add(
        Review(
            kind=ReviewKind.WITHDRAWAL,
            source_id=source.id,
            is_public=True,
            created_at=now,
            payload={"reasons": [reason], "keys": sorted(held)},
        )
    )


def _is_settled(session: Session, source_id: int, held: Collection[str]) -> bool:
    """Whether these withdrawals are asked about, or a person said that just they must stay."""
    about = select(Review).where(
        Review.source_id == source_id, Review.kind == ReviewKind.WITHDRAWAL
    )
    if session.scalar(about.where(Review.answer.is_(None)).limit(1)) is not None:
        return True
    refused = session.scalars(about.where(Review.answer == ReviewAnswer.REJECTED))
    return any(set(held) <= set(review.payload.get("keys", ())) for review in refused)
