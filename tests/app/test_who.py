"""Who a visitor is where data are real: what the provider says, what the store grants, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from risk_map.app import looks, who
from risk_map.app.sittings import Sittings
from risk_map.domain.sign_in import SignInParams
from risk_map.domain.subject import Role, Subject
from risk_map.errors import SignInDeniedError
from risk_map.workflow import identity
from risk_map.workflow.identity import Granted

NOW = datetime(2026, 12, 4, 9, tzinfo=UTC)
CLAIMS = {"sub": "sub-1", "iat": int(NOW.timestamp()), "email": "naam@voorbeeld.nl"}
CONFIG = SimpleNamespace(sign_in=SignInParams(), municipalities={"GM9001": "Voorbeeld"})


@pytest.fixture
def held():
    """What the store grants."""
    return [Granted("sub-1", Role.BELEID, None)]


@pytest.fixture
def told():
    return []


@pytest.fixture(autouse=True)
def world(monkeypatch, held, told):
    """A server that just started; the widgets are tested in the browser."""
    sittings = Sittings()
    monkeypatch.setattr(who, "known_sittings", lambda: sittings)
    monkeypatch.setattr(who, "_leave_when_idle", lambda _config, _sitting: None)
    monkeypatch.setattr(looks, "log_sign_in", lambda _config, subject: told.append(subject))
    monkeypatch.setattr(identity, "_granted_roles", lambda _config: held)
    return sittings


def test_the_role_is_the_granted_one_and_the_sign_in_is_written_once(told):
    for _ in range(3):
        assert who._signed_in(CONFIG, CLAIMS, NOW).subject == Subject("sub-1", Role.BELEID)
    assert told == [Subject("sub-1", Role.BELEID)]


def test_a_role_of_somebody_else_is_not_theirs(held):
    held[:] = [Granted("sub-2", Role.BEHEERDER, None)]
    with pytest.raises(SignInDeniedError, match="nog geen rol") as refused:
        who._signed_in(CONFIG, CLAIMS, NOW)
    assert (refused.value.login, refused.value.role) == ("sub-1", "geen")


def test_the_first_visitor_of_an_empty_store_is_no_administrator(held):
    # On the command line somebody has to be the first; whoever comes in by the browser is not.
    held.clear()
    with pytest.raises(SignInDeniedError):
        who._signed_in(CONFIG, CLAIMS, NOW)


@pytest.mark.parametrize(
    "claims", [{}, {"sub": "sub-1"}, {"iat": 1}, {"sub": ["sub-1"], "iat": 1}, {"sub": "x", "iat": "1"}]
)
def test_without_the_claim_or_its_moment_nobody_comes_in(claims):
    with pytest.raises(SignInDeniedError, match="wie u bent"):
        who._signed_in(CONFIG, claims, NOW)


def test_the_claim_of_the_configuration_counts_and_no_other():
    config = SimpleNamespace(sign_in=SignInParams(claim="oid"), municipalities={})
    with pytest.raises(SignInDeniedError):
        who._signed_in(config, CLAIMS, NOW)
    assert who._signed_in(config, CLAIMS | {"oid": "sub-1", "sub": "x"}, NOW).subject.id == "sub-1"


@pytest.mark.parametrize("later", [timedelta(hours=8), timedelta(minutes=15)])
def test_when_the_sign_in_is_over_nobody_looks(later):
    assert who._signed_in(CONFIG, CLAIMS, NOW).subject is not None
    visitor = who._signed_in(CONFIG, CLAIMS, NOW + later)
    assert visitor.subject is None
    assert visitor.way_in == who.OVER
