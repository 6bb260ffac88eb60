"""The registry of pages: who has which page, in the menu and by address."""

from __future__ import annotations

from pathlib import Path

import pytest

from risk_map.app.pages import BY_KEY, PAGES, PageSpec, refuse_stranger
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.errors import PermissionDeniedError
from risk_map.governance.matrix import PERMISSIONS

ROOT = Path(__file__).parents[2]


def somebody(role):
    return Subject("iemand", role, "GM9001" if role in OF_ONE_MUNICIPALITY else None)


def test_every_file_of_a_page_is_registered_and_every_registered_page_has_a_file():
    assert {spec.file for spec in PAGES} == {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
    assert len(BY_KEY) == len(PAGES)


def test_a_page_is_for_whoever_may_do_something_that_has_a_rule():
    assert {name for spec in PAGES for name in spec.use_cases} <= PERMISSIONS.keys()


def test_everybody_begins_on_the_same_page():
    assert PAGES[0].key == "start"
    assert all(PAGES[0].is_for(somebody(role)) for role in Role)


def test_nobody_has_a_page():
    assert not [spec for spec in PAGES if spec.is_for(None)]


@pytest.mark.parametrize("role", Role)
def test_the_map_is_for_the_roles_that_see_scores_and_for_no_other(role):
    wanted = role in (Role.COORDINATOR, Role.REGIOCOORDINATOR, Role.AUDITOR)
    assert BY_KEY["kaart"].is_for(somebody(role)) is wanted


def test_one_permission_is_enough_for_a_page():
    spec = PageSpec("x", "X", "Doe.", ("read_audit", "record_visit"))
    assert spec.is_for(somebody(Role.BOA))
    assert spec.is_for(somebody(Role.AUDITOR))
    assert not spec.is_for(somebody(Role.BELEID))


def test_a_page_that_is_not_yours_is_refused_with_the_sentence_that_says_whose_it_is():
    with pytest.raises(PermissionDeniedError, match="Scores zien mag alleen") as refused:
        refuse_stranger(BY_KEY["kaart"], somebody(Role.BELEID))
    assert refused.value.use_case == "score_snapshot"
    refuse_stranger(BY_KEY["kaart"], somebody(Role.COORDINATOR))
    refuse_stranger(BY_KEY["kaart"], None)
