"""Distances on the ground, small enough to take the earth as flat."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from base.municipality import Neighbourhood

_METRES_PER_DEGREE = 111_320.0
_FAR = 3_000.0
_CLEARLY_NEARER = 2.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest buurt. Clear: the nearest buurt of another wijk is twice as far."""

    wijk: str
    name: str
    is_clear: bool


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance in metres between two WGS84 points; good within a province."""
    east = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(lat2 - lat1, east) * _METRES_PER_DEGREE


def nearest_wijken(places: Iterable[Neighbourhood], lat: float, lon: float) -> Nearest | None:
    """The buurt whose centre is nearest, or None when none is within three kilometres."""
    away = sorted(
        (metres(lat, lon, p.lat, p.lon), p.wijk, p.name)
        for p in places
        if p.lat is not None and p.lon is not None
    )
    if not away or away[0][0] > _FAR:
        return None
    distance, wijk, name = away[0]
    other = next((d for d, code, _ in away if code != wijk), math.inf)
    return Nearest(wijk, name, other >= _CLEARLY_NEARER * distance)
