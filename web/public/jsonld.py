"""Pages as schema.org values, for search engines. Pure; `text` makes them safe in HTML."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    PlaceListing,
    ProviderListing,
    ServiceListing,
)

Thing = dict[str, Any]
_CONTEXT = "https://schema.org"
MOST_DATES = 10


def text(things: Thing | Sequence[Thing]) -> str:
    """JSON in which nothing can end a script element."""
    found = json.dumps(things, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        found = found.replace(sign, code)
    return found


def events(
    activity: ActivityListing, dates: Iterable[OccurrenceListing], *, url: str, town: str
) -> list[Thing]:
    """The next dates, each an Event: at most `MOST_DATES`."""
    return [_event(activity, o, url, town) for _, o in zip(range(MOST_DATES), dates, strict=False)]


def service(listing: ServiceListing, *, url: str, provider_url: str, town: str) -> Thing:
    """A service with who offers it and how to reach it."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Service",
            "@id": url,
            "url": url,
            "name": listing.name,
            "description": listing.summary,
            "provider": {
                "@type": "Organization",
                "name": listing.provider,
                "url": provider_url,
            },
            "areaServed": {"@type": "City", "name": town},
            "audience": [{"@type": "Audience", "audienceType": a} for a in listing.audience],
            "isAccessibleForFree": True if listing.costs.casefold() == "gratis" else None,
            "availableChannel": _filled(
                {
                    "@type": "ServiceChannel",
                    "serviceUrl": listing.website,
                    "servicePhone": {"@type": "ContactPoint", "telephone": listing.phone}
                    if listing.phone
                    else None,
                    "serviceLocation": _place(listing.place, town),
                }
            ),
        }
    )


def organisation(listing: ProviderListing, *, url: str) -> Thing:
    """An organisation with its contact data."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Organization",
            "@id": url,
            "name": listing.name,
            "url": listing.website or url,
            "telephone": listing.phone,
            "email": listing.email,
        }
    )


def collection(name: str, items: Iterable[tuple[str, str]], *, url: str, about: Thing) -> Thing:
    """A page about `about` that leads to others: (whole address, name), each once, in order."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "CollectionPage",
            "@id": url,
            "url": url,
            "name": name,
            "about": about,
            "mainEntity": {
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "name": title, "url": link}
                    for number, (link, title) in enumerate(dict(items).items(), 1)
                ],
            },
        }
    )


def trail(items: Iterable[tuple[str, str]]) -> Thing:
    """The way to a page: (whole address, name), outermost first."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (url, name) in enumerate(items, 1)
        ],
    }


def _event(activity: ActivityListing, occurrence: OccurrenceListing, url: str, town: str) -> Thing:
    is_off = occurrence.status == "cancelled" or activity.state == "cancelled"
    status = "EventCancelled" if is_off else "EventScheduled"
    if occurrence.status == "moved" and not is_off:
        status = "EventRescheduled"
    is_online = occurrence.place.kind == "online"
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Event",
            "@id": f"{url}#{occurrence.uid}",
            "url": url,
            "name": occurrence.title,
            "description": activity.description,
            "startDate": occurrence.when.start_iso,
            "endDate": occurrence.when.end_iso,
            "doorTime": occurrence.when.doors.isoformat("minutes")
            if occurrence.when.doors
            else None,
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": "https://schema.org/"
            + ("OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"),
            "location": {"@type": "VirtualLocation", "url": activity.online_url or url}
            if is_online
            else _place(occurrence.place, town),
            "organizer": {"@type": "Organization", "name": activity.organiser}
            if activity.organiser
            else None,
            "isAccessibleForFree": True if activity.is_free else None,
            "inLanguage": activity.language,
            "image": activity.image,
        }
    )


def _place(place: PlaceListing, town: str) -> Thing | None:
    name = place.venue or place.neighbourhood
    if not name:
        return None
    geo = None
    if place.lat is not None and place.lon is not None:
        geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.address,
        "postalCode": place.postcode,
        "addressLocality": town if place.kind == "neighbourhood" else place.neighbourhood,
        "addressCountry": "NL",
    }
    return _filled({"@type": "Place", "name": name, "address": _filled(address), "geo": geo})


def _filled(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value not in (None, "", [], ())}
