"""The times at which one thing is to be seen: a line for each under its name, or all in one line.

Each is an activity of its own, so that "za 17 oktober 14:00 (gaat niet door)" is only that one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agenda.dutch import read_when
from agenda.moment import Moment
from ingest.page.clues import beside_time, has_clock, has_date
from ingest.page.dating import LONG
from ingest.page.labels import Labelled
from ingest.page.records import dated
from ingest.page.wording import without_marks

_MOST = 40
_SHORT_DAY = r"(?:ma|di|wo|do|vr|za|zo)(?:\w*dag)?\b\.?,?\s+\d"
_BETWEEN = re.compile(
    rf"(?i)\s*[|•·;]\s*|\s+/\s+|,\s+(?={_SHORT_DAY})|,?\s+en\s+(?:op\s+)?(?={_SHORT_DAY})"
)
_ASIDE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Showing:
    """One time, the line it stands in, and what is said beside it."""

    number: int
    when: str
    said: str
    is_struck: bool

    def on(self, parts: Sequence[Labelled], others: set[int]) -> list[Labelled]:
        """The lines of the whole as if this were its only time."""
        kept = []
        for number, part in enumerate(parts):
            if number == self.number:
                line = replace(part.line, text=self.when, struck="", strong="", links=())
                kept.append(replace(part, line=line, text=self.when))
            elif number not in others:
                kept.append(part)
        return kept


def showings(parts: Sequence[Labelled], near: date) -> list[Showing]:
    """The times in these lines, when there are several, each whole, and no other dates.

    A single line of times without remarks is left to `agenda.dutch`.
    """
    lines = [n for n, part in enumerate(parts) if dated(part.line)]
    if any(part.meaning == "end" for part in parts):
        return []
    found: list[Showing] = []
    for number in lines:
        pieces = list(_pieces(parts[number], number))
        if not pieces or len(parts[number].text) > 2 * LONG:
            return []
        found += pieces
    is_said = any(one.said or one.is_struck for one in found)
    if not 2 <= len(found) <= _MOST or (len(lines) < 2 and not is_said):
        return []
    starts = [_start(one.when, near) for one in found]
    return found if None not in starts and len(set(starts)) == len(starts) else []


def _pieces(part: Labelled, number: int) -> Iterator[Showing]:
    """The times of a line; none when anything in it is no time."""
    found = []
    for piece in filter(None, _BETWEEN.split(part.text.strip(" .,;|"))):
        when = without_marks(piece)
        aside = _ASIDE.search(when)
        when = when[: aside.start()] if aside and not has_clock(aside[1]) else when
        if not (has_date(when) and has_clock(when)) or beside_time(when):
            return
        is_struck = bool(part.line.struck) and when in part.line.struck
        found.append(Showing(number, when, piece.replace(when, " ").strip(" ()[]:,–—-"), is_struck))
    yield from found


def _start(text: str, near: date) -> Moment | None:
    found = read_when(text, anchor=near)
    return found[0].start if len(found) == 1 and not found[0].recurrence else None
