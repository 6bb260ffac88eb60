"""Numbers that inspectors call: one place, and a notice when nobody tried them lately or filled them in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from risk_map.domain.contacts import Contact, Contacts
from risk_map.domain.settings import Table
from risk_map.errors import ConfigError

CHECKED = date(2026, 10, 1)


def contacts_of(**changes):
    content = {
        "checked_on": CHECKED,
        "numbers": {"nood": {"name": "acuut gevaar", "number": "112"}},
        "municipalities": {"GM9001": {"name": "coördinator West", "number": "030-0000000", "remark": "tot 24 uur"}},
    }
    return Contacts.read(Table("contacts", content | changes))


def test_a_contact_of_a_municipality_that_is_not_named_has_no_number():
    assert contacts_of().of("GM9001") == Contact("coördinator West", "030-0000000", "tot 24 uur")
    assert contacts_of().of("GM9002").number == ""


@pytest.mark.parametrize(("days", "notices"), [(0, 0), (90, 0), (91, 1)])
def test_the_numbers_ask_for_a_check_after_ninety_days(days, notices):
    assert len(contacts_of().notices(CHECKED + timedelta(days=days))) == notices


def test_a_number_that_nobody_filled_in_is_said():
    empty = contacts_of(municipalities={"GM9001": {"name": "coördinator West", "number": ""}})
    assert empty.notices(CHECKED) == ("Nog geen telefoonnummer in de configuratie voor: coördinator West.",)
    assert Contacts().notices(CHECKED)


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(ConfigError, match=r"contacts\.numbers\.nood\.person"):
        contacts_of(numbers={"nood": {"name": "acuut gevaar", "person": "x"}})
