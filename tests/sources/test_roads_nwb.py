from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import LineString, MultiLineString, Point

from risk_map.errors import InputError
from risk_map.sources.roads_nwb import make_nwb_roads

LINE = LineString([(150_000, 450_000), (150_100, 450_000)])


def road(geometry=LINE, **values):
    row = {
        "WVK_ID": 1.0, "JTE_ID_BEG": 10.0, "JTE_ID_END": 11.0, "WEGBEHSRT": "G", "RIJRICHTNG": "B", "BST_CODE": "RB",
        "STT_NAAM": "Dorpsstraat",
    }  # fmt: skip
    frame = gpd.GeoDataFrame({name: [value] for name, value in (row | values).items()}, geometry=[geometry], crs=28992)
    made = make_nwb_roads(frame, "nwb.gpkg")
    return made.iloc[0] if len(made) else None


@pytest.mark.parametrize(
    ("direction", "expected"), [("H", "heen"), ("T", "terug"), ("B", "beide"), ("O", "beide"), (None, "beide")]
)
def test_the_direction_binds_cars_only(direction, expected):
    made = road(RIJRICHTNG=direction)
    assert (made["auto"], made["fiets"], made["lopend"]) == (expected, "beide", "beide")


@pytest.mark.parametrize(
    ("keeper", "kind", "expected"),
    [
        ("R", "HR", ("beide", "geen", "geen")),
        ("R", "PAR", ("beide", "beide", "beide")),
        ("R", "FP", ("geen", "beide", "beide")),
        ("P", "RB", ("beide", "beide", "beide")),
        ("G", "FP", ("geen", "beide", "beide")),
        ("G", "VP", ("geen", "geen", "beide")),
        ("G", "BU", ("geen", "geen", "geen")),
    ],
)
def test_the_kind_of_carriageway_says_who_may_use_it(keeper, kind, expected):
    made = road(WEGBEHSRT=keeper, BST_CODE=kind)
    assert (made["auto"], made["fiets"], made["lopend"]) == expected


@pytest.mark.parametrize(
    ("keeper", "kind", "expected"),
    [
        ("R", "HR", ("hoofdweg", 100)),
        ("R", "AFR", ("hoofdweg", 60)),
        ("P", "RB", ("gebiedsontsluitingsweg", 80)),
        ("P", "NRB", ("gebiedsontsluitingsweg", 30)),
        ("G", "RB", ("woonstraat", 30)),
        ("W", "RB", ("landweg", 60)),
        ("T", "RB", ("landweg", 30)),
        (None, "RB", ("landweg", 30)),
        ("G", "FP", ("parkpad", 15)),
    ],
)
def test_the_speed_is_the_usual_one_and_says_so(keeper, kind, expected):
    made = road(WEGBEHSRT=keeper, BST_CODE=kind)
    assert (made["road_class"], made["speed_kmh"]) == expected
    assert made["speed_given"] == False  # noqa: E712 - a value of numpy


@pytest.mark.parametrize("kind", ["VD", "VV", "CADO"])
def test_ferries_runways_and_passages_for_emergencies_are_no_roads(kind):
    assert road(BST_CODE=kind) is None


def test_the_names_of_the_web_service_are_the_same_columns():
    row = {
        "wvkId": [1.0], "jteIdBeg": [10.0], "jteIdEnd": [11.0], "wegbehsrt": ["G"], "rijrichtng": ["H"],
        "bstCode": ["RB"], "sttNaam": ["Dorpsstraat"],
    }  # fmt: skip
    made = make_nwb_roads(gpd.GeoDataFrame(row, geometry=[LINE], crs=28992), "x").iloc[0]
    assert (made["from_node"], made["to_node"], made["naam"], made["auto"]) == (10, 11, "Dorpsstraat", "heen")


def test_a_collection_of_one_line_keeps_its_direction():
    assert road(MultiLineString([LINE])).geometry.equals_exact(LINE)


def test_what_is_no_line_is_refused():
    with pytest.raises(InputError, match="geen lijn"):
        road(Point(150_000, 450_000))


def test_a_wegvak_without_junctie_is_refused_with_its_row():
    with pytest.raises(InputError, match="rij 1, kolom JTE_ID_BEG"):
        road(JTE_ID_END=None)
