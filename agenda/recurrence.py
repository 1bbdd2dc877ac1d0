"""A rule, its exceptions and a window into dated instances.

The window comes first: history is never expanded to throw it away again. Everything is
done in wall time of the start's zone, because "every Tuesday 19:00" keeps its clock across
a change of offset (RFC 5545 section 3.3.10); an UNTIL in UTC is turned into that wall time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from agenda.draft import Draft, Override, Recurrence
from agenda.moment import Moment
from agenda.status import EventStatus, Exclusion, WeekParity
from base.municipality import Holidays

LIMIT = 1_000
_SCAN_LIMIT = 20_000
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SINGLE = "single"


class TooManyDatesError(ValueError):
    """A rule that makes more dates than an activity can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Local days, both inclusive."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One date. `original` is its slot: ISO wall time, or "single" when nothing repeats.

    `title` and `venue` are None where the series' own hold.
    """

    original: str
    start: Moment
    end: Moment | None
    doors: Moment | None
    status: EventStatus
    title: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """`is_cut`: there were more dates than are read of one activity (LIMIT)."""

    instances: tuple[Instance, ...]
    is_cut: bool = False


def expand(draft: Draft, window: Window, holidays: Holidays | None = None) -> Expansion:
    """The dates of `draft` that start in `window`, in order. Pure.

    Raises ValueError when a rule cannot be understood (TooManyDatesError when it is a rule
    per second); readers ask `rule_trouble` beforehand.
    """
    rule = draft.recurrence
    if rule is None:
        inside = window.holds(draft.start.day)
        return Expansion((_instance(draft, draft.start, SINGLE, None),) if inside else ())
    overrides = {_slot(o.original, draft): o for o in rule.overrides if not o.this_and_future}
    later = sorted((o for o in rule.overrides if o.this_and_future), key=lambda o: o.original.local)
    slots = list(islice(_slots(draft, rule, window, holidays), LIMIT + 1))
    made = [
        _instance(draft, slot, slot.iso(), overrides.pop(slot.iso(), None) or _latest(later, slot))
        for slot in slots[:LIMIT]
    ]
    # An override whose slot the rule does not give, or moved in from outside the window.
    made += [_instance(draft, o.original, slot, o) for slot, o in overrides.items() if o.start]
    by_slot = {i.original: i for i in made if window.holds(i.start.day)}
    ordered = sorted(by_slot.values(), key=lambda i: i.start.order_key)
    return Expansion(tuple(ordered), is_cut=len(slots) > LIMIT)


def rule_trouble(text: str, start: Moment) -> str | None:
    """Why a rule cannot be an activity's (Dutch, for in a sentence); None when it can."""
    parts = _parts(text)
    if parts.get("FREQ") in ("SECONDLY", "MINUTELY"):
        return "elke seconde of minuut"
    try:
        if not _can_occur(parts):
            return "die datum bestaat niet"
        if "UNTIL" in parts:
            _wall_until(parts["UNTIL"], start)
        next(iter(_rule(text, start)), None)
    except (ValueError, KeyError, OverflowError, TypeError):
        return f"“{text[:60]}” is geen regel"
    return None


def _slots(
    draft: Draft, rule: Recurrence, window: Window, holidays: Holidays | None
) -> Iterator[Moment]:
    """Slots in the window by start, without exceptions, each once, in order."""
    dropped = {_slot(m, draft) for m in rule.exdates if not m.is_all_day}
    dropped_days = {m.day for m in rule.exdates if m.is_all_day}
    is_first = window.holds(draft.start.day) and not _is_over(rule, draft.start)
    wanted: set[datetime] = {draft.start.local} if is_first else set()
    wanted |= {_in_zone(m, draft) for m in rule.rdates if window.holds(m.day)}
    for text in rule.rrules:
        wanted |= set(_by_rule(text, draft, window))
    for text in rule.exrules:
        wanted -= set(_by_rule(text, draft, window))
    for local in sorted(wanted):
        slot = _moment(draft, local)
        if slot.iso() in dropped or slot.day in dropped_days:
            continue
        if _is_allowed(slot.day, rule, holidays):
            yield slot


def _is_over(rule: Recurrence, start: Moment) -> bool:
    """Every rule ended before it began: so programs delete a series from its first date on."""
    untils = [_wall_until(_parts(text)["UNTIL"], start) for text in rule.rrules if "UNTIL" in text]
    if not rule.rrules or rule.rdates or len(untils) < len(rule.rrules):
        return False
    return all(until < start.local for until in untils)


def _by_rule(text: str, draft: Draft, window: Window) -> list[datetime]:
    """Wall times of one rule in the window, at most LIMIT + 1 of them.

    Raises TooManyDatesError when the rule makes so many before the window that it cannot
    mean an activity (a rule per second).
    """
    home, zone = draft.start.zone, draft.recurrence.zone if draft.recurrence else None
    start = Moment.of_instant(draft.start.utc, zone) if zone else draft.start
    until = _wall_until(_parts(text)["UNTIL"], start) if "UNTIL" in _parts(text) else None
    found: list[datetime] = []
    for scanned, made in enumerate(_rule(text, _near(text, start, window))):
        local = Moment.of_instant(Moment.at(made, zone).utc, home).local if zone else made
        if local.date() > window.last or len(found) > LIMIT or (until and made > until):
            break
        if scanned > _SCAN_LIMIT:
            raise TooManyDatesError(text)
        if local.date() >= window.first:
            found.append(local)
    return found


def _near(text: str, start: Moment, window: Window) -> Moment:
    """A later start that gives the same dates in the window: history is not walked through."""
    parts = _parts(text)
    length = {"DAILY": 1, "WEEKLY": 7}.get(parts.get("FREQ", ""))
    if length is None or "COUNT" in parts:
        return start
    step = length * int(parts.get("INTERVAL", "1"))
    skipped = (window.first - start.day).days // step - 1
    return start.plus(timedelta(days=step * skipped)) if skipped > 0 and step > 0 else start


def _rule(text: str, start: Moment) -> rrule:
    """The rule without its UNTIL, which may be a date or in UTC and is held against wall time.

    Raises ValueError for what is no rule, or would never end making nothing.
    """
    parts = _parts(text)
    parts.pop("UNTIL", None)
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN":  # RFC 7529: other calendars
        raise ValueError(text)
    parts.pop("SKIP", None)
    if int(parts.get("INTERVAL", "1")) < 1 or int(parts.get("COUNT", "1")) < 1:
        raise ValueError(text)
    if not _can_occur(parts):
        raise ValueError(text)
    made = rrulestr(
        ";".join(f"{name}={value}" for name, value in parts.items()),
        dtstart=start.local,
        cache=False,
    )
    if not isinstance(made, rrule):
        raise ValueError(text)  # "RRULE:…" of several lines
    return made


def _parts(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)


def _can_occur(parts: Mapping[str, str]) -> bool:
    """Some day of some month fits; a rule for 30 February would be sought for ever."""
    if parts["FREQ"] in ("HOURLY", "MINUTELY", "SECONDLY") and any(
        name in parts for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
    ):
        return False
    days = [abs(int(d)) for d in parts.get("BYMONTHDAY", "1").split(",")]
    months = [int(m) for m in parts.get("BYMONTH", "1").split(",")]
    lengths = [_LENGTHS[month - 1] for month in months if 1 <= month <= len(_LENGTHS)]
    return any(1 <= day <= length for day in days for length in lengths)


def _wall_until(until: str, start: Moment) -> datetime:
    if start.is_all_day:
        until = until[:8]
    if "T" not in until:
        return datetime.combine(datetime.strptime(until, "%Y%m%d").date(), time.max)
    if not until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%S")
    instant = datetime.strptime(until + "+0000", "%Y%m%dT%H%M%SZ%z")
    return Moment.of_instant(instant, start.zone).local


# What a municipality's holidays.json calls them.
_NAMES = {
    Exclusion.AUTUMN_HOLIDAY: "herfst",
    Exclusion.CHRISTMAS_HOLIDAY: "kerst",
    Exclusion.SPRING_HOLIDAY: "voorjaar",
    Exclusion.MAY_HOLIDAY: "mei",
    Exclusion.SUMMER_HOLIDAY: "zomer",
}


def _is_allowed(day: date, rule: Recurrence, holidays: Holidays | None) -> bool:
    if rule.parity is not None:
        is_odd = day.isocalendar().week % 2 == 1
        if is_odd != (rule.parity is WeekParity.ODD):
            return False
    if holidays is None:
        return True
    if Exclusion.SCHOOL_HOLIDAYS in rule.exclusions and holidays.is_school_holiday(day):
        return False
    if any(holidays.is_in(_NAMES[e], day) for e in rule.exclusions if e in _NAMES):
        return False
    return not (Exclusion.PUBLIC_HOLIDAYS in rule.exclusions and day in holidays.public)


def _instance(draft: Draft, slot: Moment, original: str, change: Override | None) -> Instance:
    start, end = slot, None
    if change and change.start and change.this_and_future:
        start = _shifted(slot, change, draft)
        end = _follow(change.start, change.end, start)
    elif change and change.start:
        start, end = change.start, change.end
    elif draft.recurrence and draft.recurrence.date_ends:
        end = dict(_date_ends(draft.recurrence, draft)).get(original)
    status = (change.status if change else None) or draft.status
    return Instance(
        original=original,
        start=start,
        end=end or _follow(draft.start, draft.end, start),
        doors=_follow(draft.start, draft.doors, start),
        status=status,
        title=change.title if change else None,
        venue=change.venue if change else None,
    )


def _date_ends(rule: Recurrence, draft: Draft) -> Iterator[tuple[str, Moment]]:
    for when, end in zip(rule.rdates, rule.date_ends, strict=False):
        if end is not None:
            yield _slot(when, draft), end


def _follow(start: Moment, other: Moment | None, moved: Moment) -> Moment | None:
    """`other` as far from `moved` as it was from `start`, by the wall clock."""
    if other is None:
        return None
    return (
        Moment.at(moved.local + (other.local - start.local), moved.zone)
        if not (other.is_all_day)
        else Moment(moved.day + (other.day - start.day), None, moved.zone)
    )


def _shifted(slot: Moment, change: Override, draft: Draft) -> Moment:
    """A later slot moved as far as the override moved its own (RANGE=THISANDFUTURE).

    By the clock that the rule runs by.
    """
    if change.start is None:
        return slot
    if slot.is_all_day or change.start.is_all_day:
        return slot.plus(timedelta(days=(change.start.day - change.original.day).days))
    zone = (draft.recurrence.zone if draft.recurrence else None) or slot.zone
    moved, replaced, here = (
        Moment.of_instant(moment.utc, zone).local
        for moment in (change.start, change.original, slot)
    )
    return Moment.of_instant(Moment.at(here + (moved - replaced), zone).utc, slot.zone)


def _latest(later: list[Override], slot: Moment) -> Override | None:
    return next((o for o in reversed(later) if o.original.local <= slot.local), None)


def _moment(draft: Draft, local: datetime) -> Moment:
    if draft.start.is_all_day:
        return Moment(local.date(), None, draft.start.zone)
    return Moment.at(local, draft.start.zone)


def _in_zone(moment: Moment, draft: Draft) -> datetime:
    """The wall time of `moment` in the zone of the start; a bare date takes its clock."""
    if draft.start.is_all_day:
        return datetime.combine(moment.day, time.min)
    if moment.clock is None:
        return datetime.combine(moment.day, draft.start.clock or time.min)
    if moment.zone == draft.start.zone:
        return moment.local
    return Moment.of_instant(moment.utc, draft.start.zone).local


def _slot(moment: Moment, draft: Draft) -> str:
    return _moment(draft, _in_zone(moment, draft)).iso()
