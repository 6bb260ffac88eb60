from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from risk_map.app.sittings import Sitting, Sittings, Standing
from risk_map.domain.sign_in import SignInParams

NINE = datetime(2026, 12, 4, 9, tzinfo=UTC)
PARAMS = SignInParams()
ME = Sitting("sub-1", NINE)


def at(minutes):
    return NINE + timedelta(minutes=minutes)


@pytest.fixture
def sittings():
    known = Sittings()
    known.touch(ME, PARAMS, at(0))
    return known


def test_a_sign_in_is_new_once(sittings):
    assert Sittings().touch(ME, PARAMS, at(0)) is Standing.NEW
    assert sittings.touch(ME, PARAMS, at(1)) is Standing.HOLDS


def test_a_quarter_of_an_hour_without_doing_anything_ends_it_for_good(sittings):
    assert sittings.touch(ME, PARAMS, at(14.9)) is Standing.HOLDS
    assert sittings.touch(ME, PARAMS, at(29.9)) is Standing.OVER
    assert sittings.touch(ME, PARAMS, at(30)) is Standing.OVER


def test_asking_whether_it_is_over_does_not_count_as_doing_something(sittings):
    assert not sittings.is_over(ME, PARAMS, at(14))
    assert sittings.is_over(ME, PARAMS, at(15))


def test_after_eight_hours_it_is_over_however_busy_somebody_is(sittings):
    for minute in range(0, 480, 10):
        assert sittings.touch(ME, PARAMS, at(minute)) is Standing.HOLDS
    assert sittings.touch(ME, PARAMS, at(480)) is Standing.OVER


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(sittings):
    sittings.end(ME)
    assert sittings.touch(ME, PARAMS, at(1)) is Standing.OVER


def test_signing_in_again_is_another_sign_in(sittings):
    sittings.end(ME)
    assert sittings.touch(Sitting("sub-1", at(2)), PARAMS, at(2)) is Standing.NEW


def test_what_a_server_that_started_again_does_not_know_still_ends_after_eight_hours():
    assert Sittings().touch(ME, PARAMS, at(481)) is Standing.OVER


def test_what_is_too_old_to_hold_is_forgotten(sittings):
    sittings.end(Sitting("sub-2", NINE))
    sittings.touch(Sitting("sub-3", at(481)), PARAMS, at(481))
    assert set(sittings._active) == {Sitting("sub-3", at(481))}
    assert sittings._over == set()
