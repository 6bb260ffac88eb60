"""The shared cache keeps the whole region; a subject gets the own part of it, and nothing is read for who may not."""

from __future__ import annotations

import pandas as pd
import pytest

from risk_map.app import cache, looks
from risk_map.app.selection import COMPUTED, location_table
from risk_map.config import load_config
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.errors import ModelOffError, PermissionDeniedError
from risk_map.workflow import score
from risk_map.workflow.region import score_whole
from tests.workflow.two_towns import EAST, WEST, fictional, two_towns


def subject(role, municipality=WEST):
    return Subject("proef", Role(role), municipality if Role(role) in OF_ONE_MUNICIPALITY else None)


@pytest.fixture(scope="module")
def kept():
    region = score_whole(fictional(two_towns()), load_config())
    whole = region.whole
    tables = {form: location_table(whole.snapshot, each, whole.stability[form]) for form, each in whole.scored.items()}
    return cache._Kept(region=region, tables=tables, background="{}")


@pytest.fixture(autouse=True)
def logged(monkeypatch):
    """What was written in the log: who, which use case, which locations."""
    lines = []
    monkeypatch.setattr(looks, "log_look", lambda who, _config, name, ids: lines.append((who, name, list(ids))))
    return lines


@pytest.fixture
def reads(monkeypatch, kept):
    """How often the shared data were asked for."""
    asked = []

    def current():
        asked.append(1)
        return kept

    monkeypatch.setattr(cache, "_current", current)
    return asked


@pytest.mark.parametrize("town", [WEST, EAST])
def test_every_table_of_a_coordinator_is_cut_to_the_own_municipality(reads, kept, town):
    data = cache.loaded(subject("coordinator", town))
    for form, table in data.tables.items():
        whole = kept.tables[form]
        pd.testing.assert_frame_equal(table, whole[(whole["gemeentecode"] == town).to_numpy(dtype=bool)])
        assert 0 < len(table) < len(whole)
    assert set(data.snapshot.areas["gemeentecode"]) == set(data.snapshot.addresses["gemeentecode"]) == {town}


def test_who_sees_everything_gets_the_shared_tables_themselves(reads, kept):
    data = cache.loaded(subject("regiocoordinator"))
    assert all(data.tables[form] is table for form, table in kept.tables.items())
    assert data.snapshot is kept.region.whole.snapshot


@pytest.mark.parametrize("role", ["boa", "aandachtsfunctionaris", "beleid", "beheerder", "auditor"])
def test_nothing_is_read_for_a_role_that_may_not(reads, role):
    with pytest.raises(PermissionDeniedError):
        cache.loaded(subject(role))
    assert reads == []


def test_the_auditor_reads_for_a_reason(reads, kept):
    assert len(cache.loaded(subject("auditor"), "klacht 12").tables["totaal"]) == len(kept.tables["totaal"])


def test_an_explanation_stops_at_the_border(reads, kept):
    towns = kept.tables["totaal"]["gemeentecode"]
    own, other = (str(towns.index[(towns == town).to_numpy(dtype=bool)][0]) for town in (WEST, EAST))
    assert cache.explanation(subject("coordinator"), own, "arbeid").location_id == own
    with pytest.raises(PermissionDeniedError):
        cache.explanation(subject("coordinator"), other, "arbeid")


def test_whatever_leaves_is_in_the_log_first_and_nothing_else_is(reads, kept, logged):
    who = subject("coordinator", WEST)
    towns = kept.tables["totaal"]["gemeentecode"]
    data = cache.loaded(who)
    own, other = (str(towns.index[(towns == town).to_numpy(dtype=bool)][0]) for town in (WEST, EAST))
    cache.explanation(who, own, "arbeid")
    with pytest.raises(PermissionDeniedError):
        cache.explanation(who, other, "arbeid")
    assert logged == [
        (who, "score_snapshot", data.snapshot.locations.index.tolist()),
        (who, "explain_location", [own]),
    ]


@pytest.fixture
def off(monkeypatch):
    def refuse(_config):
        raise ModelOffError("Het model staat uit.")

    monkeypatch.setattr(score, "refuse_when_off", refuse)


def test_while_the_model_is_off_places_are_shown_and_nothing_that_was_computed(reads, kept, off, logged):
    who = subject("coordinator", WEST)
    data = cache.loaded(who)
    assert data.model_off == "Het model staat uit."
    own = kept.tables["totaal"]["gemeentecode"] == WEST
    for form, table in data.tables.items():
        assert table.index.equals(kept.tables[form].index[own.to_numpy(dtype=bool)])
        assert table[list(COMPUTED)].isna().all().all()
    assert cache.explanation(who, data.snapshot.locations.index[0], "arbeid") is None
    assert logged == [(who, "load_snapshot", data.snapshot.locations.index.tolist())]


def test_while_the_model_is_on_nothing_is_said_about_it(reads, kept):
    assert cache.loaded(subject("regiocoordinator")).model_off == ""
