"""A backup goes from either database to either, and feeds go on as they were."""

import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agenda.models import Activity, Event
from base.config import Settings, from_env
from base.db import Database
from base.errors import InvalidInput
from cli import backup, demonstration
from demo import partners
from snapshot.current import Snapshots
from tasks import work

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def settings_in(folder: Path) -> Settings:
    return from_env({"WIJZER_DATA_DIR": str(folder)})


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Settings:
    """A published demonstration, with a linked activity and something somebody sent in."""
    with partners.serving(lambda: date(2026, 11, 24)) as base:
        settings = settings_in(tmp_path / "first")
        host = base.removeprefix("http://")
        demonstration.load(database, settings, base, now=NOW)
        held = work.works(replace(settings, allowed_loopback=frozenset({host})), database)
        for due in work.due_sources(held, now=NOW, per_host=99):
            if not due.is_site:
                work.refresh_source(held, due.source_id, now=NOW)
        work.publish(held, now=NOW, is_daily=True)
    settings.uploads_dir.mkdir()
    (settings.uploads_dir / "blad.xlsx").write_bytes(b"\0blad")
    return settings


def feeds(settings: Settings) -> dict[str, bytes]:
    snapshot = Snapshots(settings.snapshot_dir).current()
    return {path: (snapshot.directory / path).read_bytes() for path in snapshot.feed_paths()}


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_from_one_database_to_the_other_and_back(
    database: Database, filled: Settings, tmp_path: Path, empty_databases: list[Database]
) -> None:
    first = tmp_path / "eerste.zip"
    assert backup.write(database, filled, first, now=NOW) > 1000
    for number, other in enumerate(empty_databases):
        settings = settings_in(tmp_path / f"other-{number}")
        backup.read(other, settings, first)
        work.publish(work.works(settings, other), now=NOW, is_daily=True)
        assert feeds(settings) == feeds(filled)
        assert (settings.uploads_dir / "blad.xlsx").read_bytes() == b"\0blad"
        again = tmp_path / f"again-{number}.zip"
        work_is_done = backup.write(other, settings, again, now=NOW)
        assert work_is_done > 1000
        assert contents(again) == contents(first)
        with other.write_scope() as session:
            highest = session.scalar(select(func.max(Activity.id)))
            session.add(Activity(public_id="nieuw", created_at=NOW + timedelta(days=1)))
            session.flush()
            assert session.scalar(select(func.max(Activity.id))) == (highest or 0) + 1


def test_a_database_with_rows_is_left_alone(
    database: Database, filled: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "kopie.zip"
    backup.write(database, filled, file, now=NOW)
    with pytest.raises(InvalidInput, match="niet leeg"):
        backup.read(database, filled, file)
    with database.read_scope() as session:
        assert session.scalar(select(func.count()).select_from(Event))


def test_what_is_no_backup_is_refused(tmp_path: Path, migrated_sqlite: Path) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "x.sqlite")
    held = Database(f"sqlite:///{tmp_path}/x.sqlite")
    file = tmp_path / "plaatje.zip"
    file.write_bytes(b"geen zip")
    with pytest.raises(InvalidInput, match="geen reservekopie"):
        backup.read(held, settings_in(tmp_path), file)
    held.dispose()
