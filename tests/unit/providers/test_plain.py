"""Hints for plain texts."""

from hypothesis import given
from hypothesis import strategies as st

from providers.plain import Hint, hints


def test_a_short_plain_text_has_no_hint() -> None:
    assert hints("Kom langs voor een kop koffie. Je hoeft je niet aan te melden.") == ()


def test_hints_come_in_reading_order() -> None:
    text = (
        "Wij ondersteunen je. Hulp wordt gegeven. Dit is een zin die maar doorgaat en doorgaat "
        "omdat er steeds nog een stukje bij komt en nog een stukje."
    )
    assert hints(text) == (
        Hint("ondersteunen", "Schrijf liever: helpen."),
        Hint("wordt gegeven", "Zeg wie het doet: “wij helpen” in plaats van “wordt geholpen”."),
        Hint("Dit is een zin die …", "Deze zin heeft 21 woorden. Maak er twee van."),
    )


def test_a_long_word_is_named() -> None:
    assert hints("Vraag naar de schuldhulpverleningstrajecten.") == (
        Hint("schuldhulpverleningstrajecten", "Dit is een lang woord. Kan het korter?"),
    )


@given(st.text(max_size=2_000))
def test_any_text_is_answered_with_at_most_ten(text: str) -> None:
    assert len(hints(text)) <= 10
