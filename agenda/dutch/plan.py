"""A rule of the calendar while it is put together, and what becomes of it in RFC 5545."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from agenda.draft import Recurrence
from agenda.dutch import words
from agenda.dutch.frame import moment
from agenda.status import Exclusion, WeekParity

_HORIZON = 800


@dataclass(slots=True)
class Plan:
    """A rule while it is put together."""

    pairs: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    is_daily: bool
    months: frozenset[int]
    parity: WeekParity | None
    weeks: int = 1
    since: date | None = None
    until: date | None = None
    exclusions: frozenset[Exclusion] = frozenset()
    left_out: tuple[date, ...] = ()
    count: int | None = None

    @property
    def is_monthly(self) -> bool:
        return bool(self.month_days) or any(ordinal for ordinal, _ in self.pairs)

    def holds(self, day: date) -> bool:
        """Is `day` one of the rule's, apart from interval and exceptions?"""
        if self.months and day.month not in self.months:
            return False
        if self.parity is not None:
            is_odd = day.isocalendar().week % 2 == 1
            if is_odd != (self.parity is WeekParity.ODD):
                return False
        if self.is_daily:
            return True
        if self.month_days:
            return day.day in self.month_days
        return any(w == day.weekday() and _is_nth(day, n) for n, w in self.pairs)

    def first(self, start: date) -> date | None:
        days = (start + timedelta(days=n) for n in range(_HORIZON))
        return next((d for d in days if self.holds(d)), None)


def _is_nth(day: date, ordinal: int) -> bool:
    if ordinal == 0:
        return True
    if ordinal > 0:
        return (day.day - 1) // 7 + 1 == ordinal
    return (monthrange(day.year, day.month)[1] - day.day) // 7 + 1 == -ordinal


def recurrence(plan: Plan, zone: str) -> Recurrence:
    return Recurrence(
        rrules=(_rrule(plan),),
        exdates=tuple(moment(d, None, zone) for d in plan.left_out),
        parity=plan.parity,
        exclusions=plan.exclusions,
    )


def _rrule(plan: Plan) -> str:
    if plan.is_daily:
        parts = ["FREQ=DAILY"]
    elif plan.month_days:
        parts = ["FREQ=MONTHLY", "BYMONTHDAY=" + ",".join(map(str, plan.month_days))]
    else:
        days = ",".join(f"{n or ''}{words.CODES[w]}" for n, w in plan.pairs)
        parts = ["FREQ=MONTHLY" if plan.is_monthly else "FREQ=WEEKLY", f"BYDAY={days}"]
    if plan.weeks > 1:
        parts.insert(1, f"INTERVAL={plan.weeks}")
    if plan.months:
        parts.append("BYMONTH=" + ",".join(map(str, sorted(plan.months))))
    if plan.until is not None:
        parts.append(f"UNTIL={plan.until:%Y%m%d}")
    elif plan.count is not None:
        parts.append(f"COUNT={plan.count}")
    return ";".join(parts)
