"""The printed figures of `bench sheets` follow the reference scorer's rules."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import sheet_scores
from bench.sheets import main

REFERENCE = Path("../shared/score/score.py")
LABELLED = Path("../shared/labelled/dev/spreadsheets")


def _event(**facts: Any) -> dict[str, Any]:
    plain = {"title": "Koffie", "start": "2026-03-03T10:00", "end": None, "status": "scheduled"}
    return {**plain, "all_day": False, "sure": True, "row": 2, **facts}


def _truth(**facts: Any) -> dict[str, Any]:
    return {"file": "a.csv", "must_accept": True, "events": [], "problems": [], **facts}


def _answer(*events: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"file": "a.csv", "refused": None, "events": list(events), "problems": [], **facts}


def test_found_missed_extra_unsure_and_leaked_are_counted_apart() -> None:
    truth = _truth(
        events=[_event(), _event(title="Bingo", start="2026-03-04T10:00", status="cancelled")],
        problems=[{"row": 5, "sheet": None}, {"row": 6, "sheet": None}],
        personal_data=["Wilma"],
    )
    answer = _answer(
        _event(description="bel Wilma"),
        _event(title="Bingo", start="2026-03-04T10:00"),
        _event(title="Soep", sure=False, row=6),
    )
    made = sheet_scores.figures([truth], [answer])
    assert {k: made[k] for k in ("expected", "found", "extra", "unsure", "leaks")} == {
        "expected": 2,
        "found": 1,
        "extra": 1,
        "unsure": 1,
        "leaks": 1,
    }
    assert (made["problems_named"], made["recall"], made["precision"]) == (1, 0.5, 0.5)


def test_a_rule_must_be_the_same_rule() -> None:
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=WE,MO;INTERVAL=1"}
    truth = _truth(events=[_event(recurrence=rule)])
    right = _answer(_event(rrule="FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260630"))
    wrong = _answer(_event(rrule="FREQ=WEEKLY;BYDAY=MO"))
    assert sheet_scores.figures([truth], [right])["found"] == 1
    assert sheet_scores.figures([truth], [wrong])["found"] == 0


def test_the_figures_agree_with_the_reference_where_it_is_present(
    tmp_path: Path, capsys: Any
) -> None:
    if not (REFERENCE.is_file() and LABELLED.is_dir()):
        return
    predictions = tmp_path / "predictions.jsonl"
    assert main([str(LABELLED), "--predictions", str(predictions)]) == 0
    ours = json.loads(capsys.readouterr().out.splitlines()[-1])
    command = [sys.executable, str(REFERENCE), "sheets", str(LABELLED), str(predictions)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout.splitlines()[-1])
    assert {key: ours[key] for key in theirs} == theirs
