"""A key is the same in the next file, unless it is another activity."""

from typing import Any

from agenda.draft import Context
from ingest.spreadsheet.reader import read
from tests.sheets import SEEN_ON, delimited, named, parsed

HEAD = ["Datum", "Tijd", "Activiteit", "Locatie"]


def _keys(*rows: list[Any], head: list[str] | None = None) -> list[str]:
    return [d.key for d in parsed(delimited([head or HEAD, *rows])).drafts]


def test_a_corrected_time_or_remark_does_not_change_the_key() -> None:
    before = _keys(["3-3-2026", "10.00", "Koffie", "De Ark"])
    after = _keys(["3-3-2026", "10.30-12.00", "Koffie *", "De Ark"])
    assert before == after == ["koffie|de-ark|2026-03-03"]


def test_a_changed_title_to_cancelled_does_not_change_the_key() -> None:
    assert _keys(["3-3-2026", "10.00", "VERVALT: Koffie", "De Ark"]) == ["koffie|de-ark|2026-03-03"]


def test_a_number_of_their_own_is_the_key() -> None:
    head = ["Nr", *HEAD]
    before = _keys(["7", "3-3-2026", "10.00", "Koffie", "De Ark"], head=head)
    after = _keys(["7", "4-3-2026", "10.00", "Koffie en thee", "De Bron"], head=head)
    assert before == after == ["id:7"]


def test_a_rule_has_no_day_in_its_key() -> None:
    head = ["Dag", "Tijd", "Activiteit", "Locatie"]
    assert _keys(["elke dinsdag", "10.00", "Koffie", "De Ark"], head=head) == ["koffie|de-ark"]


def test_two_on_a_day_are_numbered_by_their_start() -> None:
    rows = [["3-3-2026", time, "Koffie", "De Ark"] for time in ("14.00", "10.00")]
    assert _keys(*rows) == ["koffie|de-ark|2026-03-03#2", "koffie|de-ark|2026-03-03"]


def test_the_same_row_twice_is_one_activity_and_said() -> None:
    row = ["3-3-2026", "10.00", "Koffie", "De Ark"]
    made = parsed(delimited([HEAD, row, [*row[:2], "koffie", "De Ark"]]))
    assert [d.key for d in made.drafts] == ["koffie|de-ark|2026-03-03"]
    assert named(made) == [("duplicate", 3)]
    assert made.problems[0].message == (
        "Rij 3: “koffie” staat er dubbel in (ook op rij 2); één keer overgenomen."
    )


def test_a_row_that_can_no_longer_be_read_is_not_missing() -> None:
    body = delimited([HEAD, ["32-3-2026", "10.00", "Koffie", "De Ark"]])
    known = {"koffie|de-ark|2026-03-03": "", "soep|de-ark|2026-03-04": ""}
    context = Context(address="a.csv", seen_on=SEEN_ON, raw_hashes=known)
    assert read(body, context).unread_keys == {"koffie|de-ark|2026-03-03"}
