"""Who somebody may be: anyone where nothing is real, only who they were made where something is."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from risk_map.config import load_config
from risk_map.domain.frames import AREAS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, PermissionDeniedError, SignInDeniedError, StoreError
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp
from risk_map.workflow.identity import find_subject, is_fictional
from risk_map.workflow.store import close_stores

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WHERE, ELSEWHERE = "GM0312", "GM0355"


@pytest.fixture
def config(tmp_path):
    """An empty data folder beside the municipalities of the shipped configuration."""
    yield replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'proef.db'}")
    close_stores()


@pytest.fixture
def real(config):
    """The same with one real row: an area."""
    areas = DataFolder(ROOT / "data").read(AREAS)
    DataFolder(config.data_dir).write(areas.assign(bron="CBS"), AREAS)
    return config


@pytest.fixture
def grant(real):
    def call(who, role, town=None, *, granted=True):
        with closing(open_store(real.database_url)) as store, store.write() as tx:
            row = {
                "subject_id": who,
                "role": role,
                "gemeentecode": town,
                "granted": granted,
                "proposed_by": "voorzitter",
            }
            tx.append(schema.role_grant, **row, **stamp("beheer", "beheerder", NOW))

    return call


def find(config, login="anna", role=None, town=None, usual=Role.REGIOCOORDINATOR):
    return find_subject(config, login, role, town, usual=usual)


class TestFictional:
    def test_an_empty_folder_holds_nothing_real_and_gets_no_database(self, config):
        assert is_fictional(config)
        assert not list(config.data_dir.iterdir())

    def test_the_demonstration_region_is_fictional(self, config):
        for path in (ROOT / "data").iterdir():
            if path.suffix in {".parquet", ".geojson"}:
                shutil.copy(path, config.data_dir)
        shutil.copytree(ROOT / "data" / "bag", config.data_dir / "bag")
        assert is_fictional(config)

    def test_one_real_area_makes_it_real(self, real):
        assert not is_fictional(real)

    @pytest.mark.parametrize(("bron", "expected"), [("SYNTHETISCH", True), ("eigen registratie", False)])
    def test_one_real_signal_in_the_database_makes_it_real(self, config, bron, expected):
        with closing(open_store(config.database_url)) as store, store.write() as tx:
            tx.append(
                schema.signal,
                observed_on=NOW.date(),
                link_method="none",
                address="Lindepad 1",
                form="arbeid",
                category="overbewoning",
                source_type="boa",
                reliability="A",
                bron=bron,
                **stamp("boa1", "boa", NOW),
            )
        assert is_fictional(config) is expected


class TestWhereNothingIsReal:
    def test_anybody_is_whoever_they_say(self, config):
        assert find(config) == Subject("anna", Role.REGIOCOORDINATOR)
        assert find(config, role=Role.AUDITOR) == Subject("anna", Role.AUDITOR)
        assert find(config, role=Role.BOA, town=WHERE) == Subject("anna", Role.BOA, WHERE)

    @pytest.mark.parametrize("town", ["312", "gm0312", " GM0312 "])
    def test_a_municipality_is_read_as_people_type_it(self, config, town):
        assert find(config, role=Role.BOA, town=town).municipality == WHERE

    @pytest.mark.parametrize("town", ["GM9999", "Bunnik", ""])
    def test_a_municipality_that_is_not_configured_is_refused(self, config, town):
        with pytest.raises(InputError, match="GM0312"):
            find(config, role=Role.BOA, town=town)


class TestWhereDataAreReal:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.BEHEERDER])
    def test_a_role_that_was_not_granted_is_refused(self, real, role):
        with pytest.raises(SignInDeniedError, match="niet toegekend") as caught:
            find(real, role=role, town=WHERE)
        assert (caught.value.login, caught.value.role) == ("anna", role.value)

    def test_the_first_beheerder_needs_no_grant_and_the_second_does(self, real, grant):
        assert find(real, usual=Role.BEHEERDER) == Subject("anna", Role.BEHEERDER)
        grant("bob", "beheerder")
        assert find(real, "bob", usual=Role.BEHEERDER) == Subject("bob", Role.BEHEERDER)
        with pytest.raises(PermissionDeniedError):
            find(real, usual=Role.BEHEERDER)

    def test_a_granted_role_counts_for_its_municipality_and_its_holder(self, real, grant):
        grant("anna", "coordinator", WHERE)
        assert find(real) == Subject("anna", Role.COORDINATOR, WHERE)
        assert find(real, role=Role.COORDINATOR, town=WHERE) == Subject("anna", Role.COORDINATOR, WHERE)
        for login, role, town in (("anna", None, ELSEWHERE), ("anna", Role.BOA, WHERE), ("bob", None, None)):
            with pytest.raises(PermissionDeniedError):
                find(real, login, role, town)

    def test_a_revoked_role_is_gone_and_can_come_back(self, real, grant):
        grant("anna", "coordinator", WHERE)
        grant("anna", "coordinator", WHERE, granted=False)
        with pytest.raises(PermissionDeniedError):
            find(real)
        grant("anna", "coordinator", WHERE)
        assert find(real).role is Role.COORDINATOR

    def test_the_usual_role_of_a_command_is_taken_from_several(self, real, grant):
        grant("anna", "coordinator", WHERE)
        grant("anna", "boa", WHERE)
        assert find(real, usual=Role.BOA).role is Role.BOA
        with pytest.raises(InputError, match="--als"):
            find(real, usual=Role.BEHEERDER)
        assert find(real, role=Role.COORDINATOR, usual=Role.BEHEERDER).role is Role.COORDINATOR

    def test_one_role_in_two_municipalities_needs_a_choice(self, real, grant):
        for town in (WHERE, ELSEWHERE):
            grant("anna", "boa", town)
        with pytest.raises(InputError, match="--gemeente"):
            find(real, role=Role.BOA)
        assert find(real, town=ELSEWHERE).municipality == ELSEWHERE


@pytest.mark.parametrize("address", ["onzin", "mysql://host/base", "sqlite://"])
def test_a_wrong_address_of_the_database_is_one_sentence(config, address):
    with pytest.raises(StoreError, match="database"):
        is_fictional(replace(config, database_url=address))
