from __future__ import annotations

import sqlite3

import geopandas as gpd
import pytest
from shapely import Point

from risk_map.sources import sandbox, vector
from risk_map.sources.files import LayerRequest
from risk_map.sources.limits import FileLimits
from risk_map.sources.refusals import Refusal


@pytest.fixture
def gpkg(tmp_path):
    path = tmp_path / "x.gpkg"
    gpd.GeoDataFrame({"a": ["1"]}, geometry=[Point(145_000, 455_000)], crs=28992).to_file(path, layer="laag")
    return path


def test_the_two_sides_allow_the_same_drivers():
    assert vector.DRIVERS == sandbox.ALLOWED_DRIVERS == tuple(vector.OPEN_OPTIONS)


def test_a_process_with_more_drivers_refuses_to_work():
    with pytest.raises(RuntimeError, match="OGR_VRT"):
        vector.check_drivers()


def test_only_registered_tables_are_layers(gpkg):
    database = sqlite3.connect(gpkg)
    database.execute("CREATE TABLE los (a)")
    database.execute("CREATE VIEW kijk AS SELECT * FROM los")
    database.commit()
    database.close()
    assert vector.layers(gpkg, "gpkg") == {"laag": ["a"]}


def test_another_kind_has_no_layers(gpkg):
    with pytest.raises(Refusal, match="other_kind"):
        vector.layers(gpkg, "csv")


def test_the_first_batch_is_empty_and_carries_the_schema(gpkg):
    request = {"name": None, "driver": "GPKG", "columns": None, "geometry": True, "place_names": ()}
    assert set(request) < set(LayerRequest.__dataclass_fields__)
    layer = vector.describe(gpkg, request, FileLimits())
    first, second = vector.batches(layer, FileLimits())
    assert (first.num_rows, second.num_rows) == (0, 1)
    assert first.schema.names == second.schema.names == ["a", "geometry"]
