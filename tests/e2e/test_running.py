"""`wijzer run` as a person types it: a process of its own, on ports of its own."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from base.config import ROOT
from tests.e2e.processes import environment

NOW = "2026-11-24T12:00"


def free_ports() -> list[str]:
    """Two ports that nobody uses."""
    with socket.socket() as one, socket.socket() as other:
        for held in (one, other):
            held.bind(("127.0.0.1", 0))
        return [str(held.getsockname()[1]) for held in (one, other)]


def once(folder: Path, demo_port: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "cli.main", "run", "--demo", "--once", "--json"]
    command += ["--demo-port", demo_port, "--now", NOW]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def feed_bytes(folder: Path) -> dict[str, bytes]:
    current = (folder / "snapshots" / "current").resolve()
    return {
        str(path.relative_to(current)): path.read_bytes()
        for path in current.glob("feeds/**/*")
        if path.is_file()
    }


@contextmanager
def running(
    folder: Path, site: str, demo: str, *, is_demo: bool = True, **settings: str
) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "cli.main", "run", "--port", site]
    command += ["--demo", "--demo-port", demo] if is_demo else []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def test_a_second_round_on_unchanged_partners_writes_and_publishes_nothing(tmp_path: Path) -> None:
    _, demo = free_ports()
    first = once(tmp_path, demo)
    feeds = feed_bytes(tmp_path)
    second = once(tmp_path, demo)
    assert set(first) == {
        *("sources", "sources_failed", "events", "added", "changed", "kept", "withdrawn"),
        *("occurrences", "activities", "links", "questions", "problems"),
        *("feeds", "feeds_changed", "seconds"),
    }
    assert first["added"] == first["events"] > 70
    assert (second["added"], second["changed"], second["withdrawn"]) == (0, 0, 0)
    assert (second["kept"], second["events"]) == (first["events"], first["events"])
    assert (second["feeds"], second["feeds_changed"]) == (first["feeds"], 0)
    assert feed_bytes(tmp_path) == feeds
    assert once(tmp_path, demo)["changed"] > 0


def test_the_site_comes_up_stops_cleanly_and_goes_on_where_it_was(tmp_path: Path) -> None:
    site, demo = free_ports()
    said = []
    for _ in range(2):
        with running(tmp_path, site, demo) as process:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if "Ctrl-C" in line:
                    break
            with urllib.request.urlopen(f"http://127.0.0.1:{site}/feeds/alles.ics") as answer:
                feed = answer.read().decode()
            with urllib.request.urlopen(f"http://127.0.0.1:{site}/beheer/") as answer:
                desk = answer.url
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=60)
            said.append("".join([*lines, rest]))
            assert (process.returncode, "Traceback" in said[-1]) == (0, False)
            assert "SUMMARY:Koffieochtend" in feed
            assert desk.startswith(f"http://127.0.0.1:{site}/beheer/inloggen")
            assert "redactie@example.org" in said[-1]
    counts = [re.findall(r"(\d+) nieuw, (\d+) anders", text)[-1] for text in said]
    assert int(counts[0][0]) > 70
    assert counts[1] == ("0", "0")


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with running(tmp_path, str(taken.getsockname()[1]), free_ports()[0]) as process:
            said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "is bezet; kies een andere met --port" in said
    assert "Traceback" not in said
