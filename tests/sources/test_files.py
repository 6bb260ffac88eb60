"""The one door: honest files come through as they are, hostile files are refused with one sentence."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon

from risk_map.errors import ForbiddenColumnError, InputError, RiskMapError, UnsafeFileError, WrongCrsError
from risk_map.sources import sandbox
from risk_map.sources.confinement import WALLS
from risk_map.sources.files import LayerRequest, kind_of, list_layers, read_layers, read_table, zip_members
from risk_map.sources.limits import MEGABYTE, FileLimits

SHARED = Path(__file__).parents[3] / "shared" / "data"
GEOJSON = LayerRequest(driver="GeoJSON")
SECRET = "geheim-7f3a"  # noqa: S105 - what the files of conftest hold


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert not list(folder.iterdir())


@pytest.fixture(params=["walls", "no walls"])
def walls(request, monkeypatch):
    """Run with the walls of the kernel and without them: the driver list and the limits must be enough."""
    monkeypatch.setattr(sandbox, "WALLS", WALLS if request.param == "walls" else ())


@pytest.fixture
def frame():
    return gpd.GeoDataFrame(
        {
            "identificatie": ["0355010000123456", "0355010000000007"],
            "huisnummer": pd.array([12, None], dtype="Int64"),
            "groot": pd.array([9_007_199_254_740_993, None], dtype="Int64"),
            "hoogte": [1.5, np.nan],
            "in_gebruik": pd.array([True, None], dtype="boolean"),
            "toevoeging": ["02", None],
            "dag": pd.to_datetime(["2026-09-01", None]).date,
            "moment": pd.to_datetime(["2026-09-01T12:30:00", None]),
        },
        geometry=[Point(145_000, 455_000), None],
        crs=28992,
    )


@pytest.fixture
def gpkg(tmp_path, frame):
    path = tmp_path / "x.gpkg"
    frame.to_file(path, layer="adres")
    frame[["identificatie", "geometry"]].to_file(path, layer="pand")
    return path


def geojson(path, *features, **more):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}))
    return path


def point(x=5.2, y=52.1, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [x, y]}}


def sql(path, *statements):
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


def register_layer(name):
    return (
        f"INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('{name}', 'features', 28992)",
        f"INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'POINT', 28992, 0, 0)",
    )


def refused(function, *arguments, error=UnsafeFileError):
    start = time.monotonic()
    with pytest.raises(error) as caught:
        function(*arguments)
    assert time.monotonic() - start < 15
    assert SECRET not in str(caught.value)
    assert str(caught.value).count(". ") <= 1
    return caught.value


class TestHonestLayers:
    def test_text_numbers_and_missing_values_come_through_as_they_are(self, gpkg, frame):
        read = read_layers(gpkg, {"a": LayerRequest("adres")})["a"]
        assert isinstance(read, gpd.GeoDataFrame)
        assert read.crs.to_epsg() == 28992
        assert read["identificatie"].tolist() == frame["identificatie"].tolist()
        assert read["huisnummer"].astype("object").tolist() == [12, pd.NA]
        assert read["groot"][0] == 9_007_199_254_740_993
        assert read["hoogte"][0] == 1.5
        assert np.isnan(read["hoogte"][1])
        assert read["in_gebruik"].astype("object").tolist() == [True, pd.NA]
        assert read["toevoeging"].isna().tolist() == [False, True]
        assert (read["dag"][0], read["moment"][0][:19]) == ("2026-09-01", "2026-09-01T12:30:00")
        assert read.geometry[0].equals(Point(145_000, 455_000))
        assert read.geometry[1] is None
        assert {name: str(read[name].dtype) for name in ("identificatie", "dag", "moment")} == {
            "identificatie": "str",
            "dag": "str",
            "moment": "str",
        }

    def test_several_layers_come_from_one_process(self, gpkg):
        requests = {
            "first": LayerRequest("adres", columns=("toevoeging", "identificatie")),
            "second": LayerRequest("pand", geometry=False),
        }
        read = read_layers(gpkg, requests)
        assert list(read["first"].columns) == ["toevoeging", "identificatie", "geometry"]
        assert type(read["second"]) is pd.DataFrame
        assert list(read["second"].columns) == ["identificatie"]

    def test_layers_and_their_columns_are_listed_without_reading(self, gpkg):
        layers = list_layers(gpkg)
        assert set(layers) == {"adres", "pand"}
        assert layers["pand"] == ("identificatie",)

    def test_an_empty_layer_keeps_its_columns(self, tmp_path, frame):
        frame[:0].to_file(tmp_path / "leeg.gpkg", layer="adres")
        read = read_layers(tmp_path / "leeg.gpkg", {"a": LayerRequest()})["a"]
        assert len(read) == 0
        assert "identificatie" in read.columns

    def test_geojson_texts_that_look_like_dates_and_numbers_stay_texts(self, tmp_path):
        path = geojson(
            tmp_path / "x.json", point(d="2026-09-01", n="012", e="1E5", k=["a", "b"]), point(k=None, n=None)
        )
        read = read_layers(path, {"a": GEOJSON})["a"]
        assert read.loc[0, ["d", "n", "e"]].tolist() == ["2026-09-01", "012", "1E5"]
        assert read["k"][0] == ["a", "b"]
        assert read["k"][1] is None
        assert read.crs.to_epsg() == 4326
        assert list(list_layers(path).values()) == [("d", "n", "e", "k")]

    def test_a_geojson_that_names_rd_is_read_in_rd(self, tmp_path):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
        read = read_layers(geojson(tmp_path / "x.geojson", point(145_000, 455_000), crs=crs), {"a": GEOJSON})["a"]
        assert read.crs.to_epsg() == 28992

    def test_a_layer_in_a_zip_is_read(self, tmp_path, gpkg):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.write(gpkg, "map/bag.gpkg")
        assert zip_members(tmp_path / "x.zip") == [("map/bag.gpkg",)]
        read = read_layers(tmp_path / "x.zip", {"a": LayerRequest("pand", members=("map/bag.gpkg",))})["a"]
        assert len(read) == 2

    def test_many_features_come_in_many_batches_in_order(self, tmp_path):
        number = 70_000
        points = gpd.points_from_xy(np.full(number, 145_000.0), 455_000 + np.arange(number) / 10)
        gpd.GeoDataFrame({"i": range(number)}, geometry=points, crs=28992).to_file(tmp_path / "x.gpkg")
        read = read_layers(tmp_path / "x.gpkg", {"a": LayerRequest()})["a"]
        assert (read["i"] == np.arange(number)).all()
        assert read.geometry.iloc[-1].y == pytest.approx(455_000 + (number - 1) / 10)

    def test_an_attribute_called_geometry_is_no_shape(self, tmp_path):
        read = read_layers(geojson(tmp_path / "x.geojson", point(geometrie="x")), {"a": GEOJSON})["a"]
        assert read["geometrie"][0] == "x"

    def test_a_file_name_that_looks_like_an_order_is_a_file_name(self, tmp_path, gpkg):
        for name in ("GPKG:x.gpkg", "-h.gpkg", "a b;c|d.gpkg", "{x}.gpkg", "x.zip.gpkg", "caf\u00e9.gpkg"):
            (tmp_path / name).write_bytes(gpkg.read_bytes())
            assert set(list_layers(tmp_path / name)) == {"adres", "pand"}


class TestHonestTables:
    def test_csv_and_xlsx_give_the_same_table(self, tmp_path):
        rows = [["adres", "toevoeging", "capaciteit"], ["A 1", "02", "12"], [None, "NA", None]]
        (tmp_path / "x.csv").write_text("\n".join(";".join(value or "" for value in row) for row in rows))
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "x.xlsx")
        tables = [read_table(tmp_path / name) for name in ("x.csv", "x.xlsx")]
        pd.testing.assert_frame_equal(*tables)
        assert tables[0].index.tolist() == [2, 3]
        assert tables[0].loc[3].isna().tolist() == [True, False, True]
        assert [kind_of(tmp_path / name) for name in ("x.csv", "x.xlsx")] == ["csv", "xlsx"]

    def test_a_table_without_rows_keeps_its_columns(self, tmp_path):
        (tmp_path / "x.csv").write_text("a;b\n")
        read = read_table(tmp_path / "x.csv")
        assert (list(read.columns), len(read)) == (["a", "b"], 0)


@pytest.mark.usefixtures("walls")
class TestVrt:
    """A GDAL VRT reads other files and asks other servers, whatever its extension says."""

    @pytest.fixture(params=["file", "network", "folder of processes"])
    def source(self, request, secret_file, internal):
        return {
            "file": str(secret_file),
            "network": f"/vsicurl/{internal.url}",
            "folder of processes": "/proc/self/environ",
        }[request.param]

    def test_dressed_as_a_file_of_ours(self, tmp_path, vrt, source, internal):
        for name, request in (("x.geojson", GEOJSON), ("x.gpkg", LayerRequest()), ("x.csv", GEOJSON)):
            (tmp_path / name).write_text(vrt(source))
            refused(read_layers, tmp_path / name, {"a": request})
            refused(list_layers, tmp_path / name)
            refused(read_table, tmp_path / name)
        assert not internal.requests

    def test_in_a_zip(self, tmp_path, vrt, source, internal):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.geojson", vrt(source))
            archive.writestr("0001VBO01012026-000001.xml", vrt(source))
        refused(read_layers, path, {"a": LayerRequest(driver="GeoJSON", members=("x.geojson",))})
        refused(read_layers, path, {"a": LayerRequest(members=("x.geojson",))})
        refused(read_layers, path, {"a": LayerRequest(driver="LVBAG")})
        refused(read_layers, path, {"a": LayerRequest(driver="LVBAG", members=("0001VBO01012026-000001.xml",))})
        assert not internal.requests

    def test_in_a_geopackage(self, tmp_path, gpkg, vrt, source, internal):
        (tmp_path / "x.vrt").write_text(vrt(source))
        virtual = f"CREATE VIRTUAL TABLE buiten USING VirtualOGR(''{tmp_path}/x.vrt'')"
        sql(
            gpkg,
            "CREATE TABLE buiten (fid INTEGER PRIMARY KEY, geom POINT)",
            *register_layer("buiten"),
            "PRAGMA writable_schema = ON",
            # No program makes this virtual table without GDAL, but a file can simply say that it has one.
            f"UPDATE sqlite_master SET rootpage = 0, sql = '{virtual}' WHERE name = 'buiten'",
        )
        for layer in ("buiten", "adres"):
            refused(read_layers, gpkg, {"a": LayerRequest(layer)})
        refused(list_layers, gpkg)
        assert not internal.requests


def test_the_attack_is_real_without_the_door(tmp_path, vrt, secret_file, internal):
    (tmp_path / "x.geojson").write_text(vrt(secret_file))
    (tmp_path / "y.geojson").write_text(vrt(f"/vsicurl/{internal.url}"))
    code = "import sys, pyogrio; print(pyogrio.raw.read(sys.argv[1])[3])"
    command = [sys.executable, "-c", code]
    assert (
        SECRET in subprocess.run([*command, tmp_path / "x.geojson"], capture_output=True, text=True, check=True).stdout
    )
    subprocess.run([*command, tmp_path / "y.geojson"], capture_output=True, check=False)
    assert internal.requests


@pytest.mark.usefixtures("walls")
class TestHostileGeoPackages:
    RECURSION = "WITH RECURSIVE c(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM c) SELECT fid, NULL AS geom FROM c"

    def test_a_layer_that_is_a_view_without_end_is_refused_at_once(self, gpkg):
        sql(gpkg, f"CREATE VIEW eindeloos AS {self.RECURSION}", *register_layer("eindeloos"))
        start = time.monotonic()
        assert "view" in refused(read_layers, gpkg, {"a": LayerRequest("eindeloos")}).message
        refused(list_layers, gpkg)
        assert time.monotonic() - start < 5

    def test_a_view_that_nobody_registered_is_never_looked_at(self, gpkg):
        sql(gpkg, f"CREATE VIEW eindeloos AS {self.RECURSION}")
        assert set(list_layers(gpkg)) == {"adres", "pand"}
        assert len(read_layers(gpkg, {"a": LayerRequest("adres")})["a"]) == 2
        refused(read_layers, gpkg, {"a": LayerRequest("eindeloos")}, error=InputError)

    @pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"])
    def test_a_table_of_the_format_that_is_a_view_is_refused(self, gpkg, table):
        sql(gpkg, f"ALTER TABLE {table} RENAME TO echt", f"CREATE VIEW {table} AS {self.RECURSION}")
        refused(read_layers, gpkg, {"a": LayerRequest("adres")})

    def test_a_column_that_grows_while_it_is_read_hits_the_memory_limit(self, gpkg):
        sql(
            gpkg,
            "CREATE TABLE groei (fid INTEGER PRIMARY KEY, geom POINT, t TEXT AS (hex(zeroblob(400000000))))",
            "INSERT INTO groei (fid) VALUES (1), (2), (3)",
            *register_layer("groei"),
        )
        refused(read_layers, gpkg, {"a": LayerRequest("groei")})

    def test_triggers_of_honest_files_do_no_harm_and_others_never_fire(self, gpkg):
        sql(gpkg, "CREATE TRIGGER boos AFTER INSERT ON adres BEGIN DELETE FROM adres; END")
        assert len(read_layers(gpkg, {"a": LayerRequest("adres")})["a"]) == 2

    def test_a_text_that_is_no_text_is_refused(self, gpkg):
        sql(gpkg, "CREATE TABLE t (fid INTEGER PRIMARY KEY, geom POINT, a TEXT)", *register_layer("t"))
        sql(gpkg, "INSERT INTO t (a) VALUES (CAST(x'FFFE41' AS TEXT))")
        refused(read_layers, gpkg, {"a": LayerRequest("t")})

    def test_a_file_that_another_program_still_writes_is_refused(self, gpkg):
        gpkg.with_name("x.gpkg-wal").write_bytes(b"x")
        assert "open in een ander programma" in refused(list_layers, gpkg, error=InputError).message

    def test_a_journal_beside_the_file_is_not_replayed(self, gpkg):
        before = gpkg.read_bytes()
        gpkg.with_name("x.gpkg-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(512))
        refused(list_layers, gpkg, error=InputError)
        assert gpkg.read_bytes() == before


class TestHostileGeoJson:
    @pytest.mark.parametrize("number", ["1e308", "-1e308", "1e999", "Infinity", "1" + "0" * 400])
    def test_a_coordinate_that_is_no_place_on_earth(self, tmp_path, number):
        path = geojson(tmp_path / "x.geojson", point())
        path.write_text(path.read_text().replace("5.2", number))
        refused(read_layers, path, {"a": GEOJSON})

    def test_a_coordinate_that_is_no_number_is_no_geometry(self, tmp_path):
        path = geojson(tmp_path / "x.geojson", point(float("nan")))
        assert read_layers(path, {"a": GEOJSON})["a"].geometry[0].is_empty

    def test_degrees_in_a_file_that_names_rd(self, tmp_path):
        crs = {"type": "name", "properties": {"name": "EPSG:28992"}}
        path = geojson(tmp_path / "x.geojson", point(), crs=crs)
        assert "graden" in refused(read_layers, path, {"a": GEOJSON}, error=WrongCrsError).message

    def test_metres_in_a_file_that_names_nothing(self, tmp_path):
        path = geojson(tmp_path / "x.geojson", point(145_000, 455_000))
        assert "meters" in refused(read_layers, path, {"a": GEOJSON}, error=WrongCrsError).message

    def test_a_nest_without_end(self, tmp_path):
        depth = 20_000
        (tmp_path / "x.geojson").write_text('{"type":"FeatureCollection","features":' + "[" * depth + "]" * depth + "}")
        refused(read_layers, tmp_path / "x.geojson", {"a": GEOJSON})

    def test_collections_in_collections(self, tmp_path):
        depth = 1000
        inner = (
            '{"type":"GeometryCollection","geometries":[' * depth
            + '{"type":"Point","coordinates":[5,52]}'
            + "]}" * depth
        )
        feature = '{"type":"Feature","properties":{},"geometry":' + inner + "}"
        (tmp_path / "x.geojson").write_text('{"type":"FeatureCollection","features":[' + feature + "]}")
        refused(read_layers, tmp_path / "x.geojson", {"a": GEOJSON})

    @pytest.mark.parametrize("text", ['{"type": "FeatureCollection", "features": [', "{}", '{"a": 1}', "{" * 5000])
    def test_half_a_file_or_another_json(self, tmp_path, text):
        (tmp_path / "x.geojson").write_text(text)
        refused(read_layers, tmp_path / "x.geojson", {"a": GEOJSON})

    def test_json_that_other_drivers_would_take(self, tmp_path, internal):
        for text in (
            '{"type": "Topology", "objects": {}, "arcs": []}',
            json.dumps({"resourceType": "x", "url": internal.url}),
            json.dumps({"stac_version": "1.0.0", "links": [{"href": internal.url}]}),
        ):
            (tmp_path / "x.geojson").write_text(text)
            refused(read_layers, tmp_path / "x.geojson", {"a": GEOJSON})
        assert not internal.requests


class TestTooMuch:
    def test_a_file_that_is_too_large(self, gpkg):
        limits = FileLimits(max_bytes=1000)
        for function, more in ((list_layers, ()), (read_layers, ({"a": LayerRequest("adres")},)), (read_table, ())):
            assert "groter dan" in refused(function, gpkg, *more, limits).message

    def test_too_many_features_and_columns(self, gpkg):
        request = {"a": LayerRequest("adres")}
        assert "meer dan 1 rijen" in refused(read_layers, gpkg, request, FileLimits(max_features=1)).message
        assert "meer dan 2 kolommen" in refused(read_layers, gpkg, request, FileLimits(max_columns=2)).message
        assert len(read_layers(gpkg, request, FileLimits(max_features=2))["a"]) == 2

    def test_too_many_rows(self, tmp_path):
        (tmp_path / "x.csv").write_text("a\n1\n2\n3\n")
        assert "meer dan 2 rijen" in refused(read_table, tmp_path / "x.csv", FileLimits(max_rows=2)).message

    def test_more_memory_than_allowed(self, tmp_path):
        (tmp_path / "x.csv").write_text("a;b\n" + "x;y\n" * 3_000_000)
        limits = FileLimits(max_rows=10_000_000, memory_bytes=400 * MEGABYTE)
        assert "geheugen" in refused(read_table, tmp_path / "x.csv", limits).message

    def test_an_xlsx_bomb(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["a"])
        book.save(tmp_path / "x.xlsx")
        row = '<row><c t="inlineStr"><is><t>' + "0" * 1000 + "</t></is></c></row>"
        with zipfile.ZipFile(tmp_path / "x.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet2.xml", row * 120_000)
        assert (tmp_path / "x.xlsx").stat().st_size < MEGABYTE
        start = time.monotonic()
        assert "bom" in refused(read_table, tmp_path / "x.xlsx").message
        assert time.monotonic() - start < 5

    def test_a_zip_bomb_and_a_zip_bomb_in_a_zip(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.writestr("x.xml", bytes(50 * MEGABYTE))
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.write(tmp_path / "bomb.zip", "0001VBO01012026.zip")
        bag = LayerRequest(driver="LVBAG", members=("0001VBO01012026.zip",))
        assert "bom" in refused(read_layers, tmp_path / "bomb.zip", {"a": LayerRequest(driver="LVBAG")}).message
        assert "bom" in refused(read_layers, tmp_path / "x.zip", {"a": bag}).message
        assert "bom" in refused(zip_members, tmp_path / "x.zip").message


class TestWrongPlace:
    @pytest.mark.parametrize("function", [kind_of, list_layers, read_table, zip_members])
    def test_links_pipes_folders_and_absent_files(self, tmp_path, gpkg, function):
        (tmp_path / "link.gpkg").symlink_to(gpkg)
        os.mkfifo(tmp_path / "pipe.gpkg")
        for name in ("link.gpkg", "pipe.gpkg", "tmp"):
            assert "geen gewoon bestand" in refused(function, tmp_path / name).message
        refused(function, tmp_path / "absent.gpkg", error=InputError)

    def test_one_kind_asked_and_another_given(self, tmp_path, gpkg):
        (tmp_path / "x.csv").write_text("a;b\n1;2\n")
        path = geojson(tmp_path / "x.geojson", point())
        refused(read_table, gpkg)
        refused(read_table, path)
        refused(list_layers, tmp_path / "x.csv")
        refused(zip_members, gpkg)
        assert "GeoJSON" in refused(read_layers, gpkg, {"a": GEOJSON}).message
        assert "GeoPackage" in refused(read_layers, path, {"a": LayerRequest()}).message
        refused(read_layers, path, {"a": LayerRequest(driver="LVBAG")})

    def test_a_driver_that_is_not_on_the_list_cannot_be_asked_for(self):
        for driver in ("OGR_VRT", "CSV", "XLSX", ""):
            with pytest.raises(ValueError, match="driver"):
                LayerRequest(driver=driver)

    def test_a_layer_or_column_that_is_not_there_is_named(self, gpkg):
        assert "weg" in refused(read_layers, gpkg, {"a": LayerRequest("weg")}, error=InputError).message
        assert "één laag" in refused(read_layers, gpkg, {"a": LayerRequest()}, error=InputError).message
        request = LayerRequest("adres", columns=("identificatie", "weg"))
        assert refused(read_layers, gpkg, {"a": request}, error=InputError).place.column == "weg"

    def test_a_layer_without_a_crs(self, tmp_path, frame):
        with pytest.warns(UserWarning, match="crs"):
            frame.set_crs(None, allow_override=True).to_file(tmp_path / "x.gpkg")
        refused(read_layers, tmp_path / "x.gpkg", {"a": LayerRequest()}, error=WrongCrsError)

    def test_degrees_in_a_layer_in_metres(self, tmp_path):
        gpd.GeoDataFrame(geometry=[Point(145_000, 455_000), Point(5.2, 52.1)], crs=28992).to_file(tmp_path / "x.gpkg")
        error = refused(read_layers, tmp_path / "x.gpkg", {"a": LayerRequest()}, error=WrongCrsError)
        assert error.place.row == 2


class TestPersons:
    def test_a_column_about_a_person_refuses_the_file_although_nobody_asked_for_it(self, tmp_path, frame):
        path = tmp_path / "x.gpkg"
        frame.assign(Achternaam=SECRET).to_file(path)
        for request in (LayerRequest(), LayerRequest(columns=("identificatie",), geometry=False)):
            error = refused(read_layers, path, {"a": request}, error=ForbiddenColumnError)
            assert error.place.column == "Achternaam"

    def test_no_row_is_read_before_every_layer_is_judged(self, tmp_path, frame):
        # The first layer would hit the limit of rows; the column of the second is what is reported.
        path = tmp_path / "x.gpkg"
        frame.to_file(path, layer="goed")
        frame.assign(telefoon=SECRET).to_file(path, layer="fout")
        requests = {"a": LayerRequest("goed"), "b": LayerRequest("fout")}
        refused(read_layers, path, requests, FileLimits(max_features=1), error=ForbiddenColumnError)

    def test_geojson_csv_and_xlsx_are_judged_too(self, tmp_path):
        path = geojson(tmp_path / "x.geojson", point(adres="x"), point(geboorteDatum=SECRET))
        assert refused(read_layers, path, {"a": GEOJSON}, error=ForbiddenColumnError).place.column == "geboorteDatum"
        (tmp_path / "x.csv").write_text(f"adres;E-mail\nx;{SECRET}\n")
        assert refused(read_table, tmp_path / "x.csv", error=ForbiddenColumnError).place.column == "E-mail"

    def test_a_name_of_a_place_passes_where_the_caller_says_so(self, tmp_path):
        square = Polygon([(140_000, 450_000), (141_000, 450_000), (141_000, 451_000)])
        gpd.GeoDataFrame({"code": ["X"], "naam": ["Ergens"]}, geometry=[square], crs=28992).to_file(tmp_path / "x.gpkg")
        refused(read_layers, tmp_path / "x.gpkg", {"a": LayerRequest()}, error=ForbiddenColumnError)
        read = read_layers(tmp_path / "x.gpkg", {"a": LayerRequest(place_names=("naam",))})["a"]
        assert read["naam"].tolist() == ["Ergens"]


def seeds(folder):
    geojson(folder / "seed.geojson", point(adres="A 1"), point(5.3, 52.2, adres="B 2"))
    (folder / "seed.csv").write_text("adres;toevoeging\nA 1;02\nB 2;NA\n")
    book = openpyxl.Workbook()
    book.active.append(["adres"])
    book.active.append(["A 1"])
    book.save(folder / "seed.xlsx")
    gpd.GeoDataFrame({"adres": ["A 1"]}, geometry=[Point(145_000, 455_000)], crs=28992).to_file(folder / "seed.gpkg")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path, data):
    if not (tmp_path / "seed.csv").exists():
        seeds(tmp_path)
    seed = tmp_path / data.draw(st.sampled_from(["seed.geojson", "seed.csv", "seed.xlsx", "seed.gpkg"]))
    content = bytearray(seed.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"hurt{seed.suffix}"
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    with suppress(RiskMapError):
        if seed.suffix in {".csv", ".xlsx"}:
            read_table(path)
        else:
            read_layers(path, {"a": GEOJSON if seed.suffix == ".geojson" else LayerRequest()})


@pytest.mark.real_data
class TestRealData:
    @pytest.fixture(autouse=True)
    def needs_the_data(self):
        if not SHARED.exists():
            pytest.skip("../shared/data is absent")

    def test_the_real_extract_passes_under_the_default_limits(self):
        path = SHARED / "bag" / "BAGGEM0457L-15102021.zip"
        assert kind_of(path) == "zip"
        whole = "0457GEM15102021.zip"
        kinds = ("VBO", "NUM", "OPR", "PND", "LIG", "STA", "WPL")
        members = {kind: (whole, f"0457{kind}15102021.zip") for kind in kinds}
        assert set(members.values()) <= set(zip_members(path))
        start = time.monotonic()
        layers = read_layers(path, {kind: LayerRequest(driver="LVBAG", members=each) for kind, each in members.items()})
        assert time.monotonic() - start < 20
        assert len(layers["VBO"]) == 26_085
        current = layers["VBO"]["eindGeldigheid"].isna() & layers["VBO"]["tijdstipInactief"].isna()
        assert current.sum() >= 12_509
        assert layers["VBO"]["gebruiksdoel"].map(len).max() > 1
        assert layers["NUM"]["identificatie"].str.fullmatch(r"NL\.IMBAG\.Nummeraanduiding\.[0-9]{16}").all()

    def test_the_real_geopackages_pass(self):
        read = read_layers(SHARED / "bag" / "bag_weesp_0457_20211015.gpkg", {"a": LayerRequest("adres")})["a"]
        assert len(read) == 12_694
        assert read["nummeraanduiding_id"].str.fullmatch("[0-9]{16}").all()
        areas = SHARED / "boundaries" / "gebieden_zblw_rd.gpkg"
        assert {name: len(read_layers(areas, {"a": LayerRequest(name)})["a"]) for name in list_layers(areas)} == {
            "buurten": 83,
            "wijken": 15,
            "gemeenten": 4,
        }

    @pytest.mark.parametrize(
        "path", sorted((SHARED / "boundaries").glob("*.geojson")) + sorted((SHARED / "postcodes").glob("*.geojson"))
    )
    def test_every_real_geojson_passes(self, path):
        assert len(read_layers(path, {"a": GEOJSON})["a"]) == len(json.loads(path.read_text())["features"])

    @pytest.mark.parametrize("path", sorted((SHARED / "cbs").glob("*.csv")) + sorted((SHARED / "bag").glob("*.csv")))
    def test_every_real_csv_keeps_every_value(self, path):
        read = read_table(path)
        plain = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert (read.fillna("").to_numpy() == plain.to_numpy()).all()
