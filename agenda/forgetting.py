"""What is kept no longer than it is needed: run every night, twice does no harm."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts import limits, login, mail
from accounts.models import JournalEntry, User
from agenda import signals, usage
from agenda.models import Event, Occurrence, Revision, SourceBody

JOURNAL = timedelta(days=3 * 365)
ACCOUNTS = timedelta(days=2 * 365)
PAST = timedelta(days=365)
BODIES = timedelta(days=90)
SENDERS = timedelta(days=30)


def forget(session: Session, *, today: date, now: datetime) -> None:
    """Delete or empty everything whose time is over (`agenda.personal_data`)."""
    mail.forget_old(session, now=now)
    limits.forget_old(session, now=now)
    login.forget_links(session, now=now)
    signals.forget_senders(session, before=now - SENDERS)
    signals.close_past(session, today=today, now=now)
    usage.forget_old(session, today=today)
    session.execute(delete(SourceBody).where(SourceBody.fetched_at < now - BODIES))
    _forget_journal(session, now)
    _forget_people(session, now)
    _forget_past(session, today)


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


def _forget_past(session: Session, today: date) -> None:
    """Of what has been over for a year the earlier readings and dated rows go."""
    over = select(Event.id).where(Event.last_on < today - PAST)
    kept = select(Event.shown_id).where(Event.shown_id.is_not(None))
    session.execute(
        delete(Occurrence)
        .where(Occurrence.event_id.in_(over))
        .execution_options(synchronize_session=False)
    )
    approved = select(Event.approved_id).where(Event.approved_id.is_not(None))
    latest = select(Event.latest_id).where(Event.latest_id.is_not(None))
    session.execute(
        delete(Revision)
        .where(
            Revision.event_id.in_(over),
            Revision.id.not_in(kept),
            Revision.id.not_in(approved),
            Revision.id.not_in(latest),
        )
        .execution_options(synchronize_session=False)
    )
