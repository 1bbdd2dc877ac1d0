"""Feeds that a page announces: better to read than the page itself, so they are proposed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.page.address import absolute

_KINDS = {
    "text/calendar": "ical",
    "application/rss+xml": "rss",
    "application/atom+xml": "rss",
    "text/xml+oembed": "",
}
_NOT_EVENTS = ("comments/feed", "/comments", "oembed", "wp-json")


def alternates(tree: HtmlElement, address: str) -> tuple[tuple[str, str], ...]:
    """(type, address) of every calendar and feed announced; types "ical" and "rss"."""
    return tuple(dict.fromkeys(_found(tree, address)))


def _found(tree: HtmlElement, address: str) -> Iterator[tuple[str, str]]:
    for link in tree.iter("link"):
        if "alternate" in str(link.get("rel") or "").casefold().split():
            kind = _KINDS.get(str(link.get("type") or "").split(";")[0].strip().casefold())
            target = absolute(address, link.get("href"))
            if kind and target and not any(word in target for word in _NOT_EVENTS):
                yield kind, target
    for anchor in tree.iter("a"):
        target = _calendar(str(anchor.get("href") or "").strip(), address)
        if target:
            yield "ical", target


def _calendar(href: str, address: str) -> str | None:
    """The address of a calendar file behind a link: webcal:, .ics, or ?ical=1."""
    scheme, _, rest = href.partition(":")
    if scheme.casefold() in ("webcal", "webcals"):
        return absolute(address, f"https:{rest}")
    target = absolute(address, href)
    if target is None:
        return None
    parts = urlsplit(target)
    is_file = parts.path.casefold().endswith((".ics", ".ical"))
    is_export = "ical=1" in parts.query or "format=ical" in parts.query.casefold()
    return target if is_file or is_export else None
