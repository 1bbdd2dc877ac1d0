"""Events that wait to be matched become linked, asked about, or an activity of their own.

One at a time: two sources recorded at once would each miss what the other brings (39 of 600
pairs were found, under a lock all). On SQLite the write scope is that lock, on PostgreSQL an
advisory lock in the transaction. Work follows what changed: an event meets only those in its
own blocks (`match_block`).

The publisher matches in the same transaction in which it takes what changed, and leaves what
came in after that for its next round, so that nothing is published before it was matched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from accounts.journal import SYSTEM
from agenda.duplicates import Level, Verdict
from agenda.duplicates.clusters import Edge
from agenda.duplicates.matching import Outcome, Standing, decide
from agenda.duplicates.scoring import Profile, compare
from agenda.matching import echoes
from agenda.matching.activities import Found, change_links, give_homes, has_homeless
from agenda.matching.situation import (
    LIVE,
    forget_blocks,
    neighbours,
    profiles_of,
    rows_of,
    situation_of,
    slices,
)
from agenda.models import (
    Dirty,
    Event,
    Link,
    Review,
)
from agenda.moment import DEFAULT_ZONE
from agenda.status import ReviewAnswer, ReviewKind
from base.db import Database

SLICE = 200
_LOCK = 5_730_201  # any number that no other part of this project locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What matching did. `matched` counts events, the others pairs."""

    matched: int = 0
    linked: int = 0
    undone: int = 0
    asked: int = 0

    def plus(self, other: "Report") -> "Report":
        return Report(
            matched=self.matched + other.matched,
            linked=self.linked + other.linked,
            undone=self.undone + other.undone,
            asked=self.asked + other.asked,
        )


def match_pending(database: Database, *, now: datetime) -> Report:
    """Match everything that waits, in transactions of a bounded size."""
    total = Report()
    with database.read_scope() as session:
        if not is_waiting(session):
            return total
    while True:
        with database.write_scope() as session:
            found = match(session, now=now)
        total = total.plus(found)
        if found.matched < SLICE:
            return total


def is_waiting(session: Session) -> bool:
    """Whether some event waits to be matched, or has no activity yet."""
    waiting = select(Event.id).where(Event.needs_matching.is_(True)).limit(1)
    return session.scalar(waiting) is not None or has_homeless(session)


def match(session: Session, *, now: datetime, limit: int = SLICE) -> Report:
    """Match up to `limit` events, oldest first; gives each an activity of its own first."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    waiting = session.scalars(
        select(Event).where(Event.needs_matching.is_(True)).order_by(Event.id).limit(limit)
    ).all()
    for event in waiting:
        event.needs_matching = False
    session.flush()
    give_homes(session, now=now)
    fresh = {event.id for event in waiting if event.state in LIVE}
    report = Report(matched=len(waiting))
    if waiting:
        forget_blocks(session, [event.id for event in waiting])
    if fresh:
        situation = situation_of(session, fresh, now)
        outcome = decide(situation)
        events = _events(session, outcome)
        report = report.plus(_apply(session, outcome, events, now=now))
        made = [(int(e.a), int(e.b)) for e in outcome.linked]
        echoes.approve(session, made, events, situation.profiles, today=situation.today, now=now)
    return report


def similar(
    session: Session, new: Mapping[int, Profile], *, now: datetime
) -> Mapping[int, list[tuple[Event, Verdict]]]:
    """What is known already of drafts that are not rows (their ids are negative): the events
    each would be linked to or asked about, the likeliest first. Reads only."""
    today = now.astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    near = neighbours(session, new, today)
    profiles = profiles_of(session, {i for ids in near.values() for i in ids}, now)
    events = rows_of(session, profiles)
    found: dict[int, list[tuple[Event, Verdict]]] = {}
    for new_id, ids in near.items():
        verdicts = [(events[i], compare(new[new_id], profiles[i])) for i in ids if i in profiles]
        alike = [pair for pair in verdicts if pair[1].level is not Level.APART]
        found[new_id] = sorted(alike, key=lambda pair: (-pair[1].score, pair[0].id))
    return found


def unmatched_activities(session: Session) -> set[int]:
    """Activities of which an event waits to be matched: not to be published yet."""
    query = select(Event.activity_id).where(
        Event.needs_matching.is_(True), Event.activity_id.is_not(None)
    )
    return {activity_id for activity_id in session.scalars(query) if activity_id is not None}


def _events(session: Session, outcome: Outcome) -> Mapping[int, Event]:
    """The rows of what the outcome is about."""
    edges = (*outcome.linked, *outcome.questions)
    named = {i for edge in edges for i in (edge.a, edge.b)}
    return rows_of(session, {int(i) for i in named.union(*outcome.standing)})


def _apply(
    session: Session, outcome: Outcome, events: Mapping[int, Event], *, now: datetime
) -> Report:
    add = [
        Found(pair=(int(e.a), int(e.b)), score=e.verdict.score, reasons=tuple(e.verdict.reasons))
        for e in outcome.linked
    ]
    undone = [(int(a), int(b)) for a, b in outcome.undone]
    change_links(session, add=add, remove=undone, actor=SYSTEM, now=now)
    _stand(session, outcome.standing, events, now=now)
    _settle(session, outcome.settled, now=now)
    for edge in outcome.questions:
        _ask(session, edge, events, now=now)
    session.flush()
    return Report(linked=len(add), undone=len(undone), asked=len(outcome.questions))


def _stand(
    session: Session,
    standing: Mapping[tuple[str, str], Standing],
    events: Mapping[int, Event],
    *,
    now: datetime,
) -> None:
    """Write how links stand; a date that became contested is asked about at once."""
    wanted = {tuple(sorted((int(a), int(b)))): s for (a, b), s in standing.items()}
    for part in slices({a for a, _ in wanted}):
        for row in session.scalars(select(Link).where(Link.event_id.in_(part))):
            found = wanted.get((row.event_id, row.other_event_id))
            if found is None:
                continue
            mover = int(found.mover) if found.mover else None
            if found.is_contested and row.contested_at is not None:
                continue  # who moved first stays the mover until the other follows
            if (row.mover_id, row.moved_from) != (mover, found.moved_from):
                row.mover_id, row.moved_from = mover, found.moved_from
                _mark(session, events, (row.event_id, row.other_event_id))
            if found.is_contested != (row.contested_at is not None):
                row.contested_at = now if found.is_contested else None
                _mark(session, events, (row.event_id, row.other_event_id))


def _mark(session: Session, events: Mapping[int, Event], pair: tuple[int, int]) -> None:
    for activity_id in {events[i].activity_id for i in pair if i in events}:
        if activity_id is not None:
            session.add(Dirty(activity_id=activity_id, reason="link"))


def _settle(session: Session, pairs: Iterable[frozenset[str]], *, now: datetime) -> None:
    """Take back open questions that no longer arise."""
    for pair in pairs:
        one, other = sorted(int(i) for i in pair)
        session.execute(
            update(Review)
            .where(
                Review.kind == ReviewKind.DUPLICATE,
                Review.answer.is_(None),
                Review.event_id.in_((one, other)),
                Review.other_event_id.in_((one, other)),
            )
            .values(answer=ReviewAnswer.SUPERSEDED, answered_at=now, version=Review.version + 1)
        )


def _ask(session: Session, edge: Edge, events: Mapping[int, Event], *, now: datetime) -> None:
    """A question with both sides; `event_id` is the one known longest."""
    one, other = sorted((events[int(edge.a)], events[int(edge.b)]), key=lambda e: e.id)
    session.add(
        Review(
            kind=ReviewKind.DUPLICATE,
            source_id=other.source_id,
            event_id=one.id,
            other_event_id=other.id,
            is_public=one.approved_id is not None and other.approved_id is not None,
            urgent_on=max(one.first_on, other.first_on),
            created_at=now,
            payload={
                "title": one.title,
                "other_title": other.title,
                "score": edge.verdict.score,
                "reasons": list(edge.verdict.reasons),
            },
        )
    )
