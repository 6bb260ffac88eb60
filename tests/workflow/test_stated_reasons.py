"""Why somebody looks or takes something along is kept beside the log, and read with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from risk_map.domain.subject import Role, Subject
from risk_map.errors import ForbiddenColumnError, InputError, PermissionDeniedError
from risk_map.store import schema
from risk_map.workflow.audit import LogQuestion, read_audit
from risk_map.workflow.stated_reasons import state_reason
from risk_map.workflow.store import close_stores, store_of

HOME = "GM9001"
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
AUDITOR = Subject("ada", Role.AUDITOR)
COORDINATOR = Subject("cor", Role.COORDINATOR, HOME)


@pytest.fixture(autouse=True)
def closed():
    yield
    close_stores()


def kept(config):
    with store_of(config).read() as tx:
        return [(row["actor"], row["reason"]) for row in tx.all(schema.stated_reason)]


def test_it_is_kept_on_one_line_and_stands_in_the_log_at_its_place(config):
    assert state_reason(AUDITOR, config, " steekproef\n van november ", NOW) == "steekproef van november"
    assert kept(config) == [("ada", "steekproef van november")]
    lines = read_audit(AUDITOR, config, LogQuestion(), NOW)
    line = lines[lines["action"] == "state_reason"].iloc[0]
    assert (line["actor"], line["reason"]) == ("ada", "steekproef van november")
    assert set(lines.loc[lines["action"] != "state_reason", "reason"]) <= {""}


def test_the_log_itself_holds_no_word_of_it(config):
    state_reason(COORDINATOR, config, "overleg met de brandweer", NOW)
    with store_of(config).read() as tx:
        assert "brandweer" not in str([dict(row) for row in tx.all(schema.audit)])


@pytest.mark.parametrize(
    ("text", "error"),
    [("", InputError), ("  ", InputError), ("x" * 281, InputError), ("bel 06-12345678", ForbiddenColumnError)],
)
def test_one_that_is_none_or_points_to_a_person_is_refused(config, text, error):
    with pytest.raises(error, match="De reden"):
        state_reason(AUDITOR, config, text, NOW)
    assert kept(config) == []


def test_who_is_asked_for_none_keeps_none(config):
    for role in (Role.BOA, Role.BELEID, Role.BEHEERDER, Role.AANDACHTSFUNCTIONARIS):
        with pytest.raises(PermissionDeniedError):
            state_reason(Subject("x", role, HOME), config, "nieuwsgierig", NOW)
    assert kept(config) == []
