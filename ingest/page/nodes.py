"""Structured data of a page as schema.org nodes: JSON-LD, microdata, h-event and hCalendar.

A node is a mapping as JSON-LD writes it, whatever it was written in; each knows the element
it stood in when there is one. A broken block is a problem and costs no other block.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import lxml.etree
import mf2py
from extruct.jsonld import JsonLdExtractor
from extruct.w3cmicrodata import MicrodataExtractor
from lxml.html import HtmlElement

from agenda.draft import Origin, Problem
from agenda.moment import DEFAULT_ZONE
from ingest.page.moments import read_iso

Node = Mapping[str, Any]
_NOT_OURS = {"publicationevent", "broadcastevent", "ondemandevent", "deliveryevent"}
_ALSO = {"festival", "hackathon", "courseinstance", "eventseries"}
_DEPTH = 12
_PUBLISHED = re.compile(r"(?i)published_time|modified_time|^\s*(?:date|dc\.date\S*)$|pubdate")
_ASIDE = {"location", "organizer", "organiser", "performer", "superEvent", "sponsor", "offers"}


@dataclass(frozen=True, slots=True)
class Found:
    """Event nodes in the order of the page, what they refer to, and the broken blocks."""

    events: tuple[Node, ...] = ()
    named: Mapping[str, Node] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def find(tree: HtmlElement, text: str, address: str) -> Found:
    """Every event node of the page, JSON-LD before microdata before microformats.

    Later syntaxes count only where the earlier ones gave nothing: a page that says things
    twice means them once.
    """
    nodes, problems = _json_ld(tree, address)
    named = {str(n["@id"]): n for n in _every(nodes) if "@id" in n and len(n) > 1}
    events = tuple(_events(nodes))
    if not events:
        events = tuple(_events(_microdata(tree, address, problems)))
    if not events and re.search(r"(?i)\b(?:h-event|vevent)\b", text):
        events = tuple(_events(_microformats(tree, text, address, problems)))
    return Found(events, named, tuple(problems))


def kinds(node: Node) -> set[str]:
    """The last parts of its types, in lower case: {"musicevent"}."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", name)[-1].casefold() for name in names if isinstance(name, str)}


def is_event(node: Node) -> bool:
    """A schema.org Event or a kind of it that people can go to."""
    return any((k.endswith("event") or k in _ALSO) and k not in _NOT_OURS for k in kinds(node))


def values(node: Node, *names: str) -> list[Any]:
    """All values of the first of these properties that has any."""
    for name in names:
        value = node.get(name)
        if value not in (None, "", [], {}):
            return value if isinstance(value, list) else [value]
    return []


def published(tree: HtmlElement) -> frozenset[date]:
    """The days on which this page says it was published or changed."""
    found = [
        str(meta.get("content") or "")
        for meta in tree.iter("meta")
        if _PUBLISHED.search(f"{meta.get('property') or ''} {meta.get('name') or ''}")
    ]
    for script in tree.iter("script"):
        if "ld+json" in str(script.get("type") or ""):
            found += re.findall(r'"date(?:Published|Modified)"\s*:\s*"([^"]+)"', script.text or "")
    stated = (read_iso(text, DEFAULT_ZONE) for text in found)
    return frozenset(one.day for one in stated if one is not None)


def _json_ld(tree: HtmlElement, address: str) -> tuple[list[Node], list[Problem]]:
    nodes: list[Node] = []
    problems: list[Problem] = []
    extractor = JsonLdExtractor()
    for number, script in enumerate(tree.iter("script"), 1):
        kind = str(script.get("type") or "").split(";")[0].strip().casefold()
        if kind != "application/ld+json" or not (script.text or "").strip():
            continue
        script.set("type", "application/ld+json")
        try:
            found = extractor.extract_items(script)
            nodes += [node for node in found if isinstance(node, dict)]
        except (ValueError, RecursionError) as error:
            problems.append(_broken(script, number, address, error))
    return nodes, problems


def _broken(script: HtmlElement, number: int, address: str, error: Exception) -> Problem:
    named = re.search(r'"name"\s*:\s*"([^\n]{1,80}?)"\s*,\s*"', script.text or "")
    about = f" over “{named[1]}”" if named else ""
    return Problem(
        code="broken_block",
        message=f"Blok {number} met gegevens voor zoekmachines{about} is kapot en niet gebruikt.",
        origin=Origin(url=address, line=script.sourceline, text=str(error)[:200]),
    )


def _microdata(tree: HtmlElement, address: str, problems: list[Problem]) -> list[Node]:
    tops = [n for n in tree.iter() if n.get("itemscope") is not None]
    if not tops:
        return []
    try:
        items = MicrodataExtractor(add_html_node=True).extract_items(tree, address)
    except (ValueError, TypeError, KeyError, lxml.etree.LxmlError) as error:
        message = "De gegevens in de opmaak (microdata) zijn kapot en niet gebruikt."
        origin = Origin(url=address, text=str(error)[:200])
        problems.append(Problem(code="broken_block", message=message, origin=origin))
        return []
    return [_from_microdata(item) for item in items]


def _from_microdata(item: Mapping[str, Any]) -> Node:
    node: dict[str, Any] = {"@type": item.get("type") or []}
    if item.get("id"):
        node["@id"] = item["id"]
    for name, value in (item.get("properties") or {}).items():
        several = value if isinstance(value, list) else [value]
        held = [_from_microdata(v) if isinstance(v, dict) else v for v in several]
        node[name] = held if len(held) > 1 else held[0]
    if "value" in item and len(node) == 1:
        node["name"] = item["value"]
    node["@element"] = item.get("htmlNode")
    return node


_ROOT = re.compile(r"(?:^|\s)(?:h-[a-z]+|vevent|vcalendar|vcard|hentry|hfeed|adr|geo)(?:\s|$)")
_NESTED = 12
_MICROFORMAT = {"name": "name", "start": "startDate", "end": "endDate", "url": "url"}


def _microformats(
    tree: HtmlElement, text: str, address: str, problems: list[Problem]
) -> list[Node]:
    """h-event, and hCalendar's vevent, which mf2py reads as one.

    Every level of items within items is copied whole, so a page with tags that are never closed
    would grow without bound (87 kB, sixty levels, took all memory there was): not read.
    """
    if _nesting(tree) > _NESTED:
        message = "De gegevens in de opmaak (microformats) zijn kapot en niet gebruikt."
        problems.append(Problem(code="broken_block", message=message, origin=Origin(url=address)))
        return []
    items = mf2py.parse(doc=text, html_parser="lxml", url=address)["items"]
    return list(_from_microformats(items, depth=0))


def _nesting(tree: HtmlElement) -> int:
    """How many items stand within each other at the most."""
    levels: dict[HtmlElement, int] = {}
    for element in tree.iter():
        parent = element.getparent()
        above = levels.get(parent, 0) if parent is not None else 0
        levels[element] = above + bool(_ROOT.search(element.get("class") or ""))
    return max(levels.values(), default=0)


def _from_microformats(items: list[Any], *, depth: int) -> Iterator[Node]:
    for item in items:
        if not isinstance(item, dict) or depth > _DEPTH:
            continue
        if "h-event" in item.get("type", ()):
            yield _h_event(item["properties"], item)
        else:
            yield from _from_microformats(item.get("children", []), depth=depth + 1)


def _h_event(stated: Mapping[str, list[Any]], item: Mapping[str, Any]) -> Node:
    node: dict[str, Any] = {"@type": "Event", "@syntax": "microformats"}
    for theirs, ours in _MICROFORMAT.items():
        if stated.get(theirs):
            node[ours] = stated[theirs] if theirs in ("start", "end") else stated[theirs][0]
    summary = stated.get("summary") or stated.get("description") or stated.get("content") or [""]
    text = summary[0]
    node["description"] = text.get("value", "") if isinstance(text, dict) else text
    node["location"] = [_h_place(place) for place in stated.get("location", [])]
    node["organizer"] = [_h_name(one) for one in stated.get("organizer", [])]
    if item.get("id"):
        node["@id"] = f"#{item['id']}"
    return node


def _h_place(place: Any) -> Any:
    if not isinstance(place, dict):
        return place
    stated = place.get("properties", {})
    first = {name: value[0] for name, value in stated.items() if value}
    return {
        "@type": "Place",
        "name": first.get("name") or place.get("value"),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": first.get("street-address"),
            "postalCode": first.get("postal-code"),
            "addressLocality": first.get("locality"),
        },
    }


def _h_name(one: Any) -> Any:
    return one.get("value") if isinstance(one, dict) else one


def _events(nodes: list[Node]) -> Iterator[Node]:
    seen: set[int] = set()
    for node in nodes:
        yield from _inside(node, seen, depth=0)


def _inside(value: Any, seen: set[int], *, depth: int) -> Iterator[Node]:
    """Event nodes at any depth, but for those an event only mentions (its umbrella)."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _inside(one, seen, depth=depth + 1)
    if not isinstance(value, dict) or id(value) in seen:
        return
    seen.add(id(value))
    if is_event(value):
        yield value
        return
    for name, inner in value.items():
        if name not in _ASIDE:
            yield from _inside(inner, seen, depth=depth + 1)


def _every(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _every(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _every(inner, depth + 1)
