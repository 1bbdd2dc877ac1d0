"""Which column is the activity, and when a heading is enough to be sure of it."""

from datetime import date
from typing import Any

import pytest

from tests.sheets import briefs, named, parsed, workbook

DAY = date(2026, 5, 12)


def _made(*rows: list[Any]) -> Any:
    return parsed(workbook({"Blad1": list(rows)}))


@pytest.mark.parametrize("heading", ["Spreekuur", "Optreden", "Excursies", "Viering"])
def test_a_kind_of_activity_at_the_head_names_the_activity(heading: str) -> None:
    made = _made([heading, "Datum", "Tijd"], ["Iets met muziek", DAY, "10.00"])
    assert briefs(made) == ["Iets met muziek | 2026-05-12T10:00"]


def test_times_under_such_a_heading_are_times() -> None:
    rows = [["Activiteit", "Datum", "Spreekuur"], ["Hulp bij post", DAY, "10.00-11.00"]]
    assert briefs(_made(*rows)) == ["Hulp bij post | 2026-05-12T10:00 > 2026-05-12T11:00"]


def test_a_description_beside_day_time_and_place_can_only_be_the_activity() -> None:
    rows = [["Dag", "Tijd", "Omschrijving", "Zaal"], ["di 12 mei", "10.00", "Zangmiddag", "hal"]]
    made = _made(*rows)
    assert (briefs(made), named(made)) == (["Zangmiddag | 2026-05-12T10:00"], [])


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Datum", "Omschrijving", "Locatie"], [DAY, "Lamp vervangen", "hal"]),
        (["Datum", "Tijd", "Omschrijving"], [DAY, "10.00", "Telefoontje"]),
        (["Datum", "Tijd", "Omschrijving", "Waar", "Docent"], [DAY, "10.00", "Yoga", "hal", ""]),
        (["Datum", "Tijd", "Omschrijving", "Waar", "Groepje"], [DAY, "10.00", "Yoga", "hal", "A"]),
        (["Datum", "Tijd", "Omschrijving", "Waar"], [DAY, "10.00", "Voor wie wil. " * 6, "hal"]),
        (["Datum", "Tijd", "Spreker", "Waar"], [DAY, "10.00", "Muziek uit Mali", "hal"]),
    ],
)
def test_where_it_may_mean_something_else_a_person_is_asked(
    head: list[str], row: list[Any]
) -> None:
    made = _made(head, row)
    assert [d.is_sure for d in made.drafts] == [False]
    assert ("unclear_title", 1) in named(made)
