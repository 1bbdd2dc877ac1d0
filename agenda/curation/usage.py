""" "Gevonden wat je zocht?" as numbers per day and page; no text, no person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agenda.models import OpinionCount
from snapshot.spool import Opinion

KEPT = timedelta(days=800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """How often visitors found what they sought, and where they did not most often."""

    found: int
    not_found: int
    worst: tuple[tuple[str, int], ...]


def take_opinions(session: Session, lines: Iterable[Opinion], *, zone: str) -> int:
    """Add these to the numbers of their days; returns how many there were."""
    times: Counter[tuple[date, str, bool]] = Counter()
    for line in lines:
        day = line.at.astimezone(ZoneInfo(zone)).date()
        times[day, line.path[:200], line.is_found] += 1
    days = {day for day, _, _ in times}
    known = {
        (row.day, row.path, row.is_found): row
        for row in session.scalars(select(OpinionCount).where(OpinionCount.day.in_(days)))
    }
    for (day, path, is_found), count in times.items():
        row = known.get((day, path, is_found))
        if row is None:
            session.add(OpinionCount(day=day, path=path, is_found=is_found, times=count))
        else:
            row.times += count
    return sum(times.values())


def opinions(session: Session, *, since: date) -> Opinions:
    """What visitors said since then."""
    total = func.sum(OpinionCount.times)
    rows = session.execute(
        select(OpinionCount.is_found, total)
        .where(OpinionCount.day >= since)
        .group_by(OpinionCount.is_found)
    )
    counts = {is_found: int(number) for is_found, number in rows}
    worst = session.execute(
        select(OpinionCount.path, total)
        .where(OpinionCount.day >= since, OpinionCount.is_found.is_(False))
        .group_by(OpinionCount.path)
        .order_by(total.desc(), OpinionCount.path)
        .limit(10)
    )
    return Opinions(
        found=counts.get(True, 0),
        not_found=counts.get(False, 0),
        worst=tuple((path, int(number)) for path, number in worst),
    )


def forget_old(session: Session, *, today: date) -> None:
    session.execute(delete(OpinionCount).where(OpinionCount.day < today - KEPT))
