"""Sources in the database that read the calendars of a local server, and whether all is done."""

from collections.abc import Iterable

from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.models import Dirty, Event
from agenda.reading import sources
from agenda.reading.sources import Definition
from agenda.status import SourceKind, Trust
from base import clock
from base.db import Database


def add(database: Database, host: str, names: Iterable[str]) -> None:
    """A trusted source per name, at `http://host/name`."""
    definitions = [
        Definition(
            name=name,
            title=name.title(),
            kind=SourceKind.ICAL,
            address=f"http://{host}/{name}",
            trust=Trust.REVIEW_NONE,
        )
        for name in names
    ]
    with database.write_scope() as session:
        sources.sync(session, definitions, actor=SYSTEM, now=clock.now())


def is_settled(database: Database) -> bool:
    """Nothing waits to be matched or published."""
    with database.read_scope() as session:
        waiting = session.scalar(select(Dirty.id).limit(1))
        unmatched = session.scalar(select(Event.id).where(Event.needs_matching).limit(1))
    return waiting is None and unmatched is None
