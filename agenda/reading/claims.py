"""Who reads a source now: a lease that expires, and a token that fences off the late.

A claim is one conditional UPDATE. Recording checks that the token is still its own, so a
worker that slept through its lease writes nothing; one that died is taken over.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from agenda.models import Run, Source
from agenda.status import Basis, Outcome, SourceKind

LEASE = timedelta(minutes=10)
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A source as it was claimed: values, so that no session stays open while it is read."""

    source_id: int
    run_id: int
    token: int
    name: str
    kind: SourceKind
    basis: Basis
    address: str
    zone: str
    settings: dict[str, Any]
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    text_seen_on: date | None
    read_with: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A source to read now. `host` as in its address, with the port; empty for an upload."""

    source_id: int
    host: str
    is_site: bool


def due_by_host(session: Session, *, now: datetime, per_host: int) -> list[Due]:
    """Sources to read now, longest overdue first, at most `per_host` of a host at a time.

    What is being read counts: no host gets more readers than that, however often this runs.
    """
    reading = session.scalars(select(Source.address).where(Source.lease_until >= now))
    busy = Counter(urlsplit(address).netloc for address in reading)
    ids = due(session, now=now, limit=_LOOKED_AT)
    rows = select(Source.id, Source.address, Source.kind).where(Source.id.in_(ids))
    facts = {row.id: row for row in session.execute(rows)}
    found = []
    for source_id in ids:
        host = urlsplit(facts[source_id].address).netloc
        busy[host] += 1
        if not host or busy[host] <= per_host:
            is_site = facts[source_id].kind == SourceKind.WEBSITE
            found.append(Due(source_id=source_id, host=host, is_site=is_site))
    return found


def due(session: Session, *, now: datetime, limit: int) -> list[int]:
    """Sources to read now, longest overdue first; paused and leased ones are left alone."""
    query = (
        select(Source.id)
        .where(
            Source.is_paused.is_(False),
            Source.kind != SourceKind.FORM,
            or_(Source.next_check_at.is_(None), Source.next_check_at <= now),
            _is_free(now),
        )
        .order_by(Source.next_check_at.nulls_first(), Source.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def claim(session: Session, source_id: int, *, now: datetime) -> Claim | None:
    """Take the lease; None when somebody else has it, or the source is gone or paused."""
    taken = session.execute(
        update(Source)
        .where(Source.id == source_id, Source.is_paused.is_(False), _is_free(now))
        .values(lease_until=now + LEASE, token=Source.token + 1, last_run_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount == 0:  # type: ignore[attr-defined]
        return None
    source = session.get_one(Source, source_id, populate_existing=True)
    _end_dead_runs(session, source_id, now)
    run = Run(source_id=source_id, started_at=now)
    session.add(run)
    session.flush()
    return Claim(
        source_id=source.id,
        run_id=run.id,
        token=source.token,
        name=source.name,
        kind=SourceKind(source.kind),
        basis=Basis(source.basis),
        address=source.address,
        zone=source.zone,
        settings=dict(source.settings),
        etag=source.etag,
        last_modified=source.last_modified,
        body_hash=source.body_hash,
        text_seen_on=source.text_seen_on,
        read_with=source.read_with,
    )


def held(session: Session, claim: Claim) -> Source | None:
    """The claimed source, locked for writing, while the claim still holds; else None.

    A claim that lost its lease has its run marked as crashed.
    """
    source = session.scalar(
        select(Source)
        .where(Source.id == claim.source_id, Source.token == claim.token)
        .with_for_update()
    )
    if source is None:
        run = session.get(Run, claim.run_id)
        if run is not None:
            run.outcome = Outcome.CRASHED
            run.message = "Een andere lezer heeft het overgenomen."
    return source


def _end_dead_runs(session: Session, source_id: int, now: datetime) -> None:
    """A run that never ended although its lease did: its reader died."""
    session.execute(
        update(Run)
        .where(Run.source_id == source_id, Run.outcome == Outcome.RUNNING)
        .values(outcome=Outcome.CRASHED, message="De lezer is onderweg gestopt.", ended_at=now)
        .execution_options(synchronize_session=False)
    )


def _is_free(now: datetime) -> Any:
    return or_(Source.lease_until.is_(None), Source.lease_until < now)
