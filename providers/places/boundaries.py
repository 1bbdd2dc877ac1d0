"""Outlines of wijken or buurten from a GeoJSON file (CBS/PDOK), and which one a point lies in."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.errors import ConfigError

_MAX_BYTES = 50_000_000
_CODE_KEYS = ("wijkcode", "code", "statcode", "WK_CODE", "wk_code", "buurtcode")
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One polygon of a wijk or buurt: its outer ring, then its holes, as (lon, lat) in degrees."""

    code: str
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    def holds(self, lat: float, lon: float) -> bool:
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        outer, *holes = self.rings
        return _in_ring(outer, lat, lon) and not any(_in_ring(h, lat, lon) for h in holes)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All outlines of a municipality."""

    outlines: tuple[Outline, ...]

    def code_at(self, lat: float, lon: float) -> str:
        """The code of the outline around a WGS84 point, or empty."""
        return next((o.code for o in self.outlines if o.holds(lat, lon)), "")


def load(path: Path) -> Boundaries:
    """Reads a GeoJSON FeatureCollection in WGS84 with a code per feature.

    Raises ConfigError that says in Dutch what is wrong: not readable, not GeoJSON, no code,
    or coordinates in another system (RD New is common in Dutch files).
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError(f"{path}: groter dan {_MAX_BYTES // 1_000_000} MB")
        facts = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: is niet te lezen") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: is geen geldig GeoJSON-bestand") from error
    return Boundaries(tuple(_outlines(path, facts)))


def _outlines(path: Path, facts: Any) -> Iterator[Outline]:
    features = facts.get("features") if isinstance(facts, dict) else None
    if not isinstance(features, list) or not features:
        raise ConfigError(f"{path}: er staan geen vlakken (“features”) in")
    for number, feature in enumerate(features, 1):
        try:
            code = _code(feature["properties"])
            polygons = _polygons(feature["geometry"])
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ConfigError(f"{path}: vlak {number} heeft geen wijkcode of omtrek") from error
        for rings in polygons:
            yield _outline(path, number, code, rings)


def _code(properties: dict[str, Any]) -> str:
    return str(next(properties[key] for key in _CODE_KEYS if properties.get(key)))


def _polygons(geometry: dict[str, Any]) -> list[tuple[Ring, ...]]:
    shapes = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        shapes = [shapes]
    elif geometry["type"] != "MultiPolygon":
        raise ValueError(geometry["type"])
    return [
        tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in shape) for shape in shapes
    ]


def _outline(path: Path, number: int, code: str, rings: Sequence[Ring]) -> Outline:
    lons, lats = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
    box = (min(lons), min(lats), max(lons), max(lats))
    if box[0] < -180 or box[2] > 180 or box[1] < -90 or box[3] > 90:
        raise ConfigError(
            f"{path}: vlak {number} staat niet in graden (WGS84); zet het bestand eerst om"
        )
    return Outline(code, tuple(rings), box)


def _in_ring(ring: Ring, lat: float, lon: float) -> bool:
    """Ray casting: a point is inside when a line east of it crosses the ring an odd number."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
