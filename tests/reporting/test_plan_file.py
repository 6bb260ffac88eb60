"""A plan in a file comes back as it was, with what is needed to check it, and nothing else is taken for a plan."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.errors import InputError
from risk_map.planning.changes import Change
from risk_map.planning.plan import Plan, Route, Stop, route_figures
from risk_map.planning.problem import Break, Candidate, Quota, RoundProblem, RoundRules, Team, Window
from risk_map.planning.travel import TravelMatrix
from risk_map.reporting.plan_file import PlanMeta, read_plan, write_plan


def problem_of(places=7):
    seconds = np.arange(places * places, dtype=np.int32).reshape(places, places) * 60
    matrix = TravelMatrix(seconds, seconds * 10, np.linspace(0, 5, places), "over de weg (auto)")
    teams = (
        Team("Noord", 2, "GM9001", 0, 5, 57_600, 90_000, "auto", 8, Break(1800, 66_000, 72_000), frozenset({"ggd"})),
        Team("Zuid", 3, None, 5, 5, 57_600, 90_000),
    )
    windows = (Window(57_600, 64_800), Window(70_000, 86_400))
    candidates = (
        Candidate(
            "L1", 1, 2.5, 2400, windows, "GM9001", "hotel", ("L1", "L9"), frozenset({"politie_avim"}), drawn=True
        ),
        Candidate("L2", 2, 1.0, 2400, windows, "GM9002", "horeca", apart_from=frozenset({"L1"})),
        Candidate(
            "L3",
            3,
            1.0,
            2400,
            (),
            "GM9002",
            "horeca",
            mandatory=True,
            not_before_s=60_000,
            only_team="Zuid",
            open_on=(0, 6),
        ),
        Candidate("L5", 6, 9.0, 2400, windows, "GM9002", "horeca"),
        Candidate("L4", 4, 0.5, 2400, windows, "GM9002", "woning", home=True, home_cleared=True, days_since_visit=400),
    )
    rules = RoundRules((Quota("municipality", "GM9001", 1, 3, 0.1, 0.9),), 0.25, 90)
    return RoundProblem(date(2026, 12, 4), teams, candidates, {"auto": matrix}, rules)


PLAN = Plan(
    (
        Route(
            "Noord", 57_600, 70_000, (Stop("L1", 58_000, 58_100, 60_500), Stop("L4", 61_000, 61_000, 63_400)), 66_000
        ),
        Route("Zuid", 57_600, 57_600),
    ),
    seed=7,
    iterations=1234,
)
META = PlanMeta(
    "Ronde é <&>",
    datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
    "a" * 64,
    "b" * 64,
    fictional=True,
    points=tuple((150_000.5 + place, 450_000.25) for place in range(7)),
    lines={"Noord": ((150_000.5, 450_000.25), (151_000.0, 451_000.0))},
    along_roads=True,
    form="arbeid",
    buurten=("BU90010001",),
    types=("hotel",),
    changes=(Change("naar", "L1", "Noord"), Change("weg", "L9")),
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "plan.json"
    write_plan(file, problem_of(), PLAN, META)
    return file


class TestComesBack:
    def test_the_plan_and_its_origin_are_the_same(self, path):
        stored = read_plan(path)
        assert stored.plan == PLAN
        assert (stored.plan.seed, stored.plan.iterations) == (7, 1234)
        assert replace(stored.meta, points=META.points) == META

    def test_only_places_and_candidates_of_the_plan_and_those_with_an_agreement_are_kept(self, path):
        stored, asked = read_plan(path), problem_of()
        assert [item.location_id for item in stored.problem.candidates] == ["L1", "L2", "L3", "L4"]
        assert len(stored.meta.points) == 6
        for item in stored.problem.candidates:
            assert replace(item, place=asked.candidate(item.location_id).place) == asked.candidate(item.location_id)
            assert stored.meta.points[item.place] == META.points[asked.candidate(item.location_id).place]
        assert (stored.problem.rules, stored.problem.on_date) == (asked.rules, asked.on_date)

    def test_every_figure_of_a_route_is_the_same(self, path):
        stored = read_plan(path)
        for route in PLAN.routes:
            assert route_figures(stored.problem, route) == route_figures(problem_of(), route)

    def test_a_plan_that_is_there_is_replaced_whole(self, path):
        write_plan(path, problem_of(), replace(PLAN, routes=PLAN.routes[1:]), META)
        assert read_plan(path).plan.location_ids == ()
        assert [each.name for each in path.parent.iterdir()] == ["plan.json"]

    @given(st.integers(0, 86_400), st.text(max_size=20), st.floats(0, 1e6))
    def test_whatever_the_values(self, tmp_path_factory, moment, name, prize):
        file = tmp_path_factory.getbasetemp() / "any.json"
        problem = problem_of()
        first = replace(problem.candidates[0], prize=prize, windows=(Window(moment, moment),))
        write_plan(file, replace(problem, candidates=(first, *problem.candidates[1:])), PLAN, replace(META, name=name))
        stored = read_plan(file)
        assert stored.meta.name == name
        assert stored.problem.candidate("L1") == replace(first, place=stored.problem.candidate("L1").place)


class TestRefusals:
    @pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", "{}", '{"format": "risk_map plan", "version": 1}'])
    def test_what_is_no_plan(self, tmp_path, text):
        file = tmp_path / "x.json"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"bestand x\.json"):
            read_plan(file)

    def test_a_file_that_is_absent_or_a_folder_or_no_text(self, tmp_path):
        (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
        for name in ("a.json", "b.json", "."):
            with pytest.raises(InputError):
                read_plan(tmp_path / name)

    @pytest.mark.parametrize(
        "change",
        [
            lambda plan: plan["plan"]["routes"][0]["stops"][0].update(start_s="straks"),
            lambda plan: plan["plan"]["routes"][0]["stops"][0].update(location_id=5),
            lambda plan: plan["plan"]["routes"][0]["stops"][0].update(location_id="L5"),
            lambda plan: plan["plan"]["routes"][0].update(team="West"),
            lambda plan: plan["plan"]["routes"][0].update(extra=1),
            lambda plan: plan["problem"]["candidates"][0].update(drawn="ja"),
            lambda plan: plan["problem"]["candidates"][0].update(visit_s=-1),
            lambda plan: plan["problem"]["candidates"][0].update(windows=[{"opens_s": 9, "closes_s": 8}]),
            lambda plan: plan["problem"]["teams"][0].update(pause={"duration_s": -1, "earliest_s": 0, "latest_s": 9}),
            lambda plan: plan["problem"]["travel"]["auto"]["seconds"][0].__setitem__(0, -1),
            lambda plan: plan["problem"]["teams"][0].pop("members"),
            lambda plan: plan["problem"]["travel"]["auto"].update(seconds=[["x"]]),
            lambda plan: plan["meta"].update(made_at="gisteren"),
            lambda plan: plan["meta"].update(points=[[1]]),
            lambda plan: plan["meta"]["points"].pop(),
            lambda plan: plan["problem"]["candidates"][0].update(place=120),
            lambda plan: plan["problem"]["teams"][0].update(end_place=-1),
            lambda plan: plan["problem"]["teams"][0].update(mode="fiets"),
            lambda plan: plan["problem"]["candidates"].append(plan["problem"]["candidates"][0]),
            lambda plan: plan["problem"]["teams"].append(plan["problem"]["teams"][0]),
            lambda plan: plan.pop("plan"),
            lambda plan: plan.update(plan=[]),
        ],
    )
    def test_a_plan_that_somebody_broke(self, path, change):
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(InputError, match="geen plan"):
            read_plan(path)

    def test_what_is_nested_deeper_than_anything_we_write(self, path):
        path.write_text("[" * 100_000, encoding="utf-8")
        with pytest.raises(InputError, match="geen plan"):
            read_plan(path)

    def test_a_plan_that_an_editor_gave_a_byte_order_mark(self, path):
        before = read_plan(path)
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
        assert read_plan(path).plan == before.plan

    def test_a_plan_of_another_version(self, path):
        path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 2'), encoding="utf-8")
        with pytest.raises(InputError, match="andere versie"):
            read_plan(path)
