"""Known candidates in blocks, so that a new one is compared with few of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agenda.duplicates.candidate import Candidate, Level, Verdict
from agenda.duplicates.scoring import Profile, compare, profile


@dataclass(frozen=True, slots=True)
class Match:
    """A known candidate and how the new one relates to it."""

    id: str
    verdict: Verdict


class Index:
    """Blocks by day and place name; by day and hour for those without a place.

    A series stands under its weekday too, so that it needs no entry per date to meet
    another. Not thread-safe: one matching at a time is a rule of the caller.
    """

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._blocks: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._profiles)

    def add(self, candidate: Candidate) -> None:
        """Make known; one with the same id is replaced."""
        self.remove(candidate.id)
        known = profile(candidate)
        self._profiles[candidate.id] = known
        for key in _filed_under(known):
            self._blocks[key].add(candidate.id)

    def remove(self, identity: str) -> None:
        """Forget, if known."""
        known = self._profiles.pop(identity, None)
        for key in _filed_under(known) if known else ():
            self._blocks[key].discard(identity)

    def candidates(self, new: Candidate) -> list[Match]:
        """Every known candidate that may be the same, best first; those apart are left out."""
        found = (m for m in self.compared(new) if m.verdict.level is not Level.APART)
        return sorted(found, key=lambda m: (-m.verdict.score, m.id))

    def compared(self, new: Candidate) -> Iterator[Match]:
        """All in the same blocks with their verdict, also those apart, in order of id."""
        mine = profile(new)
        near = {i for key in _looked_up(mine) for i in self._blocks.get(key, ())} - {new.id}
        for identity in sorted(near):
            yield Match(identity, compare(mine, self._profiles[identity]))

    def verdict(self, a: str, b: str) -> Verdict:
        """How two known candidates relate. Raises KeyError for one that is not known."""
        return compare(self._profiles[a], self._profiles[b])


def _days(known: Profile) -> Iterator[tuple[str, object]]:
    if known.dates.is_series:
        for weekday in {day.weekday() for day in known.dates.days}:
            yield "weekday", weekday
    for day in {known.dates.first, *known.dates.moved}:
        if not known.dates.is_series:
            yield "day", day


def _filed_under(known: Profile) -> Iterator[tuple[object, ...]]:
    for kind, day in _days(known):
        for key in known.spot.keys:
            yield kind, day, key
        for hour in _hours(known):
            yield kind, day, hour
            if not known.spot.keys:
                yield "nowhere", kind, day, hour


def _looked_up(new: Profile) -> Iterator[tuple[object, ...]]:
    days = set(_days(new)) | {("weekday", day.weekday()) for day in new.dates.days}
    if new.dates.is_series:
        days |= {("day", day) for day in new.dates.days}
    for kind, day in days:
        for key in new.spot.keys:
            yield kind, day, key
        for hour in _hours(new):
            yield "nowhere", kind, day, hour
            if not new.spot.keys:
                yield kind, day, hour


def _hours(known: Profile) -> set[int]:
    return {minute // 60 for minute in known.dates.minutes} or {-1}
