"""The heat map for policy: when a square is drawn, what its class says, and what two pictures of it do not tell."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES
from risk_map.domain.registers import SIGNALS
from risk_map.governance.policy_figures import classify
from risk_map.governance.policy_heat import RATIOS, heat_figures
from tests.scoring.worlds import make_snapshot

OBJECT = "adresseerbaar_object_identificatie"
X, Y = 150_000, 450_000
FULL, EMPTY, FAR = "E1500N4500", "E1510N4500", "E1600N4500"


def object_id(number):
    return f"000101{number:010d}"


def locations_at(*groups):
    """Locations in squares: (column of the square, how many)."""
    rows = [(object_id(1000 * column + number), column) for column, amount in groups for number in range(amount)]
    columns = pd.Series([column for _, column in rows])
    return pd.DataFrame({OBJECT: [key for key, _ in rows], "x": X + 500.0 * columns + 100, "y": Y + 100.0})


def addresses_at(*groups):
    columns = np.repeat([column for column, _ in groups], [amount for _, amount in groups])
    base = make_snapshot(1).addresses.iloc[np.zeros(len(columns), dtype=int)]
    points = [Point(X + 500 * column + 250, Y + 250) for column in columns]
    data = pd.DataFrame(base.drop(columns="geometry")).assign(adresseerbaar_object_status="Verblijfsobject in gebruik")
    data.index = pd.Index([object_id(number) for number in range(len(points))], name=ADDRESSES.index, dtype="str")
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), ADDRESSES)


def signals_about(locations, form="arbeid", on="2026-09-01"):
    data = pd.DataFrame(
        {
            OBJECT: locations[OBJECT].to_numpy(),
            "observed_on": pd.Timestamp(on),
            "form": form,
            "category": "overbewoning",
            "source_type": "boa",
            "reliability": "A",
            "link_method": "id",
            "address": "Lindepad 1",
            "bron": "proef",
        },
        index=pd.Index([f"S{number}" for number in range(len(locations))], name=SIGNALS.index, dtype="str"),
    )
    points = gpd.points_from_xy(locations["x"], locations["y"])
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), SIGNALS)


def world(addresses, signals):
    return replace(make_snapshot(1), addresses=addresses, signals=signals)


def drawn(figures, kind="signalen_naar_adressen", form="totaal"):
    some = classify(figures)
    some = some[(some["kind"] == kind) & (some["form"] == form)]
    return dict(zip(some["area_code"], some["figure_class"], strict=True))


LOCATIONS = locations_at((0, 12), (2, 3), (20, 12))
SPREAD = addresses_at((0, 40), (2, 10), (20, 40))


def test_a_square_is_drawn_with_ten_locations_in_it_and_ten_reported_around_it():
    reported = locations_at((0, 8), (2, 3))
    figures = heat_figures(world(SPREAD, signals_about(reported)), LOCATIONS)
    # Eleven reported around the first; the second has three locations only, the third none reported near it.
    assert drawn(figures, "vakken") == {FULL: "10 of meer", FAR: "10 of meer"}
    assert set(drawn(figures)) == {FULL}


@pytest.mark.parametrize(("reported", "is_drawn"), [(9, False), (10, True)])
def test_a_class_rests_on_ten_locations_with_a_signal(reported, is_drawn):
    figures = heat_figures(world(SPREAD, signals_about(locations_at((0, reported)))), LOCATIONS)
    assert (FULL in drawn(figures)) == is_drawn
    assert (FULL in drawn(figures, form="arbeid")) == is_drawn
    assert drawn(figures, form="seksueel") == {}


def test_ten_signals_about_one_location_are_one_location():
    once = locations_at((0, 1))
    figures = heat_figures(world(SPREAD, signals_about(pd.concat([once] * 10, ignore_index=True))), LOCATIONS)
    assert drawn(figures) == {}


def test_a_signal_of_more_than_two_years_ago_does_not_count():
    figures = heat_figures(world(SPREAD, signals_about(locations_at((0, 12)), on="2024-11-01")), LOCATIONS)
    assert drawn(figures) == {}


def test_more_is_told_against_the_addresses_and_not_as_a_number():
    everywhere = locations_at((0, 12), (20, 12))
    even = heat_figures(world(addresses_at((0, 50), (20, 50)), signals_about(everywhere)), LOCATIONS)
    assert drawn(even) == {FULL: RATIOS[2], FAR: RATIOS[2]}
    # As many reports where nine in ten addresses are, and where one in ten is.
    uneven = heat_figures(world(addresses_at((0, 90), (20, 10)), signals_about(everywhere)), LOCATIONS)
    # (12 + 2) / (24 * 0.9 + 2) = 0.59 and (12 + 2) / (24 * 0.1 + 2) = 3.2.
    assert drawn(uneven) == {FULL: RATIOS[1], FAR: RATIOS[4]}


def test_which_locations_in_a_square_were_reported_changes_nothing():
    first, last = LOCATIONS.iloc[:10], LOCATIONS.iloc[2:12]
    moved = LOCATIONS.assign(x=LOCATIONS["x"] + 300, y=LOCATIONS["y"] + 390)
    figures = [
        heat_figures(world(SPREAD, signals_about(reported)), register)
        for reported, register in ((first, LOCATIONS), (last, LOCATIONS), (first, moved))
    ]
    pd.testing.assert_frame_equal(figures[0], figures[1])
    pd.testing.assert_frame_equal(figures[0], figures[2])


@pytest.mark.parametrize("more", [1, 2])
def test_two_pictures_do_not_tell_that_one_or_two_were_reported_in_between(more):
    before, now = (
        heat_figures(world(SPREAD, signals_about(locations_at((0, amount)))), LOCATIONS) for amount in (9, 9 + more)
    )
    first = classify(before)
    pd.testing.assert_frame_equal(classify(now, before, first), first)


def test_two_pictures_do_not_tell_that_one_location_makes_a_square_full():
    reported = locations_at((0, 9))
    near = locations_at((1, 5))
    registers = (locations_at((0, 9), (1, 5)), locations_at((0, 10), (1, 5)))
    before, now = (
        heat_figures(world(SPREAD, signals_about(pd.concat([reported, near], ignore_index=True))), register)
        for register in registers
    )
    assert before.loc[("vakken", FULL, "totaal"), "count"] == 9
    first = classify(before)
    assert first.empty
    pd.testing.assert_frame_equal(classify(now, before, first), first)


def test_a_square_that_loses_its_tenth_location_is_gone_at_once():
    signals = signals_about(locations_at((0, 9), (1, 5)))
    before, now = (heat_figures(world(SPREAD, signals), locations_at((0, amount), (1, 5))) for amount in (10, 9))
    first = classify(before)
    assert set(first["kind"]) == {"vakken", "signalen_naar_adressen"}
    assert classify(now, before, first).empty
