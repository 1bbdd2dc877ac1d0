"""Nothing that points to a person is kept, and rare words are not shown."""

from datetime import date, timedelta

import pytest

from snapshot.search.counting import Asked, Tally, speaking, strike, to_note
from snapshot.search.danger import Block

DAY = date(2026, 3, 2)
BLOCK = Block("suicide", "", "", (), "redactie", DAY)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Huur niet betalen", "huur niet betalen"),
        ("bel mij op 06-12345678 over schulden", "bel mij op over schulden"),
        ("+31 6 1234 5678", ""),
        ("jan.jansen@example.org zoekt maatje", "zoekt maatje"),
        ("hulp in Dorpsstraat 12a Bathmen", "hulp in bathmen"),
        ("taalles 7411 AB", "taalles"),
        ("mevrouw van der Berg zoekt hulp", "zoekt hulp"),
        ("ik heet Fatma en zoek taalles", "en zoek taalles"),
        ("bsn 123456782", "bsn"),
        ("https://example.org/x?id=9 kapot", "kapot"),
        ("\x00\x01", ""),
    ],
)
def test_what_points_to_a_person_is_struck(text: str, kept: str) -> None:
    assert strike(text) == kept


def test_long_text_is_cut_at_a_word() -> None:
    assert len(strike("schulden " * 5_000)) <= 80


def test_a_search_in_danger_is_kept_nowhere() -> None:
    assert to_note("ik wil dood", [BLOCK], day=DAY, is_found=True) is None


def test_an_ordinary_search_is_noted_without_numbers() -> None:
    assert to_note("schulden 06 1234", [], day=DAY, is_found=True) == Asked("schulden", DAY, True)


def test_words_are_shown_after_five_separate_days() -> None:
    often = [Asked("schulden", DAY + timedelta(days=n), n > 0) for n in range(5)]
    busy_day = [Asked("maatje", DAY, True)] * 40
    assert speaking([*often, *busy_day]) == (Tally("schulden", 5, 5, 4),)
