"""From when something counts as past."""

from datetime import UTC, date, datetime, time

import pytest

from snapshot.listing import When
from snapshot.passing import over_at

DAY, NEXT = date(2026, 3, 28), date(2026, 3, 29)  # the clocks go forward that night


@pytest.mark.parametrize(
    ("start", "end_day", "end", "expected"),
    [
        (time(10), DAY, time(12), datetime(2026, 3, 28, 11, tzinfo=UTC)),
        (time(10), None, None, datetime(2026, 3, 28, 12, tzinfo=UTC)),
        (None, None, None, datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (None, NEXT, None, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (time(23), NEXT, time(4), datetime(2026, 3, 29, 2, tzinfo=UTC)),
        (time(20), NEXT, None, datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_over_follows_the_local_clock(
    start: time | None, end_day: date | None, end: time | None, expected: datetime
) -> None:
    when = When(day=DAY, clock=start, end_day=end_day, end_clock=end, zone="Europe/Amsterdam")
    assert over_at(when) == expected
