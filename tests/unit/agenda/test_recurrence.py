"""Rules and their exceptions into dates."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.draft import Draft, Override, Recurrence
from agenda.moment import Moment
from agenda.recurrence import LIMIT, TooManyDatesError, Window, expand
from agenda.status import EventStatus, Exclusion, WeekParity
from base.municipality import Holidays

SPRING = Window(first=date(2026, 3, 1), last=date(2026, 4, 30))


def at(month: int, day: int, hour: int = 19, *, year: int = 2026) -> Moment:
    return Moment(date(year, month, day), time(hour))


def weekly(**changes: object) -> Draft:
    rule = Recurrence(rrules=("FREQ=WEEKLY;BYDAY=TU",), **changes)  # type: ignore[arg-type]
    return Draft(key="k", title="Koor", start=at(3, 3), end=at(3, 3, 21), recurrence=rule)


def starts(draft: Draft, window: Window = SPRING, holidays: Holidays | None = None) -> list[str]:
    return [i.start.iso() for i in expand(draft, window, holidays).instances]


def test_a_weekly_rule_keeps_its_clock_across_dst() -> None:
    found = expand(weekly(), Window(first=date(2026, 3, 24), last=date(2026, 3, 31))).instances
    assert [i.start.utc.hour for i in found] == [18, 17]
    assert [i.end.iso() for i in found if i.end] == ["2026-03-24T21:00", "2026-03-31T21:00"]


def test_a_single_event_is_one_instance_with_a_lasting_name() -> None:
    draft = replace(weekly(), recurrence=None)
    assert [i.original for i in expand(draft, SPRING).instances] == ["single"]


def test_an_exdate_of_a_whole_day_removes_a_timed_slot() -> None:
    assert "2026-03-10T19:00" not in starts(weekly(exdates=(Moment(date(2026, 3, 10)),)))


def test_an_exdate_in_another_zone_removes_its_slot() -> None:
    exdate = Moment(date(2026, 3, 10), time(18), "UTC")
    assert "2026-03-10T19:00" not in starts(weekly(exdates=(exdate,)))


def test_until_in_utc_is_the_wall_time_of_the_start() -> None:
    rule = Recurrence(rrules=("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260317T180000Z",))
    assert starts(replace(weekly(), recurrence=rule))[-1] == "2026-03-17T19:00"


def test_a_start_outside_its_own_rule_is_the_first_date() -> None:
    rule = Recurrence(rrules=("FREQ=WEEKLY;BYDAY=FR;COUNT=2",))
    assert starts(replace(weekly(), recurrence=rule)) == [
        "2026-03-03T19:00",
        "2026-03-06T19:00",
        "2026-03-13T19:00",
    ]


def test_a_moved_occurrence_keeps_its_slot() -> None:
    moved = Override(original=at(3, 10), start=at(3, 11, 20))
    found = expand(weekly(overrides=(moved,)), SPRING).instances
    assert [(i.original, i.start.iso()) for i in found][1] == (
        "2026-03-10T19:00",
        "2026-03-11T20:00",
    )


def test_a_cancelled_occurrence_stays_as_cancelled() -> None:
    gone = Override(original=at(3, 10), status=EventStatus.CANCELLED)
    found = expand(weekly(overrides=(gone,)), SPRING).instances
    assert [i.status for i in found][:2] == [EventStatus.SCHEDULED, EventStatus.CANCELLED]


def test_this_and_future_moves_all_later_ones() -> None:
    later = Override(original=at(4, 7), start=at(4, 7, 20), this_and_future=True)
    hours = [i.start.local.hour for i in expand(weekly(overrides=(later,)), SPRING).instances]
    assert hours == [19, 19, 19, 19, 19, 20, 20, 20, 20]


def test_odd_weeks_are_not_every_second_week() -> None:
    turn = Window(first=date(2026, 12, 25), last=date(2027, 1, 15))
    assert starts(weekly(parity=WeekParity.ODD), turn) == ["2026-12-29T19:00", "2027-01-05T19:00"]


def test_school_holidays_are_left_out() -> None:
    holidays = Holidays(((date(2026, 4, 25), date(2026, 5, 3)),), frozenset())
    excluded = weekly(exclusions=frozenset({Exclusion.SCHOOL_HOLIDAYS}))
    assert starts(excluded, holidays=holidays)[-1] == "2026-04-21T19:00"


def test_one_school_holiday_by_name_is_left_out_and_the_others_are_not() -> None:
    may = ("mei", date(2026, 4, 25), date(2026, 5, 3))
    spring = ("voorjaar", date(2026, 2, 21), date(2026, 3, 22))
    holidays = Holidays((may[1:], spring[1:]), frozenset(), (may, spring))
    excluded = weekly(exclusions=frozenset({Exclusion.MAY_HOLIDAY}))
    assert starts(excluded, holidays=holidays)[-1] == "2026-04-21T19:00"
    assert "2026-03-10T19:00" in starts(excluded, holidays=holidays)


def test_29_february_comes_in_leap_years_only() -> None:
    born = replace(
        weekly(),
        start=at(2, 29, year=2024),
        end=None,
        recurrence=Recurrence(rrules=("FREQ=YEARLY",)),
    )
    assert starts(born, Window(first=date(2025, 1, 1), last=date(2029, 1, 1))) == [
        "2028-02-29T19:00"
    ]


def test_a_rule_per_second_is_cut() -> None:
    bomb = replace(weekly(), recurrence=Recurrence(rrules=("FREQ=SECONDLY",)))
    result = expand(bomb, SPRING)
    assert (len(result.instances), result.is_cut) == (LIMIT, True)


def test_a_rule_per_second_since_years_is_refused() -> None:
    bomb = replace(weekly(), start=at(1, 1, year=2010), end=None)
    with pytest.raises(TooManyDatesError):
        expand(replace(bomb, recurrence=Recurrence(rrules=("FREQ=SECONDLY",))), SPRING)


@given(st.integers(1, 4), st.sampled_from(["DAILY", "WEEKLY"]), st.integers(0, 60))
def test_a_later_window_gives_the_same_dates(interval: int, freq: str, offset: int) -> None:
    rule = Recurrence(rrules=(f"FREQ={freq};INTERVAL={interval}",))
    draft = replace(weekly(), recurrence=rule)
    whole = expand(draft, SPRING).instances
    first = date.fromordinal(SPRING.first.toordinal() + offset)
    part = expand(draft, Window(first=first, last=SPRING.last)).instances
    assert part == tuple(i for i in whole if i.start.day >= first)


def test_wall_times_are_naive() -> None:
    assert all(isinstance(i.start.local, datetime) for i in expand(weekly(), SPRING).instances)
