"""A town from its own folder starts, places its activities and publishes; nothing is Deventer's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.models import Source
from agenda.reading import sources
from agenda.reading.sources import Definition
from agenda.status import SourceKind, Trust
from base.config import ROOT, Settings, from_env
from base.db import Database
from snapshot.current import Snapshots
from tasks import work
from web.desk.app import create_app as desk_app
from web.public.app import create_app as public_app

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOLDER = ROOT / "tests" / "fixtures" / "municipality"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@dijkhuis
DTSTART;TZID=Europe/Amsterdam:20261201T100000
SUMMARY:Koffie op de dijk
LOCATION:Dijkhuis
END:VEVENT
BEGIN:VEVENT
UID:2@dijkhuis
DTSTART;TZID=Europe/Amsterdam:20261202T193000
SUMMARY:Zingen bij de sluis
LOCATION:Sluiskade 3, 9993 AB Sluisdorp
END:VEVENT
BEGIN:VEVENT
UID:3@dijkhuis
DTSTART;TZID=Europe/Amsterdam:20261203T193000
SUMMARY:Dansen in Deventer
LOCATION:Voorbeeldplein 1, 7411 AA Deventer
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    environ = {"WIJZER_DATA_DIR": str(tmp_path), "WIJZER_MUNICIPALITY": str(FOLDER)}
    return from_env({**environ, "WIJZER_BASE_URL": "https://dam.example"})


@pytest.fixture
def published(database: Database, settings: Settings) -> Settings:
    settings.uploads_dir.mkdir(parents=True)
    (settings.uploads_dir / "dijk.ics").write_text(CALENDAR.replace("\n", "\r\n"), "utf-8")
    definition = Definition(
        name="dijkhuis",
        title="Dijkhuis",
        kind=SourceKind.ICAL,
        address="upload:dijk.ics",
        trust=Trust.REVIEW_NONE,
    )
    with database.write_scope() as session:
        sources.sync(session, [definition], actor=SYSTEM, now=NOW)
        source_id = session.scalars(select(Source.id)).one()
    held = work.works(settings, database)
    work.refresh_source(held, source_id, now=NOW)
    work.publish(held, now=NOW, is_daily=True)
    return settings


def test_its_wijken_its_feeds_and_its_activities(published: Settings) -> None:
    snapshot = Snapshots(published.snapshot_dir).current()
    first, last = datetime(2026, 12, 1).date(), datetime(2026, 12, 9).date()
    found = [(o.title, o.place.neighbourhood) for o in snapshot.occurrences(first, last)]
    assert found == [("Koffie op de dijk", "Dijkzicht"), ("Zingen bij de sluis", "Sluisdorp")]
    wijken = {path for path in snapshot.feed_paths() if path.startswith("feeds/wijk/")}
    assert wijken == {
        f"feeds/wijk/{wijk}.{extension}"
        for wijk in ("dijkzicht", "polderrand", "sluisdorp")
        for extension in ("ics", "rss", "json")
    }


def test_no_page_or_feed_speaks_of_deventer(published: Settings, database: Database) -> None:
    public = public_app(published, clock=lambda: NOW).test_client()
    desk = desk_app(published, database, now=lambda: NOW).test_client()
    paths = ("/", "/agenda", "/wijken", "/wijk/sluisdorp", "/zoeken?q=paspoort", "/contact")
    feeds = ("/feeds/alles.ics", "/feeds/wijk/sluisdorp.rss", "/feeds/alles.json")
    pages = [*(public.get(path) for path in paths), desk.get("/inloggen")]
    for page in pages:
        assert (page.status_code, "DamWijzer" in page.text) == (200, True)
    for page in (*pages, *(public.get(path) for path in feeds)):
        assert (page.status_code, "deventer" in page.text.lower()) == (200, False)
    assert "Zingen bij de sluis" in public.get("/wijk/sluisdorp").text
