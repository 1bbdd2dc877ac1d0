"""What is kept no longer than it is needed: run every night, twice does no harm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from accounts import limits, login, mail
from accounts.models import JournalEntry, User
from agenda.curation import signals, usage
from agenda.models import (
    Activity,
    Correction,
    Dirty,
    Event,
    Link,
    MatchBlock,
    Occurrence,
    PublicOccurrence,
    Review,
    Revision,
    Run,
    RunProblem,
    Source,
    SourceBody,
    Tombstone,
)
from base.db import Base
from providers.models import ScopeOpinion, ScopeQuestion
from snapshot.codec import decode, encode
from snapshot.listing import ActivityListing, PlaceListing

JOURNAL = timedelta(days=3 * 365)
ACCOUNTS = timedelta(days=2 * 365)
PAST = timedelta(days=365)
BODIES = timedelta(days=30)
SENDERS = timedelta(days=30)
OVER = "Activiteit die voorbij is"
_SLICE = 500


def forget(session: Session, *, today: date, now: datetime) -> None:
    """Delete or empty everything whose time is over (`agenda.forgetting.personal_data`)."""
    mail.forget_old(session, now=now)
    limits.forget_old(session, now=now)
    login.forget_links(session, now=now)
    signals.forget_senders(session, before=now - SENDERS)
    signals.close_past(session, today=today, now=now)
    usage.forget_old(session, today=today)
    session.execute(delete(SourceBody).where(SourceBody.fetched_at < now - BODIES))
    _forget_journal(session, now)
    _forget_people(session, now)
    _forget_past(session, today=today)
    _forget_questions(session, now)
    _forget_sources(session, now)
    _forget_teams(session, now)


def _forget_journal(session: Session, now: datetime) -> None:
    """Old entries stay as a line of who, what and when, without the values."""
    session.execute(
        update(JournalEntry)
        .where(JournalEntry.at < now - JOURNAL)
        .values(before=None, after=None, note="", actor="")
    )


def _forget_people(session: Session, now: datetime) -> None:
    """Closed accounts lose name and address two years after their last log-in."""
    rows = session.scalars(
        select(User).where(
            User.is_closed.is_(True), User.created_at < now - ACCOUNTS, User.email.contains("@")
        )
    )
    for user in rows:
        if (user.last_login_at or user.created_at) < now - ACCOUNTS:
            user.email, user.name = f"gesloten-{user.id}", "gesloten account"


def _forget_past(session: Session, *, today: date) -> None:
    """Of an activity that has been over for a year only that it was there is left.

    Its key and its state stay, or a source that keeps its history would bring it as new.
    """
    first = today - PAST
    sibling = aliased(Event)
    goes_on = exists().where(
        sibling.activity_id == Event.activity_id,
        or_(sibling.last_on.is_(None), sibling.last_on >= first),
    )
    is_over = and_(Event.last_on < first, ~goes_on)
    over = select(Event.id).where(is_over)
    fresh = session.scalars(select(Event.id).where(is_over, Event.title != OVER)).all()
    for table in (Occurrence, Correction, MatchBlock):
        _without_rows(session, table, table.event_id.in_(over))
    shown = (Event.shown_id, Event.approved_id, Event.latest_id)
    kept = (Revision.id.not_in(select(which).where(which.is_not(None))) for which in shown)
    _without_rows(session, Revision, Revision.event_id.in_(over), *kept)
    _without_rows(session, PublicOccurrence, PublicOccurrence.starts_on < first)
    for at in range(0, len(fresh), _SLICE):
        _empty(session, fresh[at : at + _SLICE])
    if fresh:
        session.add(Dirty(activity_id=None, reason="forget"))


def _empty(session: Session, event_ids: Sequence[int]) -> None:
    """Leave a title that says nothing, and when it was."""
    concerned = Event.id.in_(event_ids)
    for row in session.scalars(select(Revision).where(Revision.event_id.in_(event_ids))):
        facts = {k: v for k, v in row.draft.items() if k in ("start", "status", "recurrence")}
        facts.get("recurrence", {}).pop("words", None)
        facts.get("recurrence", {}).pop("overrides", None)
        row.draft = {"key": row.draft["key"], "title": OVER, **facts}
        row.place = {"kind": row.place["kind"], "code": row.place.get("code", "")}
    session.execute(update(Link).where(Link.event_id.in_(event_ids)).values(reasons=[]))
    shown = select(Event.activity_id).where(concerned, Event.activity_id.is_not(None))
    for activity in session.scalars(select(Activity).where(Activity.id.in_(shown))):
        if activity.listing is not None:
            activity.listing = encode(_bare(decode(ActivityListing, activity.listing)))
        activity.fingerprint, activity.provenance = "", None
    session.execute(update(Event).where(concerned).values(title=OVER))


def _bare(listing: ActivityListing) -> ActivityListing:
    """Its page stays and says that it is over."""
    place = PlaceListing(kind=listing.place.kind, code=listing.place.code)
    nothing = dict.fromkeys(("organiser", "provider_id", "online_url", "url", "image"), "")
    nothing |= dict.fromkeys(("contact", "description", "price", "rhythm", "warning"), "")
    bare = replace(listing, title=OVER, audience=(), topics=(), sources=(), place=place)
    return replace(bare, state="expired", **nothing)  # type: ignore[arg-type]


def _forget_questions(session: Session, now: datetime) -> None:
    """Answers stay, so that nobody is asked twice; what was said with them goes."""
    old = now - JOURNAL
    session.execute(update(Review).where(Review.answered_at < old).values(payload={}, reason=""))
    session.execute(update(Tombstone).where(Tombstone.made_at < old).values(reason=""))


def _forget_sources(session: Session, now: datetime) -> None:
    """Owners of what has not been read for a year, and how readings of then ended."""
    old = now - PAST
    session.execute(update(Source).where(Source.last_run_at < old).values(owner_email=""))
    runs = select(Run.id).where(Run.started_at < old)
    _without_rows(session, RunProblem, RunProblem.run_id.in_(runs))
    session.execute(update(Run).where(Run.started_at < old).values(message=""))


def _forget_teams(session: Session, now: datetime) -> None:
    """Where teams were asked, once it was decided a month ago."""
    decided = select(ScopeQuestion.id).where(ScopeQuestion.decided_at < now - SENDERS)
    session.execute(
        update(ScopeOpinion).where(ScopeOpinion.question_id.in_(decided)).values(email="")
    )


def _without_rows(session: Session, table: type[Base], *where: ColumnElement[bool]) -> None:
    session.execute(delete(table).where(*where).execution_options(synchronize_session=False))
