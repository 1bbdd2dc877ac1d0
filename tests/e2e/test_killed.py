"""kill -9 of a worker, whatever it is at: nothing lost, nothing twice, read again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import select, update

from agenda.models import Event, Run, Source
from base import clock
from base.db import Database
from snapshot.current import Snapshots
from tests.e2e import processes, sources
from tests.e2e.calendars import Calendars, calendar, serving
from tests.waiting import until

PLACE = "Proefzaal, Voorbeeldplein 1, 7411 AA Deventer"
STAGES = {"request": "Koor", "answer": "Soep", "commit": "Schaken", "acknowledge": "Yoga"}


def calendars(day: str) -> dict[str, bytes]:
    return {
        stage: calendar(
            {
                f"{stage}-{n}@test": (f"{day}T{9 + 3 * number + n:02}00", f"{title} {n}", PLACE)
                for n in range(3)
            }
        )
        for number, (stage, title) in enumerate(STAGES.items())
    }


def is_marked(marks: Path, *names: str) -> bool:
    return all((marks / name).exists() for name in names)


@pytest.fixture
def held(tmp_path: Path) -> tuple[Calendars, Path]:
    """Calendars that hang until their reader was killed: one in each stage of being read."""
    marks = tmp_path / "marks"
    marks.mkdir()
    tomorrow = (clock.now() + timedelta(days=1)).strftime("%Y%m%d")

    def before(path: str, handler: BaseHTTPRequestHandler) -> None:
        if (marks / "killed").exists():
            return
        if path == "commit":  # inside its transaction nobody else writes, so it is the last
            until(lambda: is_marked(marks, "request", "answer", "acknowledge"))
        if path == "answer":
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 9999\r\n\r\nBEGIN:VCAL")
        if path in ("request", "answer"):
            (marks / path).touch()
            until((marks / "killed").exists)
            raise ConnectionResetError

    return Calendars(bodies=calendars(tomorrow), before=before), marks


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    database: Database, redis_url: str, held: tuple[Calendars, Path], tmp_path: Path
) -> None:
    calendars, marks = held
    with serving(calendars) as served:
        environ = processes.environment(
            tmp_path,
            WIJZER_DATABASE_URL=database.url,
            WIJZER_BROKER_URL=redis_url,
            WIJZER_ALLOWED_LOOPBACK=served.host,
        )
        sources.add(database, served.host, STAGES)
        with (
            processes.clock(environ),
            processes.worker({**environ, "TEST_MARKS": str(marks)}, size=5) as worker,
        ):
            until(lambda: is_marked(marks, *STAGES))
            processes.kill(worker)
        (marks / "killed").touch()
        assert events(database) == {f"acknowledge-{n}@test": 1 for n in range(3)}
        with database.write_scope() as session:  # the leases of the dead run out
            session.execute(
                update(Source).values(
                    lease_until=None, next_check_at=clock.now() - timedelta(seconds=1)
                )
            )
        with processes.clock(environ), processes.worker(environ):
            until(lambda: is_all_read(database))
            until(lambda: sources.is_settled(database))
            until((tmp_path / "snapshots" / "current").exists)
    wanted = {f"{stage}-{n}@test": 1 for stage in STAGES for n in range(3)}
    assert events(database) == wanted
    titles = Counter(
        o.title
        for o in Snapshots(tmp_path / "snapshots")
        .current()
        .occurrences(datetime.now(UTC).date(), (datetime.now(UTC) + timedelta(days=9)).date())
    )
    assert titles == {f"{title} {n}": 1 for title in STAGES.values() for n in range(3)}
    with database.read_scope() as session:
        counts = Counter(session.scalars(select(Run.outcome)))
    assert counts["crashed"] == 3
    assert counts["running"] == 0


def events(database: Database) -> dict[str, int]:
    with database.read_scope() as session:
        return dict(Counter(session.scalars(select(Event.key))))


def is_all_read(database: Database) -> bool:
    with database.read_scope() as session:
        rows = session.execute(select(Source.next_check_at, Source.last_complete_at)).all()
    return all(done is not None and due is not None and due > clock.now() for due, done in rows)
