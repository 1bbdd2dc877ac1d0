"""Dates in the agenda, as pages list them: by day, each with its activity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from snapshot.listing import ActivityListing, OccurrenceListing
from snapshot.reader import Snapshot


@dataclass(frozen=True, slots=True)
class Row:
    """One date of an activity. `day`: under which it stands."""

    day: date
    occurrence: OccurrenceListing
    activity: ActivityListing


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what is on, in order of start."""

    day: date
    rows: tuple[Row, ...]


def by_day(
    snapshot: Snapshot, occurrences: Sequence[OccurrenceListing], first: date
) -> tuple[Day, ...]:
    """The dates by day. What began before `first` and still lasts stands under `first`."""
    activities = snapshot.activities_of(o.activity_id for o in occurrences)
    rows = [
        Row(max(o.when.day, first), o, activities[o.activity_id])
        for o in occurrences
        if o.activity_id in activities
    ]
    rows.sort(key=lambda row: row.day)
    return tuple(Day(day, tuple(found)) for day, found in groupby(rows, key=lambda row: row.day))


def without_repeats(occurrences: Iterable[OccurrenceListing]) -> list[OccurrenceListing]:
    """The first coming date of each activity."""
    found: dict[str, OccurrenceListing] = {}
    for occurrence in occurrences:
        found.setdefault(occurrence.activity_id, occurrence)
    return list(found.values())
