"""Sources as a person writes them down."""

import pytest

from agenda.reading.sources import Definition, read_definitions
from agenda.status import SourceKind, Trust
from base.errors import InvalidInput

GOOD = """
[[sources]]
name = "kerk"
title = "Kerk"
kind = "ical"
address = "https://kerk.example/agenda.ics"
trust = "review_new"
junk = ["bezet"]
"""


def test_a_table_is_a_source() -> None:
    assert read_definitions(GOOD) == (
        Definition(
            name="kerk",
            title="Kerk",
            kind=SourceKind.ICAL,
            address="https://kerk.example/agenda.ics",
            trust=Trust.REVIEW_NEW,
            settings={"junk": ["bezet"]},
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('"ical"', '"fax"'), "fax"),
        (GOOD + 'kleur = "rood"\n', "kleur"),
        ("[[sources]]\nname = 'x'\n", "title"),
        ("sources = [", "bestand"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_definitions(text)
    assert said in str(caught.value)
