"""The period that a page names once for its whole programme: "Seizoen van 7 september t/m 18 mei".

A series without bounds of its own keeps to it; its words are read by `agenda.dutch`, behind
those of the rule itself.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, read_when
from base.text import one_line
from ingest.page.clues import has_date, sentences

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = rf"(?:(?:\w+dag|ma|di|wo|do|vr|za|zo)\.?\s+)?(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+20\d\d)?"
_PERIOD = re.compile(
    rf"(?i)(?:\b(?:van|vanaf)\s+)?\b(?P<first>{_DAY})\s*(?P<until>t/?m|tot(?:\s+en\s+met)?|[-–—])"
    rf"\s*(?P<last>{_DAY})"
)
_PROGRAMME = re.compile(
    r"(?i)\b(?:(?:\w*seizoen|programma|(?:les)?rooster|lessen)|activiteiten|cursussen|periode|"
    r"elke\s+week|wekelijks\w*)\b"
)
_GENERAL = re.compile(
    r"(?i)\b(?:(?:\w*seizoen|programma|(?:les)?rooster|lessen)|(?:vaste\s+)?activiteiten|cursussen|"
    r"periode|elke|iedere|week|wekelijkse?|weken|loopt|lopen|duurt|duren|geldt|gelden|zijn|is|"
    r"worden|gegeven|de|het|alle|onze|ons|dit|deze|nieuwe?|in|er|en|weer|20\d\d)\b|[\W\d_]+"
)
_BOUNDED = re.compile(r"UNTIL|COUNT|BYMONTH=")
_SEVERAL = "De pagina noemt meer dan één seizoen; welk geldt hiervoor?"
_UNCLEAR = "De pagina noemt als periode “{}”; geldt die hiervoor?"


def seasons(texts: Iterable[str]) -> tuple[str, ...]:
    """The periods that these lines name for a whole programme, as they are written.

    >>> seasons(["Seizoen van 7 september t/m 18 december 2026, elke week."])
    ('van 7 september t/m 18 december 2026',)
    >>> seasons(["Inschrijven van 1 september t/m 7 september", "Geen lessen van 1 mei tot 8 mei"])
    ()
    """
    found = []
    for text in texts:
        for sentence in sentences(text):
            named = _PERIOD.search(sentence)
            beside = one_line(_PERIOD.sub(" ", sentence))
            if named and _PROGRAMME.search(beside) and not _GENERAL.sub("", beside):
                until = "t/m" if named["until"] in "-–—" else named["until"]
                found.append(one_line(f"van {named['first']} {until} {named['last']}"))
    return tuple(dict.fromkeys(found))


def in_season(
    reading: Reading, words: str, periods: tuple[str, ...], zone: str
) -> tuple[Reading, str]:
    """A weekly or monthly rule without bounds, kept to the one period that the page names.

    `words`: how the rule itself is written; they come back with the period behind them. What
    cannot be read so, leaves a doubt.
    """
    rule = reading.recurrence
    if not periods or rule is None or not rule.rrules or reading.start is None:
        return reading, words
    if has_date(words) or _is_bounded(rule):
        return reading, words
    text = f"{words.rstrip(' .,;')}, {periods[0]}"
    found = [r for r in read_when(text, anchor=reading.start.day, zone=zone) if r.start]
    if len(found) == len(periods) == 1 and found[0].recurrence and _is_bounded(found[0].recurrence):
        return found[0], text
    reason = _UNCLEAR.format(periods[0]) if len(periods) == 1 else _SEVERAL
    doubts = (*reading.doubts, Doubt(about="recurrence", reason=reason))
    return replace(reading, doubts=doubts), words


def _is_bounded(rule: Recurrence) -> bool:
    return bool(_BOUNDED.search(" ".join(rule.rrules)))
