"""Services in and out of the database. What is missing from a file is left as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from base.errors import NotFound
from providers.models import Service
from snapshot.codec import decode, encode
from snapshot.listing import ServiceListing

# What stands in `checked_by` and what the site may say of it: a function, never a name.
BY_ORGANISATION, BY_DESK = "de organisatie zelf", "redactie"
_CHECKERS = {BY_ORGANISATION: "organisation", BY_DESK: "desk"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A service with what only the desk sees of it."""

    listing: ServiceListing
    is_hidden: bool
    checked_by: str
    contract_owner: str
    contract_until: date | None

    def is_over(self, today: date) -> bool:
        """Whether its contract has ended."""
        return self.contract_until is not None and self.contract_until < today

    def is_shown(self, today: date) -> bool:
        return not self.is_hidden and not self.is_over(today)


def put(session: Session, services: Sequence[ServiceListing], *, now: datetime) -> int:
    """Add what is new (at the end) and change what differs; returns how many rows that touched."""
    known = {row.id: row for row in session.scalars(select(Service))}
    last = max((row.position for row in known.values()), default=-1)
    touched = 0
    for service in services:
        wanted, row = _kept_apart(service), known.get(service.id)
        if row is None:
            last += 1
            row = Service(id=service.id, listing="", position=last, changed_at=now)
            session.add(row)
        held = decode(ServiceListing, row.listing) if row.listing else None
        if held != wanted:
            if held is not None and held.last_checked != wanted.last_checked:
                row.checked_by = ""  # who looked on the day that a file says is not known
            row.provider_id = service.provider_id
            row.listing, row.changed_at = encode(wanted), now
            touched += 1
    return touched


def load(session: Session, *, today: date) -> tuple[ServiceListing, ...]:
    """Every service that is shown on `today`, in the order of the file.

    Contracted ones come by name among each other (the stated, neutral order) on their pages;
    one whose contract has ended is not shown.
    """
    query = select(Service).where(
        Service.is_hidden.is_(False),
        or_(Service.contract_until.is_(None), Service.contract_until >= today),
    )
    rows = session.scalars(query.order_by(Service.position, Service.id))
    return tuple(map(_listing, rows))


def everything(session: Session) -> tuple[Kept, ...]:
    """Hidden ones and ended contracts too, in the order of the file."""
    return tuple(
        map(_kept, session.scalars(select(Service).order_by(Service.position, Service.id)))
    )


def of_provider(session: Session, provider_id: str) -> tuple[Kept, ...]:
    """The shown services of one organisation, ended contracts too."""
    query = select(Service).where(Service.provider_id == provider_id, Service.is_hidden.is_(False))
    return tuple(map(_kept, session.scalars(query.order_by(Service.position, Service.id))))


def one(session: Session, service_id: str) -> Kept:
    """Raises NotFound."""
    return _kept(_row(session, service_id))


def change(session: Session, service: ServiceListing, *, now: datetime) -> Kept:
    """Put `service` in the place of what is known of it; returns what it was. Raises NotFound."""
    row = _row(session, service.id)
    before = _kept(row)
    row.listing = encode(_kept_apart(service))
    row.provider_id, row.changed_at = service.provider_id, now
    return before


def hide(session: Session, service_ids: Iterable[str], *, is_hidden: bool = True) -> None:
    """Take services off the map, or bring them back; nothing of them is lost."""
    wanted = list(service_ids)
    session.execute(update(Service).where(Service.id.in_(wanted)).values(is_hidden=is_hidden))


def set_contract(session: Session, service_id: str, *, owner: str, until: date | None) -> None:
    """Who is behind a contract and until when. Raises NotFound."""
    row = _row(session, service_id)
    row.contract_owner, row.contract_until = owner, until


def _row(session: Session, service_id: str) -> Service:
    row = session.get(Service, service_id)
    if row is None:
        raise NotFound("dienst", service_id[:80])
    return row


def _listing(row: Service) -> ServiceListing:
    by = _CHECKERS.get(row.checked_by, "")
    return replace(decode(ServiceListing, row.listing), changed_at=row.changed_at, checked_by=by)


def _kept_apart(service: ServiceListing) -> ServiceListing:
    """Without what stands in columns of its own."""
    return replace(service, changed_at=None, checked_by="")


def _kept(row: Service) -> Kept:
    return Kept(
        _listing(row), row.is_hidden, row.checked_by, row.contract_owner, row.contract_until
    )
