"""A schema.org Schedule (`eventSchedule`) as a recurrence.

Read: repeatFrequency (an ISO duration), byDay, byMonthDay, byMonthWeek, startDate, endDate,
startTime, endTime, repeatCount, exceptDate, scheduleTimezone. The first date is the first
that the rule itself gives.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr

from agenda.draft import Doubt, Draft, Recurrence
from agenda.moment import Moment
from ingest.page.moments import read_iso

_FREQUENCY = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_WORDS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "biweekly": "P2W"}
_PERIOD = re.compile(r"^P(\d+)([DWMY])$")
_DAYS = {
    day: day[:2].upper()
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A schedule as read. `start_text`: its first moment, ISO. `clock_end`: when a date ends."""

    start_text: str
    rrule: str | None = None
    exdates: tuple[Moment, ...] = ()
    clock_end: time | None = None
    doubt: str = ""

    def applied(self, draft: Draft) -> Draft:
        """The draft with this rule; its start is moved to the first date of the rule."""
        if self.doubt:
            about = Doubt(about="recurrence", reason=self.doubt)
            return replace(draft, doubts=(*draft.doubts, about))
        if self.rrule is None:
            return draft
        rule = Recurrence(rrules=(self.rrule,), exdates=self.exdates)
        start = _first(draft.start, self.rrule)
        if start is None:
            about = Doubt(about="recurrence", reason="De herhaling geeft geen enkele datum.")
            return replace(draft, doubts=(*draft.doubts, about))
        if start.clock is None:
            return replace(draft, start=start, end=None, recurrence=rule)
        return replace(draft, start=start, end=self._end(draft, start), recurrence=rule)

    def _end(self, draft: Draft, start: Moment) -> Moment | None:
        """The end of the first date; an end on another day was the end of the series."""
        if self.clock_end is not None and start.clock is not None:
            day = start.day + timedelta(days=1 if self.clock_end <= start.clock else 0)
            return Moment(day, self.clock_end, start.zone)
        if draft.end is None or draft.end.clock is None or draft.end.day != draft.start.day:
            return None
        return Moment(start.day, draft.end.clock, start.zone)


def recurrence(schedules: list[Any], zone: str) -> Rule | None:
    """The first schedule as a rule; several, or one that cannot be read, bring a doubt."""
    stated = [s for s in schedules if isinstance(s, dict)]
    if not stated:
        return None
    rule = _rule(stated[0], zone)
    if rule is None:
        return None
    if len(stated) > 1:
        return replace(rule, doubt="Er staan verschillende herhalingen bij; kies zelf de data.")
    return rule


def _rule(stated: dict[str, Any], zone: str) -> Rule | None:
    start = read_iso(str(stated.get("startDate") or ""), zone)
    clock = _clock(stated.get("startTime"))
    if start is None:
        return None
    if start.clock is None and clock is not None:
        start = Moment(start.day, clock, zone)
    parts = _parts(stated, zone, is_all_day=start.is_all_day)
    return Rule(
        start_text=start.iso(),
        rrule=parts,
        exdates=tuple(_skipped(stated, zone)),
        clock_end=_clock(stated.get("endTime")),
        doubt="" if parts else "Hoe vaak het is, staat er niet leesbaar bij.",
    )


def _parts(stated: dict[str, Any], zone: str, *, is_all_day: bool) -> str | None:
    given = str(stated.get("repeatFrequency") or "")
    period = _PERIOD.match(_WORDS.get(given.casefold(), given))
    if period is None:
        return None
    parts = [f"FREQ={_FREQUENCY[period[2]]}"]
    if int(period[1]) > 1:
        parts.append(f"INTERVAL={int(period[1])}")
    days = [_day(value) for value in _several(stated.get("byDay"))]
    week = stated.get("byMonthWeek")
    if any(day is None for day in days):
        return None
    if days:
        ordinal = str(int(week)) if isinstance(week, int) and period[2] == "M" else ""
        parts.append("BYDAY=" + ",".join(f"{ordinal}{day}" for day in days))
    month_days = [str(v) for v in _several(stated.get("byMonthDay"))]
    if month_days and all(re.fullmatch(r"-?\d{1,2}", v) for v in month_days):
        parts.append("BYMONTHDAY=" + ",".join(month_days))
    if isinstance(stated.get("repeatCount"), int):
        parts.append(f"COUNT={stated['repeatCount']}")
    elif (last := read_iso(str(stated.get("endDate") or ""), zone)) is not None:
        parts.append(_until(last, is_all_day=is_all_day))
    return ";".join(parts)


def _until(last: Moment, *, is_all_day: bool) -> str:
    """UNTIL is inclusive; with times it is an instant in UTC (RFC 5545 section 3.3.10)."""
    if is_all_day:
        return f"UNTIL={last.day:%Y%m%d}"
    end = last if last.clock else Moment(last.day, time(23, 59, 59), last.zone)
    return f"UNTIL={end.utc:%Y%m%dT%H%M%SZ}"


def _first(start: Moment, rrule: str) -> Moment | None:
    """The first slot of the rule at or after `start`."""
    plain = re.sub(r";UNTIL=[^;]*", "", rrule)
    slot = rrulestr(plain, dtstart=start.local).after(start.local, inc=True)
    if slot is None:
        return None
    until = re.search(r"UNTIL=(\d{8})", rrule)
    if until and slot.date() > datetime.strptime(until[1], "%Y%m%d").date() + timedelta(days=1):
        return None
    clock = None if start.clock is None else slot.time()
    return Moment(date(slot.year, slot.month, slot.day), clock, start.zone)


def _skipped(stated: dict[str, Any], zone: str) -> list[Moment]:
    found = [read_iso(str(value), zone) for value in _several(stated.get("exceptDate"))]
    return [Moment(one.day, None, zone) for one in found if one is not None]


def _day(value: Any) -> str | None:
    name = re.split(r"[/#]", str(value))[-1].casefold()
    if name in _DAYS:
        return _DAYS[name]
    return value.upper() if re.fullmatch(r"(?i)-?\d?(?:mo|tu|we|th|fr|sa|su)", str(value)) else None


def _clock(value: Any) -> time | None:
    found = re.match(r"^T?(\d{1,2}):(\d{2})", str(value or ""))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _several(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]
