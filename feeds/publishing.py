"""Listings into a new snapshot, made public in one step.

Work follows what changed: a feed of which nothing changed is linked from the snapshot
before, not rendered, so its time and ETag stay; a date is rendered once however many feeds
show it. Until the last step nothing is public, so a crash leaves the old one standing.
"""

import gzip
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from base.municipality import Municipality
from feeds import icalendar, jsonfeed, rss
from feeds.catalogue import Feed, FeedKind, Site, audiences_of, catalogue
from feeds.items import Item, newest
from snapshot import files, store
from snapshot.codec import encode
from snapshot.listing import ActivityListing, OccurrenceListing
from snapshot.reader import Snapshot
from snapshot.search import index
from snapshot.search.document import documents
from snapshot.search.synonyms import Synonym

DAYS_BACK, DAYS_AHEAD = 7, 92
NEWS_STATES = ("public", "cancelled")


@dataclass(frozen=True, slots=True)
class Report:
    """What publishing did. `feeds_changed`: files with other bytes than before."""

    version: str
    feeds: int
    feeds_changed: int


@dataclass(frozen=True, slots=True)
class _Date:
    activity: ActivityListing
    occurrence: OccurrenceListing
    digest: str


class _Fragments:
    """VEVENTs by the digest of all that is in them; a date is rendered once for all feeds."""

    def __init__(self, kept: dict[str, bytes], site: Site) -> None:
        self._kept = kept
        self._site = site
        self._prefix = _digest(repr(site), ())[:16]
        self._shown: set[str] = set()

    def of(self, held: _Date) -> bytes:
        key = self._prefix + held.digest
        self._shown.add(key)
        if key not in self._kept:
            made = icalendar.fragment(held.activity, held.occurrence, site=self._site)
            self._kept[key] = made
        return self._kept[key]

    def forget_unused(self) -> None:
        """After a build that rendered the largest feed, keep what that feed shows."""
        if 2 * len(self._shown) > len(self._kept):
            for digest in self._kept.keys() - self._shown:
                del self._kept[digest]


def publish(
    snapshots: Path,
    contents: store.Contents,
    *,
    municipality: Municipality,
    site: Site,
    now: datetime,
    synonyms: Iterable[Synonym] = (),
    fragments: dict[str, bytes] | None = None,
) -> Report:
    """Build a snapshot of `contents` below `snapshots` and switch to it.

    `fragments`: rendered VEVENTs by digest, kept by the caller from one build to the next, so
    that only what changed is rendered; brought up to date here.
    Raises files.Frozen when somebody went back to an earlier one and did not release it.
    """
    if files.is_frozen(snapshots):
        raise files.Frozen
    before = _previous(snapshots)
    version = _version(snapshots, contents, now)
    building = files.begin(snapshots, version)
    facts = {**contents.facts, "version": version, "built_at": now.isoformat()}
    connection = sqlite3.connect(building / store.FILE_NAME)
    # Nobody reads this file until it is whole: it is synced once, at the end (files.finish).
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    try:
        store.fill(connection, replace(contents, facts=facts))
        found = documents(
            municipality,
            providers=contents.providers,
            topics=contents.topics,
            activities=[a for a in contents.activities if a.id not in contents.aliases],
        )
        index.build(connection, found, synonyms=synonyms, topics=contents.topics)
        kept = _Fragments({} if fragments is None else fragments, site)
        rows = list(_feeds(building, before, contents, municipality, site, kept, now=now))
        kept.forget_unused()
        store.add_feeds(connection, rows)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
    finally:
        connection.close()
    final = files.finish(building)
    files.switch(snapshots, final.name)
    files.prune(snapshots)
    old = before.feed_rows() if before else {}
    changed = sum(1 for r in rows if r.path not in old or old[r.path].etag != r.etag)
    return Report(version, len(rows), changed)


def _previous(snapshots: Path) -> Snapshot | None:
    directory = files.current(snapshots)
    return Snapshot.open(directory) if directory and directory.is_dir() else None


def _version(snapshots: Path, contents: store.Contents, now: datetime) -> str:
    """Names begin with the time, so that they sort; two in one second get a number."""
    digest = hashlib.sha256()
    for activity in contents.activities:
        digest.update(encode(activity).encode())
    name = f"{now:%Y%m%dT%H%M%SZ}-{digest.hexdigest()[:8]}"
    taken = set(files.versions(snapshots))
    number = 1
    while f"{name}-{number:03}" in taken:
        number += 1
    return f"{name}-{number:03}"


def _feeds(
    building: Path,
    before: Snapshot | None,
    contents: store.Contents,
    municipality: Municipality,
    site: Site,
    fragments: "_Fragments",
    *,
    now: datetime,
) -> Iterator[store.FeedRow]:
    """Write or link every feed file, in each format; yields what the snapshot must know."""
    feeds = catalogue(
        municipality,
        topics=contents.topics,
        audiences=audiences_of(contents.activities),
        providers=contents.providers,
    )
    old = before.feed_rows() if before else {}
    today = now.astimezone(ZoneInfo(site.zone)).date()
    for feed, dates in _sorted_into(feeds, contents.activities, today):
        for extension, content_type, render in _formats(feed, dates, site, today, fragments):
            path = f"{feed.path}.{extension}"
            shown = dates if extension == icalendar.EXTENSION else _coming(dates, today)
            digest = _digest(_facts(feed, site), (d.digest for d in shown))
            row = old.get(path)
            if before is not None and row is not None and row.source_digest == digest:
                files.link(before.directory / path, building / path)
                files.link(before.directory / f"{path}.gz", building / f"{path}.gz")
                yield row
                continue
            yield _written(building, path, render(), content_type, digest, row, now=now)


def _written(
    building: Path,
    path: str,
    body: bytes,
    content_type: str,
    digest: str,
    row: store.FeedRow | None,
    *,
    now: datetime,
) -> store.FeedRow:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    file = building / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    Path(f"{file}.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    modified = row.modified_at if row is not None and row.etag == etag else now
    return store.FeedRow(
        path=path,
        content_type=content_type,
        source_digest=digest,
        etag=etag,
        modified_at=modified.replace(microsecond=0),
        size=len(body),
    )


def _formats(
    feed: Feed, dates: Sequence[_Date], site: Site, today: date, fragments: "_Fragments"
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Extension, content type and how to make the bytes, for each of the three formats."""

    yield (
        icalendar.EXTENSION,
        icalendar.CONTENT_TYPE,
        lambda: icalendar.render(feed, map(fragments.of, dates), site=site),
    )

    @cache
    def items() -> list[Item]:
        return newest(_items(_coming(dates, today)))

    yield (
        rss.EXTENSION,
        rss.CONTENT_TYPE,
        lambda: rss.render(
            feed,
            [rss.fragment(i, site=site) for i in items()],
            site=site,
            newest=items()[0].activity.changed_at if items() else None,
        ),
    )
    yield (
        jsonfeed.EXTENSION,
        jsonfeed.CONTENT_TYPE,
        lambda: jsonfeed.render(
            feed, [jsonfeed.fragment(i, site=site) for i in items()], site=site
        ),
    )


def _coming(dates: Sequence[_Date], today: date) -> list[_Date]:
    """What is news: dates that are not over, of activities that still stand."""
    return [
        d
        for d in dates
        if d.activity.state in NEWS_STATES
        and (d.occurrence.when.end_day or d.occurrence.when.day) >= today
    ]


def _items(dates: Sequence[_Date]) -> list[Item]:
    found: dict[str, list[OccurrenceListing]] = defaultdict(list)
    activities = {d.activity.id: d.activity for d in dates}
    for held in dates:
        found[held.activity.id].append(held.occurrence)
    return [Item(activities[key], tuple(shown)) for key, shown in found.items()]


def _sorted_into(
    feeds: Sequence[Feed], activities: Sequence[ActivityListing], today: date
) -> Iterator[tuple[Feed, list[_Date]]]:
    """Each feed with its dates in order; one pass over the dates, whatever the feeds."""
    wanted: dict[tuple[FeedKind, str], list[int]] = defaultdict(list)
    for number, feed in enumerate(feeds):
        for value in feed.values or ("",):
            wanted[feed.kind, value].append(number)
    chosen: list[list[_Date]] = [[] for _ in feeds]
    for held in _dates(activities, today):
        numbers = {n for key in _keys(held) for n in wanted.get(key, ())}
        for number in numbers:
            chosen[number].append(held)
    return zip(feeds, chosen, strict=True)


def _dates(activities: Sequence[ActivityListing], today: date) -> list[_Date]:
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    found = []
    for activity in activities:
        shown = [
            o
            for o in activity.occurrences
            if o.when.day <= last and (o.when.end_day or o.when.day) >= first
        ]
        if not shown:
            continue
        bare = _without_dates(activity)
        own = _digest(encode(bare), ())
        found += [_Date(bare, o, _digest(own, (encode(o),))) for o in shown]
    return sorted(found, key=lambda d: (store.starts_at(d.occurrence.when), d.occurrence.uid))


def _without_dates(activity: ActivityListing) -> ActivityListing:
    """What feeds show of an activity: not its other dates, nor when a source was last read."""
    never = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    sources = tuple(replace(s, seen_at=never) for s in activity.sources)
    return replace(activity, occurrences=(), sources=sources)


def _keys(held: _Date) -> Iterator[tuple[FeedKind, str]]:
    yield FeedKind.CITY, ""
    if held.occurrence.place.code:
        yield FeedKind.NEIGHBOURHOOD, held.occurrence.place.code
    for topic in held.activity.topics:
        yield FeedKind.TOPIC, topic
    for audience in held.activity.audience:
        yield FeedKind.AUDIENCE, audience
    if held.activity.provider_id:
        yield FeedKind.PROVIDER, held.activity.provider_id


def _facts(feed: Feed, site: Site) -> str:
    """Everything of a feed itself that its bytes depend on."""
    return "\n".join((repr(feed), repr(site)))


def _digest(text: str, parts: Iterable[str]) -> str:
    digest = hashlib.sha256(text.encode())
    for part in parts:
        digest.update(b"\0" + part.encode())
    return digest.hexdigest()
