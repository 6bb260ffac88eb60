from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from shapely import Point, to_wkb

from risk_map.sources.answers import frame_of, layer_of, layers_of, members_of, tables_of
from risk_map.sources.refusals import Refusal


def stream(table, **notes):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema.with_metadata(notes)) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def layer(geometry, crs="EPSG:28992"):
    table = pa.table({"a": ["x"] * len(geometry), "geometry": pa.array(geometry, pa.binary())})
    return table.replace_schema_metadata({"crs": crs})


class TestTables:
    def test_several_streams_are_told_apart_by_their_key(self):
        answer = stream(pa.table({"x": [1]}), key="a") + stream(pa.table({"y": ["2"]}), key="b")
        tables = tables_of(memoryview(answer), ("b", "a"))
        assert [tables["a"].to_pydict(), tables["b"].to_pydict()] == [{"x": [1]}, {"y": ["2"]}]

    @pytest.mark.parametrize("cut", [1, 10, 100, -9])
    def test_half_an_answer_is_refused(self, cut):
        answer = stream(pa.table({"x": list(range(1000))}), key="a")
        with pytest.raises(Refusal, match="crashed"):
            tables_of(memoryview(answer[:cut]), ("a",))

    def test_an_answer_to_another_question_is_refused(self):
        with pytest.raises(Refusal, match="crashed"):
            tables_of(memoryview(stream(pa.table({"x": [1]}), key="a")), ("b",))
        with pytest.raises(Refusal, match="crashed"):
            tables_of(memoryview(stream(pa.table({"x": [1]}))), ("a",))

    def test_text_that_is_no_text_is_refused(self):
        wrong = pa.Array.from_buffers(
            pa.string(), 1, [None, pa.array([0, 2], pa.int32()).buffers()[1], pa.py_buffer(b"\xff\xfe")]
        )
        with pytest.raises(Refusal, match="crashed"):
            tables_of(memoryview(stream(pa.table({"x": wrong}), key="a")), ("a",))

    def test_types_of_the_frame(self):
        table = pa.table({"t": ["02", None], "n": pa.array([2**53 + 1, None]), "b": [True, None], "f": [0.5, None],
                          "l": [["a", "b"], None]})  # fmt: skip
        frame = frame_of(table)
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
            "t": "str", "n": "Int64", "b": "boolean", "f": "float64", "l": "object",
        }  # fmt: skip
        assert frame["n"][0] == 2**53 + 1
        assert frame["l"].tolist() == [["a", "b"], None]
        assert frame.loc[1, ["t", "n", "b", "f"]].isna().all()


class TestLayers:
    def test_geometry_gets_the_crs_of_the_file(self):
        frame = layer_of(layer([to_wkb(Point(1, 2)), None]))
        assert isinstance(frame, gpd.GeoDataFrame)
        assert frame.crs.to_epsg() == 28992
        assert frame.geometry[0].equals(Point(1, 2))

    def test_a_layer_of_names_is_a_plain_frame(self):
        assert type(layer_of(layer([None, None], crs=""))) is pd.DataFrame
        assert type(layer_of(pa.table({"a": ["x"]}))) is pd.DataFrame

    def test_an_empty_layer_with_a_crs_keeps_it(self):
        assert layer_of(layer([])).crs.to_epsg() == 28992

    @pytest.mark.parametrize("content", [b"", b"\x01", b"\x01\x07\x00\x00\x00\xff\xff\xff\xff", b"nonsense"])
    def test_a_shape_that_is_none_is_refused(self, content):
        with pytest.raises(Refusal, match="crashed"):
            layer_of(layer([content]))

    def test_a_crs_that_nobody_knows_is_refused(self):
        with pytest.raises(Refusal, match="no_crs"):
            layer_of(layer([to_wkb(Point(1, 2))], crs="LOCAL_CS[nonsense"))


class TestNames:
    def test_names_come_back(self):
        assert members_of(memoryview(json.dumps([["a.zip"], ["a.zip", "b"]]).encode())) == [("a.zip",), ("a.zip", "b")]
        assert layers_of(memoryview(b'{"laag": ["a", "b"]}')) == {"laag": ("a", "b")}

    @pytest.mark.parametrize("content", [b"", b"1", b"[1]", b'{"a": 1}', b"\xff", b"[" * 100_000, b"null"])
    @pytest.mark.parametrize("function", [members_of, layers_of])
    def test_another_shape_is_refused(self, content, function):
        if function is members_of and content == b'{"a": 1}':
            content = b"[[1], 2]"
        with pytest.raises(Refusal, match="crashed"):
            function(memoryview(content))
