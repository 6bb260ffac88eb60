from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Point

from risk_map.errors import UnsafeFileError, WrongCrsError
from risk_map.sources.coordinates import check_coordinates


def frame(*points, crs=28992):
    return gpd.GeoDataFrame(geometry=list(points), crs=crs)


@pytest.mark.parametrize("crs", [28992, 7415])
def test_degrees_in_a_file_in_metres_are_refused_with_the_row(crs):
    with pytest.raises(WrongCrsError, match="graden") as caught:
        check_coordinates(frame(Point(145_000, 455_000), Point(5.2, 52.1), crs=crs), "x.gpkg")
    assert caught.value.place.row == 2


def test_metres_in_a_file_in_degrees_are_refused():
    with pytest.raises(WrongCrsError, match="meters"):
        check_coordinates(frame(Point(145_000, 455_000), crs=4326), "x.geojson")


def test_swapped_axes_in_metres_are_refused():
    with pytest.raises(WrongCrsError):
        check_coordinates(frame(Point(455_000, 145_000)), "x.gpkg")


@pytest.mark.parametrize("value", [1e308, -1e308, float("inf"), float("nan"), 1e9])
@pytest.mark.parametrize("crs", [28992, 4326, 3857])
def test_a_coordinate_that_is_no_place_on_earth_is_refused(value, crs):
    with pytest.raises(UnsafeFileError, match="geen bestaand getal op aarde") as caught:
        check_coordinates(frame(Point(5, 52), Point(value, 52), crs=crs), "x.gpkg")
    assert caught.value.place.row == 2


def test_no_crs_is_refused():
    with pytest.raises(WrongCrsError, match="geen coördinatenstelsel"):
        check_coordinates(frame(Point(1, 1), crs=None), "x.gpkg")


@pytest.mark.parametrize(
    ("crs", "point"),
    [
        (28992, Point(145_000, 455_000)),
        (4326, Point(5.2, 52.1)),
        (4258, Point(5.2, 52.1)),
        (3857, Point(580_000, 6.8e6)),
    ],
)
def test_honest_coordinates_pass_with_missing_and_empty_geometry_beside_them(crs, point):
    check_coordinates(frame(None, point, Point(), crs=crs), "x.gpkg")
