"""A municipality is a folder of data; a second one starts from its own."""

from datetime import date
from pathlib import Path

import pytest

from base.config import ROOT
from base.errors import ConfigError
from base.municipality import load


def test_deventer_has_fifteen_wijken() -> None:
    deventer = load(ROOT / "municipalities/deventer")
    assert (len(deventer.wijken), deventer.neighbourhood("WK015003").name) == (15, "Zandweerd")  # type: ignore[union-attr]


def test_school_holidays_are_inclusive() -> None:
    holidays = load(ROOT / "municipalities/deventer").holidays
    assert holidays.is_school_holiday(date(2026, 3, 1))
    assert not holidays.is_school_holiday(date(2026, 3, 2))


def test_a_school_holiday_is_known_by_its_name() -> None:
    holidays = load(ROOT / "municipalities/deventer").holidays
    assert holidays.is_in("voorjaar", date(2026, 3, 1))
    assert not holidays.is_in("zomer", date(2026, 3, 1))


def test_a_second_municipality_starts_from_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text(
        'name="Proefstad"\nsite_name="ProefWijzer"\ncbs_code="GM9999"\nzone="Europe/Amsterdam"\n'
        'operator="Bieb"\nintro="Welkom"\n'
    )
    (tmp_path / "neighbourhoods.csv").write_text(
        "code,name,kind,parent,lat,lon\nWK1,Noord,wijk,,,\nBU1,Haven,buurt,WK1,,\n"
    )
    town = load(tmp_path)
    assert [(n.slug, n.wijk) for n in town.neighbourhoods] == [("noord", "WK1"), ("haven", "WK1")]


def test_a_missing_fact_is_named(tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name="Proefstad"\n')
    with pytest.raises(ConfigError, match="site_name ontbreekt"):
        load(tmp_path)
