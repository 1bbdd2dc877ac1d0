"""What concerns people, as plain functions: mail, what visitors sent, owners asked, forgetting.

Each may run twice with the same result.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts import mail
from accounts.keys import secret_key
from accounts.models import Role, User
from agenda.curation import asking_owners, figures, questions, signals, usage
from agenda.curation.asking_owners import Asked
from agenda.curation.review import Waiting, minutes
from agenda.forgetting import nightly as forgetting
from agenda.matching import link_watch
from agenda.reading import health
from agenda.status import SourceState
from agenda.words import KIND
from snapshot.spool import Opinion, Question, Signal, taken
from tasks.work import Works


def send_mail(held: Works, *, now: datetime) -> int:
    """Send letters that are due; returns how many went out."""
    settings = held.settings
    return mail.send_due(
        held.database, mail_url=settings.mail_url, mail_from=settings.mail_from, now=now
    )


def drain_messages(held: Works, *, now: datetime) -> int:
    """Signals and questions into the queue, opinions into numbers; returns how many lines."""
    folder, town = held.settings.spool_dir, held.tools.municipality
    today = _today(held, now)
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
    """Everything whose time is over; questions about the past are closed."""
    with held.database.write_scope() as session:
        forgetting.forget(session, today=_today(held, now), now=now)


def draw_sample(held: Works, *, now: datetime) -> int:
    """Put this week's automatic links before a person; returns how many were drawn."""
    with held.database.write_scope() as session:
        return link_watch.sample(session, now=now)


def write_week(held: Works, *, now: datetime) -> int:
    """The weekly letter to staff, the same as the desk's first page; returns how many."""
    today, town = _today(held, now), held.tools.municipality
    with held.database.write_scope() as session:
        waiting = questions.waiting(session)
        ill = [h for h in health.report(session, now=now) if h.state is not SourceState.FINE]
        dates = figures.public_dates(session, today=today)
        coverage = figures.coverage(town.wijken, dates, today=today)
        empty = ", ".join(c.name for c in coverage if not c.ahead)
        samples = len(link_watch.open_checks(session))
        ending = figures.ending(session, today=today)
        count = sum(w.count for w in waiting)
        parts = [
            f"Er wachten {count} vragen, ongeveer {minutes(waiting)} minuten werk.",
            _list("Per soort en bron", [_waits(w) for w in waiting]),
            f"Samenvoegingen om te bekijken: {samples}." if samples else "",
            _list("Bronnen die aandacht vragen", [f"{h.title}: {h.advice}" for h in ill]),
            _list(
                "Waar de agenda dun is, de komende vier weken",
                [
                    f"{c.name}: {c.ahead}, gewoonlijk {round(c.usual or 0)}"
                    for c in coverage
                    if c.is_thin
                ],
            ),
            f"Niets in de komende vier weken: {empty}." if empty else "",
            _list(
                "Wat afloopt",
                [f"{e.title} ({e.source}): {e.last_on:%d-%m-%Y}" for e in ending],
            ),
            f"Alles staat op {held.settings.base_url}/beheer/",
        ]
        body = "\n\n".join(part for part in parts if part)
        staff = session.scalars(
            select(User.email).where(
                User.role.in_([Role.ADMINISTRATOR, Role.EDITOR]), User.is_closed.is_(False)
            )
        ).all()
        year, week, _ = today.isocalendar()
        return sum(
            mail.write(
                session,
                address,
                f"De week van {town.site_name}",
                body,
                now=now,
                unique_key=f"week:{year}-{week}:{address}"[:120],
            )
            for address in staff
        )


def _waits(each: Waiting) -> str:
    return (
        f"{KIND[each.kind]}, {each.source}: {each.count}"
        if each.source
        else (f"{KIND[each.kind]}: {each.count}")
    )


def _list(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines)]) if lines else ""


def _today(held: Works, now: datetime) -> date:
    return now.astimezone(ZoneInfo(held.tools.municipality.zone)).date()
