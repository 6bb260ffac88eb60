from __future__ import annotations

from datetime import timedelta

import pytest

from risk_map.domain.settings import Table
from risk_map.domain.sign_in import PERSONAL_CLAIMS, SignInParams
from risk_map.errors import ConfigError

GOOD = {"claim": "oid", "max_hours": 4, "idle_minutes": 10}


def read(**changes):
    return SignInParams.read(Table("sign_in", GOOD | changes))


def test_the_table_is_read():
    assert read() == SignInParams("oid", timedelta(hours=4), timedelta(minutes=10))


@pytest.mark.parametrize("claim", sorted(PERSONAL_CLAIMS))
def test_the_name_or_address_of_a_human_is_no_login_name(claim):
    with pytest.raises(ConfigError, match=claim):
        read(claim=claim)


@pytest.mark.parametrize("wrong", [{"max_hours": 8.5}, {"max_hours": 0}, {"idle_minutes": 61}, {"idle_minutes": 0}])
def test_a_sign_in_holds_a_working_day_at_most(wrong):
    with pytest.raises(ConfigError, match="hoogstens 8 uur"):
        read(**wrong)


def test_an_unknown_key_is_refused():
    with pytest.raises(ConfigError, match="hours"):
        read(hours=3)
