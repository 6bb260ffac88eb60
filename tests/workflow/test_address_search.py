"""Addresses are found by their words, only in one's own municipality, and a human chooses."""

from __future__ import annotations

import pytest

from risk_map.errors import InputError, PermissionDeniedError
from risk_map.governance.permissions import may
from risk_map.workflow import address_search
from risk_map.workflow.address_search import find_address
from tests.workflow import town
from tests.workflow.town import COORDINATOR, INSPECTOR, OFFICER, POLICY, REGION, SHOP


@pytest.fixture
def database_url(sqlite_url):
    """No address is in the database."""
    return sqlite_url


def found(config, text, subject=REGION):
    return list(find_address(subject, config, text).addresses.index)


@pytest.mark.parametrize(
    "text",
    [
        "Lindepad 6",
        "lindepad 6 voorbeeld",
        "linde 6",
        "1234AB 6",
        "1234 ab 6",
        "Líndepad 6, 1234AB",
        "6 Lindepad",
        "1234 linde 6",
    ],
)
def test_an_address_is_found_by_its_words_in_any_order(config, text):
    assert found(config, text) == [town.name_of(SHOP)]


def test_every_address_that_fits_is_a_candidate_by_number(config):
    candidates = find_address(REGION, config, "Lindepad")
    assert candidates.total == 6
    assert [text.split(",")[0] for text in candidates.addresses["address"]] == [f"Lindepad {n}" for n in range(1, 7)]


@pytest.mark.parametrize("text", ["Lindepad 66", "Lindepad 16", "Kerkplein 6", "9999ZZ 6"])
def test_a_number_is_a_whole_number_and_every_word_has_to_fit(config, text):
    assert found(config, text) == []


def test_more_than_a_screen_full_is_said_and_not_shown(config, monkeypatch):
    monkeypatch.setattr(address_search, "MOST", 2)
    candidates = find_address(REGION, config, "Lindepad")
    assert (len(candidates.addresses), candidates.total) == (2, 6)


@pytest.mark.parametrize("text", ["", "  ", "6", "12 34", "li", "...,"])
def test_a_number_alone_or_two_letters_are_too_little(config, text):
    with pytest.raises(InputError, match="straat en een huisnummer"):
        found(config, text)


@pytest.mark.parametrize("subject", [COORDINATOR, OFFICER, INSPECTOR])
def test_who_works_for_one_municipality_finds_addresses_in_it(config, subject):
    # Number 5 lies across the border.
    assert found(config, "Lindepad 5", subject) == []
    assert found(config, "Lindepad 1", subject) == [town.name_of(1)]


def test_who_may_report_may_search_and_nobody_else():
    for subject in (COORDINATOR, OFFICER, INSPECTOR, REGION, POLICY, town.ADMINISTRATOR, town.AUDITOR):
        assert may(subject, "find_address") == may(subject, "add_signal")


def test_policy_finds_no_address(config):
    with pytest.raises(PermissionDeniedError):
        found(config, "Lindepad 6", POLICY)
