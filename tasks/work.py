"""What the clock does, as plain functions: each may run twice with the same result."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from agenda.curation import questions
from agenda.forgetting import redacting
from agenda.matching import link_watch
from agenda.reading import claims, window
from agenda.reading.claims import Due
from base import municipality
from base.config import Settings
from base.db import Database
from feeds.build import Publisher, is_pending, publish_pending
from feeds.publishing import Report as Published
from ingest import preview
from ingest.confined import Confined
from ingest.placing import place
from ingest.run import Report, Tools, refresh
from providers.places import Gazetteer, boundaries
from providers.places.boundaries import Boundaries
from snapshot import files

PER_HOST = 4
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Works:
    """Everything a process needs to do the clock's work; made once per process."""

    settings: Settings
    database: Database
    tools: Tools
    publisher: Publisher


def works(settings: Settings, database: Database | None = None) -> Works:
    """The works of these settings."""
    town = municipality.load(settings.municipality_dir)
    return Works(
        settings=settings,
        database=database or Database(settings.database_url),
        tools=Tools(
            user_agent=settings.user_agent,
            municipality=town,
            read=Confined().read,
            place=partial(place, gazetteer=Gazetteer(town, outlines(settings))),
            uploads_dir=settings.uploads_dir,
            crawl_dir=settings.crawl_dir,
            allowed_loopback=settings.allowed_loopback,
            erased=partial(redacting.remembered, settings=settings),
        ),
        publisher=Publisher(
            snapshots=settings.snapshot_dir,
            municipality=town,
            base_url=settings.base_url,
            is_demo=settings.is_demo,
        ),
    )


def outlines(settings: Settings) -> Boundaries | None:
    """The outlines that `wijzer neighbourhoods load` put in place, if any."""
    path = settings.boundaries_path
    return boundaries.load(path) if path.is_file() else None


def due_sources(held: Works, *, now: datetime, per_host: int = PER_HOST) -> list[Due]:
    """The sources to read now, a few per host."""
    with held.database.read_scope() as session:
        return claims.due_by_host(session, now=now, per_host=per_host)


def refresh_source(held: Works, source_id: int, *, now: datetime) -> Report | None:
    """Read one source; one log line says how it ended."""
    report = refresh(held.database, source_id, tools=held.tools, now=now)
    if report is not None:
        log.info(
            "source read",
            source=report.source,
            outcome=report.outcome.value,
            added=report.added,
            changed=report.changed,
            withdrawn=report.withdrawn,
            problems=report.problems,
        )
    return report


def publish_changed(held: Works, *, now: datetime) -> Published | None:
    """Publish when something changed; nothing is locked or written when nothing did."""
    with held.database.read_scope() as session:
        if not is_pending(session):
            return None
    return publish(held, now=now)


def publish(held: Works, *, now: datetime, is_daily: bool = False) -> Published | None:
    """Publish what changed; None when there was nothing, or publishing is frozen or under way."""
    with files.exclusive(held.publisher.snapshots) as is_mine:
        if not is_mine:
            return None
        try:
            report = publish_pending(held.database, held.publisher, now=now, is_daily=is_daily)
        except files.Frozen:
            log.warning("publishing is frozen")
            return None
    if report is not None:
        log.info("published", version=report.version, feeds_changed=report.feeds_changed)
    return report


def roll_window(held: Works, *, now: datetime) -> int:
    """Give repeating events the dates that the window newly uncovers; returns how many events.

    Also draws the links that somebody looks at this week (`agenda.matching.link_watch`), and
    lets what waits be as urgent as its next date.
    """
    with held.database.write_scope() as session:
        questions.roll(session, today=now.astimezone(ZoneInfo(held.tools.municipality.zone)).date())
        link_watch.sample(session, now=now)
        return window.roll(session, holidays=held.tools.municipality.holidays, now=now)


def fill_previews(held: Works, *, now: datetime) -> int:
    """Look at what people asked to see before saving; returns how many were filled."""
    with held.database.read_scope() as session:
        wanted = preview.waiting(session, now=now)
    return sum(preview.fill(held.database, key, tools=held.tools, now=now) for key in wanted)


def forget_old(held: Works, *, now: datetime) -> int:
    """Drop previews whose time is over; returns how many."""
    with held.database.write_scope() as session:
        return preview.forget(session, now=now)
