"""Words as people type them to words we know."""

import pytest

from snapshot.search.spelling import Vocabulary


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("consultatieburo", "consultatiebureau"),
        ("cadobon", "cadeaubon"),
        ("kadobon", "cadeaubon"),
        ("sgulden", "schulden"),
        ("shulden", "schulden"),
    ],
)
def test_what_sounds_or_looks_alike_is_meant(typed: str, meant: str) -> None:
    known = Vocabulary({"consultatiebureau": 1, "cadeaubon": 1, "schulden": 3, "bewind": 1})
    assert known.corrections(typed)[0].word == meant


def test_a_word_like_none_we_know_is_no_other() -> None:
    assert Vocabulary({"schulden": 3, "cadeaubon": 1}).corrections("fietsen") == ()
