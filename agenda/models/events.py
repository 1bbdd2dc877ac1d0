"""Events as their sources state them, their revisions and their dated instances."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agenda.status import EventState, EventStatus
from base.db import Base, Instant


class Event(Base):
    """One activity as one source states it; identity is (source, the source's own key).

    `latest_id` is what the source says now, `approved_id` what may be shown;
    `shown_id` the one its dated rows were made from. `raw_hash` is
    of the bytes it was read from, `missing_since` set while complete runs do not hold it.
    `home_id` is the activity this event has of its own, `activity_id` the one that shows it
    (another one while linked). `title`, `first_on`, `last_on` repeat the shown revision, for
    lists and the guard.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("source_id", "key"),
        Index("ix_event_matching", "needs_matching", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(500))
    state: Mapped[EventState] = mapped_column(String(20))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    latest_id: Mapped[int | None]
    approved_id: Mapped[int | None]
    shown_id: Mapped[int | None]
    repeats: Mapped[bool] = mapped_column(default=False)
    raw_hash: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_seen_at: Mapped[datetime] = mapped_column(Instant)
    missing_since: Mapped[datetime | None] = mapped_column(Instant)
    needs_matching: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    title: Mapped[str] = mapped_column(String(300))
    first_on: Mapped[date]
    last_on: Mapped[date | None] = mapped_column(index=True)
    window_until: Mapped[date | None]


class Revision(Base):
    """What a source said of an event at one time: a `Draft` as JSON, with its place.

    `place` is a `providers.places.Place` as JSON. `number` counts from 1 per event.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(Instant)
    fingerprint: Mapped[str] = mapped_column(String(64))
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    place: Mapped[dict[str, Any]] = mapped_column(JSON)


class Occurrence(Base):
    """A dated instance of the shown revision; identity is (event, original start).

    `original` is the ISO wall time of its slot in a series, or "single" for an event that
    does not repeat, so that a moved date stays the same instance. Start is wall time
    (naive), IANA zone and derived instant. All-day: `starts_on` counts, times are midnight.
    """

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("event_id", "original"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    original: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date] = mapped_column(index=True)
    start_local: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(60))
    start_utc: Mapped[datetime] = mapped_column(Instant)
    is_all_day: Mapped[bool]
    end_local: Mapped[datetime | None]
    end_utc: Mapped[datetime | None] = mapped_column(Instant)
    doors_local: Mapped[datetime | None]
    status: Mapped[EventStatus] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(String(300))
    venue: Mapped[str | None] = mapped_column(String(300))
