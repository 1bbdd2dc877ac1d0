"""A course of so many lessons of which one date is known: the other dates are not."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from agenda.draft import Doubt, Draft
from agenda.dutch.words import NUMBER_OF
from base.text import fold

_TIMES = (
    r"(?:lessen|bijeenkomsten|avonden|ochtenden|middagen|sessies|workshops|lesdagen|cursusdagen|"
    r"(?:les|cursus)(?:avonden|ochtenden|middagen))"
)
_NUMBER = rf"(\d{{1,2}}|{'|'.join(word for word, number in NUMBER_OF.items() if number > 1)})"
_LESSONS = re.compile(
    rf"(?i)\baantal\s+(?:{_TIMES}|keer|weken)\s*[:=]?\s*{_NUMBER}\b"
    rf"|(?<![\d.,-])\b{_NUMBER}\s+(?:\w+e\s+)?{_TIMES}\b(?!\s+per\b)"
    rf"|\b(?:cursus|training|reeks|serie)\s+van\s+{_NUMBER}\s+(?:weken|keer)\b"
    rf"|\b{_NUMBER}-?\s?delige?\b"
)


def lessons_in(text: str) -> str | None:
    """The words that say of how many times it consists, when that is more than once.

    >>> lessons_in("Start 29 september, aantal lessen: 8"), lessons_in("8 lessen, € 80")
    ('aantal lessen: 8', '8 lessen')
    >>> lessons_in("1 les"), lessons_in("2 middagen per week")
    (None, None)
    """
    found = _LESSONS.search(text)
    if found is None:
        return None
    said = next(filter(None, found.groups()))
    number = int(said) if said.isdigit() else NUMBER_OF[said.casefold()]
    return found[0] if number > 1 else None


def doubted(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The same; who is alone with one date, and has more lessons than that, has a doubt."""
    drafts = tuple(drafts)
    known = Counter(fold(d.title) for d in drafts)
    return tuple(d if known[fold(d.title)] > 1 else _doubted(d) for d in drafts)


def _doubted(draft: Draft) -> Draft:
    said = lessons_in(f"{draft.title}\n{draft.description}")
    if said is None or draft.recurrence is not None:
        return draft
    reason = f"Er staat “{said}”, maar er is één datum bekend."
    return replace(draft, doubts=(*draft.doubts, Doubt(about="recurrence", reason=reason)))
