"""Logging in: password, then a code where the account has one; or a link by mail, once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from accounts import limits, mail, people
from accounts.journal import Actor, record
from accounts.keys import decrypt, encrypt, keyed_hash
from accounts.models import OneTimeLink, Role, User

LINK_LIVES = timedelta(hours=1)
INVITATION_LIVES = timedelta(days=7)
SESSION_LIVES = timedelta(hours=12)
IDLE = timedelta(hours=2)
STEP = 30
RECOVERY_CODES = 8


class Answer(StrEnum):
    """What came of a try to log in."""

    WRONG = "wrong"
    TOO_OFTEN = "too_often"
    NEEDS_CODE = "needs_code"
    IN = "in"


def with_password(
    session: Session, key: str, *, email: str, password: str, address: str, now: datetime
) -> tuple[Answer, User | None]:
    """The answer, and the account when the password was right."""
    if limits.is_blocked(session, key, account=email, address=address, now=now):
        return Answer.TOO_OFTEN, None
    user = people.by_email(session, email)
    if not people.has_password(user, password) or user is None:
        limits.note(session, key, account=email, address=address, now=now)
        return Answer.WRONG, None
    if user.totp_secret:
        return Answer.NEEDS_CODE, user
    _let_in(session, key, user, now=now)
    return Answer.IN, user


def with_code(
    session: Session, key: str, user: User, *, code: str, address: str, now: datetime
) -> Answer:
    """The second step: a code of six digits, or one of the recovery codes (each once)."""
    if limits.is_blocked(session, key, account=user.email, address=address, now=now):
        return Answer.TOO_OFTEN
    if user.is_closed or not (
        _takes_totp(user, key, code, now) or _takes_recovery(user, key, code)
    ):
        limits.note(session, key, account=user.email, address=address, now=now)
        return Answer.WRONG
    _let_in(session, key, user, now=now)
    return Answer.IN


def send_link(
    session: Session, key: str, *, email: str, address: str, base_url: str, site: str, now: datetime
) -> None:
    """Mail a link to log in with, to partners; says nothing of whether there is an account."""
    if limits.is_blocked(session, key, account=email, address=address, now=now):
        return
    limits.note(session, key, account=email, address=address, now=now)
    user = people.by_email(session, email)
    if user is None or user.is_closed or user.role != Role.PARTNER:
        return
    token = make_link(session, user, lives=LINK_LIVES, now=now)
    mail.write(
        session,
        user.email,
        f"Inloggen bij {site}",
        f"Met deze link logt u in. De link werkt één keer, tot een uur na nu.\n\n"
        f"{base_url}/link/{token}\n\nHebt u dit niet gevraagd? Dan hoeft u niets te doen.",
        now=now,
    )


def make_link(session: Session, user: User, *, lives: timedelta, now: datetime) -> str:
    """The token of a new link; what is kept is its hash."""
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(user_id=user.id, token_hash=_hash(token), made_at=now, expires_at=now + lives)
    )
    return token


def use_link(session: Session, token: str, *, now: datetime) -> User | None:
    """The account this link lets in, once; None when it is used, old or unknown."""
    taken = session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.user_id)
    ).scalar()
    user = session.get(User, taken) if taken is not None else None
    if user is None or user.is_closed:
        return None
    user.last_login_at = now
    return user


def forget_links(session: Session, *, now: datetime) -> None:
    """Used and outlived links go after a day."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - timedelta(days=1)))


def new_secret() -> str:
    """A secret for an authenticator app, to show once."""
    return pyotp.random_base32()


def totp_address(user: User, secret: str, site: str) -> str:
    """The `otpauth://` address that an authenticator app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=site)


def turn_on_totp(
    session: Session, key: str, user: User, *, secret: str, code: str, now: datetime
) -> tuple[str, ...]:
    """Codes are asked from now on; returns the recovery codes (shown once), () when wrong."""
    step = _step_of(secret, code, now)
    if step is None:
        return ()
    codes = tuple(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES))
    user.totp_secret, user.totp_step = encrypt(key, secret), step
    user.recovery_codes = [_recovery(key, user, code) for code in codes]
    subject = ("account", user.id)
    record(session, people.actor_of(user), "totp_on", subject, now=now)
    return codes


def turn_off_totp(session: Session, user: User, *, actor: Actor, now: datetime) -> None:
    """For who lost phone and recovery codes, or after another secret key; it is on record."""
    user.totp_secret, user.recovery_codes = None, []
    people.end_sessions(user)
    record(session, actor, "totp_off", ("account", user.id), now=now)


def is_alive(user: User, *, version: int, since: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a session still holds: begun `since`, last used `seen`."""
    return (
        not user.is_closed
        and version == user.session_version
        and now - since < SESSION_LIVES
        and now - seen < IDLE
    )


def _let_in(session: Session, key: str, user: User, *, now: datetime) -> None:
    limits.clear(session, key, account=user.email)
    user.last_login_at = now


def _takes_totp(user: User, key: str, code: str, now: datetime) -> bool:
    if not user.totp_secret:
        return False
    step = _step_of(decrypt(key, user.totp_secret), code, now)
    if step is None or step <= user.totp_step:
        return False
    user.totp_step = step
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step this code is for: now, or one before or after; None when it is not."""
    digits = "".join(code.split())
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in (current, current - 1, current + 1):
        if secrets.compare_digest(totp.at(step * STEP).encode(), digits.encode()):
            return step
    return None


def _takes_recovery(user: User, key: str, code: str) -> bool:
    hashed = _recovery(key, user, _as_written(code))
    if hashed not in user.recovery_codes:
        return False
    user.recovery_codes = [known for known in user.recovery_codes if known != hashed]
    return True


def _as_written(code: str) -> str:
    """A recovery code as we wrote it, however the dash, spaces and capitals were typed."""
    letters = "".join(c for c in code.lower() if c.isalnum())
    return f"{letters[:6]}-{letters[6:]}"


def _recovery(key: str, user: User, code: str) -> str:
    return keyed_hash(key, "recovery", str(user.id), code)


def _hash(token: str) -> str:
    """The token holds 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
