"""Places against the same joins by hand: objects, signals here and near, and what lies around."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.config import load_config
from risk_map.domain.bag import is_active
from risk_map.scoring.places import OBJECT, SCORED, find_places
from tests.scoring.worlds import make_snapshot

PARAMS = load_config().score
SEEDS = st.integers(0, 10_000)


def world(seed):
    return make_snapshot(seed, objects=40, locations=25, signals=30, inspections=20, side=1_200.0)


@given(SEEDS)
@settings(max_examples=10)
def test_counts_around_are_those_of_measuring_every_distance(seed):
    snapshot = world(seed)
    places = find_places(snapshot, PARAMS)
    active = snapshot.addresses[is_active(snapshot.addresses) & (snapshot.addresses["adrestype"] == "hoofdadres")]
    for position, (_, location) in enumerate(snapshot.locations.iterrows()):
        if location.geometry is None:
            assert np.isnan(places.addresses_around[position])
            assert np.isnan(places.locations_around[position])
        else:
            near = [frame.geometry.distance(location.geometry) <= 250 for frame in (active, snapshot.locations)]
            assert places.addresses_around[position] == near[0].sum()
            assert places.locations_around[position] == near[1].sum() - 1


@given(SEEDS)
@settings(max_examples=10)
def test_signals_are_paired_with_every_location_at_their_object_and_every_scored_one_near_it(seed):
    snapshot = world(seed)
    places = find_places(snapshot, PARAMS)
    here, near = set(), {}
    for position, (_, location) in enumerate(snapshot.locations.iterrows()):
        for number, (_, signal) in enumerate(snapshot.signals.iterrows()):
            if signal[OBJECT] == location[OBJECT]:
                here.add((position, number))
            elif places.locations["state"][position] == SCORED:
                distance = signal.geometry.distance(location.geometry)
                near |= {(position, number): distance} if distance <= PARAMS.nearby_radius_m else {}
    assert set(zip(places.signals_here["location"], places.signals_here["signal"], strict=True)) == here
    assert len(places.signals_here) == len(here)
    found = places.signals_near.set_index(["location", "signal"])["distance_m"].to_dict()
    assert found.keys() == near.keys()
    np.testing.assert_allclose([found[pair] for pair in near], list(near.values()), atol=1e-9)


def test_a_location_gets_the_facts_of_its_object_once_although_the_object_has_two_addresses():
    snapshot = world(3)
    extra = snapshot.addresses.set_index("identificatie" + snapshot.addresses.index)
    extra["adrestype"], extra["gebruiksdoel"] = "nevenadres", "celfunctie"
    doubled = replace(snapshot, addresses=pd.concat([snapshot.addresses, extra]))
    plain, other = find_places(snapshot, PARAMS), find_places(doubled, PARAMS)
    pd.testing.assert_frame_equal(other.locations, plain.locations)
    np.testing.assert_array_equal(other.addresses_around, plain.addresses_around)
    uses = snapshot.addresses.set_index(OBJECT)["gebruiksdoel"]
    linked = plain.locations[plain.locations[OBJECT].notna()]
    assert linked["gebruiksdoel"].fillna("").tolist() == uses[linked[OBJECT]].fillna("").tolist()
    assert plain.locations.loc[plain.locations[OBJECT].isna(), ["gebruiksdoel", "oppervlakte"]].isna().all().all()


def test_without_addresses_nothing_is_around_and_no_use_is_known():
    snapshot = world(3)
    places = find_places(replace(snapshot, addresses=snapshot.addresses.head(0)), PARAMS)
    placed = places.locations["x"].notna().to_numpy()
    assert (places.addresses_around[placed] == 0).all()
    assert places.locations["gebruiksdoel"].isna().all()
