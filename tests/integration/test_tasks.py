"""The clock with a real worker and a real beat, in this process over `memory://`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from accounts.journal import SYSTEM
from agenda.matching.activities import has_homeless
from agenda.models import Dirty, Run, Source
from agenda.reading import claims, sources
from agenda.reading.sources import Definition
from agenda.status import SourceKind, Trust
from base.config import from_env
from base.db import Database
from demo import partners
from snapshot.current import Snapshots
from tasks import embedded, process, work
from tasks.app import app
from tests.waiting import until

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def held(database: Database, tmp_path: Path) -> Iterator[work.Works]:
    with partners.serving(lambda: date(2026, 11, 24)) as base:
        settings = from_env({"WIJZER_DATA_DIR": str(tmp_path)})
        host = base.removeprefix("http://")
        allowed = replace(settings, allowed_loopback=frozenset({host}))
        with database.write_scope() as session:
            sources.sync(session, partners.sources(base), actor=SYSTEM, now=NOW)
        yield work.works(allowed, database)


def outcomes(database: Database) -> dict[str, str]:
    with database.read_scope() as session:
        rows = session.execute(select(Source.name, Run.outcome).join(Run))
        return {name: outcome for name, outcome in rows}  # noqa: C416 (Rows to values)


def test_the_clock_reads_what_is_due_and_publishes_it(
    held: work.Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = app.conf.beat_schedule["read what is due"]
    monkeypatch.setitem(entry, "schedule", timedelta(seconds=0.5))
    process.use(held)

    def is_all_read() -> bool:
        found = outcomes(held.database)
        return len(found) == 9 and "running" not in found.values()

    def is_all_public() -> bool:
        with held.database.read_scope() as session:
            return session.scalar(select(Dirty.id)) is None and not has_homeless(session)

    with embedded.running(app):
        until(is_all_read)
        until(is_all_public)
    found = outcomes(held.database)
    assert (found["bibliotheek"], found["kapot"]) == ("ok", "failed")
    file = Snapshots(held.publisher.snapshots).current().feed_file("feeds/alles.ics")
    assert file is not None
    assert b"SUMMARY:Taal" in file.bytes()


def test_a_host_gets_a_few_readers_at_a_time(held: work.Works) -> None:
    first = work.due_sources(held, now=NOW, per_host=4)
    assert len(first) == 4
    with held.database.write_scope() as session:
        for due in first[:3]:
            assert claims.claim(session, due.source_id, now=NOW)
    again = work.due_sources(held, now=NOW, per_host=4)
    assert [due.source_id for due in again] == [first[3].source_id]
    later = NOW + claims.LEASE + timedelta(minutes=1)
    assert len(work.due_sources(held, now=later, per_host=4)) == 4


def test_sites_and_files_go_to_queues_of_their_own(held: work.Works) -> None:
    with held.database.read_scope() as session:
        kinds = {s.id: s.kind for s in session.scalars(select(Source))}
    for due in work.due_sources(held, now=NOW, per_host=99):
        assert due.is_site == (kinds[due.source_id] == "website")
    router = app.amqp.router
    assert router.route({}, "tasks.refresh.crawl")["queue"].name == "crawling"
    assert router.route({}, "tasks.refresh.fetch")["queue"].name == "fetching"
    assert router.route({}, "tasks.publish.publish_changed")["queue"].name == "publishing"


def test_uploads_share_no_host(held: work.Works) -> None:
    sheets = [
        Definition(
            name=f"blad {n}",
            title="Blad",
            kind=SourceKind.SPREADSHEET,
            address=f"upload:{n}.xlsx",
            trust=Trust.REVIEW_ALL,
        )
        for n in range(6)
    ]
    with held.database.write_scope() as session:
        session.execute(update(Source).values(is_paused=True))
        sources.sync(session, sheets, actor=SYSTEM, now=NOW)
    assert len(work.due_sources(held, now=NOW, per_host=2)) == 6


def test_every_scheduled_task_exists_and_every_message_expires_in_time() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] > 0
