"""Clues weighed: one wijk, outside, online or unknown, and whether that is sure."""

from collections.abc import Iterable, Mapping, Sequence

from providers.places import clues as signs
from providers.places.clues import Clue, Strength
from providers.places.place import Place, PlaceKind
from providers.places.private import is_private

_SOURCES = ("name", "address", "venue", "postcode", "street", "typo", "main")
_SAYS = {
    "name": "De tekst noemt “{}”.",
    "address": "Bekend adres: {}.",
    "venue": "Bekende plek: {}.",
    "postcode": "{} ligt vooral in deze wijk.",
    "street": "Een bekende plek ligt ook aan {}.",
    "typo": "Lijkt op “{}”, anders gespeld.",
    "main": "{} ligt in meer wijken, het meest in deze.",
}


def decide(
    text: str,
    *,
    clues: Sequence[Clue],
    outside: Sequence[str],
    wijken: Mapping[str, str],
    names_town: bool,
) -> Place:
    """The place that the clues in `text` add up to.

    A named village or wijk outranks a venue, a venue a postcode, a postcode a street.
    What contradicts makes the answer unsure.
    """
    hide = is_private(text)
    code, best, is_sure = _wijk([c for c in clues if c.codes])
    anchored = names_town or any(c.source in ("name", "postcode", "address") for c in clues)
    if outside and (not code or not anchored):
        return _outside(outside, hide)
    if best and code:
        is_sure = is_sure and not outside and not signs.is_online(text)
        reason = _SAYS[best.source].format(best.label)
        reason = reason[0].upper() + reason[1:]
        return Place(
            kind=PlaceKind.NEIGHBOURHOOD, code=code, name=wijken.get(code, ""),
            venue="" if hide else _venue(clues), is_sure=is_sure, hide_address=hide,
            reason=reason if not outside else f"{reason} Maar ook “{outside[0]}”.",
        )  # fmt: skip
    return _nowhere(text, clues, hide, names_town)


def _wijk(clues: Sequence[Clue]) -> tuple[str, Clue | None, bool]:
    ranked = sorted(clues, key=lambda c: (-c.strength, _SOURCES.index(c.source)))
    single = next((c for c in ranked if len(c.codes) == 1 and c.source != "main"), None)
    if single is None or single.strength is Strength.WEAK:
        narrowed = _narrowed(ranked)
        if narrowed:
            return narrowed, ranked[0], True
    if single is None:
        single = next((c for c in ranked if c.source == "main"), None)
    if single is None:
        return "", None, False
    (code,) = single.codes
    agrees = all(code in c.codes for c in clues if c.strength is Strength.STRONG)
    fits = all(code in c.codes for c in clues if c.source in ("postcode", "name"))
    return code, single, single.strength is Strength.STRONG and agrees and fits


def _narrowed(clues: Iterable[Clue]) -> str:
    """The one wijk that two clues of different kinds have in common, or empty."""
    kinds = {c.source: c.codes for c in clues if c.source not in ("main", "typo")}
    if len(kinds) < 2:
        return ""
    common = frozenset.intersection(*kinds.values())
    return next(iter(common)) if len(common) == 1 else ""


def _venue(clues: Iterable[Clue]) -> str:
    return next((c.venue for c in clues if c.venue), "")


def _outside(names: Sequence[str], hide: bool) -> Place:
    reason = f"“{names[0]}” ligt buiten de gemeente."
    return Place(kind=PlaceKind.OUTSIDE, is_sure=True, reason=reason, hide_address=hide)


def _nowhere(text: str, clues: Sequence[Clue], hide: bool, names_town: bool) -> Place:
    if signs.is_online(text):
        reason = "De tekst zegt dat het online is."
        return Place(kind=PlaceKind.ONLINE, is_sure=True, reason=reason, hide_address=hide)
    if signs.is_nowhere(text):
        reason = "De tekst noemt geen vaste plek."
    elif clues:
        reason = f"“{clues[0].label}” kan in meer wijken zijn."
    elif names_town:
        reason = "De tekst noemt alleen de gemeente, niet de wijk."
    else:
        reason = "Deze plek is niet bekend." if text.strip() else "Er staat geen plek bij."
    return Place(
        kind=PlaceKind.UNKNOWN, venue="" if hide else _venue(clues), reason=reason,
        is_sure=signs.is_nowhere(text), hide_address=hide,
    )  # fmt: skip
