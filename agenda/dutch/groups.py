"""Phrases that belong together: the days, the rule and the times of one activity."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from agenda.dutch import words
from agenda.dutch.expressions import WEEKLY
from agenda.dutch.phrases import (
    Days,
    Except,
    Interval,
    Lead,
    Mark,
    Months,
    Parity,
    Part,
    Phrase,
    Role,
    Rule,
    Sense,
    Span,
    Tokens,
)
from agenda.dutch.tokens import BLANK_LINE, SIGN

_CLAUSE_ENDS = frozenset({".", ";", "|", "\n", "!", "?", ")", BLANK_LINE})
_STRONG_ENDS = frozenset({".", ";", "\n", "!", "?", BLANK_LINE})
_GLUE = words.of(
    """, ; en & + / op de - : ( ) | om van is zijn ook er tijd tijden tijdstip datum data wanneer
dan uur of ."""
) | {"\n", ""}
_TIGHT = words.of(""", en & + / op de . ook | of (""")
_ROLES = {Sense.DOORS: Role.DOORS, Sense.START: Role.START, Sense.END: Role.END}
_ENTRANCES = words.of("zaal deur deuren kerk foyer kassa gebouw zaaldeuren")
_NEAR = 40
_MOST_TIMES = 24
_TIME_JOINS = words.of(", en & + / ook")


def _without_asides(texts: list[str]) -> list[str]:
    """What stands outside brackets: "13.00-14.30 (groep 3-4) en 14.45-16.15"."""
    if "(" not in texts or ")" not in texts[texts.index("(") :]:
        return texts
    first = texts.index("(")
    return texts[:first] + texts[texts.index(")", first) + 1 :]


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


@dataclass(slots=True)
class Grouping:
    """Walks over the phrases once. `open_marks`: expressions that stand apart from any group."""

    tokens: Tokens
    groups: list[Group] = field(default_factory=list)
    current: Group = field(default_factory=Group)
    apart: list[Mark] = field(default_factory=list)
    deadlines: list[Days] = field(default_factory=list)
    before: Phrase | None = None
    context: Sense | None = None
    role: Mark | None = None
    is_cancelled_next: bool = False

    def run(self, phrases: Iterable[Phrase]) -> list[Group]:
        for phrase in phrases:
            self.step(phrase)
        self._close()
        return self.groups

    def step(self, phrase: Phrase) -> None:
        self._leave_context(phrase)
        self._add(phrase)
        self.before = phrase

    # Borders

    def _between(self, phrase: Phrase) -> list[str]:
        start = self.before.last if self.before else 0
        return self.tokens.texts[start : phrase.first]

    def _gap(self, phrase: Phrase) -> int:
        return phrase.first - self.before.last if self.before else phrase.first

    def _is_tight(self, phrase: Phrase) -> bool:
        """Only joining words and signs between this phrase and the one before."""
        between = self._between(phrase)
        return len(between) <= 3 and all(text in _TIGHT for text in between)

    def _is_near(self, phrase: Phrase) -> bool:
        between = self._between(phrase)
        return len(between) <= 6 and all(text in _GLUE for text in between)

    def _leave_context(self, phrase: Phrase) -> None:
        start = self.before.last if self.before else phrase.first
        if self.context is None and not self.is_cancelled_next:
            return
        between = self.tokens.all[start : phrase.first]
        ends = any(
            (t.text in _STRONG_ENDS and t.kind == SIGN) or t.text in {"|", ")"} for t in between
        )
        is_phone = isinstance(self.before, Mark) and self.before.number == 1
        if isinstance(phrase, Rule) and not phrase.is_each and len(between) <= 2:
            is_phone = False  # "tel. 0570-…, ma-vr 9-12 uur": when it is answered
        if ends or (is_phone and any(t.text != "(" for t in between)):
            self.context = None

    def _close(self) -> None:
        self._doubt_time_left()
        if self.current.is_dated or self.current.previous or self.current.spans:
            self.groups.append(self.current)
        self.current = Group()

    def _doubt_time_left(self) -> None:
        """Times stood before their days ("10-12 uur ma"), and now one is left over."""
        is_left = bool(self.current.spans) and not self.current.is_dated
        earlier = self.groups[-1] if self.groups else None
        if not is_left or earlier is None or not (earlier.spans and earlier.is_dated):
            return
        if earlier.spans[0].first < self._first_day(earlier):
            earlier.doubts.append(("start", "Welke tijd hoort bij welke dag?"))

    # Phrases

    def _add(self, phrase: Phrase) -> None:
        if isinstance(phrase, Mark):
            self._mark(phrase)
            return
        if self.context is Sense.REGISTER and self._registers(phrase):
            return
        if self.context is Sense.PUBLISHED and isinstance(phrase, (Days, Span, Rule, Months)):
            return
        if isinstance(phrase, Days):
            self._days(phrase)
        elif isinstance(phrase, Rule):
            self._rule(phrase)
        elif isinstance(phrase, Span):
            self._span(phrase)
        else:
            self._modifier(phrase)
        self.role = None

    def _registers(self, phrase: Phrase) -> bool:
        """In a sentence about signing up: its dates are deadlines, openings, office hours."""
        if isinstance(phrase, Span):
            previous = self.before
            if (
                isinstance(previous, Days)
                and previous is self.current.deadline
                and self._is_near(phrase)
            ):
                self.current.deadline_time = phrase
            return True
        if isinstance(phrase, Rule):
            return True
        if not isinstance(phrase, Days):
            return False
        if phrase.lead in {Lead.BEFORE, Lead.UNTIL, Lead.DEADLINE, Lead.FOR}:
            self.current.deadline = self.current.deadline or phrase
            self.deadlines.append(phrase)
            return True
        if phrase.lead is Lead.FROM or self._is_start():
            return True
        self.context = None
        self._days(phrase)
        if "aan" not in self._between(phrase):
            self.current.doubts.append(("start", "Deze datum kan ook bij het aanmelden horen."))
        return True

    def _is_start(self) -> bool:
        return self.role is not None and self.role.sense is Sense.START

    def _days(self, phrase: Days) -> None:
        match phrase.lead:
            case Lead.PAST:
                return
            case Lead.DEADLINE:
                self.current.deadline = phrase
                self.deadlines.append(phrase)
                return
            case Lead.PREVIOUS:
                self.current.previous = phrase
                if self.apart and self.apart[-1] is self.before:
                    self.current.is_moved = self.apart.pop().sense is Sense.MOVED
                self.current.covers(phrase)
                return
            case Lead.FOR if self.current.is_dated:
                self.current.deadline = self.current.deadline or phrase
                return
            case Lead.FROM | Lead.UNTIL | Lead.BEFORE:
                self._border(phrase)
                return
            case Lead.MOVED:
                self._moved(phrase)
                return
        if self._is_start() and self.current.rules:
            self._border(replace(phrase, lead=Lead.FROM))
            return
        is_period = "-" in phrase.joins and len(phrase.days) == 2
        if is_period and self.current.rules and self._is_near(phrase):
            self.current.days.append(phrase)
            self.current.covers(phrase)
            return
        if self._is_closed_for(phrase):
            is_end = self._between(phrase) in (["-"], ["-", "op"])
            self._close()
            if is_end:
                text = "Is dit het einde van wat ervoor staat, of een andere keer?"
                self.current.doubts.append(("end", text))
                self.groups[-1].doubts.append(("end", text))
        if phrase.lead is Lead.FOR:
            self.current.doubts.append(("start", "Is “vóór” een uiterste datum of de dag zelf?"))
        self._place(phrase)

    def _place(self, phrase: Days) -> None:
        group = self.current
        if self.is_cancelled_next:
            group.is_cancelled, self.is_cancelled_next = True, False
        if self._is_start() and not self._is_label():
            group.since = phrase
        group.days.append(phrase)
        group.covers(phrase)

    def _is_label(self) -> bool:
        return self.before is not None and self.tokens.text(self.before.last) == ":"

    def _is_closed_for(self, phrase: Days) -> bool:
        group = self.current
        if not group.is_dated:
            return bool(group.spans) and not self._is_near(phrase)
        if group.spans:
            return True
        if group.rules:
            return False
        return not (self._is_tight(phrase) and isinstance(self.before, Days))

    def _border(self, phrase: Days | Months) -> None:
        """`vanaf`, `t/m`: where the rule begins or ends."""
        group = self.current
        if phrase.lead is Lead.FROM:
            if group.spans and not group.rules:
                self._close()
                group = self.current
            group.since = phrase
            if isinstance(phrase, Days) and len(phrase.days) > 1:
                group.days.append(phrase)
        else:
            group.until = phrase
        group.covers(phrase)

    def _moved(self, phrase: Days) -> None:
        group = self.current
        if group.days and not group.rules:
            group.previous = group.days[-1]
            group.days, group.spans, group.tight_spans = [], [], []
        elif group.is_dated:
            self._close()
            group = self.current
        if group.is_cancelled or any(e.last > group.first for e in group.exceptions):
            group.doubts.append(("status", "Er staat dat het vervalt, en ook een nieuwe datum."))
        group.is_moved, group.is_cancelled = True, False
        if self.apart and self.apart[-1].sense in {Sense.MOVED, Sense.POSTPONED}:
            self.apart.pop()
        group.days.append(phrase)
        group.covers(phrase)

    def _rule(self, phrase: Rule) -> None:
        group = self.current
        if self._is_weekday_of_date(phrase):
            group.weekday = phrase.pairs[0][1]
            return
        if "ook" in self._between(phrase) and any(rule.is_daily for rule in group.rules):
            return  # "dagelijks (ook in het weekend)"
        if "of" in self._between(phrase) and self._is_near(phrase):
            group.doubts.append(("start", "Er staat “of”: het is niet duidelijk welke dag."))
        is_closed = group.is_dated and bool(group.spans)
        if group.rules and not group.spans:
            is_closed = not self._is_tight(phrase)
        elif not group.is_dated and group.spans:
            is_closed = not self._is_near(phrase)
        if is_closed:
            self._close()
        if self.is_cancelled_next:
            self.current.is_cancelled, self.is_cancelled_next = True, False
        self.current.rules.append(phrase)
        self.current.covers(phrase)

    def _is_weekday_of_date(self, phrase: Rule) -> bool:
        """`14 maart (zaterdag)`."""
        group = self.current
        is_single = len(phrase.pairs) == 1 and not phrase.is_each and phrase.pairs[0][0] == 0
        last = self.before
        is_beside = isinstance(last, Days) and "-" not in last.joins and self._gap(phrase) <= 1
        return bool(group.days) and not group.spans and is_single and is_beside

    def _span(self, phrase: Span) -> None:
        group = self.current
        if phrase.is_weak and not self._is_beside_day(phrase):
            return
        phrase = self._with_role(phrase)
        if isinstance(self.before, Days) and self.before is group.until and group.days:
            group.closing = phrase
            group.covers(phrase)
            return
        if group.is_dated and self._gap(phrase) > _NEAR:
            return
        # "10-12 uur ma, 14-16 uur do": the times came first, so this one begins the next.
        if (
            group.spans
            and group.is_dated
            and isinstance(self.before, (Days, Rule))
            and (group.spans[0].first < self._first_day(group))
        ):
            self._close()
            group = self.current
        if len(group.spans) >= _MOST_TIMES:
            return
        follows_span = isinstance(self.before, Span) and self._is_tight_span(phrase)
        if len(group.days) == 1 and len(group.days[0].days) > 1 and self._is_respective():
            group.doubts.append(("start", "Er staat welke tijd bij welke dag hoort."))
        group.spans.append(phrase)
        group.tight_spans.append(follows_span)
        group.covers(phrase)

    def _first_day(self, group: Group) -> int:
        return min(p.first for p in (*group.days, *group.rules))

    def _is_respective(self) -> bool:
        """`10 en 11 maart resp. 10.00 en 14.00 uur`."""
        last = self.before.last if self.before else 0
        return any(t.startswith("resp") for t in self.tokens.texts[max(0, last - 3) : last + 3])

    def _is_tight_span(self, phrase: Span) -> bool:
        between = _without_asides(self._between(phrase))
        if "/" in between and not (
            self.current.spans and self.current.spans[-1].end and phrase.end
        ):
            return False  # "13.30/15.30 uur" can be a start and an end
        return bool(between) and all(t in _TIME_JOINS for t in between)

    def _is_beside_day(self, phrase: Span) -> bool:
        is_day = isinstance(self.before, (Days, Rule, Parity, Part, Span))
        return is_day and self._gap(phrase) <= 2

    def _with_role(self, phrase: Span) -> Span:
        """The role that a word directly before or after gives; before wins."""
        before = self.role
        if before is not None and self._is_role_near(before.last, phrase.first):
            self.current.is_entrance |= self.tokens.text(before.first) in _ENTRANCES
            return replace(phrase, role=_ROLES[before.sense])
        # "de zaal gaat om 19.30 uur open"
        is_open = self.tokens.text(phrase.last) == "open"
        if is_open and _ENTRANCES & set(self.tokens.texts[max(0, phrase.first - 4) : phrase.first]):
            return replace(phrase, role=Role.DOORS)
        return phrase

    def _is_role_near(self, last: int, first: int) -> bool:
        between = self.tokens.texts[last:first]
        return len(between) <= 3 and not any(t in _CLAUSE_ENDS - {"."} for t in between)

    def _modifier(self, phrase: Phrase) -> None:
        group = self.current
        if isinstance(phrase, Part):
            group.daypart = phrase.daypart
        elif isinstance(phrase, Parity):
            if group.parity and group.is_dated:
                self._close()
                group = self.current
            group.parity = phrase
        elif isinstance(phrase, Interval):
            if group.is_dated and group.spans and group.interval:
                self._close()
                group = self.current
            group.interval = phrase
        elif isinstance(phrase, Except):
            group.exceptions.append(phrase)
        elif isinstance(phrase, Months):
            if phrase.lead is not None:
                self._border(phrase)
                return
            group.months.append(phrase)
        group.covers(phrase)

    def _mark(self, phrase: Mark) -> None:
        group = self.current
        match phrase.sense:
            case Sense.REGISTER | Sense.PUBLISHED:
                self.context = phrase.sense
            case Sense.DOORS | Sense.START | Sense.END:
                self._role_mark(phrase)
            case Sense.CANCELLED:
                self._cancelled(phrase)
            case Sense.NOT:
                self._not_on(phrase)
            case Sense.MOVED | Sense.POSTPONED:
                self.apart.append(phrase)
            case Sense.FULL:
                target = group if group.is_dated or not self.groups else self.groups[-1]
                target.is_full = True
            case Sense.COUNT:
                if group.is_dated and group.spans and not self._is_same_clause(phrase):
                    self._close()
                self.current.count = phrase.number
            case Sense.VAGUE if self._says_weekly(phrase):
                if not group.rules:  # "vanaf zaterdag 7 maart elke week"
                    group.interval = Interval(first=phrase.first, last=phrase.last, weeks=1)
            case _:
                self.apart.append(phrase)

    def _says_weekly(self, phrase: Mark) -> bool:
        text = " ".join(self.tokens.texts[phrase.first : phrase.last])
        group = self.current
        is_range = bool(group.days) and group.days[-1].joins == ("-",)
        is_range = is_range and group.days[-1].days[0].weekday is not None
        is_about_days = bool(group.rules) or isinstance(group.since, Days) or is_range
        return text in WEEKLY and phrase.number in (0, 1) and is_about_days

    def _role_mark(self, phrase: Mark) -> None:
        """A word like "inloop": for the time after it, or for the one directly before it."""
        group = self.current
        last = self.before
        is_bracketed = self._between(phrase) == ["("] and self.tokens.text(phrase.last) == ")"
        is_beside = self._gap(phrase) == 0 or is_bracketed  # "19.30 (inloop)"
        is_behind = isinstance(last, Span) and group.spans and is_beside
        if is_behind and group.spans[-1].role is None and not self._time_follows(phrase):
            group.spans[-1] = replace(group.spans[-1], role=_ROLES[phrase.sense])
            self.role = None
            return
        self.role = phrase

    def _time_follows(self, phrase: Mark) -> bool:
        """A time stands directly after the word, so that the word is about that one."""
        i = self.tokens.skip(phrase.last, frozenset({"vanaf", "om", ":", "van", "is", "circa"}), 3)
        return self.tokens.kind(i) in {"clock", "hour"} or self.tokens.text(i) == "half"

    def _is_same_clause(self, phrase: Phrase) -> bool:
        return not any(t in _CLAUSE_ENDS for t in self._between(phrase))

    def _cancelled(self, phrase: Mark) -> None:
        group = self.current
        last = self.before
        if isinstance(last, Days) and last in group.days and group.rules:
            group.days.remove(last)
            group.exceptions.append(Except(first=last.first, last=phrase.last, items=(last,)))
        elif group.is_dated:
            earlier = self._earlier_group_with(group)
            if earlier is not None and not group.spans:
                self.current = self.groups.pop()
                for days in group.days:
                    item = Except(first=days.first, last=phrase.last, items=(days,))
                    earlier.exceptions.append(item)
                return
            group.is_cancelled = True
        elif self.groups and self._gap(phrase) <= 3 and self.before is not None and not group.spans:
            self.groups[-1].is_cancelled = True
        else:
            self.is_cancelled_next = True

    def _not_on(self, phrase: Mark) -> None:
        """`op 6 mei is er geen inloop`: a day the rule leaves out; without a rule a question."""
        self._cancelled(phrase)
        if self.current.is_cancelled:
            self.current.doubts.append(("status", "Er staat “geen” of “niet” bij deze datum."))

    def _earlier_group_with(self, group: Group) -> Group | None:
        """`elke dinsdag 10-12 uur, 31 maart vervalt`: the rule that the cancelled day is of."""
        if group.rules or not self.groups:
            return None
        last = self.groups[-1]
        return last if last.rules else None
