"""A group of phrases into readings: what is shared by single days and rules."""

from collections.abc import Iterator
from dataclasses import replace

from agenda.draft import Doubt
from agenda.dutch import clocks, years
from agenda.dutch.dated import of_days
from agenda.dutch.frame import Frame, moment
from agenda.dutch.group import Group
from agenda.dutch.phrases import Days, Rule
from agenda.dutch.reading import Reading
from agenda.dutch.repeating import of_rule
from agenda.moment import Moment
from agenda.status import EventStatus


def readings(group: Group, frame: Frame) -> Iterator[Reading]:
    """One reading per session of the group; none when it says nothing of a day."""
    for about, reason in group.doubts:
        frame.doubt(about, reason)
    _take_weekday_from_anchor(group)
    for reading in list(of_rule(group, frame) if group.rules else of_days(group, frame)):
        yield _completed(reading, group, frame)


def _take_weekday_from_anchor(group: Group) -> None:
    """`om de twee weken, vanaf dinsdag 3 maart`: the day it starts on says which weekday."""
    days = [group.since] if isinstance(group.since, Days) else group.days
    if group.rules or group.interval is None or len(days) != 1:
        return
    if len(days[0].days) != 1 and days[0].joins != ("-",):
        return
    day = days[0].days[0]
    if day.weekday is not None and day.day is not None:
        first, last = days[0].first, days[0].last
        group.rules = [Rule(first=first, last=last, pairs=((0, day.weekday),), is_each=True)]
        group.since, group.days = days[0], []


def _completed(reading: Reading, group: Group, frame: Frame) -> Reading:
    """With its status, deadline and doubts; a cancelled day needs no time."""
    status = EventStatus.SCHEDULED
    if group.is_cancelled:
        status = EventStatus.CANCELLED
    elif group.is_moved:
        status = EventStatus.MOVED
    previous = _first(group.previous, frame)
    if status is EventStatus.SCHEDULED and _is_other_day(previous, reading):
        status = EventStatus.MOVED
    doubts = list(frame.doubts)
    if reading.start is None and not doubts:
        doubts.append(Doubt(about="start", reason="Hier is geen datum van te maken."))
    if reading.start is not None and reading.start.clock is None and not group.is_cancelled:
        doubts.append(NO_TIME)
    if reading.start is not None and not _exists(reading.start):
        doubts.append(Doubt(about="start", reason="Dit uur valt weg als de zomertijd begint."))
    return replace(
        reading,
        status=status,
        previous_start=previous,
        deadline=_deadline(group, frame),
        is_full=group.is_full,
        doubts=tuple(dict.fromkeys((*reading.doubts, *doubts))),
    )


def _is_other_day(previous: Moment | None, reading: Reading) -> bool:
    """ "29 april 20.00 uur (was 22 april)": moved, though that word is not there."""
    if previous is None or reading.start is None or reading.recurrence is not None:
        return False
    return previous.day != reading.start.day


def _exists(start: Moment) -> bool:
    return Moment.of_instant(start.utc, start.zone).local == start.local


NO_TIME = Doubt(about="time", reason="Er staat geen tijd bij.")


def _first(days: Days | None, frame: Frame) -> Moment | None:
    if days is None or not days.days:
        return None
    found = years.resolve(days, frame.anchor, frame.period).days
    return Moment(found[0], None, frame.zone) if found else None


def _deadline(group: Group, frame: Frame) -> Moment | None:
    day = _first(group.deadline, frame)
    if day is None or group.deadline_time is None:
        return day
    try:
        start, _ = clocks.resolve(group.deadline_time, None)
    except clocks.Unclear:
        return day
    return moment(day.day, start, frame.zone)
