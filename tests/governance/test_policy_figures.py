"""Figures for policy: counted by hand on a few buurten, and attacked by somebody who has every release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Point

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.errors import InputError
from risk_map.governance.policy_figures import (
    CELL,
    KINDS,
    REGION_CLASSES,
    REGION_EDGES,
    Quarter,
    classify,
    count_cells,
    into_classes,
    parse_quarter,
    quarter_before,
)
from tests.scoring.worlds import TODAY, make_snapshot

LARGE, SMALL = "BU90010001", "BU90010002"
OBJECT = "adresseerbaar_object_identificatie"


def frame(contract, rows, **columns):
    index = pd.Index([f"R{number}" for number in range(len(rows))], name=contract.index, dtype="str")
    data = pd.DataFrame({OBJECT: rows, **columns}, index=index)
    data = data.assign(link_method="id", address="Lindepad 1", bron="proef")
    return conform(gpd.GeoDataFrame(data, geometry=[Point(150_000, 450_000)] * len(rows), crs=RD_EPSG), contract)


def objects(town, count):
    return [f"000101000{town}{number:06d}" for number in range(count)]


@pytest.fixture(scope="module")
def world():
    """A buurt of twelve locations, one a dwelling, and one of nine; some were reported and visited."""
    large, small = objects(1, 12), objects(2, 9)
    locations = frame(
        LOCATIONS,
        large + small,
        location_type=["woning", *["hotel"] * 20],
        gemeentecode=["GM9001"] * 21,
        buurtcode=[LARGE] * 12 + [SMALL] * 9,
        bron_datum=[pd.Timestamp("2026-01-01")] * 21,
    )
    # Five hotels and the dwelling are reported, one of them seven times; two only long ago; nine of the small buurt.
    reported = [large[0], *[large[1]] * 7, large[2], large[3], large[4], large[5], *large[6:8], *small]
    recent, old = pd.Timestamp("2026-09-01"), pd.Timestamp("2025-10-01")
    signals = frame(
        SIGNALS,
        reported,
        observed_on=[recent] * 12 + [old] * 2 + [recent] * 9,
        form=["arbeid"] * 9 + ["seksueel"] * 14,
        category=["overbewoning"] * 23,
        source_type=["boa"] * 23,
        reliability=["A"] * 23,
    )
    visits = frame(
        INSPECTIONS,
        large[1:7],
        visited_on=[recent] * 6,
        result=["bevinding", "ernstige_bevinding", "bevinding", "geen_bevinding", "niet_bezocht", "niet_bezocht"],
        visit_reason=["risico"] * 6,
    )
    return replace(make_snapshot(1), locations=locations, signals=signals, inspections=visits)


def counted(world):
    """Give the counts of the buurten and the region; the grid has a test file of its own."""
    counts = count_cells(world)["count"]
    return counts[counts.index.get_level_values("kind").isin([*KINDS, "signalen_regio"])]


def test_locations_are_counted_once_and_homes_are_not(world):
    assert counted(world).to_dict() == {
        ("locaties", LARGE, "totaal"): 11,
        ("locaties", SMALL, "totaal"): 9,
        ("signalen", SMALL, "totaal"): 9,
        ("signalen", SMALL, "seksueel"): 9,
        ("signalen_regio", "regio", "totaal"): 14,
        ("signalen_regio", "regio", "arbeid"): 2,
        ("signalen_regio", "regio", "seksueel"): 12,
        ("signalen", LARGE, "totaal"): 5,
        ("signalen", LARGE, "arbeid"): 2,
        ("signalen", LARGE, "seksueel"): 3,
        ("bezoeken", LARGE, "totaal"): 4,
        ("bevindingen", LARGE, "totaal"): 3,
    }


def test_only_cells_of_ten_are_shown_and_as_a_class(world):
    # Five reported, four visited and three found locations are too few, however large the buurt is.
    figures = classify(count_cells(world)).set_index(CELL)["figure_class"]
    assert figures[figures.index.isin(counted(world).index)].to_dict() == {
        ("locaties", LARGE, "totaal"): "10 tot 20",
        ("signalen_regio", "regio", "totaal"): "10 tot 20",
        ("signalen_regio", "regio", "seksueel"): "10 tot 20",
    }


def test_a_buurt_is_large_by_what_may_be_counted(world):
    # Ten locations, one of them a home, are nine.
    ten = world.locations.iloc[:10]
    assert "locaties" not in set(classify(count_cells(replace(world, locations=ten)))["kind"])


def test_a_buurt_that_one_location_makes_large_stays_hidden(world):
    # Two releases would tell that one was added, and where.
    nine = world.locations.drop(index=world.locations.index[10:])
    before, now = (count_cells(replace(world, locations=some)) for some in (nine, world.locations.iloc[:11]))
    assert (before["count"]["locaties", LARGE, "totaal"], now["count"]["locaties", LARGE, "totaal"]) == (9, 10)
    assert "locaties" not in set(classify(now, before, classify(before))["kind"])


def test_a_business_in_an_object_for_living_is_a_home_here_too(world):
    address = make_snapshot(1).addresses.iloc[[0]].assign(**{OBJECT: objects(1, 12)[1], "gebruiksdoel": "woonfunctie"})
    salons = world.locations.assign(location_type="massagesalon")
    assert count_cells(replace(world, locations=salons, addresses=address))["count"]["locaties", LARGE, "totaal"] == 11


def cells(**counts):
    index = pd.MultiIndex.from_tuples([("signalen", name, "totaal") for name in counts], names=CELL)
    return into_classes(pd.Series(list(counts.values()), index=index, dtype="int64"))


def shown(figures):
    return dict(zip(figures["area_code"], figures["figure_class"], strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, None),
        (9, None),
        (10, "10 tot 20"),
        (19, "10 tot 20"),
        (20, "20 tot 40"),
        (39, "20 tot 40"),
        (40, "40 of meer"),
    ],
)
def test_no_kind_of_figure_has_a_class_below_ten(kind, count, expected):
    counts = cells(a=count).rename(index={"signalen": kind})
    assert shown(classify(counts)).get("a") == expected


def test_what_changed_too_little_stays_as_it_was():
    before = cells(a=19, b=19, c=9, d=9, e=40, f=12)
    now = cells(a=21, b=22, c=11, d=12, e=38, f=9)
    first = classify(before)
    assert shown(first) == {"a": "10 tot 20", "b": "10 tot 20", "e": "40 of meer", "f": "10 tot 20"}
    # a +2 stays, b +3 moves, c +2 stays hidden, d +3 appears, e -2 stays, f -3 disappears.
    assert shown(classify(now, before, first)) == {
        "a": "10 tot 20",
        "b": "20 tot 40",
        "d": "10 tot 20",
        "e": "40 of meer",
    }


def test_a_cell_that_loses_two_a_quarter_is_not_shown_below_ten():
    counts, figures = 13, classify(cells(a=13))
    for fewer in (11, 9, 7):
        figures = classify(cells(a=fewer), cells(a=counts), figures)
        assert bool(shown(figures)) == (fewer >= 10)
        counts = fewer


@given(counts=st.lists(st.integers(0, 60), max_size=8), before=st.lists(st.integers(0, 60), max_size=8))
def test_nothing_below_ten_is_ever_shown(counts, before):
    now, then = (cells(**{f"b{number}": count for number, count in enumerate(some)}) for some in (counts, before))
    for figures in (classify(now), classify(now, then, classify(then))):
        assert (now["count"].set_axis(now.index.get_level_values("area_code"))[figures["area_code"]] >= 10).all()


@given(
    counts=st.lists(st.integers(0, 60), min_size=1, max_size=8),
    place=st.integers(0, 7),
    step=st.sampled_from([-2, -1, 1, 2]),
)
def test_two_releases_never_tell_where_one_or_two_locations_came_or_went(counts, place, step):
    before = cells(**{f"b{number}": count for number, count in enumerate(counts)})
    counts[place % len(counts)] = max(0, counts[place % len(counts)] + step)
    now = cells(**{f"b{number}": count for number, count in enumerate(counts)})
    # But for a cell that falls below ten: nothing may be shown of that any more.
    assume(not ((before["count"] >= 10) & (now["count"] < 10)).any())
    now, before = now[now["count"] > 0], before[before["count"] > 0]
    first = classify(before)
    pd.testing.assert_frame_equal(classify(now, before, first), first)


@given(counts=st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_a_cell_below_ten_looks_like_an_empty_one(counts):
    hidden = cells(**{f"b{number}": count for number, count in enumerate(counts)})
    pd.testing.assert_frame_equal(classify(hidden), classify(hidden[:0]))


@pytest.mark.parametrize(
    ("text", "last_day"),
    [("2026-Q1", "2026-03-31"), ("2026q2", "2026-06-30"), ("2026-K3", "2026-09-30"), (" 2026-Q4 ", "2026-12-31")],
)
def test_a_quarter_ends_on_its_last_day(text, last_day):
    quarter = parse_quarter(text)
    assert quarter.last_day == date.fromisoformat(last_day)
    assert parse_quarter(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["2026", "2026-Q5", "Q3", "26-Q1", "2026-Q3; drop"])
def test_something_else_is_no_quarter(text):
    with pytest.raises(InputError, match="2026-Q3"):
        parse_quarter(text)


@pytest.mark.parametrize(
    ("day", "quarter"), [("2026-12-04", "2026-Q3"), ("2026-10-01", "2026-Q3"), ("2027-01-01", "2026-Q4")]
)
def test_the_quarter_before_a_day_is_the_last_one_that_is_over(day, quarter):
    assert str(quarter_before(date.fromisoformat(day))) == quarter


@pytest.mark.parametrize(("count", "expected"), [(9, None), (10, "10 tot 20"), (79, "40 tot 80"), (160, "160 of meer")])
def test_the_region_has_more_classes_and_the_same_ten(count, expected):
    index = pd.MultiIndex.from_tuples([("signalen_regio", "regio", "totaal")], names=CELL)
    counts = into_classes(pd.Series([count], index=index), REGION_EDGES, REGION_CLASSES)
    assert shown(classify(counts)).get("regio") == expected


def test_the_world_is_of_a_day_in_the_next_quarter():
    assert Quarter(2026, 3).last_day < TODAY
