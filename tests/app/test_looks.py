"""Streamlit draws a page again at every click; the log counts looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from risk_map.app import looks, state
from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.errors import PermissionDeniedError
from risk_map.governance.permissions import scope_of
from risk_map.store import schema
from risk_map.workflow.store import close_stores, store_of

ANN = Subject("ann", Role.COORDINATOR, "GM9001")
BOB = Subject("bob", Role.REGIOCOORDINATOR)


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setattr(state.st, "session_state", {})
    yield replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")
    close_stores()


def lines(config):
    with store_of(config).read() as tx:
        return [(row["actor"], row["action"], row["object"], row["origin"]) for row in tx.all(schema.audit)]


def test_a_map_that_is_drawn_again_is_one_look_and_one_line_per_address(config):
    for _ in range(5):
        looks.log_look(ANN, config, "score_snapshot", ["L1", "L2"])
    assert lines(config) == [
        ("ann", "score_snapshot", "locatie:L1", "app"),
        ("ann", "score_snapshot", "locatie:L2", "app"),
    ]


def test_other_addresses_or_another_visitor_is_another_look(config):
    for who, ids in ((ANN, ["L1"]), (ANN, ["L1", "L2"]), (BOB, ["L1", "L2"])):
        looks.log_look(who, config, "score_snapshot", ids)
    assert [line[0] for line in lines(config)] == ["ann", "ann", "ann", "bob", "bob"]


def test_details_that_are_opened_again_after_others_are_another_look(config):
    for location_id in ("L1", "L1", "L2", "L1"):
        looks.log_look(ANN, config, "explain_location", [location_id])
    assert [line[2] for line in lines(config)] == ["locatie:L1", "locatie:L2", "locatie:L1"]


def test_another_session_is_another_look(config, monkeypatch):
    looks.log_look(ANN, config, "score_snapshot", ["L1"])
    monkeypatch.setattr(state.st, "session_state", {})
    looks.log_look(ANN, config, "score_snapshot", ["L1"])
    assert len(lines(config)) == 2


def test_what_could_not_be_logged_was_not_looked_at(config, monkeypatch):
    def fail(*_):
        raise PermissionDeniedError("vol")

    with monkeypatch.context() as patched:
        patched.setattr(looks, "log_deed", fail)
        with pytest.raises(PermissionDeniedError):
            looks.log_look(ANN, config, "score_snapshot", ["L1"])
    looks.log_look(ANN, config, "score_snapshot", ["L1"])
    assert len(lines(config)) == 1


def test_a_refused_visitor_stands_in_the_log(config):
    store_of(config)
    with pytest.raises(PermissionDeniedError) as caught:
        scope_of(Subject("bel", Role.BELEID), "score_snapshot")
    looks.log_refusal(config, caught.value)
    assert lines(config) == [("bel", "score_snapshot", "use_case:score_snapshot", "app")]
