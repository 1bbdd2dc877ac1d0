"""Automatic links are watched: five a week are put before a person, and counted.

Counted per pair of sources, with the links that a person undid. A pair of which fewer than
98 in a hundred were right is asked from then on, until its figure is good again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from agenda.models import Event, Link, LinkCheck, Source

SAMPLE_SIZE = 5
RIGHT_AT_LEAST = 0.98
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many automatic links between two sources were looked at, and how many were wrong."""

    sources: tuple[str, str]
    checked: int
    wrong: int

    @property
    def is_doubted(self) -> bool:
        return self.checked - self.wrong < RIGHT_AT_LEAST * self.checked


def sample(session: Session, *, now: datetime) -> int:
    """Pick this week's links to look at, from those made automatically since the last week.

    Doing it twice in a week picks none anew. Which ones is chance, but the same chance
    whoever draws: by a hash of the pair.
    """
    recent = select(func.count()).where(
        LinkCheck.sampled_at > now - WEEK, LinkCheck.is_sample.is_(True)
    )
    wanted = SAMPLE_SIZE - (session.scalar(recent) or 0)
    if wanted <= 0:
        return 0
    known = exists().where(
        LinkCheck.event_id == Link.event_id, LinkCheck.other_event_id == Link.other_event_id
    )
    made = session.scalars(
        select(Link).where(Link.is_automatic.is_(True), Link.made_at > now - WEEK, ~known)
    )
    drawn = sorted(made, key=_chance)[:wanted]
    session.add_all(
        LinkCheck(event_id=row.event_id, other_event_id=row.other_event_id, sampled_at=now)
        for row in drawn
    )
    return len(drawn)


def open_checks(session: Session) -> Sequence[LinkCheck]:
    """Drawn and not yet looked at, oldest first."""
    query = select(LinkCheck).where(LinkCheck.is_right.is_(None)).order_by(LinkCheck.id)
    return session.scalars(query).all()


def answer(session: Session, pair: tuple[int, int], *, is_right: bool, now: datetime) -> None:
    """What a person said of an automatic link; also of one that was not drawn.

    A wrong one is counted here only: undo it with `activities.unlink`, which calls this.
    """
    one, other = sorted(pair)
    check = session.scalar(
        select(LinkCheck).where(LinkCheck.event_id == one, LinkCheck.other_event_id == other)
    )
    if check is None:
        check = LinkCheck(event_id=one, other_event_id=other, sampled_at=now, is_sample=False)
        session.add(check)
    check.is_right, check.answered_at = is_right, now


def shares(session: Session) -> tuple[Share, ...]:
    """Per pair of sources what was looked at, most looked at first."""
    mine, yours = aliased(Event), aliased(Event)
    one, other = aliased(Source), aliased(Source)
    rows = session.execute(
        select(one.name, other.name, LinkCheck.is_right)
        .join(mine, mine.id == LinkCheck.event_id)
        .join(yours, yours.id == LinkCheck.other_event_id)
        .join(one, one.id == mine.source_id)
        .join(other, other.id == yours.source_id)
        .where(LinkCheck.is_right.is_not(None))
    )
    counts: dict[tuple[str, str], list[bool]] = {}
    for name, other_name, is_right in rows:
        first, second = sorted((name, other_name))
        counts.setdefault((first, second), []).append(bool(is_right))
    found = [
        Share(sources=pair, checked=len(seen), wrong=seen.count(False))
        for pair, seen in counts.items()
    ]
    return tuple(sorted(found, key=lambda s: (-s.checked, s.sources)))


def doubted(session: Session) -> frozenset[frozenset[str]]:
    """Pairs of source names whose links are asked, not made."""
    wrong = select(LinkCheck.id).where(LinkCheck.is_right.is_(False)).limit(1)
    if session.scalar(wrong) is None:
        return frozenset()
    return frozenset(frozenset(s.sources) for s in shares(session) if s.is_doubted)


def _chance(row: Link) -> str:
    return hashlib.sha256(f"{row.event_id}+{row.other_event_id}".encode()).hexdigest()
