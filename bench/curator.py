"""The scripted editor of `bench year`: answers the queue rightly, so many decisions a day.

Monday to Friday at ten, not in the three weeks off. The most urgent question first, as the
desk orders them; what the desk offers as one decision (a sheet of new ones) is one here too.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor
from agenda.curation.deciding import Decider
from agenda.curation.decisions import approve, reject
from agenda.curation.questions import Choice, Question, open_questions
from agenda.models import Event, Review, Source
from agenda.reading import sources, trust
from agenda.status import ReviewKind
from base.municipality import Holidays
from bench.city import ZONE, City
from bench.statements import Real

PER_DAY = 12
WEEKS_OFF = range(20, 23)
WORKS_AT = 10
_READINGS = (ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.SUBMISSION)


@dataclass(slots=True)
class Curator:
    """Who answers. `decisions` counts what a person did; `waits` in days, per question."""

    city: City
    holidays: Holidays | None
    decisions: int = 0
    answered: int = 0
    waits: list[float] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def works(self, now: datetime, *, week: int) -> bool:
        local = now.astimezone(ZONE)
        return local.hour == WORKS_AT and local.weekday() < 5 and week not in WEEKS_OFF

    def work(self, session: Session, now: datetime, *, limit: int = PER_DAY) -> None:
        """A morning: at most `limit` decisions."""
        today = now.astimezone(ZONE).date()
        by = Decider(actor=Actor("redacteur"), now=now, holidays=self.holidays)
        waiting = open_questions(session, Choice(), today=today, limit=5_000)
        groups: dict[str, list[Question]] = defaultdict(list)
        for question in waiting:
            groups[question.group_key or f"{question.id}"].append(question)
        for questions in list(groups.values())[:limit]:
            self._decide(session, questions, by, today)
            session.flush()

    def settle_trust(self, session: Session, now: datetime) -> None:
        """Once a week: what the desk proposes to look at more or less, a decision each."""
        for proposal in trust.proposals(session):
            source = sources.source_named(session, proposal.source)
            values = {"trust": proposal.proposed}
            sources.change(session, source, values, actor=Actor("redacteur"), now=now)
            self.decisions += 1
            self.kinds["trust"] += 1

    def _decide(
        self, session: Session, questions: Sequence[Question], by: Decider, today: date
    ) -> None:
        """Approve the sheet, except …: each exception is a decision of its own."""
        right: list[Question] = []
        wrong: list[Question] = []
        for question in questions:
            (right if self._is_right(session, question, today) else wrong).append(question)
        self.decisions += bool(right) + len(wrong)
        for question in questions:
            self.answered += 1
            self.kinds[question.kind.value] += 1
            self.waits.append((by.now - question.created_at) / timedelta(days=1))
        if right:
            approve(session, {q.id: q.version for q in right}, by)
        for question in wrong:
            reject(session, {question.id: question.version}, "klopt niet", by)

    def _is_right(self, session: Session, question: Question, today: date) -> bool:
        review = session.get_one(Review, question.id)
        if question.kind in _READINGS:
            return self._real(session, review.event_id) is not None
        if question.kind is ReviewKind.DUPLICATE:
            mine = self._real(session, review.event_id)
            return mine is not None and mine == self._real(session, review.other_event_id)
        if question.kind is ReviewKind.CONTRADICTION:
            return self._is_one_right(session, review)
        if question.kind is ReviewKind.WITHDRAWAL:
            return self._is_gone(session, review, today)
        if question.kind is ReviewKind.RECONFIRM:
            number = self._real(session, review.event_id)
            return number in self.city.reals and _is_on(self.city.reals[number], today)
        return True

    def _is_gone(self, session: Session, review: Review, today: date) -> bool:
        """Whether most of what a source no longer has is really over."""
        source = session.get_one(Source, review.source_id)
        keys = list(review.payload.get("keys", ()))
        numbers = [self.city.owner.get((source.name, key)) for key in keys]
        on = [n for n in numbers if n in self.city.reals and _is_on(self.city.reals[n], today)]
        return len(on) * 2 < len(keys)

    def _is_one_right(self, session: Session, review: Review) -> bool:
        """Ring the organiser: is who says that it is off, or moved, right?"""
        number = self._real(session, review.event_id)
        real = self.city.reals.get(number) if number is not None else None
        days = {s.day for s in real.dates()} if real is not None else set()
        is_on = date.fromisoformat(review.payload["slots"][0]["day"][:10]) in days
        says_off = bool(review.payload["about"] == "status")
        return is_on != says_off

    def _real(self, session: Session, event_id: int | None) -> int | None:
        if event_id is None:
            return None
        row = session.execute(
            select(Source.name, Event.key)
            .join(Source, Source.id == Event.source_id)
            .where(Event.id == event_id)
        ).one()
        return self.city.owner.get((row[0], row[1]))


def _is_on(real: Real, today: date) -> bool:
    return any(slot.day >= today for slot in real.dates())
