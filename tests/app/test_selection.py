from __future__ import annotations

import pandas as pd
import pytest

from risk_map.app import shapes
from risk_map.app.selection import (
    COMPUTED,
    Choice,
    class_counts,
    location_table,
    select,
    without_place,
    without_scores,
)


@pytest.fixture
def table(snapshot, scored, stability):
    return location_table(snapshot, scored, stability)


def chosen(table, **choice):
    return list(select(table, Choice(**choice)).index)


def test_without_a_choice_everything_is_shown_highest_first_and_without_a_score_last(table):
    assert chosen(table) == ["L2", "L4", "L1", "L3", "L5", "L6"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"municipalities": ("GM9002",)}, ["L3"]),
        ({"buurten": ("BU90010001",)}, ["L4", "L1", "L5"]),
        ({"municipalities": ("GM9001",), "buurten": ("BU90010002",)}, ["L2"]),
        ({"wijken": ("WK900100",)}, ["L2", "L4", "L1", "L5"]),
        ({"postcodes": ("1234",)}, ["L4", "L1", "L5"]),
        ({"types": ("horeca", "massagesalon")}, ["L2", "L3", "L6"]),
        ({"visited": ("kort",)}, ["L1"]),
        ({"visited": ("jaren",)}, ["L2"]),
        ({"visited": ("ouder",)}, ["L3"]),
        ({"visited": ("nooit",)}, ["L4", "L5", "L6"]),
        ({"classes": ("verhoogd",)}, ["L4", "L1"]),
        ({"classes": ("woning", "niet_gekoppeld")}, ["L5", "L6"]),
        ({"unknown": "met"}, ["L2", "L3", "L6"]),
        ({"unknown": "zonder"}, ["L4", "L1", "L5"]),
        ({"municipalities": ("GM9002",), "types": ("hotel",)}, []),
    ],
)
def test_filters_narrow_together(table, choice, expected):
    assert chosen(table, **choice) == expected


def test_a_location_without_a_score_shows_its_state_instead_of_a_class(table):
    assert table["symbol"].to_dict() == {
        "L1": "verhoogd", "L2": "zeer_hoog", "L3": "laag", "L4": "verhoogd", "L5": "woning", "L6": "niet_gekoppeld",
    }  # fmt: skip


def test_degrees_are_those_of_rijksdriehoek(table):
    # 150 000, 450 000 lies 5 km west and 13 km south of the origin of RD (Amersfoort: 52.155 N, 5.387 E).
    assert table.loc["L1", "lon"] == pytest.approx(5.315, abs=0.002)
    assert table.loc["L1", "lat"] == pytest.approx(52.039, abs=0.002)


def test_counts_are_of_the_selection(table):
    rows = select(table, Choice(municipalities=("GM9001",)))
    assert class_counts(rows) == {"zeer_hoog": 1, "verhoogd": 2, "woning": 1}
    assert without_place(rows) == 0
    assert without_place(table) == 1


def test_selecting_changes_nothing_that_other_users_see(table):
    before = table.copy()
    select(table, Choice(types=("hotel",), unknown="met"))
    pd.testing.assert_frame_equal(table, before)


def test_an_empty_register_gives_an_empty_selection(table):
    assert select(table.iloc[:0], Choice(unknown="met")).empty


def test_while_the_model_is_off_every_place_is_shown_and_no_figure(table):
    before = table.copy()
    hidden = without_scores(table)
    pd.testing.assert_frame_equal(table, before)
    assert hidden[list(COMPUTED)].isna().all().all()
    assert hidden["symbol"].to_dict() == {
        "L1": "model_uit", "L2": "model_uit", "L3": "model_uit", "L4": "model_uit", "L5": "woning",
        "L6": "niet_gekoppeld",
    }  # fmt: skip
    assert hidden[["address", "lon", "lat"]].equals(table[["address", "lon", "lat"]])
    # Without ranks the order is that of the addresses, which says nothing about a place.
    shown = select(hidden, Choice())
    assert shown["address"].is_monotonic_increasing


def around(table, name, half=0.0005):
    """A drawn square around a location."""
    x, y = table.loc[name, ["lon", "lat"]]
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    return [[round(value * 100_000) for value in corner] for corner in corners]


def test_a_drawn_area_leaves_what_lies_inside(table):
    assert chosen(table, drawn=shapes.write([around(table, "L2")])) == ["L2"]


def test_two_drawn_areas_count_together_and_with_the_filters(table):
    drawn = shapes.write([around(table, "L2"), around(table, "L3")])
    assert chosen(table, drawn=drawn) == ["L2", "L3"]
    assert chosen(table, drawn=drawn, types=("massagesalon",)) == ["L3"]


def test_a_location_without_a_place_lies_in_no_drawn_area(table):
    everywhere = [[0, 0], [1_000_000, 0], [1_000_000, 9_000_000], [0, 9_000_000]]
    assert "L6" not in chosen(table, drawn=shapes.write([everywhere]))
    assert len(chosen(table, drawn=shapes.write([everywhere]))) == 5
