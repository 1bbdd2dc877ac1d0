"""What the text of a date is cut into."""

from dataclasses import dataclass
from typing import Any

WORD, SIGN, JUNK = "word", "sign", "junk"
NUMBER, ORDINAL, COUNT, YEAR = "number", "ordinal", "count", "year"
CLOCK, HOUR, DATE = "clock", "hour", "date"
PHONE = "phone"
BLANK_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded; `value` what a number, clock or date says; `start`, `end` in the text."""

    kind: str
    text: str
    start: int
    end: int
    value: Any = None
