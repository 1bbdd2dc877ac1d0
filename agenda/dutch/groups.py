"""Phrases that belong together: the days, the rule and the times of one activity."""

from collections.abc import Iterable
from dataclasses import replace

from agenda.dutch.group import Group
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
    Rule,
    Sense,
    Span,
)
from agenda.dutch.placing_marks import PlacingMarks


class Grouping(PlacingMarks):
    """Walks over the phrases once."""

    __slots__ = ()

    def run(self, phrases: Iterable[Phrase]) -> list[Group]:
        for phrase in phrases:
            self.step(phrase)
        self._close()
        return self.groups

    def step(self, phrase: Phrase) -> None:
        self._leave_context(phrase)
        self._add(phrase)
        self.before = phrase

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
        is_period = phrase.is_period
        if is_period and self.current.is_bordered:
            self._close()  # "1 april t/m 31 oktober: di 10-17 uur. 1 november t/m …"
        if is_period and self.current.rules and self._is_near(phrase):
            self.current.days.append(phrase)
            self.current.covers(phrase)
            return
        if self._is_closed_for(phrase):
            self._close_for(phrase)
        if phrase.lead is Lead.FOR:
            self.current.doubts.append(("start", "Is “vóór” een uiterste datum of de dag zelf?"))
        self._place(phrase)

    def _close_for(self, phrase: Days) -> None:
        """Begin a group for other days, with what is unclear between the two."""
        between, is_near = self._between(phrase), self._is_near(phrase)
        self._close()
        unclear = None
        if between in (["-"], ["-", "op"]):
            unclear = ("end", "Is dit het einde van wat ervoor staat, of een andere keer?")
        elif "of" in between and is_near:
            unclear = ("start", "Er staat “of”: is het één van beide, of kunt u kiezen?")
        if unclear is not None:
            self.current.doubts.append(unclear)
            self.groups[-1].doubts.append(unclear)

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
            if group.is_bordered:
                self._close()
                group = self.current
            group.months.append(phrase)
        group.covers(phrase)
