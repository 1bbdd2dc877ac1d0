"""Machine-written dates and times (ISO 8601 and what the wild makes of it) as moments.

An impossible value is no moment: better a problem with the value in it than a guess.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

from agenda.moment import Moment

_ISO = re.compile(
    r"(?ix)^(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[t\s]+(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>z|[+-]\d{2}(?::?\d{2})?)?)?[t\s]*$"
)
_LOOSE = re.compile(r"^\s*\d{4}-\d{1,2}-\d{1,2}(?P<rest>.*)$", re.DOTALL)


def read_iso(text: str, zone: str) -> Moment | None:
    """What `text` states; without an offset it is local time in `zone`. None: impossible.

    An offset is believed and shown as the clock of `zone`. 24:00 is the end of the day.
    """
    found = _ISO.match(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    if found["hour"] is None:
        return Moment(day, None, zone)
    return _timed(day, found, zone)


def _timed(day: date, found: re.Match[str], zone: str) -> Moment | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    extra = timedelta()
    if hour == 24 and minute == 0:
        hour, extra = 0, timedelta(days=1)
    try:
        wall = time(hour, minute, min(int(found["second"] or 0), 59))
        local = datetime.combine(day, wall) + extra
        if not found["zone"]:
            return Moment.at(local, zone)
        aware = local.replace(tzinfo=_offset(found["zone"]))
        return Moment.of_instant(aware, zone)
    except (ValueError, OverflowError):
        return None


def looks_machine_made(text: str) -> bool:
    """Begins as an ISO date does, so a value that cannot be read is broken, not Dutch."""
    return _LOOSE.match(text) is not None


def _offset(text: str) -> timezone:
    if text.upper() == "Z":
        return timezone(timedelta())
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if text[0] == "-" else size)
