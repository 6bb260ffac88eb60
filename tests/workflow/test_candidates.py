"""Candidates of a round: open signals, a draw that anybody can repeat and no home is in, and the score."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest

from risk_map.errors import InputError, PermissionDeniedError
from risk_map.workflow.candidates import Wanted, propose_stops
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.signals import close_signal
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.town import (
    COORDINATOR,
    EAST,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    REGION,
    RESTAURANT,
    STUDIO,
    WEST,
    draft,
    plan,
    report,
)

database_url = mostly_sqlite


def propose(config, round_id=None, by=COORDINATOR, visits=2, seed="a", share=0.5):
    return propose_stops(by, config, round_id or draft(config), Wanted(visits, seed, share), NOW).stops


@ON_BOTH
def test_an_open_signal_brings_a_location_in_and_a_closed_one_does_not(config):
    signal_id = report(config, STUDIO)
    assert propose(config).loc[STUDIO, ["origin", "home"]].to_list() == ["signaal", True]
    close_signal(OFFICER, config, signal_id, "gegrond", NOW)
    assert STUDIO not in propose(config).index


def test_an_open_signal_that_is_past_its_term_brings_no_location_in(config):
    report(config, STUDIO, observed_on=date(2025, 11, 21), reliability="C")
    for day, there in ((0, True), (1, False)):
        now = NOW + timedelta(days=day)
        found = propose_stops(
            COORDINATOR, config, draft(config, on_date=now.date(), now=now), Wanted(2, "a"), now
        ).stops
        assert (STUDIO in found.index) == there


@ON_BOTH
def test_the_draw_is_repeated_with_the_recorded_seed_and_nothing_else(config, rows):
    round_id = draft(config)
    propose(config, round_id, seed="dobbel")
    (drawn,) = rows("draw")
    candidates = [HOTEL, LODGING]
    assert (drawn["seed"], drawn["share"], drawn["candidates"]) == ("dobbel", 0.5, 2)
    assert drawn["candidates_hash"] == sha256(b"L1\nL2").hexdigest()
    by_hand = min(candidates, key=lambda name: sha256(f"dobbel|{name}".encode()).hexdigest())
    assert [(row["location_id"], row["home"], row["rank"]) for row in rows("draw_pick")] == [(by_hand, False, 1)]


@ON_BOTH
def test_a_round_is_drawn_once_so_that_nobody_draws_until_it_pleases(config, rows):
    round_id = draft(config)
    first = propose(config, round_id, seed="a")
    again = propose(config, round_id, seed="b")
    assert first.index.tolist() == again.index.tolist()
    assert len(rows("draw")) == 1


@pytest.mark.parametrize("seed", [f"proef {number}" for number in range(8)])
def test_no_home_is_ever_drawn(config, rows, seed):
    propose(config, visits=10, seed=seed, share=1)
    assert {row["location_id"] for row in rows("draw_pick")} == {HOTEL, LODGING}


def test_who_is_drawn_counts_as_drawn_also_with_a_signal(config):
    report(config, HOTEL), report(config, LODGING)
    found = propose(config, share=1)
    assert found["origin"].tolist() == ["steekproef", "steekproef"]


@ON_BOTH
def test_what_is_frozen_taken_that_day_or_elsewhere_is_no_candidate(config):
    report(config, HOTEL), report(config, STUDIO)
    plan(config, issued=False)
    freeze_location(COORDINATOR, config, STUDIO, "klacht", NOW)
    assert propose(config, visits=10, share=1).index.tolist() == [LODGING]


def test_a_shared_round_looks_in_all_its_municipalities_and_a_home_comes_by_a_signal_only(config):
    found = propose(config, draft(config, WEST, EAST, by=REGION), by=REGION, visits=10, share=0.2)
    assert set(found.index) == {HOTEL, LODGING, RESTAURANT}
    assert HOME not in found.index


def test_every_address_that_was_shown_is_in_the_log(config, rows):
    found = propose(config)
    logged = {row["object"] for row in rows("audit") if row["action"] == "propose_stops"}
    assert {f"locatie:{name}" for name in found.index} <= logged


@pytest.mark.parametrize("who", [INSPECTOR, OFFICER, OTHER_COORDINATOR])
def test_nobody_else_is_shown_candidates(config, who):
    round_id = draft(config)
    with pytest.raises(PermissionDeniedError):
        propose(config, round_id, by=who)


@pytest.mark.parametrize("values", [(0, "a", 0.2), (51, "a", 0.2), (6, " ", 0.2), (6, "a", 0), (6, "a", 1.1)])
def test_only_a_round_that_can_be_made(values):
    with pytest.raises(InputError):
        Wanted(*values)


def test_less_than_the_configured_share_is_not_drawn(config, rows):
    with pytest.raises(InputError, match="Ten minste 20%"):
        propose(config, share=0.1)
    assert rows("draw") == []


def test_a_share_is_a_part_and_no_number_of_visits():
    with pytest.raises(InputError, match="hoogstens 1;"):
        Wanted(6, "a", 7)
