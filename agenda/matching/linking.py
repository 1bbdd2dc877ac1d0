"""Events that wait to be matched become linked, asked about, or an activity of their own.

One at a time: two sources recorded at once would each miss what the other brings (39 of 600
pairs were found, under a lock all). On SQLite the write scope is that lock, on PostgreSQL an
advisory lock in the transaction. Work follows what changed: an event meets only those in its
own blocks (`match_block`).

The publisher matches in the same transaction in which it takes what changed, and leaves what
came in after that for its next round, so that nothing is published before it was matched.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select, text, update
from sqlalchemy.orm import Session

from accounts.journal import SYSTEM
from agenda.duplicates import Level, Verdict, candidate_of
from agenda.duplicates.blocks import filed_under, looked_up
from agenda.duplicates.candidate import put_right
from agenda.duplicates.clusters import Edge
from agenda.duplicates.matching import Held, Outcome, Situation, Standing, decide
from agenda.duplicates.scoring import Profile, compare, profile, texts_of, words_of
from agenda.fixes import fixes_of
from agenda.matching import echoes, link_watch
from agenda.matching.activities import Found, change_links, give_homes, has_homeless, links_around
from agenda.models import (
    Dirty,
    Event,
    Link,
    MatchBlock,
    NotTheSame,
    Occurrence,
    Review,
    Revision,
    Source,
)
from agenda.moment import DEFAULT_ZONE, Moment
from agenda.reading.record import draft_of
from agenda.status import EventState, ReviewAnswer, ReviewKind
from base.db import Database

SLICE = 200
LIVE = (EventState.PENDING, EventState.PUBLIC)
_IN = 400
# An event is looked at again whenever one in its blocks changed; its words are then the same.
_words = lru_cache(maxsize=4_096)(words_of)
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
        _forget_blocks(session, [event.id for event in waiting])
    if fresh:
        situation = _situation(session, fresh, now)
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
    near = _near(session, new, today)
    profiles = _profiles(session, {i for ids in near.values() for i in ids}, now)
    events = _rows(session, profiles)
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


def _situation(session: Session, fresh: set[int], now: datetime) -> Situation:
    today = now.astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    profiles = _profiles(session, fresh, now)
    _file(session, profiles)
    near = _near(session, profiles, today)
    asked = _asked(session, fresh)
    reach = fresh | {i for ids in near.values() for i in ids} | {i for pair in asked for i in pair}
    links = links_around(session, reach)
    reach |= {i for pair in links for i in pair}
    more = _profiles(session, reach - fresh, now)
    asked |= _asked(session, reach)
    return Situation(
        fresh={str(i) for i in profiles},
        profiles={str(i): p for i, p in (profiles | more).items()},
        near={str(i): {str(n) for n in ids} for i, ids in near.items()},
        links=_held(session, links),
        not_same=_names(_pairs(session, NotTheSame, reach)),
        asked=_names(asked),
        today=today,
        doubted=link_watch.doubted(session),
    )


def _profiles(session: Session, ids: Iterable[int], now: datetime) -> dict[int, Profile]:
    """What matching looks at, of those that still stand. No more of their rows is read."""
    found: dict[int, Profile] = {}
    for part in _slices(ids):
        fixes = fixes_of(session, part)
        rows = session.execute(
            select(Event.id, Revision.draft, Revision.place, Source.name)
            .join(Revision, Revision.id == Event.shown_id)
            .join(Source, Source.id == Event.source_id)
            .where(Event.id.in_(part), Event.state.in_(LIVE))
        ).all()
        dates = _dates(session, part, now)
        for event_id, facts, place, source in rows:
            key = str(place.get("venue", "")) if place.get("is_sure") else ""
            draft, starts = draft_of(facts), [start for _, start in dates[event_id]]
            stated = candidate_of(str(event_id), source, draft, starts, key)
            found[event_id] = profile(stated, _words(*texts_of(stated)))
            if event_id in fixes:
                right = put_right(stated, draft, dates[event_id], fixes[event_id])
                found[event_id] = replace(
                    profile(right, _words(*texts_of(right))), stated=found[event_id]
                )
    return found


def _events(session: Session, outcome: Outcome) -> Mapping[int, Event]:
    """The rows of what the outcome is about."""
    edges = (*outcome.linked, *outcome.questions)
    named = {i for edge in edges for i in (edge.a, edge.b)}
    return _rows(session, {int(i) for i in named.union(*outcome.standing)})


def _rows(session: Session, ids: Iterable[int]) -> dict[int, Event]:
    found: dict[int, Event] = {}
    for part in _slices(ids):
        found |= {e.id: e for e in session.scalars(select(Event).where(Event.id.in_(part)))}
    return found


def _dates(
    session: Session, ids: Sequence[int], now: datetime
) -> Mapping[int, list[tuple[str, Moment]]]:
    """(slot, begin) of these events, in order, but for what is long over."""
    found: dict[int, list[tuple[str, Moment]]] = defaultdict(list)
    rows = session.execute(
        select(
            *(Occurrence.event_id, Occurrence.original, Occurrence.start_local, Occurrence.zone),
            Occurrence.is_all_day,
        )
        .where(
            Occurrence.event_id.in_(ids),
            Occurrence.starts_on >= now.date() - timedelta(days=7),
        )
        .order_by(Occurrence.start_utc)
    )
    for event_id, slot, local, zone, is_all_day in rows:
        found[event_id].append((slot, _moment(local, zone, is_all_day)))
    return found


@lru_cache(maxsize=16_384)  # the same evenings come back with every event that is looked at
def _moment(local: datetime, zone: str, is_all_day: bool) -> Moment:
    return Moment(local.date(), None if is_all_day else local.time(), zone)


def _forget_blocks(session: Session, ids: Iterable[int]) -> None:
    for part in _slices(ids):
        session.execute(delete(MatchBlock).where(MatchBlock.event_id.in_(part)))


def _file(session: Session, profiles: Mapping[int, Profile]) -> None:
    rows = [
        {"event_id": event_id, "key": key}
        for event_id, held in sorted(profiles.items())
        for key in sorted({key[:80] for key in filed_under(held)})
    ]
    if rows:
        session.execute(insert(MatchBlock), rows)


def _near(session: Session, profiles: Mapping[int, Profile], today: date) -> Mapping[int, set[int]]:
    """Per fresh event the events in its blocks that are not over."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event_id, held in profiles.items():
        for key in looked_up(held):
            wanted[key[:80]].add(event_id)
    found: dict[int, set[int]] = defaultdict(set)
    first = today - timedelta(days=1)
    for part in _slices(sorted(wanted)):
        rows = session.execute(
            select(MatchBlock.key, MatchBlock.event_id)
            .join(Event, Event.id == MatchBlock.event_id)
            .where(MatchBlock.key.in_(part), Event.state.in_(LIVE), Event.last_on >= first)
        )
        for key, other in rows:
            for event_id in wanted[key]:
                if other != event_id:
                    found[event_id].add(other)
    return found


def _held(session: Session, pairs: Collection[tuple[int, int]]) -> tuple[Held, ...]:
    ids = {i for pair in pairs for i in pair}
    found = []
    for part in _slices(ids):
        rows = session.execute(
            select(Link.event_id, Link.other_event_id, Link.is_automatic).where(
                Link.event_id.in_(part)
            )
        )
        for one, other, is_automatic in rows:
            a, b = sorted((str(one), str(other)))
            found.append(Held(a, b, is_automatic))
    return tuple(found)


def _asked(session: Session, ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs around these that a person was asked about, answered or not.

    A question that was taken back (superseded) may be asked again.
    """
    found: set[tuple[int, int]] = set()
    for part in _slices(ids):
        rows = session.execute(
            select(Review.event_id, Review.other_event_id).where(
                Review.kind == ReviewKind.DUPLICATE,
                or_(Review.event_id.in_(part), Review.other_event_id.in_(part)),
                Review.other_event_id.is_not(None),
                or_(Review.answer.is_(None), Review.answer != ReviewAnswer.SUPERSEDED),
            )
        )
        found |= {(a, b) for a, b in rows if a is not None and b is not None}
    return found


def _pairs(session: Session, table: type[NotTheSame], ids: Collection[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for part in _slices(ids):
        rows = session.execute(
            select(table.event_id, table.other_event_id).where(
                or_(table.event_id.in_(part), table.other_event_id.in_(part))
            )
        )
        found |= {(a, b) for a, b in rows}
    return found


def _names(pairs: Iterable[tuple[int, int]]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((str(a), str(b))) for a, b in pairs)


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
    for part in _slices({a for a, _ in wanted}):
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


def _slices(ids: Iterable[Any]) -> Iterable[list[Any]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), _IN):
        yield ordered[first : first + _IN]
