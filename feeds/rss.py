"""Listings as RSS 2.0, with the atom link to itself that readers ask for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape as html_escape
from xml.sax.saxutils import escape, quoteattr

from feeds.border import safe
from feeds.catalogue import Feed, Site
from feeds.items import Item, paragraphs

EXTENSION, CONTENT_TYPE = "rss", "application/rss+xml; charset=utf-8"
TTL_MINUTES = 240


def render(feed: Feed, fragments: Iterable[str], *, site: Site, newest: datetime | None) -> bytes:
    """A whole channel of `fragments`; `newest` is when the newest of them changed."""
    address = f"{site.base_url}/{feed.path}.{EXTENSION}"
    built = _element("lastBuildDate", _rfc822(newest)) if newest else ""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"{_element('title', feed.title)}"
        f"{_element('link', site.base_url + '/')}"
        f"{_element('description', feed.description)}"
        f"{_element('language', site.language)}"
        f'<atom:link href={quoteattr(safe(address))} rel="self" type="application/rss+xml"/>\n'
        f"{built}{_element('ttl', str(TTL_MINUTES))}"
    )
    return "".join((head, *fragments, "</channel>\n</rss>\n")).encode()


def fragment(item: Item, *, site: Site) -> str:
    """One item. `pubDate` is when we first published it, never when it takes place."""
    activity = item.activity
    return "".join(
        (
            "<item>\n",
            _element("title", item.title),
            _element("link", site.activity_url(activity.id)),
            f'<guid isPermaLink="false">{_text(item.guid)}</guid>\n',
            _element("pubDate", _rfc822(activity.published_at)),
            _element("atom:updated", activity.changed_at.isoformat(timespec="seconds")),
            *(_element("category", label) for label in site.labels(activity.topics)),
            _element("description", _html(paragraphs(item, site=site))),
            "</item>\n",
        )
    )


def _html(texts: Sequence[str]) -> str:
    return "".join(f"<p>{html_escape(safe(text), quote=False)}</p>" for text in texts)


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n"


def _text(text: str) -> str:
    return escape(safe(text))


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment)
