"""`python -m bench speed [--events N]`: what reading a large calendar costs, against icalendar.

Every stage runs in a process of its own; the file, the database and the child that reads are
real. Memory is the proportional set of a stage's process and its children, above its start.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from agenda.draft import Context
from agenda.models import Source
from agenda.reading.dating import window_at
from agenda.status import SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from bench.scoring import report
from ingest.confined import Confined
from ingest.ical.reader import read
from ingest.placing import place
from ingest.run import Report, Tools, refresh
from providers.places import Gazetteer

Begin = Callable[[], object]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHANGED = 100  # one in so many
_VENUES = ("Buurthuis De Nieuwe Flora", "Wijkcentrum De Venen", "Dorpshuis Okkenbroek", "Online")
_TEXT = (
    "Kom gezellig langs. De koffie staat klaar en iedereen is welkom\\, ook als je niemand kent. "
    "We beginnen op tijd. Je hoeft je niet op te geven.\\n\\nVragen? Bel de balie."
)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the bench keeps its files."""

    path: Path

    @property
    def database(self) -> Database:
        return Database(f"sqlite:///{self.path}/bench.sqlite")


def main(arguments: list[str]) -> int:
    """Prints one key per measurement; ratios end in `_ratio`."""
    parser = argparse.ArgumentParser(prog="bench speed", description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    options = parser.parse_args(arguments)
    figures: dict[str, float] = {"events": options.events}
    small = _measured(options.events // 10, is_small=True)
    large = _measured(options.events, is_small=False)
    figures |= large
    for name in ("new", "changed"):
        grown = large[f"{name}_cpu_seconds"] / small[f"{name}_cpu_seconds"]
        figures[f"{name}_growth_ratio"] = round(grown, 2)
    return report(figures)


def calendar(count: int, *, visit: int) -> bytes:
    """`count` events, one in ten weekly. At visit 1 all stamps differ and one in a hundred."""
    return b"".join(_lines(count, visit))


def _lines(count: int, visit: int) -> Iterator[bytes]:
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//NL\r\n"
    for n in range(count):
        day = date(2026, 3, 2) + timedelta(days=n % 390)
        hour = 8 + n % 12
        is_changed = visit and n % CHANGED == n // CHANGED % CHANGED
        title = f"Activiteit {n}" + (" (nieuwe tijd)" if is_changed else "")
        rule = "RRULE:FREQ=WEEKLY\r\n" if n % 10 == 0 else ""
        yield (
            f"BEGIN:VEVENT\r\nUID:{n:06}-{n * 7919 % 999983:06}@agenda.example.org\r\n"
            f"DTSTAMP:2026030{1 + visit}T{n % 24:02}0000Z\r\n"
            f"DTSTART;TZID=Europe/Amsterdam:{day:%Y%m%d}T{hour:02}0000\r\n"
            f"DTEND;TZID=Europe/Amsterdam:{day:%Y%m%d}T{hour + 1:02}3000\r\n{rule}"
            f"SUMMARY:{title}\r\nLOCATION:{_VENUES[n % 4]}\r\nDESCRIPTION:{_TEXT}\r\n"
            f"URL:https://agenda.example.org/{n}\r\nSTATUS:CONFIRMED\r\nSEQUENCE:0\r\n"
            "CATEGORIES:Ontmoeten\r\nEND:VEVENT\r\n"
        ).encode()
    yield b"END:VCALENDAR\r\n"


def _measured(count: int, *, is_small: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="wijzer-speed-") as name:
        folder = Folder(Path(name))
        (folder.path / "before.ics").write_bytes(calendar(count, visit=0))
        (folder.path / "after.ics").write_bytes(calendar(count, visit=1))
        figures = {"megabytes": round((folder.path / "before.ics").stat().st_size / 1e6, 1)}
        figures |= _apart(_new, folder, "new")
        figures |= _apart(_unchanged, folder, "unchanged")
        figures |= _apart(_changed, folder, "changed")
        if is_small:
            return figures
        figures |= _apart(_baseline, folder, "icalendar")
        figures |= _apart(_hashing, folder, "reading")
        parsing = figures["icalendar_parse_cpu_seconds"]
        theirs = parsing + figures["icalendar_expand_cpu_seconds"]
        ratios = {
            "new_ratio": figures["new_cpu_seconds"] / theirs,
            "changed_ratio": parsing / figures["reading_cpu_seconds"],
            "changed_whole_ratio": parsing / figures["changed_cpu_seconds"],
            "unchanged_ratio": parsing / figures["unchanged_cpu_seconds"],
        }
        return figures | {name: round(value, 3) for name, value in ratios.items()}


def _apart(stage: Any, folder: Folder, name: str) -> dict[str, float]:
    """The figures of a stage in a fresh process, and the memory it took from its start."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_send, args=(stage, folder, theirs))
    process.start()
    start = peak = 0
    while True:
        if ours.poll(0.05):
            found = ours.recv()
            if found != "ready":
                break
            start = peak = _held(process.pid or 0)
            ours.send("go")
        elif start:
            peak = max(peak, _held(process.pid or 0))
    process.join()
    figures: dict[str, float] = {**found, f"{name}_peak_mb": round((peak - start) / 1e6, 1)}
    print(json.dumps(figures), flush=True)
    return figures


def _send(stage: Any, folder: Folder, answer: Any) -> None:
    answer.send(stage(folder, lambda: (answer.send("ready"), answer.recv())))


def _new(folder: Folder, begin: Begin) -> dict[str, float]:
    database = folder.database
    database.migrate()
    with database.write_scope() as session:
        session.add(_source("bench", "upload:source.ics"))
    return _refreshed(folder, begin, "new", "before.ics", NOW)


def _unchanged(folder: Folder, begin: Begin) -> dict[str, float]:
    body = (folder.path / "before.ics").read_bytes()
    began = time.perf_counter()
    hashlib.sha256(body).hexdigest()
    hashing = time.perf_counter() - began
    found = _refreshed(folder, begin, "unchanged", "before.ics", NOW + timedelta(hours=1))
    return {"sha256_seconds": round(hashing, 4), **found}


def _changed(folder: Folder, begin: Begin) -> dict[str, float]:
    return _refreshed(folder, begin, "changed", "after.ics", NOW + timedelta(hours=2))


def _refreshed(
    folder: Folder, begin: Begin, name: str, file: str, now: datetime
) -> dict[str, float]:
    """One refresh, from the bytes to the commit."""
    town = load(ROOT / "municipalities/deventer")
    confined = Confined()
    tools = Tools(
        user_agent="bench",
        municipality=town,
        read=confined.read,
        place=partial(place, gazetteer=Gazetteer(town)),
        uploads_dir=folder.path,
    )
    (folder.path / "source.ics").unlink(missing_ok=True)
    os.link(folder.path / file, folder.path / "source.ics")
    database = folder.database
    _warm(database, tools, now)
    begin()
    with _timed(name) as took:
        done = refresh(database, 1, tools=tools, now=now)
    confined.close()
    database.dispose()
    assert isinstance(done, Report)
    return {
        **took,
        f"{name}_rows": done.added + done.changed,
    }


def _warm(database: Database, tools: Tools, now: datetime) -> None:
    """A worker has read sources before: its reader runs, its statements are compiled."""
    with database.write_scope() as session:
        source = _source(f"warm-{now:%H}", "upload:warm.ics")
        session.add(source)
        session.flush()
        small = source.id
    for visit in (0, 1):
        (tools.uploads_dir / "warm.ics").write_bytes(calendar(100, visit=visit))
        assert refresh(database, small, tools=tools, now=now) is not None


def _source(name: str, address: str) -> Source:
    return Source(
        name=name,
        title=name,
        kind=SourceKind.ICAL,
        address=address,
        trust=Trust.REVIEW_NONE,
        created_at=NOW,
    )


def _baseline(folder: Folder, begin: Begin) -> dict[str, float]:
    body = (folder.path / "before.ics").read_bytes()
    begin()
    with _timed("icalendar_parse") as parsing:
        parsed = icalendar.Calendar.from_ical(body)
    window = window_at(NOW.date())
    with _timed("icalendar_expand") as expanding:
        count = len(recurring_ical_events.of(parsed).between(window.first, window.last))
    return {**parsing, **expanding, "dates": count}


def _hashing(folder: Folder, begin: Begin) -> dict[str, float]:
    """The reader alone, in this process, knowing every hash of the visit before."""
    context = Context(address="", seen_on=NOW.date())
    before = read((folder.path / "before.ics").read_bytes(), context).raw_hashes
    body = (folder.path / "after.ics").read_bytes()
    begin()
    with _timed("reading") as took:
        read(body, Context(address="", seen_on=NOW.date(), raw_hashes=before))
    return dict(took)


@contextmanager
def _timed(name: str) -> Iterator[dict[str, float]]:
    """Wall seconds, and processor seconds of this process and those below it."""
    took: dict[str, float] = {}
    worked, began = _worked(os.getpid()), time.perf_counter()
    yield took
    took[f"{name}_seconds"] = round(time.perf_counter() - began, 4)
    took[f"{name}_cpu_seconds"] = round(_worked(os.getpid()) - worked, 4)


def _worked(process: int) -> float:
    """Processor seconds of a process, those below it and those that ended below it."""
    if process == os.getpid():
        total = time.process_time()
    else:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        total = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return total + sum(_worked(child) for child in _below(process))


def _held(process: int) -> int:
    """Bytes of a process and those below it, 0 where the system does not tell."""
    total = 0
    for one in [process, *_below(process)]:
        with suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
            sizes = [line.split()[1] for line in text.splitlines() if line.startswith("Pss:")]
            total += sum(int(size) * 1024 for size in sizes)
    return total


def _below(process: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
        children = [int(one) for one in listed.split()]
    return [*children, *(below for child in children for below in _below(child))]
