"""What comes back of a snapshot and its scores is what the role may see, and it is the same as in the whole."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyogrio
import pytest

from risk_map.config import load_config
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.errors import InputError, ModelOffError, PermissionDeniedError
from risk_map.reporting.explanation import explain
from risk_map.workflow import snapshot
from risk_map.workflow.region import score_whole
from risk_map.workflow.score import explain_location, export_scores, keep_run, replay, score_snapshot
from risk_map.workflow.snapshot import load_snapshot
from risk_map.workflow.store import close_stores, store_of
from tests.scoring.worlds import TODAY
from tests.store_rows import BOB, decide, put
from tests.workflow.two_towns import EAST, FRAMES, OBJECT, WEST, fictional, two_towns


def subject(role, municipality=WEST):
    return Subject("proef", Role(role), municipality if Role(role) in OF_ONE_MUNICIPALITY else None)


@pytest.fixture(scope="module")
def world():
    return two_towns()


@pytest.fixture
def config(tmp_path):
    return replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")


@pytest.fixture
def store(config):
    yield store_of(config)
    close_stores()


def share(store, location_id, *states, town=None):
    """Put a location in a round that goes through some states; without a town it is a shared one."""
    round_id = put(store, "round", gemeentecode=town)
    put(store, "round_event", round_id=round_id)
    put(store, "round_stop", round_id=round_id, decision_id=decide(store, location_id), location_id=location_id)
    for state in states:
        put(store, "round_event", BOB, round_id=round_id, state=state)


@pytest.fixture(scope="module")
def scored(world):
    return score_whole(world, load_config())


@pytest.fixture
def region(scored, config):
    return replace(scored, config=config)


@pytest.fixture
def load(monkeypatch, world, config):
    monkeypatch.setattr(snapshot, "read_snapshot", lambda _config, _on=None: world)
    return lambda who, **options: load_snapshot(who, config, **options)


def towns_of(world, frame):
    town = dict(zip(world.addresses[OBJECT], world.addresses["gemeentecode"], strict=True))
    return set(frame[OBJECT].map(town))


def test_the_world_bites(world):
    # Every test below compares with this: rows on both sides, unlinked ones, and signals that are at no location.
    assert set(world.locations["gemeentecode"].dropna()) == {WEST, EAST}
    assert world.locations["gemeentecode"].isna().any()
    assert towns_of(world, world.signals) == towns_of(world, world.inspections) == {WEST, EAST}
    assert not world.signals[OBJECT].isin(world.locations[OBJECT]).all()


@pytest.mark.parametrize("town", [WEST, EAST])
def test_a_coordinator_sees_the_own_municipality_whole_and_nothing_else(load, world, town):
    seen = load(subject("coordinator", town))
    own = world.locations.index[(world.locations["gemeentecode"] == town).to_numpy(dtype=bool)]
    assert seen.locations.index.tolist() == own.tolist()
    assert set(seen.addresses["gemeentecode"]) == set(seen.areas["gemeentecode"]) == {town}
    for name in ("signals", "inspections"):
        here = [row for row in getattr(world, name).index if towns_of(world, getattr(world, name).loc[[row]]) == {town}]
        assert getattr(seen, name).index.tolist() == here


def test_a_regional_coordinator_sees_nothing_of_a_real_region_without_a_shared_round(load):
    seen = load(subject("regiocoordinator"))
    assert [len(getattr(seen, name)) for name in ("addresses", "locations", "signals", "inspections")] == [0] * 4


def linked(world, town):
    locations = world.locations[(world.locations["gemeentecode"] == town).to_numpy(dtype=bool)]
    return locations.index[(locations["location_type"] != "woning").to_numpy(dtype=bool)]


def test_a_regional_coordinator_sees_what_lies_in_shared_rounds_under_way(load, region, store, world):
    west, east = linked(world, WEST), linked(world, EAST)
    share(store, west[0])
    share(store, east[0], "goedgekeurd", "uitgegeven")
    share(store, west[1], town=WEST)
    share(store, east[1], "goedgekeurd", "uitgegeven", "gesloten")
    share(store, east[2], "ingetrokken")
    who = subject("regiocoordinator")
    seen = load(who)
    assert set(seen.locations.index) == {west[0], east[0]}
    objects = set(world.locations.loc[[west[0], east[0]], OBJECT])
    for name in ("addresses", "signals", "inspections"):
        assert set(getattr(seen, name)[OBJECT]) <= objects
    assert set(score_snapshot(who, region).scored["totaal"].locations.index) == {west[0], east[0]}
    assert explain_location(who, region, east[0]).location_id == east[0]
    for hidden in (west[1], east[1], east[2]):
        with pytest.raises(PermissionDeniedError):
            explain_location(who, region, hidden)


def test_a_shared_round_shows_a_coordinator_nothing_across_the_border(load, region, store, world):
    shared = linked(world, EAST)[0]
    share(store, shared)
    assert shared not in load(subject("coordinator")).locations.index
    with pytest.raises(PermissionDeniedError):
        explain_location(subject("coordinator"), region, shared)


def test_a_fictional_region_is_one_shared_round(monkeypatch, world, config):
    for changed, count in ((fictional(world), len(world.locations)), (world, 0)):
        monkeypatch.setattr(snapshot, "read_snapshot", lambda _config, _on=None, changed=changed: changed)
        assert len(load_snapshot(subject("regiocoordinator"), config).locations) == count


@pytest.mark.parametrize("name", FRAMES)
def test_one_real_row_makes_a_region_real(world, name):
    made = fictional(world)
    assert made.is_fictional
    frame = getattr(made, name)
    one = frame.assign(bron=[*frame["bron"][:-1], "BAG"])
    assert not replace(made, **{name: one}).is_fictional


def test_the_aandachtsfunctionaris_sees_where_a_signal_is_open_and_no_visit(load, world):
    seen = load(subject("aandachtsfunctionaris"))
    own = world.locations[(world.locations["gemeentecode"] == WEST).to_numpy(dtype=bool)]
    reported = own[own[OBJECT].isin(list(world.signals[OBJECT]))]
    assert 0 < len(reported) < len(own)
    assert seen.locations.index.tolist() == reported.index.tolist()
    assert towns_of(world, seen.signals) == {WEST}
    assert seen.inspections.empty


def test_a_location_disappears_for_the_aandachtsfunctionaris_when_its_last_signal_is_closed(load, store, world):
    who = subject("aandachtsfunctionaris")
    place = load(who).locations.iloc[0]
    signals = world.signals.index[(world.signals[OBJECT] == place[OBJECT]).to_numpy(dtype=bool)]
    at_place = {"adresseerbaar_object_identificatie": place[OBJECT]}
    for number, signal_id in enumerate(signals, start=1):
        put(store, "signal", id=signal_id, **at_place)
        put(store, "signal_event", signal_id=signal_id, kind="gesloten", outcome="gegrond")
        assert (place.name in load(who).locations.index) == (number < len(signals))


def test_the_auditor_sees_all_for_a_reason(load, world):
    with pytest.raises(PermissionDeniedError):
        load(subject("auditor"))
    assert load(subject("auditor"), reason="klacht 12") is world


@pytest.mark.parametrize("role", ["boa", "beleid", "beheerder"])
def test_these_roles_get_no_snapshot_at_all(load, role):
    with pytest.raises(PermissionDeniedError, match="Adressen van locaties zien mag alleen"):
        load(subject(role), reason="nieuwsgierig")


def test_scores_and_ranks_are_those_of_the_whole_region(region):
    whole, seen = region.whole, score_snapshot(subject("coordinator"), region)
    ids = seen.snapshot.locations.index
    assert 0 < len(ids) < len(whole.snapshot.locations)
    for form, part in seen.scored.items():
        pd.testing.assert_frame_equal(part.locations, whole.scored[form].locations.loc[ids])
        pd.testing.assert_frame_equal(part.contributions, whole.scored[form].contributions.loc[ids])
        assert set(seen.stability[form].index) <= set(ids)
        expected = whole.scored[form].facts
        expected = expected[expected["location_id"].isin(ids)].reset_index(drop=True)
        pd.testing.assert_frame_equal(part.facts.reset_index(drop=True), expected)


def test_a_part_explains_itself_as_the_whole_does(region):
    # Positions, facts, homes and unknowns were all renumbered: an explanation reads every one of them.
    seen = score_snapshot(subject("coordinator"), region)
    states = set()
    for location_id in seen.snapshot.locations.index:
        from_whole = explain_location(subject("coordinator"), region, location_id, "arbeid")
        table = seen.stability["arbeid"]
        row = table.loc[location_id] if location_id in table.index else None
        params = region.config.score
        again = explain(seen.scored["arbeid"], seen.evidence, seen.snapshot, location_id, params, stability_row=row)
        assert again == from_whole
        states.add(again.state)
    assert states == {"gescoord", "woning"}


def test_another_place_and_no_place_give_the_same_sentence(region):
    locations = region.whole.snapshot.locations
    other = locations.index[(locations["gemeentecode"] == EAST).to_numpy(dtype=bool)][0]
    unlinked = locations.index[locations["gemeentecode"].isna()][0]
    sentences = set()
    for location_id in (other, unlinked, "bestaat-niet"):
        with pytest.raises(PermissionDeniedError) as caught:
            explain_location(subject("coordinator"), region, location_id)
        sentences.add(str(caught.value))
    assert len(sentences) == 1


def test_who_may_see_all_hears_that_a_location_does_not_exist(region):
    with pytest.raises(InputError, match="bestaat-niet"):
        explain_location(subject("auditor"), region, "bestaat-niet", reason="klacht 12")


@pytest.mark.parametrize("role", ["boa", "aandachtsfunctionaris", "beleid", "beheerder"])
def test_these_roles_get_no_score_no_explanation_and_no_file(region, role, tmp_path):
    location_id = region.whole.snapshot.locations.index[0]
    for call in (
        lambda who: score_snapshot(who, region, reason="x"),
        lambda who: explain_location(who, region, location_id, reason="x"),
        lambda who: export_scores(who, region, "totaal", tmp_path / "a.gpkg", reason="x"),
        lambda who: keep_run(who, region, "totaal"),
    ):
        with pytest.raises(PermissionDeniedError):
            call(subject(role))
    assert list(tmp_path.iterdir()) == []


def test_a_file_holds_the_own_municipality_and_has_a_reason(region, tmp_path):
    path = tmp_path / "kaart.gpkg"
    with pytest.raises(PermissionDeniedError, match="met een reden"):
        export_scores(subject("coordinator"), region, "totaal", path)
    assert not path.exists()
    export_scores(subject("coordinator"), region, "totaal", path, reason="rondekeuze november")
    ids = set(score_snapshot(subject("coordinator"), region).snapshot.locations.index)
    for layer in ("risk_locations", "facts", "contributions"):
        assert set(pyogrio.read_dataframe(path, layer=layer)["location_id"]) <= ids
    assert set(pyogrio.read_dataframe(path, layer="risk_locations")["gemeentecode"]) == {WEST}


def test_the_auditor_replays_for_a_reason_and_makes_no_run(region, config):
    record = keep_run(subject("coordinator"), region, "totaal")
    assert record.today == TODAY
    with pytest.raises(PermissionDeniedError):
        keep_run(subject("auditor"), region, "totaal")
    with pytest.raises(PermissionDeniedError):
        replay(subject("auditor"), config, record.run_id)
    assert replay(subject("auditor"), config, record.run_id, reason="klacht 12") == record


def test_the_whole_is_not_changed_by_looking_at_a_part(region):
    before = {form: each.locations.copy() for form, each in region.whole.scored.items()}
    facts = region.whole.evidence.facts.copy()
    score_snapshot(subject("coordinator"), region)
    pd.testing.assert_frame_equal(region.whole.evidence.facts, facts)
    for form, locations in before.items():
        pd.testing.assert_frame_equal(region.whole.scored[form].locations, locations)


def test_while_the_model_is_off_nobody_gets_a_score(region, store, tmp_path):
    who, path = subject("coordinator"), tmp_path / "kaart.gpkg"
    location_id = score_snapshot(who, region).snapshot.locations.index[0]
    put(store, "model_switch", model_on=False)
    for call in (
        lambda: score_snapshot(who, region),
        lambda: explain_location(who, region, location_id),
        lambda: export_scores(who, region, "totaal", path, reason="rondekeuze"),
    ):
        with pytest.raises(ModelOffError, match="Het model staat uit"):
            call()
    with pytest.raises(PermissionDeniedError):
        score_snapshot(subject("beleid"), region)
    assert not path.exists()
    put(store, "model_switch", model_on=True)
    assert explain_location(who, region, location_id).location_id == location_id


def test_an_export_of_a_selection_holds_that_selection_and_never_more_than_one_may_see(region, tmp_path):
    seen = score_snapshot(subject("coordinator"), region).snapshot.locations.index
    elsewhere = region.whole.snapshot.locations.index.difference(seen)
    path, only = tmp_path / "kaart.gpkg", [*seen[:2], elsewhere[0]]
    export_scores(subject("coordinator"), region, "totaal", path, reason="rondekeuze november", only=only)
    for layer in ("risk_locations", "contributions", "facts"):
        found = set(pyogrio.read_dataframe(path, layer=layer, read_geometry=False)["location_id"])
        assert found <= set(seen[:2])
    assert set(pyogrio.read_dataframe(path, layer="risk_locations")["location_id"]) == set(seen[:2])
