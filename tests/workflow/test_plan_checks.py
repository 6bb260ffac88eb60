"""What somebody changed in the file of a plan is said by the check, and stops the print: the same sentence in both."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from risk_map.domain.draw import draw_order
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError
from risk_map.reporting.plan_file import read_plan, write_plan
from risk_map.workflow.clock import now_of
from risk_map.workflow.plan_keeping import check_plan
from risk_map.workflow.planning import plan_round
from risk_map.workflow.planning_request import RoundRequest, usual_teams
from risk_map.workflow.route_lists import PrintOrder, print_route_list
from risk_map.workflow.store import close_stores
from tests.demo_store import config_of

REGION = Subject("regio", Role.REGIOCOORDINATOR)
QUICK = RoundRequest(date(2026, 12, 4), usual_teams(3), seconds=None, iterations=300)
ELSEWHERE = "LOC-0432"


@pytest.fixture(scope="module")
def config(demo_folder, tmp_path_factory):
    yield config_of(shutil.copytree(demo_folder, tmp_path_factory.mktemp("plannen") / "data"))
    close_stores()


@pytest.fixture(scope="module")
def made(config, tmp_path_factory):
    """The file of a plan for an evening in the demonstration region."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    write_plan(path, *plan_round(REGION, config, QUICK, now_of(config)).stored)
    return path


def refusal_of(config, path, folder):
    """Give what the check says of a plan, after the print has said it too and wrote nothing."""
    found = check_plan(REGION, config, read_plan(path), now_of(config))
    with pytest.raises(ConflictError) as refused:
        print_route_list(REGION, config, PrintOrder(str(path), folder), now_of(config))
    assert str(refused.value) == found[0]
    assert not folder.exists()
    return found


def first_stop(content):
    """Give the first visit in the file of a plan, and its candidate."""
    stop = content["plan"]["routes"][0]["stops"][0]
    return stop, next(item for item in content["problem"]["candidates"] if item["location_id"] == stop["location_id"])


def shorten(content):
    stop, item = first_stop(content)
    item["visit_s"], stop["end_s"] = 600, stop["start_s"] + 600
    return f"{item['location_id']}: een bezoek duurt volgens de instellingen van nu "


def work_on(content):
    content["problem"]["teams"][0]["shift_end_s"] += 10 * 3600
    return "Dit plan houdt zich niet aan een regel: Team 1: de dienst van 17:00-08:00 is langer dan 12 uur"


def move_draw(content):
    items, draw = content["problem"]["candidates"], content["meta"]["draw"]
    drawn = [item for item in items if item["drawn"]]
    others = [item for item in items if not item["drawn"] and not item["home"]][: len(drawn)]
    for item in drawn:
        item["drawn"] = item["mandatory"] = False
    for item in others:
        item["drawn"] = item["mandatory"] = True
    draw["picks"] = draw_order([item["location_id"] for item in others], draw["seed"])
    return "Over 1 locatie in dit plan is nog niet besloten"


def swap(content):
    stop, item = first_stop(content)
    stop["location_id"] = item["location_id"] = ELSEWHERE
    if item["drawn"]:
        picks = [ELSEWHERE, *content["meta"]["draw"]["picks"]]
        content["meta"]["draw"]["picks"] = draw_order(picks, content["meta"]["draw"]["seed"])
    return f"{ELSEWHERE}: de locatie in het plan is niet die van het register"


def repeat_unit(content):
    _, item = first_stop(content)
    item["units"] *= 2
    return f"{item['location_id']}: de locatie in het plan is niet die van het register"


def test_a_plan_as_it_was_made_has_nothing_in_its_way(config, made, tmp_path):
    assert check_plan(REGION, config, read_plan(made), now_of(config)) == ()
    assert print_route_list(REGION, config, PrintOrder(str(made), tmp_path / "uit"), now_of(config)).files


@pytest.mark.parametrize("edit", [shorten, work_on, move_draw, swap, repeat_unit])
def test_what_somebody_changed_in_the_file_is_said_and_not_printed(config, made, tmp_path, edit):
    content, path = json.loads(made.read_text(encoding="utf-8")), tmp_path / "plan.json"
    told = edit(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    assert refusal_of(config, path, tmp_path / "uit")[0].startswith(told)


def test_a_visit_that_takes_longer_since_the_plan_was_made_is_planned_anew(config, made, tmp_path):
    stored = read_plan(made)
    first = stored.problem.candidate(stored.plan.location_ids[0])
    usual = config.planning.types[first.location_type]
    types = {**config.planning.types, first.location_type: replace(usual, visit_s=usual.visit_s + 600)}
    longer = replace(config, planning=replace(config.planning, types=types))
    minutes = first.visit_s // 60
    assert refusal_of(longer, made, tmp_path / "uit")[0] == (
        f"{first.location_id}: een bezoek duurt volgens de instellingen van nu {minutes + 10} minuten, in dit plan "
        f"{minutes}; maak het plan opnieuw."
    )
