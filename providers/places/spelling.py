"""Place words as people write them, made comparable: abbreviations, articles, kinds of venue."""

import re

from base.text import fold

_SPELLED_OUT = {
    "vd": "van de", "vdn": "van den", "bieb": "bibliotheek", "bibl": "bibliotheek",
    "biebs": "bibliotheek", "gem": "gemeente", "wzc": "woonzorgcentrum",
    "kulturhuus": "kulturhus", "cultuurhus": "cultuurhuus", "cultuurhuis": "cultuurhuus",
    "kultuurhuus": "cultuurhuus", "bergkw": "bergkwartier",
}  # fmt: skip
_LOOSE_LETTERS = re.compile(r"\bv d\b|\bv\.d\.|\bv/d\b", re.IGNORECASE)
_SHORT_STREET = re.compile(r"\b([a-z]{4,})str\b")
_SEGMENT_END = re.compile(r"[,;()\[\]|\n\t•]+|\s[/\-–—]\s")

ARTICLES = frozenset({"de", "het", "t", "een", "den", "der", "te", "ter", "ten"})
LEADS = ARTICLES | {
    "in", "bij", "aan", "op", "en", "omgeving", "locatie", "plaats", "wijk", "buurt", "dorp",
    "stad", "stadsdeel", "buurtschap", "gehucht", "kern", "dorpskern", "gemeente", "wijkcentrum",
    "buurthuis", "wijkgebouw", "buurtcentrum", "dorpshuis", "buurtkamer", "plein", "speeltuin",
    "bibliotheek", "winkelcentrum",
}  # fmt: skip
POINTERS = ("in", "te", "buurtschap", "gehucht", "dorp", "wijk", "buurt")
STREET_ENDS = ("straat", "weg", "laan", "plein", "singel", "kade", "dijk", "pad", "steeg", "markt")


def words(text: str) -> list[str]:
    """Folded words, with common abbreviations written out ("vd" becomes "van de")."""
    folded = _SHORT_STREET.sub(r"\1straat", fold(_LOOSE_LETTERS.sub("van de", text)))
    return [w for word in folded.split() for w in _SPELLED_OUT.get(word, word).split()]


def segments(text: str) -> list[list[str]]:
    """The parts between commas, brackets and dashes, each as words."""
    parts = (words(part) for part in _SEGMENT_END.split(text))
    return [part for part in parts if part]


def key(text: str) -> str:
    """A name for looking up: its words without a leading article."""
    parts = words(text)
    while len(parts) > 1 and parts[0] in {"de", "het", "t"}:
        parts = parts[1:]
    return " ".join(parts)


def is_street(word: str) -> bool:
    """Looks like a street name, however much it resembles a place ("zwolseweg")."""
    return word.endswith(STREET_ENDS)


def stands_alone(name: str, segment: list[str], ignored: frozenset[str]) -> bool:
    """The segment says nothing but this name and words such as "wijk" or "in de"."""
    rest = [w for w in segment if w not in ignored]
    own = [w for w in name.split() if w not in ignored]
    return rest == own
