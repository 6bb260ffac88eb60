"""Roles are given by one and proposed by another, and some never come together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from risk_map.config import load_config
from risk_map.domain.frames import AREAS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp
from risk_map.workflow.identity import Granted, find_subject
from risk_map.workflow.roles import Proposal, grant_role, read_roles, revoke_role
from risk_map.workflow.store import close_stores, store_of

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOWN = "GM0312"
ADMINISTRATOR = Subject("beheer", Role.BEHEERDER)


@pytest.fixture
def config(tmp_path):
    yield replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")
    close_stores()


@pytest.fixture
def grant(config):
    def call(who, role, town=None, by="voorzitter", subject=ADMINISTRATOR):
        return grant_role(subject, config, Proposal(who, Role(role), town, by), NOW)

    return call


@pytest.fixture
def revoke(config):
    def call(who, role, town=None, by="voorzitter"):
        return revoke_role(ADMINISTRATOR, config, Proposal(who, Role(role), town, by), NOW)

    return call


def held(config):
    return read_roles(ADMINISTRATOR, config, NOW)


def test_a_role_is_held_from_grant_to_revocation(config, grant, revoke):
    grant("anna", "coordinator", "312")
    assert held(config) == [Granted("anna", Role.COORDINATOR, TOWN)]
    revoke("anna", "coordinator", TOWN)
    assert held(config) == []
    grant("anna", "coordinator", TOWN)
    assert held(config) == [Granted("anna", Role.COORDINATOR, TOWN)]


def test_who_executes_did_not_propose_it(config, grant):
    with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
        grant("anna", "boa", TOWN, by="beheer")
    assert held(config) == []


def test_who_installs_may_take_the_first_role_and_then_is_no_beheerder_any_more(config, grant):
    DataFolder(config.data_dir).write(DataFolder(ROOT / "data").read(AREAS).assign(bron="CBS"), AREAS)
    first = find_subject(config, "anna", usual=Role.BEHEERDER)
    grant("anna", "coordinator", TOWN, subject=first)
    assert find_subject(config, "anna", usual=Role.BEHEERDER) == Subject("anna", Role.COORDINATOR, TOWN)
    with pytest.raises(PermissionDeniedError):
        find_subject(config, "anna", Role.BEHEERDER, usual=Role.BEHEERDER)


def test_once_there_is_a_beheerder_nobody_grants_to_themselves(config, grant):
    grant("beheer", "beheerder")
    assert held(config) == [Granted("beheer", Role.BEHEERDER, None)]
    with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
        grant("tweede", "beheerder", subject=Subject("tweede", Role.BEHEERDER))


@pytest.mark.parametrize(
    ("first", "second"),
    [("beheerder", "coordinator"), ("beleid", "beheerder"), ("auditor", "boa"), ("aandachtsfunctionaris", "auditor")],
)
def test_roles_that_do_not_go_together_are_refused(config, grant, first, second):
    def town(role):
        return TOWN if role in {"coordinator", "boa", "aandachtsfunctionaris"} else None

    grant("anna", first, town(first))
    with pytest.raises(PermissionDeniedError, match="gaan niet samen"):
        grant("anna", second, town(second))
    assert [one.role for one in held(config)] == [Role(first)]


def test_after_revoking_the_other_role_can_be_given(config, grant, revoke):
    grant("anna", "auditor")
    revoke("anna", "auditor")
    grant("anna", "boa", TOWN)
    assert held(config) == [Granted("anna", Role.BOA, TOWN)]


def test_once_there_is_a_regional_coordinator_only_they_propose(config, grant, revoke):
    grant("rosa", "regiocoordinator")
    for call in (lambda by: grant("anna", "boa", TOWN, by), lambda by: revoke("rosa", "regiocoordinator", None, by)):
        with pytest.raises(PermissionDeniedError, match="voorstellen mag alleen: regiocoördinator"):
            call("voorzitter")
    grant("anna", "boa", TOWN, "rosa")
    assert len(held(config)) == 2


def test_a_role_twice_or_one_that_is_not_held_is_a_conflict(config, grant, revoke):
    grant("anna", "boa", TOWN)
    with pytest.raises(ConflictError, match="al toegekend"):
        grant("anna", "boa", TOWN)
    with pytest.raises(ConflictError, match="niet toegekend"):
        revoke("anna", "boa", "GM0355")


def test_the_last_beheerder_stays(config, grant, revoke):
    grant("bob", "beheerder")
    with pytest.raises(ConflictError, match="laatste beheerder"):
        revoke("bob", "beheerder")
    grant("cas", "beheerder")
    revoke("bob", "beheerder")
    assert held(config) == [Granted("cas", Role.BEHEERDER, None)]


def test_a_role_that_could_not_be_used_is_not_granted(config, grant):
    for who, role, town in (("anna", "boa", None), ("anna b", "boa", TOWN), ("anna", "boa", "GM9999")):
        with pytest.raises(InputError):
            grant(who, role, town)


def test_the_people_of_the_demonstration_hold_nothing(config, grant):
    row = {"subject_id": "demo.beheer", "role": "beheerder", "granted": True, "proposed_by": "demo.regio"}
    with store_of(config).write() as tx:
        tx.append(schema.role_grant, **row, **stamp("demo.auditor", "beheerder", NOW))
    assert held(config) == []


def test_every_grant_stands_in_the_log(config, grant, revoke):
    rows = [grant("anna", "boa", TOWN), revoke("anna", "boa", TOWN)]
    with store_of(config).read() as tx:
        log = tx.all(schema.audit)
    assert [(row["action"], row["object"], row["actor"]) for row in log] == [
        ("grant_role", f"role_grant:{rows[0]}", "beheer"),
        ("revoke_role", f"role_grant:{rows[1]}", "beheer"),
    ]
