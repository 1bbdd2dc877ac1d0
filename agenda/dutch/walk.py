"""A walk over the phrases of a text: where it is, and what lies between two phrases."""

from dataclasses import dataclass, field

from agenda.dutch import words
from agenda.dutch.group import Group
from agenda.dutch.phrases import Days, Mark, Phrase, Rule, Sense, Tokens
from agenda.dutch.token import BLANK_LINE, SIGN

CLAUSE_ENDS = frozenset({".", ";", "|", "\n", "!", "?", ")", BLANK_LINE})
STRONG_ENDS = frozenset({".", ";", "\n", "!", "?", BLANK_LINE})
_GLUE = words.of(
    """, ; en & + / op de - : ( ) | om van is zijn ook er tijd tijden tijdstip datum data wanneer
dan uur of ."""
) | {"\n", ""}
_TIGHT = words.of(""", en & + / op de . ook | of (""")


@dataclass(slots=True)
class Walk:
    """`apart`: expressions that fit no group. `context`: the sentence is about something else."""

    tokens: Tokens
    groups: list[Group] = field(default_factory=list)
    current: Group = field(default_factory=Group)
    apart: list[Mark] = field(default_factory=list)
    deadlines: list[Days] = field(default_factory=list)
    before: Phrase | None = None
    context: Sense | None = None
    role: Mark | None = None
    is_cancelled_next: bool = False

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

    def _is_same_clause(self, phrase: Phrase) -> bool:
        return not any(t in CLAUSE_ENDS for t in self._between(phrase))

    def _leave_context(self, phrase: Phrase) -> None:
        start = self.before.last if self.before else phrase.first
        if self.context is None and not self.is_cancelled_next:
            return
        between = self.tokens.all[start : phrase.first]
        ends = any(
            (t.text in STRONG_ENDS and t.kind == SIGN) or t.text in {"|", ")"} for t in between
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
        if earlier.spans[0].first < earlier.first_day:
            earlier.doubts.append(("start", "Welke tijd hoort bij welke dag?"))
