"""A source names somebody again who was erased: nothing of it comes in, whatever it says."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from agenda.models import Event, RunProblem, Source, SourceBody
from agenda.status import SourceKind, Trust
from base.config import Settings, from_env
from base.db import Database
from cli.main import main
from tasks import work
from tests.integration.test_forgetting import texts

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = "Wilhelmina Voorbeeld"
Wijzer = Callable[..., str]


@pytest.fixture
def settings(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    environ = {
        "WIJZER_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "WIJZER_DATA_DIR": str(tmp_path / "data"),
        "WIJZER_SECRET_KEY": "geheim",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return from_env(environ)


@pytest.fixture
def wijzer(settings: Settings) -> Wijzer:
    def command(*words: str) -> str:
        done = CliRunner().invoke(main, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return command


@pytest.fixture
def held(settings: Settings, database: Database) -> work.Works:
    settings.uploads_dir.mkdir(parents=True)
    with database.write_scope() as session:
        session.add(
            Source(
                name="kerk",
                title="Kerk",
                kind=SourceKind.ICAL,
                address="upload:kerk.ics",
                trust=Trust.REVIEW_NONE,
                basis="given",
                created_at=NOW,
            )
        )
    return work.works(settings, database)


def event(key: str, title: str, *more: str, day: int = 20) -> str:
    where = "LOCATION:Stromarkt 18\\, 7411 PJ Deventer"
    when = (f"DTSTART:202603{day}T100000", "DTSTAMP:20260301T090000Z")
    lines = (f"UID:{key}", f"SUMMARY:{title}", *when, where, *more)
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))


KOOR = event("koor", "Koor", day=22)
KOFFIE = event(
    "koffie-wilhelmina-voorbeeld@kerk",
    f"Koffie\\, {NAME} leest voor",
    f"DESCRIPTION:Kom langs bij {NAME.upper()}. Er is taart.",
    "URL:https://kerk.example/wilhelmina-voorbeeld",
    f"COMMENT:Zaal {NAME}",
)
LEZING = event("lezing", f"Lezing\\, met {NAME}", day=24)


def read(held: work.Works, *events: str, hours: int) -> tuple[int, int, int]:
    """Put these in the source and read it: added, changed, withdrawn."""
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n"
    (held.settings.uploads_dir / "kerk.ics").write_bytes(body.encode())
    moment = NOW.replace(hour=12 + hours)
    report = work.refresh_source(held, 1, now=moment)
    assert report is not None
    work.publish(held, now=moment, is_daily=True)
    return report.added, report.changed, report.withdrawn


def shown(held: work.Works) -> bytes:
    """Every byte residents can reach, unpacked."""
    found = [p for p in held.settings.snapshot_dir.rglob("*") if p.is_file()]
    bodies = [p.read_bytes() for p in found]
    return b"".join(gzip.decompress(b) if b[:2] == b"\x1f\x8b" else b for b in bodies).lower()


def test_a_source_that_names_her_again_says_it_to_nobody(
    database: Database, held: work.Works, wijzer: Wijzer
) -> None:
    assert read(held, KOOR, KOFFIE, hours=0) == (2, 0, 0)
    assert b"wilhelmina" in shown(held)
    said = json.loads(wijzer("redact", NAME, "--json", "--now", "2026-03-01T14:00"))
    assert said["rows"] >= 4
    assert b"wilhelmina" not in shown(held)

    changed = KOOR.replace("Koor", "Zangkoor")
    assert read(held, changed, KOFFIE, LEZING, hours=4) == (1, 1, 0)
    assert not any("wilhelmina" in text.lower() for text in texts(database))
    assert b"wilhelmina" not in shown(held)
    assert b"zangkoor" in shown(held)
    assert b"er is taart" in shown(held)
    if database.is_sqlite:
        database.dispose()
        folder = Path(str(database.engine.url.database)).parent
        assert not any(b"ilhelmina" in p.read_bytes() for p in folder.glob("*.sqlite*"))
    with database.read_scope() as session:
        found = {(e.title, str(e.state)) for e in session.scalars(select(Event))}
        told = session.scalars(select(RunProblem).where(RunProblem.code == "erased")).all()
        assert session.scalars(select(SourceBody)).all() == []
    assert found == {
        ("Zangkoor", "public"),
        ("Koffie, [gewist] leest voor", "public"),
        ("Lezing, met [gewist]", "public"),
    }
    assert [p.message for p in told][:1] == [
        "Hier staat iets dat op verzoek van iemand is gewist; wij laten het weg. "
        "Haal het ook uit de bron."
    ]
    # Said once more in other bytes: nothing new, nothing changed, nothing gone.
    assert read(held, LEZING, KOFFIE, changed, hours=6) == (0, 0, 0)


def test_without_it_nothing_is_different(database: Database, held: work.Works) -> None:
    read(held, KOOR, KOFFIE, hours=0)
    with database.read_scope() as session:
        assert session.scalars(select(RunProblem)).all() == []
        assert len(session.scalars(select(SourceBody)).all()) == 1


def test_a_reading_under_way_when_it_is_erased_writes_nothing(
    database: Database, held: work.Works, wijzer: Wijzer
) -> None:
    read(held, KOOR, hours=0)
    place = held.tools.place
    asked = []

    def slow(draft):  # type: ignore[no-untyped-def]
        if not asked:
            asked.append(wijzer("redact", NAME, "--now", "2026-03-01T14:00"))
        return place(draft)

    object.__setattr__(held.tools, "place", slow)
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{KOOR}{KOFFIE}END:VCALENDAR\r\n"
    (held.settings.uploads_dir / "kerk.ics").write_bytes(body.encode())
    assert work.refresh_source(held, 1, now=NOW.replace(hour=14)) is None
    assert len(asked) == 1
    assert not any("wilhelmina" in text.lower() for text in texts(database))


def test_a_restore_brings_nothing_back(
    database: Database,
    settings: Settings,
    held: work.Works,
    wijzer: Wijzer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    empty_databases: list[Database],
) -> None:
    read(held, KOOR, KOFFIE, hours=0)
    kept = tmp_path / "kopie.zip"
    assert "bewaard in" in wijzer("backup", str(kept))
    wijzer("redact", NAME)
    for other in empty_databases:
        url = other.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("WIJZER_DATABASE_URL", url)
        assert "opnieuw gewist" in wijzer("restore", str(kept))
        wijzer("publish", "--now", "2026-03-01T16:00")
        assert not any("wilhelmina" in text.lower() for text in texts(other))
        assert b"wilhelmina" not in shown(held)
        assert b"koor" in shown(held)
        assert list(settings.uploads_dir.iterdir()) == []
