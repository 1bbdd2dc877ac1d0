"""One refresh of one source: claim, fetch, read, plan, record.

No transaction is open across the network. Validators, hashes and rows are committed
together, so a failed run is followed by one that sees the same bytes again. Every path
records an outcome and a next check.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from agenda import claims, reconcile, record
from agenda.claims import Claim
from agenda.draft import Context, Draft, Parsed, Problem
from agenda.models import Run, RunProblem, Source
from agenda.reconcile import Known, Plan
from agenda.schedule import History, next_check
from agenda.status import Outcome, SourceKind
from base.db import Database
from base.errors import FetchError, SourceError
from base.municipality import Municipality
from ingest.crawl import crawl
from ingest.fetch import Fetched, NotModified, Validators, fetch
from ingest.licence import licensed

READER_VERSION = "1"
PAUSE_AFTER = 5
PROBLEM_LIMIT = 500
UPLOAD = "upload:"

Read = Callable[[SourceKind, bytes, Context], Parsed]
Place = Callable[[Draft], record.Placed]
Get = Callable[[Claim, Validators], Fetched | NotModified]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a refresh needs of the outside: settings of this process, and functions.

    `read` turns bytes into drafts (in a child process), `place` normalises a draft and
    finds its neighbourhood. `crawl_dir`: where pages of websites are kept between crawls.
    `get` stands in for the network in a rehearsal (`bench.year`).
    """

    user_agent: str
    municipality: Municipality
    read: Read
    place: Place
    uploads_dir: Path
    crawl_dir: Path = Path("var/crawl")
    allowed_loopback: frozenset[str] = frozenset()
    get: Get | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run ended, with counts of events."""

    source: str
    outcome: Outcome
    message: str = ""
    events: int = 0
    added: int = 0
    changed: int = 0
    kept: int = 0
    withdrawn: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What fetching and reading gave; `parsed` None: the same bytes as before."""

    parsed: Parsed | None
    body_hash: str | None
    validators: Validators
    ttl: timedelta | None = None
    byte_count: int = 0
    placed: Mapping[str, record.Placed] = field(default_factory=dict)


def refresh(database: Database, source_id: int, *, tools: Tools, now: datetime) -> Report | None:
    """Read one source and record what came of it; None when somebody else is at it.

    Source troubles are recorded, not raised. Anything else is a bug: the run is marked as
    crashed and the exception goes on.
    """
    with database.write_scope() as session:
        claim = claims.claim(session, source_id, now=now)
    if claim is None:
        return None
    began = time.monotonic()
    try:
        outcome = _read(claim, tools, now)
        with database.write_scope() as session:
            report = _record(session, claim, outcome, tools=tools, now=now, began=began)
    except SourceError as error:
        with database.write_scope() as session:
            return _failed(session, claim, error, now=now, began=began)
    except Exception as error:
        with database.write_scope() as session:
            _crashed(session, claim, error, now=now)
        raise
    return report


def _read(claim: Claim, tools: Tools, now: datetime) -> _Read:
    """Fetch and read, with no session open. Raises SourceError."""
    got = _fetch(claim, tools, now)
    validators = Validators(claim.etag, claim.last_modified)
    if isinstance(got, NotModified):
        return _Read(parsed=None, body_hash=claim.body_hash, validators=validators, ttl=got.ttl)
    body_hash = _salted(claim, got.body)
    if body_hash == claim.body_hash:
        return _Read(
            parsed=None,
            body_hash=body_hash,
            validators=got.validators,
            ttl=got.ttl,
            byte_count=len(got.body),
        )
    context = Context(
        address=got.url,
        seen_on=now.date(),
        zone=claim.zone,
        content_type=got.content_type,
        columns=tuple(claim.settings.get("columns", {}).items()),
        selectors=claim.settings.get("selectors"),
        junk=tuple(claim.settings.get("junk", ())),
    )
    parsed = licensed(tools.read(claim.kind, got.body, context), claim.basis)
    return _Read(
        parsed=parsed,
        body_hash=body_hash,
        validators=got.validators,
        ttl=got.ttl,
        byte_count=len(got.body),
        placed={d.key: tools.place(d) for d in parsed.drafts},
    )


def _fetch(claim: Claim, tools: Tools, now: datetime) -> Fetched | NotModified:
    if tools.get is not None:
        return tools.get(claim, Validators(claim.etag, claim.last_modified))
    if claim.address.startswith(UPLOAD):
        path = tools.uploads_dir / Path(claim.address.removeprefix(UPLOAD)).name
        try:
            return Fetched(body=path.read_bytes(), url=path.name)
        except OSError as error:
            raise FetchError("Het ingestuurde bestand is er niet meer.", permanent=True) from error
    if claim.kind is SourceKind.WEBSITE:
        return crawl(
            claim.address,
            user_agent=tools.user_agent,
            cache_dir=tools.crawl_dir,
            today=now.date(),
            zone=claim.zone,
            selectors=claim.settings.get("selectors"),
            allowed_loopback=tools.allowed_loopback,
        )
    return fetch(
        claim.address,
        user_agent=tools.user_agent,
        validators=Validators(claim.etag, claim.last_modified),
        allowed_loopback=tools.allowed_loopback,
    )


def _salted(claim: Claim, body: bytes) -> str:
    """The hash of what the reader will see: the bytes, its version, the source's settings."""
    salt = f"{READER_VERSION}\n{claim.kind}\n{claim.zone}\n".encode()
    digest = hashlib.sha256(salt + msgspec.json.encode(claim.settings, order="deterministic"))
    digest.update(body)
    return digest.hexdigest()


def _record(
    session: Session, claim: Claim, outcome: _Read, *, tools: Tools, now: datetime, began: float
) -> Report | None:
    source = claims.held(session, claim)
    if source is None:
        return None
    known = record.known_events(session, source.id, now=now)
    may_withdraw = source.may_withdraw_once
    if outcome.parsed is None:
        plan = reconcile.plan_unchanged(known, now=now, may_withdraw=may_withdraw)
    else:
        drafts = tuple(outcome.placed[d.key].draft for d in outcome.parsed.drafts)
        parsed = replace(outcome.parsed, drafts=drafts)
        plan = reconcile.plan(known, parsed, now=now, may_withdraw=may_withdraw)
    renamed = {new: old for old, new in plan.renamed.items()}
    placed = {renamed.get(key, key): item for key, item in outcome.placed.items()}
    record.apply(session, source, plan, placed, now=now, holidays=tools.municipality.holidays)
    problems = (*(outcome.parsed.problems if outcome.parsed else ()), *plan.problems)
    _settle(source, outcome, plan, known, now=now)
    report = Report(
        source=source.name,
        outcome=_outcome(outcome, plan),
        events=len(known) + len(plan.add),
        added=len(plan.add),
        changed=len(plan.change),
        kept=plan.kept_count,
        withdrawn=len(plan.withdraw),
        problems=len(problems),
    )
    _finish(session, claim, report, now=now, began=began, byte_count=outcome.byte_count)
    if outcome.parsed is not None:
        _store_problems(session, claim, problems)
    return report


def _outcome(outcome: _Read, plan: Plan) -> Outcome:
    if plan.is_suspicious:
        return Outcome.HELD
    return Outcome.UNCHANGED if outcome.parsed is None else Outcome.OK


def _settle(
    source: Source, outcome: _Read, plan: Plan, known: list[Known], *, now: datetime
) -> None:
    """Validators, hashes and the next check, in the same transaction as the rows."""
    source.etag, source.last_modified = outcome.validators.etag, outcome.validators.last_modified
    source.body_hash = outcome.body_hash
    is_complete = outcome.parsed is None or outcome.parsed.is_complete
    if is_complete:
        source.last_complete_at = now
    if plan.withdraw:
        source.may_withdraw_once = False
    source.text_seen_on = source.text_seen_on or now.date()
    source.failure_count = 0
    source.lease_until = None
    starts = [k.next_start for k in known if k.next_start is not None]
    minutes = source.settings.get("minutes")
    history = History(
        ttl=outcome.ttl,
        next_start=min(starts, default=None),
        is_missing_soon=any(
            k.next_start is not None and k.next_start - now <= reconcile.SOON
            for k in known
            if k.key in plan.absent
        ),
        by_hand=timedelta(minutes=minutes) if minutes else None,
    )
    source.next_check_at = next_check(history, now=now)


def _failed(
    session: Session, claim: Claim, error: SourceError, *, now: datetime, began: float
) -> Report:
    """Record a failure. What was public stays; the old validators stay."""
    report = Report(source=claim.name, outcome=Outcome.FAILED, message=error.message)
    source = claims.held(session, claim)
    if source is None:
        return report
    source.failure_count += 1
    source.lease_until = None
    wait = timedelta(seconds=error.retry_after) if error.retry_after else None
    source.next_check_at = next_check(
        History(failure_count=source.failure_count, retry_after=wait), now=now
    )
    if error.permanent and source.failure_count >= PAUSE_AFTER:
        source.is_paused = True
        source.paused_because = f"{PAUSE_AFTER} keer achter elkaar mislukt: {error.message}"
    _finish(session, claim, report, now=now, began=began)
    return report


def _crashed(session: Session, claim: Claim, error: Exception, *, now: datetime) -> None:
    report = Report(
        source=claim.name, outcome=Outcome.CRASHED, message=f"Fout in ons: {type(error).__name__}"
    )
    source = claims.held(session, claim)
    if source is not None:
        source.failure_count += 1
        source.lease_until = None
        source.next_check_at = next_check(History(failure_count=source.failure_count), now=now)
        _finish(session, claim, report, now=now, began=time.monotonic())


def _finish(
    session: Session,
    claim: Claim,
    report: Report,
    *,
    now: datetime,
    began: float,
    byte_count: int = 0,
) -> None:
    run = session.get_one(Run, claim.run_id)
    run.ended_at, run.seconds = now, round(time.monotonic() - began, 3)
    run.outcome, run.message, run.byte_count = report.outcome, report.message, byte_count
    run.event_count, run.added_count = report.events, report.added
    run.changed_count, run.kept_count = report.changed, report.kept
    run.withdrawn_count, run.problem_count = report.withdrawn, report.problems


def _store_problems(session: Session, claim: Claim, problems: tuple[Problem, ...]) -> None:
    session.execute(delete(RunProblem).where(RunProblem.source_id == claim.source_id))
    if not problems:
        return
    session.execute(
        insert(RunProblem),
        [
            {
                "source_id": claim.source_id,
                "run_id": claim.run_id,
                "code": p.code,
                "message": p.message,
                "severity": p.severity,
                "where": _where(p),
                "key": p.key,
            }
            for p in problems[:PROBLEM_LIMIT]
        ],
    )


def _where(problem: Problem) -> str:
    """Where it stands, as a person looks for it: "blad Maart, rij 7"."""
    origin = problem.origin
    parts = (
        f"blad {origin.sheet}" if origin.sheet else "",
        f"rij {origin.row}" if origin.row else "",
        f"regel {origin.line}" if origin.line else "",
        origin.url or "",
    )
    return ", ".join(part for part in parts if part)[:500]
