"""A source's own rhythm."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.reading.schedule import LONGEST, SHORTEST, History, next_check

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wait(history: History) -> timedelta:
    return next_check(history, now=NOW) - NOW


@pytest.mark.parametrize(
    ("history", "hours"),
    [
        (History(), 4),
        (History(unchanged_count=3), 8),
        (History(unchanged_count=60), 24),
        (History(ttl=timedelta(hours=1)), 1),
        (History(ttl=timedelta(days=30)), 24),
        (History(ttl=timedelta(hours=1), by_hand=timedelta(hours=6)), 6),
        (History(fresh_for=timedelta(minutes=10)), 4),
        (History(fresh_for=timedelta(hours=6)), 6),
        (History(fresh_for=timedelta(days=9)), 24),
        (History(fresh_for=timedelta(hours=6), next_start=NOW + timedelta(hours=3)), 2),
        (History(failure_count=1), 0.25),
        (History(failure_count=3), 1),
        (History(failure_count=99), 24),
        (History(failure_count=1, retry_after=timedelta(hours=2)), 2),
        (History(next_start=NOW + timedelta(hours=3)), 2),
        (History(next_start=NOW + timedelta(minutes=50)), 4),
        (History(is_missing_soon=True), 0.75),
    ],
)
def test_the_rhythm_follows_the_source(history: History, hours: float) -> None:
    assert wait(history) == timedelta(hours=hours)


@given(
    st.builds(
        History,
        ttl=st.none() | st.timedeltas(),
        fresh_for=st.none() | st.timedeltas(),
        unchanged_count=st.integers(0, 10_000),
        failure_count=st.integers(0, 10_000),
        retry_after=st.none() | st.timedeltas(),
        next_start=st.none()
        | st.datetimes(
            min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
        ),
        is_missing_soon=st.booleans(),
    )
)
def test_no_source_is_forgotten_or_hammered(history: History) -> None:
    assert SHORTEST <= wait(history) <= LONGEST
