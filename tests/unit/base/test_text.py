"""Text from outside made plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import fold, plain, shorten, slug


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("<p>Een</p><p>Twee<br>drie</p>", "Een\n\nTwee\ndrie"),
        ("<script>alert(1)</script>Koffie &amp; thee", "Koffie & thee"),
        ("kosten < 5 euro", "kosten < 5 euro"),
        ('<a href="javascript:x()">Klik</a>', "Klik"),
        ("regel\r\nregel\u200b", "regel\nregel"),
    ],
)
def test_html_becomes_plain_paragraphs(given_text: str, expected: str) -> None:
    assert plain(given_text) == expected


def test_folding_ignores_case_marks_and_signs() -> None:
    assert fold("Café-concert, ’s Avonds!") == "cafe concert s avonds"


def test_a_slug_is_never_empty() -> None:
    assert (slug("Borgele en Platvoet"), slug("!!")) == ("borgele-en-platvoet", "x")


@given(st.text(max_size=400), st.integers(10, 80))
def test_shortened_text_is_within_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@given(st.text(max_size=400))
def test_plain_text_holds_no_tag(text: str) -> None:
    assert "<script" not in plain(f"<script>x</script>{text}").lower() or "<script" in text.lower()
