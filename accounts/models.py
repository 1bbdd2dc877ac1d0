"""People, their roles, and the journal of what was decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Base, Instant


class Role(StrEnum):
    """Who may do what; see `accounts.permissions`."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    POLICY = "policy"
    PARTNER = "partner"


class User(Base):
    """Someone who can log in. `provider_id`: the organisation a partner works for."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(String(20))
    provider_id: Mapped[str | None] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)


class JournalEntry(Base):
    """One decision: who did what to which record, with the values before and after.

    `user_id` is None when a rule of the system decided; `actor` then names the rule.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"))
