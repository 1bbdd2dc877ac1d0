"""Skipping what kept its hash changes nothing but the cost."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agenda.draft import Context, Parsed
from agenda.models import Event, Occurrence, Review, Revision, RunProblem, Source
from agenda.status import SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from ingest.ical.reader import read as read_ical
from ingest.run import Tools, refresh
from tests.integration.test_run import place

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOWN = load(ROOT / "municipalities/deventer")
ZONES = (
    "",
    "X-WR-TIMEZONE:Europe/London\r\n",
    "BEGIN:VTIMEZONE\r\nTZID:Eigen\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
    "BEGIN:VTIMEZONE\r\nTZID:Eigen\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What stands there at one visit, and how many hours after the one before."""

    body: bytes
    hours: int


def block(uid: str, title: int, day: int, kind: str, stamp: int, zone: str) -> str:
    lines = [
        f"UID:{uid}" if uid else "X-NIETS:1",
        f"DTSTAMP:202601{stamp:02}T000000Z",
        f"SUMMARY:Activiteit {title}",
        f"DTSTART{zone}:202603{day:02}T100000" if kind != "broken" else "DTSTART:morgen",
    ]
    if kind == "weekly":
        lines.append("RRULE:FREQ=WEEKLY;COUNT=5")
    if kind == "override":
        lines.append(f"RECURRENCE-ID{zone}:202603{day:02}T100000")
        lines.append("STATUS:CANCELLED")
    if kind == "backwards":
        lines.append(f"DTEND{zone}:202603{day:02}T090000")
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


blocks = st.builds(
    block,
    uid=st.sampled_from(["a", "b", "c", "d", "e", "f", "g", ""]),
    title=st.integers(1, 3),
    day=st.sampled_from([2, 9, 16, 23]),
    kind=st.sampled_from(["single", "single", "weekly", "override", "broken", "backwards"]),
    stamp=st.integers(1, 28),
    zone=st.sampled_from(["", ";TZID=Eigen"]),
)
visits = st.builds(
    lambda zone, events, end, hours: Visit(
        f"BEGIN:VCALENDAR\r\n{zone}{''.join(events)}{end}".encode(), hours
    ),
    zone=st.sampled_from(ZONES),
    events=st.lists(blocks, max_size=9),
    end=st.sampled_from(["END:VCALENDAR\r\n"] * 5 + [""]),
    hours=st.integers(1, 20),
)


@pytest.fixture(scope="module")
def base(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path
) -> Iterator[tuple[Database, Path]]:
    folder = tmp_path_factory.mktemp("hashing")
    shutil.copyfile(migrated_sqlite, folder / "test.sqlite")
    held = Database(f"sqlite:///{folder}/test.sqlite")
    yield held, folder
    held.dispose()


def tools(folder: Path, *, is_hashing: bool) -> Tools:
    def read(_kind: SourceKind, body: bytes, context: Context) -> Parsed:
        return read_ical(body, context if is_hashing else replace(context, raw_hashes={}))

    return Tools(user_agent="proef", municipality=TOWN, read=read, place=place, uploads_dir=folder)


def add_source(database: Database, name: str) -> int:
    with database.write_scope() as session:
        source = Source(
            name=name,
            title=name,
            kind=SourceKind.ICAL,
            address="upload:agenda.ics",
            trust=Trust.REVIEW_NONE,
            created_at=NOW,
        )
        session.add(source)
        session.flush()
        return source.id


def rows(database: Database, source_id: int) -> dict[str, list[tuple[object, ...]]]:
    """Everything a resident or the desk could see of a source."""
    events = select(Event.key, Event.state, Event.title, Event.missing_since, Event.last_on)
    dates = select(Event.key, Occurrence.original, Occurrence.start_utc, Occurrence.status)
    texts = select(Event.key, Revision.number, Revision.fingerprint)
    asked = select(Review.kind, Review.answer, Review.payload["reasons"].as_string())
    noted = select(RunProblem.code, RunProblem.message, RunProblem.key)
    queries = {
        "events": events.where(Event.source_id == source_id),
        "dates": dates.join(Occurrence, Occurrence.event_id == Event.id).where(
            Event.source_id == source_id
        ),
        "revisions": texts.join(Revision, Revision.event_id == Event.id).where(
            Event.source_id == source_id
        ),
        "questions": asked.where(Review.source_id == source_id),
        "problems": noted.where(RunProblem.source_id == source_id),
    }
    with database.read_scope() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(query)), key=repr)
            for name, query in queries.items()
        }


@settings(
    max_examples=30,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(visits, min_size=2, max_size=5))
def test_any_sequence_of_changes_gives_the_same_rows_with_hashing_on_and_off(
    base: tuple[Database, Path], sequence: list[Visit]
) -> None:
    database, folder = base
    with database.read_scope() as session:
        number = len(session.scalars(select(Source.id)).all())
    on, off = add_source(database, f"aan-{number}"), add_source(database, f"uit-{number}")
    now = NOW
    for visit in sequence:
        now += timedelta(hours=visit.hours)
        (folder / "agenda.ics").write_bytes(visit.body)
        seen = [
            refresh(database, source, tools=tools(folder, is_hashing=is_on), now=now)
            for source, is_on in ((on, True), (off, False))
        ]
        first, second = seen
        assert first is not None
        assert second is not None
        assert replace(first, source="") == replace(second, source="")
        assert rows(database, on) == rows(database, off)
