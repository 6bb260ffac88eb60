"""Figures for policy are written from everything and read from nothing but themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlalchemy import event

from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.governance.policy_figures import CLASSES, KINDS, REGION_CLASSES, Quarter, count_cells
from risk_map.governance.policy_heat import ENOUGH, RATIOS
from risk_map.workflow import policy
from risk_map.workflow.policy import due_quarter, make_policy_release, read_policy_release
from risk_map.workflow.store import close_stores, store_of
from tests.workflow.two_towns import EAST, WEST, two_towns

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
COORDINATOR = Subject("cor", Role.COORDINATOR, WEST)
POLICY = Subject("bea", Role.BELEID)
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


@pytest.fixture(scope="module")
def world():
    world = two_towns()
    towns = world.locations["gemeentecode"].map({WEST: "BU90010001", EAST: "BU90020001"})
    return replace(world, locations=world.locations.assign(buurtcode=towns.astype("str")))


@pytest.fixture
def config(tmp_path, monkeypatch, world):
    monkeypatch.setattr(policy, "read_snapshot", lambda _config, on: replace(world, today=on))
    yield replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")
    close_stores()


def test_a_release_holds_classes_of_both_municipalities_whoever_made_it(config):
    assert read_policy_release(POLICY, config, NOW) is None
    make_policy_release(COORDINATOR, config, Q3, NOW)
    release = read_policy_release(POLICY, config, NOW)
    figures = release.figures
    assert release.quarter == Q3
    assert list(figures.columns) == ["kind", "area_code", "form", "figure_class"]
    assert set(figures.loc[figures["kind"].isin(KINDS), "area_code"]) == {"BU90010001", "BU90020001"}
    assert set(figures["figure_class"]) <= {*CLASSES, *REGION_CLASSES, *RATIOS, ENOUGH}


def test_nothing_that_is_read_names_a_place(config, world):
    make_policy_release(COORDINATOR, config, Q3, NOW)
    release = read_policy_release(POLICY, config, NOW)
    text = release.figures.to_csv() + release.trend.to_csv()
    for column in ("adresseerbaar_object_identificatie", "address"):
        assert not any(str(value) in text for value in world.locations[column].dropna())
    assert not any(re.search(rf"\b{name}\b", text) for name in world.locations.index)


def test_reading_touches_no_table_but_the_figures_and_the_log(config):
    make_policy_release(COORDINATOR, config, Q3, NOW)
    statements = []
    engine = store_of(config).engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    read_policy_release(POLICY, config, NOW)
    touched = {name.strip('"') for text in statements for name in re.findall(r"(?:FROM|JOIN|INTO)\s+(\S+)", text)}
    touched = {name for name in touched if not name.startswith("(")}
    assert {"policy_release", "policy_figure"} <= touched
    assert touched <= {"policy_release", "policy_figure", "audit", "purge_certificate", "purge_item"}


def test_a_quarter_is_over_and_is_never_revised(config):
    with pytest.raises(InputError, match="2026-Q4 is nog niet voorbij"):
        make_policy_release(COORDINATOR, config, Quarter(2026, 4), NOW)
    make_policy_release(COORDINATOR, config, Q3, NOW)
    for quarter in (Q3, Q2):
        with pytest.raises(ConflictError, match="niet herzien"):
            make_policy_release(COORDINATOR, config, quarter, NOW)


def total(world):
    return count_cells(replace(world, today=Q3.last_day))["count"].sum()


def test_the_trend_is_what_each_release_said_of_the_region(config, monkeypatch, world):
    make_policy_release(COORDINATOR, config, Q2, NOW)
    assert read_policy_release(POLICY, config, NOW).quarters == (Q2,)
    make_policy_release(COORDINATOR, config, Q3, NOW)
    release = read_policy_release(POLICY, config, NOW)
    assert release.quarters == (Q2, Q3)
    assert set(release.trend["kind"]) <= {"signalen_regio"}
    assert set(release.trend["quarter"]) <= {"2026-Q2", "2026-Q3"}


def test_the_figures_that_are_due_are_those_of_the_last_quarter_that_is_over(config):
    assert due_quarter(None, NOW) == Q3
    make_policy_release(COORDINATOR, config, Q2, NOW)
    assert due_quarter(read_policy_release(POLICY, config, NOW), NOW) == Q3
    make_policy_release(COORDINATOR, config, Q3, NOW)
    assert due_quarter(read_policy_release(POLICY, config, NOW), NOW) is None


def test_one_location_more_changes_no_figure(config, monkeypatch, world):
    make_policy_release(COORDINATOR, config, Q2, NOW)
    before = read_policy_release(POLICY, config, NOW).figures
    extra = world.locations[world.locations["location_type"] == "hotel"].iloc[[0]].rename(index=lambda _: "EXTRA")
    more = replace(world, locations=pd.concat([world.locations, extra]))
    monkeypatch.setattr(
        policy, "read_snapshot", lambda _config, on: replace(more if on > Q2.last_day else world, today=on)
    )
    assert total(more) > total(world)
    make_policy_release(COORDINATOR, config, Q3, NOW)
    release = read_policy_release(POLICY, config, NOW)
    after = release.figures
    assert release.quarter == Q3
    locations = [figures[figures["kind"] == "locaties"].reset_index(drop=True) for figures in (before, after)]
    pd.testing.assert_frame_equal(*locations)


@pytest.mark.parametrize("role", ["boa", "beheerder"])
def test_who_has_no_business_with_figures_gets_none(config, role):
    who = Subject("x", Role(role), WEST if role == "boa" else None)
    with pytest.raises(PermissionDeniedError):
        read_policy_release(who, config, NOW)
    for refused in (who, POLICY):
        with pytest.raises(PermissionDeniedError):
            make_policy_release(refused, config, Q3, NOW)
