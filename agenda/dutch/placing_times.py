"""Which group a clock time belongs to, and in which role."""

from dataclasses import replace

from agenda.dutch import words
from agenda.dutch.phrases import Days, Mark, Parity, Part, Role, Rule, Sense, Span
from agenda.dutch.walk import CLAUSE_ENDS, Walk

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


class PlacingTimes(Walk):
    __slots__ = ()

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
            and (group.spans[0].first < group.first_day)
        ):
            self._close()
            group = self.current
        if len(group.spans) >= _MOST_TIMES:
            return
        follows_span = isinstance(self.before, Span) and self._is_tight_span(phrase)
        if len(group.days) == 1 and len(group.days[0].days) > 1 and self._is_respective():
            group.doubts.append(("start", "Er staat welke tijd bij welke dag hoort."))
        if "na" in self._between(phrase):
            group.doubts.append(("start", "Het begint na deze tijd: wanneer precies?"))
        group.spans.append(phrase)
        group.tight_spans.append(follows_span)
        group.covers(phrase)

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
        return len(between) <= 3 and not any(t in CLAUSE_ENDS - {"."} for t in between)

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
