"""From the shell: plan an evening in the demonstration region, check it, print it, keep it, approve it."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, InputError
from risk_map.reporting.plan_file import read_plan
from risk_map.workflow.clock import now_of
from risk_map.workflow.round_steps import approve_round


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")

    def call(*words, role="regiocoordinator"):
        result = CliRunner().invoke(
            app, ["--data", str(demo_data), "--als", role, *map(str, words)], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_an_evening_is_planned_checked_printed_and_kept_and_prints_the_same(run, demo_data, monkeypatch, tmp_path):
    path = tmp_path / "plan.json"
    said = run("plan", "--date", "2026-12-04", "--teams", 3, "--seconds", 1, "--prices", "--out", path)
    stored = read_plan(path)
    routes = {route.team: route for route in stored.plan.routes}
    assert set(routes) == {"Team 1", "Team 2", "Team 3"}
    assert all(len(route.stops) >= 3 for route in routes.values())
    assert all(name in said for name in stored.plan.location_ids)
    assert "Geloot: 3 van" in said
    assert "Over de weg (auto)." in said
    assert "Niet in de ronde, en waarom" in said
    assert "zonder: Een team is terug aan het einde van zijn dienst, en niet een uur later." in said
    assert "+0,0%" not in said
    assert "Wat hier niet staat, kost in deze ronde niets." in said
    assert "Zonder prijs, want hiervan wijkt niemand af" in said
    assert "Fictieve gegevens" in said
    assert path.stat().st_mode & 0o077 == 0

    checked = run("plan-check", path)
    assert "Dit plan klopt" in checked
    drawn = re.findall(r"^- (LOC-\S+) \S", checked, re.MULTILINE)
    assert {*drawn} <= {item.location_id for item in stored.problem.candidates if item.drawn}
    run("print", path, "--out", tmp_path / "lijsten")
    assert len(list((tmp_path / "lijsten").glob("*.pdf"))) == 3

    people = [word for name in routes for word in ("--boa", f"{name};demo.boa1.gm0355")]
    first, *others = drawn
    with pytest.raises(InputError, match="of dat u zocht en niets vond: LOC-"):
        run("plan-keep", path, *people, "--tegen", f"{first};vergunning is op orde")
    with pytest.raises(InputError, match=f"{first}: noem wat tegen een bezoek pleit, of zeg dat u niets vond"):
        run("plan-keep", path, *people, "--tegen", f"{first};vergunning is op orde", "--niets-gevonden", first)
    reasons = ["--tegen", f"{first};vergunning is op orde", *(w for each in others for w in ("--niets-gevonden", each))]
    kept = re.search(r"Ronde (\w+) is opgesteld", run("plan-keep", path, *people, *reasons)).group(1)
    shown = run("round", "show", kept)
    assert all(name in shown for name in stored.plan.location_ids)
    with pytest.raises(ConflictError):
        run("plan-check", path)

    monkeypatch.setenv("RISK_MAP_DATA", str(demo_data))
    config = load_config()
    approve_round(Subject("een.ander", Role.REGIOCOORDINATOR), config, kept, now_of(config))
    run("print", kept, "--out", tmp_path / "ronde")
    assert pages(tmp_path / "ronde") == pages(tmp_path / "lijsten")


def pages(folder):
    """Give the lists of a folder without what says that nobody approved them yet, and without their foot."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
    return {
        name: re.sub("<footer>.*</footer>", "", text).replace(" · CONCEPT", "").replace("(concept)", "(goedgekeurd)")
        for name, text in texts.items()
    }


def test_a_round_without_a_visit_is_no_success_and_no_plan(run, tmp_path):
    path = tmp_path / "plan.json"
    with pytest.raises(ConflictError, match=r"De ronde is leeg: geen van de \d+ locaties past\. Waarom: \d+ keer "):
        run("plan", "--date", "2026-12-04", "--team", "Nacht;;03:00-04:00", "--seconds", 0.2, "--out", path)
    with pytest.raises(ConflictError, match="Zeist ten minste 60% en Leusden ten minste 60%"):
        run(
            "plan", "--date", "2026-12-04", "--quota", "gemeente:Zeist:60%-", "--quota", "gemeente:Leusden:60%-",
            "--out", path,
        )  # fmt: skip
    assert not path.exists()


def test_wishes_from_the_shell_come_in(run, tmp_path):
    path = tmp_path / "plan.json"
    run(
        "plan", "--date", "2026-12-04", "--team", "Noord;fiets;17:00-21:00;politie_basisteam;Zeist",
        "--gemeente", "Zeist", "--gemeente", "Bunnik", "--soort", "horeca", "--vorm", "arbeid", "--bezoeken", 4,
        "--quota", "gemeente:Zeist:2-3", "--aselect", 0.25, "--seed", 7, "--seconds", 1, "--why", "--out", path,
    )  # fmt: skip
    problem, plan, meta = read_plan(path)
    stops = [problem.candidate(name) for name in plan.location_ids]
    assert 0 < len(stops) <= 4
    assert {item.location_type for item in stops} == {"horeca"}
    assert 2 <= sum(item.municipality == "GM0355" for item in stops) <= 3
    assert {team.mode for team in problem.teams} == {"fiets"}
    assert (meta.draw.share, plan.seed) == (0.25, 7)


def test_chance_is_not_switched_off_from_the_shell(run, tmp_path):
    with pytest.raises(InputError, match="Ten minste 20%"):
        run("plan", "--date", "2026-12-04", "--aselect", 0.1, "--out", tmp_path / "plan.json")


def test_a_plan_is_gone_on_from_with_changes(run, tmp_path):
    path, after = tmp_path / "plan.json", tmp_path / "next.json"
    run("plan", "--date", "2026-12-04", "--teams", 2, "--seconds", 1, "--out", path)
    first = read_plan(path)
    kept, gone, moved = [
        stop.location_id for stop in first.plan.routes[0].stops if not first.problem.candidate(stop.location_id).drawn
    ][:3]
    run(
        "plan", "--vanaf", path, "--vast", kept, "--zonder", gone, "--naar", f"{moved}=Team 2",
        "--seconds", 1, "--out", after,
    )  # fmt: skip
    second = read_plan(after).plan
    begins = [
        {stop.location_id: stop.start_s for route in each.routes for stop in route.stops}
        for each in (first.plan, second)
    ]
    assert begins[0][kept] == begins[1][kept]
    assert gone not in begins[1]
    assert second.team_of(moved) == "Team 2"


def test_changes_need_a_plan_and_a_plan_needs_a_day(run, tmp_path):
    with pytest.raises(InputError, match="--vanaf"):
        run("plan", "--date", "2026-12-04", "--zonder", "L1", "--out", tmp_path / "plan.json")
    with pytest.raises(InputError, match="--date"):
        run("plan", "--out", tmp_path / "plan.json")
