from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from risk_map.planning.constraints import check
from risk_map.planning.diagnosis import explain, why_not
from risk_map.planning.plan import Plan
from risk_map.planning.problem import Break, Quota, RoundProblem, RoundRules, Window
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import schedule, timetable
from risk_map.planning.travel import UNREACHABLE
from tests.planning.worlds import DAY, HOUR, line_matrix, make_candidate, make_problem, make_team, random_quotas

FITS = "Past nog in de ronde; plan verder om de locatie op te nemen."


def round_of(count=3, rules=None, **team) -> RoundProblem:
    """Make a round of a team from 17:00 to 18:00; half an hour a visit and five minutes from place to place."""
    items = tuple(make_candidate(number) for number in range(count))
    line = np.column_stack([3_000.0 * np.arange(count + 1), np.zeros(count + 1)])
    crew = make_team(**({"start_place": 0, "end_place": 0, "shift_end_s": 18 * HOUR} | team))
    return RoundProblem(DAY, (crew,), items, {"auto": line_matrix(line)}, rules or RoundRules((), 0.0))


def asked(problem: RoundProblem, number: int, **changes: object) -> RoundProblem:
    items = list(problem.candidates)
    items[number] = replace(items[number], **changes)
    return replace(problem, candidates=tuple(items))


def with_team(problem: RoundProblem, **changes: object) -> RoundProblem:
    return replace(problem, teams=tuple(replace(team, **changes) for team in problem.teams))


def said(problem: RoundProblem, *orders, number: int = 1) -> tuple[str, str, int | None]:
    made = timetable(problem, orders or [[]])
    found = explain(problem, made, problem.candidates[number])
    assert found.location_id == f"L{number:04d}"
    return found.rule, found.text, found.minutes


BASE = round_of()


@pytest.mark.parametrize(
    ("changes", "rule", "text"),
    [
        ({"decided": False}, "besluit", "Er is nog geen besluit om hier te gaan kijken."),
        ({"frozen": True}, "bevroren", "De locatie is bevroren."),
        ({"windows": ()}, "openingstijd", "Gesloten op vrijdag."),
        ({"only_team": "7"}, "gekozen_team", "Het gekozen team 7 gaat niet mee."),
        ({"required_partners": frozenset({"brandweer"})}, "partner", "Niet aanwezig bij een team: Brandweer (VRU)."),
        (
            {"windows": (Window(9 * HOUR, 10 * HOUR), Window(11 * HOUR, 12 * HOUR))},
            "openingstijd",
            "Een bezoek kan alleen beginnen tussen 09:00-10:00 en 11:00-12:00; "
            "dat past niet in de dienst (17:00-18:00).",
        ),
    ],
)
def test_what_bars_a_place_is_said(changes, rule, text):
    found = said(asked(BASE, 1, **changes))
    assert (found[0], found[1].lower(), found[2]) == (rule, text.lower(), None)


def test_no_road_is_said_whether_or_not_the_partners_are_there():
    seconds = BASE.travel["auto"].seconds.copy()
    seconds[1, 0] = UNREACHABLE
    cut_off = replace(BASE, travel={"auto": replace(BASE.travel["auto"], seconds=seconds)})
    assert said(cut_off)[:2] == ("reistijd", "De locatie is voor geen team over de weg te bereiken.")
    assert said(asked(cut_off, 1, required_partners=frozenset({"avim"})))[0] == "reistijd"


def test_a_break_that_fits_nowhere_is_said():
    hurried = with_team(BASE, pause=Break(900, 9 * HOUR, 10 * HOUR))
    assert said(hurried)[:2] == ("pauze", "Een bezoek past niet bij de pauze van team 1.")


def test_minutes_are_those_that_the_route_lacks_as_it_is():
    # Half an hour there, half an hour here, and twice five minutes: ten more than the hour.
    text = "Past als de dienst van team 1 10 minuten langer duurt."
    assert said(BASE, ["L0000"]) == ("dienst", text, 10)


def test_minutes_count_beside_what_the_team_does_already_and_not_for_an_idle_team():
    # Alone it would lack five minutes, after the other visit forty.
    tight = with_team(asked(BASE, 1, visit_s=55 * 60), shift_end_s=18 * HOUR)
    assert said(tight)[2] == 5
    assert said(tight, ["L0000"])[2] == 35


def test_a_full_team_is_said_with_the_number_that_would_do():
    full = with_team(BASE, max_stops=1, shift_end_s=21 * HOUR)
    assert said(full, ["L0000"])[:2] == (
        "aantal_bezoeken",
        "Het hoogste aantal bezoeken van team 1 is bereikt; past als dat 2 wordt.",
    )
    assert said(with_team(full, max_stops=2), ["L0000"])[:2] == ("prijs", FITS)


@pytest.mark.parametrize(("prize", "word"), [(9.0, "meer"), (10.0, "evenveel"), (11.0, "minder")])
def test_what_it_would_have_to_replace_is_said_with_its_worth(prize, word):
    # The door closes before anybody can come from the other place, so no longer shift helps.
    early = asked(BASE, 1, windows=(Window(0, 17 * HOUR + 600),), prize=prize)
    first = asked(early, 0, windows=(Window(0, 17 * HOUR + 300),))
    assert said(first, ["L0000"])[:2] == ("prijs", f"Past in plaats van L0000, die {word} waard is.")


def test_a_mandatory_visit_is_not_offered_for_another():
    early = asked(asked(BASE, 1, windows=(Window(0, 17 * HOUR + 600),)), 0, mandatory=True)
    rule, text, _ = said(
        with_team(asked(early, 0, windows=(Window(0, 17 * HOUR + 300),)), shift_end_s=21 * HOUR), ["L0000"]
    )
    assert rule == "openingstijd"
    assert text == "Past alleen buiten de tijd waarop een bezoek kan beginnen (00:00-17:10)."


def test_all_that_stand_apart_are_named():
    apart = with_team(asked(BASE, 1, apart_from=frozenset({"L0000", "L0002"})), shift_end_s=21 * HOUR)
    text = "Mag niet op dezelfde dag als L0000 en L0002; past als dat bezoek vervalt."
    assert said(apart, ["L0000", "L0002"])[:2] == ("niet_samen", text)


def test_quotas_and_the_draw_are_said_and_what_lacks_besides():
    rules = RoundRules((Quota("municipality", "zuid", max_stops=0),), 0.0)
    long = with_team(round_of(3, rules), shift_end_s=21 * HOUR)
    most = "Het hoogste aantal voor zuid is bereikt; past als dat 1 wordt."
    assert said(long, ["L0000"])[:2] == ("quota_gemeente", most)
    both = f"{most} Daarnaast: past als de dienst van team 1 10 minuten langer duurt."
    assert said(round_of(3, rules), ["L0000"]) == ("quota_gemeente", both, 10)
    share = replace(asked(long, 0, drawn=True), rules=RoundRules((), 0.6))
    text = "Met één bezoek meer is het gelote deel te klein; past als er één locatie meer wordt geloot."
    assert said(share, ["L0000"])[:2] == ("aselect_deel", text)
    assert said(asked(share, 1, drawn=True), ["L0000"])[:2] == ("prijs", FITS)
    fewest = replace(long, rules=RoundRules((Quota("location_type", "hotel", min_share=0.6),), 0.0))
    assert said(fewest, ["L0000"])[0] == "quota_soort"


def test_a_quota_that_is_missed_anyway_is_no_reason_against_a_place():
    rules = RoundRules((Quota("municipality", "oost", min_stops=2),), 0.0)
    assert said(with_team(round_of(3, rules), shift_end_s=21 * HOUR), ["L0000"])[:2] == ("prijs", FITS)


def applied(problem: RoundProblem, made: Plan, why) -> tuple[RoundProblem, Plan]:
    """Make the change that was named."""
    item = problem.candidate(why.location_id)
    match why.rule:
        case "dienst":
            longer = (replace(t, shift_end_s=t.shift_end_s + 60 * why.minutes) for t in problem.teams)
            return replace(problem, teams=tuple(longer)), made
        case "aantal_bezoeken":
            return replace(problem, teams=tuple(replace(t, max_stops=t.max_stops + 1) for t in problem.teams)), made
        case "niet_samen":
            twins = {c.location_id for c in problem.candidates if item.location_id in c.apart_from}
            rivals = twins | item.apart_from
            orders = [[s.location_id for s in r.stops if s.location_id not in rivals] for r in made.routes]
            return problem, timetable(problem, orders)
        case "prijs" if "in plaats van" in why.text:
            orders = [[s.location_id for s in r.stops if s.location_id not in why.text] for r in made.routes]
            return problem, timetable(problem, orders)
        case _:
            return problem, made


def fits(problem: RoundProblem, made: Plan, name: str) -> bool:
    """Say whether a place can be put into a route as it is, by the rules of routes and of the round."""
    orders = [[stop.location_id for stop in route.stops] for route in made.routes]
    for k, order in enumerate(orders):
        for at in range(len(order) + 1):
            longer = [*order[:at], name, *order[at:]]
            if schedule(problem, problem.teams[k], [problem.candidate(n) for n in longer]) is not None:
                more = timetable(problem, [*orders[:k], longer, *orders[k + 1 :]])
                if {v.rule for v in check(problem, more)} <= {v.rule for v in check(problem, made)}:
                    return True
    return False


@pytest.mark.parametrize("seed", range(40))
def test_the_change_that_is_named_lets_it_in_and_less_does_not(seed):
    rules = RoundRules(random_quotas(seed) if seed % 2 else (), 0.0)
    problem = make_problem(12, 2, seed, rules)
    made = plan(problem, MaxIterations(500), seed)
    for why in why_not(problem, made):
        if why.rule in {"dienst", "aantal_bezoeken", "niet_samen", "prijs"} and "Daarnaast" not in why.text:
            if why.rule == "dienst" and why.minutes is None:
                continue
            assert not fits(problem, made, why.location_id) or "nog in de ronde" in why.text
            assert fits(*applied(problem, made, why), why.location_id), why
        if why.rule == "dienst" and why.minutes and "Daarnaast" not in why.text:
            assert not fits(*applied(problem, made, replace(why, minutes=why.minutes - 1)), why.location_id)


def test_who_is_left_out_is_explained_in_order_and_nobody_else():
    problem = make_problem(12, 2, 3)
    made = plan(problem, MaxIterations(500), 3)
    left = [item.location_id for item in problem.candidates if item.location_id not in made.location_ids]
    assert [why.location_id for why in why_not(problem, made)] == left


def test_without_teams_that_is_the_reason():
    nobody = replace(BASE, teams=())
    assert {why.text for why in why_not(nobody, Plan(()))} == {"Er gaat geen team mee."}
