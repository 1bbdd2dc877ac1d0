"""Readings of one text beside each other: what is said twice, and what contradicts."""

from dataclasses import replace
from itertools import pairwise

from agenda.draft import Doubt
from agenda.dutch.reading import Reading
from agenda.status import EventStatus

_OVERLAP = Doubt(about="recurrence", reason="Er staan ook andere tijden voor sommige dagen.")
_INSTEAD = Doubt(
    about="recurrence", reason="Er staat een datum met een andere tijd: is dat in plaats van?"
)
_SENTENCE_ENDS = frozenset(".;|!?\n")


def together(found: list[Reading], text: str) -> list[Reading]:
    """The readings without repeats, with the doubts that come of each other."""
    kept = _without_repeats(found)
    _doubt_overlap(kept)
    _doubt_other_time(kept, text)
    return kept


def is_rule(reading: Reading) -> bool:
    return reading.recurrence is not None and bool(reading.recurrence.rrules)


def _without_repeats(found: list[Reading]) -> list[Reading]:
    """`4 mei 19.45 uur dodenherdenking`: a day named again, without anything of its own."""
    timed = {r.start.day for r in found if r.start is not None and r.has_clock}
    return [
        r
        for r in found
        if r.start is None
        or r.has_clock
        or r.start.day not in timed
        or r.recurrence is not None
        or r.status is not EventStatus.SCHEDULED
        or r.end is not None
    ]


def _doubt_overlap(found: list[Reading]) -> None:
    """`dagelijks 9-17 uur, in het weekend 10-16 uur`: the weekend is not both."""
    rules = [r.recurrence.rrules[0] if r.recurrence and r.recurrence.rrules else "" for r in found]
    is_mixed = any("WEEKLY" in rule for rule in rules)
    for i, rule in enumerate(rules):
        if "DAILY" in rule and is_mixed:
            found[i] = replace(found[i], doubts=(*found[i].doubts, _OVERLAP))


def _doubt_other_time(found: list[Reading], text: str) -> None:
    """`elke zondag 10.00 uur, 15 maart 9.30 uur`: then perhaps not at ten on 15 March."""
    for i, (rule, single) in enumerate(pairwise(found)):
        if not is_rule(rule) or is_rule(single) or single.start is None or rule.start is None:
            continue
        is_same_day = single.start.day.weekday() == rule.start.day.weekday()
        if is_same_day and not _SENTENCE_ENDS & set(text[rule.span[1] : single.span[0]]):
            found[i] = replace(rule, doubts=(*rule.doubts, _INSTEAD))
