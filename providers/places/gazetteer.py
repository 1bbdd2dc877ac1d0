"""The places of one municipality, and what a text about a place means by them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from base.municipality import Municipality, PostcodeShare
from providers.places import clues as signs
from providers.places import venues as known
from providers.places.boundaries import Boundaries
from providers.places.clues import Clue, Strength
from providers.places.geometry import nearest_wijken
from providers.places.names import Name, elsewhere, inside, load_facts
from providers.places.place import Place, PlaceKind
from providers.places.spelling import LEADS, POINTERS, is_street, segments, stands_alone, words
from providers.places.verdict import decide

_LONGEST_NAME = 7
_MAIN_SHARE = 0.8
_MAX_TEXT = 1_000
_MIN_TYPO = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What stands in one segment of a text: clues inside, names outside, the town itself."""

    clues: tuple[Clue, ...]
    outside: tuple[str, ...]


class Gazetteer:
    """Resolves texts to places. Built once per municipality; safe to share, never changes."""

    def __init__(self, municipality: Municipality, boundaries: Boundaries | None = None) -> None:
        self._municipality = municipality
        self._boundaries = boundaries
        self._facts = load_facts(municipality.folder)
        self._town = " ".join(words(municipality.name))
        self._names = inside(municipality, self._facts)
        self._venues = known.load_venues(municipality.folder)
        self._by_name = known.by_name(self._venues, self._town)
        self._by_street = known.by_street(self._venues)
        self._outside = elsewhere([*self._names, self._town], self._facts)
        self._wijken = {wijk.code: wijk.name for wijk in municipality.wijken}
        # A source names the same few places over and over.
        self._of_text = lru_cache(maxsize=4_096)(self._read)

    def resolve(
        self,
        text: str = "",
        *,
        venue: str | None = None,
        address: str | None = None,
        postcode: str | None = None,
        neighbourhood: str | None = None,
        point: tuple[float, float] | None = None,
    ) -> Place:
        """What a text, or the parts of one, says about where something is.

        `point` is (latitude, longitude) in WGS84 degrees; it is used when the words say
        nothing. Never raises; what cannot be read is an unsure or unknown place.
        """
        parts = [neighbourhood, venue, address, text, f"postcode {postcode}" if postcode else None]
        place = self._of_text(", ".join(part for part in parts if part)[:_MAX_TEXT])
        if point and place.kind is PlaceKind.UNKNOWN and not place.hide_address:
            return self.at(*point)
        return place

    def _read(self, whole: str) -> Place:
        spots = [self._spot(segment) for segment in segments(whole)]
        return decide(
            whole,
            clues=[*self._postcode_clues(whole), *(c for s in spots for c in s.clues)],
            outside=[*self._foreign_postcodes(whole), *(n for s in spots for n in s.outside)],
            wijken=self._wijken,
            names_town=self._town in words(whole),
        )

    def at(self, lat: float, lon: float) -> Place:
        """The wijk at a point: by polygon when boundaries are loaded, else the nearest buurt."""
        if self._boundaries:
            area = self._municipality.neighbourhood(self._boundaries.code_at(lat, lon))
            if area and area.wijk in self._wijken:
                reason = "Het punt ligt in deze wijk."
                return self._in_wijk(area.wijk, is_sure=True, reason=reason)
            return Place(kind=PlaceKind.OUTSIDE, is_sure=True, reason="Het punt ligt erbuiten.")
        near = nearest_wijken(self._municipality.neighbourhoods, lat, lon)
        if near is None:
            reason = "Het punt ligt ver van elke bekende buurt."
            return Place(kind=PlaceKind.OUTSIDE, reason=reason)
        return self._in_wijk(near.wijk, is_sure=near.is_clear, reason=f"Dichtbij {near.name}.")

    def venue(self, text: str) -> known.Venue | None:
        """The one known venue a text names, or None."""
        for segment in segments(text[:_MAX_TEXT]):
            for phrase, _, _ in _phrases(segment):
                found = self._by_name.get(phrase, ())
                if len(found) == 1:
                    return found[0]
        return None

    def _in_wijk(self, code: str, *, is_sure: bool, reason: str) -> Place:
        name = self._wijken[code]
        kind = PlaceKind.NEIGHBOURHOOD
        return Place(kind=kind, code=code, name=name, is_sure=is_sure, reason=reason)

    @cached_property
    def _shares(self) -> dict[str, tuple[PostcodeShare, ...]]:
        grouped: dict[str, list[PostcodeShare]] = {}
        for share in self._municipality.postcodes:
            grouped.setdefault(share.pc4, []).append(share)
        return {pc4: tuple(sorted(s, key=lambda x: -x.share)) for pc4, s in grouped.items()}

    def _postcode_clues(self, text: str) -> Iterator[Clue]:
        for pc4 in signs.postcodes(text, frozenset(self._shares)):
            shares = [s for s in self._shares.get(pc4, ()) if self._is_ours(s)]
            if not shares:
                continue
            label = f"postcode {pc4}"
            sure = shares[0].share >= _MAIN_SHARE and pc4 not in self._facts.unsure_postcodes
            if sure:
                yield Clue("postcode", frozenset({shares[0].code}), label, Strength.STRONG)
            else:
                yield Clue("postcode", frozenset(s.code for s in shares), label, Strength.WEAK)
                yield Clue("main", frozenset({shares[0].code}), label, Strength.WEAK)

    def _foreign_postcodes(self, text: str) -> Iterator[str]:
        for pc4 in signs.postcodes(text, frozenset(self._shares)):
            ours = any(self._is_ours(share) for share in self._shares.get(pc4, ()))
            if not ours and pc4 not in self._facts.box_postcodes:
                yield f"postcode {pc4}"

    def _is_ours(self, share: PostcodeShare) -> bool:
        return share.municipality in ("", self._municipality.name)

    def _spot(self, segment: list[str]) -> Spot:
        """Longest names first; a word belongs to one name only."""
        found: list[Clue] = []
        outside: list[str] = []
        used: set[int] = set()
        for phrase, start, end in _phrases(segment):
            if used & set(range(start, end)):
                continue
            clue = self._clue(phrase, segment, end)
            if clue:
                found.append(clue)
            elif self._is_outside(phrase, segment, start):
                outside.append(phrase)
            elif phrase != self._town:
                continue
            used |= set(range(start, end))
        if not found and not outside:
            found = list(self._typo(segment))
        return Spot(clues=tuple(found), outside=tuple(outside))

    def _clue(self, phrase: str, segment: list[str], end: int) -> Clue | None:
        if phrase in self._by_name:
            return _venue_clue(self._by_name[phrase])
        if phrase in self._by_street:
            return _street_clue(self._by_street[phrase], segment[end : end + 2])
        if phrase in self._names:
            return self._name_clue(self._names[phrase], segment)
        return None

    def _name_clue(self, name: Name, segment: list[str]) -> Clue | None:
        alone = stands_alone(name.text, segment, LEADS | {self._town})
        pointed = any(f"{lead} {name.text}" in " ".join(segment) for lead in POINTERS)
        if name.is_weak and not (alone or pointed) and not is_street(name.text):
            return None
        sure = not is_street(name.text) and len(name.codes) == 1
        return Clue("name", name.codes, name.label, Strength.STRONG if sure else Strength.WEAK)

    def _is_outside(self, phrase: str, segment: list[str], start: int) -> bool:
        if phrase not in self._outside:
            return False
        if self._outside[phrase]:
            return stands_alone(phrase, segment, LEADS)
        return start == 0 or segment[start - 1] not in {"van", "familie", "mevrouw"}

    def _typo(self, segment: list[str]) -> Iterator[Clue]:
        """A name spelled wrongly, when it can be only one."""
        for phrase, _, _ in _phrases(segment):
            if len(phrase) < _MIN_TYPO or is_street(phrase):
                continue
            hits = [n for n in self._spellings.get(phrase[0], ()) if _is_typo(phrase, n[0])]
            codes = frozenset(code for _, codes in hits for code in codes)
            if len(codes) == 1 and "" not in codes:
                yield Clue("typo", codes, hits[0][0], Strength.WEAK)
                return

    @cached_property
    def _spellings(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """Names with the wijken they mean, by their first letter."""
        venues = [(n, frozenset(v.code for v in vs)) for n, vs in self._by_name.items()]
        names = [(n.text, n.codes) for n in self._names.values() if not n.is_weak]
        outside = [(name, frozenset({""})) for name in self._outside]
        found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for name, codes in (*names, *((n, c) for n, c in venues if "" not in c), *outside):
            if name:
                found.setdefault(name[0], []).append((name, codes))
        return found


def _phrases(segment: list[str]) -> Iterator[tuple[str, int, int]]:
    """Every run of words, longest first, as (text, start, end)."""
    for size in range(min(_LONGEST_NAME, len(segment)), 0, -1):
        for start in range(len(segment) - size + 1):
            yield " ".join(segment[start : start + size]), start, start + size


def _venue_clue(found: Iterable[known.Venue]) -> Clue:
    venues = list(found)
    codes = frozenset(v.code for v in venues if v.code)
    sure = len(codes) == 1 and all(v.is_sure for v in venues)
    name = venues[0].name if len(venues) == 1 else ""
    strength = Strength.STRONG if sure else Strength.WEAK
    return Clue("venue", codes, venues[0].name, strength, name)


def _street_clue(found: Iterable[known.Venue], following: list[str]) -> Clue:
    venues = list(found)
    number = known.house_number(following)
    at = [v for v in venues if number and v.number == number]
    if at and at[0].code:
        label = f"{at[0].street} {number}"
        return Clue("address", frozenset({at[0].code}), label, Strength.STRONG, at[0].name)
    codes = frozenset(v.code for v in venues if v.code)
    return Clue("street", codes, venues[0].street, Strength.WEAK)


def _is_typo(written: str, name: str) -> bool:
    if abs(len(written) - len(name)) > 2 or written[0] != name[0] or len(name) < _MIN_TYPO:
        return False
    allowed = 1 if min(len(name), len(written)) < 9 else 2
    return OSA.distance(written, name, score_cutoff=allowed) <= allowed
