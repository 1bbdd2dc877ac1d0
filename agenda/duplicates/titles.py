"""Titles compared: what they share, and what sets them apart though they look alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from base.text import fold, plain

_ADDED = re.compile(
    r"(?i)\b(?:geannuleerd|afgelast|gaat niet door|vervallen|verplaatst|uitverkocht|vol|nieuw|"
    r"let op|gratis)\s*[:!\-–]+|\(\s*(?:incl|inclusief|m\.?m\.?v|i\.?s\.?m|o\.?l\.?v|na)\b[^)]*\)|"
    r"\b(?:incl\.|inclusief|i\.?s\.?m\.?|o\.?l\.?v\.?|m\.?m\.?v\.?|in samenwerking met|"
    r"onder leiding van)\s+.*$|\bvan\s+(?=\d+\s*$)"
)
_OF_TOTAL = re.compile(r"(?i)\b(\d+)\s*(?:van|/)\s*\d+\b")
_MARKUP = re.compile(r"[*_#`~]{1,3}")
_TAIL = re.compile(r"\s*(?:[:|–—]|\s-\s|\(|\s@\s)\s*")
_PART = re.compile(r"[^:|–—]+?(?::|[|–—]|\s-\s)\s*([^:|–—]+)")
_FILLERS = frozenset(
    {
        "de", "het", "een", "t", "in", "op", "voor", "v", "met", "m", "van", "en", "bij", "aan",
        "je", "jouw", "uw", "u", "te", "naar", "om", "the", "of", "and", "ook", "der", "den",
        "samen", "uur", "jaar", "jr",
    }
)  # fmt: skip
_STEM_LENGTH = 4
_ALIKE = 82.0
_TYPED = 0.8
_FOUND = 70.0
_SAME_NAME = 0.9
_ENOUGH = 0.7
_HALF = 0.49
_PART_WORDS = 3
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as words: all of it, and what stands before a colon, dash or bracket."""

    text: str
    words: tuple[str, ...]
    head: tuple[str, ...]
    tail: tuple[str, ...] = ()


def read(title: str) -> Title:
    """Without markup, emoji, "geannuleerd:" and "i.s.m. …"; folded to words."""
    text = _MARKUP.sub(" ", plain(title))
    text = _OF_TOTAL.sub(r"\1", text)
    bare = _ADDED.sub(" ", text).strip()
    text = bare if fold(bare) else text
    head = next((part for part in _TAIL.split(text) if fold(part)), text)
    part = _PART.fullmatch(text)
    return Title(text, _words(text), _words(head), _words(part[1]) if part else ())


def similarity(a: Title, b: Title, ignored: frozenset[str] = frozenset()) -> float:
    """From 0 to 1. `ignored`: words of the venue and organiser, which sources put in titles.

    A title may be the other's head ("Schrijfcafé" and "Schrijfcafé – geen ervaring nodig");
    two heads alone are not compared, because "Computerles: tablet" is not "Computerles: foto".
    """
    if a.words == b.words:
        return 1.0 if a.words else 0.0
    best = _alike(a.words, b.words)
    for left, right in {(a.words, b.words), (a.head, b.words), (a.words, b.head)}:
        bare = _without(left, ignored), _without(right, ignored)
        if bare != (a.words, b.words) and all(bare):
            best = max(best, _alike(*bare))
        if (left, right) != (a.words, b.words):
            best = max(best, _alike(left, right) * 0.97)
    return best


def name_alike(a: Title, b: Title) -> bool:
    """Whether the content words of one are all among the other's, to the letter."""
    mine, yours = set(_content(a.words)), set(_content(b.words))
    return mine <= yours or yours <= mine


def is_part_of(part: Title, whole: Title, ignored: frozenset[str] = frozenset()) -> bool:
    """Whether `part` is named as one thing within `whole` ("Festival: silent disco").

    A subtitle is a phrase; a part has a name of one to three words. The whole may carry a
    year and the words of `ignored` (its place).
    """
    if not 0 < len(part.tail) <= _PART_WORDS or set(part.tail) <= set(whole.words) | ignored:
        return False
    bare = tuple(w for w in whole.words if w not in ignored and not _YEAR.fullmatch(w))
    head = tuple(w for w in part.head if w not in ignored)
    return bool(head) and _alike(head, bare) >= _SAME_NAME


def are_parts(a: Title, b: Title) -> bool:
    """Whether both name a part of one thing, and not the same part."""
    if not (0 < len(a.tail) <= _PART_WORDS and 0 < len(b.tail) <= _PART_WORDS):
        return False
    return _alike(a.head, b.head) >= _SAME_NAME and _alike(a.tail, b.tail) < _HALF


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def _without(words: Iterable[str], ignored: frozenset[str]) -> tuple[str, ...]:
    kept = tuple(w for w in words if w not in ignored)
    return kept if any(w not in _FILLERS for w in kept) else ()


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return 0.0
    mine, yours = "".join(a), "".join(b)
    squashed = fuzz.ratio(mine, yours) / 100
    # Below this, letters that agree are chance: two Dutch titles share half of theirs. And
    # each word must be there, or "dammen voor iedereen" is "schaken voor iedereen".
    if squashed < _TYPED or not (_is_found(a, yours) and _is_found(b, mine)):
        squashed = 0.0
    return max(squashed, _covered(a, b))


def _is_found(words: tuple[str, ...], letters: str) -> bool:
    """Whether each word of some length stands in these letters, typed a little otherwise."""
    return all(
        word in letters or fuzz.partial_ratio(word, letters) >= _FOUND
        for word in words
        if len(word) >= _STEM_LENGTH
    )


def _covered(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """How much of both titles' content words finds its like in the other."""
    mine, yours = _content(a), _content(b)
    if not mine or not yours:
        return 0.0
    there, back = _share(mine, yours), _share(yours, mine)
    covered = 0.6 * max(there, back) + 0.4 * min(there, back)
    # Each names something the other does not: "cursus haken" is not "cursus breien".
    return covered if max(there, back) >= _ENOUGH else min(covered, _HALF)


def _content(words: tuple[str, ...]) -> list[str]:
    return [w for w in words if w not in _FILLERS]


def _share(mine: list[str], yours: list[str]) -> float:
    total = sum(len(w) for w in mine)
    return sum(len(w) * max(_word_match(w, other) for other in yours) for w in mine) / total


def _word_match(a: str, b: str) -> float:
    """1 for the same word or its abbreviation, 0.9 for a part of a compound, else fuzzy."""
    if a == b:
        return 1.0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) >= _STEM_LENGTH:
        if long.startswith(short) or long.endswith(short):
            return 0.9
        if short in long:
            return 0.8
    ratio = fuzz.ratio(a, b)
    return ratio / 100 if ratio >= _ALIKE and len(short) >= _STEM_LENGTH else 0.0
