"""The public feed over time, whatever sources and staff do, one after the other.

Records appear, change, move, are cancelled, vanish and return; events are linked and unlinked;
the days go by. After every publication, read back by an independent reader: no UID disappears
that was not shown as cancelled or past, no SEQUENCE falls, no activity has a date twice.
"""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from icalendar import Calendar
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.matching.activities import link, unlink
from agenda.models import Event, Link, Source
from agenda.reading import sources
from agenda.reading.sources import Definition
from agenda.status import EventState, SourceKind, Trust
from base.config import ROOT, from_env
from base.db import Database
from ingest.readers import read
from snapshot.current import Snapshots
from tasks import work

BEGIN = datetime(2026, 3, 20, 9, tzinfo=UTC)  # summer time begins within the window
ZONE = ZoneInfo("Europe/Amsterdam")
NAMES = ("dijkhuis", "stad", "kerk")
TITLES = ("Koor", "Soep eten", "Schaken")
FOLDER = ROOT / "tests" / "fixtures" / "municipality"
RETAINED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Record:
    """One event of a source, as it stands there now."""

    uid: str
    title: str
    day: date
    hour: int
    is_weekly: bool = False
    is_cancelled: bool = False

    def lines(self) -> list[str]:
        start = datetime.combine(self.day, time(self.hour, 30))
        return [
            "BEGIN:VEVENT",
            f"UID:{self.uid}",
            f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}",
            *(["RRULE:FREQ=WEEKLY;COUNT=4"] if self.is_weekly else []),
            f"SUMMARY:{self.title}",
            "LOCATION:Dijkhuis\\, Dijkweg 1\\, 9991 AA Voorbeelddam",
            *(["STATUS:CANCELLED"] if self.is_cancelled else []),
            "END:VEVENT",
        ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One VEVENT of the city's feed."""

    sequence: int
    is_cancelled: bool
    starts_at: datetime
    page: str


class Town(RuleBasedStateMachine):
    """Three sources in a small town; `template` is an empty, migrated database file."""

    template: Path
    records = Bundle("records")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(self.template, self.folder / "town.sqlite")
        self.database = Database(f"sqlite:///{self.folder}/town.sqlite")
        environ = {"WIJZER_DATA_DIR": str(self.folder), "WIJZER_MUNICIPALITY": str(FOLDER)}
        held = work.works(from_env(environ), self.database)
        self.held = replace(held, tools=replace(held.tools, read=read))
        held.tools.uploads_dir.mkdir()
        self.now, self.count = BEGIN, 0
        self.standing: dict[str, dict[str, Record]] = {name: {} for name in NAMES}
        self.gone: dict[str, Record] = {}
        self.before: dict[str, Shown] = {}
        self.feed: dict[str, Shown] = {}
        self.highest: dict[str, int] = {}
        with self.database.write_scope() as session:
            definitions = [
                Definition(
                    name=name,
                    title=name.title(),
                    kind=SourceKind.ICAL,
                    address=f"upload:{name}.ics",
                    trust=Trust.REVIEW_NONE,
                )
                for name in NAMES
            ]
            sources.sync(session, definitions, actor=SYSTEM, now=self.now)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.dispose()
            shutil.rmtree(self.folder)

    @rule(
        target=records,
        names=st.sets(st.sampled_from(NAMES), min_size=1),
        title=st.sampled_from(TITLES),
        days=st.integers(1, 20),
        hour=st.sampled_from([10, 14]),
        is_weekly=st.booleans(),
    )
    def appear(self, names: set[str], title: str, days: int, hour: int, is_weekly: bool) -> Any:
        found = []
        for name in sorted(names):
            self.count += 1
            uid = f"{self.count}@{name}"
            day = self.now.date() + timedelta(days=days)
            self.standing[name][uid] = Record(uid, title, day, hour, is_weekly)
            found.append((name, uid))
        return multiple(*found)

    @rule(record=records, title=st.sampled_from(TITLES))
    def change(self, record: tuple[str, str], title: str) -> None:
        self._put(record, title=title)

    @rule(record=records, days=st.integers(-3, 9), hour=st.sampled_from([10, 11, 14]))
    def move(self, record: tuple[str, str], days: int, hour: int) -> None:
        self._put(record, day=self.now.date() + timedelta(days=days), hour=hour)

    @rule(record=records, is_cancelled=st.booleans())
    def cancel(self, record: tuple[str, str], is_cancelled: bool) -> None:
        self._put(record, is_cancelled=is_cancelled)

    @rule(record=records)
    def vanish(self, record: tuple[str, str]) -> None:
        name, uid = record
        held = self.standing[name].pop(uid, None)
        if held is not None:
            self.gone[uid] = held

    @rule(record=records)
    def come_back(self, record: tuple[str, str]) -> None:
        name, uid = record
        if uid in self.gone:
            self.standing[name][uid] = self.gone.pop(uid)

    @rule(hours=st.sampled_from([1, 13, 13, 30, 24 * 8]))
    def publish(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.database.write_scope() as session:
            sources.read_soon(session, (), now=self.now)
            ids = session.scalars(select(Source.id).order_by(Source.name)).all()
        for name, source_id in zip(sorted(NAMES), ids, strict=True):
            path = self.held.tools.uploads_dir / f"{name}.ics"
            lines = [line for r in self.standing[name].values() for line in r.lines()]
            text = ["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]
            path.write_text("\r\n".join(text), "utf-8", newline="")
            work.refresh_source(self.held, source_id, now=self.now)
        work.publish(self.held, now=self.now, is_daily=True)
        self._look()

    @precondition(lambda self: len(self.feed) > 1)
    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        with self.database.read_scope() as session:
            showable = select(Event.id).where(Event.state == EventState.PUBLIC)
            ids = session.scalars(showable.order_by(Event.id)).all()
        if len(ids) < 2:
            return
        one, other = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
        with self.database.write_scope() as session:
            link(session, (one, other), score=9, reasons=["hand"], actor=SYSTEM, now=self.now)
        self._republish()

    @precondition(lambda self: bool(self.feed))
    @rule(data=st.data())
    def unlink(self, data: st.DataObject) -> None:
        with self.database.read_scope() as session:
            links = session.execute(select(Link.event_id, Link.other_event_id).order_by(Link.id))
            pairs = [(one, other) for one, other in links]
        if not pairs:
            return
        pair = data.draw(st.sampled_from(pairs))
        with self.database.write_scope() as session:
            unlink(session, pair, actor=SYSTEM, now=self.now)
        self._republish()

    @invariant()
    def no_uid_disappears_uncancelled(self) -> None:
        for uid in getattr(self, "before", {}).keys() - getattr(self, "feed", {}).keys():
            was = self.before[uid]
            is_past = was.starts_at.astimezone(ZONE).date() < (self.now - RETAINED).date()
            assert was.is_cancelled or is_past, f"{uid} disappeared: {was}"

    @invariant()
    def no_sequence_falls(self) -> None:
        for uid, shown in getattr(self, "feed", {}).items():
            assert shown.sequence >= self.highest.get(uid, 0), f"{uid}: {shown}"

    @invariant()
    def no_date_twice(self) -> None:
        shown = getattr(self, "feed", {}).values()
        live = Counter((s.page, s.starts_at) for s in shown if not s.is_cancelled)
        assert [where for where, count in live.items() if count > 1] == []

    def _put(self, record: tuple[str, str], **facts: Any) -> None:
        name, uid = record
        if uid in self.standing[name]:
            self.standing[name][uid] = replace(self.standing[name][uid], **facts)

    def _republish(self) -> None:
        self.now += timedelta(minutes=5)
        work.publish(self.held, now=self.now)
        self._look()

    def _look(self) -> None:
        file = Snapshots(self.held.publisher.snapshots).current().feed_file("feeds/alles.ics")
        assert file is not None
        for uid, shown in self.feed.items():
            self.highest[uid] = max(self.highest.get(uid, 0), shown.sequence)
        self.before, self.feed = self.feed, {}
        for event in Calendar.from_ical(file.bytes()).walk("VEVENT"):
            uid = str(event["UID"])
            assert uid not in self.feed, f"{uid} stands there twice"
            self.feed[uid] = Shown(
                sequence=int(event["SEQUENCE"]),
                is_cancelled=event.get("STATUS") == "CANCELLED",
                starts_at=event["DTSTART"].dt,
                page=str(event["URL"]),
            )


def test_the_feed_keeps_its_promises_over_time(migrated_sqlite: Path) -> None:
    Town.template = migrated_sqlite
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
