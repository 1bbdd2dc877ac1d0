"""Sources from a terminal: looked at, added, listed, with their health."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Koor\r\nDTSTART:20260320T100000\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
NOW = "--now=2026-03-01T12:00"


def test_a_file_is_looked_at_then_added_and_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJZER_DATA_DIR", str(tmp_path / "var"))
    file = tmp_path / "agenda van de kerk.ics"
    file.write_bytes(CALENDAR)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments])
        assert done.exit_code == 0, done.output
        return done.output

    run("migrate")
    seen = json.loads(run("sources", "preview", str(file), NOW, "--json"))
    assert (seen["kind"], [event["title"] for event in seen["events"]]) == ("ical", ["Koor"])
    run("sources", "add", "Kerk", str(file), NOW)
    (row,) = json.loads(run("sources", "list", NOW, "--json"))["sources"]
    assert (row["name"], row["kind"], row["trust"]) == ("kerk", "ical", "review_all")
    assert json.loads(run("health", NOW, "--json"))["fine"] == 1
