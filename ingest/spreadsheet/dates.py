"""The day and time of one cell that is typed, a number, or a date in figures."""

import re
from datetime import date, datetime, time, timedelta

from base.text import MONTHS
from ingest.spreadsheet import words
from ingest.spreadsheet.columns import SERIALS
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.stated import Scope

_EPOCH = date(1899, 12, 30)

NUMERIC = re.compile(
    r"(?i)^(?:(?P<weekday>[a-z]{2,9})\.?,?\s+)?(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?"
    r"(?P<year>\d{4}|['’]?\d{2})$"
)

ISO = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s?(Z|UTC|"
    r"[+-]\d{2}:?\d{2})?)?$"
)


def _compact_day(text: str) -> date | None:
    """The day of 20261001, as systems write it; None when it is none."""
    found = words.COMPACT_DAY.fullmatch(text)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def day_of(cell: Cell | None, scope: Scope) -> date | None:
    """The day of a typed date, a serial number, d-m-yyyy, yyyy-mm-dd or yyyymmdd; None for words.

    A bare number from 1 to 31 is a day of the sheet's month.
    """
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        if int(value) in SERIALS:
            return _EPOCH + timedelta(days=int(value))
        return _compact_day(f"{value:.0f}") or _in_month(value, scope)
    if found := ISO.match(cell.text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMERIC.match(cell.text):
        day, month = int(found["day"]), int(found["month"])
        if scope.is_month_first:
            day, month = month, day
        year = int(found["year"].lstrip("'’"))
        return _date(year + 2000 if year < 100 else year, month, day)
    if compact := _compact_day(cell.text):
        return compact
    if re.fullmatch(r"\d{1,2}\.?", cell.text):
        return _in_month(float(cell.text.rstrip(".")), scope)
    return None


def _in_month(value: float, scope: Scope) -> date | None:
    period = scope.period
    if period is None or period.month is None or value != int(value):
        return None
    return _date(period.first.year, period.month, int(value))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_of(cell: Cell | None) -> time | None:
    """The time of a date with a time, typed or ISO; None when there is none (midnight)."""
    if cell is None:
        return None
    if isinstance(cell.value, datetime) and cell.value.time() != time():
        return cell.value.time().replace(second=0, microsecond=0)
    if isinstance(cell.value, float) and int(cell.value) in SERIALS:
        minutes = round((cell.value - int(cell.value)) * 1440)
        return time(minutes // 60 % 24, minutes % 60) if minutes else None
    if isinstance(cell.value, str) and (found := ISO.match(cell.text)) and found[4]:
        return time(int(found[4]), int(found[5]))
    return None


def spelled(text: str, *, is_month_first: bool = False) -> str:
    """ "31-12" as "31 december", where a column says that dates stand there."""

    def spell(found: re.Match[str]) -> str:
        day, month = int(found[1]), int(found[2])
        if is_month_first:
            day, month = month, day
        is_day = 1 <= month <= 12 and 1 <= day <= 31
        return f"{day} {MONTHS[month - 1]}" if is_day else found[0]

    return words.SHORT_DATE.sub(spell, text) if words.is_short_dates(text) else text


def long_day(day: date) -> str:
    """ "3 maart 2026": as the grammar and people read it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
