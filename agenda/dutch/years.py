"""Which calendar days are meant: the year that is not written, and what contradicts.

The rule for a day without a year: the weekday beside it decides, among last year, this year
and the next two. Without a weekday it is the year that puts the day between 95 days before
and 270 days after the anchor, because an agenda looks forward; more than 45 days back is a
doubt. A feast ("Tweede Paasdag") is the next one. In a list or range each next day is later
than the one before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from agenda.dutch import feasts
from agenda.dutch.days import TYPO
from agenda.dutch.phrases import Day, Days
from base.text import DAYS, MONTHS

BACK, SURE_BACK, AHEAD = 95, 45, 270
FEAST_BACK = 14
_WEEKDAY_BACK = 270
_FAR = 3 * 366
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Resolved:
    """Calendar days in the order written, and Dutch reasons why they may be wrong."""

    days: tuple[date, ...]
    doubts: tuple[str, ...] = ()


def resolve(phrase: Days, anchor: date, period: tuple[date, date] | None = None) -> Resolved:
    """The calendar days of `phrase`; none when one of them does not exist."""
    chains = [_chain(phrase, year, anchor) for year in _years(phrase, anchor)]
    possible = [chain for chain in chains if chain]
    if not possible:
        return Resolved((), (f"De datum “{_shown(phrase.days)}” bestaat niet.",))
    right = [chain for chain in possible if not _contradiction(phrase, chain)]
    has_weekday = any(d.weekday is not None and not d.is_coming for d in phrase.days)
    back = FEAST_BACK if phrase.days[0].feast else BACK
    stated = _best(right or possible, anchor, period, back)
    chain = _once(phrase, stated)
    doubts = [d.doubt for d in phrase.days if d.doubt and d.doubt != TYPO]
    doubts += _typing_doubts(phrase, has_weekday=has_weekday and bool(right))
    if any(d.is_coming and not d.weeks and d.weekday == anchor.weekday() for d in phrase.days):
        doubts.append("Is dit vandaag, of over een week?")
    if not right:
        doubts.append(_contradiction(phrase, stated) or "")
    is_feast = phrase.days[0].feast is not None
    if len(chains) > 1 and not is_feast and not _in_period(chain, period):
        doubts += _distance_doubts(chain, anchor, has_weekday=has_weekday)
    if abs((chain[0] - anchor).days) > _FAR:
        doubts.append(f"Het jaar {chain[0].year} is ver weg.")
    if any(a >= b for a, b in pairwise(chain)):
        doubts.append("De datums staan niet op volgorde.")
    return Resolved(tuple(chain), tuple(doubts))


def _once(phrase: Days, chain: list[date]) -> list[date]:
    """`zondag 24 mei, Eerste Pinksterdag` is one day."""
    has_feast = any(d.feast for d in phrase.days) and "-" not in phrase.joins
    return list(dict.fromkeys(chain)) if has_feast else chain


def _years(phrase: Days, anchor: date) -> tuple[int, ...]:
    """The years the first day may fall in; one when it is stated or follows from the day."""
    first = phrase.days[0]
    stated = [(i, d) for i, d in enumerate(phrase.days) if d.year is not None]
    if not stated:
        is_fixed = first.day is None and first.feast is None
        return (anchor.year,) if is_fixed else tuple(anchor.year + n for n in (-1, 0, 1, 2))
    at, day = stated[0]
    earlier = phrase.days[:at]
    year = day.year or anchor.year
    # "10 november, 8 december en 12 januari 2027": the first two are of 2026.
    is_over = any((d.month or 0) >= (day.month or 0) + 6 for d in earlier)
    return (year - 1 if is_over else year,)


def _chain(phrase: Days, year: int, anchor: date) -> list[date]:
    """The days with the first in `year`, each next in its own year or the next one."""
    made: list[date] = []
    for day in phrase.days:
        if made and day.month and made[-1].month >= day.month + 6 and day.year is None:
            year = made[-1].year + 1
        try:
            made.append(_calendar(day, day.year or year, anchor))
        except ValueError:
            return []
    return made


def _calendar(day: Day, year: int, anchor: date) -> date:
    if day.ahead is not None:
        return anchor + timedelta(days=day.ahead)
    if day.is_coming and day.weekday is not None:
        if day.weeks:
            monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=day.weeks)
            return monday + timedelta(days=day.weekday)
        return anchor + timedelta(days=(day.weekday - anchor.weekday() - 1) % 7 + 1)
    if day.feast is not None:
        return feasts.day_of(day.feast, year)
    if day.ordinal is not None and day.month and day.weekday is not None:
        return nth_weekday(year, day.month, day.weekday, day.ordinal)
    return date(year, day.month or 0, day.day or 0)


def nth_weekday(year: int, month: int, weekday: int, ordinal: int) -> date:
    """The first … fifth or last (-1) weekday of a month. ValueError when there is none."""
    first = date(year, month, 1)
    days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * n) for n in range(5)]
    days = [d for d in days if d.month == month]
    if ordinal > len(days):
        raise ValueError(f"{year}-{month}: no {ordinal}th weekday {weekday}")
    return days[ordinal if ordinal < 0 else ordinal - 1]


def _contradiction(phrase: Days, chain: list[date]) -> str | None:
    """The weekday that does not fit its date, as a sentence, or None."""
    heading = phrase.days[0].weekday if phrase.is_all_weekdays else None
    is_list = len(chain) > 1 and all(d.weekday is None for d in phrase.days[1:])
    consecutive = is_list and all(b - a == timedelta(days=1) for a, b in pairwise(chain))
    if is_list and not consecutive and "-" not in phrase.joins:
        heading = phrase.days[0].weekday
    for day, real in zip(phrase.days, chain, strict=True):
        expected = day.weekday if day.weekday is not None else heading
        if expected is not None and not day.is_coming and real.weekday() != expected:
            is_name = DAYS[expected]
            return (
                f"{real.day} {MONTHS[real.month - 1]} {real.year} is geen {is_name} "
                f"maar een {DAYS[real.weekday()]}."
            )
    return None


def _best(
    chains: list[list[date]], anchor: date, period: tuple[date, date] | None, back: int
) -> list[date]:
    inside = [c for c in chains if _in_period(c, period)]
    near = [c for c in chains if -back <= (c[0] - anchor).days <= 365 - back]
    return (inside or near or sorted(chains, key=lambda c: abs((c[0] - anchor).days)))[0]


def _in_period(chain: list[date], period: tuple[date, date] | None) -> bool:
    return period is not None and period[0] <= chain[0] <= chain[-1] <= period[1]


def _typing_doubts(phrase: Days, *, has_weekday: bool) -> Iterator[str]:
    """A misspelt name is unambiguous when weekday and date agree, a doubt when not checked."""
    if any(d.doubt == TYPO for d in phrase.days) and not has_weekday:
        yield "Er lijkt een typefout in de datum te staan."


def _distance_doubts(chain: list[date], anchor: date, *, has_weekday: bool) -> Iterator[str]:
    away = (chain[0] - anchor).days
    if (has_weekday and away < -_WEEKDAY_BACK) or (
        not has_weekday and (away < -SURE_BACK or away > AHEAD)
    ):
        yield f"Het jaar staat er niet bij; {chain[0].year} is niet zeker."
    if (chain[-1] - chain[0]).days > _LONGEST:
        yield "De datums liggen erg ver uit elkaar."


def _shown(days: tuple[Day, ...]) -> str:
    return ", ".join(
        f"{d.day} {MONTHS[d.month - 1]}" if d.month and d.month <= 12 else f"{d.day}-{d.month}"
        for d in days
        if d.day
    )
