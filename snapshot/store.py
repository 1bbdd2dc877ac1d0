"""The SQLite file of a snapshot: its tables, and how listings go into them.

Written once by `fill`, then never changed. Whole listings are JSON; what is filtered or
sorted on has a column of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from snapshot.codec import encode
from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    ProviderListing,
    ScopeListing,
    TopicListing,
    When,
)
from snapshot.passing import over_at

FILE_NAME = "listings.sqlite"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE activity (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (id TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE occurrence (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    over_at TEXT NOT NULL,
    code TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    part_of_day TEXT NOT NULL,
    is_free INTEGER NOT NULL,
    is_online INTEGER NOT NULL,
    is_on_site INTEGER NOT NULL,
    is_listed INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE activity_topic (value TEXT, activity_id TEXT, PRIMARY KEY (activity_id, value))
    WITHOUT ROWID;
CREATE TABLE activity_audience (value TEXT, activity_id TEXT, PRIMARY KEY (activity_id, value))
    WITHOUT ROWID;
CREATE TABLE provider (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE topic (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE scope (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE feed (
    path TEXT PRIMARY KEY,
    content_type TEXT NOT NULL,
    source_digest TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    size INTEGER NOT NULL
) WITHOUT ROWID;
"""

# After the rows: filling an indexed table costs more.
INDEXES = """
CREATE INDEX occurrence_day ON occurrence (day);
CREATE INDEX occurrence_code_day ON occurrence (code, day);
CREATE INDEX occurrence_activity ON occurrence (activity_id);
CREATE INDEX activity_topic_value ON activity_topic (value, activity_id);
CREATE INDEX activity_audience_value ON activity_audience (value, activity_id);
"""

LISTED_STATES = ("public", "cancelled")
NOON, EVENING = time(12), time(18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a snapshot shows. `aliases`: retired activity id → the id that took over.

    An activity whose id is in `aliases` may still be given: its dates are in the feeds
    (as cancelled), not on pages. `facts` are further texts to keep, by name.
    """

    activities: tuple[ActivityListing, ...] = ()
    providers: tuple[ProviderListing, ...] = ()
    topics: tuple[TopicListing, ...] = ()
    scope: tuple[ScopeListing, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed file as the snapshot knows it.

    `source_digest` stands for all that went into it, so that the next build can see
    without rendering that nothing changed. `modified_at`: since when the bytes are as
    they are.
    """

    path: str
    content_type: str
    source_digest: str
    etag: str
    modified_at: datetime
    size: int


def starts_at(when: When) -> datetime:
    """The instant something starts, in UTC; all-day counts from local midnight."""
    local = datetime.combine(when.day, when.clock or time.min)
    return local.replace(tzinfo=ZoneInfo(when.zone)).astimezone(UTC)


def part_of_day(when: When) -> str:
    """`morning`, `afternoon` (from 12:00), `evening` (from 18:00); empty for all-day."""
    if when.clock is None:
        return ""
    if when.clock < NOON:
        return "morning"
    return "afternoon" if when.clock < EVENING else "evening"


def in_order(occurrences: Iterable[OccurrenceListing]) -> list[OccurrenceListing]:
    """By start; what lasts all day before what starts at midnight, then by UID."""
    return sorted(occurrences, key=lambda o: (starts_at(o.when), o.when.clock is not None, o.uid))


def fill(connection: sqlite3.Connection, contents: Contents) -> None:
    """Make the tables and put `contents` in them. Same contents, same rows."""
    connection.executescript(SCHEMA)
    activities = sorted(contents.activities, key=lambda a: a.id)
    shown = [a for a in activities if a.id not in contents.aliases]
    _fill_activities(connection, shown)
    connection.executemany(
        "INSERT INTO occurrence VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", _rows(shown)
    )
    connection.executemany("INSERT INTO alias VALUES (?,?)", sorted(contents.aliases.items()))
    connection.executemany(
        "INSERT INTO provider VALUES (?,?,?)",
        ((n, p.id, encode(p)) for n, p in enumerate(contents.providers)),
    )
    connection.executemany(
        "INSERT INTO topic VALUES (?,?)", ((n, encode(t)) for n, t in enumerate(contents.topics))
    )
    connection.executemany(
        "INSERT INTO scope VALUES (?,?)", ((n, encode(s)) for n, s in enumerate(contents.scope))
    )
    connection.executemany("INSERT INTO meta VALUES (?,?)", sorted(contents.facts.items()))
    connection.executescript(INDEXES)


def add_feeds(connection: sqlite3.Connection, feeds: Iterable[FeedRow]) -> None:
    """Note which feed files there are."""
    connection.executemany(
        "INSERT INTO feed VALUES (?,?,?,?,?,?)",
        (
            (f.path, f.content_type, f.source_digest, f.etag, f.modified_at.isoformat(), f.size)
            for f in sorted(feeds, key=lambda f: f.path)
        ),
    )


def _fill_activities(connection: sqlite3.Connection, activities: list[ActivityListing]) -> None:
    connection.executemany(
        "INSERT INTO activity VALUES (?,?)",
        ((a.id, encode(replace(a, occurrences=()))) for a in activities),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO activity_topic VALUES (?,?)",
        ((topic, a.id) for a in activities for topic in a.topics),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO activity_audience VALUES (?,?)",
        ((audience, a.id) for a in activities for audience in a.audience),
    )


def _rows(activities: list[ActivityListing]) -> Iterator[tuple[object, ...]]:
    owner = {a.id: a for a in activities}
    ordered = in_order(o for a in activities for o in a.occurrences)
    for number, occurrence in enumerate(ordered):
        activity, when = owner[occurrence.activity_id], occurrence.when
        yield (
            number,
            occurrence.uid,
            activity.id,
            when.day.isoformat(),
            (when.end_day or when.day).isoformat(),
            over_at(when).isoformat(),
            occurrence.place.code,
            activity.provider_id,
            part_of_day(when),
            activity.is_free,
            occurrence.place.kind == "online" or bool(activity.online_url),
            occurrence.place.kind != "online",
            activity.state in LISTED_STATES,
            encode(occurrence),
        )
