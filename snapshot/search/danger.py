"""Danger comes first: recognised on its own, apart from search and synonyms.

The words, the numbers, their owner and the date of checking are in the municipality's
`danger.toml`. Whoever writes "ik wil dood", with mistakes or in another language, sees 113
above everything. What was asked in danger is kept nowhere (see `counting`).
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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
ONE_MISTAKE, TWO_MISTAKES = 7, 10
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
    """What is shown above everything: a title, one text, the numbers in order."""

    id: str
    title: str
    text: str
    contacts: tuple[Contact, ...]
    owner: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Sign:
    """What a danger is recognised by. `words`, `patterns`, `never`: as in the file."""

    block: Block
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    never: tuple[str, ...]


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
        self._signs = tuple(
            (
                sign.block,
                tuple(_Word.of(word) for word in sign.words),
                tuple(_Pattern.of(pattern) for pattern in sign.patterns),
                tuple(tuple(words(never)) for never in sign.never),
            )
            for sign in signs
        )

    def detect(self, text: str) -> tuple[Block, ...]:
        """The blocks to show for what someone typed, most urgent first; usually none."""
        asked = words(text[:MAX_CHARACTERS])
        return tuple(
            block
            for block, single, patterns, never in self._signs
            if _speaks(_without(asked, never), single, patterns)
        )


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
        if length < ONE_MISTAKE or (abs(len(word) - length) > 2 and not self.is_start):
            return False
        if self.is_start:
            word = word[: length + 1] if len(word) > length + 1 else word
        allowed = 2 if length >= TWO_MISTAKES else 1
        return OSA.distance(word, self.text, score_cutoff=allowed) <= allowed


@dataclass(frozen=True, slots=True)
class _Pattern:
    steps: tuple[tuple[_Word, ...], ...]
    is_whole: bool

    @classmethod
    def of(cls, text: str) -> "_Pattern":
        steps = tuple(
            tuple(_Word.of(choice) for choice in step.split("|"))
            for step in text.removeprefix(WHOLE).replace("'", "").split()
        )
        return cls(steps, text.startswith(WHOLE))

    def fits(self, asked: Sequence[str]) -> bool:
        if self.is_whole:
            return len(asked) == len(self.steps) and self._from(asked, 0)
        return any(self._from(asked, start) for start in range(len(asked)))

    def _from(self, asked: Sequence[str], start: int) -> bool:
        if not any(choice.fits(asked[start]) for choice in self.steps[0]):
            return False
        place = start + 1
        for step in self.steps[1:]:
            found = _next(asked, place, step)
            if found is None:
                return False
            place = found + 1
        return True


def _next(asked: Sequence[str], start: int, step: Sequence[_Word]) -> int | None:
    for place in range(start, min(start + MAX_GAP + 1, len(asked))):
        if any(choice.fits(asked[place]) for choice in step):
            return place
        if asked[place] not in FILLERS:
            return None
    return None


def _speaks(asked: Sequence[str], single: Sequence[_Word], patterns: Sequence[_Pattern]) -> bool:
    if any(word.fits(one) for one in set(asked) for word in single):
        return True
    return any(pattern.fits(asked) for pattern in patterns)


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
    checked_on = facts["checked_on"]
    if not isinstance(contacts, list) or not isinstance(checked_on, date):
        raise TypeError("contacts is een lijst, checked_on een datum")
    block = Block(
        id=str(entry["id"]),
        title=str(entry["title"]),
        text=str(entry["text"]),
        contacts=tuple(Contact(**contact) for contact in contacts),
        owner=str(facts["owner"]),
        checked_on=checked_on,
    )
    return Sign(block, _texts(entry["words"]), _texts(entry["patterns"]), _texts(entry["never"]))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("een lijst woorden verwacht")
    return tuple(str(item) for item in value)
