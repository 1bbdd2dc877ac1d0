"""Which events are one activity: links in, groups out, and the rows that follow from it.

An activity is the events that links join, in one group or more; it is shown by the oldest
activity among their own ("homes"). So linking keeps the older id, undoing a link brings
the younger one back, and the order in which sources were read makes no difference.
"""

import hashlib
from base64 import b32encode
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from agenda.matching import link_watch
from agenda.models import Activity, Dirty, Event, Link, NotTheSame, Source
from agenda.status import EventState
from base.errors import NotFound

_SLICE = 500
SHOWABLE = (EventState.PENDING, EventState.PUBLIC, EventState.WITHDRAWN)


def groups(event_ids: Iterable[int], links: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """The connected groups of events, each at least one event. Pure."""
    parent = {event_id: event_id for event_id in event_ids}

    def root(event_id: int) -> int:
        while parent[event_id] != event_id:
            parent[event_id] = parent[parent[event_id]]
            event_id = parent[event_id]
        return event_id

    for one, other in links:
        if one in parent and other in parent:
            parent[root(one)] = root(other)
    found: dict[int, set[int]] = defaultdict(set)
    for event_id in parent:
        found[root(event_id)].add(event_id)
    return [frozenset(group) for group in found.values()]


def give_homes(session: Session, *, now: datetime) -> list[int]:
    """Give every matched event that may be shown an activity of its own; returns their ids.

    One that waits to be matched gets none yet, so that it cannot be published twice.
    """
    homeless = session.execute(
        select(Event, Source.name)
        .join(Source, Source.id == Event.source_id)
        .where(
            Event.home_id.is_(None),
            Event.state.in_(SHOWABLE),
            Event.needs_matching.is_(False),
        )
        .order_by(Source.name, Event.key)
    ).all()
    public_ids = _public_ids(session, [f"{source}\n{event.key}" for event, source in homeless])
    made = [Activity(public_id=public_id, created_at=now) for public_id in public_ids]
    session.add_all(made)
    session.flush()
    for (event, _), activity in zip(homeless, made, strict=True):
        event.home_id = event.activity_id = activity.id
    session.add_all(Dirty(activity_id=activity.id, reason="new") for activity in made)
    return [event.id for event, _ in homeless]


def has_homeless(session: Session) -> bool:
    """Whether some event that may be shown has no activity yet."""
    homeless = select(Event.id).where(Event.home_id.is_(None), Event.state.in_(SHOWABLE))
    return session.scalar(homeless.limit(1)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Two events that are the same, and why. `reasons` in Dutch, the weightiest first."""

    pair: tuple[int, int]
    score: float
    reasons: tuple[str, ...] = ()


def link(
    session: Session,
    pair: tuple[int, int],
    *,
    score: float,
    reasons: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Say that two events are the same activity. Doing it twice changes nothing.

    A person's word makes an automatic link a person's, and takes back "not the same".
    """
    found = Found(pair=pair, score=score, reasons=tuple(reasons))
    change_links(session, add=[found], remove=(), actor=actor, now=now)


def change_links(
    session: Session,
    *,
    add: Sequence[Found],
    remove: Sequence[tuple[int, int]],
    actor: Actor,
    now: datetime,
) -> None:
    """Make and take away links together, so that groups are formed anew once.

    Taking away says nothing about the two; `unlink` is for a person who knows better.
    """
    concerned: set[int] = set()
    for found in add:
        if _add_link(session, found, actor, now):
            concerned |= set(found.pair)
    for pair in remove:
        one, other = sorted(pair)
        session.execute(delete(Link).where(Link.event_id == one, Link.other_event_id == other))
        record(session, actor, "part", ("event", f"{one}+{other}"), now=now)
        concerned |= {one, other}
    session.flush()
    if concerned:
        regroup(session, concerned)


def _add_link(session: Session, found: Found, actor: Actor, now: datetime) -> bool:
    one, other = sorted(found.pair)
    is_automatic = actor.is_rule
    known = session.scalar(select(Link).where(Link.event_id == one, Link.other_event_id == other))
    if known is not None:
        known.is_automatic = known.is_automatic and is_automatic
        return False
    if not is_automatic:
        session.execute(
            delete(NotTheSame).where(NotTheSame.event_id == one, NotTheSame.other_event_id == other)
        )
    facts = {"score": found.score, "reasons": list(found.reasons)}
    session.add(
        Link(event_id=one, other_event_id=other, is_automatic=is_automatic, made_at=now, **facts)
    )
    record(session, actor, "link", ("event", f"{one}+{other}"), now=now, after=facts)
    return True


def unlink(session: Session, pair: tuple[int, int], *, actor: Actor, now: datetime) -> None:
    """Say that two events are not the same; kept for good, also when both change."""
    one, other = sorted(pair)
    made = session.scalar(select(Link).where(Link.event_id == one, Link.other_event_id == other))
    if made is not None and made.is_automatic:
        link_watch.answer(session, (one, other), is_right=False, now=now)
    session.execute(delete(Link).where(Link.event_id == one, Link.other_event_id == other))
    known = select(NotTheSame.id).where(
        NotTheSame.event_id == one, NotTheSame.other_event_id == other
    )
    if session.scalar(known) is None:
        session.add(
            NotTheSame(event_id=one, other_event_id=other, made_at=now, made_by=actor.user_id)
        )
    record(session, actor, "unlink", ("event", f"{one}+{other}"), now=now)
    session.flush()
    regroup(session, [one, other])


def regroup(session: Session, event_ids: Collection[int]) -> None:
    """Let the groups around these events be shown by the activity that is theirs."""
    pairs = links_around(session, event_ids)
    concerned = {e for pair in pairs for e in pair} | set(event_ids)
    activity_ids = session.scalars(select(Event.activity_id).where(Event.id.in_(concerned)))
    sharing = select(Event).where(
        or_(Event.id.in_(concerned), Event.activity_id.in_([a for a in activity_ids if a]))
    )
    events = {e.id: e for e in session.scalars(sharing) if e.home_id is not None}
    homes = _activities(session, [e.home_id for e in events.values() if e.home_id])
    touched: set[int] = set()
    for group in groups(events, pairs | links_around(session, events)):
        members = [events[event_id] for event_id in group]
        owners = [homes[e.home_id] for e in members if e.home_id]
        keeper = min(owners, key=lambda a: (a.created_at, a.public_id))
        for event in members:
            if event.activity_id != keeper.id:
                touched |= {event.activity_id or keeper.id, keeper.id}
                event.activity_id = keeper.id
        for owner in owners:
            owner.merged_into_id = None if owner is keeper else keeper.id
            if owner is not keeper:
                touched.add(owner.id)
    session.add_all(Dirty(activity_id=a, reason="group") for a in sorted(touched))


def event_of(session: Session, event_id: int) -> Event:
    """The event with this id. Raises NotFound."""
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound("activiteit", str(event_id))
    return event


def links_around(session: Session, event_ids: Collection[int]) -> set[tuple[int, int]]:
    """Every link reachable from these events, a ring at a time."""
    pairs: set[tuple[int, int]] = set()
    seen: set[int] = set()
    ring = set(event_ids)
    while ring:
        found = session.execute(
            select(Link.event_id, Link.other_event_id).where(
                or_(Link.event_id.in_(ring), Link.other_event_id.in_(ring))
            )
        )
        pairs |= {(one, other) for one, other in found}
        seen |= ring
        ring = {e for pair in pairs for e in pair} - seen
    return pairs


def _activities(session: Session, ids: Collection[int]) -> Mapping[int, Activity]:
    return {a.id: a for a in session.scalars(select(Activity).where(Activity.id.in_(ids)))}


def _public_ids(session: Session, seeds: Sequence[str]) -> list[str]:
    """Ten letters and digits per seed, the same for the same event wherever it is first read."""
    wanted = [_hashed(seed, 0) for seed in seeds]
    taken: set[str] = set()
    for first in range(0, len(wanted), _SLICE):
        part = wanted[first : first + _SLICE]
        taken |= set(
            session.scalars(select(Activity.public_id).where(Activity.public_id.in_(part)))
        )
    found = []
    for seed, public_id in zip(seeds, wanted, strict=True):
        attempt = 0
        while public_id in taken:
            attempt += 1
            public_id = _hashed(seed, attempt)
        taken.add(public_id)
        found.append(public_id)
    return found


def _hashed(seed: str, attempt: int) -> str:
    return b32encode(hashlib.sha256(f"{seed}\n{attempt}".encode()).digest())[:10].decode().lower()
