"""What is asked first, what is one decision, how long it takes."""

from datetime import date, datetime, time, timedelta

import pytest

from agenda.curation.review import Urgency, Waiting, group_of, minutes, start_words, urgency
from agenda.status import ReviewKind

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("kind", "days", "is_public", "expected"),
    [
        (ReviewKind.CONTRADICTION, 40, True, Urgency.CONTRADICTION),
        (ReviewKind.NEW, 0, False, Urgency.SOON),
        (ReviewKind.NEW, 3, False, Urgency.SOON),
        (ReviewKind.NEW, 4, False, Urgency.LATER),
        (ReviewKind.CHANGE, 4, True, Urgency.PUBLIC),
        (ReviewKind.NEW, -1, False, Urgency.LATER),
    ],
)
def test_urgency_follows_kind_date_and_public(
    kind: ReviewKind, days: int, is_public: bool, expected: Urgency
) -> None:
    on = TODAY + timedelta(days=days)
    assert urgency(kind, urgent_on=on, is_public=is_public, today=TODAY) is expected


@pytest.mark.parametrize(
    ("days", "clock", "said"),
    [
        (0, time(14), "begint vandaag"),
        (0, time(13, 30), "vandaag, al begonnen"),
        (0, time(9), "vandaag, al begonnen"),
        (0, None, "begint vandaag"),
        (1, time(9), "begint morgen"),
        (2, None, "begint overmorgen"),
        (3, time(9), "begint over 3 dagen"),
    ],
)
def test_how_near_it_is_is_said_as_it_is(days: int, clock: time | None, said: str) -> None:
    now = datetime.combine(TODAY, time(13, 30))
    assert start_words(TODAY + timedelta(days=days), clock, now=now) == said


def test_without_a_date_it_is_public_or_later() -> None:
    found = [
        urgency(ReviewKind.SIGNAL, urgent_on=None, is_public=is_public, today=TODAY)
        for is_public in (True, False)
    ]
    assert found == [Urgency.PUBLIC, Urgency.LATER]


def test_only_alike_questions_of_one_source_are_one_decision() -> None:
    assert group_of(ReviewKind.NEW, 7) == "new:7"
    assert group_of(ReviewKind.DOUBT, 7) == "doubt:7"
    assert group_of(ReviewKind.DUPLICATE, 7) == ""
    assert group_of(ReviewKind.NEW, None) == ""


def test_a_sheet_of_fifty_takes_minutes_not_an_hour() -> None:
    assert minutes([Waiting(ReviewKind.NEW, "blad", 50)]) == 6
    assert minutes([Waiting(ReviewKind.CONTRADICTION, "a", 2)]) == 8
    assert minutes([]) == 0
