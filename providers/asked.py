"""What visitors searched for and which addresses they missed, as numbers per day or week.

Words come in struck of numbers, addresses and names (`snapshot.search.counting`), and are
kept only after the same was asked on five separate days; before that a keyed hash stands for them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from accounts.keys import keyed_hash
from providers.models import MissedAddress, SearchAsked
from snapshot.search.counting import DAYS_BEFORE_WORDS, Asked, Tally

KEPT = timedelta(days=400)
# What nobody repeated is forgotten sooner.
KEPT_ALONE = timedelta(days=60)
MAX_PATH = 200


def count(session: Session, asked: Iterable[Asked], *, key: str) -> None:
    """Add these searches to the numbers of their days.

    What was asked on fewer than five days stands under a keyed hash (`key`: the secret of the
    installation); on the fifth its rows get their words.
    """
    found = list(asked)
    spoken = _spoken(session, {one.text for one in found})
    marks = {one.text: _mark(key, one.text) for one in found if one.text not in spoken}
    times: Counter[tuple[date, str]] = Counter()
    hits: Counter[tuple[date, str]] = Counter()
    used: Counter[tuple[date, str]] = Counter()
    for one in found:
        name = (one.day, marks.get(one.text, one.text))
        times[name] += 1
        hits[name] += one.is_found
        used[name] += bool(one.used_id)
    rows = _rows(session, {day for day, _ in times}, {text for _, text in times})
    for (day, text), number in times.items():
        row = rows.get((day, text))
        if row is None:
            row = SearchAsked(day=day, text=text, times=0, found_times=0, used_times=0)
            session.add(row)
        row.times += number
        row.found_times += hits[day, text]
        row.used_times += used[day, text]
    session.flush()
    _speak(session, marks)


def _mark(key: str, text: str) -> str:
    """In place of words: no word begins so, and without the key nobody can tell which it is."""
    return f"#{keyed_hash(key, 'search', text)}"


def _spoken(session: Session, texts: set[str]) -> set[str]:
    """Those that stand in words already."""
    query = select(SearchAsked.text).where(SearchAsked.text.in_(texts)).distinct()
    return set(session.scalars(query))


def _speak(session: Session, marks: Mapping[str, str]) -> None:
    """Give the rows of what was now asked on five days their words."""
    query = (
        select(SearchAsked.text)
        .where(SearchAsked.text.in_(marks.values()))
        .group_by(SearchAsked.text)
        .having(func.count(SearchAsked.day) >= DAYS_BEFORE_WORDS)
    )
    ripe = set(session.scalars(query))
    for text, mark in marks.items():
        if mark in ripe:
            session.execute(update(SearchAsked).where(SearchAsked.text == mark).values(text=text))


def speaking(session: Session, *, since: date, only_failed: bool = False) -> tuple[Tally, ...]:
    """Searches asked on at least five days, the most asked first.

    `only_failed`: those that more often found nothing than something.
    """
    times, found = func.sum(SearchAsked.times), func.sum(SearchAsked.found_times)
    days = func.count(SearchAsked.day)
    query = (
        select(SearchAsked.text, days, times, found)
        .where(SearchAsked.day >= since)
        .group_by(SearchAsked.text)
        .having(days >= DAYS_BEFORE_WORDS)
        .order_by(times.desc(), SearchAsked.text)
    )
    if only_failed:
        query = query.having(found * 2 < times)
    return tuple(Tally(text, d, t, f) for text, d, t, f in session.execute(query))


def totals(session: Session, *, since: date) -> Mapping[str, int]:
    """Numbers without words: searches, those that found something, results that were used."""
    row = session.execute(
        select(
            func.coalesce(func.sum(SearchAsked.times), 0),
            func.coalesce(func.sum(SearchAsked.found_times), 0),
            func.coalesce(func.sum(SearchAsked.used_times), 0),
        ).where(SearchAsked.day >= since)
    ).one()
    return {"searches": row[0], "found": row[1], "used": row[2]}


def miss(session: Session, paths: Mapping[tuple[date, str], int]) -> None:
    """Add addresses asked for in vain: (day, path) → times. Kept per week."""
    weekly: Counter[tuple[date, str]] = Counter()
    for (day, path), times in paths.items():
        weekly[day - timedelta(days=day.weekday()), path[:MAX_PATH]] += times
    query = select(MissedAddress).where(MissedAddress.week.in_({week for week, _ in weekly}))
    known = {(row.week, row.path): row for row in session.scalars(query)}
    for (week, path), times in weekly.items():
        row = known.get((week, path))
        if row is None:
            row = MissedAddress(week=week, path=path, times=0)
            session.add(row)
        row.times += times


def missed(session: Session, *, since: date, limit: int = 100) -> list[tuple[str, int]]:
    """The addresses missed most since a day, with how often."""
    times = func.sum(MissedAddress.times)
    query = (
        select(MissedAddress.path, times)
        .where(MissedAddress.week >= since)
        .group_by(MissedAddress.path)
        .order_by(times.desc(), MissedAddress.path)
        .limit(limit)
    )
    return [(path, number) for path, number in session.execute(query)]


def forget(session: Session, *, today: date) -> None:
    """Delete what is older than its retention; words that nobody repeated go sooner."""
    session.execute(delete(SearchAsked).where(SearchAsked.day < today - KEPT))
    session.execute(delete(MissedAddress).where(MissedAddress.week < today - KEPT))
    repeated = (
        select(SearchAsked.text)
        .group_by(SearchAsked.text)
        .having(func.count(case((SearchAsked.times > 0, 1))) >= DAYS_BEFORE_WORDS)
    )
    session.execute(
        delete(SearchAsked).where(
            SearchAsked.day < today - KEPT_ALONE, SearchAsked.text.not_in(repeated)
        )
    )


def _rows(
    session: Session, days: set[date], texts: set[str]
) -> dict[tuple[date, str], SearchAsked]:
    query = select(SearchAsked).where(SearchAsked.day.in_(days), SearchAsked.text.in_(texts))
    return {(row.day, row.text): row for row in session.scalars(query)}
