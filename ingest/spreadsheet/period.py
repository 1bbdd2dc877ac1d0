"""What a title, a sheet's name or a file's name says about when: a month, season, year, week.

Years are often stated once, above the table. A period with bounds ("geldig van 2 maart t/m
26 juni 2026") limits weekly rules; a season or a year only helps dates without a year.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from base.text import MONTHS

_SHORT = {
    **{name: n for n, name in enumerate(MONTHS, 1)},
    **{name[:3]: n for n, name in enumerate(MONTHS, 1)},
    "mrt": 3,
    "sept": 9,
    "january": 1,
    "february": 2,
    "march": 3,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "october": 10,
}
_MONTH = "(" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(20\d{2})"
_SEASONS = {
    "voorjaar": (3, 6), "lente": (3, 6), "zomer": (6, 9), "najaar": (9, 12), "herfst": (9, 12),
    "winter": (12, 3),
}  # fmt: skip
_BOTH = re.compile(
    rf"(\d{{1,2}})\s+{_MONTH}(?:\s+{_YEAR})?\s*(?:t\s?/\s?m|tot en met|tot|-|–|—)\s*"
    rf"(?:\w+\s)?(\d{{1,2}})\s+{_MONTH}(?:\s+{_YEAR})?"
)
_SAME_MONTH = re.compile(
    rf"(\d{{1,2}})\s*(?:t\s?/\s?m|tot en met|tot|-|–|"
    rf"—)\s*(?:\w+\s)?(\d{{1,2}})\s+{_MONTH}(?:\s+{_YEAR})?"
)
_NUMERIC = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](20\d{2})\s*(?:t\s?/\s?m|tot en met|tot|-|–|—)\s*"
    r"(\d{1,2})[-/.](\d{1,2})[-/.](20\d{2})"
)
_MONTHS_RANGE = re.compile(
    rf"\b{_MONTH}(?:\s+{_YEAR})?\s*(?:t\s?/\s?m|tot en met|tot|-|–|—|/|"
    rf"en)\s*{_MONTH}(?:\s+{_YEAR})?"
)
_ONE_MONTH = re.compile(rf"\b{_MONTH}(?:\s*['’]?{_YEAR})?")
_SEASON = re.compile(rf"(voorjaar|lente|zomer|najaar|herfst|winter)\w*(?:\W+{_YEAR})?")
_SCHOOL_YEAR = re.compile(r"\b(20\d{2})\s?[-/–]\s?(20\d{2}|\d{2})\b")
_WEEK = re.compile(rf"\bweek\s?(\d{{1,2}})\b(?:\W+{_YEAR})?")
_WEEK_OF = re.compile(
    rf"\bweek\s+(?:van(?:af)?\s+)?(?:\w+dag\s+)?(\d{{1,2}})\s+{_MONTH}(?:\s+{_YEAR})?"
)
_ANY_YEAR = re.compile(rf"\b{_YEAR}\b")
_NOT_ABOUT = re.compile(
    r"bijgewerkt|versie|afgedrukt|geprint|laatst gewijzigd|tarieven|opgesteld|stand per|datum:|"
    r"d\.d\."
)
_DAYS_IN_NAME = re.compile(r"[_\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`first` and `last` inclusive. `has_bounds`: days were stated, so rules end with it.

    `month` when it is one whole month. `is_week`: at most seven days.
    """

    first: date
    last: date
    has_bounds: bool = False
    month: int | None = None

    @property
    def is_week(self) -> bool:
        return (self.last - self.first).days < 7

    def holds(self, day: date, *, margin: int = 0) -> bool:
        around = timedelta(days=margin)
        return self.first - around <= day <= self.last + around


def find(text: str, *, seen_on: date, year: int | None = None) -> Period | None:
    """The period a text names, or None. `year` is what the sheet says elsewhere.

    Without any year the one that lies nearest to `seen_on`, coming rather than past.
    Lines about when the file was made ("laatst bijgewerkt 24-2-2026") say nothing.
    """
    text = _DAYS_IN_NAME.sub(" ", text.casefold()) if " " not in text else text.casefold()
    if _NOT_ABOUT.search(text):
        return None
    for reader in (_bounds, _week, _months, _season, _year):
        found = reader(text, seen_on, year)
        if found is not None:
            return found
    return None


def narrower(one: Period | None, other: Period | None) -> Period | None:
    """The more precise of two: a month within a year, stated days over a season."""
    if one is None or other is None:
        return one or other
    if one.has_bounds != other.has_bounds:
        return one if one.has_bounds else other
    return one if one.last - one.first <= other.last - other.first else other


def month_number(text: str) -> int | None:
    """The month that a text starts with ("mrt.", "maart 2026"), if it does."""
    found = re.match(_MONTH, text.strip().casefold())
    return _SHORT[found[1]] if found else None


def _bounds(text: str, seen_on: date, year: int | None) -> Period | None:
    if found := _NUMERIC.search(text):
        d1, m1, y1, d2, m2, y2 = (int(n) for n in found.groups())
        return _period(_date(y1, m1, d1), _date(y2, m2, d2), has_bounds=True)
    if found := _BOTH.search(text):
        first_month, last_month = _SHORT[found[2]], _SHORT[found[5]]
        last_year = int(found[6]) if found[6] else None
        first_year = int(found[3]) if found[3] else None
        if first_year is None:
            first_year = last_year or year or nearest_year(first_month, seen_on)
            if last_year is not None and first_month > last_month:
                first_year = last_year - 1
        if last_year is None:
            last_year = first_year + (last_month < first_month)
        return _period(
            _date(first_year, first_month, int(found[1])),
            _date(last_year, last_month, int(found[4])),
            has_bounds=True,
        )
    if found := _SAME_MONTH.search(text):
        month = _SHORT[found[3]]
        stated = int(found[4]) if found[4] else (year or nearest_year(month, seen_on))
        first, last = _date(stated, month, int(found[1])), _date(stated, month, int(found[2]))
        return _period(first, last, has_bounds=True)
    return None


def _week(text: str, seen_on: date, year: int | None) -> Period | None:
    if found := _WEEK_OF.search(text):
        month = _SHORT[found[2]]
        day = _date(
            int(found[3] or 0) or year or nearest_year(month, seen_on), month, int(found[1])
        )
        monday = day - timedelta(days=day.weekday()) if day else None
        return _period(monday, monday + timedelta(days=6), has_bounds=True) if monday else None
    found = _WEEK.search(text)
    if not found or not 1 <= int(found[1]) <= 53:
        return None
    stated = int(found[2]) if found[2] else (year or seen_on.year)
    try:
        monday = date.fromisocalendar(stated, int(found[1]), 1)
    except ValueError:
        return None
    return Period(first=monday, last=monday + timedelta(days=6), has_bounds=True)


def _months(text: str, seen_on: date, year: int | None) -> Period | None:
    if found := _MONTHS_RANGE.search(text):
        one, other = _SHORT[found[1]], _SHORT[found[3]]
        last_year = int(found[4]) if found[4] else None
        stated = int(found[2]) if found[2] else None
        if stated is None:
            fallback = last_year - (one > other) if last_year else None
            stated = fallback or year or nearest_year(one, seen_on)
        last_year = last_year or stated + (other < one)
        return _period(_date(stated, one, 1), _end_of(last_year, other), has_bounds=True)
    if found := _ONE_MONTH.search(text):
        if found[1] == "mei" and found.end() < len(text) and text[found.end()].isalpha():
            return None
        month = _SHORT[found[1]]
        any_year = _ANY_YEAR.search(text)
        stated = int(found[2]) if found[2] else (int(any_year[1]) if any_year else None)
        stated = stated or year or nearest_year(month, seen_on)
        return Period(
            first=date(stated, month, 1), last=_end_of(stated, month), has_bounds=True, month=month
        )
    return None


def _season(text: str, seen_on: date, year: int | None) -> Period | None:
    found = _SEASON.search(text)
    if not found or _in_school_year(text) is not None:
        return None
    one, other = _SEASONS[found[1]]
    any_year = _ANY_YEAR.search(text)
    stated = int(found[2]) if found[2] else (int(any_year[1]) if any_year else year)
    stated = stated or nearest_year(one, seen_on)
    return _period(date(stated, one, 1), _end_of(stated + (other < one), other), has_bounds=False)


def _year(text: str, seen_on: date, year: int | None) -> Period | None:
    del seen_on, year
    if (first := _in_school_year(text)) is not None:
        return Period(first=date(first, 8, 1), last=date(first + 1, 7, 31))
    found = _ANY_YEAR.search(text)
    if not found:
        return None
    return Period(first=date(int(found[1]), 1, 1), last=date(int(found[1]), 12, 31))


def _in_school_year(text: str) -> int | None:
    """The first year of "2026-2027"."""
    found = _SCHOOL_YEAR.search(text)
    is_next = found is not None and int(found[2][-2:]) == (int(found[1]) + 1) % 100
    return int(found[1]) if found is not None and is_next else None


def year_of(month: int | None, period: Period) -> int:
    """The year of a month within a period: the second of a season that turns the year.

    A month outside the season is of the year of the end that it lies nearest to.
    """
    first, last = period.first, period.last
    if month is None or month >= first.month or last.year == first.year:
        return first.year
    return first.year + (first.month - month > month - last.month)


def nearest_year(month: int, seen_on: date) -> int:
    """The year of a month that is neither long past nor far off."""
    return seen_on.year + (1 if month < seen_on.month - 4 else 0)


def _end_of(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _period(first: date | None, last: date | None, *, has_bounds: bool) -> Period | None:
    if first is None or last is None or last < first:
        return None
    return Period(first=first, last=last, has_bounds=has_bounds)
