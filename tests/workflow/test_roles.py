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
ROSA = Granted("rosa", Role.REGIOCOORDINATOR, None)


@pytest.fixture
def demonstration(tmp_path):
    """Nothing here is real."""
    yield replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")
    close_stores()


@pytest.fixture
def config(demonstration):
    """One real row, and nobody with a role yet."""
    make_real(demonstration)
    return demonstration


def make_real(config):
    DataFolder(config.data_dir).write(DataFolder(ROOT / "data").read(AREAS).assign(bron="CBS"), AREAS)


@pytest.fixture
def grant(config):
    def call(who, role, town=None, by="rosa", subject=ADMINISTRATOR):
        return grant_role(subject, config, Proposal(who, Role(role), town, by), NOW)

    return call


@pytest.fixture
def rosa(grant):
    """A regional coordinator, who proposes the others: the first role of every store."""
    grant("rosa", "regiocoordinator", by="voorzitter")
    return ROSA


@pytest.fixture
def revoke(config):
    def call(who, role, town=None, by="rosa"):
        return revoke_role(ADMINISTRATOR, config, Proposal(who, Role(role), town, by), NOW)

    return call


def held(config):
    return [one for one in read_roles(ADMINISTRATOR, config, NOW) if one != ROSA]


class TestWhereNothingIsReal:
    def test_nobody_is_granted_a_role(self, demonstration):
        with pytest.raises(InputError, match="geen echte gegevens"):
            grant_role(ADMINISTRATOR, demonstration, Proposal("anna", Role.REGIOCOORDINATOR, None, "bob"), NOW)

    def test_nothing_of_it_counts_once_something_is_real(self, demonstration):
        for role, town in ((Role.REGIOCOORDINATOR, None), (Role.BEHEERDER, None), (Role.COORDINATOR, TOWN)):
            with pytest.raises(InputError):
                grant_role(ADMINISTRATOR, demonstration, Proposal("anna", role, town, "bob"), NOW)
        make_real(demonstration)
        assert read_roles(ADMINISTRATOR, demonstration, NOW) == []
        with pytest.raises(PermissionDeniedError, match="niet toegekend"):
            find_subject(demonstration, "anna", Role.REGIOCOORDINATOR, usual=Role.REGIOCOORDINATOR)

    @pytest.mark.usefixtures("rosa")
    def test_a_role_of_before_can_be_taken_back(self, config, grant, revoke):
        grant("anna", "boa", TOWN)
        for path in config.data_dir.glob("*.parquet"):
            path.unlink()
        revoke("anna", "boa", TOWN)
        assert held(config) == []


class TestTheFirstRole:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGIOCOORDINATOR])
    def test_is_that_of_who_proposes_all_others(self, config, grant, role):
        town = TOWN if role in {Role.COORDINATOR, Role.BOA, Role.AANDACHTSFUNCTIONARIS} else None
        with pytest.raises(PermissionDeniedError, match="ken eerst die rol toe"):
            grant("anna", role, town, by="voorzitter")
        assert read_roles(ADMINISTRATOR, config, NOW) == []

    def test_is_proposed_by_anybody_but_whom_it_is_for_and_who_executes(self, config, grant):
        for by in ("rosa", "ROSA", ADMINISTRATOR.id):
            with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
                grant("rosa", "regiocoordinator", by=by)
        grant("rosa", "regiocoordinator", by="voorzitter")
        assert read_roles(ADMINISTRATOR, config, NOW) == [ROSA]

    def test_may_go_to_who_installs_and_then_they_are_no_beheerder_any_more(self, config, grant):
        first = find_subject(config, "rosa", usual=Role.BEHEERDER)
        grant("rosa", "regiocoordinator", by="voorzitter", subject=first)
        assert find_subject(config, "rosa", usual=Role.BEHEERDER) == Subject("rosa", Role.REGIOCOORDINATOR)
        with pytest.raises(PermissionDeniedError):
            find_subject(config, "rosa", Role.BEHEERDER, usual=Role.BEHEERDER)


@pytest.mark.usefixtures("rosa")
class TestTwoPeople:
    @pytest.mark.parametrize("by", ["voorzitter", "anna", "beheer", "bob"])
    def test_who_has_not_the_role_for_it_proposes_nothing(self, config, grant, revoke, by):
        grant("bob", "beheerder")
        for call in (lambda: grant("cas", "boa", TOWN, by), lambda: revoke("bob", "beheerder", None, by)):
            with pytest.raises(PermissionDeniedError, match=r"voorstellen mag alleen|twee verschillende mensen"):
                call()
        assert [one.subject_id for one in held(config)] == ["bob"]

    @pytest.mark.parametrize("role", ["boa", "regiocoordinator"])
    def test_nobody_proposes_a_role_for_themselves(self, config, grant, role):
        with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
            grant("rosa", role, TOWN if role == "boa" else None, by="rosa")
        assert held(config) == []

    def test_who_executes_did_not_propose_it(self, config, grant):
        with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
            grant("anna", "boa", TOWN, by="beheer")
        assert held(config) == []

    def test_once_there_is_a_beheerder_nobody_grants_to_themselves(self, config, grant):
        grant("beheer", "beheerder")
        assert held(config) == [Granted("beheer", Role.BEHEERDER, None)]
        with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
            grant("tweede", "beheerder", subject=Subject("tweede", Role.BEHEERDER))

    def test_the_database_refuses_who_proposes_for_themselves_too(self, config):
        row = {"subject_id": "anna", "role": "auditor", "granted": True, "proposed_by": "Anna"}
        with pytest.raises(ConflictError, match="niet zelf voor"), store_of(config).write() as tx:
            tx.append(schema.role_grant, **row, **stamp("bob", "beheerder", NOW))


@pytest.mark.usefixtures("rosa")
def test_a_role_is_held_from_grant_to_revocation(config, grant, revoke):
    grant("anna", "coordinator", "312")
    assert held(config) == [Granted("anna", Role.COORDINATOR, TOWN)]
    revoke("anna", "coordinator", TOWN)
    assert held(config) == []
    grant("anna", "coordinator", TOWN)
    assert held(config) == [Granted("anna", Role.COORDINATOR, TOWN)]


@pytest.mark.usefixtures("rosa")
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


@pytest.mark.usefixtures("rosa")
def test_after_revoking_the_other_role_can_be_given(config, grant, revoke):
    grant("anna", "auditor")
    revoke("anna", "auditor")
    grant("anna", "boa", TOWN)
    assert held(config) == [Granted("anna", Role.BOA, TOWN)]


@pytest.mark.usefixtures("rosa")
def test_a_role_twice_or_one_that_is_not_held_is_a_conflict(config, grant, revoke):
    grant("anna", "boa", TOWN)
    with pytest.raises(ConflictError, match="al toegekend"):
        grant("anna", "boa", TOWN)
    with pytest.raises(ConflictError, match="niet toegekend"):
        revoke("anna", "boa", "GM0355")


@pytest.mark.parametrize(
    ("role", "first", "second"), [("beheerder", "bob", "cas"), ("regiocoordinator", "rosa", "rik")]
)
def test_the_last_who_can_give_roles_stays(config, rosa, grant, revoke, role, first, second):
    if first != rosa.subject_id:
        grant(first, role)
    with pytest.raises(ConflictError, match="Dit is de laatste"):
        revoke(first, role)
    grant(second, role)
    revoke(first, role)
    roles = [one for one in read_roles(ADMINISTRATOR, config, NOW) if one.role is Role(role)]
    assert roles == [Granted(second, Role(role), None)]


@pytest.mark.usefixtures("rosa")
def test_a_role_that_could_not_be_used_is_not_granted(config, grant):
    for who, role, town in (("anna", "boa", None), ("anna b", "boa", TOWN), ("anna", "boa", "GM9999")):
        with pytest.raises(InputError):
            grant(who, role, town)


def test_the_people_of_the_demonstration_hold_nothing(config):
    row = {"subject_id": "demo.beheer", "role": "beheerder", "granted": True, "proposed_by": "demo.regio"}
    with store_of(config).write() as tx:
        tx.append(schema.role_grant, **row, **stamp("demo.auditor", "beheerder", NOW))
    assert held(config) == []


@pytest.mark.usefixtures("rosa")
def test_every_grant_stands_in_the_log(config, grant, revoke):
    rows = [grant("anna", "boa", TOWN), revoke("anna", "boa", TOWN)]
    with store_of(config).read() as tx:
        log = tx.all(schema.audit)
    assert [(row["action"], row["object"], row["actor"]) for row in log[1:]] == [
        ("grant_role", f"role_grant:{rows[0]}", "beheer"),
        ("revoke_role", f"role_grant:{rows[1]}", "beheer"),
    ]
