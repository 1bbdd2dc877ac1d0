"""What residents see: activities, their public dates, and what changed since publishing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agenda.status import EventStatus
from base.db import Base, Instant


class Activity(Base):
    """One real activity: one or more linked events. `public_id` never changes.

    `merged_into_id`: while its events are shown by another one; its page redirects there.
    `listing` is the composed `ActivityListing` as JSON, or None while it is not public;
    `provenance` says per field which event it came from (`agenda.showing.composition.Given`).
    """

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    first_published_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    listing: Mapped[str | None] = mapped_column(Text)
    provenance: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)


class PublicOccurrence(Base):
    """What feeds show of one date. A slot is a local date and a number.

    `members` are the instances behind it, as "event:original"; they keep a moved date in
    its slot. SEQUENCE never falls. `retired_at`: since when it is shown as cancelled
    because it is no longer held; after thirty days it leaves the feeds.
    """

    __tablename__ = "public_occurrence"
    __table_args__ = (UniqueConstraint("activity_id", "slot_on", "slot_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    slot_on: Mapped[date]
    slot_number: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[EventStatus] = mapped_column(String(20))
    starts_on: Mapped[date] = mapped_column(index=True)
    listing: Mapped[str] = mapped_column(Text)
    members: Mapped[list[str]] = mapped_column(JSON)
    first_published_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class Dirty(Base):
    """Something residents see has changed; the publisher takes and deletes these rows.

    `activity_id` None: something other than one activity (providers, synonyms, settings).
    """

    __tablename__ = "dirty"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text, default="")


class OpinionCount(Base):
    """How often visitors of a page said they found what they sought, or not, on a day."""

    __tablename__ = "opinion_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    is_found: Mapped[bool] = mapped_column(primary_key=True)
    times: Mapped[int]
