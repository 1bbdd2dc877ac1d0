"""What a person is asked first, what is one decision, and how long it takes. Pure.

A contradiction between sources comes first: a page warns until it is answered. Then what
starts within three days, then what is public already, then the rest, each by its first date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from agenda.status import ReviewKind

SOON = timedelta(days=3)
# What a question takes a practised editor who reads it, and each further one of its group.
_SECONDS = {
    ReviewKind.NEW: 20,
    ReviewKind.CHANGE: 15,
    ReviewKind.DOUBT: 45,
    ReviewKind.DUPLICATE: 25,
    ReviewKind.CONTRADICTION: 240,
    ReviewKind.WITHDRAWAL: 120,
    ReviewKind.ODD_SOURCE: 120,
    ReviewKind.SUBMISSION: 45,
    ReviewKind.SIGNAL: 90,
    ReviewKind.RECONFIRM: 30,
    ReviewKind.ENTRY: 45,
    ReviewKind.UNREAD: 60,
}
_SECONDS_MORE = 6
# Kinds of which a whole group may be approved at once (a doubt with its reason beside it);
# the others each need a look.
GROUPED = frozenset({ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.RECONFIRM})


class Urgency(IntEnum):
    """Lower is sooner."""

    CONTRADICTION = 0
    SOON = 1
    PUBLIC = 2
    LATER = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions of one kind wait, of one source (None: of no source)."""

    kind: ReviewKind
    source: str
    count: int
    source_id: int | None = None


def urgency(kind: ReviewKind, *, urgent_on: date | None, is_public: bool, today: date) -> Urgency:
    """Which of the four a question belongs to. `urgent_on`: the first date it concerns."""
    if kind is ReviewKind.CONTRADICTION:
        return Urgency.CONTRADICTION
    if urgent_on is not None and today <= urgent_on <= today + SOON:
        return Urgency.SOON
    return Urgency.PUBLIC if is_public else Urgency.LATER


def start_words(on: date, clock: time | None, *, now: datetime) -> str:
    """How near it is, in Dutch; `now` is local, `clock` None when the hour is not known."""
    days = (on - now.date()).days
    if days == 0 and clock is not None and clock <= now.time():
        return "vandaag, al begonnen"
    near = {0: "vandaag", 1: "morgen", 2: "overmorgen"}
    return f"begint {near.get(days, f'over {days} dagen')}"


def group_of(kind: ReviewKind, source_id: int | None) -> str:
    """Questions with the same key may be answered together; empty: on its own."""
    return f"{kind}:{source_id}" if kind in GROUPED and source_id is not None else ""


def minutes(waiting: Iterable[Waiting]) -> int:
    """How long answering all of it takes, in whole minutes, rounded up."""
    seconds = 0
    for each in waiting:
        first = _SECONDS[each.kind]
        more = _SECONDS_MORE if each.kind in GROUPED else first
        seconds += first + more * (each.count - 1) if each.count else 0
    return -(-seconds // 60)
