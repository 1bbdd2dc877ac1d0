"""What belongs on the map: asked once, with the teams' opinions, decided with a reason.

The same question is found again by its words, so that nobody decides twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import InvalidInput, NotFound
from base.text import one_line, plain
from providers.models import Decision, Opinion, ScopeOpinion, ScopeQuestion
from snapshot.listing import ScopeListing
from snapshot.search.words import content

MAX_SUBJECT, MAX_TEXT = 120, 1_000
# How much of the words two questions share before one is shown beside the other.
ALIKE = 0.5
SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Team:
    """Whom a question is put to."""

    name: str
    email: str


def ask(
    session: Session,
    *,
    subject: str,
    question: str,
    teams: Iterable[Team],
    service_ids: Iterable[str] = (),
    now: datetime,
) -> ScopeQuestion:
    """Record a question and whom it is put to. Raises InvalidInput (Dutch) per field."""
    subject, question = one_line(subject), plain(question)
    _check({"onderwerp": (subject, MAX_SUBJECT), "vraag": (question, MAX_TEXT)})
    row = ScopeQuestion(
        subject=subject,
        question=question,
        stems=" ".join(stems(subject, question)),
        service_ids=" ".join(sorted(set(service_ids))),
        asked_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        ScopeOpinion(question_id=row.id, team=team.name, email=team.email, asked_at=now)
        for team in {team.name: team for team in teams}.values()
    )
    return row


def answer(
    session: Session, opinion_id: int, *, opinion: Opinion, note: str, now: datetime
) -> ScopeOpinion:
    """What a team says. It may change its mind until the question is decided.

    Raises NotFound, and InvalidInput when it was decided already.
    """
    row = session.get(ScopeOpinion, opinion_id)
    if row is None:
        raise NotFound("vraag aan een team", str(opinion_id))
    if session.get_one(ScopeQuestion, row.question_id).decision is not None:
        raise InvalidInput({"antwoord": "Over deze vraag is al besloten."})
    note = plain(note)
    if len(note) > MAX_TEXT:
        raise InvalidInput({"toelichting": f"Dit is langer dan {MAX_TEXT} tekens."})
    row.opinion, row.note, row.answered_at = opinion, note, now
    return row


def decide(
    session: Session, question_id: int, *, decision: Decision, reason: str, now: datetime
) -> ScopeQuestion:
    """Decide, or decide anew. A reason is needed: visitors read it."""
    row = question_of(session, question_id)
    reason = plain(reason)
    _check({"reden": (reason, MAX_TEXT)})
    row.decision, row.reason, row.decided_at = decision, reason, now
    return row


def question_of(session: Session, question_id: int) -> ScopeQuestion:
    """Raises NotFound."""
    row = session.get(ScopeQuestion, question_id)
    if row is None:
        raise NotFound("vraag", str(question_id))
    return row


def questions(session: Session) -> Sequence[ScopeQuestion]:
    """The open ones first, oldest first; then the decided ones, newest first."""
    rows = session.scalars(select(ScopeQuestion)).all()
    waiting = [row for row in rows if row.decision is None]
    decided = [row for row in rows if row.decision is not None]
    waiting.sort(key=lambda row: (row.asked_at, row.id))
    decided.sort(key=lambda row: (row.decided_at or row.asked_at, row.id), reverse=True)
    return [*waiting, *decided]


def opinions(session: Session, question_id: int) -> Sequence[ScopeOpinion]:
    """Every team that was asked, in the order of their names."""
    query = select(ScopeOpinion).where(ScopeOpinion.question_id == question_id)
    return session.scalars(query.order_by(ScopeOpinion.team)).all()


def similar(session: Session, text: str, *, limit: int = 5) -> list[ScopeQuestion]:
    """Questions about the same thing as `text`, the most alike first."""
    asked = set(stems(text))
    if not asked:
        return []
    found = [
        (likeness(asked, set(row.stems.split())), row)
        for row in session.scalars(select(ScopeQuestion).order_by(ScopeQuestion.id))
    ]
    alike = [(share, row) for share, row in found if share >= ALIKE]
    alike.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [row for _, row in alike[:limit]]


def touching(session: Session, service_id: str) -> list[ScopeQuestion]:
    """Questions that were asked about this very service, newest first."""
    query = select(ScopeQuestion).order_by(ScopeQuestion.id.desc())
    return [row for row in session.scalars(query) if service_id in row.service_ids.split()]


def touch(session: Session, question_id: int, service_ids: Iterable[str]) -> ScopeQuestion:
    """Say which services a question is about. Raises NotFound."""
    row = question_of(session, question_id)
    row.service_ids = " ".join(sorted(set(service_ids)))
    return row


def listings(session: Session) -> tuple[ScopeListing, ...]:
    """What visitors may read: the decided ones, by subject."""
    query = select(ScopeQuestion).where(ScopeQuestion.decision.is_not(None))
    rows = session.scalars(query.order_by(ScopeQuestion.subject, ScopeQuestion.id))
    return tuple(
        ScopeListing(
            subject=row.subject,
            decision=str(row.decision),
            reason=row.reason,
            decided_on=row.decided_at.date(),
        )
        for row in rows
        if row.decided_at is not None
    )


def stems(*texts: str) -> list[str]:
    """The stems of the words that say what a question is about, each once, in order."""
    asked = (stem for text in texts for stem in content(text) if stem not in _ASKING)
    return list(dict.fromkeys(asked))


def likeness(asked: set[str], known: set[str]) -> float:
    """The share (0-1) of the words of the shorter one that meet one of the other.

    A compound meets its parts: rouwbegeleiding is about rouw and about begeleiding.
    """
    few, many = sorted((asked, known), key=len)
    met = sum(any(_meet(one, other) for other in many) for one in few)
    return met / len(few) if few else 0.0


def _meet(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    is_part = len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short))
    return one == other or is_part


# Words of asking, not of what is asked about.
_ASKING = frozenset(content("hoort erbij horen kaart sociale vraag thuis staan plaatsen mag"))


def _check(fields: dict[str, tuple[str, int]]) -> None:
    problems = {name: "Vul dit in." for name, (text, _) in fields.items() if not text}
    problems |= {
        name: f"Dit is langer dan {limit} tekens."
        for name, (text, limit) in fields.items()
        if len(text) > limit
    }
    if problems:
        raise InvalidInput(problems)
