"""Lines of a source that look like an activity and could not be read: one question a source.

Asked once for the same lines; what became readable, or was seen, is not asked again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.draft import Problem
from agenda.models import Review, Source
from agenda.status import ReviewAnswer, ReviewKind, Severity

MOST_SHOWN = 20
# A whole activity that nothing else asks about: it has no date, so it has no event.
_CODES = frozenset({"no_date"})


def ask(session: Session, source: Source, problems: Iterable[Problem], *, now: datetime) -> None:
    """Ask about the lines that are new; close the question when none is left."""
    lines = {_digest(p): p.message for p in problems if _is_unread(p)}
    asked: set[str] = set()
    waiting: Review | None = None
    known = select(Review).where(Review.source_id == source.id, Review.kind == ReviewKind.UNREAD)
    for row in session.scalars(known):
        if row.answer is None:
            waiting = row
        elif row.answer != ReviewAnswer.SUPERSEDED:
            asked |= set(row.payload.get("lines", ()))
    left = {digest: text for digest, text in lines.items() if digest not in asked}
    if waiting is not None:
        if set(waiting.payload.get("lines", ())) == left.keys():
            return
        waiting.answer, waiting.answered_at = ReviewAnswer.SUPERSEDED, now
        waiting.version += 1
    if left:
        session.add(_question(source, left, now))


def _question(source: Source, left: dict[str, str], now: datetime) -> Review:
    count = len(left)
    title = f"{count} {'regel' if count == 1 else 'regels'} zonder datum die wij konden lezen"
    return Review(
        kind=ReviewKind.UNREAD,
        source_id=source.id,
        created_at=now,
        payload={
            "title": title,
            "reasons": list(left.values())[:MOST_SHOWN],
            "lines": sorted(left),
        },
    )


def _is_unread(problem: Problem) -> bool:
    return problem.code in _CODES and problem.severity is not Severity.NOTE


def _digest(problem: Problem) -> str:
    """The same line in the next reading is the same, wherever it stands by then."""
    text = problem.key or problem.message.partition(": ")[2] or problem.message
    return hashlib.sha256(text.encode()).hexdigest()[:16]
