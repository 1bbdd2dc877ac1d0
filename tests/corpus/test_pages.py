"""Real pages that nobody here wrote: read or refused, in bounded time, and their data equal.

Runs where the corpus is present (`../shared` or `WIJZER_CORPUS`) and passes without it.
"""

import json
import os
import time
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

from agenda.draft import Context, Parsed
from base.config import ROOT
from base.errors import SourceError
from base.text import fold, plain
from ingest.page.moments import read_iso
from ingest.page.reader import read
from ingest.page.wording import without_marks

PAGES = Path(os.environ.get("WIJZER_CORPUS") or ROOT.parent / "shared" / "corpus") / "dev" / "html"
SLOWEST = 20.0
# Midnight to 23:59:59 is stated there as times; we read it as the whole day it means.
WHOLE_DAY = "adbar-htmldate__djz.de-amoklauf.html"

Slot = tuple[str, date | datetime]


def pages() -> Iterator[Path]:
    yield from (path for path in sorted(PAGES.glob("*")) if path.is_file())


def reading(path: Path) -> Parsed | None:
    began = time.monotonic()
    context = Context(address=f"https://site.example/{path.name}", seen_on=date(2026, 6, 1))
    try:
        return read(path.read_bytes(), context)
    except SourceError:
        return None
    finally:
        assert time.monotonic() - began < SLOWEST


def expected(path: Path) -> dict[str, Any]:
    file = PAGES / "expected" / f"{path.name}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def slot(name: str, stated: str | None) -> Slot | None:
    moment = read_iso(stated or "", "Europe/Amsterdam")
    if moment is None:
        return None
    title = fold(without_marks(plain(unescape(name))))
    return (title, moment.day if moment.is_all_day else moment.utc)


def test_every_page_is_read_or_refused_with_a_reason() -> None:
    for path in pages():
        reading(path)


def test_structured_events_are_those_in_the_page() -> None:
    for path in pages():
        stated = expected(path)
        wanted = stated.get("jsonld_events") or stated.get("microdata_events")
        if wanted is None or path.name == WHOLE_DAY:
            continue
        found = reading(path)
        assert found is not None
        slots = {slot(event["name"], event["startDate"]) for event in wanted} - {None}
        assert {
            (fold(d.title), d.start.day if d.start.is_all_day else d.start.utc)
            for d in found.drafts
        } == slots, path.name
        impossible = sum(slot(e["name"], e["startDate"]) is None for e in wanted)
        assert sum(p.code == "bad_date" for p in found.problems) == impossible, path.name


def test_pages_that_must_give_nothing_give_nothing() -> None:
    for path in pages():
        if expected(path).get("hand_labelled") == []:
            found = reading(path)
            assert found is None or found.drafts == (), path.name
