"""The grammar's two doors: `read_when` for days with or without times, `read_times` for clocks."""

import re
from datetime import date, time, timedelta

from agenda.draft import Doubt, Recurrence
from agenda.dutch.reading import Reading, Times
from agenda.moment import DEFAULT_ZONE, Moment

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_DATE = re.compile(r"\b(\d{1,2})\s+(" + "|".join(_MONTHS) + r")\b(?:\s+(\d{4}))?", re.IGNORECASE)
_WEEKLY = re.compile(r"\b(?:elke|iedere)\s+(" + "|".join(_DAYS) + r")\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\b([01]?\d|2[0-3])[.:]([0-5]\d)(?:\s*uur)?"
    r"(?:\s*(?:-|–|tot|en)\s*([01]?\d|2[0-3])[.:]([0-5]\d))?"
)
_NO_TIME = Doubt(about="time", reason="Er staat geen tijd bij.")


def read_when(text: str, *, anchor: date, zone: str = DEFAULT_ZONE) -> tuple[Reading, ...]:
    """Every event-date reading in `text`, in its order; () when it states none.

    `anchor` is the day the text was first seen: dates without a year are read around it.
    Never raises on any text.
    """
    times = read_times(text)
    if found := _DATE.search(text):
        start = _day(int(found[1]), _MONTHS.index(found[2].lower()) + 1, found[3], anchor)
        if start is None:
            return (_unclear(found),)
        reading = _reading(text, Moment(start, None, zone), None)
    elif found := _WEEKLY.search(text):
        weekday = _DAYS.index(found[1].lower())
        start = anchor + timedelta(days=(weekday - anchor.weekday()) % 7)
        rule = Recurrence(rrules=(f"FREQ=WEEKLY;BYDAY={_CODES[weekday]}",), words=found[0])
        reading = _reading(text, Moment(start, None, zone), rule)
    else:
        return ()
    return (reading.at(times) if times else reading,)


def read_times(text: str) -> Times | None:
    """The clock times in `text`, or None when there are none. Never raises on any text."""
    found = _TIMES.search(text)
    if found is None:
        return None
    end = time(int(found[3]), int(found[4])) if found[3] else None
    return Times(start=time(int(found[1]), int(found[2])), end=end)


def _day(day: int, month: int, year: str | None, anchor: date) -> date | None:
    try:
        if year:
            return date(int(year), month, day)
        nearby = [date(anchor.year + step, month, day) for step in (-1, 0, 1)]
    except ValueError:
        return None
    return min(nearby, key=lambda d: abs((d - anchor).days - 90))


def _unclear(found: re.Match[str]) -> Reading:
    doubt = Doubt(about="start", reason=f"De datum “{found[0]}” bestaat niet.")
    return Reading(start=None, doubts=(doubt,), words=found[0], span=found.span())


def _reading(text: str, start: Moment, rule: Recurrence | None) -> Reading:
    return Reading(
        start=start,
        recurrence=rule,
        doubts=(_NO_TIME,),
        words=text.strip(),
        span=(0, len(text)),
    )
