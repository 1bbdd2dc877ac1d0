"""Numbers of weeks: "37", "wk 37 en 39", "37 t/m 40", and which Mondays they mean.

A roster that goes round ("week 1" to "week 4") looks the same. So a number is believed when
its week lies in the stretch that the sheet states, or when some week of the table is about now.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from ingest.spreadsheet.period import Period
from ingest.spreadsheet.stated import Scope

_WORD = r"(?:weken|week|wk|w)\.?(?:\s?(?:nr|nummer))?\.?\s*:?\s*"
_NUMBERS = re.compile(
    rf"(?i)^\W*(?:(?:programma|activiteiten|agenda|rooster|planning|overzicht)\W+)?"
    rf"(?P<word>{_WORD})?(?P<rest>\d{{1,2}}(?:\s*(?:,|&|\+|/|-|–|\ben\b|t\s?/?\s?m\b|"
    rf"tot en met|\bwk\b|\bweek\b)\s*\d{{1,2}})*)(?:\W+(?P<year>20\d{{2}}))?\W*$"
)
_RANGE = re.compile(r"(?i)(\d{1,2})\s*(?:-|–|t\s?/?\s?m\b|tot en met)\s*(\d{1,2})")
_PARITY = re.compile(r"(?i)^\W*(?:in de\s+)?((?:on)?even)(?:\s+we(?:ek|ken))?\W*$")
_BEFORE, _AHEAD = timedelta(weeks=4), timedelta(weeks=16)
_SEASON = timedelta(days=200)


def numbers(text: str, *, is_column: bool = False) -> tuple[int, ...]:
    """The weeks a text names, () when it names none. `is_column`: "week" stands above it.

    >>> numbers("wk 37 en 39"), numbers("37 t/m 39", is_column=True), numbers("37")
    ((37, 39), (37, 38, 39), ())
    """
    found = _NUMBERS.match(text)
    if found is None or not (found["word"] or is_column):
        return ()
    made: list[int] = []
    at = 0
    for stretch in _RANGE.finditer(found["rest"]):
        made += [int(n) for n in re.findall(r"\d+", found["rest"][at : stretch.start()])]
        made += range(int(stretch[1]), int(stretch[2]) + 1)
        at = stretch.end()
    made += [int(n) for n in re.findall(r"\d+", found["rest"][at:])]
    return tuple(made) if made and all(1 <= n <= 53 for n in made) else ()


def parity(text: str) -> str:
    """ "even" or "oneven" when that is what a text says of the weeks, else ""."""
    found = _PARITY.match(text)
    return found[1].casefold() if found else ""


def mondays(weeks: Iterable[int], scope: Scope) -> tuple[date, ...]:
    """The Monday of each week, in the stretch that the sheet states or else about now."""
    return tuple(m for n in weeks if (m := _monday(n, scope)) is not None)


def _monday(number: int, scope: Scope) -> date | None:
    period, seen_on = scope.period, scope.seen_on
    if period is None:
        year = seen_on.year + (number < seen_on.isocalendar().week - 26)
        return _of(year, number)
    years = range(period.first.year, period.last.year + 1)
    made = [m for y in years if (m := _of(y, number)) is not None]
    return next((m for m in made if _overlaps(period, m)), made[0] if made else None)


def _of(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _overlaps(period: Period, monday: date) -> bool:
    return monday <= period.last and monday + timedelta(days=6) >= period.first


def are_believed(mondays: Iterable[date], scope: Scope) -> bool:
    """Are these weeks of the year, not turns of a roster? `mondays`: those of the whole table."""
    period, listed = scope.period, list(mondays)
    if period is not None and period.is_week:  # the title of one of several weeks
        return all(abs(m - period.first) <= _AHEAD for m in listed)
    if period is not None and not all(_overlaps(period, m) for m in listed):
        return False
    if period is not None and period.last - period.first < _SEASON:
        return bool(listed)
    return any(scope.seen_on - _BEFORE <= m <= scope.seen_on + _AHEAD for m in listed)
