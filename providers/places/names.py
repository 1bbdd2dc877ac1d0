"""Names of wijken, villages, buurten and hamlets, and of places elsewhere."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from base.errors import ConfigError
from base.municipality import Municipality, Neighbourhood
from providers.places.spelling import is_street, key, words

_PREFIX = re.compile(r"^(?:Dorp|Wijk|Buurt|Kern)\s+", re.IGNORECASE)
_NO_PARTS = re.compile(r"^(?:Overig|Buitengebied|Verspreide)\b", re.IGNORECASE)
_DIRECTIONS = frozenset({"noord", "oost", "zuid", "west", "midden", "centrum"})
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name, by key and as written, and the wijken it may mean.

    A weak one is also a common word, a short one or a street.
    """

    text: str
    label: str
    codes: frozenset[str]
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """`places.toml` of a municipality; every key may be absent."""

    names: dict[str, str]
    common_words: frozenset[str]
    outside: tuple[str, ...]
    unsure_postcodes: frozenset[str]
    box_postcodes: frozenset[str]


def load_facts(folder: Path) -> PlaceFacts:
    """Reads `places.toml`. Raises ConfigError when it is there but not readable."""
    path = folder / "places.toml"
    try:
        facts = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return PlaceFacts(
        names=dict(facts.get("names", {})),
        common_words=frozenset(key(w) for w in facts.get("common_words", [])),
        outside=tuple(facts.get("outside", [])),
        unsure_postcodes=frozenset(facts.get("unsure_postcodes", [])),
        box_postcodes=frozenset(facts.get("box_postcodes", [])),
    )


def inside(municipality: Municipality, facts: PlaceFacts) -> dict[str, Name]:
    """Every name by its key. A whole name outranks a part of another's; wijk before buurt."""
    found: dict[str, Name] = {}
    for group in _by_rank(municipality, facts):
        fresh: dict[str, set[str]] = {}
        labels: dict[str, str] = {}
        for label, code in group:
            if key(label) not in found:
                fresh.setdefault(key(label), set()).add(code)
                labels.setdefault(key(label), label)
        for text, codes in fresh.items():
            found[text] = Name(text, labels[text], frozenset(codes), _is_weak(text, facts))
    return found


def elsewhere(own: Iterable[str], facts: PlaceFacts) -> dict[str, bool]:
    """Names of Dutch places outside, with whether each is also a common word."""
    listed = files("providers.places").joinpath("dutch_places.txt").read_text("utf-8")
    lines = [line.strip() for line in listed.splitlines() if not line.startswith("#")]
    names = {line.rstrip("*"): line.endswith("*") for line in lines if line}
    names |= dict.fromkeys(facts.outside, False)
    ours = set(own)
    return {" ".join(words(n)): weak for n, weak in names.items() if key(n) not in ours}


def _by_rank(m: Municipality, facts: PlaceFacts) -> Iterator[list[tuple[str, str]]]:
    wijken, others = m.wijken, [n for n in m.neighbourhoods if n.kind != "wijk"]
    shared = _shared_heads(wijken)
    yield [(n.name, n.code) for n in wijken]
    yield list(facts.names.items())
    yield [(head, code) for head, codes in shared.items() for code in codes]
    yield [(n.name, n.wijk) for n in others]
    yield [(_PREFIX.sub("", n.name), n.wijk) for n in others]
    yield [(part, n.code) for n in wijken for part in _parts(n, set(shared))]
    yield [(part, n.wijk) for n in others for part in _parts(n, set(shared))]


def _shared_heads(wijken: Iterable[Neighbourhood]) -> dict[str, set[str]]:
    """ "Colmschate" of Colmschate-Noord and Colmschate-Zuid: it may mean any of them."""
    heads: dict[str, set[str]] = {}
    for wijk in wijken:
        head, hyphen, _ = wijk.name.partition("-")
        if hyphen:
            heads.setdefault(head, set()).add(wijk.code)
    return {head: codes for head, codes in heads.items() if len(codes) > 1}


def _parts(place: Neighbourhood, shared: set[str]) -> Iterator[str]:
    """ "Borgele" of Borgele en Platvoet; not "Epse" of Epse-Noord, which lies elsewhere."""
    parts = re.split(r"\s+en\s+|-", place.name)
    if not _NO_PARTS.search(place.name) and not _DIRECTIONS & {key(p) for p in parts}:
        yield from (part for part in parts if part not in shared)


def _is_weak(text: str, facts: PlaceFacts) -> bool:
    return text in facts.common_words or len(text) < _SHORT or is_street(text)
