"""Sources full of duplicates, read at the same time by processes of their own over Redis:
the same public rows as when they are read one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agenda.models import Link, Source
from base import clock
from base.config import from_env
from base.db import Database
from snapshot.current import Snapshots
from snapshot.listing import ActivityListing
from tasks import work
from tests.e2e import processes, sources
from tests.e2e.calendars import Calendars, calendar, serving
from tests.waiting import until

NAMES = tuple(f"bron{n}" for n in range(8))
THINGS = ("Koor", "Soep eten", "Schaken", "Stoelyoga", "Repaircafé", "Taalcafé", "Bridge", "Bingo")
PLACES = (
    "Demozaal, Voorbeeldplein 1, 7411 AA Deventer",
    "Proefhal, Sportproef 8, 7422 AF Deventer",
)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def bodies(first: date) -> dict[str, bytes]:
    """Eight sources that each state most of the same 24 activities, with keys of their own."""
    found = {}
    for number, name in enumerate(NAMES):
        events = {}
        for n in range(24):
            if (n + number) % 5 == 0:
                continue  # every source misses some
            day = first + timedelta(days=1 + n // 4)
            start = f"{day:%Y%m%d}T{9 + 3 * (n % 4):02}30"
            events[f"{n}@{name}"] = (start, THINGS[n % 8], PLACES[n % 2])
        found[name] = calendar(events)
    return found


@pytest.fixture
def served() -> Iterator[Calendars]:
    with serving(Calendars(bodies=bodies(clock.now().date()))) as calendars:
        yield calendars


def one_after_the_other(
    folder: Path, host: str, *, is_reversed: bool = False
) -> list[ActivityListing]:
    folder.mkdir()
    settings = from_env({"WIJZER_DATA_DIR": str(folder), "WIJZER_ALLOWED_LOOPBACK": host})
    database = Database(settings.database_url)
    database.migrate()
    sources.add(database, host, NAMES)
    held = work.works(settings, database)
    due_now = work.due_sources(held, now=clock.now(), per_host=99)
    for due in reversed(due_now) if is_reversed else due_now:
        work.refresh_source(held, due.source_id, now=clock.now())
    work.publish(held, now=clock.now())
    database.dispose()
    return public(folder)


def public(folder: Path) -> list[ActivityListing]:
    """Everything residents see, without the times at which it was read and published."""
    snapshot = Snapshots(folder / "snapshots").current()
    found = (snapshot.activity(a.id) for a in snapshot.activities())
    return [
        replace(
            activity,
            published_at=NEVER,
            changed_at=NEVER,
            sources=tuple(sorted((replace(s, seen_at=NEVER) for s in activity.sources), key=str)),
            occurrences=tuple(
                replace(o, published_at=NEVER, changed_at=NEVER) for o in activity.occurrences
            ),
        )
        for activity in found
        if isinstance(activity, ActivityListing)
    ]


def test_in_which_order_sources_are_read_does_not_show(served: Calendars, tmp_path: Path) -> None:
    forwards = one_after_the_other(tmp_path / "forwards", served.host)
    assert one_after_the_other(tmp_path / "back", served.host, is_reversed=True) == forwards
    assert len(forwards) == 24


def test_read_in_parallel_the_public_rows_are_the_same(
    database: Database, redis_url: str, served: Calendars, tmp_path: Path
) -> None:
    wanted = one_after_the_other(tmp_path / "alone", served.host)
    folder = tmp_path / "together"
    folder.mkdir()
    environ = processes.environment(
        folder,
        WIJZER_DATABASE_URL=database.url,
        WIJZER_BROKER_URL=redis_url,
        WIJZER_ALLOWED_LOOPBACK=served.host,
    )
    sources.add(database, served.host, NAMES)
    with processes.clock(environ):
        with processes.worker(environ, "fetching", size=4):
            until(lambda: is_all_read(database))
        with processes.worker(environ, "publishing", size=2):
            until(lambda: sources.is_settled(database))
    found = public(folder)
    assert len(found) == 24
    assert [a.title for a in found] == [a.title for a in wanted]
    assert found == wanted
    with database.read_scope() as session:
        assert session.scalar(select(func.count()).select_from(Link)) >= 24 * 5


def is_all_read(database: Database) -> bool:
    with database.read_scope() as session:
        unread = select(Source.id).where(Source.last_complete_at.is_(None))
        return session.scalar(unread.limit(1)) is None
