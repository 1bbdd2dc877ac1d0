"""Known candidates in blocks, so that a new one is compared with few of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agenda.duplicates import times
from agenda.duplicates.blocks import filed_under, looked_up
from agenda.duplicates.candidate import Candidate, Level, Verdict
from agenda.duplicates.scoring import Profile, compare, profile


@dataclass(frozen=True, slots=True)
class Match:
    """A known candidate and how the new one relates to it."""

    id: str
    verdict: Verdict


class Index:
    """Candidates filed in blocks (see `blocks`), all in memory.

    Not thread-safe: one matching at a time is a rule of the caller.
    """

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._last: Profile | None = None
        self._blocks: defaultdict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._profiles)

    def add(self, candidate: Candidate) -> None:
        """Make known; one with the same id is replaced."""
        self.remove(candidate.id)
        known = self._profile(candidate)
        self._profiles[candidate.id] = known
        for key in filed_under(known):
            self._blocks[key].add(candidate.id)

    def remove(self, identity: str) -> None:
        """Forget, if known."""
        known = self._profiles.pop(identity, None)
        for key in filed_under(known) if known else ():
            self._blocks[key].discard(identity)

    def candidates(self, new: Candidate) -> list[Match]:
        """Every known candidate that may be the same, best first; those apart are left out."""
        found = (m for m in self._compared(new) if m.verdict.level is not Level.APART)
        return sorted(found, key=lambda m: (-m.verdict.score, m.id))

    def _compared(self, new: Candidate) -> Iterator[Match]:
        """Those in the same blocks whose times can be one, with their verdict."""
        mine = self._profile(new)
        near = {i for key in looked_up(mine) for i in self._blocks.get(key, ())} - {new.id}
        for identity in near:
            known = self._profiles[identity]
            if times.compare(mine.dates, known.dates).fits:
                yield Match(identity, compare(mine, known))

    def _profile(self, candidate: Candidate) -> Profile:
        """Read once for looking up and then making known."""
        if self._last is None or self._last.candidate is not candidate:
            self._last = profile(candidate)
        return self._last

    def verdict(self, a: str, b: str) -> Verdict:
        """How two known candidates relate. Raises KeyError for one that is not known."""
        return compare(self._profiles[a], self._profiles[b])
