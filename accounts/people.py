"""Accounts: made, changed and closed. A closed account keeps its lines in the journal."""

from collections.abc import Sequence
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.models import Role, User
from base.errors import InvalidInput, NotFound

SHORTEST_PASSWORD = 12
_HASHER = PasswordHasher()
# Checked where there is no account, so that the time taken tells nobody which addresses exist.
_NOBODY = _HASHER.hash("niemand")


def add(
    session: Session,
    email: str,
    role: Role,
    *,
    actor: Actor,
    now: datetime,
    name: str = "",
    provider_id: str | None = None,
    password: str | None = None,
) -> User:
    """A new account, or the one with this address brought in line (opened again if closed).

    Raises InvalidInput: no mail address, a partner without an organisation, a short password.
    """
    email = normal_email(email)
    _check(email, role, provider_id, password)
    user = by_email(session, email)
    before = _facts(user) if user else None
    if user is None:
        user = User(email=email, created_at=now, recovery_codes=[])
        session.add(user)
    user.role, user.name, user.is_closed = role, name or user.name or email.split("@")[0], False
    user.provider_id = provider_id if role is Role.PARTNER else None
    if password is not None:
        set_password(user, password)
    session.flush()
    if before != _facts(user):
        end_sessions(user)
        subject = ("account", user.id)
        record(session, actor, "account", subject, now=now, before=before, after=_facts(user))
    return user


def close(session: Session, user_id: int, *, actor: Actor, now: datetime) -> User:
    """Nobody can log in with it any more; what its owner decided stays on record."""
    user = user_of(session, user_id)
    before = _facts(user)
    user.is_closed = True
    user.password_hash = user.totp_secret = None
    user.recovery_codes = []
    end_sessions(user)
    subject = ("account", user.id)
    record(session, actor, "account", subject, now=now, before=before, after=_facts(user))
    return user


def end_sessions(user: User) -> None:
    """Log out every browser of this account."""
    user.session_version = (user.session_version or 1) + 1


def set_password(user: User, password: str) -> None:
    """Raises InvalidInput when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput({"wachtwoord": f"gebruik minstens {SHORTEST_PASSWORD} tekens"})
    user.password_hash = _HASHER.hash(password)


def has_password(user: User | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is no account or no password."""
    known = user.password_hash if user and not user.is_closed else None
    try:
        _HASHER.verify(known or _NOBODY, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    if user is None or known is None:
        return False
    if _HASHER.check_needs_rehash(known):
        user.password_hash = _HASHER.hash(password)
    return True


def by_email(session: Session, email: str) -> User | None:
    """The account with this address, closed ones too."""
    return session.scalar(select(User).where(User.email == normal_email(email)))


def user_of(session: Session, user_id: int) -> User:
    """The account with this id. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("account", str(user_id))
    return user


def everyone(session: Session) -> Sequence[User]:
    """All accounts, open ones first, by address."""
    return session.scalars(select(User).order_by(User.is_closed, User.email)).all()


def actor_of(user: User) -> Actor:
    """Who the journal names: the name, never the mail address."""
    return Actor(user.name or f"account {user.id}", user.id)


def normal_email(email: str) -> str:
    return email.strip().lower()


def _check(email: str, role: Role, provider_id: str | None, password: str | None) -> None:
    local, _, domain = email.partition("@")
    if not local or "." not in domain or any(c.isspace() for c in email) or len(email) > 254:
        raise InvalidInput({"e-mailadres": f"{email!r} is geen e-mailadres"})
    if role is Role.PARTNER and not provider_id:
        raise InvalidInput({"organisatie": "een partner hoort bij een organisatie"})
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise InvalidInput({"wachtwoord": f"gebruik minstens {SHORTEST_PASSWORD} tekens"})


def _facts(user: User) -> dict[str, object]:
    """For the journal: no address, no secrets."""
    return {
        "role": str(user.role),
        "name": user.name,
        "provider_id": user.provider_id,
        "is_closed": user.is_closed,
    }
