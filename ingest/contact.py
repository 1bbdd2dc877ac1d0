"""How the public reaches the organisation behind a source."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.models import Source
from providers import directory, store


def of_source(session: Session, source_id: int) -> str:
    """What its entries on the map agree on, else the source's website; "" when neither is known."""
    provider_id, homepage = session.execute(
        select(Source.provider_id, Source.homepage).where(Source.id == source_id)
    ).one()
    services = [kept.listing for kept in store.of_provider(session, provider_id or "")]
    for provider in directory.by_provider(services):
        if ways := [way for way in (provider.phone, provider.email, provider.website) if way]:
            return ", ".join(ways[:2])
    return str(homepage)
