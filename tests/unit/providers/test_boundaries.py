import json
from pathlib import Path

import pytest

from base.errors import ConfigError
from base.municipality import load as municipality
from providers.places import Gazetteer, PlaceKind
from providers.places.boundaries import load

DEVENTER = Path(__file__).parents[3] / "municipalities" / "deventer"
SQUARE = [[[6.2, 52.2], [6.4, 52.2], [6.4, 52.3], [6.2, 52.3], [6.2, 52.2]]]
HOLE = [[[6.25, 52.24], [6.26, 52.24], [6.26, 52.25], [6.25, 52.25], [6.25, 52.24]]]


def saved(folder: Path, shape: object, code: str = "WK015015") -> Path:
    feature = {
        "type": "Feature",
        "properties": {"statcode": code},
        "geometry": {"type": "Polygon", "coordinates": shape},
    }
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def test_a_point_is_in_the_outline_but_not_in_its_hole(tmp_path: Path) -> None:
    areas = load(saved(tmp_path, SQUARE + HOLE))
    points = [(52.22, 6.3), (52.245, 6.255), (52.5, 6.3)]
    assert [areas.code_at(*point) for point in points] == ["WK015015", "", ""]


def test_with_boundaries_a_point_is_sure_and_a_buurt_counts_for_its_wijk(tmp_path: Path) -> None:
    areas = load(saved(tmp_path, SQUARE, code="BU01501502"))
    gazetteer = Gazetteer(municipality(DEVENTER), areas)
    inside, outside = gazetteer.at(52.22, 6.3), gazetteer.at(52.0, 5.0)
    assert (inside.code, inside.is_sure, outside.kind) == ("WK015015", True, PlaceKind.OUTSIDE)


def test_coordinates_in_metres_are_refused(tmp_path: Path) -> None:
    metres = [[[207000.0, 474000.0], [208000.0, 474000.0], [208000.0, 475000.0]]]
    with pytest.raises(ConfigError, match="WGS84"):
        load(saved(tmp_path, metres))


@pytest.mark.parametrize("text", ["{", "[]", '{"features": []}', '{"features": [{}]}'])
def test_what_is_not_an_area_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"areas\.geojson"):
        load(path)
