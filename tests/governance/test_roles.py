"""Roles that one subject cannot hold together; written out as pairs, not taken from the rule."""

from __future__ import annotations

import itertools

import pytest

from risk_map.domain.subject import Role
from risk_map.errors import PermissionDeniedError
from risk_map.governance.roles import refuse_combination, refuse_same_subject

TOGETHER = ("coordinator", "regiocoordinator", "boa", "aandachtsfunctionaris", "beleid")


@pytest.mark.parametrize(("held", "new"), list(itertools.permutations(Role, 2)))
def test_content_roles_go_together_and_nothing_goes_with_beheerder_or_auditor(held, new):
    if held in TOGETHER and new in TOGETHER:
        refuse_combination([held], new)
    else:
        with pytest.raises(PermissionDeniedError, match="gaan niet samen") as caught:
            refuse_combination([held], new)
        assert held.label in str(caught.value)
        assert new.label in str(caught.value)


@pytest.mark.parametrize("role", Role)
def test_the_same_role_twice_is_no_combination(role):
    refuse_combination([role], role)
    refuse_combination([], role)


def test_one_bad_pair_among_several_is_enough():
    with pytest.raises(PermissionDeniedError, match="heeft geen rol die handelt"):
        refuse_combination([Role.BOA, Role.AUDITOR, Role.BELEID], Role.COORDINATOR)


def test_who_proposes_does_not_approve():
    refuse_same_subject("anna", "bob", "Een rol toekennen")
    for second in ("anna", "Anna"):
        with pytest.raises(PermissionDeniedError, match="Een rol toekennen doen twee verschillende mensen"):
            refuse_same_subject("anna", second, "Een rol toekennen")
