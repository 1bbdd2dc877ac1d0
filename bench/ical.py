"""`python -m bench ical DIR [--predictions FILE]`: what the calendar reader makes of real files."""

import argparse
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from agenda.draft import Context, Draft
from agenda.recurrence import Window, expand
from base.errors import SourceError
from bench.scoring import report, write_predictions
from ingest.ical.event import FLOATING
from ingest.ical.reader import read


def main(arguments: list[str]) -> int:
    """Read every `*.ics` of DIR; starts are listed for files with an `expected/NAME.json`."""
    parser = argparse.ArgumentParser(prog="bench ical", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions")
    options = parser.parse_args(arguments)
    answers = [_answer(path) for path in sorted(options.folder.glob("*.ics"))]
    write_predictions(options.predictions, answers)
    return report(
        {
            "files": len(answers),
            "raised": sum(1 for a in answers if a["crashed"]),
            "refused": sum(1 for a in answers if a["refused"]),
            "slow": sum(1 for a in answers if a["seconds"] > 20),
            "starts": sum(len(a["starts"]) for a in answers),
        }
    )


def _answer(path: Path) -> dict[str, Any]:
    began = time.perf_counter()
    answer: dict[str, Any] = {"file": path.name, "crashed": False, "refused": None, "starts": []}
    window = _window(path)
    try:
        context = Context(address=path.name, seen_on=date(2026, 2, 1))
        parsed = read(path.read_bytes(), context)
        answer["starts"] = [s for d in parsed.drafts if window for s in _starts(d, window)]
    except SourceError as error:
        answer["refused"] = str(error)
    except Exception as error:  # a crash is what is measured here
        answer["crashed"] = True
        answer["refused"] = repr(error)
    answer["seconds"] = round(time.perf_counter() - began, 3)
    return answer


def _window(path: Path) -> Window | None:
    expected = path.parent / "expected" / f"{path.name}.json"
    if not expected.is_file():
        expected = path.parent / "expected" / f"{path.stem}.json"
    if not expected.is_file():
        return None
    facts = json.loads(expected.read_text("utf-8"))
    last = date.fromisoformat(facts["window_end_exclusive"]) - timedelta(days=1)
    return Window(first=date.fromisoformat(facts["window_start"]), last=last)


def _starts(draft: Draft, window: Window) -> Iterator[dict[str, str]]:
    kind = "floating" if FLOATING in draft.extra else "utc"
    for instance in expand(draft, window).instances:
        start = instance.start
        if start.is_all_day:
            yield {"kind": "date", "start": start.day.isoformat()}
        elif kind == "floating":
            yield {"kind": kind, "start": f"{start.local:%Y-%m-%dT%H:%M:%S}"}
        else:
            yield {"kind": kind, "start": f"{start.utc:%Y-%m-%dT%H:%M:%SZ}"}
