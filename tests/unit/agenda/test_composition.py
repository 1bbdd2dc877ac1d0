"""One activity out of what its sources say."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from agenda.corrections import Fix
from agenda.draft import Draft
from agenda.moment import Moment
from agenda.recurrence import Instance
from agenda.showing.composition import (
    CHANGE_PENDING,
    CONTRADICTION,
    OTHER_DATE,
    Given,
    Member,
    called_off,
    compose,
    said_at,
)
from agenda.showing.merging import Move
from agenda.status import Basis, EventStatus
from providers.places.place import Place, PlaceKind

SEEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def an_instance(day: int, hour: int | None = 10, **changes: object) -> Instance:
    start = Moment(date(2026, 3, day), time(hour) if hour is not None else None)
    instance = Instance(
        original=start.iso(), start=start, end=None, doors=None, status=EventStatus.SCHEDULED
    )
    return replace(instance, **changes)  # type: ignore[arg-type]


def a_member(event_id: int, *dates: Instance, **changes: object) -> Member:
    start = Moment(date(2026, 3, 3), time(10))
    member = Member(
        event_id=event_id,
        draft=Draft(key=str(event_id), title=f"Koffie {event_id}", start=start),
        place=Place(kind=PlaceKind.UNKNOWN),
        dates=dates,
        source=f"bron {event_id}",
        source_url="",
        basis=Basis.GIVEN,
        is_own=False,
        said_at=SEEN,
        seen_at=SEEN,
    )
    return replace(member, **changes)  # type: ignore[arg-type]


def test_the_organiser_speaks_first() -> None:
    composed = compose([a_member(1), a_member(2, is_own=True)])
    assert (composed.draft.title, composed.provenance[0]) == ("Koffie 2", Given("title", 2))


def test_who_changed_it_last_speaks_before_who_was_read_last() -> None:
    changed = a_member(1, said_at=said_at(2, SEEN))
    read_later = a_member(2, said_at=said_at(1, SEEN + timedelta(hours=1)))
    assert compose([read_later, changed]).draft.title == "Koffie 1"


def test_which_of_two_sources_is_read_first_on_a_day_does_not_show() -> None:
    early, late = said_at(1, SEEN), said_at(1, SEEN + timedelta(hours=1))
    for first, second in ((early, late), (late, early)):
        members = [a_member(2, source="a", said_at=first), a_member(1, source="b", said_at=second)]
        assert compose(members).draft.title == "Koffie 2"


def test_a_source_first_read_on_a_later_day_speaks_first() -> None:
    later = a_member(2, said_at=said_at(1, SEEN + timedelta(days=1)))
    assert compose([a_member(1, said_at=said_at(1, SEEN)), later]).draft.title == "Koffie 2"


def test_a_field_the_first_does_not_know_comes_from_the_next() -> None:
    first, second = a_member(1, is_own=True), a_member(2)
    second = replace(second, draft=replace(second.draft, price="gratis"))
    composed = compose([first, second])
    assert composed.draft.price == "gratis"
    assert Given("price", 2) in composed.provenance


def test_from_an_open_page_no_description_is_taken() -> None:
    draft = replace(a_member(1).draft, description="Hun tekst.", price="gratis")
    composed = compose([a_member(1, draft=draft, basis=Basis.OPEN_PAGE)])
    assert (composed.draft.description, composed.draft.price) == ("", "gratis")


def test_doors_and_start_of_two_sources_are_one_date() -> None:
    composed = compose([a_member(1, an_instance(3, 20)), a_member(2, an_instance(3, 19))])
    assert [d.members for d in composed.dates] == [
        frozenset({"1:2026-03-03T20:00", "2:2026-03-03T19:00"})
    ]


def test_two_times_of_one_source_stay_two_dates() -> None:
    composed = compose([a_member(1, an_instance(3, 10), an_instance(3, 14))])
    assert [d.start.local.hour for d in composed.dates] == [10, 14]


def test_a_series_and_a_single_date_share_their_day() -> None:
    series = a_member(1, an_instance(3), an_instance(10), is_own=True)
    single = a_member(2, an_instance(10, original="single"))
    composed = compose([single, series])
    assert [len(d.members) for d in composed.dates] == [1, 2]


def test_a_timed_reading_says_more_than_all_day() -> None:
    composed = compose(
        [a_member(1, an_instance(3, None), is_own=True), a_member(2, an_instance(3))]
    )
    assert [d.start.iso() for d in composed.dates] == ["2026-03-03T10:00"]


def test_an_end_comes_from_whoever_knows_it() -> None:
    end = Moment(date(2026, 3, 3), time(12))
    composed = compose([a_member(1, an_instance(3)), a_member(2, an_instance(3, end=end))])
    assert composed.dates[0].end == end


def test_one_cancels_and_another_does_not() -> None:
    gone = an_instance(3, status=EventStatus.CANCELLED)
    (shown,) = compose([a_member(1, gone, is_own=True), a_member(2, an_instance(3))]).dates
    assert (shown.status, shown.warning) == (EventStatus.CANCELLED, CONTRADICTION)


def test_all_cancel() -> None:
    gone = an_instance(3, status=EventStatus.CANCELLED)
    (shown,) = compose([a_member(1, gone), a_member(2, gone)]).dates
    assert (shown.status, shown.warning) == (EventStatus.CANCELLED, "")


def test_a_change_that_waits_is_a_warning() -> None:
    (shown,) = compose([a_member(1, an_instance(3), is_pending=True)]).dates
    assert shown.warning == CHANGE_PENDING


def test_what_staff_corrected_outranks_every_source() -> None:
    fixed = a_member(2, fixes=(Fix("title", "Thee"), Fix("price", None)))
    first = a_member(1, is_own=True)
    first = replace(first, draft=replace(first.draft, price="3 euro"))
    composed = compose([first, fixed])
    assert (composed.draft.title, composed.draft.price) == ("Thee", None)
    assert Given("title", 2, is_corrected=True) in composed.provenance


def test_staff_cancels_one_date_of_a_series() -> None:
    gone = Fix("status", "cancelled", "2026-03-10T10:00")
    series = a_member(1, an_instance(3), an_instance(10), fixes=(gone,))
    other = a_member(2, an_instance(10, original="single"), is_own=True)
    assert [(d.status, d.warning) for d in compose([series, other]).dates] == [
        (EventStatus.SCHEDULED, ""),
        (EventStatus.CANCELLED, ""),
    ]


def test_staff_says_that_it_goes_on_after_all() -> None:
    gone = an_instance(3, status=EventStatus.CANCELLED)
    fixed = a_member(1, an_instance(3), fixes=(Fix("status", "scheduled"),))
    (shown,) = compose([fixed, a_member(2, gone)]).dates
    assert (shown.status, shown.warning) == (EventStatus.SCHEDULED, "")


def test_staff_moves_a_date_and_its_end_moves_along() -> None:
    end = Moment(date(2026, 3, 3), time(12))
    moved = Fix("start", "2026-03-05T14:00", "single")
    fixed = a_member(1, an_instance(3, original="single", end=end), fixes=(moved,))
    (shown,) = compose([fixed, a_member(2, an_instance(3, original="single"))]).dates
    assert (shown.start.iso(), shown.status) == ("2026-03-05T14:00", EventStatus.MOVED)
    assert shown.end == Moment(date(2026, 3, 5), time(16))


def test_a_date_moved_at_one_source_is_one_date_with_a_warning() -> None:
    new, old = an_instance(5, original="single"), an_instance(3, original="single")
    move = Move(mover=2, other=1, day=date(2026, 3, 3), is_contested=True)
    (shown,) = compose([a_member(1, old, is_own=True), a_member(2, new)], [move]).dates
    assert (shown.start.day.day, shown.warning) == (5, OTHER_DATE)


def test_a_moved_date_of_a_series_takes_the_single_date_along() -> None:
    moved = an_instance(5, original="2026-03-03T10:00", status=EventStatus.MOVED)
    series = a_member(1, moved, an_instance(10))
    single = a_member(2, an_instance(3, original="single"), is_own=True)
    dates = compose([series, single]).dates
    assert [(d.start.day.day, len(d.members)) for d in dates] == [(5, 2), (10, 1)]


def test_a_series_that_changed_its_day_at_one_source_shows_the_new_days() -> None:
    new = a_member(2, an_instance(4), an_instance(11))
    old = a_member(1, an_instance(3), an_instance(10), is_own=True)
    move = Move(mover=2, other=1, is_contested=True)
    dates = compose([old, new], [move]).dates
    assert [(d.start.day.day, d.warning) for d in dates] == [(4, OTHER_DATE), (11, OTHER_DATE)]


def test_what_the_organiser_took_away_counts_as_cancelled() -> None:
    organiser, collector = a_member(1, an_instance(3), is_own=True), a_member(2, an_instance(3))
    shown = compose([collector, *called_off([collector], [organiser])])
    assert [(d.status, d.warning) for d in shown.dates] == [(EventStatus.CANCELLED, CONTRADICTION)]
    assert shown.draft.title == "Koffie 2"


def test_what_the_organiser_put_on_anew_is_not_called_off() -> None:
    again = a_member(3, an_instance(3), is_own=True)
    assert called_off([again], [a_member(1, an_instance(3), is_own=True)]) == []


def test_a_date_the_organiser_leaves_out_is_cancelled_where_another_still_has_it() -> None:
    out = (an_instance(10, status=EventStatus.CANCELLED), an_instance(17))
    organiser = a_member(1, an_instance(3), is_own=True, left_out=out)
    collector = a_member(2, an_instance(3), an_instance(10))
    assert [(d.start.day.day, d.status) for d in compose([organiser, collector]).dates] == [
        (3, EventStatus.SCHEDULED),
        (10, EventStatus.CANCELLED),
    ]
