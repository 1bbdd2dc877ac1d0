"""How a run ended, as rows: counts, problems, and when the source is read again.

Every path records an outcome and a next check; one that forgot would leave the source due
for ever.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from accounts import mail
from agenda.draft import Origin, Problem
from agenda.models import Run, RunProblem, Source
from agenda.reading import claims, health
from agenda.reading.claims import Claim
from agenda.reading.schedule import History, next_check
from agenda.status import Outcome
from base.errors import SourceError

PAUSE_AFTER = 5
PROBLEM_LIMIT = 500
_QUIET = 12


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


def failed(
    session: Session, claim: Claim, error: SourceError, *, site: str, now: datetime, began: float
) -> Report:
    """Record a failure. What was public stays; the old validators stay.

    `site`: what the site is called, for the letter to the owner.
    """
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
    if error.permanent and _is_lasting(session, source, error, but=claim.run_id):
        _pause(session, source, error, site=site, now=now)
    elif now - (source.last_complete_at or source.created_at) >= health.TOLD_AFTER:
        # Once for as long as it lasts: the key is the last time that all went well.
        key = f"failing:{source.id}:{source.last_complete_at or source.created_at:%Y-%m-%dT%H:%M}"
        _tell_owner(session, source, error, key=key, site=site, now=now)
    finish(session, claim, report, now=now, began=began)
    return report


def _is_lasting(session: Session, source: Source, error: SourceError, *, but: int) -> bool:
    """Whether it went wrong in this very way every time of late: an outage does not count."""
    said = session.scalars(
        select(Run.message)
        .where(Run.source_id == source.id, Run.id != but)
        .order_by(Run.id.desc())
        .limit(PAUSE_AFTER - 1)
    ).all()
    return source.failure_count >= PAUSE_AFTER and all(text == error.message for text in said)


def _pause(
    session: Session, source: Source, error: SourceError, *, site: str, now: datetime
) -> None:
    """Stop reading, and tell the owner in the same transaction."""
    source.is_paused = True
    source.paused_because = f"{source.failure_count} keer achter elkaar mislukt: {error.message}"
    key = f"paused:{source.id}:{now:%Y-%m-%d}"
    _tell_owner(session, source, error, key=key, site=site, now=now)


def _tell_owner(
    session: Session, source: Source, error: SourceError, *, key: str, site: str, now: datetime
) -> None:
    """One letter per `key`, to who has an address with us."""
    if not source.owner_email:
        return
    letter = health.message(
        source.title,
        error.message,
        address=source.address,
        site=site,
        is_paused=source.is_paused,
    )
    mail.write(session, source.owner_email, letter.subject, letter.body, now=now, unique_key=key)


def crashed(session: Session, claim: Claim, error: Exception, *, now: datetime) -> None:
    """Record a bug of ours. The source is tried again like after any failure."""
    report = Report(
        source=claim.name, outcome=Outcome.CRASHED, message=f"Fout in ons: {type(error).__name__}"
    )
    source = claims.held(session, claim)
    if source is not None:
        source.failure_count += 1
        source.lease_until = None
        source.next_check_at = next_check(History(failure_count=source.failure_count), now=now)
        finish(session, claim, report, now=now, began=time.monotonic())


def finish(
    session: Session,
    claim: Claim,
    report: Report,
    *,
    now: datetime,
    began: float,
    byte_count: int = 0,
) -> None:
    """Fill the run's row. `began` is of `time.monotonic`."""
    session.execute(
        update(Run)
        .where(Run.id == claim.run_id)
        .values(
            ended_at=now,
            seconds=round(time.monotonic() - began, 3),
            outcome=report.outcome,
            message=report.message,
            byte_count=byte_count,
            event_count=report.events,
            added_count=report.added,
            changed_count=report.changed,
            kept_count=report.kept,
            withdrawn_count=report.withdrawn,
            problem_count=report.problems,
        )
    )


def unchanged_count(session: Session, source_id: int, *, but: int) -> int:
    """Runs in a row, up to now, that brought nothing new (run `but`, the present one, apart)."""
    rows = session.execute(
        select(Run.outcome, Run.added_count + Run.changed_count + Run.withdrawn_count)
        .where(
            Run.source_id == source_id,
            Run.id != but,
            Run.outcome.in_([Outcome.OK, Outcome.UNCHANGED, Outcome.HELD]),
        )
        .order_by(Run.id.desc())
        .limit(_QUIET)
    )
    count = 0
    for outcome, news in rows:
        if news or outcome == Outcome.HELD:
            break
        count += 1
    return count


def store_problems(session: Session, claim: Claim, problems: tuple[Problem, ...]) -> None:
    """Replace what was wrong with the source by what is wrong now."""
    session.execute(delete(RunProblem).where(RunProblem.source_id == claim.source_id))
    if problems:
        rows = [
            {
                "source_id": claim.source_id,
                "run_id": claim.run_id,
                "code": p.code,
                "message": p.message,
                "severity": p.severity,
                "where": where(p.origin),
                "key": p.key[:500] if p.key else None,
            }
            for p in problems[:PROBLEM_LIMIT]
        ]
        session.execute(insert(RunProblem), rows)


def where(origin: Origin) -> str:
    """Where it stands, as a person looks for it: "blad Maart, rij 7"."""
    parts = (
        f"blad {origin.sheet}" if origin.sheet else "",
        f"rij {origin.row}" if origin.row else "",
        f"regel {origin.line}" if origin.line else "",
        origin.url or "",
    )
    return ", ".join(part for part in parts if part)[:500]
