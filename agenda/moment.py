"""A moment as people write it: a local day, perhaps a clock time, in a named zone.

The wall time and the IANA zone name are the truth; the instant is derived, because an
offset cannot tell where next month's 19:00 falls. All-day is a day, not a midnight.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Moment:
    """`clock` is None for all-day. `zone` is an IANA name. Compare with `order_key`."""

    day: date
    clock: time | None = None
    zone: str = DEFAULT_ZONE

    @classmethod
    def at(cls, local: datetime, zone: str = DEFAULT_ZONE) -> "Moment":
        """From a naive wall-clock time in `zone` (its fold is kept)."""
        return cls(local.date(), local.time(), zone)

    @classmethod
    def of_instant(cls, instant: datetime, zone: str = DEFAULT_ZONE) -> "Moment":
        """From an aware time, as the clock in `zone` shows it."""
        local = instant.astimezone(ZoneInfo(zone))
        return cls(local.date(), local.time().replace(tzinfo=None, fold=local.fold), zone)

    @property
    def is_all_day(self) -> bool:
        return self.clock is None

    @property
    def local(self) -> datetime:
        """Naive wall time; midnight at the start of the day when all-day."""
        return datetime.combine(self.day, self.clock or time.min)

    @property
    def utc(self) -> datetime:
        """The instant, aware, in UTC.

        A time in the spring gap counts with the offset before it, so 02:30 becomes 03:30
        (RFC 5545 section 3.3.5); in the autumn fold the first of the two is meant unless
        the time carries fold=1. All-day is local midnight.
        """
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def order_key(self) -> tuple[datetime, bool]:
        return (self.utc, not self.is_all_day)

    def iso(self) -> str:
        """`2026-03-05` or `2026-03-05T10:00` (seconds only when there are any)."""
        if self.clock is None:
            return self.day.isoformat()
        timespec = "seconds" if self.clock.second else "minutes"
        return self.local.isoformat(timespec=timespec)

    def plus(self, delta: timedelta) -> "Moment":
        """The same wall clock, `delta` later (a day is a calendar day, not 24 hours)."""
        if self.clock is None:
            return Moment(self.day + delta, None, self.zone)
        return Moment.at(self.local + delta, self.zone)
