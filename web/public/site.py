"""What every view needs: settings, the town, the snapshot and the time of this request.

Nothing here or below it knows a database: the public site reads the snapshot and nothing else.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, g

from base import municipality
from base.config import Settings
from feeds.catalogue import Site as FeedSite
from snapshot.current import Snapshots
from snapshot.reader import Snapshot
from snapshot.search.searcher import Searcher

Clock = Callable[[], datetime]
OLD_AFTER = timedelta(days=1)


class Site:
    """One per app. `clock` gives the present instant."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.town = municipality.load(settings.municipality_dir)
        self.zone = ZoneInfo(self.town.zone)
        self.wijken = {wijk.slug: wijk for wijk in self.town.wijken}
        self.wijk_by_code = {wijk.code: wijk for wijk in self.town.wijken}
        self._snapshots = Snapshots(settings.snapshot_dir)
        self._lock = threading.Lock()
        self._searcher: tuple[str, Searcher] | None = None

    def current(self) -> Snapshot:
        """The public snapshot. Raises NotFound when nothing was published yet."""
        return self._snapshots.current()

    def searcher(self, snapshot: Snapshot) -> Searcher:
        """The searcher over `snapshot`, made once per version."""
        held = self._searcher
        if held is None or held[0] != snapshot.version:
            with self._lock:
                held = self._searcher
                if held is None or held[0] != snapshot.version:
                    made = Searcher(snapshot.search_connection, self.town)
                    self._searcher = held = (snapshot.version, made)
        return held[1]


def site() -> Site:
    """The site of the app that answers this request."""
    found: Site = current_app.extensions["site"]
    return found


def snapshot() -> Snapshot:
    """The snapshot of this request: the same one from its first line to its last."""
    if "snapshot" not in g:
        g.snapshot = site().current()
    found: Snapshot = g.snapshot
    return found


def now() -> datetime:
    """The instant this request is answered for."""
    if "now" not in g:
        g.now = site().clock()
    found: datetime = g.now
    return found


def today() -> date:
    """The local day."""
    return now().astimezone(site().zone).date()


def topic_labels() -> dict[str, str]:
    """Slug → what people read."""
    return {topic.slug: topic.label for topic in snapshot().topics()}


def feed_site() -> FeedSite:
    """The site as feed renderers know it."""
    return FeedSite(
        name=site().town.site_name,
        base_url=site().settings.base_url,
        zone=site().town.zone,
        topic_labels=topic_labels(),
    )


def address(path: str) -> str:
    """The whole public address of a path that begins with a slash."""
    return site().settings.base_url + path
