"""What public pages can ask of a snapshot."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from threading import Thread

import pytest

from base.errors import NotFound
from snapshot import files, store
from snapshot.current import Snapshots
from snapshot.listing import OccurrenceListing, PlaceListing
from snapshot.reader import Alias, Snapshot
from snapshot.store import Contents
from tests.listings import BUILT_AT, PLACE, TOPICS, activity, occurrence, provider, service, when

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
ONLINE = PlaceListing(kind="online")

COFFEE = activity("koffie", MONDAY, TUESDAY)
CAMP = activity(
    "kamp",
    topics=("geld",),
    audience=(),
    provider_id="kerk",
    is_free=False,
    occurrences=(
        occurrence("kamp", MONDAY, when=when(MONDAY, None, end_day=WEDNESDAY), place=ONLINE),
    ),
)
EVENING = activity(
    "avond",
    topics=("meedoen",),
    occurrences=(
        occurrence(
            "avond",
            TUESDAY,
            when=when(TUESDAY, time(19)),
            place=replace(PLACE, code="WK015002", neighbourhood="Centrum", venue=""),
        ),
    ),
)
GONE = activity("weg", TUESDAY, state="withdrawn")
CONTENTS = Contents(
    activities=(EVENING, COFFEE, GONE, CAMP),
    providers=(
        provider("raster", service("maatjes"), service("dagbesteding", access="access_point")),
        provider("kerk", service("budget", topics=("geld",), serves=("WK015002",))),
    ),
    topics=TOPICS,
    aliases={"koffie-2": "koffie"},
    facts={"version": "v1", "built_at": BUILT_AT.isoformat()},
)


def written(directory: Path, contents: Contents) -> Path:
    directory.mkdir()
    with closing(sqlite3.connect(directory / store.FILE_NAME)) as connection, connection:
        store.fill(connection, contents)
    return directory


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return Snapshot.open(written(tmp_path / "v1", CONTENTS))


def test_a_snapshot_knows_its_version_and_age(snapshot: Snapshot) -> None:
    later = BUILT_AT + timedelta(hours=3)
    assert (snapshot.version, snapshot.age(later)) == ("v1", timedelta(hours=3))


def test_dates_come_in_order_of_start_with_all_day_first(snapshot: Snapshot) -> None:
    found = snapshot.occurrences(MONDAY, TUESDAY)
    first, second = COFFEE.occurrences
    assert found == (*CAMP.occurrences, first, second, *EVENING.occurrences)


def test_what_lasts_several_days_is_found_on_its_last_day(snapshot: Snapshot) -> None:
    assert snapshot.occurrences(WEDNESDAY, WEDNESDAY) == CAMP.occurrences


def test_a_page_of_dates_is_a_slice_of_all(snapshot: Snapshot) -> None:
    every = snapshot.occurrences(MONDAY, TUESDAY)
    assert snapshot.occurrences(MONDAY, TUESDAY, limit=2, offset=1) == every[1:3]


@pytest.mark.parametrize(
    ("ask", "ids"),
    [
        (lambda s: s.occurrences(MONDAY, TUESDAY, neighbourhood="WK015002"), ["avond"]),
        (lambda s: s.occurrences(MONDAY, TUESDAY, topic="meedoen"), ["koffie", "koffie", "avond"]),
        (lambda s: s.occurrences(MONDAY, TUESDAY, topic="ontmoeten"), ["koffie", "koffie"]),
        (
            lambda s: s.occurrences(MONDAY, TUESDAY, audience="ouderen", part_of_day="evening"),
            ["avond"],
        ),
        (lambda s: s.occurrences(MONDAY, MONDAY, free_only=True), ["koffie"]),
        (lambda s: s.occurrences(MONDAY, MONDAY, online=True), ["kamp"]),
        (lambda s: s.occurrences(MONDAY, MONDAY, online=False), ["koffie"]),
        (lambda s: s.occurrences(MONDAY, TUESDAY, provider="kerk"), ["kamp"]),
    ],
)
def test_each_choice_narrows_the_dates(
    snapshot: Snapshot, ask: Callable[[Snapshot], tuple[OccurrenceListing, ...]], ids: list[str]
) -> None:
    assert [o.activity_id for o in ask(snapshot)] == ids


def test_counts_leave_the_own_choice_of_each_filter_open(snapshot: Snapshot) -> None:
    counts = snapshot.counts(MONDAY, TUESDAY, neighbourhood="WK015002")
    assert counts.total == 1
    assert counts.neighbourhood == {"WK015001": 2, "WK015002": 1, "": 1}
    assert counts.topic == {"meedoen": 1}
    assert counts.part_of_day == {"evening": 1}


def test_an_activity_comes_back_whole(snapshot: Snapshot) -> None:
    assert snapshot.activity("koffie") == COFFEE


def test_a_withdrawn_activity_keeps_its_page(snapshot: Snapshot) -> None:
    assert snapshot.activity("weg") == GONE


def test_a_retired_id_points_to_the_one_that_took_over(snapshot: Snapshot) -> None:
    assert snapshot.activity("koffie-2") == Alias("koffie")


def test_an_unknown_id_is_none(snapshot: Snapshot) -> None:
    assert (snapshot.activity("x"), snapshot.provider("x"), snapshot.feed_file("x")) == (None,) * 3


def test_providers_keep_their_order(snapshot: Snapshot) -> None:
    assert snapshot.providers() == CONTENTS.providers
    assert snapshot.provider("kerk") == CONTENTS.providers[1]


def test_services_are_chosen_by_topic_access_and_neighbourhood(snapshot: Snapshot) -> None:
    assert [s.id for s in snapshot.services(topic="meedoen", access="free")] == ["maatjes"]
    assert [s.id for s in snapshot.services(neighbourhood="WK015001")] == [
        "maatjes",
        "dagbesteding",
    ]
    assert [s.id for s in snapshot.services(neighbourhood="WK015002", topic="geld")] == ["budget"]


def test_topics_and_venues_are_listed(snapshot: Snapshot) -> None:
    assert snapshot.topics() == TOPICS
    assert snapshot.venues == (PLACE,)


def test_nothing_can_be_written(snapshot: Snapshot) -> None:
    with pytest.raises(sqlite3.OperationalError):
        snapshot.search_connection().execute("DELETE FROM activity")


def test_threads_read_side_by_side(snapshot: Snapshot) -> None:
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(snapshot.activity("koffie"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [COFFEE] * 4


def test_a_missing_snapshot_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Snapshot.open(tmp_path / "v9")
    with pytest.raises(NotFound):
        Snapshots(tmp_path).current()


def test_current_follows_the_pointer(tmp_path: Path) -> None:
    for version in ("v1", "v2"):
        facts = {"version": version, "built_at": BUILT_AT.isoformat()}
        written(tmp_path / version, replace(CONTENTS, facts=facts))
    snapshots = Snapshots(tmp_path)
    files.switch(tmp_path, "v1")
    first = snapshots.current()
    assert snapshots.current() is first
    files.switch(tmp_path, "v2")
    assert [first.version, snapshots.current().version] == ["v1", "v2"]
