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


def test_after_a_rollback_the_terminal_says_why_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJZER_DATA_DIR", str(tmp_path))

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [*arguments])
        return done.exit_code, done.output

    run("migrate")
    assert run("publish", NOW)[0] == 0
    assert "bestaat niet" in run("publish", "--rollback")[1]
    assert run("publish", "--now=2026-03-02T12:00")[0] == 0
    assert run("publish", "--rollback")[0] == 0
    code, said = run("publish", NOW)
    assert (code, "Publiceren staat stil" in said) == (1, True)
    assert "Publiceren staat stil" in run("health", NOW)[1]
    assert run("publish", "--release", "--now=2026-03-03T12:00")[0] == 0
    assert "Publiceren staat stil" not in run("health", NOW)[1]
