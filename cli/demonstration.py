"""The demonstration in the database: its partners, the map with theirs, and who logs in."""

from datetime import datetime

from sqlalchemy.orm import Session

import providers.store
from accounts import people
from accounts.journal import SYSTEM
from agenda.reading import sources
from base import municipality
from base.config import ROOT, Settings
from base.db import Database
from base.text import slug
from demo import partners
from demo.people import PEOPLE
from feeds.build import mark_all
from providers.csv_in import read_providers
from snapshot.listing import ServiceListing

FILES = ("providers.csv", "partners.csv")


def load(database: Database, settings: Settings, base: str, *, now: datetime) -> None:
    """Put there what is not; what was changed at the desk stays. `base`: the partners' address."""
    services = _services(settings)
    with database.write_scope() as session:
        _add_sources(session, base, now=now)
        known = {kept.listing.id for kept in providers.store.everything(session)}
        fresh = [service for service in services if service.id not in known]
        if providers.store.put(session, fresh, now=now):
            mark_all(session, "demo")
        _add_people(session, now=now)


def log_ins() -> list[str]:
    """A line per person: role, address, password."""
    return [f"  {p.role:<14} {p.email:<24} {p.password}" for p in PEOPLE]


def _add_sources(session: Session, base: str, *, now: datetime) -> None:
    """The partners that are not there; of the others only where they stand, when that moved."""
    fresh = []
    for definition in partners.sources(base):
        source = sources.find(session, definition.name)
        if source is None:
            fresh.append(definition)
        else:
            values = {"address": definition.address, "homepage": definition.homepage}
            sources.change(session, source, values, actor=SYSTEM, now=now)
    sources.sync(session, fresh, actor=SYSTEM, now=now)


def _services(settings: Settings) -> tuple[ServiceListing, ...]:
    town = municipality.load(settings.municipality_dir)
    topics = frozenset(row["slug"] for row in municipality.rows(town.folder / "topics.csv"))
    wijken = {wijk.code: wijk.name for wijk in town.wijken}
    found: list[ServiceListing] = []
    for name in FILES:
        body = (ROOT / "demo" / "data" / name).read_bytes()
        found += read_providers(body, topics=topics, wijken=wijken, is_demo=True).services
    return tuple(found)


def _add_people(session: Session, *, now: datetime) -> None:
    titles = {p.name: p.title for p in partners.PARTNERS}
    for person in PEOPLE:
        if people.by_email(session, person.email) is None:
            people.add(
                session,
                person.email,
                person.role,
                actor=SYSTEM,
                now=now,
                name=person.name,
                provider_id=slug(titles[person.partner]) if person.partner else None,
                password=person.password,
            )
