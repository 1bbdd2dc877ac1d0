"""Is a text short and plain? Hints while it is typed, in Dutch at level B1. Pure.

Measures of plain-language guidance for Dutch government texts: sentences of at most fifteen
words on average, and everyday words for official ones.
"""

import re
from dataclasses import dataclass

LONG_SENTENCE = 18
LONG_WORD = 16
NAME_LIMIT, SUMMARY_LIMIT, EXPLANATION_LIMIT, CONDITION_LIMIT = 120, 240, 600, 120


@dataclass(frozen=True, slots=True)
class Hint:
    """What could be plainer: the passage, and what to do about it."""

    passage: str
    advice: str


def hints(text: str) -> tuple[Hint, ...]:
    """What could be plainer in `text`, in reading order; never more than ten."""
    found = [*_long_sentences(text), *_hard_words(text), *_official(text), *_passive(text)]
    found.sort(key=lambda pair: pair[0])
    return tuple(hint for _, hint in found[:10])


def _long_sentences(text: str) -> list[tuple[int, Hint]]:
    found = []
    for match in re.finditer(r"[^.!?\n]+", text):
        count = len(match[0].split())
        if count > LONG_SENTENCE:
            start = " ".join(match[0].split()[:5])
            advice = f"Deze zin heeft {count} woorden. Maak er twee van."
            found.append((match.start(), Hint(f"{start} …", advice)))
    return found


def _hard_words(text: str) -> list[tuple[int, Hint]]:
    return [
        (match.start(), Hint(match[0], f"Schrijf liever: {plainer}."))
        for pattern, plainer in _PLAINER
        for match in pattern.finditer(text)
    ]


def _official(text: str) -> list[tuple[int, Hint]]:
    long = re.finditer(rf"\b[^\W\d_]{{{LONG_WORD},}}\b", text)
    return [(m.start(), Hint(m[0], "Dit is een lang woord. Kan het korter?")) for m in long]


def _passive(text: str) -> list[tuple[int, Hint]]:
    form = re.compile(r"(?i)\b(?:wordt|worden|werd|werden)\b[^.!?\n]{0,60}?\b(?:ge\w{3,}[dtn])\b")
    return [
        (
            m.start(),
            Hint(m[0][:60], "Zeg wie het doet: “wij helpen” in plaats van “wordt geholpen”."),
        )
        for m in form.finditer(text)
    ]


_WORDS = {
    "aangaande": "over",
    "aanvangen": "beginnen",
    "aanwenden": "gebruiken",
    "alsmede": "en ook",
    "alvorens": "voordat",
    "bemiddelen": "helpen",
    "betreffende": "over",
    "conform": "volgens",
    "dagbesteding": "iets doen overdag",
    "dient te": "moet",
    "dienen te": "moeten",
    "derhalve": "daarom",
    "doelstelling": "doel",
    "eenieder": "iedereen",
    "expertise": "kennis",
    "faciliteren": "mogelijk maken",
    "financieel": "met geld",
    "indien": "als",
    "initiatief": "plan",
    "inzake": "over",
    "laagdrempelig": "makkelijk om aan mee te doen",
    "mede": "ook",
    "middels": "met",
    "mits": "als",
    "omtrent": "over",
    "ondersteuning": "hulp",
    "ondersteunen": "helpen",
    "participatie": "meedoen",
    "participeren": "meedoen",
    "preventie": "voorkomen",
    "problematiek": "problemen",
    "realiseren": "maken",
    "reeds": "al",
    "regie": "zelf kiezen",
    "sociaal netwerk": "vrienden en familie",
    "stimuleren": "helpen om te",
    "tevens": "ook",
    "ten behoeve van": "voor",
    "trachten": "proberen",
    "uitsluitend": "alleen",
    "verstrekken": "geven",
    "vrijblijvend": "zonder verplichting",
    "welzijn": "je goed voelen",
    "zelfredzaamheid": "zelf kunnen doen",
    "zorgbehoefte": "hulp die je nodig hebt",
}
_PLAINER = tuple(
    (re.compile(rf"(?i)\b{re.escape(hard)}\b"), plainer) for hard, plainer in _WORDS.items()
)
