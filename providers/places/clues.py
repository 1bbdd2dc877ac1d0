"""Signs in a text of a postcode, of online, of no fixed place."""

import re
from dataclasses import dataclass
from enum import IntEnum

_FULL_POSTCODE = re.compile(r"(?<![\d-])([1-9]\d{3})\s?(?!SA|SD|SS)([A-Z]{2})(?![A-Za-z])")
_BARE_POSTCODE = re.compile(r"(?<![\d\-+€.,])\b([1-9]\d{3})\s?(?:[a-z]{2}\b)?(?![\d.,:]\d|-)")
_NAMED_POSTCODE = re.compile(r"(?i)\bpostcode(?:gebied)?:?\s*([1-9]\d{3})")
_ONLINE = re.compile(
    r"(?i)\b(?:online|on-line|zoom|webinar|digitaal|digitale|livestream|live-stream|stream|"
    r"(?:facebook|instagram|insta|fb)[ -]live|videobellen|beeldbellen|google meet|"
    r"skype|via internet|vanuit huis|jitsi|youtube|"
    r"whatsapp|telefonisch|per telefoon|(?:ms|microsoft|via|in|op) teams)\b|\bTeams\b|^\s*teams\b"
)
_NOWHERE = re.compile(
    r"(?i)\b(?:n\.?\s?t\.?\s?b\b|(?:nader|nog) te bepalen|huisbezoek|nog niet bekend|"
    r"onbekend|"
    r"(?:diverse|verschillende|wisselende|meerdere|allerlei) (?:locaties?|plekken|"
    r"adressen|plaatsen|wijken|buurten)|zie (?:de )?(?:web)?site|zie (?:onze|programma|"
    r"flyer|agenda)|op locatie|"
    r"(?:alle|elke|iedere) wijk(?:en)?|hele (?:gemeente|stad)|heel|volgt(?: nog)?|bij (?:u|jou|je) "
    r"thuis|aan huis|tbd|tba|t\.b\.a\.?|locatie volgt|in overleg)"
)


class Strength(IntEnum):
    """How much a clue says by itself."""

    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in a text that points to wijken: what kind of thing, which, how strongly."""

    source: str
    codes: frozenset[str]
    label: str
    strength: Strength
    venue: str = ""


def postcodes(text: str, known: frozenset[str]) -> list[str]:
    """Four-digit postcodes in a text. A number alone counts only if it is one of ours."""
    found = _FULL_POSTCODE.findall(text)
    named = [pair[0] for pair in found] + _NAMED_POSTCODE.findall(text)
    bare = [number for number in _BARE_POSTCODE.findall(text) if number in known]
    return list(dict.fromkeys(named + bare))


def postcode_in(text: str) -> str | None:
    """The first full postcode in a text, as it is written.

    >>> postcode_in("Brink 1, 7411BR Deventer"), postcode_in("in 2026 en 2027")
    ('7411 BR', None)
    """
    found = _FULL_POSTCODE.search(text)
    return f"{found[1]} {found[2]}" if found else None


def is_online(text: str) -> bool:
    return bool(_ONLINE.search(text))


def is_nowhere(text: str) -> bool:
    """Says itself that there is no one place, or not yet."""
    return bool(_NOWHERE.search(text))
