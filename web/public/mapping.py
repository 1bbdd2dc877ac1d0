"""The map: points and neighbourhoods beside the list, never instead of it.

Without a tile address it shows points only. Tiles come from elsewhere, so they are shown
only to a visitor who asks, and only that answer lets them through.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_from_directory

from base.config import ROOT
from snapshot.listing import PlaceListing
from web.public.choices import DAYS_AHEAD
from web.public.security import allow_images
from web.public.site import now, site, snapshot, today

pages = Blueprint("map", __name__)
LEAFLET = ROOT / "node_modules" / "leaflet" / "dist"
_FILES = frozenset(
    {"leaflet.js", "leaflet.css", "images/marker-icon.png", "images/marker-icon-2x.png",
     "images/marker-shadow.png", "images/layers.png", "images/layers-2x.png"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A place with a name and where it leads."""

    name: str
    text: str
    address: str
    lat: float
    lon: float
    kind: str


@pages.get("/kaart")
def show() -> str:
    """The list of places; the map is drawn beside it when the browser can."""
    tiles = site().settings.tile_url
    wants_tiles = bool(tiles) and request.args.get("achtergrond") == "1"
    if wants_tiles:
        parts = urlsplit(tiles)
        allow_images(f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}")
    return render_template(
        "map.html",
        points=_points(),
        counts=_counts(),
        wijken=site().town.wijken,
        tiles=tiles if wants_tiles else "",
        can_ask=bool(tiles) and not wants_tiles,
        has_leaflet=(LEAFLET / "leaflet.js").is_file(),
    )


@pages.get("/kaart.json")
def data() -> Response:
    """Everything on the map."""
    counts, services = _counts(), Counter(s.place.code for s in snapshot().services())
    return jsonify(
        wijken=[
            {"name": w.name, "address": f"/wijk/{w.slug}", "lat": w.lat, "lon": w.lon,
             "count": counts.get(w.code, 0), "services": services[w.code]}
            for w in site().town.wijken if w.lat is not None
        ],
        points=[
            {"name": p.name, "text": p.text, "address": p.address, "lat": p.lat, "lon": p.lon}
            for p in _points()
        ],
    )  # fmt: skip


@pages.get("/static/leaflet/<path:name>")
def leaflet(name: str) -> Response:
    """Leaflet's own files, from the package."""
    if name not in _FILES:
        abort(404)
    return send_from_directory(LEAFLET, name)


def _points() -> list[Point]:
    """Venues with an activity and services with a place, where we know the spot."""
    held = snapshot()
    last = today() + timedelta(days=DAYS_AHEAD)
    found: dict[tuple[str, tuple[float, float]], Point] = {}
    for occurrence in held.occurrences(today(), last, after=now(), online=False, limit=2000):
        at = _spot(occurrence.place)
        if at:
            key = (occurrence.title, at)
            found.setdefault(
                key,
                Point(occurrence.title, occurrence.place.venue,
                      f"/activiteit/{occurrence.activity_id}", *at, "activiteit"),
            )  # fmt: skip
    for service in held.services():
        at = _spot(service.place)
        if at:
            found[service.name, at] = Point(
                service.name, service.provider, f"/dienst/{service.id}", *at, "dienst"
            )
    return sorted(found.values(), key=lambda p: (p.kind, p.name))


def _spot(place: PlaceListing) -> tuple[float, float] | None:
    return (place.lat, place.lon) if place.lat is not None and place.lon is not None else None


def _counts() -> dict[str, int]:
    last = today() + timedelta(days=6)
    return dict(snapshot().counts(today(), last, after=now()).neighbourhood)
