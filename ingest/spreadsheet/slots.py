"""The clock times of a row, joined to its days."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from agenda.draft import Doubt
from agenda.dutch import Reading, Times, read_times
from agenda.moment import Moment
from ingest.spreadsheet import words
from ingest.spreadsheet.clocks import times_of
from ingest.spreadsheet.dates import clock_of
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.stated import Stated, Trouble

_WHOLE_DAY = re.compile(r"(?i)^\W*(?:de )?(?:ge)?hele dag\W*$")

_DOORS = re.compile(
    r"(?i)^\W*(?:inloop|zaal open|deur(?:en)? open|koffie(?: klaar)?|ontvangst|binnenlopen)\b.*?"
    r"(\d{1,2}(?:[.:u]\d{2})?\s?(?:u(?:ur)?\b)?.*)$"
)


def slots(stated: Stated, days: Sequence[Reading]) -> tuple[list[Times | None], list[Trouble]]:
    """The clock times of the row, several when it has several; [None] when it has none."""
    if stated.is_all_day or any(_WHOLE_DAY.match(c.text) for c in stated.times):
        return [None], []
    stated_times = [c for c in stated.times if not _says_nothing(c)]
    troubles: list[Trouble] = []
    found: list[Times] = []
    for cell in stated_times:
        found += times_of(cell)
    start = stated.start if stated.start and not _says_nothing(stated.start) else None
    if start is not None:
        starts = times_of(start)
        ends = times_of(stated.end) if stated.end and not _says_nothing(stated.end) else []
        if starts and ends and len(starts) == len(ends):
            starts = [
                replace(s, end=e.start, doubts=(*s.doubts, *e.doubts))
                for s, e in zip(starts, ends, strict=True)
            ]
        found += starts
    elif stated.end and not _says_nothing(stated.end) and not found:
        clock = next((d.start.clock for d in days if d.start and d.start.clock), None)
        ends = times_of(stated.end)
        if clock and ends:
            return [Times(start=clock, end=ends[0].start, doubts=ends[0].doubts)], []
    if not found:
        unread = [c.text for c in (*stated_times, *([start] if start else []))]
        if unread:
            text = " ".join(unread).replace("\n", " ")
            troubles.append(Trouble("unclear_time", f"de tijd “{text}” kunnen wij niet lezen"))
            doubt = Doubt(about="time", reason=f"De tijd “{text}” is niet te lezen.")
            return [Times(doubts=(doubt,))], troubles
        found = [t for remark in stated.remarks for t in _in_remark(remark)][:1]
    doors = times_of(stated.doors) if stated.doors and not _says_nothing(stated.doors) else []
    doors = doors or [t for remark in stated.remarks for t in _doors_in(remark)]
    if any(_CHANGES_TIME.search(remark) and read_times(remark) for remark in stated.remarks):
        doubt = Doubt(about="start", reason="De opmerking noemt een andere tijd.")
        found = [replace(t, doubts=(*t.doubts, doubt)) for t in found]
    if doors and found:
        found = [replace(t, doors=t.doors or doors[0].start) for t in found]
    return list(found) or [None], troubles


_CHANGES_TIME = re.compile(
    r"(?i)\bi\.?p\.?v\b|\bin plaats van\b|\b(?:andere|gewijzigde?|nieuwe) (?:tijd|aanvang)|"
    r"\b(?:begint|start|aanvang)\s+(?:nu|dan|al|pas|later|eerder)\b|"
    r"\b(?:dit|deze) keer (?:om|van)\b"
)


def _says_nothing(cell: Cell) -> bool:
    return words.is_empty(cell.text) and not re.search(r"(?i)n\.?t\.?b|n\.?n\.?b|\?", cell.text)


def _in_remark(remark: str) -> list[Times]:
    """ "v.a. 19.30 uur" as a remark of its own, where no column says the time."""
    cue = r"(?:(?:v\.?a\.?|vanaf|om|aanvang|start|begin|tijd)\s?:?\s+)?"
    pattern = rf"(?i){cue}(?:{words.TIME_RANGE.pattern[4:]})\W*"
    for piece in re.split(r"[;,\n]", remark):
        if re.fullmatch(pattern, piece.strip()) and (times := read_times(piece.strip())):
            return [times]
    return []


def _doors_in(remark: str) -> list[Times]:
    for piece in re.split(r"[;,\n]", remark):
        if (found := _DOORS.match(piece)) and (times := read_times(found[1])) and times.start:
            return [times]
    return []


def joined(day: Reading, slot: Times | None, stated: Stated) -> Reading:
    """A day with its clock times."""
    if slot is None or day.start is None:
        return day
    if slot.start is None:
        return replace(day, doubts=(*day.doubts, *slot.doubts))
    if day.start.clock is not None:
        if day.start.clock == slot.start and slot.end is not None and day.end is None:
            return _ended(day, slot.end)
        return day
    made = day.at(slot)
    if day.recurrence is None and day.end is not None and day.end.day > day.start.day:
        clock = slot.end or (clock_of(stated.last) if stated.last else None)
        end = Moment(day.end.day, clock, day.end.zone) if clock else None
        made = replace(made, end=end)
        if clock is None:
            reason = "Er staan meer dagen bij één tijd; is het elke dag?"
            made = replace(made, doubts=(*made.doubts, Doubt(about="end", reason=reason)))
    elif day.recurrence is not None and slot.end is None:
        made = replace(made, end=None)
    if slot.end is not None and made.end is None and made.start is not None:
        made = _ended(made, slot.end)
    return made


def _ended(reading: Reading, end: time) -> Reading:
    assert reading.start is not None  # noqa: S101 - it has a clock
    start = reading.start
    is_next_day = start.clock is not None and end <= start.clock
    return replace(reading, end=Moment(start.day + timedelta(days=is_next_day), end, start.zone))
