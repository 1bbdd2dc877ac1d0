"""Which column is the activity, and when a heading is enough to be sure of it."""

from datetime import date
from typing import Any

import pytest

from base.errors import FormatError
from tests.sheets import briefs, named, parsed, workbook

DAY = date(2026, 5, 12)


def _made(*rows: list[Any]) -> Any:
    return parsed(workbook({"Blad1": list(rows)}))


@pytest.mark.parametrize(
    "heading", ["Spreekuur", "Viering", "Sport", "Taalles", "Cursus of workshop", "Lezing/film"]
)
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


def test_naam_beside_day_time_and_place_is_the_activity_also_where_a_leader_is_named() -> None:
    head = ["Naam", "Dag", "Van", "Tot", "Accommodatie", "Begeleider"]
    row = ["Nordic walking", "di 12 mei", "10.00", "11.30", "De Bult", "Bea Testema"]
    made = _made(head, row)
    assert briefs(made) == ["Nordic walking | 2026-05-12T10:00 > 2026-05-12T11:30"]
    assert (made.drafts[0].is_sure, "Testema" in repr(made.drafts)) == (True, False)


@pytest.mark.parametrize("title", ["GEEN BUURTLUNCH (kermis)", "Geen buurtlunch i.v.m. kermis"])
def test_where_nothing_is_on_for_a_reason_is_no_activity(title: str) -> None:
    assert briefs(_made(["Activiteit", "Datum"], ["Buurtlunch", DAY], [title, DAY])) == [
        "Buurtlunch | 2026-05-12"
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Datum", "Omschrijving", "Locatie"], [DAY, "Lamp vervangen", "hal"]),
        (["Datum", "Tijd", "Omschrijving"], [DAY, "10.00", "Telefoontje"]),
        (["Naam", "Datum", "Tijd"], ["Yoga", DAY, "10.00"]),
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


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Datum", "Tijd", "Omschrijving", "Waar", "Email"], [DAY, "10.00", "Yoga", "hal", ""]),
        (["Naam", "Datum", "Tijd", "Waar"], ["Bea Testema", DAY, "10.00", "hal"]),
        (["Naam", "Datum", "Tijd", "Waar", "Telefoon"], ["Yoga", DAY, "10.00", "hal", ""]),
    ],
)
def test_where_it_may_be_a_list_of_persons_nothing_is_taken(
    head: list[str], row: list[Any]
) -> None:
    with pytest.raises(FormatError, match=r"lijst van personen|geen agenda"):
        _made(head, row)
