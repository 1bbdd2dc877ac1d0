"""`wijzer providers`: in, out, and in again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from base.config import ROOT
from cli.main import main

FILE = ROOT / "demo" / "data" / "providers.csv"


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("WIJZER_DATA_DIR", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    return runner


def said(runner: CliRunner, *words: str) -> dict[str, object]:
    result = runner.invoke(main, ["providers", *words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.output)
    return found


def test_a_preview_writes_nothing_and_an_import_twice_changes_nothing(runner: CliRunner) -> None:
    for _ in range(2):
        assert said(runner, "import", str(FILE), "--preview")["new"] == 180
    assert said(runner, "import", str(FILE)) == {
        "new": 180,
        "changed": 0,
        "same": 0,
        "missing": 0,
        "problems": [],
    }
    assert said(runner, "import", str(FILE))["same"] == 180


def test_what_goes_out_comes_in_the_same(runner: CliRunner, tmp_path: Path) -> None:
    said(runner, "import", str(FILE))
    out = tmp_path / "uit.csv"
    assert runner.invoke(main, ["providers", "export", str(out)]).exit_code == 0
    assert said(runner, "import", str(out))["same"] == 180


def test_a_file_that_is_none_is_refused_in_a_sentence(runner: CliRunner, tmp_path: Path) -> None:
    wrong = tmp_path / "fout.csv"
    wrong.write_text("naam;plaats\nx;y\n")
    result = runner.invoke(main, ["providers", "import", str(wrong)])
    assert (result.exit_code, result.output.startswith("Error: Deze kolommen ontbreken: id")) == (
        1,
        True,
    )
