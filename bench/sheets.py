"""`python -m bench sheets DIR [--predictions FILE]`: what the spreadsheet reader makes of files.

Every file of DIR is read or refused. Beside a file there may be `NAME.truth.json`; only its
`asof` goes to the reader, as the day the file was first seen (`Context.seen_on`). A file
without one is read as if first seen on the day its folder's truths name last, or today. The
printed figures are those of the reference scorer, by the same rules.
"""

import argparse
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from agenda.draft import Context, Draft, Parsed
from agenda.status import EventStatus
from base.errors import SourceError
from bench.scoring import report, write_predictions
from bench.sheet_scores import figures
from ingest.spreadsheet.reader import read

_KINDS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt"}


def main(arguments: list[str]) -> int:
    """Read every spreadsheet of DIR and hold the answers against the truths beside them."""
    parser = argparse.ArgumentParser(prog="bench sheets", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions")
    options = parser.parse_args(arguments)
    truths = {p.name.removesuffix(".truth.json"): p for p in options.folder.glob("*.truth.json")}
    known = {d["file"]: d for d in (json.loads(p.read_text("utf-8")) for p in truths.values())}
    paths = sorted(
        p
        for p in options.folder.iterdir()
        if p.is_file() and (p.suffix.lower() in _KINDS or p.name in known)
    )
    fallback = max((d["asof"] for d in known.values()), default=date.today().isoformat())  # noqa: DTZ011 - said above
    answers = [_answer(p, known.get(p.name, {}).get("asof", fallback)) for p in paths]
    write_predictions(options.predictions, answers)
    return report(
        {
            **figures(list(known.values()), answers),
            "read": sum(1 for a in answers if a["refused"] is None and not a["crashed"]),
            "refused_in_all": sum(1 for a in answers if a["refused"] is not None),
            "crashed": sum(1 for a in answers if a["crashed"]),
            "slowest": max((a["seconds"] for a in answers), default=0),
        }
    )


def _answer(path: Path, seen_on: str) -> dict[str, Any]:
    began = time.perf_counter()
    answer: dict[str, Any] = {"file": path.name, "crashed": False, "refused": None}
    answer |= {"events": [], "problems": [], "columns": []}
    try:
        context = Context(address=path.name, seen_on=date.fromisoformat(seen_on))
        answer |= _shown(read(path.read_bytes(), context))
    except SourceError as error:
        answer["refused"] = str(error)
    except Exception as error:  # a crash is what is measured here
        answer["crashed"] = True
        answer["problems"] = [{"sheet": None, "row": None, "message": repr(error)}]
    answer["seconds"] = round(time.perf_counter() - began, 3)
    return answer


def _shown(parsed: Parsed) -> dict[str, Any]:
    return {
        "events": [event for draft in parsed.drafts for event in _events(draft)],
        "problems": [
            {"sheet": p.origin.sheet, "row": p.origin.row, "code": p.code, "message": p.message}
            for p in parsed.problems
        ],
        "columns": [[c.sheet, c.heading, c.meaning] for c in parsed.columns],
    }


def _events(draft: Draft) -> Iterator[dict[str, Any]]:
    """One event per activity with a rule; separate dates are separate events."""
    rule = draft.recurrence
    yield _event(draft)
    if rule is None or rule.rrules:
        return
    ends = (None,) * len(rule.rdates)
    for start, end in zip(rule.rdates, ends, strict=True):
        if start != draft.start:
            length = draft.end.local - draft.start.local if draft.end else None
            made = end or (start.plus(length) if length is not None else None)
            yield _event(replace(draft, start=start, end=made, recurrence=None))


def _event(draft: Draft) -> dict[str, Any]:
    rule = draft.recurrence
    text = rule.rrules[0] if rule and rule.rrules else None
    until = re.search(r"UNTIL=(\d{4})(\d{2})(\d{2})", text or "")
    status = EventStatus(draft.status)
    return {
        "title": draft.title,
        "start": draft.start.iso(),
        "end": draft.end.iso() if draft.end else None,
        "all_day": draft.start.is_all_day,
        "status": "scheduled" if status is EventStatus.TENTATIVE else status.value,
        "venue": draft.venue,
        "sure": draft.is_sure,
        "rrule": text,
        "until": "-".join(until.groups()) if until else None,
        "exdates": [m.iso() for m in rule.exdates] if rule else [],
        "sheet": draft.origin.sheet,
        "row": draft.origin.row,
        # Everything else that would be shown, so that a leak anywhere is seen.
        "description": draft.description,
        "address": draft.address,
        "organiser": draft.organiser,
        "contact": draft.contact,
        "price": draft.price,
        "audience": draft.audience,
        "url": draft.url,
        "key": draft.key,
        "read": draft.origin.text,
    }
