"""Danger comes first: recognised on its own, apart from search and synonyms.

The words, the numbers, their owner and the date of checking are in the municipality's
`danger.toml`. Whoever writes "ik wil dood", with mistakes or in another language, sees 113
above everything. What was asked in danger is kept nowhere (see `counting`).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from base.errors import ConfigError
from snapshot.search.words import STOP, fold, words

FILE_NAME = "danger.toml"
# Danger may stand at the end of a long story, so more is read than for searching.
MAX_CHARACTERS = 2000
_FILLER_TEXT = """
echt gewoon eigenlijk liever alleen graag zo liefst steeds altijd mij me mijn mezelf al
regelmatig elke dag vaak soms af toe leven een beetje just really always to beni mnie sie
się меня мене mich ich dikwijls weleens wel eens heel erg
"""
# Between two words of a pattern only words that change nothing; never a negation.
FILLERS = STOP | frozenset(_FILLER_TEXT.split())
MAX_GAP = 3
SHORTEST, ONE_MISTAKE, TWO_MISTAKES = 4, 6, 10
_TWICE, _MORE = re.compile(r"(.)\1+"), re.compile(r"(.)\1{2,}")
WHOLE = "= "


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to call. `phone` as people know it; `tel` for the link."""

    name: str
    phone: str
    url: str = ""

    @property
    def tel(self) -> str:
        return "tel:" + self.phone.replace("-", "").replace(" ", "")


@dataclass(frozen=True, slots=True)
class Block:
    """What is shown above everything: a title, one text, the numbers in order.

    `checked_on` None: nobody has held the numbers against their source yet.
    `topics`: what results below it begin with, so that mediation is never first.
    """

    id: str
    title: str
    text: str
    contacts: tuple[Contact, ...]
    owner: str
    checked_on: date | None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """What a danger is recognised by. The rest: as in the file."""

    block: Block
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    never: tuple[str, ...]
    ordinary: frozenset[str] = frozenset()
    spelled: Mapping[str, str] = field(default_factory=dict)


def read(folder: Path) -> tuple[Sign, ...]:
    """The signs of a municipality. Raises ConfigError: a site without them does not start."""
    path = folder / FILE_NAME
    try:
        facts = tomllib.loads(path.read_text("utf-8"))
        return tuple(_sign(entry, facts) for entry in facts["danger"])
    except OSError as error:
        raise ConfigError(f"{path}: is niet te lezen") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: {error}") from error


class Detector:
    """Holds queries against the signs. Frozen after it is made: share it."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self._readings = [_Reading(sign) for sign in signs]

    def detect(self, text: str) -> tuple[Block, ...]:
        """The blocks to show for what someone typed, most urgent first; usually none."""
        asked = words(text[:MAX_CHARACTERS])
        return tuple(reading.block for reading in self._readings if reading.fits(asked))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    is_start: bool

    @classmethod
    def of(cls, text: str) -> "_Word":
        return cls(fold(text.rstrip("*")), text.endswith("*"))

    def fits(self, word: str) -> bool:
        if word == self.text or (self.is_start and word.startswith(self.text)):
            return True
        length = len(self.text)
        if length >= SHORTEST and _is_loosely(word, self.text):
            return True
        if length < ONE_MISTAKE:
            return False
        # A mistake may make the part before the * a letter longer or shorter.
        word = word[: length + 1] if self.is_start else word
        allowed = 2 if length >= TWO_MISTAKES else 1
        return (
            abs(len(word) - length) <= allowed
            and OSA.distance(word, self.text, score_cutoff=allowed) <= allowed
        )


def _is_loosely(word: str, known: str) -> bool:
    """As people write in haste: no n after -e, a double letter once, or held down."""
    if known.endswith("en") and word == known[:-1]:
        return True
    once = _TWICE.sub(r"\1", known)
    return word == once or (_MORE.search(word) is not None and _TWICE.sub(r"\1", word) == once)


Steps = tuple[frozenset[_Word], ...]


class _Reading:
    """One sign, with its patterns by their first word."""

    def __init__(self, sign: Sign) -> None:
        self.block = sign.block
        self._ordinary, self._spelled = sign.ordinary, sign.spelled
        self._single = frozenset(map(_Word.of, sign.words))
        self._whole = [_steps(p) for p in sign.patterns if p.startswith(WHOLE)]
        self._by_first: defaultdict[_Word, list[Steps]] = defaultdict(list)
        for pattern in (_steps(p) for p in sign.patterns if not p.startswith(WHOLE)):
            for first in pattern[0]:
                self._by_first[first].append(pattern)
        self._never = [tuple(words(never)) for never in sign.never]
        steps = [
            step for found in (*self._by_first.values(), self._whole) for p in found for step in p
        ]
        self._known = self._single.union(*steps)
        self._meanings = lru_cache(maxsize=8192)(self._meanings_of)

    def fits(self, asked: Sequence[str]) -> bool:
        read = [self._spelled.get(word, word) for word in _without(asked, self._never)]
        meant = [self._meanings(word) for word in read]
        if any(meanings & self._single for meanings in meant):
            return True
        if any(_is_whole(steps, meant) for steps in self._whole):
            return True
        return any(
            _follows(pattern[1:], read, meant, start + 1)
            for start, meanings in enumerate(meant)
            for first in meanings
            for pattern in self._by_first.get(first, ())
        )

    def _meanings_of(self, word: str) -> frozenset[_Word]:
        if word in self._ordinary:
            return frozenset(known for known in self._known if known.text == word)
        return frozenset(known for known in self._known if known.fits(word))


def _steps(pattern: str) -> Steps:
    return tuple(
        frozenset(_Word.of(choice) for choice in step.split("|"))
        for step in pattern.removeprefix(WHOLE).replace("'", "").split()
    )


def _is_whole(steps: Steps, meant: Sequence[frozenset[_Word]]) -> bool:
    pairs = zip(steps, meant, strict=False)
    return len(steps) == len(meant) and all(step & meanings for step, meanings in pairs)


def _follows(
    steps: Steps, asked: Sequence[str], meant: Sequence[frozenset[_Word]], start: int
) -> bool:
    for step in steps:
        found = _next(step, asked, meant, start)
        if found is None:
            return False
        start = found + 1
    return True


def _next(
    step: frozenset[_Word], asked: Sequence[str], meant: Sequence[frozenset[_Word]], start: int
) -> int | None:
    for place in range(start, min(start + MAX_GAP + 1, len(asked))):
        if meant[place] & step:
            return place
        if asked[place] not in FILLERS:
            return None
    return None


def _without(asked: Sequence[str], never: Sequence[tuple[str, ...]]) -> list[str]:
    """The words with what only looks like danger made unreadable."""
    result = list(asked)
    for phrase in never:
        for start in range(len(result) - len(phrase) + 1):
            if tuple(result[start : start + len(phrase)]) == phrase:
                result[start : start + len(phrase)] = [""] * len(phrase)
    return result


def _sign(entry: dict[str, object], facts: dict[str, object]) -> Sign:
    contacts = entry["contacts"]
    checked_on = facts.get("checked_on")
    if not isinstance(contacts, list) or not isinstance(checked_on, date | None):
        raise TypeError("contacts is een lijst, checked_on een datum")
    block = Block(
        id=str(entry["id"]),
        title=str(entry["title"]),
        text=str(entry["text"]),
        contacts=tuple(Contact(**contact) for contact in contacts),
        owner=str(facts["owner"]),
        checked_on=checked_on,
        topics=_texts(entry["topics"]),
    )
    return Sign(
        block,
        _texts(entry["words"]),
        _texts(entry["patterns"]),
        _texts(entry["never"]),
        frozenset(map(fold, _texts(facts.get("ordinary", [])))),
        _spellings(facts.get("spelled", {})),
    )


def _spellings(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise TypeError("spelled is een tabel van hoe het er staat naar het woord")
    return {fold(str(written)): fold(str(word)) for written, word in value.items()}


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("een lijst woorden verwacht")
    return tuple(str(item) for item in value)
