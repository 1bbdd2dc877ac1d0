"""English dates on sites in two languages, read by the Dutch grammar; and what stays Dutch."""

from datetime import date

import pytest

from agenda.dutch import Reading, read_when

ANCHOR = date(2026, 2, 20)


def brief(reading: Reading) -> str:
    assert reading.start is not None
    end = f" > {reading.end.iso()}" if reading.end else ""
    rule = "".join(f" {r}" for r in reading.recurrence.rrules) if reading.recurrence else ""
    more = f" +{len(reading.recurrence.rdates)}" if reading.recurrence and not rule else ""
    return f"{reading.start.iso()}{end}{rule}{more}{' ?' if reading.doubts else ''}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Thursday 5 March 2026, 7.30 pm", "2026-03-05T19:30"),
        ("Thu 5 Mar 7:30pm - 9pm", "2026-03-05T19:30 > 2026-03-05T21:00"),
        ("Thursday 5 March, 7-9pm", "2026-03-05T19:00 > 2026-03-05T21:00"),
        ("Friday 6 March, 11 - 1 pm", "2026-03-06T11:00 > 2026-03-06T13:00"),
        ("March 5, 2026 at 7:30 PM", "2026-03-05T19:30"),
        ("Saturday, February 28, 2026 12 p.m.", "2026-02-28T12:00"),
        ("5th of March 2026, 8 pm", "2026-03-05T20:00"),
        ("Tuesday 3, 10 and 17 March, 10 am", "2026-03-03T10:00 +2"),
        (
            "every Tuesday from 10 am to 12 pm",
            "2026-02-24T10:00 > 2026-02-24T12:00 FREQ=WEEKLY;BYDAY=TU",
        ),
        ("Wednesdays 2 pm", "2026-02-25T14:00 FREQ=WEEKLY;BYDAY=WE"),
        ("first Monday of the month at 7.30 pm", "2026-03-02T19:30 FREQ=MONTHLY;BYDAY=1MO"),
        (
            "from 3 March every Tuesday 10.00-12.00",
            "2026-03-03T10:00 > 2026-03-03T12:00 FREQ=WEEKLY;BYDAY=TU",
        ),
        ("Thursday 4 March 2026, 8 pm", "2026-03-04T20:00 ?"),
        ("donderdag 5 maart 19.30 uur\nThursday 5 March 7.30 pm", "2026-03-05T19:30"),
        ("donderdag 5 maart | Thursday 5 March 19:30", "2026-03-05T19:30"),
        ("Sunday Sessions, zo 8 maart 15.00 uur", "2026-03-08T15:00"),
        ("5 maart 7.30 pm", "2026-03-05T19:30"),
        ("18.02. 19.00 uur", "2026-02-18T19:00"),
        ("wo 18.02. 19.00 - 21.00 uur", "2026-02-18T19:00 > 2026-02-18T21:00"),
        ("ma 18.05. 19.00 uur", "2026-05-18T19:00"),
    ],
)
def test_an_english_date_is_read_as_the_dutch_one(text: str, read: str) -> None:
    assert list(dict.fromkeys(map(brief, read_when(text, anchor=ANCHOR)))) == [read]


@pytest.mark.parametrize(
    "text",
    [
        "Sunday Brunch 12.00",
        "Friday Night Jazz",
        "kosten 5 p.m.",
        "You may come",
        "18.05. 19.00 uur",
    ],
)
def test_what_may_be_no_date_is_none(text: str) -> None:
    assert read_when(text, anchor=ANCHOR) == ()
