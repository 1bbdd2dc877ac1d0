"""What a text says of a postcode."""

import pytest

from providers.places.clues import postcode_in


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("Brink 1, 7411BR Deventer", "7411 BR"),
        ("7411 BR of 7412 AA", "7411 BR"),
        ("in 2026 en 2027", None),
        ("1945 SS-soldaten", None),
    ],
)
def test_the_first_full_postcode_of_a_text(text: str, postcode: str | None) -> None:
    assert postcode_in(text) == postcode
