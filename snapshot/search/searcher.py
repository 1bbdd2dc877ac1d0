"""Answering searches over one snapshot. Share a Searcher between threads."""

import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from base.municipality import Municipality
from snapshot.search import danger, elsewhere, ranking
from snapshot.search.danger import Block
from snapshot.search.elsewhere import Elsewhere
from snapshot.search.places import Gazetteer
from snapshot.search.question import Question, Reader
from snapshot.search.ranking import Card, Judge, Scored, Text
from snapshot.search.spelling import Vocabulary
from snapshot.search.synonyms import ANYTHING, Phrases, Synonym
from snapshot.search.why import reason
from snapshot.search.words import content, query_words, words

# Only the best of a word are looked at, so that a common word costs no more than a rare one.
PER_WORD = 90
PER_TOPIC = 36
DEEPER = 10
MANY_NAMES = 200
# From this strength on a topic is what a question is about.
MOST_OF_IT = 0.7
MAX_LIMIT = 100
NAME_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor narrowed to; empty is everything. `kinds`: see document.Kind."""

    kinds: frozenset[str] = frozenset()
    topic: str = ""
    audience: str = ""
    access: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what page, how good, and in one Dutch line why it is here."""

    id: str
    kind: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to a search.

    `danger` stands above everything. `elsewhere` is where to go instead. With
    `is_uncertain` the page says that this may not be it and shows another channel.
    `counts`: filter → value → how many of all hits it would leave, never 0. `corrected`:
    what was read for words we did not know.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    danger: tuple[Block, ...] = ()
    elsewhere: Elsewhere | None = None
    is_uncertain: bool = False
    is_empty_question: bool = False
    corrected: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()


class Searcher:
    """`connect` gives this thread's read-only connection to a snapshot."""

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], municipality: Municipality
    ) -> None:
        self._connect = connect
        connection = connect()
        synonyms = [
            Synonym(*row)
            for row in connection.execute("SELECT target, phrase, language FROM search_synonym")
        ]
        self._detector = danger.Detector(danger.read(municipality.folder))
        self._signposts = elsewhere.Signposts(elsewhere.read(municipality.folder))
        self._gazetteer = Gazetteer(municipality, synonyms)
        counts = Counter(dict(connection.execute("SELECT word, amount FROM search_word")))
        for phrase in self._signposts.phrases:
            counts.update(words(phrase))
        phrases = Phrases(synonyms)
        self._stems: dict[str, tuple[int, str]] = {
            part: (spread, owner)
            for part, spread, owner in connection.execute("SELECT * FROM search_stem")
        }
        self._vocabulary = Vocabulary(counts, (*self._stems, *phrases.stems))
        self._topic_names: dict[str, str] = {}
        below: defaultdict[str, list[str]] = defaultdict(list)
        for slug, parent, label in connection.execute("SELECT * FROM search_topic"):
            self._topic_names[slug] = label
            below[parent].append(slug)
        self._reader = Reader(self._vocabulary, phrases, self._gazetteer, below)
        self._cards = tuple(
            _card(row) for row in connection.execute("SELECT * FROM search_document ORDER BY 1")
        )
        self._by_topic = _by_topic(self._cards)
        self._names = sorted({(" ".join(words(card.name)), card.name) for card in self._cards})
        self._anything = [s.target for s in synonyms if s.phrase == ANYTHING]

    def search(
        self,
        query: str,
        *,
        near: str | None = None,
        filters: Filters = Filters(),
        limit: int = 20,
        offset: int = 0,
    ) -> Results:
        """The best answers to `query`; any text is answered, in bounded time.

        `near` is the CBS code of the visitor's own wijk, when known.
        """
        blocks = self._detector.detect(query)
        question = self._reader.read(query)
        if question.is_empty:
            return Results(danger=blocks, is_uncertain=not blocks, is_empty_question=True)
        found = self._ranked(question, near, DEEPER if filters != Filters() else 1)
        referral = self._signposts.find(question)
        best = max((s.coverage for s in found[:3]), default=0.0)
        if referral is not None and referral.coverage < best - 0.25:
            referral = None
        is_uncertain = best < ranking.UNCERTAIN or not found
        if blocks:
            safe = {topic for block in blocks for topic in block.topics}
            found.sort(key=lambda s: safe.isdisjoint(s.card.topics))
        if referral is not None:
            found = [s for s in found if _truly_fits(question, s)]
        if not found and referral is None:
            found = self._who_thinks_along()
        kept = [s for s in found if _fits(s.card, filters)]
        limit = max(0, min(limit, MAX_LIMIT))
        return Results(
            hits=tuple(
                Hit(
                    s.card.id,
                    s.card.kind,
                    round(s.score, 4),
                    reason(question, s, self._topic_names),
                )
                for s in kept[offset : offset + limit]
            ),
            total=len(kept),
            counts=_counts(kept),
            danger=blocks,
            elsewhere=referral.elsewhere if referral else None,
            is_uncertain=is_uncertain and not blocks and referral is None,
            corrected=question.corrected,
            topics=tuple(sorted(question.topics, key=lambda t: (-question.topics[t], t))[:3]),
        )

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Names and words that begin with what was typed so far; never anything dangerous."""
        typed = query_words(prefix)
        if not typed or len(typed[-1]) < 2:
            return ()
        start = " ".join(typed)
        first = bisect_left(self._names, (start, ""))
        names = {
            name
            for folded, name in self._names[first : first + MANY_NAMES]
            if folded.startswith(start)
        }
        before = " ".join(typed[:-1])
        endings = self._vocabulary.beginning_with(typed[-1], limit)
        texts = [
            *sorted(names, key=lambda name: (len(name), name)),
            *(f"{before} {w}".strip() for w in endings),
        ]
        kept = [t for t in dict.fromkeys(texts) if not self._detector.detect(t)]
        return tuple(kept[:limit])

    def _ranked(self, question: Question, near: str | None, depth: int) -> list[Scored]:
        texts = self._texts(question, depth)
        here = question.where.codes
        if not here and near and (question.where.is_nearby or not question.where.positions):
            here = frozenset({near})
        numbers = set(texts)
        for slug in sorted(question.topics, key=lambda t: -question.topics[t])[:8]:
            for code in ("", *here):
                numbers.update(self._by_topic.get((slug, code), ())[: PER_TOPIC * depth])
        if question.where.codes and not question.topics:
            numbers.update(
                n for code in here for n in self._by_topic.get(("", code), ())[:PER_WORD]
            )
        judge = Judge(question, here, lambda codes: self._gazetteer.distance(here, codes))
        nothing = Text({})
        scored = [judge.score(self._cards[n], texts.get(n, nothing)) for n in numbers]
        return ranking.order([s for s in scored if s.score > 0], question)

    def _who_thinks_along(self) -> list[Scored]:
        """Never a dead end: who helps to find the way, when no word was understood."""
        numbers = [n for slug in self._anything for n in self._by_topic.get((slug, ""), ())]
        cards = [self._cards[n] for n in numbers]
        free = [card for card in cards if card.access != "contracted"]
        return [Scored(card, 0.01, 0.0, card.topics[0], 0.0, False) for card in free[:10]]

    def _texts(self, question: Question, depth: int) -> dict[int, Text]:
        total = len(self._cards)
        shares: defaultdict[int, dict[int, tuple[float, str]]] = defaultdict(dict)
        asked = frozenset(t.stem for t in question.terms if t.sureness >= NAME_SHARE)
        named_by = {self._stems[s][1] for s in asked if s in self._stems} - {""}
        connection = self._connect()
        for term in question.terms:
            spread = self._stems.get(term.stem)
            if spread is None:
                continue
            worth = term.sureness * ranking.rarity(spread[0], total)
            rows = connection.execute(
                "SELECT document, impact FROM search_posting WHERE stem = ? LIMIT ?",
                (term.stem, PER_WORD * depth),
            )
            for number, impact in rows:
                share = worth * impact / 1000
                held = shares[number].get(term.position)
                if held is None or held[0] < share:
                    shares[number][term.position] = (share, term.stem)
        return {
            number: Text(found, self._is_named(self._cards[number], asked, named_by))
            for number, found in shares.items()
        }

    @staticmethod
    def _is_named(card: Card, asked: frozenset[str], named_by: set[str]) -> bool:
        if (card.owner or card.name) in named_by:
            return True
        return len(card.owner_stems) > 1 and card.owner_stems <= asked


def _card(row: tuple[int, str, str, str, str, str, str, str, str]) -> Card:
    number, document_id, kind, name, owner, topics, audience, access, codes = row
    return Card(
        number=number,
        id=document_id,
        kind=kind,
        name=name,
        owner=owner,
        topics=tuple(json.loads(topics)),
        audience=frozenset(json.loads(audience)),
        access=access,
        codes=frozenset(json.loads(codes)),
        owner_stems=frozenset(content((owner or name).split("(")[0])),
    )


def _by_topic(cards: Iterable[Card]) -> dict[tuple[str, str], list[int]]:
    """Documents per topic, and per topic and wijk, those that are most about it first."""
    found: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for card in cards:
        for rank, slug in enumerate((*card.topics, "")):
            for code in ("", *card.codes):
                found[slug, code].append((rank, len(card.topics), card.number))
    return {key: [number for _, _, number in sorted(rows)] for key, rows in found.items()}


def _truly_fits(question: Question, scored: Scored) -> bool:
    """Beside a clear "dat regel je bij …" only what is about the subject, not mere words."""
    return scored.is_named or question.topics.get(scored.topic, 0.0) >= MOST_OF_IT


def _fits(card: Card, filters: Filters) -> bool:
    return (
        (not filters.kinds or card.kind in filters.kinds)
        and (not filters.topic or filters.topic in card.topics)
        and (not filters.audience or filters.audience in card.audience)
        and (not filters.access or filters.access == card.access)
        and (not filters.code or not card.codes or filters.code in card.codes)
    )


def _counts(kept: list[Scored]) -> dict[str, dict[str, int]]:
    cards = [scored.card for scored in kept]
    return {
        "kind": dict(Counter(card.kind for card in cards)),
        "topic": dict(Counter(chain.from_iterable(card.topics for card in cards))),
        "audience": dict(Counter(chain.from_iterable(card.audience for card in cards))),
        "code": dict(Counter(chain.from_iterable(card.codes for card in cards))),
        "access": dict(Counter(card.access for card in cards if card.access)),
    }
