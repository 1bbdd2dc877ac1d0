"""Phrases as Dutch community organisations write them, against the reading a person gives."""

import csv
from datetime import date
from pathlib import Path

import pytest

from agenda.dutch import read_when
from bench.dates import in_grammar, is_right

FIXTURES = Path(__file__).parents[3] / "fixtures"
ROWS = [
    row
    for table in ("dutch_dates.tsv", "dutch_dates_second.tsv")
    for row in csv.DictReader(
        (FIXTURES / table).read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_phrase_is_read_as_a_person_reads_it(row: dict[str, str]) -> None:
    readings = read_when(row["text"], anchor=date.fromisoformat(row["asof"]))
    answer, is_sure = in_grammar(readings), all(r.is_sure for r in readings)
    assert is_right(row["expected"], answer, is_sure=is_sure), (answer, row["expected"])
