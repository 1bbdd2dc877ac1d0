"""Known days, times and rules, written in many ways and read back."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.draft import Draft
from agenda.dutch import Times, read_times, read_when
from agenda.dutch.words import CODES
from agenda.moment import Moment
from agenda.recurrence import Window, expand
from agenda.status import EventStatus, Exclusion, WeekParity
from base.text import DAYS, MONTHS

ANCHOR = date(2026, 2, 10)
SHORT_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec")
HOURS = (
    "twaalf",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
clocks = st.builds(time, st.integers(6, 23), st.sampled_from([0, 5, 15, 30, 45]))
WEEKLY = (
    "elke {name}",
    "iedere {name}",
    "wekelijks op {name}",
    "'s {name}s",
    "elke {short}.",
    "{name}",
)
RANGES = (
    "van {:%H.%M} tot {:%H.%M} uur",
    "{:%H:%M}-{:%H:%M}",
    "tussen {:%H.%M} en {:%H.%M} uur",
    "{:%H,%M} tot {:%H,%M} uur",
    "{:%H,%M} - {:%H,%M} u",
)


def spelled_days(day: date) -> list[str]:
    weekday, month = DAYS[day.weekday()], MONTHS[day.month - 1]
    short = f"{SHORT_DAYS[day.weekday()]} {day.day} {SHORT_MONTHS[day.month - 1]}"
    return [
        f"{weekday} {day.day} {month} {day.year}",
        f"{weekday.capitalize()} {day.day} {month.upper()} {day.year},",
        f"{short} {day.year}",
        f"{short}. '{day.year % 100:02d}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        f"op {weekday} de {day.day}e {month} {day.year}",
    ]


def spelled_clocks(clock: time) -> list[str]:
    return [
        f"{clock:%H.%M} uur",
        f"{clock:%H:%M}",
        f"{clock.hour}u{clock.minute:02d}",
        f"{clock:%H.%M}u",
        f"{clock.hour}:{clock.minute:02d} uur",
    ]


@given(days, clocks, st.data())
def test_a_day_and_a_time_are_read_back_from_every_spelling(
    day: date, clock: time, data: st.DataObject
) -> None:
    said = data.draw(st.sampled_from(spelled_days(day)))
    at = data.draw(st.sampled_from(spelled_clocks(clock)))
    joined = data.draw(st.sampled_from([" ", " om ", " | ", ", aanvang "]))
    text = said + joined + at
    (reading,) = read_when(text, anchor=day - timedelta(days=20))
    assert (reading.start, reading.doubts) == (Moment(day, clock), ()), text


@given(st.integers(-250, 600), st.integers(0, 365))
def test_without_a_year_the_weekday_decides(ahead: int, shift: int) -> None:
    anchor = ANCHOR + timedelta(days=shift)
    day = anchor + timedelta(days=ahead)
    said = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} 10.00 uur"
    (reading,) = read_when(said, anchor=anchor)
    if day.year <= anchor.year + 2 and not reading.doubts:
        assert reading.start == Moment(day, time(10)), said


@given(st.integers(-45, 269), st.integers(0, 700))
def test_without_year_and_weekday_the_nearest_ahead_is_meant(ahead: int, shift: int) -> None:
    anchor = ANCHOR + timedelta(days=shift)
    day = anchor + timedelta(days=ahead)
    (reading,) = read_when(f"{day.day} {MONTHS[day.month - 1]}, 10.00 uur", anchor=anchor)
    assert (reading.start, reading.doubts) == (Moment(day, time(10)), ())


@given(st.sampled_from(range(7)), clocks, st.sampled_from([30, 60, 90, 120]), st.data())
def test_a_weekly_rule_is_read_back(
    weekday: int, clock: time, minutes: int, data: st.DataObject
) -> None:
    name = DAYS[weekday]
    lead = data.draw(st.sampled_from(WEEKLY)).format(name=name, short=SHORT_DAYS[weekday])
    start = datetime.combine(ANCHOR, clock)
    end = start + timedelta(minutes=minutes)
    if end.date() != start.date():
        return
    times = data.draw(st.sampled_from(RANGES))
    text = f"{lead} {times.format(start, end)}"
    (reading,) = read_when(text, anchor=ANCHOR)
    first = ANCHOR + timedelta(days=(weekday - ANCHOR.weekday()) % 7)
    assert reading.doubts == (), text
    assert (reading.start, reading.end) == (Moment(first, clock), Moment(first, end.time()))
    assert reading.recurrence is not None
    assert reading.recurrence.rrules == (f"FREQ=WEEKLY;BYDAY={CODES[weekday]}",)


@given(st.integers(1, 4), st.sampled_from(range(7)), st.booleans())
def test_a_monthly_rule_is_read_back(ordinal: int, weekday: int, is_word: bool) -> None:
    name = ("eerste", "tweede", "derde", "vierde")[ordinal - 1] if is_word else f"{ordinal}e"
    text = f"elke {name} {DAYS[weekday]} van de maand 10.00 uur"
    (reading,) = read_when(text, anchor=ANCHOR)
    assert reading.recurrence is not None
    assert reading.recurrence.rrules == (f"FREQ=MONTHLY;BYDAY={ordinal}{CODES[weekday]}",)
    assert reading.start is not None
    assert (reading.start.day.day - 1) // 7 + 1 == ordinal
    assert reading.start.day.weekday() == weekday


@given(st.integers(7, 11), st.sampled_from(["ochtend", "middag", "avond"]))
def test_a_part_of_the_day_decides_between_morning_and_evening(hour: int, part: str) -> None:
    (reading,) = read_when(f"dinsdag{part} 3 maart om {HOURS[hour]} uur", anchor=ANCHOR)
    expected = {"ochtend": hour, "avond": hour + 12}.get(part)
    if expected is None:
        assert not reading.is_sure
    else:
        assert (reading.start, reading.doubts) == (Moment(date(2026, 3, 3), time(expected)), ())


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_when(text, anchor=ANCHOR)
    read_times(text)


WORDS = (
    *DAYS, *SHORT_DAYS, *MONTHS, *SHORT_MONTHS, "elke", "eerste", "laatste", "van", "tot",
    "t/m", "en", ",", "-", ":", "(", ")", ".", "\n", "31", "1", "29", "2026", "10.00",
    "25:99", "24 uur", "half", "kwart", "over", "voor", "niet", "op", "behalve", "m.u.v.",
    "vervalt", "gaat niet door", "verplaatst", "naar", "vanaf", "om de week", "even weken",
    "schoolvakanties", "feestdagen", "inloop", "zaal open", "start", "aanmelden", "uiterlijk",
    "van de maand", "4 bijeenkomsten", "Koningsdag", "morgen", "komende", "volgende week",
    "'s avonds", "dagelijks", "zomerstop",
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_words_of_the_grammar_in_any_order_are_read_without_an_error(
    chosen: list[str], anchor: date
) -> None:
    for reading in read_when(" ".join(chosen), anchor=anchor):
        assert reading.start is not None or reading.doubts
        assert all(doubt.reason for doubt in reading.doubts)


@pytest.mark.parametrize(
    "text", ["5, ", "elke dinsdag 10-12 uur 3 mei vervalt. ", "1/", "niet op ", "7-7-"]
)
def test_a_very_long_text_is_read_in_part_and_says_so(text: str) -> None:
    readings = read_when(text * (20_000 // len(text)), anchor=ANCHOR)
    assert readings[-1].start is None
    assert [d.reason for d in readings[-1].doubts] == [
        "De tekst is te lang: alleen de eerste 10.000 tekens zijn gelezen."
    ]


def test_the_day_of_summer_time_keeps_its_clock() -> None:
    (reading,) = read_when("zondag 29 maart 2026, 10.00-12.00 uur", anchor=ANCHOR)
    assert reading.start is not None
    assert f"{reading.start.utc:%H:%M}" == "08:00"


def test_29_february_without_a_year_is_the_leap_year() -> None:
    (reading,) = read_when("dinsdag 29 februari 10.00 uur", anchor=date(2027, 10, 1))
    assert (reading.start, reading.doubts) == (Moment(date(2028, 2, 29), time(10)), ())


def test_29_february_in_a_common_year_is_a_doubt_and_no_date() -> None:
    (reading,) = read_when("29 februari 2026, 10.00 uur", anchor=ANCHOR)
    assert reading.start is None
    assert [d.reason for d in reading.doubts] == ["De datum “29 februari” bestaat niet."]


def test_odd_weeks_are_adjacent_around_week_53() -> None:
    (reading,) = read_when("dinsdag in de oneven weken 10.00 uur", anchor=date(2026, 12, 20))
    assert reading.start == Moment(date(2026, 12, 29), time(10))
    assert reading.recurrence is not None
    assert reading.recurrence.parity is WeekParity.ODD
    draft = Draft(key="x", title="x", start=reading.start, recurrence=reading.recurrence)
    found = expand(draft, Window(first=date(2026, 12, 20), last=date(2027, 1, 25))).instances
    assert [i.start.day for i in found] == [
        date(2026, 12, 29),
        date(2027, 1, 5),
        date(2027, 1, 19),
    ]


def test_times_of_one_cell_belong_to_the_day_of_another() -> None:
    (reading,) = read_when("zaterdag 14 maart", anchor=ANCHOR)
    assert [d.about for d in reading.doubts] == ["time"]
    times = read_times("inloop 9.30, start 10 uur tot 12 uur")
    assert times == Times(start=time(10), end=time(12), doors=time(9, 30))
    assert times is not None
    day = date(2026, 3, 14)
    timed = reading.at(times)
    assert (timed.start, timed.end, timed.doors, timed.doubts) == (
        Moment(day, time(10)),
        Moment(day, time(12)),
        Moment(day, time(9, 30)),
        (),
    )


def test_one_school_holiday_is_held_and_asked() -> None:
    (reading,) = read_when("elke dinsdag 10.00 uur, niet in de kerstvakantie", anchor=ANCHOR)
    assert reading.recurrence is not None
    assert reading.recurrence.exclusions == {Exclusion.CHRISTMAS_HOLIDAY}
    assert [d.reason for d in reading.doubts] == [
        "Wij houden de schoolvakantie van de regio aan. Klopt dat?"
    ]


def test_what_is_left_out_stays_in_words_of_the_calendar() -> None:
    (reading,) = read_when(
        "elke maandag 10.00-11.00 uur, niet in schoolvakanties en op feestdagen", anchor=ANCHOR
    )
    assert reading.recurrence is not None
    assert reading.recurrence.exclusions == {
        Exclusion.SCHOOL_HOLIDAYS,
        Exclusion.PUBLIC_HOLIDAYS,
    }


def test_a_moved_date_keeps_where_it_was() -> None:
    (reading,) = read_when(
        "dinsdag 24 maart verplaatst naar dinsdag 31 maart 14.00 uur", anchor=ANCHOR
    )
    assert (reading.status, reading.previous_start, reading.start) == (
        EventStatus.MOVED,
        Moment(date(2026, 3, 24)),
        Moment(date(2026, 3, 31), time(14)),
    )


def test_the_deadline_stands_beside_the_date() -> None:
    text = "Zaterdag 14 maart 13.00 uur, aanmelden vóór 10 maart 12.00 uur"
    (reading,) = read_when(text, anchor=ANCHOR)
    assert (reading.start, reading.deadline, reading.doubts) == (
        Moment(date(2026, 3, 14), time(13)),
        Moment(date(2026, 3, 10), time(12)),
        (),
    )
    assert text[slice(*reading.span)] == reading.words


def test_the_period_of_the_source_gives_the_year() -> None:
    season = (date(2025, 9, 1), date(2026, 6, 30))
    (reading,) = read_when("5 november 20.00 uur", anchor=date(2026, 6, 1), period=season)
    assert (reading.start, reading.doubts) == (Moment(date(2025, 11, 5), time(20)), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dinsdag 4 maart 2026 10.00 uur", "4 maart 2026 is geen dinsdag maar een woensdag."),
        ("zaterdag 14 maart 16.00-14.00 uur", "Het einde “14.00” is vóór het begin."),
        ("zaterdag 14 maart 8 uur", "Is “8.00” 's ochtends of 's avonds?"),
        ("4 keer: 5, 12 en 19 maart 10.00 uur", "Er staat 4, maar er zijn 3 datums."),
    ],
)
def test_what_contradicts_is_a_doubt_in_plain_dutch(text: str, reason: str) -> None:
    (reading,) = read_when(text, anchor=ANCHOR)
    assert [d.reason for d in reading.doubts] == [reason]


def test_a_number_that_may_be_the_first_date_makes_a_rule_unsure() -> None:
    (reading,) = read_when("elke do 9:30-11:00 start 5-3", anchor=ANCHOR)
    assert [d.reason for d in reading.doubts] == ["Er staat “5” bij de regel."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "5-6, 19-6 en 3-7, telkens 14.00 uur",
            [date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 3)],
        ),
        ("22-9 en 6-10", [date(2026, 9, 22), date(2026, 10, 6)]),
        ("do 4-6, 18-6 en 2-7", [date(2026, 6, 4), date(2026, 6, 18), date(2026, 7, 2)]),
        ("8-9, 10-11 om 20.00 uur", [date(2026, 9, 8), date(2026, 11, 10)]),
        ("in juni op donderdag 4 en 18 van 10 tot 12 uur", [date(2026, 6, 4), date(2026, 6, 18)]),
        (
            "juni 2026, vrijdag 5, 12 en 19",
            [date(2026, 6, 5), date(2026, 6, 12), date(2026, 6, 19)],
        ),
    ],
)
def test_days_in_figures_or_behind_their_month_are_days(text: str, found: list[date]) -> None:
    (reading,) = read_when(text, anchor=ANCHOR)
    rest = reading.recurrence.rdates if reading.recurrence else ()
    assert reading.start is not None
    assert [m.day for m in (reading.start, *rest)] == found
    assert not [d for d in reading.doubts if d.about != "time"]


@pytest.mark.parametrize("text", ["9-12 en 13-16 uur", "10-16, 11-15 en 9-12"])
def test_hours_in_figures_are_no_days(text: str) -> None:
    assert read_when(text, anchor=ANCHOR) == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Helaas moeten wij de lezing van 5 juni annuleren", EventStatus.CANCELLED),
        ("We zijn genoodzaakt de bingo van 5 juni af te gelasten", EventStatus.SCHEDULED),
        ("Vrijdag 5 juni (dag na de feestdag) geen soos", EventStatus.CANCELLED),
        ("U moet zich voor 5 juni afzeggen", EventStatus.SCHEDULED),
    ],
)
def test_who_organises_it_calls_it_off(text: str, status: EventStatus) -> None:
    (reading,) = read_when(text, anchor=ANCHOR)
    assert (reading.status, reading.start and reading.start.day) == (status, date(2026, 6, 5))
