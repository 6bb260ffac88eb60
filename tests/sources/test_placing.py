"""Municipality and neighbourhood by area: against brute force, and on borders."""

from __future__ import annotations

import logging

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS
from risk_map.errors import InputError
from risk_map.sources.placing import locate, place_addresses

X, Y = 150_000, 450_000


def grid(columns, rows, size=100):
    """A chessboard of municipalities, each of one neighbourhood."""
    records = []
    for number in range(columns * rows):
        x, y = X + number % columns * size, Y + number // columns * size
        code, shape = f"{number + 1:04d}", box(x, y, x + size, y + size)
        records += [(f"GM{code}", "gemeente", f"GM{code}", shape), (f"BU{code}0000", "buurt", f"GM{code}", shape)]
    codes, levels, municipalities, shapes = zip(*records, strict=True)
    frame = gpd.GeoDataFrame(
        {"niveau": levels, "naam": codes, "gemeentecode": municipalities, "bron": "proef"},
        index=pd.Index(codes, name="code"),
        geometry=list(shapes),
        crs=RD_EPSG,
    )
    return conform(frame, AREAS)


def points(*coordinates, own=None):
    index = pd.Index([f"{number:016d}" for number in range(len(coordinates))], name="identificatie")
    owners = pd.Series(own if own is not None else [None] * len(coordinates), index=index, dtype="str")
    return gpd.GeoDataFrame(
        {"gemeentecode": owners}, geometry=[Point(each) for each in coordinates], crs=RD_EPSG, index=index
    )


coordinate = st.integers(-20, 320)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=30))
def test_every_point_lies_where_brute_force_says(offsets):
    areas = grid(3, 2)
    addresses = points(*((X + dx, Y + dy) for dx, dy in offsets))
    found = locate(addresses, areas)
    for point, (_, row) in zip(addresses.geometry, found.iterrows(), strict=True):
        holding = sorted(areas.index[(areas["niveau"] == "gemeente") & areas.intersects(point)])
        expected = holding[0] if holding else None
        assert (row["gemeentecode"] if pd.notna(row["gemeentecode"]) else None) == expected
        assert (row["buurtcode"] if pd.notna(row["buurtcode"]) else None) == (expected and f"BU{expected[2:]}0000")


def test_the_order_of_areas_and_addresses_does_not_matter():
    areas, addresses = grid(3, 2), points((X + 100, Y + 100), (X + 250, Y + 150), (X + 5, Y + 5))
    shuffled = locate(addresses.iloc[::-1], areas.iloc[::-1])
    pd.testing.assert_frame_equal(shuffled.sort_index(), locate(addresses, areas))


def test_on_the_border_of_two_municipalities_the_neighbourhood_follows_the_municipality():
    found = locate(points((X + 100, Y + 50)), grid(2, 1))
    assert found.iloc[0].tolist() == ["GM0001", "BU00010000"]


class TestPlacing:
    def test_the_area_wins_over_the_register(self):
        placed = place_addresses(points((X + 50, Y + 50), (X + 150, Y + 50), own=["GM0002", "GM0001"]), grid(2, 1), "x")
        assert placed["gemeentecode"].tolist() == ["GM0001", "GM0002"]

    def test_digits_of_an_id_say_nothing(self):
        addresses = points((X + 50, Y + 50)).set_axis(["0002200000000001"])
        assert place_addresses(addresses, grid(2, 1), "x")["gemeentecode"].tolist() == ["GM0001"]

    def test_a_point_in_no_area_stays_with_the_municipality_that_registers_it(self):
        addresses = points((X - 5, Y), (X + 50, Y), (X + 150, Y), own=["GM0001", "GM0001", "GM0002"])
        placed = place_addresses(addresses, grid(2, 1), "x")
        assert placed["gemeentecode"].tolist() == ["GM0001", "GM0001", "GM0002"]
        assert placed["buurtcode"].isna().tolist() == [True, False, False]

    def test_a_point_in_no_area_of_an_unknown_municipality_is_cut_off(self, caplog):
        addresses = points((X - 5, Y), (X + 50, Y), own=["GM0099", "GM0001"])
        with caplog.at_level(logging.WARNING):
            placed = place_addresses(addresses, grid(2, 1), "x")
        assert placed.index.tolist() == ["0000000000000001"]
        assert "1 adressen buiten de gemeente" in caplog.text

    def test_a_delivery_of_one_municipality_without_outline_stays_whole(self):
        addresses = points((X - 5, Y), (X - 50, Y), own=["GM0099"] * 2)
        assert set(place_addresses(addresses, grid(2, 1), "x")["gemeentecode"]) == {"GM0099"}

    def test_a_neighbour_in_a_delivery_of_one_municipality_is_cut_off(self):
        addresses = points((X + 50, Y + 50), (X + 150, Y + 50), own=["GM0001"] * 2)
        assert place_addresses(addresses, grid(2, 1), "x").index.tolist() == ["0000000000000000"]

    def test_without_areas_the_register_decides(self):
        addresses = points((X, Y), (X, Y), own=["GM0001", "GM0002"])
        placed = place_addresses(addresses, None, "x")
        assert placed["gemeentecode"].tolist() == ["GM0001", "GM0002"]
        assert placed["buurtcode"].isna().all()

    def test_without_areas_and_register_nothing_can_be_said(self):
        with pytest.raises(InputError, match="importeer eerst de gebieden"):
            place_addresses(points((X, Y)), None, "x")

    def test_nothing_inside_is_an_error(self):
        with pytest.raises(InputError, match="Geen enkel adres"):
            place_addresses(points((X - 500, Y)), grid(2, 1), "x")

    def test_the_input_is_not_changed(self):
        addresses = points((X + 50, Y + 50), (X + 150, Y + 50), own=["GM0002", "GM0001"])
        before = addresses.copy()
        place_addresses(addresses, grid(2, 1), "x")
        pd.testing.assert_frame_equal(pd.DataFrame(addresses), pd.DataFrame(before))
