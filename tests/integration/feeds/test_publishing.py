"""Publishing on a real disk: one step, honest times, and as much work as there is change."""

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from base.config import ROOT
from base.municipality import load
from feeds import icalendar
from feeds.catalogue import Site
from feeds.publishing import Report, publish
from snapshot import files
from snapshot.current import Snapshots
from snapshot.listing import ActivityListing, SourceCredit
from snapshot.reader import Snapshot
from snapshot.store import Contents
from tests.listings import CHANGED, PLACE, activity, occurrence

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEVENTER = load(ROOT / "municipalities/deventer")
SITE = Site(name="Proef", base_url="https://wijzer.example")
ZANDWEERD = replace(PLACE, code="WK015003")
KOFFIE = activity(
    "a1",
    topics=(),
    audience=(),
    occurrences=tuple(occurrence("a1", date(2026, 3, day), place=ZANDWEERD) for day in (3, 10)),
)
THEE = replace(
    KOFFIE,
    id="a2",
    title="Thee",
    occurrences=(occurrence("a2", date(2026, 3, 4), title="Thee", place=ZANDWEERD),),
)
ELSEWHERE = replace(
    THEE.occurrences[0], place=replace(KOFFIE.place, code="WK015015", neighbourhood="Bathmen")
)


def run(folder: Path, *activities: ActivityListing, now: datetime = NOW) -> Report:
    return publish(
        folder, Contents(activities=activities), municipality=DEVENTER, site=SITE, now=now
    )


def public(folder: Path) -> Snapshot:
    return Snapshots(folder).current()


def test_city_and_neighbourhoods_each_have_three_formats(tmp_path: Path) -> None:
    assert run(tmp_path, KOFFIE).feeds == 3 * 16
    paths = public(tmp_path).feed_paths()
    assert "feeds/wijk/zandweerd.ics" in paths


def test_the_same_again_changes_no_byte_and_no_time(tmp_path: Path) -> None:
    run(tmp_path, KOFFIE, THEE)
    before = public(tmp_path).feed_file("feeds/alles.ics")
    report = run(tmp_path, KOFFIE, THEE, now=NOW + timedelta(hours=3))
    after = public(tmp_path).feed_file("feeds/alles.ics")
    assert before is not None
    assert after is not None
    assert (report.feeds_changed, after.etag) == (0, before.etag)
    assert after.last_modified == before.last_modified
    assert after.path.stat().st_ino == before.path.stat().st_ino


def test_a_later_look_at_the_source_changes_no_feed(tmp_path: Path) -> None:
    credit = SourceCredit(name="Kerk", url="https://kerk.example", seen_at=NOW)
    run(tmp_path, replace(KOFFIE, sources=(credit,)))
    later = replace(credit, seen_at=NOW + timedelta(days=1))
    assert run(tmp_path, replace(KOFFIE, sources=(later,))).feeds_changed == 0


def test_one_change_touches_only_its_feeds(tmp_path: Path) -> None:
    run(tmp_path, KOFFIE, replace(THEE, occurrences=(ELSEWHERE,)))
    shown = replace(ELSEWHERE, title="Thee met taart")
    moved = replace(THEE, title="Thee met taart", occurrences=(shown,))
    assert run(tmp_path, KOFFIE, moved).feeds_changed == 6


def test_what_was_built_in_steps_equals_what_is_built_at_once(tmp_path: Path) -> None:
    changed = replace(KOFFIE, title="Koffie en koek")
    run(tmp_path / "steps", KOFFIE, THEE)
    run(tmp_path / "steps", changed, THEE)
    run(tmp_path / "once", changed, THEE)
    steps, once = public(tmp_path / "steps"), public(tmp_path / "once")
    assert steps.feed_paths() == once.feed_paths()
    for path in steps.feed_paths():
        assert (steps.directory / path).read_bytes() == (once.directory / path).read_bytes()


def test_the_gzipped_file_holds_the_same(tmp_path: Path) -> None:
    run(tmp_path, KOFFIE)
    file = public(tmp_path).feed_file("feeds/alles.rss")
    assert file is not None
    assert gzip.decompress(file.gzip_path.read_bytes()) == file.bytes()


def test_what_is_over_leaves_rss_the_next_day(tmp_path: Path) -> None:
    run(tmp_path, THEE, now=datetime(2026, 3, 4, 12, tzinfo=UTC))
    run(tmp_path, THEE, now=datetime(2026, 3, 5, 12, tzinfo=UTC))
    file = public(tmp_path).feed_file("feeds/alles.rss")
    assert file is not None
    assert b"<item>" not in file.bytes()


def test_a_crash_leaves_the_old_one_public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, KOFFIE)
    version = public(tmp_path).version

    def crash(*_: object, **__: object) -> bytes:
        raise OSError("schijf vol")

    with monkeypatch.context() as patch:
        patch.setattr(icalendar, "render", crash)
        with pytest.raises(OSError, match="vol"):
            run(tmp_path, THEE)
    assert public(tmp_path).version == version
    assert run(tmp_path, THEE, now=NOW + timedelta(minutes=1)).version != version
    assert len(files.versions(tmp_path)) == 2


def test_after_going_back_nothing_is_published_until_released(tmp_path: Path) -> None:
    first = run(tmp_path, KOFFIE).version
    run(tmp_path, THEE, now=NOW + timedelta(minutes=1))
    assert files.rollback(tmp_path) == first
    with pytest.raises(files.Frozen):
        run(tmp_path, THEE)
    files.release(tmp_path)
    run(tmp_path, THEE, now=NOW + timedelta(minutes=2))
    assert public(tmp_path).activity("a2") == replace(THEE)


def test_a_retired_activity_leads_on_and_its_dates_stay_in_feeds(tmp_path: Path) -> None:
    gone = replace(THEE, occurrences=(replace(THEE.occurrences[0], status="cancelled"),))
    contents = Contents(activities=(KOFFIE, gone), aliases={"a2": "a1"})
    publish(tmp_path, contents, municipality=DEVENTER, site=SITE, now=NOW)
    shown = public(tmp_path)
    found = shown.activity("a2")
    file = shown.feed_file("feeds/alles.ics")
    assert file is not None
    assert getattr(found, "target", None) == "a1"
    assert b"STATUS:CANCELLED" in file.bytes()
    assert gone.changed_at == CHANGED
