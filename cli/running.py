"""`wijzer run`: the demo's partners, a round of every source, the site, in one process."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import providers.store
from accounts.journal import SYSTEM
from agenda import sources
from agenda.models import Activity, Event, Link, Occurrence, Review, RunProblem, Source
from base import municipality
from base.clock import AMSTERDAM
from base.config import ROOT, Settings
from base.db import Database
from demo import partners
from feeds.build import mark_all
from ingest.run import Report
from providers.csv_in import read_providers
from snapshot.reader import Snapshots
from tasks import work

DEMO_PORT = 8100
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `as_json` has the keys of docs/operating.md."""

    reports: tuple[Report, ...]
    facts: dict[str, float]

    def as_json(self) -> dict[str, float]:
        return self.facts


@contextmanager
def prepared(settings: Settings, *, is_demo: bool, now: datetime) -> Iterator[work.Works]:
    """A migrated database, and with the demo its partners and providers; closed at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    database.migrate()
    try:
        if not is_demo:
            yield work.works(settings, database)
            return
        visits = settings.data_dir / "demo-visits.json"
        with partners.serving(lambda: now.astimezone(AMSTERDAM).date(), DEMO_PORT, visits) as base:
            allowed = settings.allowed_loopback | {urlsplit(base).netloc}
            held = replace(settings, allowed_loopback=allowed, is_demo=True)
            _load_demo(database, held, base, now=now)
            yield work.works(held, database)
    finally:
        database.dispose()


def one_round(held: work.Works, *, now: datetime, say: Say) -> Round:
    """Read every source that is due, publish, and count what there is."""
    due = work.due_sources(held, now=now, per_host=1_000)
    with ThreadPoolExecutor(max_workers=4) as pool:
        reports = []
        for report in pool.map(lambda s: work.refresh_source(held, s.source_id, now=now), due):
            if report is not None:
                reports.append(report)
                say(_line(report))
    work.roll_window(held, now=now)
    say("publiceren …")
    published = work.publish(held, now=now, is_daily=True)
    with held.database.read_scope() as session:
        facts = _counts(session, reports)
    snapshot = Snapshots(held.publisher.snapshots).current()
    facts["feeds"] = len(snapshot.feed_paths())
    facts["feeds_changed"] = published.feeds_changed if published else 0
    return Round(tuple(reports), facts)


def _line(report: Report) -> str:
    counts = f"{report.added} nieuw, {report.changed} anders, {report.kept} gelijk"
    text = report.message or counts
    problems = f", {report.problems} met een opmerking" if report.problems else ""
    return f"  {report.source:<14} {report.outcome.value:<10} {text}{problems}"


def _counts(session: Session, reports: list[Report]) -> dict[str, float]:
    def count(table: type[object], *where: object) -> int:
        query = select(func.count()).select_from(table)
        return session.scalar(query.where(*where) if where else query) or 0  # type: ignore[arg-type]

    shown = Activity.listing.is_not(None) & Activity.merged_into_id.is_(None)
    return {
        "sources": count(Source),
        "sources_failed": sum(1 for r in reports if r.outcome in ("failed", "crashed")),
        "events": count(Event),
        "added": sum(r.added for r in reports),
        "changed": sum(r.changed for r in reports),
        "kept": sum(r.kept for r in reports),
        "withdrawn": sum(r.withdrawn for r in reports),
        "occurrences": count(Occurrence),
        "activities": count(Activity, shown),
        "links": count(Link),
        "questions": count(Review, Review.answer.is_(None)),
        "problems": count(RunProblem),
    }


def _load_demo(database: Database, settings: Settings, base: str, *, now: datetime) -> None:
    town = municipality.load(settings.municipality_dir)
    topics = frozenset(row["slug"] for row in municipality.rows(town.folder / "topics.csv"))
    body = Path(ROOT / "demo" / "data" / "providers.csv").read_bytes()
    wijken = {wijk.code: wijk.name for wijk in town.wijken}
    sheet = read_providers(body, topics=topics, wijken=wijken, is_demo=True)
    with database.write_scope() as session:
        sources.sync(session, partners.sources(base), actor=SYSTEM, now=now)
        if providers.store.save(session, sheet.services, now=now):
            mark_all(session, "demo")
