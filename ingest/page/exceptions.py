"""When a series does not go on: "In de schoolvakanties geen les", said beside it or for a page.

What a sentence means is read by `agenda.dutch`, behind the words of the rule itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, read_when
from base.text import one_line
from ingest.page.clues import has_date, sentences

NOT = (
    r"(?:niet|geen|behalve|m\.?u\.?v\.?|uitgezonderd|met\s+uitzondering|buiten|gesloten|dicht|"
    r"vervalt|vervallen|afgelast|stopt|stoppen)"
)
PERIOD = re.compile(
    r"(?i)\b(?:\w*vakantie(?:s|periodes?|weken)?|\w*feestdag(?:en)?|zomerstop|zomerreces)\b"
)
_LEAVES_OUT = re.compile(rf"(?i)\b{NOT}(?:\b|(?<=\.))")
_UNCLEAR = "Er staat “{}”; welke dagen vallen weg?"


def leaving_out(text: str) -> Iterator[str]:
    """The sentences that say when it does not go on.

    >>> list(leaving_out("Neem thee mee. Niet in de schoolvakanties."))
    ['Niet in de schoolvakanties.']
    """
    for sentence in sentences(one_line(text)):
        is_about_days = bool(PERIOD.search(sentence)) or has_date(sentence)
        if is_about_days and _LEAVES_OUT.search(sentence) and len(sentence) <= 160:
            yield sentence


def left_out(reading: Reading, words: str, sentences: Sequence[str], zone: str) -> Reading:
    """A rule without the times that these sentences leave out, or with a doubt.

    `words`: how the rule itself is written.
    """
    rule = reading.recurrence
    if rule is None or not rule.rrules or reading.start is None or not sentences:
        return reading
    text = ". ".join([words.rstrip(" .,;"), *(one.strip(" .*=)") for one in sentences)])
    found = [r for r in read_when(text, anchor=reading.start.day, zone=zone) if r.recurrence]
    less = found[0].recurrence if len(found) == 1 and found[0].start == reading.start else None
    if less is not None and _leaves_out(less) != _leaves_out(rule):
        doubts = tuple(dict.fromkeys((*reading.doubts, *found[0].doubts)))
        return replace(reading, recurrence=less, doubts=doubts)
    if less is not None and rule.exclusions:
        return reading  # the rule itself says it already
    reason = _UNCLEAR.format(" ".join(sentences)[:120])
    return replace(reading, doubts=(*reading.doubts, Doubt(about="recurrence", reason=reason)))


def _leaves_out(rule: Recurrence) -> tuple[object, ...]:
    return (rule.exclusions, rule.exdates, rule.rrules)
