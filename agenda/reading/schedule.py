"""When a source is read next: its own rhythm, from its history, its TTL and its failures.

At least daily; at most every quarter of an hour; an hour before something of it starts;
within the hour when something that starts soon is missing. Pure: the clock is an argument.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=24)
USUAL = timedelta(hours=4)
BEFORE_START = timedelta(hours=1)
MISSING_SOON = timedelta(minutes=45)
FIRST_RETRY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the rhythm follows. `ttl` is the source's own wish (REFRESH-INTERVAL, max-age).

    `unchanged_count`: runs in a row that brought nothing new; `failure_count`: that failed.
    `next_start`: the next date of this source; `is_missing_soon`: something that starts
    within 48 hours was absent in the last run. `by_hand`: minutes set by a person.
    """

    ttl: timedelta | None = None
    fresh_for: timedelta | None = None
    unchanged_count: int = 0
    failure_count: int = 0
    retry_after: timedelta | None = None
    next_start: datetime | None = None
    is_missing_soon: bool = False
    by_hand: timedelta | None = None


def next_check(history: History, *, now: datetime) -> datetime:
    """The instant of the next reading, always after `now` and within a day."""
    if history.failure_count:
        return now + _after_failure(history)
    usual = history.ttl or _by_rhythm(history.unchanged_count)
    wait = _within(history.by_hand or max(usual, history.fresh_for or timedelta()))
    due = now + wait
    if history.is_missing_soon:
        due = min(due, now + MISSING_SOON)
    if history.next_start is not None and history.next_start - BEFORE_START > now:
        due = min(due, history.next_start - BEFORE_START)
    return max(due, now + SHORTEST)


def _by_rhythm(unchanged_count: int) -> timedelta:
    """Twice as long after every third quiet run: 4, 8, 16, 24 hours."""
    return USUAL * (1 << min(unchanged_count // 3, 3))


def _after_failure(history: History) -> timedelta:
    """15 minutes, then twice as long each time; what the source asks for when that is more."""
    wait = FIRST_RETRY * (1 << min(history.failure_count - 1, 7))
    return _within(max(wait, history.retry_after or timedelta()))


def _within(wait: timedelta) -> timedelta:
    return min(max(wait, SHORTEST), LONGEST)
