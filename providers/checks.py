"""Is an entry still right? Asked once a year of the provider itself, by mail, one click.

A question is repeated once after a month; after two it stands on the desk's list. Staff never
chase. Rows and decisions apart: `due` is pure over values, the rest writes what it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import InvalidInput, NotFound
from providers.csv_in import MAIL
from providers.models import ProviderCheck, Service
from snapshot.codec import decode, encode
from snapshot.listing import ServiceListing

YEAR = timedelta(days=365)
REMIND_AFTER = timedelta(days=30)
LIST_AFTER = timedelta(days=60)


class Step(StrEnum):
    """What is to be done about one provider now."""

    ASK = "ask"
    REMIND = "remind"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How far the check of one provider is. `oldest_on`: its longest unchecked service."""

    provider_id: str
    name: str
    email: str
    oldest_on: date | None
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    listed_at: datetime | None = None


def due(entries: Iterable[Entry], *, now: datetime) -> list[tuple[Step, Entry]]:
    """What is to be done today, per provider one step at most.

    A provider without an address to write to goes on the desk's list at once.
    """
    found = ((_step(entry, now), entry) for entry in entries)
    return [(step, entry) for step, entry in found if step is not None]


def _step(entry: Entry, now: datetime) -> Step | None:
    if entry.listed_at is not None:
        return None
    if entry.asked_at is None:
        if entry.oldest_on is not None and now.date() - entry.oldest_on < YEAR:
            return None
        return Step.ASK if entry.email else Step.LIST
    if now - entry.asked_at >= LIST_AFTER:
        return Step.LIST
    is_silent = now - entry.asked_at >= REMIND_AFTER and entry.reminded_at is None
    return Step.REMIND if is_silent else None


def entries(session: Session) -> list[Entry]:
    """Every provider with a shown service, by name."""
    known = {row.provider_id: row for row in session.scalars(select(ProviderCheck))}
    query = select(Service).where(Service.is_hidden.is_(False)).order_by(Service.provider_id)
    held: dict[str, list[ServiceListing]] = {}
    for row in session.scalars(query):
        held.setdefault(row.provider_id, []).append(decode(ServiceListing, row.listing))
    found = (_entry(key, services, known.get(key)) for key, services in held.items())
    return sorted(found, key=lambda entry: (entry.name, entry.provider_id))


def _entry(key: str, services: Sequence[ServiceListing], row: ProviderCheck | None) -> Entry:
    days = [service.last_checked for service in services]
    known = [day for day in days if day is not None]
    oldest = min(known) if len(known) == len(days) else None
    since = (row.asked_at or row.listed_at) if row else None
    if row and oldest and since and oldest >= since.date():
        row = ProviderCheck(provider_id=key, email=row.email)  # looked at since: a new round
    shared = {service.email for service in services if service.email}
    return Entry(
        provider_id=key,
        name=services[0].provider,
        email=(row.email if row else "") or (shared.pop() if len(shared) == 1 else ""),
        oldest_on=oldest,
        asked_at=row.asked_at if row else None,
        reminded_at=row.reminded_at if row else None,
        listed_at=row.listed_at if row else None,
    )


def take(session: Session, steps: Iterable[tuple[Step, Entry]], *, now: datetime) -> None:
    """Note that these steps were taken (the mail goes out in the same transaction)."""
    for step, entry in steps:
        row = _check(session, entry.provider_id)
        if step is Step.ASK:
            row.asked_at, row.reminded_at, row.listed_at = now, None, None
        elif step is Step.REMIND:
            row.reminded_at = now
        else:
            row.listed_at = now


def confirm(session: Session, provider_id: str, *, by: str, now: datetime) -> int:
    """ "Alles klopt": every shown service of this provider is checked today.

    `by` is a function or organisation, not a person's name. Returns how many services.
    Raises NotFound.
    """
    query = select(Service).where(Service.provider_id == provider_id, Service.is_hidden.is_(False))
    rows = session.scalars(query).all()
    if not rows:
        raise NotFound("aanbieder", provider_id[:80])
    for row in rows:
        _set_checked(row, now.date(), by=by, now=now)
    check = _check(session, provider_id)
    check.answered_at = now
    check.asked_at = check.reminded_at = check.listed_at = None
    return len(rows)


def confirm_service(session: Session, service_id: str, *, by: str, now: datetime) -> None:
    """One service is checked today. Raises NotFound."""
    row = session.get(Service, service_id)
    if row is None:
        raise NotFound("dienst", service_id[:80])
    _set_checked(row, now.date(), by=by, now=now)


def listed(session: Session) -> Mapping[str, datetime]:
    """The providers on the desk's list, and since when."""
    found = entries(session)
    return {entry.provider_id: entry.listed_at for entry in found if entry.listed_at}


def email_of(session: Session, provider_id: str) -> str:
    """Where the yearly question of this provider goes; empty when we were not told."""
    row = session.get(ProviderCheck, provider_id)
    return row.email if row else ""


def set_email(session: Session, provider_id: str, email: str) -> None:
    """Where the yearly question goes: an address of a function, not of a person.

    Empty: to the address on the map. Raises InvalidInput for what is no mail address.
    """
    email = email.strip()
    if email and not MAIL.fullmatch(email):
        raise InvalidInput({"email": "dit is geen mailadres"})
    _check(session, provider_id).email = email


def _check(session: Session, provider_id: str) -> ProviderCheck:
    row = session.get(ProviderCheck, provider_id)
    if row is None:
        row = ProviderCheck(provider_id=provider_id)
        session.add(row)
        session.flush()
    return row


def _set_checked(row: Service, day: date, *, by: str, now: datetime) -> None:
    listing = decode(ServiceListing, row.listing)
    row.listing = encode(_with_day(listing, day))
    row.checked_by, row.changed_at = by[:120], now


def _with_day(listing: ServiceListing, day: date) -> ServiceListing:
    return replace(listing, last_checked=day)
