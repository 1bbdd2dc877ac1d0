"""What matching reads: the fresh events, those in their blocks, and how all of them stand.

Work follows what changed: an event meets only those in its own blocks (`match_block`), which are
filed here as they are read. Nothing is decided here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from agenda.duplicates import candidate_of
from agenda.duplicates.blocks import filed_under, looked_up
from agenda.duplicates.candidate import put_right
from agenda.duplicates.matching import Held, Situation
from agenda.duplicates.scoring import Profile, profile, texts_of, words_of
from agenda.fixes import fixes_of
from agenda.matching import link_watch
from agenda.matching.activities import links_around
from agenda.models import (
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
from agenda.reading.known import draft_of
from agenda.status import EventState, ReviewAnswer, ReviewKind

LIVE = (EventState.PENDING, EventState.PUBLIC)
_IN = 400
# An event is looked at again whenever one in its blocks changed; its words are then the same.
_words = lru_cache(maxsize=4_096)(words_of)


def situation_of(session: Session, fresh: set[int], now: datetime) -> Situation:
    """All that deciding about the events `fresh` takes; files these under their blocks."""
    today = now.astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    profiles = profiles_of(session, fresh, now)
    _file(session, profiles)
    near = neighbours(session, profiles, today)
    asked = _asked(session, fresh)
    reach = fresh | {i for ids in near.values() for i in ids} | {i for pair in asked for i in pair}
    links = links_around(session, reach)
    reach |= {i for pair in links for i in pair}
    more = profiles_of(session, reach - fresh, now)
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


def profiles_of(session: Session, ids: Iterable[int], now: datetime) -> dict[int, Profile]:
    """What matching looks at, of those that still stand. No more of their rows is read."""
    found: dict[int, Profile] = {}
    for part in slices(ids):
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


def forget_blocks(session: Session, ids: Iterable[int]) -> None:
    """These events are found by no block until they are filed again."""
    for part in slices(ids):
        session.execute(delete(MatchBlock).where(MatchBlock.event_id.in_(part)))


def _file(session: Session, profiles: Mapping[int, Profile]) -> None:
    rows = [
        {"event_id": event_id, "key": key}
        for event_id, held in sorted(profiles.items())
        for key in sorted({key[:80] for key in filed_under(held)})
    ]
    if rows:
        session.execute(insert(MatchBlock), rows)


def neighbours(
    session: Session, profiles: Mapping[int, Profile], today: date
) -> Mapping[int, set[int]]:
    """Per fresh event the events in its blocks that are not over."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event_id, held in profiles.items():
        for key in looked_up(held):
            wanted[key[:80]].add(event_id)
    found: dict[int, set[int]] = defaultdict(set)
    first = today - timedelta(days=1)
    for part in slices(sorted(wanted)):
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
    for part in slices(ids):
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
    for part in slices(ids):
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
    for part in slices(ids):
        rows = session.execute(
            select(table.event_id, table.other_event_id).where(
                or_(table.event_id.in_(part), table.other_event_id.in_(part))
            )
        )
        found |= {(a, b) for a, b in rows}
    return found


def _names(pairs: Iterable[tuple[int, int]]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((str(a), str(b))) for a, b in pairs)


def rows_of(session: Session, ids: Iterable[int]) -> dict[int, Event]:
    """The rows of these events, by id."""
    found: dict[int, Event] = {}
    for part in slices(ids):
        found |= {e.id: e for e in session.scalars(select(Event).where(Event.id.in_(part)))}
    return found


def slices(ids: Iterable[Any]) -> Iterable[list[Any]]:
    """Ordered lists of at most 400, for queries with a bounded number of parameters."""
    ordered = sorted(ids)
    for first in range(0, len(ordered), _IN):
        yield ordered[first : first + _IN]
