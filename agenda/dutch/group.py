"""What is said of one activity: its days, its rule and its times."""

from dataclasses import dataclass, field

from agenda.dutch.phrases import Days, Except, Interval, Months, Parity, Phrase, Rule, Span


@dataclass(slots=True, eq=False)
class Group:
    """What is said of one activity. Built phrase by phrase; read by `interpret`.

    `tight_spans[i]`: span i followed the one before it directly ("en van 13.00 tot 15.00").
    """

    days: list[Days] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    tight_spans: list[bool] = field(default_factory=list)
    closing: Span | None = None
    daypart: str | None = None
    parity: Parity | None = None
    interval: Interval | None = None
    exceptions: list[Except] = field(default_factory=list)
    months: list[Months] = field(default_factory=list)
    since: Days | Months | None = None
    until: Days | Months | None = None
    previous: Days | None = None
    deadline: Days | None = None
    deadline_time: Span | None = None
    is_cancelled: bool = False
    is_moved: bool = False
    is_full: bool = False
    is_entrance: bool = False  # the doors were named, not just an "inloop"
    count: int | None = None
    weekday: int | None = None
    doubts: list[tuple[str, str]] = field(default_factory=list)
    first: int = -1
    last: int = -1

    @property
    def is_dated(self) -> bool:
        return bool(self.days or self.rules)

    def covers(self, phrase: Phrase) -> None:
        self.first = phrase.first if self.first < 0 else min(self.first, phrase.first)
        self.last = max(self.last, phrase.last)

    @property
    def is_bordered(self) -> bool:
        """A whole rule that has its period already."""
        has_period = self.months or self.since or any(d.is_period for d in self.days)
        return bool(self.rules and self.spans and has_period)

    @property
    def first_day(self) -> int:
        """Where the first day or rule stands."""
        return min(p.first for p in (*self.days, *self.rules))
