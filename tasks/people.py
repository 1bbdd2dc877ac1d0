"""What concerns people, as plain functions: mail, what visitors sent, owners asked, forgetting.

Each may run twice with the same result.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import limits, login, mail
from accounts.keys import secret_key
from agenda import asking_owners, signals, usage
from agenda.asking_owners import Asked
from snapshot.spool import Opinion, Question, Signal, taken
from tasks.work import Works

# What a visitor wrote stays this long after it was answered: time to write back once more.
SENDERS_KEPT = timedelta(days=30)


def send_mail(held: Works, *, now: datetime) -> int:
    """Send letters that are due; returns how many went out."""
    settings = held.settings
    return mail.send_due(
        held.database, mail_url=settings.mail_url, mail_from=settings.mail_from, now=now
    )


def drain_messages(held: Works, *, now: datetime) -> int:
    """Signals and questions into the queue, opinions into numbers; returns how many lines."""
    folder, town = held.settings.spool_dir, held.tools.municipality
    today = now.astimezone(ZoneInfo(town.zone)).date()
    with taken(folder, Signal) as found, held.database.write_scope() as session:
        signals.take_signals(session, found, today=today)
    with taken(folder, Question) as asked, held.database.write_scope() as session:
        signals.take_questions(session, asked)
    with taken(folder, Opinion) as said, held.database.write_scope() as session:
        usage.take_opinions(session, said, zone=town.zone)
    return len(found) + len(asked) + len(said)


def ask_owners(held: Works, *, now: datetime) -> Asked:
    """ "Loopt dit nog?", its reminders, and what expires for want of an answer."""
    with held.database.write_scope() as session:
        return asking_owners.ask_owners(
            session,
            key=secret_key(held.settings),
            base_url=f"{held.settings.base_url}/beheer",
            site=held.tools.municipality.site_name,
            now=now,
        )


def forget(held: Works, *, now: datetime) -> None:
    """Letters, links, log-in attempts and senders whose time is over; questions about the past."""
    today = now.astimezone(ZoneInfo(held.tools.municipality.zone)).date()
    with held.database.write_scope() as session:
        mail.forget_old(session, now=now)
        limits.forget_old(session, now=now)
        login.forget_links(session, now=now)
        usage.forget_old(session, today=today)
        signals.forget_senders(session, before=now - SENDERS_KEPT)
        signals.close_past(session, today=today, now=now)
