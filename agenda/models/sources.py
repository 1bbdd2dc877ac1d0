"""Sources, their runs, what went wrong, and the last body of each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from agenda.status import Basis, Outcome, SourceKind, Trust
from base.db import Base, Instant


class Source(Base):
    """One address we read, with its format, basis and trust, and what was learned of it.

    `settings`: `columns` (heading → meaning), `selectors`, `junk`, `venue`, `organiser`,
    `wijk`, `contact` (the organisation's own), `minutes` (a rhythm set by hand).
    `body_hash` is of the last bytes read, `read_with` of the reader and settings that read
    them; `text_seen_on` the day those bytes were first seen. Claimed by `lease_until`;
    `token` is the fencing token, raised at each claim and checked when the run is recorded.
    """

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SourceKind] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(1000))
    homepage: Mapped[str] = mapped_column(String(1000), default="")
    zone: Mapped[str] = mapped_column(String(60), default="Europe/Amsterdam")
    trust: Mapped[Trust] = mapped_column(String(20), default=Trust.REVIEW_ALL)
    basis: Mapped[Basis] = mapped_column(String(20), default=Basis.OPEN_PAGE)
    provider_id: Mapped[str | None] = mapped_column(String(80), index=True)
    owner_email: Mapped[str] = mapped_column(String(254), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    is_paused: Mapped[bool] = mapped_column(default=False)
    paused_because: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)

    etag: Mapped[str | None] = mapped_column(String(500))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    body_hash: Mapped[str | None] = mapped_column(String(64))
    read_with: Mapped[str | None] = mapped_column(String(64))
    text_seen_on: Mapped[date | None]
    next_check_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    last_run_at: Mapped[datetime | None] = mapped_column(Instant)
    last_complete_at: Mapped[datetime | None] = mapped_column(Instant)
    failure_count: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    token: Mapped[int] = mapped_column(default=0)
    may_withdraw_once: Mapped[bool] = mapped_column(default=False)


class SourceBody(Base):
    """The last body of a source, compressed, so that a better reader can be applied to it."""

    __tablename__ = "source_body"

    source_id: Mapped[int] = mapped_column(
        ForeignKey("source.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str | None] = mapped_column(String(200))
    fetched_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SourceHashes(Base):
    """What a source was last read from: one row of compressed maps per source.

    `hashes`: per key that of its bytes. `passages`: per hashed passage of text since when it
    stands there, and since when it is gone (`ingest.memory`).
    """

    __tablename__ = "source_hashes"

    source_id: Mapped[int] = mapped_column(
        ForeignKey("source.id", ondelete="CASCADE"), primary_key=True
    )
    hashes: Mapped[bytes] = mapped_column(LargeBinary)
    passages: Mapped[bytes | None] = mapped_column(LargeBinary)


class Run(Base):
    """One attempt at a source, and how it ended. Counts are of events."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    seconds: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[Outcome] = mapped_column(String(20), default=Outcome.RUNNING)
    message: Mapped[str] = mapped_column(Text, default="")
    byte_count: Mapped[int] = mapped_column(default=0)
    event_count: Mapped[int] = mapped_column(default=0)
    added_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    kept_count: Mapped[int] = mapped_column(default=0)
    withdrawn_count: Mapped[int] = mapped_column(default=0)
    problem_count: Mapped[int] = mapped_column(default=0)


class RunProblem(Base):
    """One thing wrong in a source as it stands now; replaced when the source is read again."""

    __tablename__ = "problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(20))
    where: Mapped[str] = mapped_column(String(500), default="")
    key: Mapped[str | None] = mapped_column(String(500))


class Preview(Base):
    """A reading somebody asked to see before anything is saved; the worker fills it.

    `settings`: what it is read with, as those of a source (`selectors`, `columns`, `junk`).
    """

    __tablename__ = "preview"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(String(1000), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(Text, default="")
