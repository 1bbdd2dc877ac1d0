"""How often one may try: counted in the database, so that it holds over all web processes.

Addresses are kept as keyed hashes and for a day at most.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from accounts.keys import keyed_hash
from accounts.models import LoginAttempt

SPAN = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30
KEPT = timedelta(days=1)


def is_blocked(session: Session, key: str, *, account: str, address: str, now: datetime) -> bool:
    """Whether this account or network address tried too often in the last quarter."""
    rows = session.execute(
        select(LoginAttempt.key, func.count())
        .where(
            LoginAttempt.key.in_([_account(key, account), _address(key, address)]),
            LoginAttempt.at > now - SPAN,
        )
        .group_by(LoginAttempt.key)
    )
    counts = {hashed: count for hashed, count in rows}  # noqa: C416 (Rows to values)
    return (
        counts.get(_account(key, account), 0) >= PER_ACCOUNT
        or counts.get(_address(key, address), 0) >= PER_ADDRESS
    )


def note(session: Session, key: str, *, account: str, address: str, now: datetime) -> None:
    """One more try that counts."""
    for hashed in (_account(key, account), _address(key, address)):
        session.add(LoginAttempt(at=now, key=hashed))


def clear(session: Session, key: str, *, account: str) -> None:
    """After a good log-in the account starts afresh; the network address does not."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.key == _account(key, account)))


def forget_old(session: Session, *, now: datetime) -> None:
    """Nothing is kept for longer than a day."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - KEPT))


def _account(key: str, account: str) -> str:
    return keyed_hash(key, "account", account.strip().lower())


def _address(key: str, address: str) -> str:
    return keyed_hash(key, "address", address)
