"""What a reading is made in: the anchor, the zone, and the doubts that came up."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from agenda.draft import Doubt
from agenda.dutch import years
from agenda.dutch.clocks import as_time
from agenda.dutch.group import Group
from agenda.dutch.phrases import Days, Role
from agenda.dutch.sessions import Session, sessions
from agenda.moment import Moment


@dataclass(slots=True, kw_only=True)
class Frame:
    """`period`: when given, days without a year fall in it if they can."""

    anchor: date
    zone: str
    period: tuple[date, date] | None = None
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, about: str, reason: str) -> None:
        found = Doubt(about=about, reason=reason)
        if found not in self.doubts:
            self.doubts.append(found)

    def calendar(self, days: Days, *, about: str = "start") -> tuple[date, ...]:
        """The calendar days of a phrase; what is doubtful about them is noted."""
        if not days.days:
            return ()
        found = years.resolve(days, self.anchor, self.period)
        for reason in found.doubts:
            self.doubt(about, reason)
        return found.days

    def sessions(self, group: Group, daypart: str | None) -> tuple[Session, ...]:
        """The sessions on each day: at least one, without times when none are stated."""
        found = sessions(group.spans, group.tight_spans, daypart or group.daypart)
        for doubt in found.doubts:
            self.doubt(doubt.about, doubt.reason)
        if group.is_entrance and all(s.role is Role.DOORS and not s.end for s in group.spans):
            self.doubt("start", "Er staat wanneer de deur opengaat, geen begintijd.")
        return found.found or (Session(),)


def moment(day: date, minutes: int | None, zone: str) -> Moment:
    """`minutes` from the midnight that begins `day`; None is all-day."""
    if minutes is None:
        return Moment(day, None, zone)
    return Moment(day + timedelta(days=minutes // 1440), as_time(minutes), zone)


def maybe(day: date, minutes: int | None, zone: str) -> Moment | None:
    return None if minutes is None else moment(day, minutes, zone)
