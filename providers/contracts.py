"""Contracts of what is on the map: whose they are, and which end soon. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from providers.store import Kept

SOON = timedelta(days=92)


def ending(kept: Iterable[Kept], *, today: date) -> list[Kept]:
    """Shown services whose contract ended or ends within three months, the first to end first."""
    found = [
        one
        for one in kept
        if not one.is_hidden and one.contract_until and one.contract_until <= today + SOON
    ]
    return sorted(found, key=lambda one: (one.contract_until or today, one.listing.name))
