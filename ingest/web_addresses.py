"""Do the web addresses on the map still answer? Looked at weekly, a few bytes each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from base.errors import FetchError
from ingest.fetch import Limits, fetch
from providers.models import AddressCheck

EVERY = timedelta(days=7)
AGAIN = timedelta(hours=20)  # one that did not answer is looked at again the next day
OUTAGE = 5
LIMITS = Limits(byte_count=2_000_000, seconds=20.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered: `message` is empty when it did, else says why not (Dutch)."""

    address: str
    message: str


def due(session: Session, addresses: Iterable[str], *, now: datetime, limit: int) -> list[str]:
    """The addresses not looked at this week, longest ago first; forgets those that are gone.

    What did not answer is looked at again every day.
    """
    wanted = sorted({address for address in addresses if address})
    rows = session.scalars(select(AddressCheck)).all()
    known = {row.address: row.checked_at for row in rows}
    every = {row.address: AGAIN if row.failing_since else EVERY for row in rows}
    gone = known.keys() - set(wanted)
    if gone:
        session.execute(delete(AddressCheck).where(AddressCheck.address.in_(sorted(gone))))
    old = [a for a in wanted if a not in known or now - known[a] >= every[a]]
    old.sort(key=lambda address: (address in known, known.get(address, now), address))
    return old[:limit]


def look(address: str, *, user_agent: str, allowed_loopback: frozenset[str]) -> Answer:
    """Whether `address` answers. The same checks as for any source."""
    try:
        fetch(address, user_agent=user_agent, limits=LIMITS, allowed_loopback=allowed_loopback)
    except FetchError as error:
        return Answer(address, error.message)
    return Answer(address, "")


def is_outage(answers: Sequence[Answer]) -> bool:
    """Whether not one of these answers: then it is our own line, and nothing is known of theirs."""
    return len(answers) >= OUTAGE and all(answer.message for answer in answers)


def note(session: Session, answers: Iterable[Answer], *, now: datetime) -> None:
    """Keep how these addresses answered, and since when one does not."""
    found = {answer.address: answer for answer in answers}
    query = select(AddressCheck).where(AddressCheck.address.in_(found))
    known = {row.address: row for row in session.scalars(query)}
    for address, answer in found.items():
        row = known.get(address)
        if row is None:
            row = AddressCheck(address=address, checked_at=now)
            session.add(row)
        row.checked_at, row.message = now, answer.message
        row.failing_since = (row.failing_since or now) if answer.message else None


def is_any(session: Session) -> bool:
    """Whether any address was looked at yet."""
    return session.scalar(select(AddressCheck.address).limit(1)) is not None


def failing(session: Session) -> list[AddressCheck]:
    """The addresses that did not answer twice in a row, longest first."""
    query = select(AddressCheck).where(AddressCheck.failing_since < AddressCheck.checked_at)
    return list(session.scalars(query.order_by(AddressCheck.failing_since, AddressCheck.address)))
