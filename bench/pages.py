"""`python -m bench pages DIR [--predictions FILE]`: what the page reader makes of saved sites.

Each site's pages are given to the reader as a crawl would have brought them; the day of
reading is the site's own (`asof`).
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from agenda.draft import Context, Draft
from agenda.moment import Moment
from agenda.status import EventStatus
from base.errors import SourceError
from bench.scoring import report, write_predictions
from bench.sheet_scores import events as count
from ingest.page.bundle import Bundle, Page, pack
from ingest.page.reader import read


def main(arguments: list[str]) -> int:
    """Read every DIR/SITE with a truth.json; the last line has the scorer's keys."""
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions")
    options = parser.parse_args(arguments)
    folders = sorted(path.parent for path in options.folder.glob("*/truth.json"))
    answers = [answer(folder) for folder in folders]
    write_predictions(options.predictions, answers)
    truths = [json.loads((f / "truth.json").read_text("utf-8")) for f in folders]
    return report(figures(truths, answers))


def answer(folder: Path) -> dict[str, Any]:
    """What the reader makes of one site, in the scorer's form."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    began = time.perf_counter()
    pages = tuple(
        Page(url=page["url"], body=(folder / page["file"]).read_bytes()) for page in truth["pages"]
    )
    start = pages[0].url
    context = Context(address=start, seen_on=date.fromisoformat(truth["asof"]))
    made: dict[str, Any] = {"site": truth["site"], "events": [], "problems": []}
    try:
        parsed = read(pack(Bundle(start=start, pages=pages)), context)
    except SourceError as error:
        made["refused"] = str(error)
    else:
        made["events"] = [e for draft in parsed.drafts for e in as_events(draft)]
        made["problems"] = [{"page": p.origin.url, "message": p.message} for p in parsed.problems]
    made["seconds"] = round(time.perf_counter() - began, 3)
    return made


def as_events(draft: Draft) -> Iterator[dict[str, Any]]:
    """A draft in the scorer's form: every date of a list of dates is an event of its own.

    Days in a row are one event with FREQ=DAILY, as the labelled data write them.
    """
    rule = draft.recurrence
    event = _event(draft)
    if rule is None or rule.rrules or not rule.rdates:
        yield event
        return
    days = [draft.start.day, *(moment.day for moment in rule.rdates)]
    if len(days) > 2 and all(b - a == timedelta(days=1) for a, b in pairwise(days)):
        yield {**event, "rrule": "FREQ=DAILY", "until": days[-1].isoformat()}
        return
    yield event
    for moment in rule.rdates:
        yield {**event, "start": moment.iso()[:16], "end": _end_of(draft, moment)}


def _end_of(draft: Draft, moment: Moment) -> str | None:
    """A further date of a list lasts as long as the first, as it does when it is expanded."""
    first, end = draft.start, draft.end
    if end is None or end.clock is None or first.clock != moment.clock:
        return None
    return Moment(moment.day + (end.day - first.day), end.clock, end.zone).iso()[:16]


def _event(draft: Draft) -> dict[str, Any]:
    rule = draft.recurrence.rrules[0] if draft.recurrence and draft.recurrence.rrules else None
    status = {EventStatus.CANCELLED: "cancelled", EventStatus.MOVED: "moved"}.get(draft.status)
    return {
        "title": draft.title,
        "start": draft.start.iso()[:16],
        "end": draft.end.iso()[:16] if draft.end else None,
        "all_day": draft.start.is_all_day,
        "status": status or "scheduled",
        "venue": draft.venue,
        "sure": draft.is_sure,
        "rrule": rule,
        "description": draft.description,
        "doubts": [doubt.reason for doubt in draft.doubts],
    }


def figures(truths: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """The reference scorer's figures, by the rules shared with the sheets."""
    out: Counter[str] = Counter()
    for truth, answer in zip(truths, answers, strict=True):
        count(truth, answer, out, is_keyword=truth.get("title_match") == "keyword")
    names = ("unsure", "expected", "found", "end_right", "extra", "leaks")
    made: dict[str, Any] = {"files": len(truths)} | {name: out[name] for name in names}
    made["recall"] = round(out["found"] / max(1, out["expected"]), 4)
    made["precision"] = round(out["found"] / max(1, out["found"] + out["extra"]), 4)
    return made
