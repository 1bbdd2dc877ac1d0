"""When owners are asked, reminded, and when what they do not confirm expires."""

from datetime import UTC, datetime, timedelta

import pytest

from agenda.curation.reconfirm import Standing, Step, goes_along, step
from agenda.reading.trust import propose
from agenda.status import Trust

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(heard_at=ago(181)), Step.NOTHING),
        (Standing(heard_at=ago(182)), Step.ASK),
        (Standing(heard_at=ago(200), asked_at=ago(13)), Step.NOTHING),
        (Standing(heard_at=ago(200), asked_at=ago(14)), Step.REMIND),
        (Standing(heard_at=ago(200), asked_at=ago(20), reminded_at=ago(6)), Step.NOTHING),
        (Standing(heard_at=ago(230), asked_at=ago(28), reminded_at=ago(14)), Step.ASK_STAFF),
        (Standing(heard_at=ago(230), asked_at=ago(41), is_with_staff=True), Step.NOTHING),
        (Standing(heard_at=ago(230), asked_at=ago(42), is_with_staff=True), Step.EXPIRE),
        (Standing(heard_at=ago(10), asked_at=ago(60)), Step.NOTHING),
        (Standing(heard_at=ago(190), asked_at=ago(260)), Step.ASK),
    ],
)
def test_each_step_comes_in_its_time(standing: Standing, expected: Step) -> None:
    assert step(standing, now=NOW) is expected


def test_what_is_due_soon_goes_along_in_the_letter() -> None:
    assert goes_along(Standing(heard_at=ago(120)), now=NOW)
    assert not goes_along(Standing(heard_at=ago(119)), now=NOW)


def test_trust_is_raised_after_twelve_good_ones_and_lowered_after_three_bad() -> None:
    assert propose(Trust.REVIEW_ALL, [True] * 11) is None
    raised = propose(Trust.REVIEW_ALL, [True] * 12)
    assert raised == (
        Trust.REVIEW_NEW,
        "De laatste 12 activiteiten waren goed zoals de bron ze gaf.",
    )
    assert propose(Trust.REVIEW_NONE, [True] * 20) is None
    lowered = propose(Trust.REVIEW_NEW, [True] * 9 + [False] * 3)
    assert lowered == (Trust.REVIEW_ALL, "Van de laatste 12 activiteiten waren er 3 niet goed.")
    assert propose(Trust.REVIEW_ALL, [False] * 5) is None
    assert propose(Trust.REVIEW_NEW, [True] * 20 + [False] * 9) == (
        Trust.REVIEW_NONE,
        "De laatste 20 activiteiten waren goed zoals de bron ze gaf.",
    )
