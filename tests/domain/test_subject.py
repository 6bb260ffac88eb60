"""A subject that no rule could be applied to does not exist."""

from __future__ import annotations

import pytest

from risk_map.domain.subject import Role, Subject, parse_role
from risk_map.errors import InputError


@pytest.mark.parametrize("role", ["coordinator", "boa", "aandachtsfunctionaris"])
def test_a_role_of_one_municipality_needs_one(role):
    with pytest.raises(InputError, match="hoort bij een gemeente"):
        Subject("anna", Role(role))
    assert Subject("anna", Role(role), "GM9001").municipality == "GM9001"


@pytest.mark.parametrize("role", ["regiocoordinator", "beleid", "beheerder", "auditor"])
def test_the_other_roles_do_not(role):
    assert Subject("anna", Role(role)).municipality is None


@pytest.mark.parametrize("login", ["", "anna de vries", "anna\n", "x" * 121, "a;b", "anna'"])
def test_a_login_name_is_no_sentence(login):
    with pytest.raises(InputError, match="aanmeldnaam"):
        Subject(login, Role.AUDITOR)


@pytest.mark.parametrize("login", ["root", "a.bakker@zeist.nl", "uid-1000", "anna_b+1"])
def test_usual_login_names_are_fine(login):
    assert Subject(login, Role.AUDITOR).id == login


@pytest.mark.parametrize("code", ["9001", "gm9001", "GM90011", "GM9001\n", ""])
def test_a_municipality_is_a_code(code):
    with pytest.raises(InputError, match="gemeentecode"):
        Subject("anna", Role.COORDINATOR, code)


def test_a_role_is_read_as_people_type_it():
    assert parse_role(" Auditor ") is Role.AUDITOR
    with pytest.raises(InputError, match="kies uit: coordinator, regiocoordinator, boa"):
        parse_role("baas")


def test_every_role_has_dutch_words():
    assert len({role.label for role in Role}) == len(Role) == 7
