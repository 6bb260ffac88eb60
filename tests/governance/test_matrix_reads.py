"""Every use case that reads, called for each role: what comes back lies where the grid of §4.2 says, and nowhere else.

Two worlds on a border: in one each place is in a round of its own municipality, in the other both are in shared ones.
Whoever asks is in every team and has an open signal everywhere, so that only the border can keep something from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from risk_map.domain.frames import SYNTHETIC
from risk_map.errors import PermissionDeniedError
from risk_map.governance.matrix import PERMISSIONS, Scope
from risk_map.governance.permissions import USE_CASES
from risk_map.store import schema
from risk_map.workflow.decision_reads import read_decisions
from risk_map.workflow.place_reads import read_places
from risk_map.workflow.region import Region, score_region
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.route_reads import read_route_list
from risk_map.workflow.score import explain_location, score_snapshot
from risk_map.workflow.signal_reads import read_signal_note, read_signals
from risk_map.workflow.snapshot import load_snapshot
from risk_map.workflow.store import close_stores, store_of
from risk_map.workflow.visits import read_visits
from tests.governance.test_matrix import ANONYMOUS, COLUMNS, EXPECTED, HOME, MEANING, subject_in
from tests.store_rows import BOB, put
from tests.workflow.town import EAST, HOTEL, NOW, RESTAURANT, SHIPPED, TODAY, WEST, object_of, on_shift, town_folder

if TYPE_CHECKING:
    from risk_map.config import Config

__all__ = ["town_folder"]

pytestmark = pytest.mark.figure

PLACES = {HOTEL: ("own", WEST, 1), RESTAURANT: ("other", EAST, 5)}
REASON = "steekproef"
BY_PLACE = {Scope.OWN, Scope.SHARED, Scope.OWN_ROUND, Scope.OPEN_SIGNAL, Scope.SIGNAL_OR_HOME}


@dataclass(frozen=True)
class World:
    config: Config
    shared: bool
    rounds: dict[str, str]
    signals: dict[str, str]
    region: Region


def fill(store, location_id, town, number, *, shared):
    """Put a place in an issued round, with a signal, a decision and a visit; give the round and the signal."""
    place = {"adresseerbaar_object_identificatie": object_of(number), "gemeentecode": town}
    signal_id = put(store, "signal", **place, note="acht matrassen in de kelder")
    decision_id = put(store, "decision", **place, location_id=location_id)
    round_id = put(store, "round", gemeentecode=None if shared else town)
    for code in (WEST, EAST) if shared else ():
        put(store, "round_municipality", round_id=round_id, gemeentecode=code)
    put(store, "round_event", round_id=round_id)
    team_id = put(store, "round_team", round_id=round_id)
    put(store, "round_member", round_id=round_id, team_id=team_id, subject_id=subject_in("boa").id)
    names = {"round_id": round_id, "team_id": team_id, "decision_id": decision_id}
    stop_id = put(store, "round_stop", **names, location_id=location_id)
    for state in ("goedgekeurd", "uitgegeven"):
        put(store, "round_event", BOB, round_id=round_id, state=state)
    put(store, "visit", **place, location_id=location_id, stop_id=stop_id)
    return round_id, signal_id


@pytest.fixture(scope="module", params=[False, True], ids=["own rounds", "shared rounds"])
def world(request, tmp_path_factory, town_folder):
    url = f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'matrix.db'}"
    config = replace(SHIPPED, data_dir=town_folder, database_url=url, municipalities={WEST: "West", EAST: "Oost"})
    store = store_of(config)
    made = {name: fill(store, name, *rest, shared=request.param) for name, (_, *rest) in PLACES.items()}
    rounds, signals = ({name: ids[which] for name, ids in made.items()} for which in (0, 1))
    yield World(config, request.param, rounds, signals, score_region(config, TODAY))
    close_stores()


def at(column):
    return set(column.dropna()) & set(PLACES)


def one_by_one(read, names):
    """Give the places that a use case about one thing answers about."""

    def seen(subject, world):
        found = set()
        for location_id, name in names(world).items():
            try:
                read(subject, world, name)
            except PermissionDeniedError:
                continue
            found.add(location_id)
        return found

    return seen


def rounds_seen(subject, world):
    seen = read_round(subject, world.config, on_shift(1), reason=REASON).rounds.index
    return {location_id for location_id, round_id in world.rounds.items() if round_id in seen}


READERS = {
    "read_round": rounds_seen,
    "read_route_list": one_by_one(
        lambda who, world, name: read_route_list(who, world.config, name, on_shift(1)), lambda world: world.rounds
    ),
    "read_visits": lambda who, world: at(read_visits(who, world.config, on_shift(1), reason=REASON)["location_id"]),
    "read_signals": lambda who, world: at(
        read_signals(who, world.config, on_shift(1), reason=REASON).signals["location_id"]
    ),
    "read_signal_note": one_by_one(
        lambda who, world, name: read_signal_note(who, world.config, name, on_shift(1), reason=REASON),
        lambda world: world.signals,
    ),
    "read_decisions": lambda who, world: at(
        read_decisions(who, world.config, NOW, reason=REASON).decisions["location_id"]
    ),
    "load_snapshot": lambda who, world: at(
        load_snapshot(who, world.config, TODAY, reason=REASON).locations.index.to_series()
    ),
    "read_places": lambda who, world: at(
        read_places(who, world.config, world.region.whole.snapshot, reason=REASON).index.to_series()
    ),
    "score_snapshot": lambda who, world: at(
        score_snapshot(who, world.region, reason=REASON).snapshot.locations.index.to_series()
    ),
    "explain_location": one_by_one(
        lambda who, world, name: explain_location(who, world.region, name, reason=REASON),
        lambda _: {name: name for name in PLACES},
    ),
}
"""Use case -> the places that it answers about."""

OF_ROUNDS = {"read_round", "read_route_list"}
"""A shared round is no municipality's own, whatever lies in it."""

OF_NO_PLACE = {"read_areas"}
"""What answers with what somebody kept for the own municipality, and never with a place."""


def test_no_use_case_that_reads_places_is_forgotten():
    reading = {name for name in USE_CASES if name.split("_")[0] in {"read", "load", "score", "explain"}}
    by_place = {name for name in reading if {grant.scope for grant in PERMISSIONS[name].grants.values()} & BY_PLACE}
    assert by_place - OF_NO_PLACE == set(READERS)


def test_nothing_of_a_region_that_exists_counts_as_one_shared_round(world):
    assert SYNTHETIC not in set(world.region.whole.snapshot.locations["bron"])
    with store_of(world.config).read() as tx:
        assert len(tx.all(schema.round_member)) == len(PLACES)


@pytest.mark.parametrize("role", [*COLUMNS, ANONYMOUS])
@pytest.mark.parametrize("use_case", READERS)
def test_what_is_read_lies_where_the_grid_says(world, use_case, role):
    cell = "-" if role == ANONYMOUS else EXPECTED[use_case][role]
    circumstances = {"shared": world.shared, "in_hand": True, "reason": True}
    nobodys = world.shared and use_case in OF_ROUNDS
    places = {name: "unknown" if nobodys else place for name, (place, *_) in PLACES.items()}
    expected = {name for name, place in places.items() if MEANING[cell](circumstances | {"place": place})}
    subject = subject_in(role)
    assert subject is None or subject.municipality in {None, HOME}
    if cell == "-" and use_case in {"read_route_list", "read_signal_note", "explain_location"}:
        assert READERS[use_case](subject, world) == set()
    elif cell == "-":
        with pytest.raises(PermissionDeniedError):
            READERS[use_case](subject, world)
    else:
        assert READERS[use_case](subject, world) == expected
