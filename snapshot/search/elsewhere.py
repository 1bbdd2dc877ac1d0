"""What people ask here and arrange somewhere else: "dat regel je bij …".

Read from the municipality's `elsewhere.toml`, kept by an owner like the danger block.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from base.errors import ConfigError
from snapshot.search.question import Question
from snapshot.search.synonyms import NO, Phrases, Synonym
from snapshot.search.words import NEGATION, STOP, stem

FILE_NAME = "elsewhere.toml"
# From this part of the words on, a query is about what is arranged elsewhere.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where to go instead: one Dutch sentence, with an address or number where there is one."""

    id: str
    text: str
    where: str
    url: str = ""
    phone: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """An elsewhere that fits a query; `coverage` is how much of the query it answers (0-1)."""

    elsewhere: Elsewhere
    coverage: float


def read(folder: Path) -> tuple[Elsewhere, ...]:
    """The list of a municipality; none when there is no file. Raises ConfigError."""
    path = folder / FILE_NAME
    if not path.is_file():
        return ()
    try:
        facts = tomllib.loads(path.read_text("utf-8"))
        return tuple(
            Elsewhere(**{**entry, "phrases": tuple(entry["phrases"])})
            for entry in facts["elsewhere"]
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: {error}") from error


class Signposts:
    """The list, ready to be held against queries. Share it."""

    def __init__(self, entries: Iterable[Elsewhere]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._phrases = Phrases(
            Synonym(entry.id, phrase)
            for entry in self._entries.values()
            for phrase in entry.phrases
        )

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every phrase, so that its words count as known."""
        return tuple(p for entry in self._entries.values() for p in entry.phrases)

    def find(self, question: Question) -> Referral | None:
        """The best fitting entry that answers most of the question; None when none does."""
        found: dict[str, list[tuple[int, float]]] = {}
        for term in question.terms:
            found.setdefault(term.stem, []).append((term.position, term.sureness))
        for position, word in enumerate(question.words):
            if word in NEGATION:
                found.setdefault(NO, []).append((position, 1.0))
            elif word in STOP:
                found.setdefault(stem(word), []).append((position, 1.0))
        asked = sum(question.weights.values()) or 1.0
        best: Referral | None = None
        for match in self._phrases.matches(found):
            said = sum(question.weights.get(p, 0.0) for p in match.positions)
            coverage = match.weight * said / asked
            if coverage >= MOST and (best is None or coverage > best.coverage):
                best = Referral(self._entries[match.target], coverage)
        return best
