"""What a schema.org node says of an event beside its title and its dates: where, who, how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from base.text import one_line, plain
from ingest.page.address import absolute
from ingest.page.nodes import Node, kinds, values
from ingest.prices import price_text
from providers.places.clues import postcode_in

_SOUTH, _NORTH, _WEST, _EAST = 50.7, 53.6, 3.3, 7.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The place as stated, not yet looked up; `point` is latitude and longitude."""

    venue: str | None = None
    address: str | None = None
    postcode: str | None = None
    point: tuple[float, float] | None = None
    online_url: str | None = None


def place(node: Node, named: Mapping[str, Node], address: str) -> Whereabouts:
    """Where it is: the first real place, and an online address beside or instead of it."""
    found = Whereabouts()
    online = None
    for value in values(node, "location"):
        stated = _resolved(value, named)
        if isinstance(stated, str):
            one = Whereabouts(venue=_line(stated), postcode=postcode_in(stated))
        elif "virtuallocation" in kinds(stated):
            online = online or absolute(address, stated.get("url")) or "online"
            continue
        else:
            one = replace(_one_place(stated), point=_point(stated))
        if found == Whereabouts():
            found = one
    mode = text_of(values(node, "eventAttendanceMode")).casefold()
    if "online" in mode and "offline" not in mode and found == Whereabouts():
        online = online or link(node, address)
    if online == "online":
        online = link(node, address)
    return replace(found, online_url=online)


def link(node: Node, address: str) -> str:
    """The page of the event itself, else the page it stands on."""
    for value in (*values(node, "url")[:1], node.get("@id")):
        found = absolute(address, value)
        if found and "#" not in found.rstrip("#"):
            return found
    return address


def organiser(node: Node, named: Mapping[str, Node]) -> str | None:
    """An organisation's name; a person is not named."""
    for value in values(node, "organizer", "organiser"):
        stated = _resolved(value, named)
        if isinstance(stated, str):
            return _line(stated) if not stated.startswith("http") else None
        if "person" not in kinds(stated):
            return _line(unescape(text_of(values(stated, "name")[:1])))
    return None


def image(node: Node, address: str) -> str | None:
    for value in values(node, "image")[:1]:
        given = value
        if isinstance(value, dict):
            given = (values(value, "contentUrl", "url") or [None])[0]
        return absolute(address, given)
    return None


def price(node: Node) -> str | None:
    if str(node.get("isAccessibleForFree", "")).casefold() in ("true", "https://schema.org/true"):
        return "gratis"
    found = []
    for offer in values(node, "offers"):
        if not isinstance(offer, dict):
            return price_text(str(offer))
        stated = values(offer, "price", "lowPrice")[:1] + values(offer, "highPrice")[:1]
        found += [price_text(str(value)) for value in stated]
    prices = list(dict.fromkeys(p for p in found if p))
    return " / ".join(prices[:4]) or None


def audience(node: Node) -> str | None:
    for value in values(node, "audience")[:1]:
        if isinstance(value, dict):
            return _line(text_of(values(value, "audienceType", "name")[:1]))
        return _line(str(value))
    age = _line(text_of(values(node, "typicalAgeRange")[:1]))
    return f"{age} jaar" if age and age[:1].isdigit() else age


def language(node: Node) -> str | None:
    for value in values(node, "inLanguage")[:1]:
        given = value
        if isinstance(value, dict):
            given = text_of(values(value, "alternateName", "identifier", "name")[:1])
        return str(given).replace("_", "-")[:20] or None
    return None


def keywords(node: Node) -> Iterator[str]:
    for value in values(node, "keywords"):
        if isinstance(value, str):
            yield from (w for w in (one_line(part) for part in value.split(",")) if w)


def text_of(found: list[Any]) -> str:
    """The first of these values as text, an empty text when there is none."""
    for value in found:
        if isinstance(value, dict):
            inner = value.get("@value") or value.get("name") or value.get("value")
            return str(inner or "")
        return str(value)
    return ""


def _resolved(value: Any, named: Mapping[str, Node]) -> Any:
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return named.get(str(value.get("@id")), value)
    return value if isinstance(value, dict) else str(value)


def _one_place(stated: Node) -> Whereabouts:
    name = _line(unescape(text_of(values(stated, "name")[:1])))
    parts: list[str] = []
    postcode = None
    for value in values(stated, "address")[:1]:
        if isinstance(value, dict):
            street = _line(text_of(values(value, "streetAddress")[:1]))
            code = _line(text_of(values(value, "postalCode")[:1]))
            town = _line(text_of(values(value, "addressLocality")[:1]))
            postcode = postcode_in(code or "") or code
            parts = [p for p in (street, " ".join(filter(None, (code, town)))) if p]
            name = name or _line(text_of(values(value, "name")[:1]))
        else:
            parts = [p for p in (_line(str(value)),) if p]
    address = ", ".join(parts) or None
    if name is None and address and not parts[0][:1].isdigit():
        return Whereabouts(
            venue=address, address=address, postcode=postcode or postcode_in(address)
        )
    return Whereabouts(venue=name, address=address, postcode=postcode or postcode_in(address or ""))


def _point(stated: Node) -> tuple[float, float] | None:
    """Latitude and longitude, when they lie in the Netherlands; a 0 is what nobody filled in."""
    for geo in (*values(stated, "geo"), stated):
        if not isinstance(geo, dict):
            continue
        try:
            lat, lon = (float(text_of(values(geo, n)[:1])) for n in ("latitude", "longitude"))
        except ValueError:
            continue
        if _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST:
            return lat, lon
    return None


def _line(text: str | None) -> str | None:
    return one_line(plain(text or ""))[:300] or None
