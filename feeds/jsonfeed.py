"""Listings as JSON Feed 1.1, with the dates of each activity in an `_events` extension."""

import json
from collections.abc import Iterable

from feeds.border import safe
from feeds.catalogue import Feed, Site
from feeds.icalendar import location_of
from feeds.items import Item, paragraphs
from snapshot.listing import OccurrenceListing, PlaceListing

EXTENSION, CONTENT_TYPE = "json", "application/feed+json; charset=utf-8"


def render(feed: Feed, fragments: Iterable[str], *, site: Site) -> bytes:
    """A whole feed of `fragments`, each the JSON text of one item."""
    head = _json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.description,
            "home_page_url": f"{site.base_url}/",
            "feed_url": f"{site.base_url}/{feed.path}.{EXTENSION}",
            "language": site.language,
        }
    )
    items = ",\n".join(fragments)
    return f'{head[:-1]},"items":[\n{items}\n]}}\n'.encode()


def fragment(item: Item, *, site: Site) -> str:
    """One item. `date_published` is when we first published it; dates are in `_events`."""
    activity = item.activity
    facts: dict[str, object] = {
        "id": item.guid,
        "url": site.activity_url(activity.id),
        "external_url": safe(activity.url),
        "title": safe(item.title),
        "content_text": safe("\n\n".join(paragraphs(item, site=site))),
        "image": safe(activity.image),
        "date_published": activity.published_at.isoformat(timespec="seconds"),
        "date_modified": activity.changed_at.isoformat(timespec="seconds"),
        "authors": [{"name": safe(activity.organiser)}] if activity.organiser else [],
        "tags": [safe(label) for label in site.labels(activity.topics)],
        "language": activity.language or site.language,
        "_events": {"about": f"{site.base_url}/", "dates": [_date(d) for d in item.dates]},
    }
    return _json({name: value for name, value in facts.items() if value})


def _date(occurrence: OccurrenceListing) -> dict[str, object]:
    when = occurrence.when
    facts: dict[str, object] = {
        "uid": safe(occurrence.uid),
        "sequence": occurrence.sequence,
        "status": occurrence.status,
        "start": when.start_iso,
        "end": when.end_iso,
        "timezone": when.zone,
        "place": _place(occurrence.place),
        "warning": safe(occurrence.warning),
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _place(place: PlaceListing) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": place.kind,
        "name": safe(location_of(place)),
        "code": place.code,
        "lat": place.lat,
        "lon": place.lon,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
