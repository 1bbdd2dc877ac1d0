"""Single days, lists and ranges of days into readings."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from agenda.draft import Recurrence
from agenda.dutch import clocks
from agenda.dutch.frame import Frame, maybe, moment
from agenda.dutch.group import Group
from agenda.dutch.phrases import Days
from agenda.dutch.reading import Reading
from agenda.dutch.sessions import Session
from agenda.moment import Moment
from base.text import DAYS

_LONGEST_DAILY = 31


def of_days(group: Group, frame: Frame) -> Iterator[Reading]:
    """A reading per session; nothing when the group names no day of an event."""
    phrases = group.days or ([group.since] if isinstance(group.since, Days) else [])
    if not phrases:
        return
    if not group.days and group.since is not None:
        frame.doubt("start", "Er staat “vanaf”: is dit één keer, of begint er een reeks?")
    elif group.since is not None and group.since in group.days:
        frame.doubt("start", "Hier begint iets: is dit één keer, of een reeks?")
    _check(group, frame)
    dayparts = {d.daypart for p in phrases for d in p.days if d.daypart}
    sessions = frame.sessions(group, dayparts.pop() if len(dayparts) == 1 else None)
    if group.until is not None:
        yield from _to_last_day(group, phrases, sessions, frame)
        return
    days = _days(phrases, sessions, frame)
    if isinstance(days, tuple):
        yield _over_days(days, frame)
        return
    gone = _left_out(group, days, frame)
    days = [d for d in days if d not in gone]
    if group.count is not None and len(days) != group.count:
        frame.doubt("recurrence", f"Er staat {group.count}, maar er zijn {len(days)} datums.")
    if not days:
        yield Reading(start=None)
        return
    for session in sessions:
        yield _reading(days, session, frame.zone)


def _check(group: Group, frame: Frame) -> None:
    """What stands beside the days and does not belong to single days."""
    if group.parity or group.interval:
        frame.doubt("recurrence", "Er staat een herhaling bij, maar geen vaste weekdag.")
    if group.months and any(m.is_range for m in group.months):
        frame.doubt("recurrence", "Er staan ook maanden bij.")
    if group.weekday is not None:
        found = [d for p in group.days for d in frame.calendar(p)]
        if any(d.weekday() != group.weekday for d in found):
            frame.doubt("start", f"De datum is geen {DAYS[group.weekday]}.")


def _days(
    phrases: Sequence[Days], sessions: Sequence[Session], frame: Frame
) -> list[date] | tuple[date, date]:
    """Separate days, or the first and last of a range that is one whole."""
    found: list[date] = []
    for phrase in phrases:
        days = frame.calendar(phrase)
        if not days:
            continue
        if "-" not in phrase.joins:
            found += days
            continue
        if phrase.is_open:
            frame.doubt("end", "Hoort de dag na “tot” er zelf ook bij?")
        has_times = sessions[0].start is not None
        if len(days) == 2 and len(phrases) == 1 and not has_times:
            return days[0], days[-1]
        if has_times and any(s.end is None or s.end > 1440 for s in sessions):
            frame.doubt("end", "Geldt de tijd voor elke dag, of alleen voor de eerste?")
        found += _each_day(days, phrase.joins, frame)
    return list(dict.fromkeys(found))


def _each_day(days: Sequence[date], joins: Sequence[str], frame: Frame) -> list[date]:
    found = [days[0]]
    for join, day in zip(joins, days[1:], strict=True):
        length = (day - found[-1]).days
        if join == "-" and 0 < length <= _LONGEST_DAILY:
            found += [found[-1] + timedelta(days=n) for n in range(1, length)]
        elif join == "-":
            frame.doubt("recurrence", "Op welke dagen van deze periode is het?")
        found.append(day)
    return found


def _left_out(group: Group, days: Sequence[date], frame: Frame) -> set[date]:
    items = [i for e in group.exceptions for i in e.items]
    if any(not isinstance(i, Days) for i in items):
        frame.doubt("recurrence", "Er staat een uitzondering bij losse datums.")
    found = {d for i in items if isinstance(i, Days) for d in frame.calendar(i)}
    if not found <= set(days):
        frame.doubt("start", "Er staat ook een dag waarop het niet is.")
    return found


def _over_days(days: tuple[date, date], frame: Frame) -> Reading:
    if days[1] <= days[0]:
        frame.doubt("end", "De laatste dag is niet na de eerste.")
    return Reading(start=Moment(days[0], None, frame.zone), end=Moment(days[1], None, frame.zone))


def _to_last_day(
    group: Group, phrases: Sequence[Days], sessions: Sequence[Session], frame: Frame
) -> Iterator[Reading]:
    """`6 maart 19.00 uur t/m 8 maart 15.00 uur`: one event over days."""
    first = frame.calendar(phrases[0])
    last = frame.calendar(group.until) if isinstance(group.until, Days) else ()
    if len(phrases) > 1 or len(first) != 1 or len(last) != 1 or len(sessions) > 1:
        frame.doubt("end", "Het is niet duidelijk welke dagen bedoeld zijn.")
    session = sessions[0]
    if not first or not last:
        yield Reading(start=None)
        return
    end_minutes = None
    if group.closing is not None:
        try:
            end_minutes, _ = clocks.resolve(group.closing, None)
        except clocks.Unclear as unclear:
            frame.doubt("end", str(unclear))
    if session.end is not None or (session.start is None) != (end_minutes is None):
        frame.doubt("end", "Geldt de tijd voor elke dag, of voor het geheel?")
    if last[0] <= first[0]:
        frame.doubt("end", "De laatste dag is niet na de eerste.")
    yield Reading(
        start=moment(first[0], session.start, frame.zone),
        end=moment(last[0], end_minutes, frame.zone),
        doors=maybe(first[0], session.doors, frame.zone),
    )


def _reading(days: Sequence[date], session: Session, zone: str) -> Reading:
    first, *others = days
    rdates = tuple(moment(d, session.start, zone) for d in others)
    return Reading(
        start=moment(first, session.start, zone),
        end=maybe(first, session.end, zone),
        doors=maybe(first, session.doors, zone),
        recurrence=Recurrence(rdates=rdates) if rdates else None,
    )
