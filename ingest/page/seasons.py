"""The period that a page names once for its whole programme: "Seizoen van 7 september t/m 18 mei".

A series without bounds of its own keeps to it; its words are read by `agenda.dutch`, behind
those of the rule itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, read_when
from base.text import one_line
from ingest.page.clues import has_date, sentences
from ingest.page.exceptions import NOT

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = rf"(?:(?:\w+dag|ma|di|wo|do|vr|za|zo)\.?\s+)?(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+20\d\d)?"
_RANGE = re.compile(
    rf"(?i)(?:\b(?:van|vanaf)\s+)?\b(?P<first>{_DAY})\s*(?P<until>t/?m|tot(?:\s+en\s+met)?|[-–—])"
    rf"\s*(?P<last>{_DAY})"
)
_FIRST = re.compile(
    rf"(?i)\b(?:vanaf|op|start(?:datum)?\s*:?)\s+(?P<first>(?:\w+dag\s+)?\d{{1,2}}\s+{_MONTH}(?:\s+20\d\d)?)"
)
_WORDS = (
    r"(?:\w*seizoen|programma|(?:les)?rooster|lessen|(?:vaste\s+)?activiteiten|cursussen|periode|"
    r"elke\s+week|wekelijkse?|wij|we)"
)
_PROGRAMME = re.compile(rf"(?i)\b{_WORDS}\b")
_GENERAL = re.compile(
    rf"(?i)\b(?:{_WORDS}|iedere|week|weken|loopt|lopen|duurt|duren|geldt|gelden|zijn|is|start|"
    r"starten|begint|beginnen|gaan|gaat|worden|gegeven|de|het|alle|onze|ons|dit|deze|nieuwe?|in|er|"
    r"en|weer|van|20\d\d)\b|[\W\d_]+"
)
_LESS = re.compile(rf"(?i)[\s,;(–—-]*\b{NOT}(?:\b|(?<=\.)).*$")
_BOUNDED = re.compile(r"UNTIL|COUNT|BYMONTH=")
_SEVERAL = "De pagina noemt meer dan één seizoen; welk geldt hiervoor?"
_UNCLEAR = "De pagina noemt als periode “{}”; geldt die hiervoor?"


@dataclass(frozen=True, slots=True)
class Season:
    """When a programme runs, as it is written. `last`: empty when only the start is told."""

    first: str
    last: str = ""

    def __str__(self) -> str:
        return f"van {self.first} {self.last}" if self.last else f"vanaf {self.first}"


def is_season(text: str) -> bool:
    """Names this line the period of a whole programme?

    >>> is_season("Het seizoen loopt van september t/m mei."), is_season("Vrij van 1 t/m 8 mei")
    (True, False)
    """
    return any(season.last for season in seasons([text]))


def seasons(texts: Iterable[str]) -> tuple[Season, ...]:
    """The periods that these lines name for a whole programme; whole ones outrank mere starts.

    >>> [str(one) for one in seasons(["Seizoen van 7 september t/m 18 december, elke week."])]
    ['van 7 september t/m 18 december']
    >>> seasons(["Inschrijven van 1 september t/m 7 september", "Geen lessen van 1 mei tot 8 mei"])
    ()
    """
    told = (_LESS.sub("", sentence) for text in texts for sentence in sentences(text))
    found = list(dict.fromkeys(season for text in told if (season := _season(text))))
    return tuple([one for one in found if one.last] or found)


def without_season(text: str) -> str:
    """What a sentence that names a period says of when it is left out; any other as it is.

    >>> without_season("Lessen van 7 september t/m 18 december, niet in de herfstvakantie.")
    'niet in de herfstvakantie.'
    """
    less = _LESS.search(text)
    return less[0].lstrip(" ,;(–—-") if less and is_season(text) else text


def _season(text: str) -> Season | None:
    named = _RANGE.search(text) or _FIRST.search(text)
    if named is None:
        return None
    beside = f"{text[: named.start()]} {text[named.end() :]}"
    if not _PROGRAMME.search(beside) or _GENERAL.sub("", beside):
        return None
    held = named.groupdict()
    if not held.get("last"):
        return Season(one_line(held["first"]))
    until = "t/m" if held["until"] in "-–—" else held["until"]
    return Season(one_line(held["first"]), one_line(f"{until} {held['last']}"))


def in_season(
    reading: Reading, words: str, periods: tuple[Season, ...], zone: str
) -> tuple[Reading, str]:
    """A weekly or monthly rule without bounds, kept to the one period that the page names.

    `words`: how the rule itself is written; they come back with the period behind them. A rule
    with a day of its own takes only the end. What cannot be read so, leaves a doubt.
    """
    rule = reading.recurrence
    if not periods or rule is None or not rule.rrules or reading.start is None or _ends(rule):
        return reading, words
    own = has_date(words)
    bounds = periods[0].last if own else str(periods[0])
    text = f"{words.rstrip(' .,;')}, {bounds}"
    found = [r for r in read_when(text, anchor=reading.start.day, zone=zone) if r.start]
    kept = found[0] if len(found) == len(periods) == 1 else None
    is_kept = kept and kept.recurrence and (_ends(kept.recurrence) or not periods[0].last)
    if kept and is_kept and (not own or kept.start == reading.start):
        return kept, text
    if own:
        return reading, words
    reason = _UNCLEAR.format(periods[0]) if len(periods) == 1 else _SEVERAL
    doubts = (*reading.doubts, Doubt(about="recurrence", reason=reason))
    return replace(reading, doubts=doubts), words


def _ends(rule: Recurrence) -> bool:
    return bool(_BOUNDED.search(" ".join(rule.rrules)))
