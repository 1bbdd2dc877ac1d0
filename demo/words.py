"""How people write days and hours."""

from datetime import date, time

from base.text import MONTHS
from demo.content import DAYS


def long_day(day: date) -> str:
    """ "di 3 maart 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {month(day)} {day.year}"


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def hours(start: time, end: time | None) -> str:
    """ "10.00 - 11.30 uur", or "20.00 uur" when nobody said how long it takes."""
    return f"{start:%H.%M} - {end:%H.%M} uur" if end else f"{start:%H.%M} uur"
