"""The permission matrix beside a grid written by hand from §4.2 of the governance rules: every role, every place.

The grid is the oracle: it was not made from the table, and the words in it are given their meaning here, once more.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil

import pytest

import risk_map.workflow
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.errors import PermissionDeniedError
from risk_map.governance.matrix import PERMISSIONS
from risk_map.governance.permissions import USE_CASES, authorise, may

pytestmark = pytest.mark.figure

for _module in pkgutil.iter_modules(risk_map.workflow.__path__):
    importlib.import_module(f"risk_map.workflow.{_module.name}")

COLUMNS = ("coordinator", "regiocoordinator", "boa", "aandachtsfunctionaris", "beleid", "beheerder", "auditor")

GRID = """
use case             CO       RC          BO     AF      BL      BE      AU

# See address on map; see other municipality: shared round only. (A boa sees a round, not the map.)
load_background      yes      yes         yes    yes     yes     -       yes
load_snapshot        own      shared      -      signal  -       -       why
read_places          own      shared      -      home    -       -       why
# See score and parts
score_snapshot       own      shared      -      -       -       -       why
explain_location     own      shared      -      -       -       -       why
keep_run             yes      yes         -      -       -       -       -
replay               yes      yes         -      -       -       -       why
# Export to file: own, with a reason; the auditor has an evidence pack of their own
export_scores        own+why  shared+why  -      -       -       -       -
# With a reason: it is kept
state_reason         yes      yes         -      -       -       -       yes
# A selection under a name: no address is in it
keep_area            own      yes         -      -       -       -       -
read_areas           own      yes         -      -       -       -       -
remove_area          own      yes         -      -       -       -       -
# Import layer: technical run; the others propose
import_bag           -        -           -      -       -       yes     -
import_pdok          -        -           -      -       -       yes     -
import_areas         -        -           -      -       -       yes     -
import_pdok_areas    -        -           -      -       -       yes     -
import_roads         -        -           -      -       -       yes     -
import_register      -        -           -      -       -       yes     -
make_demo            -        -           -      -       -       yes     -
write_template       yes      yes         -      yes     -       yes     -
check_quality        totals   totals      -      -       -       totals  totals
# Add signal; the register of signals belongs to the aandachtsfunctionaris
find_address         yes      yes         yes    yes     -       -       -
add_signal           own      shared      round  own     -       -       -
enrich_signal        -        -           -      own     -       -       -
assess_signal        -        -           -      own     -       -       -
forward_signal       -        -           -      own     -       -       -
close_signal         -        -           -      own     -       -       -
read_signals         own      shared      round  own     -       -       why
# Read note text
read_signal_note     own      shared      round  own     -       -       why
count_new_signals    -        -           -      own     -       -       -
follow_signal        report   report      report report  -       -       -
# Decide location into round; put a dwelling in a round: second person AF or RC
freeze_location      own      shared      -      -       -       -       -
unfreeze_location    own      shared      -      -       -       -       -
decide_location      own      shared      -      -       -       -       -
confirm_decision     -        shared      -      own     -       -       -
read_decisions       own      shared      -      own     -       -       why
count_homes_to_confirm -      shared      -      own     -       -       -
propose_stops        own      shared      -      -       -       -       -
# Print route list: CO, RC, and BO their own
see_candidates       own      shared      -      -       -       -       -
list_inspectors      own      shared      -      -       -       -       -
plan_round           own      shared      -      -       -       -       -
plan_season          own      shared      -      -       -       -       -
open_season          own      shared      -      -       -       -       -
check_plan           own      shared      -      -       -       -       -
list_drawn           own      shared      -      -       -       -       -
keep_plan            own      shared      -      -       -       -       -
draft_round          own      shared      -      -       -       -       -
change_round         own      shared      -      -       -       -       -
approve_round        own      shared      -      -       -       -       -
reopen_round         own      shared      -      -       -       -       -
issue_round          own      shared      -      -       -       -       -
close_round          own      shared      -      -       -       -       -
read_round           own      shared      round  -       -       -       why
list_rounds          own      shared      round  -       -       -       -
# Fill visit form
print_route_list     own      shared      round  -       -       -       -
read_route_list      own      shared      round  -       -       -       -
record_visit         -        -           round  -       -       -       -
# Paper that comes in after the inspector's day: typed in by whoever closes the round
record_late_visit    own      shared      -      -       -       -       -
import_visits        own      shared      round  -       -       -       -
write_visit_form     own      shared      round  -       -       -       -
read_visits          own      shared      round  -       -       -       why
# Referral mark
hand_over_victim     -        -           yes    yes     -       -       -
# Red button
press_red_button     yes      yes         -      yes     -       -       yes
release_red_button   -        yes         -      -       -       -       -
read_red_button      yes      yes         -      yes     -       -       yes
# Users and roles; read audit log; backup, restore, purge run; legal hold
grant_role           -        -           -      -       -       yes     -
revoke_role          -        -           -      -       -       yes     -
read_roles           -        -           -      -       -       yes     yes
read_audit           -        -           -      -       -       -       yes
verify_audit         -        -           -      -       -       -       yes
make_backup          -        -           -      -       -       yes     -
read_imports         yes      yes         -      -      -       yes     yes
read_backups         -        -           -      -      -       yes     yes
read_runs            yes      yes         -      -      -       -       yes
restore_backup       -        -           -      -       -       yes     -
purge                -        -           -      -       -       yes     -
place_legal_hold     -        yes         -      -       -       -       yes
# Heatmap: aggregates
make_policy_release  totals   totals      -      -       -       -       -
read_policy_release  totals   totals      -      totals  totals  -       totals
"""

MEANING = {
    "-": lambda _: False,
    "yes": lambda _: True,
    "totals": lambda _: True,
    "why": lambda case: case["reason"],
    "own": lambda case: case["place"] == "own",
    "shared": lambda case: case["shared"],
    "own+why": lambda case: case["place"] == "own" and case["reason"],
    "shared+why": lambda case: case["shared"] and case["reason"],
    # Own rounds only; a border is crossed only by a shared one.
    "round": lambda case: case["in_hand"] and (case["place"] == "own" or case["shared"]),
    "signal": lambda case: case["in_hand"] and case["place"] == "own",
    "home": lambda case: case["in_hand"] and case["place"] == "own",
    "report": lambda case: case["in_hand"],
}

HOME, ELSEWHERE = "GM9001", "GM9002"
PLACES = {"own": HOME, "other": ELSEWHERE, "unknown": None}
ANONYMOUS = "anonymous"


def read_grid():
    rows = [line.split() for line in GRID.splitlines()[2:] if line and not line.startswith("#")]
    return {name: dict(zip(COLUMNS, cells, strict=True)) for name, *cells in rows}


EXPECTED = read_grid()
CASES = list(itertools.product(sorted(PERMISSIONS | USE_CASES), [*COLUMNS, ANONYMOUS], PLACES))


def subject_in(role):
    if role == ANONYMOUS:
        return None
    return Subject("iemand", Role(role), HOME if Role(role) in OF_ONE_MUNICIPALITY else None)


def is_allowed(subject, use_case, case):
    try:
        authorise(
            subject,
            use_case,
            municipality=PLACES[case["place"]],
            shared=case["shared"],
            in_hand=case["in_hand"],
            reason="steekproef" if case["reason"] else " ",
        )
    except PermissionDeniedError:
        return False
    return True


def situations(place):
    for shared, in_hand, reason in itertools.product((False, True), repeat=3):
        yield {"place": place, "shared": shared, "in_hand": in_hand, "reason": reason}


def test_the_grid_and_the_table_have_the_same_rows():
    assert set(EXPECTED) == set(PERMISSIONS)


def test_what_takes_two_people_says_who_the_second_one_is_not():
    # §4.2: proposer = approver is a forbidden combination.
    assert {name for name, rule in PERMISSIONS.items() if rule.never} == {
        "confirm_decision",
        "approve_round",
        "grant_role",
    }


def test_a_use_case_without_a_rule_fails():
    assert set(USE_CASES) <= set(EXPECTED)


@pytest.mark.parametrize(("use_case", "role", "place"), CASES)
def test_who_may_what_where(use_case, role, place):
    cell = "-" if role == ANONYMOUS else EXPECTED[use_case][role]
    for case in situations(place):
        assert is_allowed(subject_in(role), use_case, case) == MEANING[cell](case), (cell, case)


@pytest.mark.parametrize("use_case", sorted(USE_CASES))
@pytest.mark.parametrize("role", [*COLUMNS, ANONYMOUS])
def test_a_role_that_may_not_is_refused_before_anything_is_read(use_case, role):
    # Without the other arguments nothing can be read: who gets as far as missing them, got past the door.
    refused = role == ANONYMOUS or EXPECTED[use_case][role] == "-"
    with pytest.raises(PermissionDeniedError if refused else TypeError):
        USE_CASES[use_case](subject_in(role))
    assert may(subject_in(role), use_case) is not refused


def test_there_are_enough_cases(record_property):
    answers = sum(len(list(situations(place))) for _, _, place in CASES)
    record_property("figure", f"access matrix: {len(CASES)} cases (use case x role x place), {answers} answers")
    assert len(CASES) >= 500


@pytest.mark.parametrize("role", [role for role in Role if role not in OF_ONE_MUNICIPALITY])
def test_a_subject_without_a_municipality_owns_no_place_without_one(role):
    for use_case in PERMISSIONS:
        case = {"place": "unknown", "shared": False, "in_hand": False, "reason": True}
        allowed = is_allowed(Subject("iemand", role), use_case, case)
        assert allowed == MEANING[EXPECTED[use_case][role]](case)
