"""When something is over. Computed from its times, never stored as a fact about it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from snapshot.listing import When

# An end nobody gave stays unknown; this only says how long a list goes on showing the start.
SHOWN_WITHOUT_END = timedelta(hours=3)


def over_at(when: When) -> datetime:
    """The instant (UTC) from which it is past.

    All-day lasts until the midnight after its last day; without an end time it counts as
    past three hours after its start, or after its last day when it has one.
    """
    zone = ZoneInfo(when.zone)
    last = when.end_day or when.day
    if when.end_clock is not None:
        return datetime.combine(last, when.end_clock).replace(tzinfo=zone).astimezone(UTC)
    if when.clock is None or last > when.day:
        midnight = datetime.combine(last + timedelta(days=1), time.min)
        return midnight.replace(tzinfo=zone).astimezone(UTC)
    start = datetime.combine(when.day, when.clock).replace(tzinfo=zone).astimezone(UTC)
    return start + SHOWN_WITHOUT_END
