"""A provider file held against the map: what it would do, and doing it. Nothing is lost.

A column that a file does not have leaves its field as it is; a service that a file does not
have is asked about, not deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from providers import store
from providers.csv_in import ProviderSheet
from providers.directory import Change, Difference, differences
from snapshot.listing import ServiceListing

# Columns a file may leave out; each fills the field of its own name.
_OPTIONAL = (
    *("summary", "audience", "phone", "email", "website", "costs", "opening_hours"),
    *("last_checked", "explanation", "condition", "languages", "accessibility", "serves"),
)
_PLACE = ("wijk_code", "venue", "street", "house_number", "postcode")


@dataclass(frozen=True, slots=True)
class Import:
    """What a file would do. `missing`: on the map and not in the file, to be asked."""

    services: tuple[ServiceListing, ...]
    differences: tuple[Difference, ...]

    @property
    def missing(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.change is Change.MISSING)


def plan(known: Iterable[ServiceListing], sheet: ProviderSheet) -> Import:
    """What `sheet` would do to the map as it is `known`. Pure."""
    before = {service.id: service for service in known}
    services = tuple(
        _kept(service, before[service.id], sheet.columns) if service.id in before else service
        for service in sheet.services
    )
    found = differences(before.values(), services)
    if not sheet.is_complete:
        # Rows were left out, so what is missing from the rest is not missing from the file.
        found = tuple(d for d in found if d.change is not Change.MISSING)
    return Import(services, found)


def apply(session: Session, planned: Import, *, now: datetime) -> int:
    """Write what a plan says; returns how many services that touched."""
    changed = {d.id for d in planned.differences if d.change in (Change.NEW, Change.CHANGED)}
    return store.put(session, [s for s in planned.services if s.id in changed], now=now)


def _kept(given: ServiceListing, known: ServiceListing, columns: frozenset[str]) -> ServiceListing:
    absent = {name: getattr(known, name) for name in _OPTIONAL if name not in columns}
    if not columns & set(_PLACE):
        absent["place"] = known.place
    elif not columns & {"lat", "lon"}:
        absent["place"] = given.place.spotted_as(known.place)
    return replace(given, **absent)
