"""Words that make two look-alikes different: part, level, age, group, language, audience."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from base.text import fold

_NUMBERED = re.compile(
    r"\b(deel|les|sessie|bijeenkomst|aflevering|niveau|ronde|week|avond|blok|module|editie|"
    r"zaal|baan|veld|groep|team|part|lesson)\s*(\d{1,2}|[a-d])\b(?!\s*(?:tm|t m)\b)"
)
# Of the European frame for languages, and of the Dutch one for language and sums.
_LEVEL = re.compile(r"\b(a0|[abc][12]|[1-4]f)\b")
_TRAILING = re.compile(r"(?:^|\s)(\d{1,2})$")
_ORDINALS = {
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5",
    "1e": "1", "2e": "2", "3e": "3", "4e": "4", "i": "1", "ii": "2", "iii": "3",
}  # fmt: skip
_AGES = re.compile(
    r"\b(\d{1,2})\s*(?:-|–|t/m|tm|tot en met|tot)\s*(\d{1,2})\s*(?:jr|jaar|jarigen)?"
)
_AGE_FROM = re.compile(r"\b(\d{1,2})\s*(?:\+|plus)|\bvanaf\s+(\d{1,2})\s*(?:jr|jaar)")
_GRADES = re.compile(r"(?i)\bgroep\s*(\d)\s*(?:-|–|t/m|tm|en)\s*(\d)")
_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "niveau": {
        "beginners": ("beginner", "beginners", "beginnend", "basis", "starters"),
        "gevorderden": ("gevorderd", "gevorderde", "gevorderden", "vervolg", "vervolgcursus"),
    },
    "voor wie": {
        "vrouwen": ("vrouwen", "vrouw", "dames", "meiden", "meisjes", "moeders"),
        "mannen": ("mannen", "man", "heren", "jongens", "vaders"),
    },
    "leeftijd": {
        "kinderen": (
            "kinderen", "kind", "kids", "peuters", "kleuters", "baby", "babys", "jeugd", "jongeren",
            "tieners", "dreumes", "dreumesen",
        ),
        "volwassenen": ("volwassenen", "volwassen", "senioren", "ouderen", "55plus", "adults"),
    },
    "taal": {
        "Nederlands": ("nederlands", "nederlandstalig"),
        "Engels": ("engels", "engelstalig", "english"),
        "Duits": ("duits", "duitstalig"), "Frans": ("frans", "franstalig"),
        "Spaans": ("spaans",), "Turks": ("turks",), "Arabisch": ("arabisch",),
        "Pools": ("pools",), "Oekraïens": ("oekraiens",), "Italiaans": ("italiaans",),
    },
}  # fmt: skip
_KINDS: dict[str, tuple[str, ...]] = {
    "repetitie": ("repetitie", "generale", "doorloop"),
    "opbouw": ("opbouw", "opbouwen", "afbouw", "afbreken", "opruimen", "inrichten"),
    "vergadering": ("ledenvergadering", "jaarvergadering", "vergadering", "alv"),
    "vrijwilligers": ("vrijwilligersavond", "vrijwilligersbijeenkomst", "vrijwilligersoverleg"),
    "aanmelding": ("aanmelden", "inschrijven", "inschrijving", "kaartverkoop", "voorverkoop"),
    "nazit": ("nazit", "napraten", "afterparty", "naborrel"),
}
_GROUP_OF = {
    form: (what, name)
    for what, choices in _GROUPS.items()
    for name, forms in choices.items()
    for form in forms
}
_KIND_OF = {form: kind for kind, forms in _KINDS.items() for form in forms}
_LONG = 7
_KIND_ENDS = tuple(form for form in _KIND_OF if len(form) >= _LONG)
_ROUTE = re.compile(r"\bvan (\w+) naar (\w+)")


@dataclass(frozen=True, slots=True)
class Markers:
    """What a title says of part, level, audience and kind; empty where it says nothing."""

    numbers: frozenset[str]
    ages: tuple[int, int] | None
    groups: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    route: tuple[str, str] | None
    levels: frozenset[str] = frozenset()


def read(title: str) -> Markers:
    """The markers in a title's plain text."""
    text = fold(title)
    words = text.split()
    route = _ROUTE.search(text)
    return Markers(
        numbers=_numbers(title, words),
        ages=_ages(title),
        groups=frozenset(_GROUP_OF[w] for w in words if w in _GROUP_OF),
        kinds=frozenset(_kinds(words)),
        route=(route[1], route[2]) if route else None,
        levels=frozenset(_LEVEL.findall(text)),
    )


def conflict(a: Markers, b: Markers) -> str:
    """A Dutch reason why these cannot be the same, or empty."""
    if a.numbers and b.numbers and a.numbers.isdisjoint(b.numbers):
        return "een ander deel of nummer"
    if a.levels and b.levels and a.levels.isdisjoint(b.levels):
        return "een ander niveau"
    if a.ages and b.ages and (a.ages[0] >= b.ages[1] or b.ages[0] >= a.ages[1]):
        return "een andere leeftijd"
    for what in _GROUPS:
        mine = {name for kind, name in a.groups if kind == what}
        yours = {name for kind, name in b.groups if kind == what}
        if mine and yours and mine.isdisjoint(yours):
            return f"{what}: {min(mine)} of {min(yours)}"
    if a.kinds != b.kinds and a.kinds.isdisjoint(b.kinds):
        return f"het ene is {min(a.kinds | b.kinds)}, het andere niet"
    if a.route and b.route and a.route == b.route[::-1]:
        return "de omgekeerde richting"
    return ""


def _kinds(words: list[str]) -> Iterator[str]:
    """By a word alone or as the end of a compound ("koorrepetitie")."""
    for word in words:
        if word in _KIND_OF:
            yield _KIND_OF[word]
        elif len(word) > _LONG and word.endswith(_KIND_ENDS):
            yield next(_KIND_OF[form] for form in _KIND_ENDS if word.endswith(form))


def _numbers(title: str, words: list[str]) -> frozenset[str]:
    bare = fold(_AGE_FROM.sub(" ", _AGES.sub(" ", _GRADES.sub(" ", title))))
    found = {number for _, number in _NUMBERED.findall(bare)}
    found |= {_ORDINALS[w] for w in words if w in _ORDINALS}
    trailing = _TRAILING.search(bare)
    if trailing and not found:
        found.add(trailing[1])
    return frozenset(found)


def _ages(title: str) -> tuple[int, int] | None:
    grades = _GRADES.search(title)
    if grades:
        return int(grades[1]) + 3, int(grades[2]) + 4
    ages = _AGES.search(title.lower())
    if ages and int(ages[1]) < int(ages[2]):
        return int(ages[1]), int(ages[2])
    open_ended = _AGE_FROM.search(title.lower())
    return (int(open_ended[1] or open_ended[2]), 120) if open_ended else None
