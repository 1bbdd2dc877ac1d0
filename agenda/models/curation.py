"""What people decided, and what they are asked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agenda.status import ReviewAnswer, ReviewKind
from base.db import Base, Instant


class Review(Base):
    """A question to a person. Open while `answer` is None; `version` guards two editors.

    `group_key` puts questions together that are one decision (a series, a sheet).
    `urgent_on` is the first date it concerns; `payload` holds what the desk shows:
    reasons, and for duplicates the other event.
    """

    __tablename__ = "review"
    # Holds all that ordering and counting the queue look at, so neither reads the rows.
    __table_args__ = (
        Index(
            "ix_review_queue",
            *("answer", "kind", "source_id", "is_public", "urgent_on", "id"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(String(20))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    other_event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    group_key: Mapped[str] = mapped_column(String(120), default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    urgent_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answer: Mapped[ReviewAnswer | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)


class Correction(Base):
    """A person's value for one field of an event; outranks the source until released.

    Which fields there are, and how `value` and `occurrence` look: `agenda.corrections`.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_event", "event_id", "released_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    occurrence: Mapped[str] = mapped_column(String(40), default="")
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(Instant)


class Reconfirmation(Base):
    """How far asking an owner is: see `agenda.curation.reconfirm`."""

    __tablename__ = "reconfirmation"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    with_staff_at: Mapped[datetime | None] = mapped_column(Instant)


class Tombstone(Base):
    """Rejected stays away: this key of this source is not offered again."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("source_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)


class Link(Base):
    """Two events that are the same real activity, and who or what said so.

    `mover_id` is the event whose date holds where the two differ: on the other's day
    `moved_from`, or on every day when that is None. `contested_at`: since when only their
    dates disagree and nobody said which is right.
    """

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("event_id", "other_event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    other_event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    score: Mapped[float]
    is_automatic: Mapped[bool]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    mover_id: Mapped[int | None]
    moved_from: Mapped[date | None]
    contested_at: Mapped[datetime | None] = mapped_column(Instant)


class MatchBlock(Base):
    """Where an event is found by others that may be the same (`agenda.duplicates.blocks`)."""

    __tablename__ = "match_block"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class LinkCheck(Base):
    """An automatic link that a person looks at; `is_right` None until then.

    `is_sample`: drawn by chance (`agenda.matching.link_watch`), not noticed by somebody.
    """

    __tablename__ = "link_check"
    __table_args__ = (UniqueConstraint("event_id", "other_event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    other_event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    is_sample: Mapped[bool] = mapped_column(default=True)
    sampled_at: Mapped[datetime] = mapped_column(Instant)
    is_right: Mapped[bool | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class NotTheSame(Base):
    """Somebody said these two are different; kept for good, also when both change."""

    __tablename__ = "not_the_same"
    __table_args__ = (UniqueConstraint("event_id", "other_event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    other_event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
