"""Reservations against text and data mining, as sites state them.

Read: the TDM Reservation Protocol (header, meta element, /.well-known/tdmrep.json) and the
robots words noai and noimageai (header or meta). From an open page that reserves, nothing
is taken; a source that gave us its agenda may reserve it against others.
"""

import json
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from lxml.html import HtmlElement

_WORDS = re.compile(r"(?i)\b(?:noai|noimageai)\b")


RULES = "/.well-known/tdmrep.json"


def rules(body: bytes) -> list[dict[str, Any]]:
    """What a site's tdmrep.json states; nothing when it cannot be read."""
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return []
    every = stated if isinstance(stated, list) else [stated]
    return [rule for rule in every if isinstance(rule, dict)]


def in_headers(headers: Mapping[str, str]) -> str:
    """Where the headers (names in lower case) reserve; an empty text when they do not."""
    if headers.get("tdm-reservation", "").strip() == "1":
        return "header tdm-reservation"
    if _WORDS.search(headers.get("x-robots-tag", "")):
        return "header x-robots-tag"
    return ""


def in_rules(rules: Sequence[Mapping[str, Any]], path: str) -> str:
    """Whether tdmrep.json reserves this path: the first rule that fits decides."""
    for rule in rules:
        location = str(rule.get("location") or "")
        if location and fnmatchcase(path or "/", location if "*" in location else f"{location}*"):
            return "tdmrep.json" if rule.get("tdm-reservation") in (1, "1", True) else ""
    return ""


def in_page(tree: HtmlElement) -> str:
    """Where the page itself reserves."""
    for meta in tree.iter("meta"):
        name = str(meta.get("name") or "").casefold()
        content = str(meta.get("content") or "").strip()
        if name == "tdm-reservation" and content == "1":
            return "meta tdm-reservation"
        if name == "robots" and _WORDS.search(content):
            return "meta robots"
    return ""
