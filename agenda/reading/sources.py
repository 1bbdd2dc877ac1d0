"""Sources as a file and as rows: added, listed, changed by an operator or at the desk."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from agenda.models import Event, Review, Run, RunProblem, Source
from agenda.status import Basis, EventState, Outcome, SourceKind, Trust
from base.errors import InvalidInput, NotFound
from providers.models import Service
from snapshot.codec import decode
from snapshot.listing import ServiceListing

_SETTINGS = ("columns", "selectors", "junk", "venue", "organiser", "wijk", "contact", "minutes")


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
        is_new = before["name"] is None
        for name, value in after.items():
            setattr(source, name, value)
        if (before["address"], before["kind"]) != (after["address"], after["kind"]):
            source.etag = source.last_modified = source.body_hash = None
        source.next_check_at = None
        touched.append(definition.name)
        was = None if is_new else _plain(before)
        subject = ("source", definition.name)
        record(session, actor, "source", subject, now=now, before=was, after=_plain(after))
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


def find(session: Session, name: str) -> Source | None:
    """The source with this name, if there is one."""
    return session.scalar(select(Source).where(Source.name == name))


def provider_name(session: Session, provider_id: str) -> str:
    """What an organisation is called on the map; empty when it is not there."""
    found = session.scalars(select(Service.listing).where(Service.provider_id == provider_id))
    text = found.first()
    return decode(ServiceListing, text).provider if text else ""


def titles(session: Session, names: Iterable[str]) -> dict[str, str]:
    """What these sources are called, by name."""
    rows = session.execute(select(Source.name, Source.title).where(Source.name.in_(list(names))))
    return {name: title for name, title in rows}  # noqa: C416 (Rows to values)


def source_named(session: Session, name: str) -> Source:
    """The source with this name. Raises NotFound."""
    source = session.scalar(select(Source).where(Source.name == name))
    if source is None:
        raise NotFound("bron", name)
    return source


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One source in the list. `coming`: its events with a date from now on."""

    source: Source
    outcome: Outcome | None
    message: str
    coming: int
    waiting: int


def overview(session: Session, *, now: datetime, provider_id: str | None = None) -> list[Overview]:
    """Every source, or those of one organisation, by title: four queries, however many."""
    query = select(Source).order_by(Source.title)
    if provider_id is not None:
        query = query.where(Source.provider_id == provider_id)
    last = select(func.max(Run.id)).group_by(Run.source_id)
    runs = {run.source_id: run for run in session.scalars(select(Run).where(Run.id.in_(last)))}
    coming = _counts(
        session,
        select(Event.source_id, func.count(Event.id))
        .where(Event.state == EventState.PUBLIC, Event.last_on >= now.date())
        .group_by(Event.source_id),
    )
    waiting = _counts(
        session,
        select(Review.source_id, func.count(Review.id))
        .where(Review.answer.is_(None), Review.source_id.is_not(None))
        .group_by(Review.source_id),
    )
    return [
        Overview(
            source=source,
            outcome=Outcome(runs[source.id].outcome) if source.id in runs else None,
            message=runs[source.id].message if source.id in runs else "",
            coming=coming.get(source.id, 0),
            waiting=waiting.get(source.id, 0),
        )
        for source in session.scalars(query)
    ]


def recent(session: Session, source_id: int) -> tuple[Sequence[Run], Sequence[RunProblem]]:
    """The last runs of a source, the latest first, and what is wrong in it as it stands."""
    runs = select(Run).where(Run.source_id == source_id).order_by(Run.id.desc()).limit(10)
    problems = select(RunProblem).where(RunProblem.source_id == source_id).order_by(RunProblem.id)
    return session.scalars(runs).all(), session.scalars(problems.limit(100)).all()


def add(session: Session, definition: Definition, *, actor: Actor, now: datetime) -> Source:
    """A new source, read at the next look. Raises InvalidInput when the name is taken."""
    known = select(Source.id).where(Source.name == definition.name)
    if session.scalar(known) is not None:
        raise InvalidInput({"titel": f"er is al een bron {definition.name}"})
    sync(session, [definition], actor=actor, now=now)
    session.flush()
    return source_named(session, definition.name)


def _counts(session: Session, query: Select[Any, int]) -> dict[int, int]:
    return {source_id: count for source_id, count in session.execute(query)}  # noqa: C416 (Rows to values)


def change(
    session: Session, source: Source, values: Mapping[str, Any], *, actor: Actor, now: datetime
) -> bool:
    """What a person changes of a source, with before and after in the journal.

    Another address, kind or reading setting has it read soon, as if for the first time.
    Returns whether anything differed.
    """
    differs = {name: value for name, value in values.items() if getattr(source, name) != value}
    if not differs:
        return False
    before = {name: getattr(source, name) for name in differs}
    for name, value in differs.items():
        setattr(source, name, value)
    if set(differs) & _READ_ANEW:
        source.etag = source.last_modified = source.body_hash = None
        source.next_check_at = now
    subject = ("source", source.name)
    record(session, actor, "source", subject, now=now, before=_plain(before), after=_plain(differs))
    return True


_READ_ANEW = frozenset({"address", "kind", "settings", "zone"})
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
