"""Known venues of a municipality, their synonyms, abbreviations and addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from base.municipality import rows
from providers.places.spelling import key, words

_NUMBER = re.compile(r"^\d{1,4}[a-z]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place where things happen. `code` may be empty: known, but not where.

    `is_sure` is False when the wijk was not confirmed by a page.
    """

    name: str
    synonyms: tuple[str, ...]
    street: str
    number: str
    postcode: str
    code: str
    is_sure: bool


def load_venues(folder: Path) -> tuple[Venue, ...]:
    """The venues in `venues.csv`; none when there is no such file."""
    return tuple(
        Venue(
            name=row["name"],
            synonyms=tuple(s.strip() for s in row["synonyms"].split(";") if s.strip()),
            street=row["street"],
            number=row["house_number"].lower(),
            postcode=row["postcode"],
            code=row["wijk_code"],
            is_sure=row["sure"] != "nee",
        )
        for row in rows(folder / "venues.csv")
    )


def by_name(venues: Iterable[Venue], town: str) -> dict[str, tuple[Venue, ...]]:
    """Every name, synonym and acronym; one that several venues share means any of them."""
    found: dict[str, list[Venue]] = {}
    for venue in venues:
        for name in sorted({key(alias) for alias in _aliases(venue, town)}):
            found.setdefault(name, []).append(venue)
    return {name: tuple(known) for name, known in found.items()}


def by_street(venues: Iterable[Venue]) -> dict[str, tuple[Venue, ...]]:
    """The venues in each street."""
    found: dict[str, list[Venue]] = {}
    for venue in venues:
        if venue.street:
            found.setdefault(" ".join(words(venue.street)), []).append(venue)
    return {street: tuple(known) for street, known in found.items()}


def house_number(following: list[str]) -> str:
    """The house number at the start of these words ("6", "a" is 6a), or empty."""
    if not following or not _NUMBER.match(following[0]):
        return ""
    if len(following) > 1 and following[0].isdigit() and re.fullmatch("[a-z]", following[1]):
        return following[0] + following[1]
    return following[0]


def _aliases(venue: Venue, town: str) -> Iterator[str]:
    for name in (venue.name, *venue.synonyms):
        yield name
        parts = words(name)
        if len(parts) > 1 and parts[-1] == town:
            yield " ".join(parts[:-1])
        elif parts[-1] != town:
            yield f"{name} {town}"
        if len(parts) >= 4 and len(name) < 40:
            yield "".join(word[0] for word in parts)
