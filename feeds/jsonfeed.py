"""Listings as JSON Feed 1.1, with the dates of each activity in an `_events` extension."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from feeds.border import safe
from feeds.catalogue import Feed, Site
from feeds.icalendar import location_of
from feeds.items import Item, paragraphs
from snapshot.listing import OccurrenceListing, PlaceListing, When

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
        "start": _start(when),
        "end": _end(when),
        "timezone": when.zone,
        "place": _place(occurrence.place),
        "warning": safe(occurrence.warning),
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _start(when: When) -> str:
    """A day for all-day, otherwise local time with its offset."""
    if when.clock is None:
        return when.day.isoformat()
    return _iso(datetime.combine(when.day, when.clock), when.zone)


def _end(when: When) -> str | None:
    """None when unknown; for all-day the last day, inclusive."""
    if when.clock is None:
        return when.end_day.isoformat() if when.end_day else None
    if when.end_clock is None:
        return None
    return _iso(datetime.combine(when.end_day or when.day, when.end_clock), when.zone)


def _iso(local: datetime, zone: str) -> str:
    # By way of UTC, so that a time the spring change leaves out becomes one that exists.
    instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


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
