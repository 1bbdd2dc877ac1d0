"""Places in a query: a wijk, village, buurt or postcode, or "bij mij in de buurt"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from base.municipality import Municipality
from snapshot.search.synonyms import Synonym
from snapshot.search.words import words

TARGET = "place:"
# Shares of a postcode below this are borders, not homes.
MIN_SHARE = 0.1
LONGEST_NAME = 4
_POSTCODE = re.compile(r"[1-9]\d{3}")
_NEARBY = frozenset(
    tuple(phrase.split())
    for phrase in (
        "bij mij in de buurt", "in mijn buurt", "in mijn wijk", "in mijn dorp", "in onze buurt",
        "in de buurt", "in de wijk", "dichtbij", "dicht bij", "vlakbij", "om de hoek",
        "bij mij thuis in de buurt", "near me", "nearby", "close to me", "in my area",
        "in my neighbourhood", "yakinimda", "in der nahe", "w poblizu", "поруч", "рядом",
        "بالقرب مني",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """Places asked for: wijk codes, at which words of the query, and the name as asked."""

    codes: frozenset[str] = frozenset()
    positions: frozenset[int] = frozenset()
    name: str = ""
    is_nearby: bool = False


class Gazetteer:
    """Names and postcodes of a municipality → codes of its wijken. Share it."""

    def __init__(self, municipality: Municipality, synonyms: Iterable[Synonym] = ()) -> None:
        names: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for place in municipality.neighbourhoods:
            for name in _spoken(place.name) if place.kind == "wijk" else (place.name,):
                names[tuple(words(name))].add(place.wijk)
        for synonym in synonyms:
            if synonym.target.startswith(TARGET):
                names[tuple(words(synonym.phrase))].add(synonym.target.removeprefix(TARGET))
        self._names: Mapping[tuple[str, ...], frozenset[str]] = {
            name: frozenset(codes) for name, codes in names.items() if name
        }
        self._postcodes: defaultdict[str, set[str]] = defaultdict(set)
        for share in municipality.postcodes:
            if share.share >= MIN_SHARE:
                self._postcodes[share.pc4].add(share.code)
        self._centres = {
            n.code: (n.lat, n.lon)
            for n in municipality.wijken
            if n.lat is not None and n.lon is not None
        }

    @property
    def known_words(self) -> frozenset[str]:
        """Every word of a place name: no spelling mistakes."""
        return frozenset(word for name in self._names for word in name)

    def find(self, asked: Sequence[str]) -> Where:
        """The places in the words of a query; the longest name wins."""
        codes: set[str] = set()
        positions: set[int] = set()
        names: list[str] = []
        is_nearby = False
        start = 0
        while start < len(asked):
            length, found, nearby = self._at(asked, start)
            if length:
                codes |= found
                is_nearby = is_nearby or nearby
                positions.update(range(start, start + length))
                if found:
                    names.append(" ".join(asked[start : start + length]))
            start += max(1, length)
        return Where(frozenset(codes), frozenset(positions), " ".join(names), is_nearby)

    def _at(self, asked: Sequence[str], start: int) -> tuple[int, frozenset[str], bool]:
        for length in range(6, 0, -1):
            part = tuple(asked[start : start + length])
            if len(part) < length:
                continue
            if part in _NEARBY:
                return length, frozenset(), True
            if length <= LONGEST_NAME and part in self._names:
                return length, self._names[part], False
        if _POSTCODE.fullmatch(asked[start][:4]) and asked[start][:4] in self._postcodes:
            letters = len(asked[start]) == 4 and re.fullmatch(
                "[a-z]{2}", asked[start + 1] if start + 1 < len(asked) else ""
            )
            return 2 if letters else 1, frozenset(self._postcodes[asked[start][:4]]), False
        return 0, frozenset(), False

    def distance(self, codes: Iterable[str], others: Iterable[str]) -> float | None:
        """Kilometres between the nearest centres of two sets of wijken; None when unknown."""
        ours = [self._centres[c] for c in codes if c in self._centres]
        theirs = [self._centres[c] for c in others if c in self._centres]
        return min((_kilometres(a, b) for a in ours for b in theirs), default=None)


def _spoken(name: str) -> set[str]:
    """ "Rivierenwijk en Bergweide" is also called by each of its two names."""
    return {name, *name.split(" en ")}


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = (a[1] - b[1]) * cos(radians(a[0]))
    return hypot(a[0] - b[0], east) * 111.2
