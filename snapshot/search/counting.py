"""What may be learnt from what people asked, without anyone's data. Pure.

A search is noted as `strike` leaves it, never one that showed a danger block. Its words are
kept only after the same was asked on five separate days (`providers.asked`); before that it is a
number under a keyed hash. Who asked is never known here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from base.text import one_line
from snapshot.search.danger import Block
from snapshot.search.words import words

DAYS_BEFORE_WORDS = 5
MAX_LENGTH = 80
STRUCK = "…"
_MAIL = re.compile(r"\S+\s?(?:@|\(at\)|\[at\])\s?\S+", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[a-z]{2}\b", re.IGNORECASE)
# "Dorpsstraat 12a", "Brink": a street with its number is an address, without it a place.
_ADDRESS = re.compile(
    r"\b[\w'-]*(?:straat|weg|laan|plein|hof|pad|dreef|kade|dijk|singel|gracht|steeg|park|markt"
    r"|brink|kerkhof|akker|kamp|erf|enk)\b\.?\s*\d+\s*-?\s*[a-z]{0,3}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:mijn naam is|ik heet|ik ben de heer|ik ben mevrouw|mevrouw|meneer|mevr\.?|dhr\.?|mw\.?)"
    r"(?:\s+(?:van|de|der|den|ten|ter|'t))*\s+[^\W\d_]+(?:\s+(?-i:[A-Z])[^\W\d_]+)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+(]?\d[\d\s().,/:-]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as it may be noted: struck words, the day, found or not, what was used."""

    text: str
    day: date
    is_found: bool
    used_id: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A search as the desk sees it, over at least five days."""

    text: str
    days: int
    times: int
    found_times: int


def strike(text: str) -> str:
    """What someone typed without numbers, addresses, mail, links and given names.

    Lower case, one line, at most 80 characters; empty when nothing is left.
    """
    kept = " ".join(words(strike_private(one_line(text[:500]))))
    return kept[:MAX_LENGTH].rsplit(" ", 1)[0] if len(kept) > MAX_LENGTH else kept


def strike_private(text: str) -> str:
    """`text` with "…" for every number, address, mail, link and given name."""
    for form in (_MAIL, _WEB, _POSTCODE, _ADDRESS, _NAMED, _NUMBER):
        text = form.sub(f" {STRUCK} ", text)
    return " ".join(text.split())


def to_note(
    query: str, danger: Sequence[Block], *, day: date, is_found: bool, used_id: str = ""
) -> Asked | None:
    """What may be written down of a search; None in danger or when no words are left."""
    text = "" if danger else strike(query)
    return Asked(text, day, is_found, used_id) if text else None


def speaking(asked: Iterable[Asked]) -> tuple[Tally, ...]:
    """The searches of which the words may be shown: asked on five separate days or more.

    The most asked first, then by text.
    """
    grouped: defaultdict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        grouped[one.text].append(one)
    tallies = (
        Tally(text, len({a.day for a in found}), len(found), sum(a.is_found for a in found))
        for text, found in grouped.items()
    )
    shown = (t for t in tallies if t.days >= DAYS_BEFORE_WORDS)
    return tuple(sorted(shown, key=lambda t: (-t.times, t.text)))
