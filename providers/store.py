"""Services in and out of the database. What is missing from a file is left as it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.models import Service
from snapshot.codec import decode, encode
from snapshot.listing import ServiceListing


def save(session: Session, services: Sequence[ServiceListing], *, now: datetime) -> int:
    """Add what is new and change what differs; returns how many rows that touched."""
    known = {row.id: row for row in session.scalars(select(Service))}
    touched = 0
    for position, service in enumerate(services):
        text = encode(replace(service, changed_at=None))
        row = known.get(service.id)
        if row is None:
            row = Service(id=service.id, listing="", position=position, changed_at=now)
            session.add(row)
        if row.listing != text or row.position != position:
            row.provider_id, row.position = service.provider_id, position
            row.listing, row.changed_at = text, now
            touched += 1
    return touched


def load(session: Session) -> tuple[ServiceListing, ...]:
    """Every service that is shown, in the order of the file."""
    query = select(Service.listing, Service.changed_at).where(Service.is_hidden.is_(False))
    rows = session.execute(query.order_by(Service.position, Service.id))
    return tuple(
        replace(decode(ServiceListing, text), changed_at=changed_at) for text, changed_at in rows
    )
