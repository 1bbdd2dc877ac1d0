"""Sources as a file and as rows: added, listed, changed by an operator or at the desk."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from agenda.models import Source
from agenda.status import Basis, SourceKind, Trust
from base.errors import InvalidInput, NotFound

_SETTINGS = ("columns", "selectors", "junk", "venue", "organiser", "wijk", "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a person says of a source; what the machine learns is not here."""

    name: str
    title: str
    kind: SourceKind
    address: str
    homepage: str = ""
    zone: str = "Europe/Amsterdam"
    trust: Trust = Trust.REVIEW_ALL
    basis: Basis = Basis.OPEN_PAGE
    provider_id: str | None = None
    owner_email: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


def read_definitions(text: str) -> tuple[Definition, ...]:
    """`[[sources]]` tables of a TOML file. Raises InvalidInput naming the source and field."""
    try:
        tables = tomllib.loads(text).get("sources", [])
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput({"bestand": str(error)}) from error
    return tuple(_definition(number, table) for number, table in enumerate(tables, 1))


def sync(
    session: Session, definitions: Iterable[Definition], *, actor: Actor, now: datetime
) -> list[str]:
    """Add what is new and change what differs; returns the names touched.

    A changed address or kind is read at once, without the old validators. Sources that the
    file does not name are left alone.
    """
    known = {s.name: s for s in session.scalars(select(Source))}
    touched = []
    for definition in definitions:
        source = known.get(definition.name)
        if source is None:
            source = Source(created_at=now, next_check_at=None)
            session.add(source)
        before = {name: getattr(source, name) for name in _FIELDS}
        after = {name: getattr(definition, name) for name in _FIELDS}
        after["settings"] = dict(definition.settings)
        if before == after:
            continue
        for name, value in after.items():
            setattr(source, name, value)
        if (before["address"], before["kind"]) != (after["address"], after["kind"]):
            source.etag = source.last_modified = source.body_hash = None
        source.next_check_at = None
        touched.append(definition.name)
        record(session, actor, "source", ("source", definition.name), now=now, after=_plain(after))
    return touched


def read_soon(session: Session, names: Iterable[str], *, now: datetime) -> int:
    """Have these sources read at the next look (no names: all); returns how many."""
    wanted = list(names)
    known = set(session.scalars(select(Source.name)))
    for name in wanted:
        if name not in known:
            raise NotFound("bron", name)
    change = update(Source).values(next_check_at=now)
    if wanted:
        change = change.where(Source.name.in_(wanted))
    session.execute(change)
    return len(wanted) or len(known)


_FIELDS = (
    *("name", "title", "kind", "address", "homepage", "zone", "trust", "basis"),
    *("provider_id", "owner_email", "settings"),
)


def _definition(number: int, table: Mapping[str, Any]) -> Definition:
    facts = dict(table)
    where = str(facts.get("name") or f"bron {number}")
    settings = {key: facts.pop(key) for key in _SETTINGS if key in facts}
    unknown = set(facts) - set(_FIELDS)
    if unknown:
        raise InvalidInput({where: f"onbekend: {', '.join(sorted(unknown))}"})
    try:
        for name, closed in (("kind", SourceKind), ("trust", Trust), ("basis", Basis)):
            if name in facts:
                facts[name] = closed(facts[name])
        return Definition(**facts, settings=settings)
    except (TypeError, ValueError) as error:
        raise InvalidInput({where: str(error)}) from error


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "owner_email"}
