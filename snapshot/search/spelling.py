"""Words as people type them to words we know: mistakes, compounds, beginnings.

Everything works on the vocabulary, never on documents, so it costs the same however much
there is to find.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from snapshot.search.words import STOP

MIN_PART = 3
MIN_TYPO = 4
# A known word at the end of an unknown one must be this long to say something.
MIN_END = 5
_LINKS = ("", "s", "e", "en", "n")
_SOUNDS = (
    ("eau", "o"), ("ij", "i"), ("ei", "i"), ("y", "i"), ("ou", "au"), ("ch", "g"), ("ck", "k"),
    ("c", "k"), ("ks", "x"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("d", "t"), ("z", "s"),
    ("v", "f"), ("sj", "s"), ("q", "k"), ("w", "f"), ("uw", "u"), ("aa", "a"), ("ee", "e"),
    ("oo", "o"), ("uu", "u"), ("ie", "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A word we know for one that was typed, and how sure (0-1)."""

    word: str
    sureness: float


class Vocabulary:
    """Known words with how often they occur. Share it between threads."""

    def __init__(self, counts: Mapping[str, int], stems: Iterable[str] = ()) -> None:
        self._counts = dict(counts)
        self._for_parts = {word for word in (*counts, *stems) if len(word) >= MIN_PART}
        self._sorted = sorted(self._counts)
        self._reversed = sorted(word[::-1] for word in self._counts)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if len(word) >= MIN_TYPO and not word.isdigit():
                self._by_length[len(word)].append(word)
                self._by_sound[sound(word)].append(word)
        self._corrections = lru_cache(maxsize=4096)(self._corrected)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def __len__(self) -> int:
        return len(self._counts)

    def corrections(self, word: str) -> tuple[Guess, ...]:
        """At most three known words that `word` may have been meant to be, best first."""
        return self._corrections(word)

    def beginning_with(self, start: str, limit: int = 5) -> tuple[str, ...]:
        """The most common known words that begin with `start`."""
        first = bisect_left(self._sorted, start)
        last = bisect_left(self._sorted, start + "\U0010ffff")
        among = self._sorted[first : min(last, first + 500)]
        return tuple(sorted(among, key=lambda w: (-self._counts[w], len(w), w))[:limit])

    def ending_with(self, end: str) -> tuple[str, ...]:
        """At most three known words that end with `end`: "glans" for "Voorbeeldglans"."""
        if len(end) < MIN_TYPO:
            return ()
        first = bisect_left(self._reversed, end[::-1])
        among = [word[::-1] for word in self._reversed[first : first + 3]]
        return tuple(word for word in among if word.endswith(end))

    def parts(self, word: str) -> tuple[str, ...]:
        """A compound as two or three known words, longest last part first; else nothing."""
        return split(word, self._for_parts)

    def known_end(self, word: str) -> str:
        """The longest known word that `word` begins or ends with; empty when there is none."""
        lengths = range(len(word) - MIN_PART, MIN_END - 1, -1)
        ends = (end for n in lengths for end in (word[:n], word[-n:]))
        return next((end for end in ends if end in self._counts and end not in STOP), "")

    def _corrected(self, word: str) -> tuple[Guess, ...]:
        if len(word) < MIN_TYPO or word.isdigit():
            return ()
        allowed = 1 if len(word) < 8 else 2
        guesses = dict.fromkeys(self._by_sound.get(sound(word), ()), 0.85)
        nearby = [
            w for n in range(len(word) - allowed, len(word) + allowed + 1)
            for w in self._by_length.get(n, ())
        ]  # fmt: skip
        close = process.extract(word, nearby, scorer=OSA.distance, score_cutoff=allowed, limit=12)
        for other, distance, _ in close:
            sureness = (0.8 if distance == 1 else 0.6) - (0.15 if other[0] != word[0] else 0)
            guesses[other] = max(guesses.get(other, 0), sureness)
        ranked = sorted(guesses.items(), key=lambda g: (-g[1], -self._counts[g[0]], g[0]))
        return tuple(Guess(w, sureness) for w, sureness in ranked[:3])


def sound(word: str) -> str:
    """A rough key of how Dutch sounds: words written by ear share it."""
    for spelled, heard in _SOUNDS:
        word = word.replace(spelled, heard)
    return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])


def split(word: str, known: Iterable[str] | Mapping[str, int]) -> tuple[str, ...]:
    """`word` as known words joined, with the Dutch linking letters; empty when it is not."""
    lookup = known if isinstance(known, Mapping | Set) else frozenset(known)
    return _split(word, lookup, 2)


def _split(word: str, known: Container[str], depth: int) -> tuple[str, ...]:
    for cut in range(MIN_PART, len(word) - MIN_PART + 1):
        first, last = word[:cut], word[cut:]
        if last not in known or last in STOP:
            continue
        for link in _LINKS:
            bare = first.removesuffix(link) if link else first
            if len(bare) >= MIN_PART and bare in known and bare not in STOP:
                return (bare, last)
        if depth > 1 and (deeper := _split(first, known, depth - 1)):
            return (*deeper, last)
    return ()
