"""How much of a source is looked at: proposals from the last decisions. A person decides.

Raised when the last twenty answers about its news were all "approve" without a correction;
lowered when of the last twenty three or more were "reject" or had to be corrected. Only what
was answered since a person last set it counts, or one run of good answers would raise it twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.models import JournalEntry
from agenda.models import Correction, Review, Source
from agenda.status import ReviewAnswer, ReviewKind, Trust

LOOKED_AT = 20
AT_LEAST = 12
WRONG_ENOUGH = 3
_ORDER = (Trust.REVIEW_ALL, Trust.REVIEW_NEW, Trust.REVIEW_NONE)
_KINDS = (ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.SUBMISSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """To look at more or less of a source, and why (a Dutch sentence)."""

    source: str
    title: str
    now: Trust
    proposed: Trust
    reason: str


def propose(trust: Trust, answers: Sequence[bool]) -> tuple[Trust, str] | None:
    """What to make of the last answers (True: approved unchanged), the latest first. Pure."""
    recent = answers[:LOOKED_AT]
    wrong = recent.count(False)
    step = _ORDER.index(trust)
    if wrong >= WRONG_ENOUGH and step > 0:
        reason = f"Van de laatste {len(recent)} activiteiten waren er {wrong} niet goed."
        return _ORDER[step - 1], reason
    if wrong == 0 and len(recent) >= AT_LEAST and step < len(_ORDER) - 1:
        reason = f"De laatste {len(recent)} activiteiten waren goed zoals de bron ze gaf."
        return _ORDER[step + 1], reason
    return None


def proposals(session: Session) -> list[Proposal]:
    """Proposals for all sources that are fetched or filled in: three queries."""
    number = func.row_number().over(
        partition_by=Review.source_id, order_by=Review.answered_at.desc()
    )
    was_corrected = exists().where(Correction.event_id == Review.event_id)
    recent = (
        select(
            Review.source_id,
            Review.answer,
            Review.answered_at,
            was_corrected.label("fixed"),
            number.label("number"),
        )
        .where(
            Review.kind.in_(_KINDS),
            Review.answer.in_([ReviewAnswer.APPROVED, ReviewAnswer.REJECTED]),
        )
        .subquery()
    )
    answers: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    rows = select(recent).where(recent.c.number <= LOOKED_AT).order_by(recent.c.number)
    for source_id, answer, at, is_fixed, _ in session.execute(rows):
        answers[source_id].append((at, answer == ReviewAnswer.APPROVED and not is_fixed))
    since = _set_at(session)
    found = []
    query = select(Source).where(Source.is_paused.is_(False)).order_by(Source.title)
    for source in session.scalars(query):
        first = since.get(source.name, source.created_at)
        advice = propose(
            Trust(source.trust), [good for at, good in answers[source.id] if at > first]
        )
        if advice is not None:
            proposed, reason = advice
            found.append(
                Proposal(
                    source=source.name,
                    title=source.title,
                    now=Trust(source.trust),
                    proposed=proposed,
                    reason=reason,
                )
            )
    return found


def keep(session: Session, source: Source, *, actor: Actor, now: datetime) -> None:
    """Somebody leaves it as it is: counted anew from now, so the proposal does not come back."""
    held = {"trust": str(source.trust)}
    subject = ("source", source.name)
    record(session, actor, "source", subject, now=now, before=held, after=held)


def _set_at(session: Session) -> dict[str, datetime]:
    """When a person last set how far each source is trusted, by name."""
    rows = session.execute(
        select(JournalEntry.subject_id, JournalEntry.at, JournalEntry.after)
        .where(JournalEntry.subject_kind == "source", JournalEntry.action == "source")
        .order_by(JournalEntry.id)
    )
    return {name: at for name, at, after in rows if after and "trust" in after}
