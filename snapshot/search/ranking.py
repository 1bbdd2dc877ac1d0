"""What comes first: pure decisions over what a query and a document have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log

from snapshot.search.question import Question

TOPIC, TEXT, NAMED = 1.0, 1.3, 1.5
SECOND_TOPIC, MORE_TOPICS = 0.76, 0.25
# A strength of one exact word for a topic is 1; saturates towards 2.
TOPIC_SATURATION = 1.0
HERE, NEARBY, EVERYWHERE, FAR = 0.6, 0.1, 0.15, -0.4
NEARBY_KM = 2.5
FOR_THEM, FOR_ALL, FOR_OTHERS = 0.14, 0.03, -0.16
ACCESS_POINT_NEEDED = 0.25
CONTRACTED_LAST = 0.6
# An organisation that was not asked for by name stands behind what it does.
NOT_NAMED = 0.5
# Hits below this part of the best are no alternative worth putting first.
WORTH_SHOWING = 0.35
# So little of a query explained is a guess.
UNCERTAIN = 0.45
# From this share on a word in the text answers the word that was asked.
SAYS_IT = 0.2
SURE_SHARE = 0.35
_NOTHING: Mapping[int, float] = {}


@dataclass(frozen=True, slots=True)
class Card:
    """What ranking must know of a document."""

    number: int
    id: str
    kind: str
    name: str
    owner: str
    topics: tuple[str, ...]
    audience: frozenset[str]
    access: str
    codes: frozenset[str]
    owner_stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """How the words of a query stand in one document: position → (share 0-1, stem)."""

    by_position: Mapping[int, tuple[float, str]]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A document with its score; `coverage` is what part of the query it answers (0-1)."""

    card: Card
    score: float
    coverage: float
    topic: str
    text: float
    is_named: bool


def rarity(documents: int, total: int) -> float:
    """How much a word says: 0 in every document, 1 in a single one."""
    return log(1 + total / max(1, documents)) / log(2 + total)


class Judge:
    """Scores documents against one question; what many share is worked out once.

    `here`: the wijken asked for or lived in; `distance`: kilometres from there to wijken.
    """

    def __init__(
        self,
        question: Question,
        here: frozenset[str],
        distance: Callable[[frozenset[str]], float | None],
    ) -> None:
        self._question = question
        self._asked = sum(question.weights.values()) or 1.0
        self._text_worth = TEXT / max(1.0, self._asked**0.75)
        self._here = here
        place_worth = 1.0 if question.where.codes else 0.6
        self._subject = cache(lambda topics: _subject(question, topics))
        self._audience = cache(lambda audience: _audience(question, audience))
        self._place = cache(
            lambda codes: place_worth * _place(codes, here, distance(codes)) if here else 0.0
        )

    def score(self, card: Card, text: Text) -> Scored:
        """How well `card` answers, with how its words stand in the text."""
        weights = self._question.weights
        said = sum(weights[p] * share for p, (share, _) in text.by_position.items())
        topic, subject = self._subject(card.topics)
        total = TOPIC * subject + self._text_worth * said + (NAMED if text.is_named else 0.0)
        if total > 0 or self._here:
            total += self._place(card.codes) + self._audience(card.audience)
        return Scored(card, total, self._coverage(card, topic, text), topic, said, text.is_named)

    def _coverage(self, card: Card, topic: str, text: Text) -> float:
        """What part of the question is answered: by subject, text, place and audience."""
        weights = self._question.weights
        sure = dict(self._question.explained.get(topic, _NOTHING))
        for position, (share, _) in text.by_position.items():
            if share >= SAYS_IT:
                sure[position] = max(sure.get(position, 0.0), min(1.0, share / SURE_SHARE))
        if card.codes & self._here:
            sure |= dict.fromkeys(self._question.where.positions, 1.0)
        for audience in card.audience & self._question.audiences.keys():
            sure |= dict.fromkeys(self._question.audiences[audience], 1.0)
        return sum(weights.get(p, 0.0) * sureness for p, sureness in sure.items()) / self._asked


def order(found: Sequence[Scored], question: Question) -> list[Scored]:
    """Best first; contracted after its free alternatives and its access point, unless named.

    R3: prevention leads. R2: what needs an indicatie leads to the access point.
    """
    needs = _needs_indication(found)
    ranked = sorted(
        (_with_access(s, needs, question) for s in found),
        key=lambda s: (-s.score, s.card.kind, s.card.name, s.card.id),
    )
    if not ranked:
        return []
    floor = ranked[0].score * WORTH_SHOWING
    answered = {
        topic
        for s in ranked
        if s.score >= floor and s.card.access in ("free", "access_point")
        for topic in (*s.card.topics, s.topic)
    }
    if question.asks_contracted:
        return sorted(ranked, key=lambda s: s.card.access != "contracted" or s.score < floor)
    later = [s for s in ranked if _waits(s, answered)]
    first = [s for s in ranked if not _waits(s, answered)]
    good = [s for s in first if s.score >= floor]
    return [*good, *later, *first[len(good) :]]


def _waits(scored: Scored, answered: set[str]) -> bool:
    """Contracted, not asked for by name, and someone else answers on one of its topics."""
    is_last = scored.card.access == "contracted" and not scored.is_named
    return is_last and not answered.isdisjoint(scored.card.topics)


def _needs_indication(found: Sequence[Scored]) -> frozenset[str]:
    """Topics where contracted or access point is most of what answers."""
    by_topic: dict[str, list[bool]] = {}
    for scored in found:
        if scored.topic and scored.card.access:
            is_gated = scored.card.access != "free"
            by_topic.setdefault(scored.topic, []).append(is_gated)
    return frozenset(t for t, gated in by_topic.items() if 2 * sum(gated) >= len(gated))


def _with_access(scored: Scored, needs: frozenset[str], question: Question) -> Scored:
    change = 0.0
    if scored.card.access == "access_point" and scored.topic in needs:
        change = ACCESS_POINT_NEEDED * min(1.0, question.topics.get(scored.topic, 0.0))
    if scored.card.kind == "provider" and not scored.is_named:
        change -= scored.score * (1 - NOT_NAMED)
    if scored.card.access == "contracted" and not (scored.is_named or question.asks_contracted):
        change -= scored.score * (1 - CONTRACTED_LAST)
    return replace(scored, score=scored.score + change) if change else scored


def _subject(question: Question, topics: tuple[str, ...]) -> tuple[str, float]:
    """The topic by which a document answers, and how strongly."""
    found = sorted(
        (
            (_curve(question.topics[slug]) * (1.0 if n == 0 else SECOND_TOPIC), slug)
            for n, slug in enumerate(topics)
            if slug in question.topics
        ),
        reverse=True,
    )
    if not found:
        return "", 0.0
    rest = sum(strength for strength, _ in found[1:])
    return found[0][1], found[0][0] + MORE_TOPICS * rest


def _curve(strength: float) -> float:
    return 2 * strength / (strength + TOPIC_SATURATION)


def _place(codes: frozenset[str], here: frozenset[str], distance: float | None) -> float:
    if not codes:
        return EVERYWHERE
    if codes & here:
        return HERE
    if distance is not None and distance <= NEARBY_KM:
        return NEARBY
    return FAR


def _audience(question: Question, audience: frozenset[str]) -> float:
    if not question.audiences or not audience:
        return 0.0
    if question.audiences.keys() & audience:
        return FOR_THEM
    return FOR_ALL if "iedereen" in audience else FOR_OTHERS
