"""A frame that breaks its contract is refused where it enters, with the column named."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shapely import LineString, Point

from risk_map.domain.bag import is_active, is_issued
from risk_map.domain.contract import DTYPES, RD_EPSG, Column, FrameContract, check_frame, conform
from risk_map.domain.frames import ADDRESSES, AREAS, LAND_USE, ROADS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.errors import DuplicateIdError, InputError, MissingColumnError, WrongCrsError

CONTRACTS = (ADDRESSES, AREAS, ROADS, LAND_USE, LOCATIONS, SIGNALS, INSPECTIONS)


def test_a_frame_that_holds_passes(tiny_addresses):
    check_frame(tiny_addresses, ADDRESSES)
    assert list(tiny_addresses.columns) == ADDRESSES.column_names


def test_ids_and_additions_stay_text(tiny_addresses):
    assert tiny_addresses.index[0] == "0001200000000001"
    assert tiny_addresses["toevoeging"].tolist()[1:] == ["NA", "02"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("postcode", "1234 AB"),
        ("gemeentecode", "0355"),
        ("buurtcode", "0355"),
        ("adresseerbaar_object_identificatie", "1010000000001"),
        ("adrestype", "Hoofdadres"),
        ("huisnummer", 0),
        ("oppervlakte", 0),
        ("status", None),
    ],
)
def test_a_wrong_value_is_refused_and_its_column_named(tiny_addresses, column, value):
    broken = tiny_addresses.copy()
    broken.loc[broken.index[0], column] = value
    with pytest.raises(InputError) as caught:
        check_frame(broken, ADDRESSES)
    assert caught.value.place.column == column


def test_a_missing_column_is_named(tiny_addresses):
    with pytest.raises(MissingColumnError, match="postcode"):
        check_frame(tiny_addresses.drop(columns="postcode"), ADDRESSES)


def test_conform_names_a_missing_required_column(tiny_addresses):
    with pytest.raises(MissingColumnError, match="gemeentecode"):
        conform(tiny_addresses.drop(columns="gemeentecode"), ADDRESSES)


def test_a_double_id_is_refused(tiny_addresses):
    doubled = gpd.GeoDataFrame(pd.concat([tiny_addresses, tiny_addresses.head(1)]), crs=tiny_addresses.crs)
    with pytest.raises(DuplicateIdError, match="0001200000000001"):
        check_frame(doubled, ADDRESSES)


def test_numbers_as_text_are_converted_and_nonsense_is_refused(tiny_addresses):
    as_text = tiny_addresses.assign(huisnummer=["1", "1", "7"])
    assert conform(as_text, ADDRESSES)["huisnummer"].tolist() == [1, 1, 7]
    with pytest.raises(InputError, match="huisnummer"):
        conform(tiny_addresses.assign(huisnummer=["1", "1a", "7"]), ADDRESSES)


@pytest.mark.parametrize(
    "point",
    [
        Point(5.2, 52.1),  # WGS84 in an RD frame
        Point(450_000, 150_000),  # axes swapped
        Point(1e308, 450_000),
        Point(np.inf, 450_000),
        Point(np.nan, np.nan),
    ],
)
def test_coordinates_outside_the_country_are_refused(tiny_addresses, point):
    broken = tiny_addresses.set_geometry([point, *tiny_addresses.geometry[1:]])
    with pytest.raises(WrongCrsError):
        check_frame(broken, ADDRESSES)


def test_another_crs_is_refused(tiny_addresses):
    with pytest.raises(WrongCrsError):
        check_frame(tiny_addresses.to_crs(4326), ADDRESSES)
    with pytest.raises(WrongCrsError):
        check_frame(gpd.GeoDataFrame(tiny_addresses.set_crs(None, allow_override=True)), ADDRESSES)


def test_another_geometry_type_is_refused(tiny_addresses):
    line = LineString([(150_000, 450_000), (150_001, 450_000)])
    with pytest.raises(InputError, match="geometrie"):
        check_frame(tiny_addresses.set_geometry([line] * 3), ADDRESSES)


def test_active_means_issued_and_on_an_object_in_use(tiny_addresses):
    assert is_issued(tiny_addresses).all()
    assert is_active(tiny_addresses).tolist() == [True, False, True]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_no_contract_has_a_column_about_a_person(contract):
    words = ("persoon", "bsn", "geboorte", "nationaliteit", "herkomst", "taal", "telefoon", "email", "kenteken", "foto")
    names = [column.name for column in contract.columns]
    assert not [name for name in names if any(word in name for word in words)]
    assert all(column.meaning for column in contract.columns)
    assert "bron" in names


@example(x=0.0, y=float("nan"))
@given(x=st.floats(allow_nan=True, allow_infinity=True), y=st.floats(allow_nan=True, allow_infinity=True))
def test_only_points_inside_the_bounds_of_rd_pass(x, y):
    # Whether GEOS raises the flag of an invalid operation for NaN depends on what the process did before.
    with np.errstate(invalid="ignore"):
        line = LineString([(x, y), (150_000, 450_000)])
    frame = gpd.GeoDataFrame(
        {
            "from_node": [1],
            "to_node": [2],
            "road_class": ["landweg"],
            "length_m": [1.0],
            "speed_kmh": [60.0],
            "bron": ["proef"],
        },
        geometry=[line],
        index=pd.Index(["R1"], name="road_id"),
        crs=RD_EPSG,
    )
    inside = 0 <= x <= 300_000 and 300_000 <= y <= 625_000
    if inside:
        conform(frame, ROADS)
    else:
        with pytest.raises(WrongCrsError):
            conform(frame, ROADS)


def test_an_absent_optional_column_of_any_kind_becomes_missing_values():
    columns = tuple(Column(kind, kind, "optional") for kind in DTYPES)
    frame = gpd.GeoDataFrame(index=pd.Index(["a"], name="id"), geometry=[Point(150_000, 450_000)], crs=RD_EPSG)
    conformed = conform(frame, FrameContract("things", "id", columns))
    assert conformed[list(DTYPES)].isna().all(axis=None)
    assert {name: str(dtype) for name, dtype in conformed.dtypes.items() if name != "geometry"} == DTYPES
