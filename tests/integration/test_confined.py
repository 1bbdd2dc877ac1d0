"""Files read in a child process: the same drafts, and no harm whatever they hold."""

import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from agenda.draft import Context
from agenda.status import SourceKind
from base.errors import FormatError
from ingest.confined import Confined, ReadLimits
from ingest.ical.reader import read
from ingest.keeping import unpack
from tests.waiting import until

CONTEXT = Context(address="https://kerk.example/a.ics", seen_on=date(2026, 3, 1))


def calendar(count: int) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Koor {n}\r\nDTSTART:20260320T100000\r\n"
        f"ATTENDEE;CN=Jan:mailto:jan@example.org\r\nDESCRIPTION:Wekelijks zingen\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


@pytest.fixture
def confined() -> Iterator[Confined]:
    held = Confined()
    yield held
    held.close()


def test_a_child_reads_the_same_as_we_would(confined: Confined) -> None:
    found = confined.read(SourceKind.ICAL, calendar(3), CONTEXT)
    assert found.drafts == read(calendar(3), CONTEXT).drafts
    assert found.kept is not None
    kept = unpack(found.kept)
    titles = [draft.title for draft in read(kept, CONTEXT).drafts]
    assert (b"jan@example.org" in kept, titles) == (False, ["Koor 0", "Koor 1", "Koor 2"])


def test_several_threads_read_at_once(confined: Confined) -> None:
    with ThreadPoolExecutor(max_workers=6) as pool:
        sizes = list(
            pool.map(
                lambda n: len(confined.read(SourceKind.ICAL, calendar(n), CONTEXT).drafts),
                range(1, 25),
            )
        )
    assert sizes == list(range(1, 25))


def test_what_a_reader_refuses_is_refused_with_its_reason(confined: Confined) -> None:
    with pytest.raises(FormatError, match="webpagina") as caught:
        confined.read(SourceKind.ICAL, b"<html>Log in</html>", CONTEXT)
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (ReadLimits(wall_seconds=0.2), "langer dan"),
        (ReadLimits(memory=8_000_000), "geheugen"),
        (ReadLimits(cpu_seconds=1), "langer dan"),
    ],
)
def test_a_file_that_asks_too_much_costs_only_itself(limits: ReadLimits, said: str) -> None:
    held = Confined(limits)
    try:
        with pytest.raises(FormatError, match=said):
            held.read(SourceKind.ICAL, calendar(25_000), CONTEXT)
        assert len(held.read(SourceKind.ICAL, calendar(2), CONTEXT).drafts) == 2
    finally:
        held.close()


def children(process: int | None) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def test_a_killed_child_fails_its_own_reading_only(confined: Confined) -> None:
    confined.read(SourceKind.ICAL, calendar(1), CONTEXT)

    def kill() -> None:
        until(lambda: bool(children(confined.process_id)))
        os.kill(children(confined.process_id)[0], signal.SIGKILL)

    with ThreadPoolExecutor() as pool:
        killing = pool.submit(kill)
        with pytest.raises(FormatError, match="afgebroken") as caught:
            confined.read(SourceKind.ICAL, calendar(25_000), CONTEXT)
        killing.result()
    assert not caught.value.permanent
    assert len(confined.read(SourceKind.ICAL, calendar(2), CONTEXT).drafts) == 2


def test_a_killed_starter_is_started_again(confined: Confined) -> None:
    confined.read(SourceKind.ICAL, calendar(1), CONTEXT)
    first = confined.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert len(confined.read(SourceKind.ICAL, calendar(2), CONTEXT).drafts) == 2
    assert confined.process_id != first


def test_a_kind_without_a_reader_is_said(confined: Confined) -> None:
    with pytest.raises(FormatError, match="nog niet gelezen"):
        confined.read(SourceKind.FORM, b"", CONTEXT)
