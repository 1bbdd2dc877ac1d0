"""The tables of the map: what organisations offer, what belongs on it, how people ask for it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Base, Instant


class Decision(StrEnum):
    """What was decided on a question of scope; empty in a row while it is open."""

    IN = "in"
    PARTLY = "partly"
    OUT = "out"


class Opinion(StrEnum):
    """What a team that was asked says."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


class Service(Base):
    """One service as a `snapshot.listing.ServiceListing` in JSON; `id` never changes.

    `position` keeps the order of the file. Hidden services are kept and not shown.
    `checked_by` names the function of who last checked it. A contracted service is shown
    until and including `contract_until`; `contract_owner` is the municipal team behind it.
    """

    __tablename__ = "service"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int]
    listing: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    contract_owner: Mapped[str] = mapped_column(String(120), default="")
    contract_until: Mapped[date | None]


class ProviderCheck(Base):
    """The yearly "klopt dit nog?" of one provider: where it goes, and how far it is.

    `email` is a functional address. `asked_at`, `reminded_at` belong to the round under way
    and are empty when there is none; `listed_at`: it went unanswered onto the desk's list.
    """

    __tablename__ = "provider_check"

    provider_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    listed_at: Mapped[datetime | None] = mapped_column(Instant)


class ScopeQuestion(Base):
    """Does something belong on the map? Decided once, with the reason, and found again.

    `stems` are the stems of the question's words, space-separated, for finding it again;
    `service_ids` the services it touches, space-separated.
    """

    __tablename__ = "scope_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(Text)
    stems: Mapped[str] = mapped_column(Text)
    service_ids: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decision: Mapped[Decision | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class ScopeOpinion(Base):
    """A team that was asked about a question, and what it answered. Teams, not persons."""

    __tablename__ = "scope_opinion"
    __table_args__ = (UniqueConstraint("question_id", "team"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("scope_question.id", ondelete="CASCADE"), index=True
    )
    team: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    opinion: Mapped[Opinion | None] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffSynonym(Base):
    """A resident's words for a target, added at the desk; the file's own are not in here."""

    __tablename__ = "staff_synonym"
    __table_args__ = (UniqueConstraint("target", "phrase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(String(80))
    phrase: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8), default="")
    added_at: Mapped[datetime] = mapped_column(Instant)


class SearchAsked(Base):
    """How often something was searched for on one day, struck of anyone's data."""

    __tablename__ = "search_asked"
    __table_args__ = (
        UniqueConstraint("day", "text"),
        Index("ix_search_asked_text", "text", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(80))
    times: Mapped[int] = mapped_column(default=0)
    found_times: Mapped[int] = mapped_column(default=0)
    used_times: Mapped[int] = mapped_column(default=0)


class MissedAddress(Base):
    """An address of the site that was asked for in vain, per week (its Monday)."""

    __tablename__ = "missed_address"
    __table_args__ = (UniqueConstraint("week", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    path: Mapped[str] = mapped_column(String(200))
    times: Mapped[int] = mapped_column(default=0)


class AddressCheck(Base):
    """Whether a web address on the map still answers. `message` is empty while it does."""

    __tablename__ = "address_check"

    address: Mapped[str] = mapped_column(String(500), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(Instant)
    message: Mapped[str] = mapped_column(Text, default="")
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
