"""Reading a snapshot: all that public pages know.

Safe to share between threads. Files only: read-only and immutable, no locks, no waiting.
"""

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Unpack

from base.errors import NotFound
from snapshot import store
from snapshot.codec import decode
from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    PlaceListing,
    ProviderListing,
    ScopeListing,
    ServiceListing,
    TopicListing,
)
from snapshot.selection import Chosen, Selection


@dataclass(frozen=True, slots=True)
class Alias:
    """An activity that is now part of another: send the visitor to `target`."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """A feed on disk. `etag` is quoted and strong; `gzip_path` holds the same, compressed."""

    path: Path
    gzip_path: Path
    etag: str
    last_modified: datetime
    content_type: str
    size: int

    def bytes(self) -> bytes:
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many dates each choice would show, given the other choices made.

    Each mapping is value → number; values without dates are absent.
    """

    total: int
    neighbourhood: Mapping[str, int]
    topic: Mapping[str, int]
    audience: Mapping[str, int]
    provider: Mapping[str, int]
    part_of_day: Mapping[str, int]


class Snapshot:
    """One version of the public site. `open` it once and share it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._finalizer = weakref.finalize(self, _close_all, self._opened)
        facts = dict(self._connection().execute("SELECT key, value FROM meta").fetchall())
        self.facts: Mapping[str, str] = facts
        self.version = facts["version"]
        self.built_at = datetime.fromisoformat(facts["built_at"])

    @classmethod
    def open(cls, directory: Path) -> "Snapshot":
        """The snapshot in `directory`. Raises NotFound when there is none."""
        if not (directory / store.FILE_NAME).is_file():
            raise NotFound("momentopname", directory.name)
        return cls(directory)

    def close(self) -> None:
        """Close every connection; the snapshot cannot be used afterwards."""
        self._finalizer()

    def age(self, now: datetime) -> timedelta:
        """How long ago it was built."""
        return now - self.built_at

    def occurrences(
        self,
        day_from: date,
        day_to: date,
        *,
        after: datetime | None = None,
        limit: int = 100,
        offset: int = 0,
        **chosen: Unpack[Chosen],
    ) -> tuple[OccurrenceListing, ...]:
        """Dates that touch the days `day_from` to `day_to` (inclusive), in order of start.

        `after` leaves out what is over at that instant. Cancelled dates are included.
        """
        selection = self._selection(day_from, day_to, after=after, **chosen)
        where = selection.where()
        query = f"SELECT body FROM occurrence WHERE {where} ORDER BY number LIMIT ? OFFSET ?"  # noqa: S608 (only fixed texts)
        rows = self._connection().execute(query, (*selection.values(), limit, offset))
        return tuple(decode(OccurrenceListing, body) for (body,) in rows)

    def counts(
        self,
        day_from: date,
        day_to: date,
        *,
        after: datetime | None = None,
        **chosen: Unpack[Chosen],
    ) -> Counts:
        """How many dates `occurrences` has for the same choices, in all and per choice."""
        selection = self._selection(day_from, day_to, after=after, **chosen)
        return Counts(
            total=self._grouped(selection, "''").get("", 0),
            neighbourhood=self._grouped(selection.without("neighbourhood"), "code"),
            topic=self._joined(selection.without("topic"), "activity_topic"),
            audience=self._joined(selection.without("audience"), "activity_audience"),
            provider=self._grouped(selection.without("provider"), "provider_id"),
            part_of_day=self._grouped(selection.without("part_of_day"), "part_of_day"),
        )

    def next_dates(
        self, activity_ids: Iterable[str], day_from: date, day_to: date, *, after: datetime
    ) -> dict[str, OccurrenceListing]:
        """The first date of each activity that is not over: one query however many."""
        rows = self._connection().execute(
            "SELECT body FROM occurrence WHERE activity_id IN (SELECT value FROM json_each(?))"
            " AND is_listed AND day <= ? AND last_day >= ? AND over_at > ? ORDER BY number DESC",
            (
                json.dumps(sorted(set(activity_ids))),
                day_to.isoformat(),
                day_from.isoformat(),
                after.astimezone(UTC).isoformat(),
            ),
        )
        found = (decode(OccurrenceListing, body) for (body,) in rows)
        return {occurrence.activity_id: occurrence for occurrence in found}

    def total(
        self,
        day_from: date,
        day_to: date,
        *,
        after: datetime | None = None,
        **chosen: Unpack[Chosen],
    ) -> int:
        """How many dates `occurrences` has for the same choices: one query."""
        selection = self._selection(day_from, day_to, after=after, **chosen)
        return self._grouped(selection, "''").get("", 0)

    def activity(self, activity_id: str) -> ActivityListing | Alias | None:
        """The activity with its dates; an Alias when another took over; None when unknown."""
        connection = self._connection()
        found = connection.execute("SELECT body FROM activity WHERE id = ?", (activity_id,))
        if row := found.fetchone():
            return replace(decode(ActivityListing, row[0]), occurrences=self._dates_of(activity_id))
        found = connection.execute("SELECT target FROM alias WHERE id = ?", (activity_id,))
        row = found.fetchone()
        return Alias(row[0]) if row else None

    def activities(self) -> tuple[ActivityListing, ...]:
        """Every activity without its dates, by id (for a site map)."""
        rows = self._connection().execute("SELECT body FROM activity ORDER BY id")
        return tuple(decode(ActivityListing, body) for (body,) in rows)

    def activities_of(self, ids: Iterable[str]) -> dict[str, ActivityListing]:
        """The activities with these ids, without their dates: one query however many."""
        wanted = json.dumps(sorted(set(ids)))
        rows = self._connection().execute(
            "SELECT id, body FROM activity WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
        )
        return {activity_id: decode(ActivityListing, body) for activity_id, body in rows}

    def service(self, service_id: str) -> ServiceListing | None:
        """One service; None when unknown."""
        return self._services.get(service_id)

    def provider(self, provider_id: str) -> ProviderListing | None:
        """One organisation with its services."""
        return self._providers_by_id.get(provider_id)

    def providers(self) -> tuple[ProviderListing, ...]:
        """Every organisation, in the order to show them."""
        return self._providers

    def services(
        self,
        *,
        topic: str | None = None,
        neighbourhood: str | None = None,
        access: str | None = None,
    ) -> tuple[ServiceListing, ...]:
        """What providers offer, in their order.

        `neighbourhood` (a CBS wijk code) keeps what is there or serves it; a service that
        names no place and no area serves everyone. `access`: free, contracted, access_point.
        """
        topics = self._with_below(topic) if topic else frozenset()
        return tuple(
            service
            for provider in self._providers
            for service in provider.services
            if (not topic or topics.intersection(service.topics))
            and (not access or service.access == access)
            and (not neighbourhood or _serves(service, neighbourhood))
        )

    def topics(self) -> tuple[TopicListing, ...]:
        """Every subject, in the order to show them."""
        return self._topics

    @cached_property
    def audiences(self) -> tuple[str, ...]:
        """Every audience that some activity is for, in order."""
        rows = self._connection().execute("SELECT DISTINCT value FROM activity_audience ORDER BY 1")
        return tuple(value for (value,) in rows)

    def scope(self) -> tuple[ScopeListing, ...]:
        """What was decided about what belongs here, by subject.

        Empty in a snapshot of before these were kept.
        """
        connection = self._connection()
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'scope'").fetchone():
            return ()
        rows = connection.execute("SELECT body FROM scope ORDER BY number")
        return tuple(decode(ScopeListing, body) for (body,) in rows)

    @cached_property
    def venues(self) -> tuple[PlaceListing, ...]:
        """Every known venue where something is or will be done, by name."""
        rows = self._connection().execute("SELECT DISTINCT body FROM occurrence WHERE is_listed")
        places = {decode(OccurrenceListing, body).place for (body,) in rows}
        return tuple(sorted((p for p in places if p.venue), key=lambda p: (p.venue, p.address)))

    def feed_paths(self) -> tuple[str, ...]:
        """Every feed there is, as in `feeds/wijk/zandweerd.ics`."""
        rows = self._connection().execute("SELECT path FROM feed ORDER BY path")
        return tuple(path for (path,) in rows)

    def feed_file(self, path: str) -> FeedFile | None:
        """The feed at `path` (as in `feed_paths`); None when there is none."""
        found = self._connection().execute(
            "SELECT content_type, etag, modified_at, size FROM feed WHERE path = ?", (path,)
        )
        row = found.fetchone()
        if row is None:
            return None
        content_type, etag, modified_at, size = row
        return FeedFile(
            path=self.directory / path,
            gzip_path=self.directory / f"{path}.gz",
            etag=etag,
            last_modified=datetime.fromisoformat(modified_at).astimezone(UTC),
            content_type=content_type,
            size=size,
        )

    def feed_rows(self) -> dict[str, store.FeedRow]:
        """What the next build must know of the feeds in this one."""
        rows = self._connection().execute("SELECT * FROM feed").fetchall()
        return {
            path: store.FeedRow(
                path=path,
                content_type=content_type,
                source_digest=source_digest,
                etag=etag,
                modified_at=datetime.fromisoformat(modified_at),
                size=size,
            )
            for path, content_type, source_digest, etag, modified_at, size in rows
        }

    def search_connection(self) -> sqlite3.Connection:
        """This thread's read-only connection, for `snapshot.search`. Do not close it."""
        return self._connection()

    @cached_property
    def _providers(self) -> tuple[ProviderListing, ...]:
        rows = self._connection().execute("SELECT body FROM provider ORDER BY number")
        return tuple(decode(ProviderListing, body) for (body,) in rows)

    @cached_property
    def _providers_by_id(self) -> dict[str, ProviderListing]:
        return {provider.id: provider for provider in self._providers}

    @cached_property
    def _services(self) -> dict[str, ServiceListing]:
        return {s.id: s for provider in self._providers for s in provider.services}

    @cached_property
    def _topics(self) -> tuple[TopicListing, ...]:
        rows = self._connection().execute("SELECT body FROM topic ORDER BY number")
        return tuple(decode(TopicListing, body) for (body,) in rows)

    def _selection(
        self,
        day_from: date,
        day_to: date,
        *,
        after: datetime | None,
        **chosen: Unpack[Chosen],
    ) -> Selection:
        topic = chosen.get("topic")
        topics = sorted(self._with_below(topic)) if topic else []
        return Selection.of(day_from, day_to, topics=topics, after=after, chosen=chosen)

    def _with_below(self, topic: str) -> frozenset[str]:
        return frozenset({topic, *(t.slug for t in self._topics if t.parent == topic)})

    def _dates_of(self, activity_id: str) -> tuple[OccurrenceListing, ...]:
        rows = self._connection().execute(
            "SELECT body FROM occurrence WHERE activity_id = ? ORDER BY number", (activity_id,)
        )
        return tuple(decode(OccurrenceListing, body) for (body,) in rows)

    def _grouped(self, selection: Selection, column: str) -> dict[str, int]:
        query = f"SELECT {column}, count(*) FROM occurrence WHERE {selection.where()} GROUP BY 1"  # noqa: S608 (only fixed texts)
        return dict(self._connection().execute(query, selection.values()).fetchall())

    def _joined(self, selection: Selection, table: str) -> dict[str, int]:
        query = f"SELECT t.value, count(*) FROM occurrence JOIN {table} t USING (activity_id) WHERE {selection.where()} GROUP BY 1"  # noqa: S608 E501 (only fixed texts)
        return dict(self._connection().execute(query, selection.values()).fetchall())

    def _connection(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if held is None:
            address = (self.directory / store.FILE_NAME).absolute().as_uri()
            held = sqlite3.connect(
                f"{address}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._local.connection = held
            self._opened.append(held)
        return held


def _serves(service: ServiceListing, neighbourhood: str) -> bool:
    if neighbourhood == service.place.code or neighbourhood in service.serves:
        return True
    return not service.place.code and not service.serves


def _close_all(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
