"""Mail goes into an outbox in the transaction that calls for it, and out by the clock.

So a mail is never sent for what was rolled back, and a mail server that is down costs nothing
but time. Without `WIJZER_MAIL_URL` (the demonstration) letters stay in the outbox, to be read
at the desk. Addresses: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465`, and
`smtp://127.0.0.1:1025` for a server on this machine that has neither.
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts.models import Mail
from base.db import Database
from base.errors import ConfigError
from base.text import one_line

BATCH = 20
TRIES = 8
FIRST_WAIT = timedelta(minutes=5)
KEPT = timedelta(days=30)
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class _Letter:
    id: int
    to_address: str
    subject: str
    body: str
    try_count: int


def write(
    session: Session,
    to_address: str,
    subject: str,
    body: str,
    *,
    now: datetime,
    unique_key: str | None = None,
) -> bool:
    """Put a letter in the outbox; False when one with this key was written before."""
    if unique_key is not None:
        known = select(Mail.id).where(Mail.unique_key == unique_key)
        if session.scalar(known) is not None:
            return False
    session.add(
        Mail(
            made_at=now,
            to_address=one_line(to_address),
            subject=one_line(subject)[:200],
            body=body,
            unique_key=unique_key,
            next_try_at=now,
        )
    )
    return True


def send_due(database: Database, *, mail_url: str, mail_from: str, now: datetime) -> int:
    """Send what is due, a batch at a time; returns how many letters went out.

    Each letter is claimed before it is sent and marked after, so a second sender does not
    send it too; one that dies between the two leaves it for the next try.
    """
    if not mail_url:
        return 0
    with database.write_scope() as session:
        letters = _claim(session, now=now)
    if not letters:
        return 0
    problems: dict[int, str] = {}
    try:
        with _connected(mail_url) as server:
            for letter in letters:
                problems[letter.id] = _send(server, letter, mail_from, now)
    except (OSError, smtplib.SMTPException) as error:
        for letter in letters:
            problems.setdefault(letter.id, f"De mailserver is niet te bereiken: {error}")
    with database.write_scope() as session:
        for letter in letters:
            _settle(session, letter, problems[letter.id], now=now)
    return sum(1 for problem in problems.values() if not problem)


def outbox(session: Session, *, limit: int, offset: int = 0) -> Sequence[Mail]:
    """The latest letters, for the desk."""
    query = select(Mail).order_by(Mail.made_at.desc(), Mail.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).all()


def forget_old(session: Session, *, now: datetime) -> None:
    """Letters are kept for thirty days."""
    session.execute(delete(Mail).where(Mail.made_at < now - KEPT))


def _claim(session: Session, *, now: datetime) -> list[_Letter]:
    """Due letters, put off to their next try before the first byte is sent."""
    due = session.scalars(
        select(Mail)
        .where(Mail.next_try_at <= now, Mail.sent_at.is_(None))
        .order_by(Mail.next_try_at, Mail.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    letters = []
    for row in due:
        row.try_count += 1
        row.next_try_at = now + FIRST_WAIT * (1 << min(row.try_count - 1, 8))
        letters.append(_Letter(row.id, row.to_address, row.subject, row.body, row.try_count))
    return letters


def _send(server: smtplib.SMTP, letter: _Letter, mail_from: str, now: datetime) -> str:
    """Empty when it was taken, else what is wrong."""
    message = EmailMessage()
    message["From"], message["To"] = mail_from, letter.to_address
    message["Subject"], message["Date"] = letter.subject, format_datetime(now)
    message["Message-ID"] = make_msgid(str(letter.id), mail_from.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    try:
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:
        return f"Niet aangenomen: {error}"
    return ""


def _settle(session: Session, letter: _Letter, problem: str, *, now: datetime) -> None:
    values: dict[str, object] = {"problem": problem}
    if not problem:
        values |= {"sent_at": now, "next_try_at": None}
    elif letter.try_count >= TRIES:
        values |= {"next_try_at": None}
    session.execute(update(Mail).where(Mail.id == letter.id).values(**values))


def _connected(mail_url: str) -> smtplib.SMTP:
    """An open connection, encrypted unless the server is on this machine."""
    parts = urlsplit(mail_url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigError("WIJZER_MAIL_URL: begint niet met smtp:// of smtps://")
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            parts.hostname, parts.port or 465, timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 587, timeout=_SECONDS)
        if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
