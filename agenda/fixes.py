"""Corrections that hold, from rows."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from agenda.corrections import Fix
from agenda.models import Correction

_SLICE = 500


def fixes_of(session: Session, event_ids: Collection[int]) -> dict[int, tuple[Fix, ...]]:
    """Per event its fixes, oldest first; events without any are absent."""
    found: dict[int, list[Fix]] = defaultdict(list)
    wanted = sorted(event_ids)
    for first in range(0, len(wanted), _SLICE):
        part = wanted[first : first + _SLICE]
        query = select(Correction).where(
            Correction.event_id.in_(part), Correction.released_at.is_(None)
        )
        for row in session.scalars(query.order_by(Correction.id)):
            found[row.event_id].append(Fix(row.field, row.value, row.occurrence))
    return {event_id: tuple(fixes) for event_id, fixes in found.items()}
