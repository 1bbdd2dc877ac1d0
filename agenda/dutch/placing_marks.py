"""What a fixed expression does to the group it stands in or next to."""

from agenda.dutch.expressions import WEEKLY
from agenda.dutch.group import Group
from agenda.dutch.phrases import Days, Except, Interval, Mark, Sense
from agenda.dutch.placing_times import PlacingTimes


class PlacingMarks(PlacingTimes):
    __slots__ = ()

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
