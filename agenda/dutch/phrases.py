"""What the recognisers find: phrases, each with the tokens it was read from (`first`, `last`)."""

from dataclasses import dataclass
from enum import StrEnum

from agenda.dutch.token import SIGN, WORD, Token
from agenda.status import Exclusion, WeekParity


class Tokens:
    """Tokens with borders: asking beyond them gives the empty text.

    `no_day_before`: a list of numbers that led to no month ended there, so that it is not
    tried again from each of its numbers.
    """

    __slots__ = ("all", "no_day_before", "texts")

    def __init__(self, tokens: list[Token]) -> None:
        self.all = tokens
        self.no_day_before = 0
        self.texts = [t.text for t in tokens]

    def __len__(self) -> int:
        return len(self.all)

    def text(self, i: int) -> str:
        return self.texts[i] if 0 <= i < len(self.texts) else ""

    def kind(self, i: int) -> str:
        return self.all[i].kind if 0 <= i < len(self.all) else ""

    def are(self, i: int, *expected: str) -> bool:
        return self.texts[i : i + len(expected)] == list(expected)

    def skip(self, i: int, texts: frozenset[str], at_most: int = 3) -> int:
        """The first place from `i` on that holds none of `texts`, at most so many further."""
        for _ in range(at_most):
            if self.text(i) not in texts:
                break
            i += 1
        return i

    def is_word(self, i: int) -> bool:
        return self.kind(i) == WORD

    def is_border(self, i: int) -> bool:
        """End of the text, or a sign there."""
        return i >= len(self.all) or self.all[i].kind == SIGN


class Lead(StrEnum):
    """What the words before a day say of it."""

    FROM = "from"
    UNTIL = "until"  # up to and including
    BEFORE = "before"  # up to, perhaps not including
    DEADLINE = "deadline"
    FOR = "for"  # "voor zaterdag": a deadline, or just a day
    PREVIOUS = "previous"
    MOVED = "moved"
    NOT = "not"
    PAST = "past"


class Role(StrEnum):
    DOORS = "doors"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    first: int
    last: int  # exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`is_digital`: written as a clock shows it, so 8.00 is the morning; else both halves.

    `is_padded`: with a leading zero, so that even 02.00 means what it says.
    """

    hour: int
    minute: int = 0
    is_digital: bool = False
    is_padded: bool = False
    daypart: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Phrase):
    """Clock times. `is_weak`: only numbers ("10-12"), which may be something else."""

    start: Clock | None
    end: Clock | None = None
    role: Role | None = None
    is_weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day as written. `month` and `year` None: not stated (yet).

    `ahead`: days from the anchor ("morgen" 1). `feast`: a named day. `coming`: the next one
    of that weekday, `weeks` weeks on. `ordinal`: "eerste dinsdag van maart".
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    daypart: str | None = None
    ahead: int | None = None
    feast: str | None = None
    is_coming: bool = False
    weeks: int = 0
    ordinal: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Phrase):
    """Days in the order written. `joins[i]` is between `days[i]` and the next: "," or "-".

    `is_open`: joined with a bare "tot", of which the last day may not be part.
    `is_all_weekdays`: the weekday named first counts for every day of the list.
    """

    days: tuple[Day, ...]
    joins: tuple[str, ...] = ()
    lead: Lead | None = None
    is_open: bool = False
    is_all_weekdays: bool = False

    @property
    def is_period(self) -> bool:
        return "-" in self.joins and len(self.days) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Phrase):
    """Weekdays that repeat. `pairs`: (which of the month or 0 for weekly, weekday).

    `is_daily`: every day. `month_days`: "elke 15e van de maand". `is_each`: the words say
    that it repeats; a bare weekday with a time is a rule too, but a single day may be meant.
    """

    pairs: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    is_daily: bool = False
    is_workdays: bool = False
    is_each: bool = False
    daypart: str | None = None
    months: tuple[int, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Months(Phrase):
    """Months without a day. `years`: of the first and last, where stated."""

    months: tuple[int, ...]
    years: tuple[int | None, int | None] = (None, None)
    lead: Lead | None = None
    is_range: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity(Phrase):
    parity: WeekParity


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Phrase):
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Except(Phrase):
    """What the rule leaves out."""

    items: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Phrase):
    """A part of the day that stands alone: "'s avonds", "in de middag"."""

    daypart: str


class Sense(StrEnum):
    """What a fixed expression means for the dates around it."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    POSTPONED = "postponed"
    FULL = "full"
    REGISTER = "register"
    PUBLISHED = "published"
    DOORS = "doors"
    START = "start"
    END = "end"
    SCHOOL = "school"
    SOME_HOLIDAY = "some_holiday"
    FEASTS = "feasts"
    STOP = "stop"
    NOT = "not"
    VAGUE = "vague"  # a frequency without days
    OPEN = "open"  # "in overleg", "data volgen"
    TENTATIVE = "tentative"
    WEEK = "week"  # "week 12"
    COUNT = "count"  # "4 bijeenkomsten"
    ALSO = "also"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Phrase):
    sense: Sense
    number: int = 0
    holiday: Exclusion | None = None
