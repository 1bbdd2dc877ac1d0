"""Residents' words for topics, audiences and the words of our texts.

A row is `target,phrase,language`. The target is a topic (its slug), `audience:ouderen`, or
`word:fiets`: the phrase then also searches for that word. An entry counts for all of a
topic's services; none ever points to one service or provider.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from base.municipality import rows
from snapshot.search.words import EMPTY, NEGATION, STOP, VERBS, stem, words

FILE_NAME = "synonyms.csv"
# The topic of this phrase is who thinks along when nothing fits.
ANYTHING = "*"
MAX_PHRASE = 80
# Words of one phrase stand near each other: "geen ... huis" at most this far apart.
WINDOW = 7
# Any negation, in any language.
NO = "¬"
# What a word out of a longer phrase says, and for how many topics it still says anything.
PARTLY, MOST_TOPICS = 0.4, 2


@dataclass(frozen=True, slots=True)
class Synonym:
    """`phrase` as people write it, and what it points to."""

    target: str
    phrase: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a query: what it points to, at which words, how strongly (0-1).

    `sureness`: how sure these words were meant (0-1); `weight` also counts for how many
    topics the phrase stands.
    """

    target: str
    phrase: str
    positions: frozenset[int]
    weight: float
    sureness: float


@dataclass(frozen=True, slots=True)
class _Entry:
    target: str
    phrase: str
    stems: tuple[str, ...]


def read(folder: Path) -> tuple[Synonym, ...]:
    """The table of a municipality; a row without a target or phrase says nothing."""
    return tuple(
        Synonym(row["target"].strip(), row["phrase"].strip()[:MAX_PHRASE], row.get("language", ""))
        for row in rows(folder / FILE_NAME)
        if (row.get("target") or "").strip() and (row.get("phrase") or "").strip()
    )


class Phrases:
    """The table, ready to be held against queries. Frozen after it is made: share it."""

    def __init__(self, synonyms: Iterable[Synonym]) -> None:
        entries = [_Entry(s.target, s.phrase, stems_of(s.phrase)) for s in synonyms]
        self._by_stem: defaultdict[str, list[_Entry]] = defaultdict(list)
        spread: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        known: defaultdict[str, int] = defaultdict(int)
        for entry in entries:
            spread[entry.stems].add(entry.target)
            for part in entry.stems:
                known[part] += 1
        for entry in entries:
            if entry.stems:
                self._by_stem[min(entry.stems, key=lambda s: known[s])].append(entry)
        self._in_phrases: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            if ":" not in entry.target and len(entry.stems) > 1:
                for part in entry.stems:
                    self._in_phrases[part].setdefault(entry.target, entry.phrase)
        self.stems = frozenset(known)
        self._spread = {stems: _topics_among(targets) for stems, targets in spread.items()}

    def __contains__(self, word_stem: str) -> bool:
        return word_stem in self._by_stem

    def matches(self, found: Mapping[str, Sequence[tuple[int, float]]]) -> list[Match]:
        """Every phrase whose words are all there. `found`: stem → its (position, sureness)."""
        result: dict[tuple[str, frozenset[int]], Match] = {}
        for word_stem in found:
            for entry in self._by_stem.get(word_stem, ()):
                match = self._match(entry, found)
                if match is not None:
                    key = (match.target, match.positions)
                    if key not in result or result[key].weight < match.weight:
                        result[key] = match
        return list(result.values())

    def parts_of(self, found: Mapping[str, Sequence[tuple[int, float]]]) -> list[Match]:
        """Topics whose phrases hold a word that no whole phrase explained: a weak sign.

        "Dinner" alone stands in no row, "dinner together" does.
        """
        result = []
        for word_stem, spots in found.items():
            topics = self._in_phrases.get(word_stem, {})
            if 0 < len(topics) <= MOST_TOPICS:
                position, quality = max(spots, key=lambda spot: spot[1])
                result += [
                    Match(
                        topic, phrase, frozenset({position}), PARTLY * quality / len(topics), PARTLY
                    )
                    for topic, phrase in topics.items()
                ]
        return result

    def _match(
        self, entry: _Entry, found: Mapping[str, Sequence[tuple[int, float]]]
    ) -> Match | None:
        if not all(part in found for part in entry.stems):
            return None
        spots = [max(found[part], key=lambda spot: spot[1]) for part in entry.stems]
        best = [position for position, _ in spots]
        if max(best) - min(best) > WINDOW + len(spots):
            return None
        # Words that were written as two and are one: both are read.
        positions = frozenset(
            p
            for part, (position, quality) in zip(entry.stems, spots, strict=True)
            for p, q in found[part]
            if p == position or (q == quality < 1 and abs(p - position) == 1)
        )
        sureness = min(quality for _, quality in spots)
        return Match(
            entry.target,
            entry.phrase,
            positions,
            sureness / sqrt(max(1, self._spread[entry.stems])),
            sureness,
        )


def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems a query must hold for `phrase`: without stop words, with one negation.

    With a single word left, small words make the phrase: "huis uit" is not "huis".
    """
    found = words(phrase)
    negations = [NO for word in found if word in NEGATION]
    kept = [word for word in found if word not in NEGATION and word not in STOP]
    if len(set(kept)) <= 1:
        left_out = EMPTY | NEGATION | (VERBS if kept else frozenset())
        kept = [word for word in found if word not in left_out] or found
    return tuple(dict.fromkeys([*map(stem, kept), *negations[:1]]))


def _topics_among(targets: set[str]) -> int:
    return sum(":" not in target for target in targets)
