"""One round: every source read, the changes published, and what there is counted."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Signal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agenda.models import Activity, Event, Link, Occurrence, Review, RunProblem, Source
from agenda.reading import sources
from agenda.status import Outcome
from ingest.run import Report
from snapshot.current import Snapshots
from tasks import work

READERS = 4
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `facts` has the keys of docs/operating.md, "What a round counts"."""

    reports: tuple[Report, ...]
    facts: dict[str, int]


def one_round(
    held: work.Works, *, now: datetime, say: Say, stop: Signal | None = None
) -> Round | None:
    """Read every source that is not paused, publish, and count; None when told to `stop`."""
    with held.database.write_scope() as session:
        count = sources.read_soon(session, (), now=now)
    say(f"Lezen van {count} bronnen …")
    reports = []
    for report in _reports(held, now, stop or Signal()):
        reports.append(report)
        say(_line(report))
    if stop is not None and stop.is_set():
        return None
    work.roll_window(held, now=now)
    say("Koppelen en publiceren …")
    published = work.publish(held, now=now, is_daily=True)
    with held.database.read_scope() as session:
        facts = _counts(session, reports)
    facts["feeds"] = len(Snapshots(held.publisher.snapshots).current().feed_paths())
    facts["feeds_changed"] = published.feeds_changed if published else 0
    return Round(tuple(reports), facts)


def summary(facts: dict[str, int]) -> str:
    """What a round did, for a person at a terminal."""
    return (
        f"Gelezen: {facts['sources']} bronnen ({facts['sources_failed']} mislukt), "
        f"{facts['events']} activiteiten: {facts['added']} nieuw, {facts['changed']} anders, "
        f"{facts['kept']} gelijk, {facts['withdrawn']} weg; {facts['problems']} opmerkingen.\n"
        f"Gekoppeld: {facts['links']} paren. Voor een mens: {facts['questions']} vragen.\n"
        f"Gepubliceerd: {facts['activities']} activiteiten op {facts['occurrences']} data, "
        f"in {facts['feeds']} feeds ({facts['feeds_changed']} veranderd)."
    )


def _reports(held: work.Works, now: datetime, stop: Signal) -> Iterator[Report]:
    """Reports in the order of the sources; after `stop` only what was begun is finished."""

    def read(source_id: int) -> Report | None:
        return None if stop.is_set() else work.refresh_source(held, source_id, now=now)

    due = work.due_sources(held, now=now, per_host=1_000)
    with ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="round") as pool:
        for report in pool.map(read, [d.source_id for d in due]):
            if report is not None:
                yield report


def _line(report: Report) -> str:
    counts = f"{report.added} nieuw, {report.changed} anders, {report.kept} gelijk"
    text = report.message or counts
    problems = f", {report.problems} met een opmerking" if report.problems else ""
    return f"  {report.source:<14} {_WORDS[report.outcome]:<10} {text}{problems}"


_WORDS = {
    Outcome.RUNNING: "bezig",
    Outcome.OK: "gelezen",
    Outcome.UNCHANGED: "ongewijzigd",
    Outcome.HELD: "vastgehouden",
    Outcome.FAILED: "mislukt",
    Outcome.CRASHED: "fout",
}


def _counts(session: Session, reports: list[Report]) -> dict[str, int]:
    def count(table: type[object], *where: object) -> int:
        query = select(func.count()).select_from(table)
        return session.scalar(query.where(*where) if where else query) or 0  # type: ignore[arg-type]

    shown = Activity.listing.is_not(None) & Activity.merged_into_id.is_(None)
    return {
        "sources": count(Source),
        "sources_failed": sum(1 for r in reports if r.outcome in ("failed", "crashed")),
        "events": count(Event),
        "added": sum(r.added for r in reports),
        "changed": sum(r.changed for r in reports),
        "kept": sum(r.kept for r in reports),
        "withdrawn": sum(r.withdrawn for r in reports),
        "occurrences": count(Occurrence),
        "activities": count(Activity, shown),
        "links": count(Link),
        "questions": count(Review, Review.answer.is_(None)),
        "problems": count(RunProblem),
    }
