"""What someone asked, understood: words with what they may mean, subjects, place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from snapshot.search.places import Gazetteer, Where
from snapshot.search.spelling import Vocabulary
from snapshot.search.synonyms import NO, Match, Phrases
from snapshot.search.words import NEGATION, PARTICLES, STOP, WEAK, query_words, stem

WEAK_WEIGHT = 0.3
PLACE_WEIGHT = 0.25
# How sure we are of a reading that is not the word itself.
JOINED, INFLECTED, PART, END, BEGINNING, RELATED = 0.9, 0.9, 0.55, 0.4, 0.5, 0.65
# How far after its verb the other half of a separable verb stands.
APART = 6
# A shorter phrase inside a longer one says less: "huis" in "huis schoonmaken".
INSIDE = 0.35
LONGER = 0.45
# What a subject says of each subject below it.
BELOW = 0.5
# The target of words that ask for contracted parties themselves.
CONTRACTED = "access:contracted"
AUDIENCE = "audience:"


@dataclass(frozen=True, slots=True)
class Term:
    """A stem to look up, for the word at `position`, and how sure it is meant (0-1)."""

    stem: str
    position: int
    sureness: float


@dataclass(frozen=True, slots=True)
class Question:
    """A query, read. `weights`: how much each content word says (position → 0-1).

    `topics` is slug → strength, `explained` how sure each of their words is (position → 0-1),
    `phrases` what they were read from; `audiences` is slug → the words that say so;
    `corrected` is what was made of words we did not know.
    """

    words: tuple[str, ...]
    weights: dict[int, float]
    terms: tuple[Term, ...]
    topics: dict[str, float]
    phrases: dict[str, str]
    explained: dict[str, dict[int, float]]
    audiences: dict[str, frozenset[int]]
    where: Where
    asks_contracted: bool = False
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was asked: only stop words, signs or nothing at all."""
        return not self.weights and not self.where.codes


class Reader:
    """Reads queries with the vocabulary, synonyms and places of one snapshot. Share it."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        phrases: Phrases,
        gazetteer: Gazetteer,
        below: Mapping[str, Sequence[str]],
    ) -> None:
        self._below = below
        self._vocabulary = vocabulary
        self._phrases = phrases
        self._gazetteer = gazetteer
        self._place_words = gazetteer.known_words

    def read(self, text: str) -> Question:
        """What was asked. Bounded by the number of words that `words.query_words` reads."""
        asked = tuple(query_words(text))
        where = self._gazetteer.find(asked)
        weights = _weights(asked, where)
        terms, corrected = self._terms(asked, weights)
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for term in terms:
            found[term.stem].append((term.position, term.sureness))
        for position, word in enumerate(asked):
            if word in NEGATION:
                found[NO].append((position, 1.0))
            elif position not in weights:
                found[stem(word)].append((position, 1.0))
        matches = _settled(self._phrases.matches(found))
        read = {p for m in matches for p in m.positions}
        unread = {p for p, weight in weights.items() if weight >= 1 and p not in read}
        matches += self._phrases.parts_of(
            {s: spots for s, spots in found.items() if any(p in unread for p, _ in spots)}
        )
        related = tuple(_related(matches, weights))
        topics, explained, phrases = _topics(matches, weights)
        for slug, strength in list(topics.items()):
            for below in self._below.get(slug, ()):
                if topics.get(below, 0.0) < BELOW * strength:
                    topics[below] = BELOW * strength
                    explained[below] = explained[slug] | explained.get(below, {})
        return Question(
            words=asked,
            weights=weights,
            terms=(*terms, *related),
            topics=topics,
            phrases=phrases,
            explained=explained,
            audiences=_audiences(matches),
            where=where,
            asks_contracted=any(m.target == CONTRACTED for m in matches),
            corrected=corrected,
        )

    def _terms(
        self, asked: tuple[str, ...], weights: dict[int, float]
    ) -> tuple[list[Term], dict[str, str]]:
        terms: list[Term] = []
        corrected: dict[str, str] = {}
        for position in weights:
            word = asked[position]
            terms.extend(Term(form, position, 1.0) for form in {stem(word), word})
            terms.extend(Term(stem(p), position, PART) for p in self._parts(word))
            terms.extend(Term(s, position, JOINED) for s in self._separable(asked, position))
            joined = self._joined(asked, position)
            if joined:
                terms.extend(Term(form, position, JOINED) for form in {stem(joined), joined})
            elif not self._is_known(word):
                guesses = self._guesses(word)
                terms.extend(Term(stem(w), position, sureness) for w, sureness in guesses)
                if guesses and guesses[0][1] > BEGINNING:
                    corrected[word] = guesses[0][0]
        best: dict[tuple[str, int], Term] = {}
        for term in terms:
            key = (term.stem, term.position)
            if key not in best or best[key].sureness < term.sureness:
                best[key] = term
        return list(best.values()), corrected

    def _separable(self, asked: tuple[str, ...], position: int) -> list[str]:
        after = asked[position + 1 : position + 1 + APART]
        verbs = (particle + stem(asked[position]) for particle in after if particle in PARTICLES)
        return [verb for verb in verbs if verb in self._phrases.stems]

    def _is_known(self, word: str) -> bool:
        return (
            word in self._vocabulary
            or word in self._place_words
            or stem(word) in self._phrases.stems
        )

    def _parts(self, word: str) -> tuple[str, ...]:
        if len(word) < 7:
            return ()
        return tuple(p for p in self._vocabulary.parts(word) if p not in WEAK)

    def _joined(self, asked: tuple[str, ...], position: int) -> str:
        """The word with the one before or after it, when people write those as one."""
        for first in (position, position - 1):
            if 0 <= first < len(asked) - 1:
                joined = asked[first] + asked[first + 1]
                if len(joined) > 4 and joined in self._vocabulary:
                    return joined
        return ""

    def _guesses(self, word: str) -> list[tuple[str, float]]:
        if word.endswith("t") and stem(word[:-1]) in self._phrases.stems:
            return [(word[:-1], INFLECTED)]
        if corrections := self._vocabulary.corrections(word):
            return [(g.word, g.sureness) for g in corrections if g.word not in STOP]
        if self._parts(word) or len(word) < 3:
            return []
        if ending := self._vocabulary.ending_with(word):
            return [(w, BEGINNING) for w in ending]
        if end := self._vocabulary.known_end(word):
            return [(end, END)]
        return [(w, BEGINNING) for w in self._vocabulary.beginning_with(word, 3)]


def _weights(asked: tuple[str, ...], where: Where) -> dict[int, float]:
    result: dict[int, float] = {}
    for position, word in enumerate(asked):
        if position in where.positions:
            if where.codes:
                result[position] = PLACE_WEIGHT
        elif word in STOP or word in NEGATION or len(word) < 2:
            continue
        else:
            result[position] = WEAK_WEIGHT if word in WEAK else 1.0
    if not result and not where.positions:
        # Only stop words: names such as "De Kern" or "MEE" may still be among them.
        return {p: WEAK_WEIGHT for p, word in enumerate(asked) if len(word) > 2}
    return result


def _settled(matches: list[Match]) -> list[Match]:
    """Phrases within a longer phrase count for less."""
    result = []
    for match in matches:
        is_inside = any(match.positions < other.positions for other in matches
                        if other.target != match.target and ":" not in other.target)  # fmt: skip
        weight = match.weight * (INSIDE if is_inside else 1)
        result.append(replace(match, weight=weight))
    return result


def _related(matches: Iterable[Match], weights: dict[int, float]) -> Iterable[Term]:
    for match in matches:
        positions = match.positions & weights.keys()
        if match.target.startswith("word:") and positions:
            word = "".join(match.target.removeprefix("word:").split())
            yield Term(stem(word), min(positions), RELATED * min(1.0, match.weight * 1.5))


def _topics(
    matches: list[Match], weights: dict[int, float]
) -> tuple[dict[str, float], dict[str, dict[int, float]], dict[str, str]]:
    """Per topic: the best reading of each word, longer phrases saying more."""
    by_topic: defaultdict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if ":" not in match.target:
            by_topic[match.target].append(match)
    strengths, explained, phrases = {}, {}, {}
    for topic, found in by_topic.items():
        per_word: defaultdict[int, float] = defaultdict(float)
        for match in found:
            worth = match.weight * (1 + LONGER * (len(match.positions) - 1))
            for position in match.positions & weights.keys():
                share = worth * weights[position] / _said(match.positions, weights)
                per_word[position] = max(per_word[position], share)
        strengths[topic] = sum(per_word.values())
        explained[topic] = {p: max(m.sureness for m in found if p in m.positions) for p in per_word}
        best = max(found, key=lambda m: (m.weight * len(m.positions), len(m.phrase)))
        phrases[topic] = best.phrase
    return {t: s for t, s in strengths.items() if s > 0}, explained, phrases


def _audiences(matches: list[Match]) -> dict[str, frozenset[int]]:
    found: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
    for match in matches:
        if match.target.startswith(AUDIENCE):
            found[match.target.removeprefix(AUDIENCE)] |= match.positions
    return dict(found)


def _said(positions: frozenset[int], weights: dict[int, float]) -> float:
    """A phrase of weak words only still says something, each less than a strong word."""
    total = sum(weights.get(p, 0) for p in positions)
    return max(total, 0.8)
