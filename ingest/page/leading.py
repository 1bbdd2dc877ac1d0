"""What stands before the name in a line: what is said of its status, then a time."""

import re
from dataclasses import dataclass

from ingest.page.clues import beside_time, time_led
from ingest.page.wording import is_mark

_WORDS = re.compile(r"(?i)\W*(?:let\s+op\W+)?(?:(?:gaat|gaan)\s+niet\s+door|\w+)\b[\s:!.*)\]–—-]*")


@dataclass(frozen=True, slots=True)
class Led:
    """A line taken apart: "VERVALT 14.00 uur Koor" is the mark, the clock and the name."""

    mark: str
    clock: str
    rest: str

    @property
    def name(self) -> str:
        """What is left without the time; the mark stays before it."""
        return f"{self.mark}: {self.rest}" if self.mark else self.rest


def led(text: str) -> Led | None:
    """The line taken apart, when a time stands at its beginning and a name behind it.

    >>> led("VERVALT 14.00 uur Koor").name, led("9.30 uur: Koffie").name
    ('VERVALT: Koor', 'Koffie')
    """
    found = _WORDS.match(text)
    mark = found[0] if found and is_mark(found[0]) else ""
    behind = text[len(mark) :]
    clock = time_led(behind)
    if not clock:
        return None
    rest = behind[len(clock) :].strip(" ,.:;|·•–—-@")
    if len(beside_time(rest)) <= 2:
        return None
    return Led(mark.strip(" :!.*()[]–—-"), clock, rest)
