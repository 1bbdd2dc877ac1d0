"""One refresh of one source: claim, fetch, read, plan, record.

No transaction is open across the network. Validators, hashes and rows are committed
together, so a failed run is followed by one that sees the same bytes again. Every path
records an outcome and a next check.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.redaction import Redactor
from agenda.draft import Context, Draft, Parsed
from agenda.forgetting import erased
from agenda.models import Source
from agenda.reading import claims, health, reconcile, record, unread
from agenda.reading.claims import Claim
from agenda.reading.dating import window_at
from agenda.reading.known import event_count, known_events, live_count, next_start, some_known
from agenda.reading.reconcile import Known, Plan
from agenda.reading.schedule import History, next_check
from agenda.recurrence import expand
from agenda.status import Outcome, SourceKind
from base.db import Database
from base.errors import SourceError
from base.municipality import Municipality
from ingest import contact, memory
from ingest.crawl import crawl, drop_pages
from ingest.fetch import Fetched, NotModified, Validators
from ingest.licence import licensed
from ingest.normalise import normalise
from ingest.obtaining import UPLOAD, Obtained, asked, obtain, uploaded
from ingest.outcomes import Report, crashed, failed, finish, store_problems, unchanged_count

__all__ = ["Report", "Tools", "refresh"]

# More rows at once than this are written in scopes of their own, so that others get a turn.
_AT_ONCE = 2_000

Read = Callable[[SourceKind, bytes, Context], Parsed]
Place = Callable[[Draft], record.Placed]
Get = Callable[[Claim, Validators], Fetched | NotModified]
Erased = Callable[[Session], Redactor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a refresh needs of the outside: settings of this process, and functions.

    `read` turns bytes into drafts (in a child process), `place` finds the neighbourhood of
    a draft. `crawl_dir`: where pages of websites are kept between crawls. `get` stands in
    for the network in a rehearsal (`bench.year`). `erased` gives what strikes everything that
    was erased on request, or None.
    """

    user_agent: str
    municipality: Municipality
    read: Read
    place: Place
    uploads_dir: Path
    crawl_dir: Path = Path("var/crawl")
    allowed_loopback: frozenset[str] = frozenset()
    get: Get | None = None
    erased: Erased | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What fetching and reading gave; `parsed` None: the same bytes as before.

    `before`, `hashes`: per key that was, or is now, in the source the hash of its bytes; ""
    for what must be read again. `before_passages`, `passages`: since when its texts are there.
    """

    got: Obtained
    parsed: Parsed | None = None
    placed: Mapping[str, record.Placed] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    before_passages: memory.Passages = field(default_factory=dict)
    passages: memory.Passages = field(default_factory=dict)


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
        outcome = _read(database, claim, tools, now)
        plan, known = _planned(database, claim, outcome, now=now)
        placed = _by_known_key(outcome, plan)
        plan = _add_in_slices(database, claim, plan, placed, tools=tools, now=now)
        with database.write_scope() as session:
            return _record(session, claim, outcome, plan, known, placed, tools, now, began)
    except SourceError as error:
        with database.write_scope() as session:
            site = tools.municipality.site_name
            return failed(session, claim, error, site=site, now=now, began=began)
    except Exception as error:
        with database.write_scope() as session:
            crashed(session, claim, error, now=now)
        raise


def _read(database: Database, claim: Claim, tools: Tools, now: datetime) -> _Read:
    """Fetch and read, with no session open across either. Raises SourceError."""

    def kept() -> bytes | None:
        with database.read_scope() as session:
            return memory.body(session, claim.source_id)

    def get(claim: Claim, validators: Validators) -> Fetched | NotModified:
        if claim.address.startswith(UPLOAD):
            return uploaded(claim.address, tools.uploads_dir)
        allowed = tools.allowed_loopback
        if claim.kind is SourceKind.WEBSITE:
            return crawl(
                claim.address,
                user_agent=tools.user_agent,
                cache_dir=tools.crawl_dir,
                today=now.date(),
                zone=claim.zone,
                selectors=claim.settings.get("selectors"),
                allowed_loopback=allowed,
            )
        return asked(claim, validators, user_agent=tools.user_agent, allowed_loopback=allowed)

    got = obtain(claim, kept=kept, get=tools.get or get, now=now)
    if got.body is None:
        return _Read(got=got)
    with database.read_scope() as session:
        before = memory.hashes(session, claim.source_id)
        if claim.read_with != got.read_with:  # the same keys, but all to be read again
            before = dict.fromkeys(before, "")
        passages = memory.passages(session, claim.source_id)
        organisation = contact.of_source(session, claim.source_id)
        redactor = tools.erased(session) if tools.erased else None
    context = Context(
        address=got.url,
        seen_on=got.seen_on,
        zone=claim.zone,
        content_type=got.content_type,
        columns=tuple(claim.settings.get("columns", {}).items()),
        selectors=claim.settings.get("selectors"),
        junk=tuple(claim.settings.get("junk", ())),
        raw_hashes=before,
        first_seen=memory.first_seen(passages, today=now.date()),
    )
    found = licensed(tools.read(claim.kind, got.body, context), claim.basis)
    parsed = normalise(found, claim.settings, contact=organisation)
    if redactor is not None:
        parsed = erased.without(parsed, redactor)
        drop_pages(tools.crawl_dir, claim.address, redactor.is_in)
    return _Read(
        got=got,
        parsed=parsed,
        placed={d.key: tools.place(d) for d in parsed.drafts},
        before=before,
        hashes=_hashes(parsed, before),
        before_passages=passages,
        passages=memory.seen(passages, parsed, seen_on=got.seen_on, today=now.date()),
    )


def _hashes(parsed: Parsed, before: Mapping[str, str]) -> dict[str, str]:
    """Every key that may be known; an incomplete run only adds to them."""
    present = {d.key for d in parsed.drafts} | parsed.unread_keys | parsed.unchanged_keys
    found = {key: parsed.raw_hashes.get(key, "") for key in present}
    return found if parsed.is_complete else {**before, **found}


def _planned(
    database: Database, claim: Claim, outcome: _Read, *, now: datetime
) -> tuple[Plan, list[Known]]:
    """What the run means. Reads only the events it touches when the rest kept its hash."""
    with database.read_scope() as session:
        may_withdraw = bool(
            session.scalar(select(Source.may_withdraw_once).where(Source.id == claim.source_id))
        )
        if outcome.parsed is None:
            known = some_known(session, claim.source_id, (), now=now)
            live = live_count(session, claim.source_id, now=now) if known else None
            plan = reconcile.plan_unchanged(
                known, now=now, may_withdraw=may_withdraw, live_count=live
            )
            gone = sum(1 for k in known if k.missing_since or k.is_gone)
            kept = event_count(session, claim.source_id) - gone
            return replace(plan, kept_count=kept), known
        drafts = tuple(outcome.placed[d.key].draft for d in outcome.parsed.drafts)
        parsed = replace(outcome.parsed, drafts=drafts)
        known, live = _concerned(session, claim, outcome, parsed, now=now)
        plan = reconcile.plan(known, parsed, now=now, may_withdraw=may_withdraw, live_count=live)
        untouched = len(parsed.unchanged_keys - {k.key for k in known})
        return replace(plan, kept_count=plan.kept_count + untouched), known


def _concerned(
    session: Session, claim: Claim, outcome: _Read, parsed: Parsed, *, now: datetime
) -> tuple[list[Known], int | None]:
    """The known events this run says anything about, and how many live ones there are in all."""
    present = {d.key for d in parsed.drafts} | parsed.unread_keys | parsed.unchanged_keys
    if not parsed.unchanged_keys:
        known = known_events(session, claim.source_id, now=now, with_content=False)
        if reconcile.is_churning(known, parsed, None):
            known = known_events(session, claim.source_id, now=now)
        return known, None
    keys = (present - parsed.unchanged_keys) | (set(outcome.before) - parsed.unchanged_keys)
    known = some_known(session, claim.source_id, keys, now=now)
    if all(k.key in present for k in known):
        return known, None
    live = live_count(session, claim.source_id, now=now)
    if reconcile.is_churning(known, parsed, live):
        return known_events(session, claim.source_id, now=now), None
    return known, live


def _by_known_key(outcome: _Read, plan: Plan) -> dict[str, record.Placed]:
    renamed = {new: old for old, new in plan.renamed.items()}
    return {renamed.get(key, key): item for key, item in outcome.placed.items()}


def _add_in_slices(
    database: Database,
    claim: Claim,
    plan: Plan,
    placed: Mapping[str, record.Placed],
    *,
    tools: Tools,
    now: datetime,
) -> Plan:
    """Write all but the last of many new events, each slice in a short scope of its own.

    Should we die in between, the next run finds the source unread and adds the rest.
    """
    left = plan.add
    while len(left) > _AT_ONCE:
        items = [_dated(placed[d.key], tools, now) for d in left[:_AT_ONCE]]
        with database.write_scope() as session:
            source = claims.held(session, claim)
            if source is None:
                break  # recording will find the same and write nothing
            record.add(session, source, items, now=now, holidays=tools.municipality.holidays)
        left = left[_AT_ONCE:]
    return replace(plan, add=left, added_before=len(plan.add) - len(left))


def _dated(item: record.Placed, tools: Tools, now: datetime) -> record.Placed:
    window = window_at(now.date())
    dates = expand(item.draft, window, tools.municipality.holidays).instances
    return replace(item, dates=dates)


def _record(
    session: Session,
    claim: Claim,
    outcome: _Read,
    plan: Plan,
    known: list[Known],
    placed: Mapping[str, record.Placed],
    tools: Tools,
    now: datetime,
    began: float,
) -> Report | None:
    source = claims.held(session, claim)
    if source is None:
        return None
    holidays = tools.municipality.holidays
    record.apply(session, source, plan, placed, now=now, holidays=holidays)
    problems = (*(outcome.parsed.problems if outcome.parsed else ()), *plan.problems)
    history = _history(session, source, claim, outcome, plan, known, now=now)
    _settle(session, source, outcome, plan, now=now)
    source.next_check_at = next_check(history, now=now)
    report = Report(
        source=source.name,
        outcome=_outcome(outcome, plan),
        events=event_count(session, source.id),
        added=plan.added_before + len(plan.add),
        changed=len(plan.change),
        kept=plan.kept_count,
        withdrawn=len(plan.withdraw),
        problems=len(problems),
    )
    finish(session, claim, report, now=now, began=began, byte_count=outcome.got.byte_count)
    if outcome.parsed is not None:
        store_problems(session, claim, problems)
        unread.ask(session, source, problems, now=now)
        if outcome.parsed.is_complete:
            volume = report.added + report.changed + report.kept
            health.look(session, source, volume=volume, now=now)
    return report


def _outcome(outcome: _Read, plan: Plan) -> Outcome:
    if plan.is_suspicious:
        return Outcome.HELD
    return Outcome.UNCHANGED if outcome.parsed is None else Outcome.OK


def _settle(
    session: Session,
    source: Source,
    outcome: _Read,
    plan: Plan,
    *,
    now: datetime,
) -> None:
    """Validators and hashes, in the same transaction as the rows."""
    got, parsed = outcome.got, outcome.parsed
    source.etag = _bounded(got.validators.etag, 500)
    source.last_modified = _bounded(got.validators.last_modified, 100)
    source.body_hash, source.read_with = got.body_hash, got.read_with
    source.text_seen_on = got.seen_on
    if parsed is None or parsed.is_complete:
        source.last_complete_at = now
    if parsed is not None and outcome.hashes != outcome.before:
        memory.save_hashes(session, source.id, outcome.hashes)
    if parsed is not None and outcome.passages != outcome.before_passages:
        memory.save_passages(session, source.id, outcome.passages)
    if parsed is not None and not got.is_kept:
        memory.save_body(session, source.id, parsed.kept, now=now)
    if plan.withdraw:
        source.may_withdraw_once = False
    source.failure_count = 0
    source.lease_until = None


def _history(
    session: Session,
    source: Source,
    claim: Claim,
    outcome: _Read,
    plan: Plan,
    known: list[Known],
    *,
    now: datetime,
) -> History:
    own_ttl = outcome.parsed.ttl_seconds if outcome.parsed else None
    minutes = source.settings.get("minutes")
    is_news = bool(plan.add or plan.added_before or plan.change or plan.withdraw or plan.absent)
    quiet = 0 if is_news else 1 + unchanged_count(session, source.id, but=claim.run_id)
    return History(
        ttl=timedelta(seconds=own_ttl) if own_ttl else None,
        fresh_for=outcome.got.ttl,
        unchanged_count=quiet,
        next_start=next_start(session, source.id, now=now),
        is_missing_soon=any(
            k.next_start is not None and k.next_start - now <= reconcile.SOON
            for k in known
            if k.key in plan.absent
        ),
        by_hand=timedelta(minutes=minutes) if minutes else None,
    )


def _bounded(text: str | None, length: int) -> str | None:
    """A validator too long to keep is not sent back; the source is then read whole."""
    return text if text is not None and len(text) <= length and "\x00" not in text else None
