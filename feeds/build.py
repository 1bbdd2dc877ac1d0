"""The publisher: what changed in the database becomes the next snapshot.

One at a time. What changed is matched first, in the same transaction in which it is taken;
what came in after that waits for the next round, so nothing is shown before it was matched
and no duplicate twice. Dirty rows are taken away only after the snapshot stands, so a
publisher that dies half-way is followed by one that does the same work again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import providers.scope
import providers.store
import providers.synonyms
from agenda.matching import linking
from agenda.matching.activities import has_homeless
from agenda.models import Dirty
from agenda.showing.publication import listings, passing_activities, refresh
from base.db import Database
from base.municipality import Municipality, rows
from feeds.catalogue import Site
from feeds.publishing import Report, publish
from providers.directory import by_provider
from snapshot.listing import TopicListing
from snapshot.search import synonyms
from snapshot.store import Contents

# A date that was cancelled is shown as such for thirty days, also when it is past.
SHOWN_PAST = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Where a municipality's snapshots go. `fragments`: what it rendered before."""

    snapshots: Path
    municipality: Municipality
    base_url: str
    is_demo: bool = False
    fragments: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)


def is_pending(session: Session) -> bool:
    """Whether something changed that residents should see."""
    marked = select(Dirty.id).limit(1)
    return session.scalar(marked) is not None or has_homeless(session)


def publish_pending(
    database: Database, publisher: Publisher, *, now: datetime, is_daily: bool = False
) -> Report | None:
    """Publish what changed since the last time; None when there is nothing to publish.

    `is_daily`: also look at what the passing of a day changes (midnight).
    Raises snapshot.files.Frozen while publishing is frozen.
    """
    linking.match_pending(database, now=now)
    with database.write_scope() as session:
        taken = _compose(session, publisher, now=now, is_daily=is_daily)
    if not taken and not is_daily:
        return None
    with database.read_scope() as session:
        contents = _contents(session, publisher, now=now)
        added = providers.synonyms.load(session)
    topics = {t.slug: t.label for t in contents.topics}
    report = publish(
        publisher.snapshots,
        contents,
        municipality=publisher.municipality,
        site=Site(
            name=publisher.municipality.site_name,
            base_url=publisher.base_url,
            zone=publisher.municipality.zone,
            topic_labels=topics,
        ),
        synonyms=(*synonyms.read(publisher.municipality.folder), *added),
        fragments=publisher.fragments,
        now=now,
    )
    with database.write_scope() as session:
        _forget(session, taken)
    return report


def compose_changed(database: Database, publisher: Publisher, *, now: datetime) -> int:
    """Compose what changed, without a new snapshot; returns how many rows said so.

    The next publication shows it: it takes the whole state, not the dirty rows.
    """
    linking.match_pending(database, now=now)
    with database.write_scope() as session:
        taken = _compose(session, publisher, now=now)
        _forget(session, taken)
    return len(taken)


def _compose(
    session: Session, publisher: Publisher, *, now: datetime, is_daily: bool = False
) -> list[int]:
    """Bring listings and public dates in line; returns the dirty rows that are dealt with."""
    linking.match(session, now=now)
    waiting = linking.unmatched_activities(session)
    rows = session.execute(select(Dirty.id, Dirty.activity_id)).all()
    changed = {a for _, a in rows if a is not None}
    if is_daily:
        changed |= set(passing_activities(session, municipality=publisher.municipality, now=now))
    refresh(session, sorted(changed - waiting), municipality=publisher.municipality, now=now)
    return [row_id for row_id, activity_id in rows if activity_id not in waiting]


def mark_all(session: Session, reason: str) -> None:
    """Say that something other than one activity changed (providers, topics)."""
    session.add(Dirty(activity_id=None, reason=reason))


def _contents(session: Session, publisher: Publisher, *, now: datetime) -> Contents:
    activities, aliases = listings(session, since=(now - SHOWN_PAST).date())
    today = now.astimezone(ZoneInfo(publisher.municipality.zone)).date()
    return Contents(
        activities=activities,
        aliases=aliases,
        providers=by_provider(providers.store.load(session, today=today)),
        scope=providers.scope.listings(session),
        topics=tuple(_topics(publisher.municipality.folder)),
        facts={"is_demo": "1" if publisher.is_demo else ""},
    )


def _topics(folder: Path) -> list[TopicListing]:
    return [
        TopicListing(
            slug=row["slug"],
            parent=row["parent"],
            label=row["label"],
            explanation=row["explanation"],
            next_step=row["next_step"],
        )
        for row in rows(folder / "topics.csv")
    ]


def _forget(session: Session, ids: list[int]) -> None:
    for first in range(0, len(ids), 500):
        session.execute(delete(Dirty).where(Dirty.id.in_(ids[first : first + 500])))
