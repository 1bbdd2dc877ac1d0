"""Rows as people keep them become services; what is wrong is said per row."""

from dataclasses import replace

import pytest

from base.errors import FormatError
from providers import importing
from providers.csv_in import ProviderSheet, RowProblem, read_providers
from providers.directory import Change, FieldChange, by_provider, differences
from snapshot.table import BASIC_COLUMNS, services_csv

GOOD = {
    "id": "koffie-1", "organisation": "Raster", "service_name": "Koffie", "summary": "Kom langs.",
    "topics": "ontmoeten;eenzaamheid", "access": "vrij", "audience": "ouderen", "wijk_code": "WK1",
    "venue": "Wijkhuis", "street": "Dorpsweg", "house_number": "1", "postcode": "7411 AA",
    "phone": "+31 570 123456", "email": "info@raster.example", "website": "https://raster.example",
    "costs": "gratis", "opening_hours": "Maandag", "last_checked": "2026-01-05",
}  # fmt: skip


def sheet(*changes: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    columns = [*BASIC_COLUMNS, *(c for c in ("lat", "lon") if any(c in given for given in changes))]
    lines = [delimiter.join(columns)]
    for number, change in enumerate(changes):
        row = {**GOOD, "id": f"koffie-{number + 1}", **change}
        lines.append(delimiter.join(f'"{row[name]}"' for name in columns))
    return "\r\n".join(lines).encode(encoding)


def read(body: bytes) -> ProviderSheet:
    return read_providers(
        body, topics=frozenset({"ontmoeten", "eenzaamheid"}), wijken={"WK1": "Binnenstad"}
    )


def test_a_good_row_becomes_a_service() -> None:
    found = read(sheet({}))
    assert found.problems == ()
    (service,) = found.services
    assert (service.id, service.provider_id, service.access) == ("koffie-1", "raster", "free")
    assert (service.place.neighbourhood, service.place.address) == ("Binnenstad", "Dorpsweg 1")
    assert service.phone == "+31 570 123456"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    found = read(sheet({"organisation": "Café één"}, encoding=encoding))
    assert [s.provider for s in found.services] == ["Café één"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(delimiter: str) -> None:
    assert len(read(sheet({}, {}, delimiter=delimiter)).services) == 2


@pytest.mark.parametrize(
    ("change", "column", "is_dropped"),
    [
        ({"topics": "onbekend"}, "topics", True),
        ({"topics": "ontmoeten;onbekend"}, "topics", False),
        ({"access": "misschien"}, "access", True),
        ({"wijk_code": "WK9"}, "wijk_code", False),
        ({"service_name": ""}, "service_name", True),
        ({"id": "een id met spaties"}, "id", True),
        ({"summary": "=HYPERLINK(1)"}, "summary", False),
        ({"costs": "@SUM(A1)"}, "costs", False),
        ({"email": "geen mail"}, "email", False),
        ({"website": "javascript:alert(1)"}, "website", False),
        ({"last_checked": "gisteren"}, "last_checked", False),
        ({"summary": "x" * 300}, "summary", False),
    ],
)
def test_a_problem_names_its_row_and_column(
    change: dict[str, str], column: str, is_dropped: bool
) -> None:
    found = read(sheet({}, change))
    wrong = [(p.row, p.column, p.is_dropped) for p in found.problems]
    assert (3, column, is_dropped) in wrong
    assert len(found.services) == (1 if is_dropped else 2)
    assert found.is_complete is not is_dropped


def test_a_second_row_with_an_id_is_not_used() -> None:
    found = read(sheet({}, {"id": "koffie-1", "service_name": "Thee"}))
    assert [s.name for s in found.services] == ["Koffie"]
    assert found.problems == (
        RowProblem(
            3,
            "id",
            "Het id “koffie-1” staat al op een eerdere rij; deze rij is niet gebruikt.",
            is_dropped=True,
        ),
    )


def test_a_row_with_too_many_cells_is_not_used() -> None:
    found = read(sheet({}) + b"\r\n" + b"x," * 30 + b"x")
    assert (len(found.services), found.is_complete) == (1, False)


@pytest.mark.parametrize("body", [b"", b"naam,adres\n1,2", b"PK\x03\x04rest", bytes(100)])
def test_another_kind_of_file_is_refused_in_dutch(body: bytes) -> None:
    with pytest.raises(FormatError, match=r"kolommen|Excel"):
        read(body)


def test_a_very_long_file_is_cut_and_says_so() -> None:
    row = ",".join(GOOD[name] for name in BASIC_COLUMNS).removeprefix("koffie-1")
    lines = [",".join(BASIC_COLUMNS), *(f"k{n}{row}" for n in range(100_001))]
    found = read("\n".join(lines).encode())
    assert (len(found.services), found.is_complete) == (100_000, False)


def test_the_difference_of_a_file_is_told_per_service() -> None:
    known = read(sheet({}, {}, {})).services
    given = read(sheet({}, {"costs": "1 euro"})).services
    new = read(sheet({"id": "nieuw"})).services
    assert [(d.id, d.change, d.fields) for d in differences(known, (*given, *new))] == [
        ("koffie-1", Change.SAME, ()),
        ("koffie-2", Change.CHANGED, (FieldChange("costs", "gratis", "1 euro"),)),
        ("nieuw", Change.NEW, ()),
        ("koffie-3", Change.MISSING, ()),
    ]


def test_reading_twice_changes_nothing() -> None:
    known = read(sheet({}, {})).services
    assert {d.change for d in differences(known, read(sheet({}, {})).services)} == {Change.SAME}


def test_services_stand_under_their_organisation() -> None:
    found = by_provider(read(sheet({}, {"organisation": "Solis"}, {"phone": ""})).services)
    assert [(p.id, p.phone, len(p.services)) for p in found] == [
        ("raster", "", 2),
        ("solis", "+31 570 123456", 1),
    ]


def test_what_goes_out_comes_in_the_same() -> None:
    (service,) = read(sheet({})).services
    full = replace(
        service,
        explanation="Voor wie graag praat.",
        condition="Bel eerst.",
        languages=("engels", "turks"),
        accessibility="Met rolstoel bereikbaar",
        serves=("WK1",),
        place=replace(service.place, lat=52.2514, lon=6.155),
    )
    found = read(services_csv([full]))
    assert (found.services, found.problems) == ((full,), ())


@pytest.mark.parametrize(
    ("lat", "lon", "spot"),
    [
        ("52,25", "6.16", (52.25, 6.16)),
        ("", "", (None, None)),
        ("6.16", "52.25", (None, None)),
        ("52.25", "", (None, None)),
        ("hier", "daar", (None, None)),
    ],
)
def test_a_spot_is_two_numbers_in_the_netherlands(
    lat: str, lon: str, spot: tuple[float | None, float | None]
) -> None:
    found = read(sheet({"lat": lat, "lon": lon}))
    (service,) = found.services
    assert (service.place.lat, service.place.lon) == spot
    is_noted = (lat or lon) != "" and spot == (None, None)
    assert [(p.column, p.is_dropped) for p in found.problems] == [("lat", False)] * is_noted


def test_a_file_without_spots_leaves_them_where_the_address_stayed() -> None:
    (service,) = read(sheet({})).services
    known = replace(service, place=replace(service.place, lat=52.25, lon=6.16))
    same, moved = (importing.plan([known], read(sheet(c))) for c in ({}, {"street": "Elders"}))
    assert same.services[0].place.lat == 52.25
    assert moved.services[0].place.lat is None


def test_a_cell_that_would_run_goes_out_as_text() -> None:
    (service,) = read(sheet({})).services
    body = services_csv([replace(service, summary="=HYPERLINK(1)")]).decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in body
