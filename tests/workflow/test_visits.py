"""Visits: one row each, in the order of the printed boxes, by who was there; they move the score at the next run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from risk_map.domain.inspection import CHECKS
from risk_map.domain.location import OVERALL
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.store.ledger_frames import read_inspections
from risk_map.workflow.handovers import hand_over_victim
from risk_map.workflow.late_visits import record_late_visit
from risk_map.workflow.region import score_region
from risk_map.workflow.round_steps import close_round
from risk_map.workflow.store import store_of
from risk_map.workflow.visits import VisitForm, read_visits, record_visit
from tests.store_rows import put
from tests.workflow import town
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    POLICY,
    REGION,
    TODAY,
    WEST,
    on_shift,
    plan,
    report,
)

SECOND_REGION = Subject("rob", Role.REGIOCOORDINATOR)
NOTHING = ("niet_gezien",) * len(CHECKS)


def form_of(stop_id, result="geen_bevinding", answers=NOTHING, **changes):
    return VisitForm(stop_id, result, answers, **changes)


def visit(config, stop_id, result="geen_bevinding", answers=NOTHING, hours=1.0, by=INSPECTOR, corrects=None, **changes):
    return record_visit(by, config, form_of(stop_id, result, answers, **changes), on_shift(hours), corrects=corrects)


def late(config, stop_id, hours, by=COORDINATOR, corrects=None, result="geen_bevinding"):
    return record_late_visit(by, config, form_of(stop_id, result), on_shift(hours), corrects=corrects)


def score_of(config, location_id=HOTEL):
    whole = score_region(config, TODAY + timedelta(days=1)).whole
    return float(whole.scored[OVERALL].locations.loc[location_id, "score"])


class TestRecord:
    def test_a_visit_lies_where_its_stop_lies_and_keeps_the_answers_in_the_order_of_the_boxes(self, config, rows):
        answers = ("gezien", "verteld", *("niet_beoordeeld",) * 10)
        _, stop_id = plan(config, score_seen=False)
        visit_id = visit(config, stop_id, "bevinding", answers, form="arbeid")
        (row,) = rows("visit")
        assert (row["location_id"], row["stop_id"], row["visited_on"], row["visit_reason"]) == (
            HOTEL,
            stop_id,
            TODAY,
            "periodiek",
        )
        assert (row["result"], row["form"], row["actor"], row["gemeentecode"]) == ("bevinding", "arbeid", "bea", WEST)
        assert {row["check_code"]: row["answer"] for row in rows("visit_answer", visit_id=visit_id)} == dict(
            zip([check.code for check in CHECKS], answers, strict=True)
        )

    def test_what_scoring_reads_is_what_was_recorded(self, config):
        _, stop_id = plan(config)
        visit_id = visit(config, stop_id, "bevinding", ("gezien", *NOTHING[1:]), form="arbeid")
        with store_of(config).read() as tx:
            frame = read_inspections(tx, TODAY)
        assert frame.loc[visit_id, ["result", "form", "check_01", "check_12"]].to_list() == [
            "bevinding",
            "arbeid",
            "gezien",
            "niet_gezien",
        ]

    @pytest.mark.parametrize(
        "values",
        [
            {"result": "gesloten"},
            {"answers": NOTHING[1:]},
            {"answers": (*NOTHING, "gezien")},
            {"answers": ("ja", *NOTHING[1:])},
            {"form": "arbeid"},
            {"result": "bevinding", "form": "smokkel"},
            {"result": "niet_bezocht"},
            {"result": "niet_bezocht", "answers": ()},
            {"result": "niet_bezocht", "not_visited_reason": "geen_tijd"},
            {"result": "niet_bezocht", "answers": (), "not_visited_reason": "geen_zin"},
            {"not_visited_reason": "geen_tijd"},
        ],
    )
    def test_only_what_fits_together(self, config, rows, values):
        _, stop_id = plan(config)
        with pytest.raises(InputError):
            visit(config, stop_id, **values)
        assert rows("visit") == []

    def test_not_visited_says_why(self, config, rows):
        _, stop_id = plan(config)
        visit(config, stop_id, "niet_bezocht", (), not_visited_reason="niemand_aanwezig")
        assert (rows("visit")[0]["not_visited_reason"], rows("visit_answer")) == ("niemand_aanwezig", [])

    def test_one_row_per_visit_and_a_correction_is_a_row_that_names_it(self, config, rows):
        _, stop_id = plan(config)
        first = visit(config, stop_id)
        with pytest.raises(ConflictError, match="al een bezoek vastgelegd"):
            visit(config, stop_id)
        second = visit(config, stop_id, "bevinding", corrects=first)
        assert [(row["id"], row["corrects"]) for row in rows("visit")] == [(first, None), (second, first)]
        assert read_visits(COORDINATOR, config, NOW)["result"].tolist() == ["bevinding"]
        with pytest.raises(ConflictError):
            visit(config, stop_id, corrects=first)

    def test_not_before_its_day_not_after_a_day_and_not_by_who_was_not_there(self, config):
        _, stop_id = plan(config)
        with pytest.raises(PermissionDeniedError):
            visit(config, stop_id, hours=28.1)
        with pytest.raises(PermissionDeniedError):
            visit(config, stop_id, by=OTHER_INSPECTOR)
        assert visit(config, stop_id, hours=27.9)

    def test_the_evening_before_is_too_early(self, config):
        town.decide(config)
        round_id = town.draft(config, teams=[town.team_of(start=town.time(10), end=town.time(22))], on_date=TODAY)
        stop_id = town.change_round(COORDINATOR, config, round_id, town.AddStop(HOTEL), NOW)
        town.issue(config, round_id)
        with pytest.raises(InputError, match="nog niet begonnen"):
            visit(config, stop_id, hours=-18)

    def test_a_round_that_was_not_issued_has_no_visits_and_a_closed_one_only_corrections(self, config):
        round_id, stop_id = plan(config, issued=False)
        with pytest.raises(PermissionDeniedError):
            visit(config, stop_id)
        town.issue(config, round_id)
        first = visit(config, stop_id)
        close_round(COORDINATOR, config, round_id, on_shift(5))
        with pytest.raises(ConflictError, match="leg een correctie vast"):
            visit(config, stop_id)
        assert visit(config, stop_id, "bevinding", corrects=first)

    @pytest.mark.parametrize("who", [COORDINATOR, REGION, OFFICER, ADMINISTRATOR, AUDITOR, POLICY])
    def test_only_an_inspector_records(self, config, who):
        _, stop_id = plan(config)
        for name in (stop_id, "bestaat-niet"):
            with pytest.raises(PermissionDeniedError, match="Een bezoek vastleggen mag alleen"):
                visit(config, name, by=who)


class TestLate:
    @pytest.mark.parametrize("hours", [31, 72, 24 * 60])
    def test_a_planner_types_in_what_came_on_paper_until_the_round_is_closed(self, config, rows, hours):
        round_id, stop_id = plan(config)
        first = late(config, stop_id, hours)
        late(config, stop_id, hours, result="bevinding", corrects=first)
        close_round(COORDINATOR, config, round_id, on_shift(hours))
        for corrects in (None, rows("visit")[-1]["id"]):
            with pytest.raises(ConflictError, match="nog niet gesloten"):
                late(config, stop_id, hours, corrects=corrects)
        assert {row["action"] for row in rows("audit") if row["object"] == f"visit:{first}"} == {"record_late_visit"}
        assert [row["actor"] for row in rows("visit")] == ["cor", "cor"]

    @pytest.mark.parametrize("hours", [-5, 1, 7, 27.9])
    def test_not_as_long_as_the_inspector_does(self, config, rows, hours):
        _, stop_id = plan(config)
        with pytest.raises(InputError, match=r"Tot 21 november 2026, 21:00 leggen de boa's"):
            late(config, stop_id, hours)
        assert rows("visit") == []
        assert visit(config, stop_id, hours=hours)

    def test_not_before_the_round_is_issued_nor_before_its_day(self, config, rows):
        round_id, stop_id = plan(config, issued=False)
        with pytest.raises(ConflictError, match="die is uitgegeven"):
            late(config, stop_id, 1)
        town.issue(config, round_id)
        with pytest.raises(InputError, match="nog niet begonnen"):
            late(config, stop_id, -18)
        assert rows("visit") == []

    def test_of_a_shared_round_it_is_the_regional_coordinator(self, config):
        town.decide(config)
        round_id = town.draft(config, WEST, town.EAST, by=REGION)
        stop_id = town.change_round(REGION, config, round_id, town.AddStop(HOTEL), NOW)
        town.approve_round(SECOND_REGION, config, round_id, NOW)
        town.issue_round(REGION, config, round_id, NOW)
        with pytest.raises(PermissionDeniedError):
            late(config, stop_id, 72)
        assert late(config, stop_id, 72, by=REGION)

    @pytest.mark.parametrize("who", [OTHER_COORDINATOR, REGION, INSPECTOR, OFFICER, ADMINISTRATOR, AUDITOR, POLICY])
    def test_nobody_else(self, config, who):
        _, stop_id = plan(config)
        for name in (stop_id, "bestaat-niet"):
            with pytest.raises(PermissionDeniedError, match="Een bezoek achteraf vastleggen mag alleen"):
                late(config, name, 72, by=who)


class TestScore:
    def test_a_finding_raises_the_score_at_the_next_run_and_a_clean_visit_lowers_it(self, config):
        report(config, HOTEL, reliability="A")
        report(config, LODGING, reliability="A")
        before = {name: score_of(config, name) for name in (HOTEL, LODGING)}
        for location_id, result in ((HOTEL, "ernstige_bevinding"), (LODGING, "geen_bevinding")):
            _, stop_id = plan(config, location_id)
            visit(config, stop_id, result)
        assert score_of(config, HOTEL) > before[HOTEL] + 0.1
        assert score_of(config, LODGING) < before[LODGING] - 0.1

    def test_a_place_that_was_not_visited_keeps_its_score(self, config):
        report(config, HOTEL, reliability="A")
        before = score_of(config)
        _, stop_id = plan(config)
        visit(config, stop_id, "niet_bezocht", (), not_visited_reason="geen_tijd")
        assert score_of(config) == before


class TestRead:
    def test_each_sees_the_own_municipality_without_who_was_there(self, config, rows):
        _, stop_id = plan(config)
        visit_id = visit(config, stop_id)
        seen = read_visits(COORDINATOR, config, NOW)
        assert seen.index.tolist() == [visit_id]
        assert not {"actor", "actor_role", "stop_id"} & {*seen.columns}
        assert read_visits(OTHER_COORDINATOR, config, NOW).empty
        assert [row["object"] for row in rows("audit") if row["action"] == "read_visits"] == [f"visit:{visit_id}"]

    def test_a_visit_that_is_older_than_its_location_in_the_register_is_seen_there(self, config):
        place = {"adresseerbaar_object_identificatie": town.object_of(1), "gemeentecode": WEST, "location_id": None}
        visit_id = put(store_of(config), "visit", **place, visited_on=date(2024, 3, 1))
        assert read_visits(COORDINATOR, config, NOW, location_id=HOTEL).index.tolist() == [visit_id]
        assert read_visits(COORDINATOR, config, NOW, location_id=LODGING).empty
        town.share(config)
        assert read_visits(REGION, config, NOW).index.tolist() == [visit_id]

    def test_an_inspector_sees_earlier_visits_at_the_own_stops(self, config):
        _, stop_id = plan(config)
        visit_id = visit(config, stop_id)
        assert read_visits(INSPECTOR, config, on_shift(2)).index.tolist() == [visit_id]
        assert read_visits(OTHER_INSPECTOR, config, on_shift(2)).empty
        assert read_visits(INSPECTOR, config, on_shift(29)).empty

    @pytest.mark.parametrize("who", [OFFICER, ADMINISTRATOR, POLICY, AUDITOR])
    def test_others_see_no_visit(self, config, who):
        with pytest.raises(PermissionDeniedError):
            read_visits(who, config, NOW)


class TestHandover:
    def test_only_that_when_and_to_which_organisation(self, config, rows):
        hand_over_victim(INSPECTOR, config, "comensha", on_shift(1), on_shift(2))
        (row,) = rows("handover")
        known = {"seq", "id", "recorded_at", "actor", "actor_role", "corrects"}
        assert {name: row[name] for name in row if name not in known} == {
            "gemeentecode": WEST,
            "organisation": "comensha",
            "handed_over_at": on_shift(1),
        }

    def test_the_officer_may_without_a_round_and_a_partner_of_inspections_is_no_victim_care(self, config, rows):
        assert hand_over_victim(OFFICER, config, "moviera", NOW, NOW)
        with pytest.raises(InputError, match="kies uit"):
            hand_over_victim(OFFICER, config, "brandweer", NOW, NOW)
        with pytest.raises(InputError, match="toekomst"):
            hand_over_victim(OFFICER, config, "moviera", NOW + timedelta(minutes=1), NOW)
        assert len(rows("handover")) == 1

    def test_a_moment_that_is_past_its_term_already_is_a_mistyped_year(self, config):
        with pytest.raises(InputError, match=r"bewaartermijn van 12 maanden al voorbij\. Kijk het jaar na"):
            hand_over_victim(OFFICER, config, "moviera", NOW - timedelta(days=365), NOW)
        assert hand_over_victim(OFFICER, config, "moviera", NOW - timedelta(days=364), NOW)

    @pytest.mark.parametrize("who", [COORDINATOR, REGION, ADMINISTRATOR, AUDITOR, POLICY])
    def test_nobody_else(self, config, who):
        with pytest.raises(PermissionDeniedError):
            hand_over_victim(who, config, "moviera", NOW, NOW)
