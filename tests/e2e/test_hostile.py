"""Hostile sources are read while a visitor keeps asking for the home page: no request fails,
memory stays bounded, each trouble is recorded, and nothing that was public goes."""

import gzip
import io
import signal
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.models import Event, Run, Source
from agenda.reading import sources
from agenda.reading.sources import Definition
from agenda.status import SourceKind, Trust
from base import clock
from base.db import Database
from snapshot.current import Snapshots
from tests.e2e.calendars import Calendars, calendar, serving
from tests.e2e.test_running import free_ports, running

MEGABYTE = 1024 * 1024
# What was good in the first round answers like this in the second; the sentence that is recorded.
SHEETS = ("zip_bomb", "wrong_name")
EXPECTED = {
    "endless": "groter",
    "five_gigabytes": "groter",
    "gzip_bomb": "groter",
    "zip_bomb": "",
    "login": "webpagina",
    "cut_off": "",
    "error_500": "500",
    "busy_429": "minder vaak",
    "to_inside": "",
    "wrong_name": "",
    "empty": "leeg",
}


def zip_bomb() -> bytes:
    """A small xlsx whose one sheet is 300 MB of nothing."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(300):
                sheet.write(b" " * MEGABYTE)
    return body.getvalue()


def answer(handler: BaseHTTPRequestHandler, name: str, bomb: bytes) -> None:
    """One bad answer, as its name says."""

    def send(status: int, body: bytes = b"", **headers: str) -> None:
        handler.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(key.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    if name in ("endless", "five_gigabytes"):
        handler.send_response(200)
        if name == "five_gigabytes":
            handler.send_header("Content-Length", str(5_000 * MEGABYTE))
        handler.end_headers()
        while True:  # until the reader hangs up
            handler.wfile.write(b"x" * MEGABYTE)
    elif name == "gzip_bomb":
        packed = gzip.compress(b"\0" * 200 * MEGABYTE)
        send(200, packed, Content_Encoding="gzip")
    elif name == "zip_bomb":
        send(200, bomb)
    elif name == "login":
        send(200, b"<!doctype html><html><body><form>Wachtwoord</form></body></html>")
    elif name == "cut_off":
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 9999\r\n\r\nBEGIN:VCALENDAR")
    elif name == "error_500":
        send(500)
    elif name == "busy_429":
        send(429, Retry_After="120")
    elif name == "to_inside":
        send(302, Location="http://169.254.169.254/latest/meta-data")
    elif name == "wrong_name":
        send(200, b"\x89PNG\r\n\x1a\n" + b"\0" * 500)
    else:
        send(200)


@pytest.fixture
def hostile() -> Iterator[tuple[Calendars, threading.Event]]:
    """Good calendars and sheets, until the event is set."""
    has_turned, bomb = threading.Event(), zip_bomb()
    first = clock.now().date() + timedelta(days=2)
    days = {name: first + timedelta(days=n) for n, name in enumerate((*EXPECTED, "good"))}
    place = "Proefzaal, Voorbeeldplein 1, 7411 AA Deventer"
    bodies = {
        name: calendar({f"{name}@test": (f"{day:%Y%m%d}T1015", f"Kring {name}", place)})
        for name, day in days.items()
    }
    for name in SHEETS:
        row = f"{days[name]:%d-%m-%Y};10.15;Kring {name};{place}"
        bodies[name] = f"Datum;Tijd;Activiteit;Locatie\r\n{row}\r\n".encode()

    def before(path: str, handler: BaseHTTPRequestHandler) -> None:
        if has_turned.is_set() and path != "good":
            answer(handler, path, bomb)
            raise ConnectionAbortedError

    with serving(Calendars(bodies=bodies, before=before)) as calendars:
        yield calendars, has_turned


class Visitor(threading.Thread):
    """Asks for the home page all the time, and watches the memory of the process and its own."""

    def __init__(self, address: str, pid: int) -> None:
        super().__init__()
        self.address, self.pid = address, pid
        self.statuses: list[int | str] = []
        self.peak = 0
        self.is_done = threading.Event()

    def run(self) -> None:
        while not self.is_done.wait(0.05):
            try:
                with urllib.request.urlopen(self.address, timeout=20) as page:
                    self.statuses.append(page.status)
            except OSError as error:
                self.statuses.append(str(error))
            self.peak = max(self.peak, sum(_resident(pid) for pid in _tree(self.pid)))


def _tree(pid: int) -> Iterator[int]:
    """A process and everything below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


@contextmanager
def round_of(folder: Path, allowed: str) -> Iterator[Visitor]:
    """`wijzer run` up to the end of its first round, with a visitor from the beginning."""
    site, demo = free_ports()
    with running(folder, site, demo, is_demo=False, WIJZER_ALLOWED_LOOPBACK=allowed) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        visitor = Visitor(f"http://127.0.0.1:{site}/", process.pid)
        visitor.start()
        try:
            for line in process.stdout:
                said.append(line)
                if "Ctrl-C" in line:
                    break
            yield visitor
        finally:
            visitor.is_done.set()
            visitor.join()
        process.send_signal(signal.SIGINT)
        said.append(process.communicate(timeout=60)[0])
        assert (process.returncode, "Traceback" in "".join(said)) == (0, False)


def test_hostile_sources_disturb_nobody(
    hostile: tuple[Calendars, threading.Event], tmp_path: Path
) -> None:
    calendars, has_turned = hostile
    database = Database(f"sqlite:///{tmp_path}/wijzer.sqlite")
    database.migrate()
    kinds = dict.fromkeys(SHEETS, SourceKind.SPREADSHEET)
    with database.write_scope() as session:
        definitions = [
            Definition(
                name=name,
                title=name,
                kind=kinds.get(name, SourceKind.ICAL),
                address=f"http://{calendars.host}/{name}",
                trust=Trust.REVIEW_NONE,
            )
            for name in (*EXPECTED, "good")
        ]
        sources.sync(session, definitions, actor=SYSTEM, now=clock.now())
    with round_of(tmp_path, calendars.host):
        pass
    assert public_titles(tmp_path) == {f"Kring {name}" for name in (*EXPECTED, "good")}
    has_turned.set()
    with round_of(tmp_path, calendars.host) as visitor:
        pass
    assert len(visitor.statuses) > 10
    assert set(visitor.statuses) == {200}
    assert visitor.peak < 1_000 * MEGABYTE
    assert public_titles(tmp_path) == {f"Kring {name}" for name in (*EXPECTED, "good")}
    with database.read_scope() as session:
        assert set(session.scalars(select(Event.state))) == {"public"}
        last = {
            source.name: (run.outcome, run.message, source.next_check_at)
            for run, source in session.execute(select(Run, Source).join(Source).order_by(Run.id))
        }
    for name, word in EXPECTED.items():
        outcome, message, due = last[name]
        assert (name, outcome) == (name, "failed")
        assert message.endswith(".")
        assert word in message
        assert due is not None
        assert due > clock.now()
    assert last["good"][0] == "unchanged"
    database.dispose()


def public_titles(folder: Path) -> set[str]:
    return {a.title for a in Snapshots(folder / "snapshots").current().activities()}
