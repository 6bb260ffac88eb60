"""The auditor reads and checks the log; whoever is refused stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, PermissionDeniedError
from risk_map.governance.permissions import scope_of
from risk_map.store import schema
from risk_map.store.audit import Deed, Origin, Result, append
from risk_map.workflow.audit import LogQuestion, log_deed, log_refusal, read_audit, verify_audit
from risk_map.workflow.signal_reads import read_signals
from risk_map.workflow.store import close_stores, store_of
from risk_map.workflow.visits import VisitForm, read_visits, record_visit
from tests.workflow import town
from tests.workflow.town import HOTEL, LODGING

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ANN = Subject("ann", Role.COORDINATOR, "GM9001")
ADA = Subject("ada", Role.AUDITOR)
BEA = Subject("bea", Role.BEHEERDER)


@pytest.fixture
def config(tmp_path, database_url):
    yield replace(load_config(), data_dir=tmp_path / "data", database_url=database_url)
    close_stores()


@pytest.fixture
def told(config):
    for day in range(3):
        deed = Deed("explain_location", ("locatie:L1", f"locatie:L{day + 5}"))
        log_deed(ANN, config, deed, NOW + timedelta(days=day))


def lines(config):
    with store_of(config).read() as tx:
        return tx.all(schema.audit)


@pytest.mark.usefixtures("told")
class TestTheAuditor:
    def test_checks_the_log_and_stands_in_it(self, config):
        found = verify_audit(ADA, config, [], NOW + timedelta(days=4))
        assert (found.rows, found.is_whole) == (6, True)
        last = lines(config)[-1]
        assert (last["actor"], last["action"], last["object"], last["result"]) == (
            "ada",
            "verify_audit",
            f"audit:{found.head}",
            "gelukt",
        )

    def test_checks_it_against_what_was_printed(self, config):
        head = verify_audit(ADA, config, [], NOW).head
        assert verify_audit(ADA, config, [str(head)], NOW).is_whole
        wrong = f"{head.seq}:{'0' * 64}"
        assert not verify_audit(ADA, config, [str(head), wrong], NOW).is_whole
        assert lines(config)[-1]["result"] == "mislukt"

    def test_does_not_check_against_something_else(self, config):
        with pytest.raises(InputError, match="Een kop van het logboek"):
            verify_audit(ADA, config, ["twaalf"], NOW)

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            (LogQuestion(), [1, 2, 3, 4, 5, 6]),
            (LogQuestion(since=date(2026, 11, 3)), [3, 4, 5, 6]),
            (LogQuestion(actor="bob"), []),
            (LogQuestion(actor="ann", location_id="L1"), [1, 3, 5]),
            (LogQuestion(since=date(2026, 11, 4), location_id="L1"), [5]),
        ],
    )
    def test_reads_who_saw_what(self, config, question, found):
        assert read_audit(ADA, config, question, NOW).index.tolist() == found
        assert lines(config)[-1]["action"] == "read_audit"

    def test_reads_from_midnight_on_the_clock_on_the_wall(self, config):
        log_deed(ANN, config, Deed("explain_location", ("locatie:L9",)), datetime(2026, 11, 9, 22, 59, tzinfo=UTC))
        log_deed(ANN, config, Deed("explain_location", ("locatie:L9",)), datetime(2026, 11, 9, 23, 0, tzinfo=UTC))
        later = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
        assert read_audit(ADA, config, LogQuestion(since=date(2026, 11, 10)), later).index.tolist() == [8]

    def test_is_the_only_one_who_does(self, config):
        before = len(lines(config))
        for who in (ANN, BEA, Subject("bel", Role.BELEID), Subject("rik", Role.REGIOCOORDINATOR)):
            with pytest.raises(PermissionDeniedError):
                verify_audit(who, config, [], NOW)
            with pytest.raises(PermissionDeniedError):
                read_audit(who, config, LogQuestion(), NOW)
        assert len(lines(config)) == before


class TestAPlace:
    """What was read and done at a place, under whatever name the log knows it."""

    def test_is_found_by_everything_that_was_recorded_about_it(self, town_config):
        signal_id = town.report_assessed(town_config, HOTEL)
        town.report(town_config, LODGING)
        _, stop_id = town.plan(town_config)
        visit = VisitForm(stop_id, "niet_bezocht", not_visited_reason="geen_tijd")
        visit_id = record_visit(town.INSPECTOR, town_config, visit, town.on_shift())
        read_signals(town.COORDINATOR, town_config, town.on_shift())
        read_visits(town.COORDINATOR, town_config, town.on_shift())
        found = read_audit(ADA, town_config, LogQuestion(location_id=HOTEL), town.on_shift())
        told = list(zip(found["action"], found["object"], strict=True))
        for action, name in (
            ("add_signal", f"signal:{signal_id}"),
            ("read_signals", f"signal:{signal_id}"),
            ("change_round", f"round_stop:{stop_id}"),
            ("record_visit", f"visit:{visit_id}"),
            ("read_visits", f"visit:{visit_id}"),
        ):
            assert (action, name) in told
        assert {"assess_signal", "decide_location"} <= {action for action, _ in told}
        assert [name for action, name in told if action == "read_signals"] == [f"signal:{signal_id}"]

    @pytest.fixture
    def town_config(self, town_folder, config):
        return replace(config, data_dir=town_folder, municipalities={town.WEST: "West", town.EAST: "Oost"})


class TestARefusal:
    def test_of_a_use_case_says_who_was_refused_what(self, config):
        with pytest.raises(PermissionDeniedError) as caught:
            verify_audit(ANN, config, [], NOW)
        log_refusal(config, caught.value, NOW, Origin.APP)
        (row,) = lines(config)
        assert (row["actor"], row["actor_role"], row["action"], row["object"], row["result"], row["origin"]) == (
            "ann",
            "coordinator",
            "verify_audit",
            "use_case:verify_audit",
            "geweigerd",
            "app",
        )

    def test_of_nobody_is_told_too(self, config):
        with pytest.raises(PermissionDeniedError) as caught:
            scope_of(None, "read_signals")
        log_refusal(config, caught.value, NOW, Origin.APP)
        assert [(row["actor"], row["action"]) for row in lines(config)] == [("-", "read_signals")]

    def test_makes_no_database(self, tmp_path):
        config = replace(load_config(), data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/risk_map.db")
        with pytest.raises(PermissionDeniedError) as caught:
            scope_of(ANN, "restore_backup")
        log_refusal(config, caught.value, NOW, Origin.COMMAND)
        assert list(tmp_path.iterdir()) == []


class TestADeed:
    def test_about_nothing_leaves_no_line(self, config):
        log_deed(ANN, config, Deed("score_snapshot", ()), NOW)
        assert lines(config) == []

    def test_is_read_as_it_was_told(self, config):
        with store_of(config).write() as tx:
            append(tx, ANN, Deed("export_scores", ("locatie:L1",), Result.DONE, Origin.APP), NOW)
        row = read_audit(ADA, config, LogQuestion(), NOW).loc[1]
        assert row.to_dict() == {
            "at": NOW,
            "actor": "ann",
            "actor_role": "coordinator",
            "action": "export_scores",
            "object": "locatie:L1",
            "result": "gelukt",
            "origin": "app",
            "reason": "",
        }
