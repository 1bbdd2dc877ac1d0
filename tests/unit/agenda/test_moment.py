"""Wall time and zone are the truth; the instant is derived."""

from datetime import UTC, date, datetime, time, timedelta

from agenda.moment import Moment


def test_gap_time_uses_the_offset_before_it() -> None:
    moment = Moment(date(2026, 3, 29), time(2, 30))
    assert moment.utc == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_fold_time_is_the_first_of_two() -> None:
    moment = Moment(date(2026, 10, 25), time(2, 30))
    assert moment.utc == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_second_of_two_fold_times_survives_the_way_through_an_instant() -> None:
    instant = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert Moment.of_instant(instant).utc == instant


def test_a_day_later_keeps_the_wall_clock_across_dst() -> None:
    moment = Moment(date(2026, 3, 28), time(19, 0))
    assert moment.plus(timedelta(days=1)) == Moment(date(2026, 3, 29), time(19, 0))


def test_all_day_is_written_as_a_date() -> None:
    assert Moment(date(2026, 3, 5)).iso() == "2026-03-05"
