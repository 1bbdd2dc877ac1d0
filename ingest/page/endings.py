"""An end that a page says once, below its list: "De Fotoclub duurt steeds tot 21.45 uur"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from agenda.dutch import Reading, read_times
from base.text import fold, one_line
from ingest.page.clues import has_date, sentences

_CLOCK = r"[012]?\d(?:[.:]\d{2})?"
_ALWAYS = r"(?:steeds|altijd|telkens|elke\s+keer|iedere\s+keer)"
_SAYS = re.compile(
    rf"(?i)^\W*(?:de|het|elke|iedere|onze|ons)?\s*\b(?P<name>[^.:;]{{3,60}}?)"
    rf"(?:\s+(?:duur[t]|duren|loopt|lopen|is|zijn|eindig(?:t|en))(?:\s+{_ALWAYS})?|\s*:?\s+{_ALWAYS}|\s*:)"
    rf"\s+(?:van\s+(?P<start>{_CLOCK})(?:\s*uur)?\s+)?(?:tot|om)\s+(?P<end>{_CLOCK})(?:\s*(?:uur|u))?"
    rf"\W*$"
)
_ALL = re.compile(
    r"(?i)alle(?:s|\s+(?:activiteiten|bijeenkomsten|lessen|avonden|middagen|ochtenden))"
)
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Ending:
    """Until when what has this name lasts; an empty name: all. `start`: for what begins then."""

    name: str
    end: time
    start: time | None = None


def endings(lines: Iterable[str]) -> tuple[Ending, ...]:
    """What these lines say of the end of activities by name.

    >>> [(one.name, one.end.hour) for one in endings(["De Fotoclub duurt tot 21.45 uur."])]
    [('fotoclub', 21)]
    """
    return tuple(one for line in lines for said in sentences(line) if (one := _ending(said)))


def _ending(said: str) -> Ending | None:
    found = _SAYS.match(one_line(said))
    if found is None or has_date(said) or (" om " in said and not found["start"]):
        return None
    end = _clock(found["end"])
    name = "" if _ALL.fullmatch(found["name"]) else fold(found["name"])
    start = _clock(found["start"]) if found["start"] else None
    return Ending(name, end, start) if end else None


def _clock(text: str) -> time | None:
    found = read_times(f"{text} uur")
    return found.start if found else None


def ended(reading: Reading, title: str, said: Iterable[Ending]) -> Reading:
    """The reading with the end that was said of what is called so; what has an end keeps it."""
    start = reading.start
    if start is None or start.clock is None or reading.end is not None:
        return reading
    for one in said:
        is_meant = one.name in ("", fold(title)) and one.start in (None, start.clock)
        if is_meant and start.clock < one.end and one.end.hour - start.clock.hour <= _LONGEST:
            return replace(reading, end=replace(start, clock=one.end))
    return reading
