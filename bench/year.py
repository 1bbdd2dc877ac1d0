"""`python -m bench year [--seed N] [--sources N] [--weeks N] [--without PART]`.

A seeded city lives a year, hour by hour, and the path that production runs keeps its agenda:
claim, read, reconcile, record, match, review, compose, publish. Only the network and the
parsing of formats are left out (`bench.city`). What the publisher composes is brought up to
date every hour (in production every two seconds) and compared with the truth every day; the
snapshot's files are built once a week and must hold exactly what was composed. The year begins
with an agenda that runs: every source read and all first questions answered. `--without` takes
one part away, to show what it is worth.
"""

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest import mock

import structlog
from sqlalchemy import update

from agenda.draft import Draft
from agenda.models import Event, Source
from agenda.reading import claims, reconcile, schedule, window
from agenda.reading.record import Placed
from agenda.status import Basis, Outcome, SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load, rows
from bench.city import ZONE, City, read
from bench.comparing import AHEAD, Tally, compare, in_snapshot, is_shown_as_on
from bench.curator import Curator
from bench.owners import Owners
from bench.scoring import report
from bench.statements import Cancellation
from bench.wording import spots
from feeds.build import Publisher, compose_changed, is_pending, publish_pending
from ingest.obtaining import UPLOAD
from ingest.placing import place
from ingest.run import Tools, refresh
from providers.places import Gazetteer
from snapshot import files

PARTS = ("duplicates", "guard", "recheck", "trust")
FIRST = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
PUBLISH_AT = 22
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Waiting:
    """A cancelled date that stood as going on, and the rounds its source was read since."""

    what: Cancellation
    rounds: int = 0


@dataclass(slots=True)
class Kept:
    """What is measured on the way."""

    tally: Tally = field(default_factory=Tally)
    waiting: list[Waiting] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    rounds: list[int] = field(default_factory=list)
    reads: int = 0
    spent: Counter[str] = field(default_factory=Counter)


def main(arguments: Sequence[str]) -> int:
    """Live the year; prints progress to stderr and one JSON line last."""
    parser = argparse.ArgumentParser(prog="bench year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--without", choices=PARTS)
    parser.add_argument("--causes", action="store_true", help="say why dates were wrong")
    options = parser.parse_args(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    gc.set_threshold(200_000, 50)  # many short transactions: a tenth of the time went to it
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="year-") as folder:
        year = _Year(options, Path(folder))
        year.live()
        figures = year.figures(time.perf_counter() - began)
    if options.causes:
        print(
            json.dumps(
                {
                    "false": year.kept.tally.false_ones,
                    "missed": year.kept.tally.missed,
                    "questions": year.curator.kinds,
                    "spent": {k: round(v, 1) for k, v in year.kept.spent.items()},
                },
                indent=1,
            )
        )
    return report(figures)


class _Year:
    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.weeks, self.without = options.weeks, options.without
        town = load(ROOT / "municipalities/deventer")
        gazetteer = Gazetteer(town)
        codes = [
            row["pc4"]
            for row in rows(town.folder / "pc4_wijk.csv")
            if float(row["area_share"]) > 0.9
        ]
        self.city = City(
            seed=options.seed,
            sources=options.sources,
            first=FIRST,
            weeks=options.weeks,
            spots=spots(gazetteer, codes, Random(options.seed)),
        )
        self.database = Database(f"sqlite:///{folder}/year.sqlite")
        self.database.migrate()
        self._gazetteer = gazetteer
        self._places: dict[tuple[str | None, ...], Placed] = {}
        self.tools = Tools(
            user_agent="bench",
            municipality=town,
            read=read,
            place=self._placed,
            uploads_dir=folder,
            crawl_dir=folder,
            get=self.city.get,
        )
        self.publisher = Publisher(
            snapshots=folder / "snapshots", municipality=town, base_url="https://agenda.example"
        )
        self.curator = Curator(self.city, town.holidays)
        self.owners = Owners(self.city)
        self.kept = Kept()
        self._add_sources()

    def _placed(self, draft: Draft) -> Placed:
        """Where it is; the same place text is looked up once."""
        key = (draft.venue, draft.address, draft.postcode)
        if key not in self._places:
            self._places[key] = place(draft, self._gazetteer)
        known = self._places[key]
        return Placed(draft=replace(draft, doubts=known.draft.doubts), place=known.place)

    def live(self) -> None:
        """Hour by hour."""
        _take_away(self.without)
        self._settle_in()
        now, until = FIRST, FIRST + timedelta(weeks=self.weeks)
        while now < until:
            week = (now - FIRST) // timedelta(weeks=1)
            self._hour(now, week)
            now += HOUR

    def _settle_in(self) -> None:
        """The agenda as it stands on the first day."""
        now = FIRST - HOUR
        self._read_due(now)
        self._publish(now)
        with self.database.write_scope() as session:
            self.curator.work(session, now, limit=10_000)
        self._publish(now)
        self.curator.decisions = self.curator.answered = self.kept.reads = 0
        self.curator.waits.clear()
        self.curator.kinds.clear()

    def _hour(self, now: datetime, week: int) -> None:
        with self._timed("city"):
            self.city.live(now)
        self._note_cancellations()
        read_any = self._read_due(now)
        decided = False
        if self.curator.works(now, week=week):
            with self._timed("editor"), self.database.write_scope() as session:
                self.curator.work(session, now)
                if now.weekday() == 0 and self.without != "trust":
                    self.curator.settle_trust(session, now)
            decided = True
        if now.hour == 2:
            with self._timed("window"), self.database.write_scope() as session:
                window.roll(session, holidays=self.tools.municipality.holidays, now=now)
                self.owners.ask(session, now=now)
                self.owners.answer(session, now=now)
            self.city.forget((now - timedelta(days=14)).date())
            decided = True
        if read_any or decided:
            self._publish(now)
            self._check_cancellations(now)
        if now.astimezone(ZONE).hour == PUBLISH_AT:
            self._compare(now)

    def _read_due(self, now: datetime) -> bool:
        with self._timed("read"):
            with self.database.read_scope() as session:
                due = claims.due(session, now=now, limit=1_000)
            for source_id in due:
                found = refresh(self.database, source_id, tools=self.tools, now=now)
                self.kept.reads += 1
                if found is None or found.outcome in (Outcome.FAILED, Outcome.CRASHED):
                    continue
                for held in self.kept.waiting:
                    held.rounds += held.what.source == found.source
        return bool(due)

    def _publish(self, now: datetime) -> None:
        """As the publisher does, but for the files."""
        with self._timed("compose"):
            if self.without == "duplicates":
                waits = Event.needs_matching.is_(True)
                with self.database.write_scope() as session:
                    session.execute(update(Event).values(needs_matching=False).where(waits))
            with self.database.read_scope() as session:
                if not is_pending(session):
                    return
            compose_changed(self.database, self.publisher, now=now)

    def _compare(self, now: datetime) -> None:
        """What is published against the truth; once a week also what the snapshot holds."""
        today = now.astimezone(ZONE).date()
        with self._timed("compare"), self.database.read_scope() as session:
            uids = compare(session, self.city, self.kept.tally, today=today)
        if today.weekday() != 6:
            return
        with self._timed("publish"):
            publish_pending(self.database, self.publisher, now=now, is_daily=True)
        current = files.current(self.publisher.snapshots)
        if current is None or in_snapshot(current, today + DAY, today + AHEAD) != uids:
            raise RuntimeError(f"the snapshot of {today} does not hold what was composed")
        _say(self, now)

    def _note_cancellations(self) -> None:
        if not self.city.cancellations:
            return
        with self.database.read_scope() as session:
            for cancelled in self.city.cancellations:
                if is_shown_as_on(session, self.city, cancelled):
                    self.kept.waiting.append(Waiting(cancelled))
        self.city.cancellations.clear()

    def _check_cancellations(self, now: datetime) -> None:
        if not self.kept.waiting:
            return
        left = []
        with self.database.read_scope() as session:
            for held in self.kept.waiting:
                is_past = held.what.start <= now
                if not is_past and is_shown_as_on(session, self.city, held.what):
                    left.append(held)
                    continue
                end = min(now, held.what.start)
                self.kept.hours.append((end - held.what.at) / HOUR)
                self.kept.rounds.append(held.rounds + is_past)
        self.kept.waiting = left

    def _add_sources(self) -> None:
        with self.database.write_scope() as session:
            for number, speaker in enumerate(self.city.speakers.values()):
                site = f"https://{speaker.name}.example/agenda"
                session.add(
                    Source(
                        name=speaker.name,
                        title=speaker.title,
                        kind=SourceKind.ICAL,
                        address=f"{UPLOAD}{speaker.name}" if speaker.is_by_hand else site,
                        owner_email=f"{speaker.name}@eigenaar.example",
                        trust=self._trust(number, is_collector=speaker.is_collector),
                        basis=Basis.GIVEN,
                        created_at=FIRST,
                    )
                )

    def _trust(self, number: int, *, is_collector: bool) -> Trust:
        """Of organisers seven in ten are trusted, two for what they did before; collectors
        for what they did before."""
        if self.without == "trust":
            return Trust.REVIEW_ALL
        if is_collector:
            return Trust.REVIEW_NEW
        return (*(7 * [Trust.REVIEW_NONE]), *(2 * [Trust.REVIEW_NEW]), Trust.REVIEW_ALL)[
            number % 10
        ]

    def _timed(self, what: str) -> "_Timed":
        return _Timed(self.kept.spent, what)

    def figures(self, seconds: float) -> dict[str, float]:
        """What the issue asks for, and the rates that were achieved."""
        tally, weeks = self.kept.tally, self.weeks
        hours, rounds = self.kept.hours or [0.0], self.kept.rounds or [0]
        rates = {
            f"rate_{what}": round(count / max(1.0, self.city.live_weeks), 4)
            for what, count in self.city.achieved.items()
        }
        return {
            "true": round(tally.true / max(1, tally.published), 4),
            "complete": round(tally.found / max(1, tally.expected), 4),
            "twice": round(tally.twice / max(1, tally.published), 4),
            "called_off_wrongly": round(tally.called_off / max(1, tally.expected), 5),
            "decisions_per_week": round(self.curator.decisions / weeks, 1),
            "answers_per_week": round(self.curator.answered / weeks, 1),
            "longest_wait_days": round(max(self.curator.waits, default=0.0), 1),
            "cancelled_as_on_hours_median": round(statistics.median(hours), 1),
            "cancelled_as_on_hours_p95": round(_share(hours, 0.95), 1),
            "cancelled_as_on_rounds_p95": _share(rounds, 0.95),
            "cancelled_as_on": len(self.kept.hours),
            "live": round(self.city.live_weeks / weeks),
            "reads": self.kept.reads,
            "letters": self.owners.letters,
            "owners_answered": self.owners.answers,
            "expired": self.owners.expired,
            **rates,
            "copies_per_activity": round(self.city.copies / max(1, self.city.begun), 3),
            "seconds": round(seconds, 1),
        }


class _Timed:
    """Adds up the seconds spent in a part."""

    def __init__(self, spent: Counter[str], what: str) -> None:
        self._spent, self._what = spent, what

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._spent[self._what] += time.perf_counter() - self._began  # type: ignore[assignment]


def _take_away(part: str | None) -> None:
    if part == "guard":
        reconcile.GUARD_COUNT = 1_000_000
    if part == "recheck":  # one absence is enough, and nothing is read again before it starts
        mock.patch.object(reconcile, "_is_confirmed", _is_ahead).start()
        schedule.BEFORE_START = -timedelta(days=366)
        schedule.MISSING_SOON = schedule.USUAL = schedule.LONGEST


def _is_ahead(known: reconcile.Known, _now: datetime) -> bool:
    return known.next_start is not None


def _share(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _say(year: _Year, now: datetime) -> None:
    tally = year.kept.tally
    spent = ", ".join(f"{k} {v:.0f}" for k, v in year.kept.spent.items())
    print(
        f"{now:%Y-%m-%d} true {tally.true / max(1, tally.published):.4f} complete "
        f"{tally.found / max(1, tally.expected):.4f} twice {tally.twice} ({spent})",
        file=sys.stderr,
    )
