"""The grammar's two doors: `read_when` for days and rules, `read_times` for clocks alone.

Text → tokens → phrases → groups (one activity each) → readings. Every step is linear in the
length of the text.
"""

from bisect import bisect_left
from dataclasses import replace
from datetime import date

from agenda.draft import Doubt
from agenda.dutch import words
from agenda.dutch.clocks import as_time
from agenda.dutch.expressions import MONTHLY, WEEKLY
from agenda.dutch.frame import Frame
from agenda.dutch.group import Group
from agenda.dutch.groups import Grouping
from agenda.dutch.interpret import readings
from agenda.dutch.joined import joined
from agenda.dutch.phrases import Mark, Part, Phrase, Sense, Span, Tokens
from agenda.dutch.reading import Reading, Times
from agenda.dutch.scan import scan, spans
from agenda.dutch.sessions import sessions
from agenda.dutch.shared import share
from agenda.dutch.together import is_rule, together
from agenda.dutch.token import NUMBER
from agenda.dutch.tokens import tokenise
from agenda.moment import DEFAULT_ZONE

_SHORT_TEXT = 8
_LIMIT = 500
# The grammar is linear, but a text of nothing but "7-7-7-7" costs 0.05 ms a character.
_LONGEST = 10_000
_TOO_LONG = Doubt(
    about="start", reason="De tekst is te lang: alleen de eerste 10.000 tekens zijn gelezen."
)


def read_when(
    text: str,
    *,
    anchor: date,
    zone: str = DEFAULT_ZONE,
    period: tuple[date, date] | None = None,
) -> tuple[Reading, ...]:
    """Every event-date reading in `text`, in its order; () when it states none.

    `anchor` is the day the text was first seen: dates without a year are read around it
    (the rule stands in `years`). `period`, when the source names one ("najaar 2026"), holds
    the days without a year. Never raises on any text. Of a text over 10 000 characters the
    first 10 000 are read, and a last reading without a start says so.
    """
    if len(text) > _LONGEST:
        cut = text.rfind(" ", _LONGEST - 100, _LONGEST) + 1 or _LONGEST
        begin = read_when(text[:cut], anchor=anchor, zone=zone, period=period)
        return (*begin, Reading(start=None, doubts=(_TOO_LONG,), span=(cut, len(text))))
    tokens = Tokens(tokenise(text))
    phrases = joined(scan(tokens), tokens)
    grouping = Grouping(tokens=tokens)
    groups = grouping.run(phrases)[:_LIMIT]
    share(groups, tokens)
    left = _left_words(tokens, phrases, groups)
    found: list[Reading] = []
    for group in groups:
        if _is_only_mentioned(group, tokens):
            continue
        frame = Frame(anchor=anchor, zone=zone, period=period)
        if group.rules:
            _doubt_what_is_left(group, tokens, left, frame)
        where = (tokens.all[group.first].start, tokens.all[group.last - 1].end)
        found += (_placed(reading, text, where) for reading in readings(group, frame))
    return _with_apart(together(found, text), grouping.apart, tokens, text)


def read_times(text: str) -> Times | None:
    """The clock times in `text`, or None when there are none. Never raises on any text.

    No more than the first 10 000 characters are looked at.
    """
    tokens = Tokens(tokenise(text[:_LONGEST]))
    phrases = spans(tokens)
    grouping = Grouping(tokens=tokens)
    for phrase in phrases:
        if isinstance(phrase, Span):
            phrase = replace(phrase, is_weak=False)
        if isinstance(phrase, (Span, Mark, Part)):
            grouping.step(phrase)
    found = sessions(grouping.current.spans, grouping.current.tight_spans, grouping.current.daypart)
    if not found.found:
        return Times(doubts=found.doubts) if found.doubts else None
    session, doubts = found.found[0], found.doubts
    if len(found.found) > 1:
        doubts += (Doubt(about="start", reason="Er staan meer tijden op een dag."),)
    return Times(
        start=None if session.start is None else as_time(session.start),
        end=None if session.end is None else as_time(session.end),
        doors=None if session.doors is None else as_time(session.doors),
        doubts=doubts,
    )


# Words that change a rule; where none of our phrases took them, the rule is not understood.
_CHANGES_RULE = words.of(
    """weken kwartaal behalve uitgezonderd uitzondering muv maanden vakantie vakanties
    schoolvakantie schoolvakanties feestdagen wisselend wisselende afwisselend soms meestal
    tenzij mits doorgaans vrijwel ene behoudens wintermaanden
    zomermaanden winterseizoen zomerseizoen schooldagen lesdagen"""
)


# A number after these that was not read may be a date: "start 5-3".
_BEFORE_A_DATE = words.of("start vanaf tot tm op sinds per niet behalve")


# "niet in …" that no phrase took is an exception we do not understand.
_WHEN_NOT = words.of("in op tijdens gedurende met")


def _may_be_a_day(before: str) -> bool:
    return before in _BEFORE_A_DATE or before in words.WEEKDAY_OF


def _left_words(tokens: Tokens, phrases: list[Phrase], groups: list[Group]) -> list[int]:
    """Where such words stand that no phrase holds, and no group as its time."""
    sure = [p for p in phrases if not (isinstance(p, Span) and p.is_weak)]
    sure += [span for group in groups for span in group.spans]
    taken = {i for phrase in sure for i in range(phrase.first, phrase.last)}
    return [
        i
        for i, token in enumerate(tokens.all)
        if i not in taken
        and (
            token.text in _CHANGES_RULE
            or (token.kind == NUMBER and _may_be_a_day(tokens.text(i - 1)))
            or (token.text == "niet" and tokens.text(i + 1) in _WHEN_NOT)
        )
    ]


def _doubt_what_is_left(group: Group, tokens: Tokens, left: list[int], frame: Frame) -> None:
    near = left[bisect_left(left, group.first - 8) : bisect_left(left, group.last + 12)]
    for i in near[:3]:
        frame.doubt("recurrence", f"Er staat “{tokens.text(i)}” bij de regel.")


def _is_only_mentioned(group: Group, tokens: Tokens) -> bool:
    """A weekday or "morgen" in a sentence without a time is talk, not an announcement."""
    if group.spans or group.is_cancelled or group.is_moved or len(tokens) <= _SHORT_TEXT:
        return False
    if group.rules:
        return not (group.interval or group.parity or any(rule.is_each for rule in group.rules))
    return all(d.ahead is not None for phrase in group.days for d in phrase.days)


def _placed(reading: Reading, text: str, where: tuple[int, int]) -> Reading:
    said = text[where[0] : where[1]]
    rule = reading.recurrence
    if rule is not None:
        rule = replace(rule, words=said)
    return replace(reading, words=said, span=where, recurrence=rule)


_APART = {
    Sense.VAGUE: ("recurrence", "“{}” zegt hoe vaak, maar niet op welke dagen."),
    Sense.OPEN: ("start", "“{}” is geen datum."),
    Sense.TENTATIVE: ("status", "Er staat “{}”."),
    Sense.WEEK: ("start", "“{}” is geen dag."),
    Sense.POSTPONED: ("status", "Er staat “{}”."),
    Sense.SCHOOL: ("recurrence", "Er staat “{}”: wat geldt er dan?"),
    Sense.SOME_HOLIDAY: ("recurrence", "Er staat “{}”: wat geldt er dan?"),
    Sense.FEASTS: ("recurrence", "Er staat “{}”: wat geldt er dan?"),
    Sense.STOP: ("recurrence", "Er staat “{}”: van wanneer tot wanneer?"),
}
_FOR_RULES = frozenset(
    {Sense.SCHOOL, Sense.SOME_HOLIDAY, Sense.FEASTS, Sense.STOP, Sense.VAGUE, Sense.WEEK}
)
_ALONE = frozenset({Sense.VAGUE, Sense.OPEN, Sense.WEEK, Sense.POSTPONED})


def _with_apart(
    found: list[Reading], apart: list[Mark], tokens: Tokens, text: str
) -> tuple[Reading, ...]:
    """Expressions that fit no group: a doubt on the readings, or alone a reading without date."""
    made = list(found)
    for mark in apart:
        about, reason = _APART.get(mark.sense, ("", ""))
        if not reason or "ook" in tokens.texts[max(0, mark.first - 4) : mark.first]:
            continue
        where = (tokens.all[mark.first].start, tokens.all[mark.last - 1].end)
        said = text[where[0] : where[1]]
        doubt = Doubt(about=about, reason=reason.format(said))
        if not found and mark.sense in _ALONE and len(tokens) <= 2 * _SHORT_TEXT and not made:
            made.append(Reading(start=None, doubts=(doubt,), words=said, span=where))
        near = _nearest(found, where[0])
        if near is not None and _says_the_same(said, found[near]):
            continue
        if near is not None and (
            mark.sense in {Sense.TENTATIVE, Sense.POSTPONED}
            or (mark.sense in _FOR_RULES and is_rule(found[near]))
        ):
            made[near] = replace(made[near], doubts=(*made[near].doubts, doubt))
    return tuple(made)


def _says_the_same(said: str, reading: Reading) -> bool:
    """`maandelijks`, `1x per maand` beside a rule of the month."""
    rule = reading.recurrence
    rrule = rule.rrules[0] if rule is not None and rule.rrules else ""
    if "FREQ=WEEKLY" in rrule and "INTERVAL" not in rrule:
        return said.lower() in WEEKLY
    is_once = said[0] == "1" and said.endswith("per maand")
    return "FREQ=MONTHLY" in rrule and (is_once or said.lower() in MONTHLY)


def _nearest(found: list[Reading], at: int) -> int | None:
    if not found:
        return None
    return min(range(len(found)), key=lambda i: abs(found[i].span[0] - at))
