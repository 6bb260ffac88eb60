"""Why not? For every candidate that is left out: the rule that binds, and the smallest change that lets it in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import WEEKDAYS, clock, number
from risk_map.planning.compile import may_go, may_join
from risk_map.planning.constraints import bars
from risk_map.planning.problem import Window
from risk_map.planning.rules_round import SLACK, quota_counts, quota_limits, quota_name
from risk_map.planning.rules_route import partner_names
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem, Team

    Orders = Mapping[str, tuple[Candidate, ...]]

LONG_S: Final = 1 << 20
"""A shift that never ends: to find out how much longer it would have to be."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate is not in a plan.

    Parameters
    ----------
    location_id
        Which one.
    rule
        Key of the rule that binds; ``prijs`` when it would fit only in the place of something worth more.
    text
        One Dutch sentence: what binds, and what would let it in.
    minutes
        How much longer a shift would have to be, when that is the change.
    """

    location_id: str
    rule: str
    text: str
    minutes: int | None = None


def why_not(problem: RoundProblem, plan: Plan) -> Iterator[WhyNot]:
    """Explain every candidate that is left out, in the order of the candidates.

    Parameters
    ----------
    problem, plan
        What was asked, and what was planned. The rest of the plan stays as it is: the change is the smallest that puts
        the candidate into one of these routes.
    """
    orders = _orders(problem, plan)
    there = set(plan.location_ids)
    yield from (_explain(problem, orders, item) for item in problem.candidates if item.location_id not in there)


def explain(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot:
    """Explain one candidate that is left out."""
    return _explain(problem, _orders(problem, plan), item)


def _orders(problem: RoundProblem, plan: Plan) -> Orders:
    by_id = {item.location_id: item for item in problem.candidates}
    driven = {route.team: tuple(by_id[stop.location_id] for stop in route.stops) for route in plan.routes}
    return {team.name: driven.get(team.name, ()) for team in problem.teams}


def _explain(problem: RoundProblem, orders: Orders, item: Candidate) -> WhyNot:
    if (found := _barred(problem, item) or _nobody(problem, item)) is not None:
        return found
    rules = list(_round_rules(problem, orders, item))
    without = {name: tuple(other for other in order if may_join(item, other)) for name, order in orders.items()}
    route = _route_rule(problem, without, item)
    if route is None:
        route = WhyNot(item.location_id, "prijs", "Past nog in de ronde; plan verder om de locatie op te nemen.")
        return _all_of(rules) if rules else route
    return _all_of([*rules, route])


def _all_of(found: list[WhyNot]) -> WhyNot:
    """Put together what all has to change; the first is the rule that binds."""
    text = " Daarnaast: ".join([found[0].text, *(other.text[:1].lower() + other.text[1:] for other in found[1:])])
    return replace(found[0], text=text, minutes=found[-1].minutes)


def _barred(problem: RoundProblem, item: Candidate) -> WhyNot | None:
    found = bars(problem, item)
    if found is None:
        return None
    key, reason = found
    if key == "openingstijd":
        reason = f"gesloten op {WEEKDAYS[problem.on_date.weekday()]}."
    return WhyNot(item.location_id, key, _sentence(reason))


def _nobody(problem: RoundProblem, item: Candidate) -> WhyNot | None:
    """Explain why no team can go there, even with nothing else to do and a longer shift."""
    name = item.location_id
    teams = [team for team in problem.teams if item.only_team in {None, team.name}]
    if not teams:
        text = f"Het gekozen team {item.only_team} gaat niet mee." if item.only_team else "Er gaat geen team mee."
        return WhyNot(name, "gekozen_team", text)
    alone = replace(item, required_partners=frozenset())
    reach = [team for team in teams if may_go(problem, team, alone)]
    if not reach:
        return WhyNot(name, "reistijd", "De locatie is voor geen team over de weg te bereiken.")
    missing = min((item.required_partners - team.partners for team in reach), key=len)
    if missing:
        return WhyNot(name, "partner", f"Niet aanwezig bij een team: {partner_names(missing)}.")
    able = [team for team in reach if item.required_partners <= team.partners]
    if any(schedule(problem, replace(team, shift_end_s=LONG_S), [item]) is not None for team in able):
        return None
    if any(schedule(problem, replace(team, pause=None), [item]) is not None for team in able):
        text = f"Een bezoek past niet bij de pauze van {' of '.join(_crew(team) for team in able if team.pause)}."
        return WhyNot(name, "pauze", text)
    shifts = " en ".join(sorted({f"{clock(team.shift_start_s)}-{clock(team.shift_end_s)}" for team in able}))
    text = f"Een bezoek kan alleen beginnen tussen {_opening(item)}; dat past niet in de dienst ({shifts})."
    return WhyNot(name, "openingstijd", text)


def _round_rules(problem: RoundProblem, orders: Orders, item: Candidate) -> Iterator[WhyNot]:
    """Explain which rules of the round as a whole one more stop would break."""
    name = item.location_id
    before = [other for order in orders.values() for other in order]
    rivals = [other.location_id for other in before if not may_join(item, other)]
    if rivals:
        listed = " en ".join(rivals)
        yield WhyNot(name, "niet_samen", f"Mag niet op dezelfde dag als {listed}; past als dat bezoek vervalt.")
    stops = [other for other in before if may_join(item, other)]
    for quota in problem.rules.quotas:
        key = "quota_gemeente" if quota.kind == "municipality" else "quota_soort"
        there = sum(quota_counts(quota, other) for other in stops)
        here = there + quota_counts(quota, item)
        fewest, most = quota_limits(quota, len(stops) + 1)
        if here > most and here > there:
            text = f"Het hoogste aantal voor {quota_name(quota)} is bereikt; past als dat {number(here)} wordt."
            yield WhyNot(name, key, text)
        if fewest - here > max(0, quota_limits(quota, len(stops))[0] - there):
            text = f"Met één bezoek meer is het deel voor {quota_name(quota)} te klein; daar moet dan een bezoek bij."
            yield WhyNot(name, key, text)
    share, drawn = problem.rules.random_share, sum(other.drawn for other in stops)
    if drawn + item.drawn < share * (len(stops) + 1) - SLACK and drawn >= share * len(stops) - SLACK:
        text = "Met één bezoek meer is het gelote deel te klein; past als er één locatie meer wordt geloot."
        yield WhyNot(name, "aselect_deel", text)


def _route_rule(problem: RoundProblem, orders: Orders, item: Candidate) -> WhyNot | None:
    """Explain what the routes as they are lack: minutes, a stop, or worth; nothing when it fits as it is."""
    full = {name for name, order in orders.items() if len(order) >= problem.team(name).max_stops}
    fitting = [team for team in problem.teams if _fits(problem, team, orders[team.name], item)]
    if any(team.name not in full for team in fitting):
        return None
    if fitting:
        crew, most = _crew(fitting[0]), fitting[0].max_stops
        text = f"Het hoogste aantal bezoeken van {crew} is bereikt; past als dat {number(most + 1)} wordt."
        return WhyNot(item.location_id, "aantal_bezoeken", text)
    room = {name: order for name, order in orders.items() if name not in full}
    return _longer(problem, item, room) or _instead(problem, orders, item)


def _fits(problem: RoundProblem, team: Team, order: tuple[Candidate, ...], item: Candidate) -> bool:
    return may_go(problem, team, item) and any(
        schedule(problem, team, [*order[:at], item, *order[at:]]) is not None for at in range(len(order) + 1)
    )


def _longer(problem: RoundProblem, item: Candidate, orders: Orders) -> WhyNot | None:
    """Find the team whose shift has to end least later."""
    best: tuple[int, str] | None = None
    for team in problem.teams:
        if team.name not in orders or not may_go(problem, team, item):
            continue
        for at in range(len(orders[team.name]) + 1):
            order = [*orders[team.name][:at], item, *orders[team.name][at:]]
            # Better than the best so far, or it does not fit.
            latest = LONG_S if best is None else team.shift_end_s + best[0] - 1
            route = schedule(problem, replace(team, shift_end_s=latest), order)
            if route is not None:
                best = (route.return_s - team.shift_end_s, team.name)
    if best is None:
        return None
    minutes = math.ceil(best[0] / 60)
    longer = "1 minuut" if minutes == 1 else f"{number(minutes)} minuten"
    text = f"Past als de dienst van {_crew(problem.team(best[1]))} {longer} langer duurt."
    return WhyNot(item.location_id, "dienst", text, minutes)


def _instead(problem: RoundProblem, orders: Orders, item: Candidate) -> WhyNot:
    """Name what it would have to replace, or the window that is too narrow."""
    rivals = [
        other
        for team in problem.teams
        for other in orders[team.name]
        if not other.mandatory and _fits(problem, team, tuple(o for o in orders[team.name] if o != other), item)
    ]
    if rivals:
        least = min(rivals, key=lambda other: other.prize)
        order = "evenveel" if least.prize == item.prize else "meer" if least.prize > item.prize else "minder"
        return WhyNot(item.location_id, "prijs", f"Past in plaats van {least.location_id}, die {order} waard is.")
    always = replace(item, windows=(Window(0, LONG_S),), not_before_s=None)
    room = (team for team in problem.teams if len(orders[team.name]) < team.max_stops)
    if any(_fits(problem, team, orders[team.name], always) for team in room):
        text = f"Past alleen buiten de tijd waarop een bezoek kan beginnen ({_opening(item)})."
        return WhyNot(item.location_id, "openingstijd", text)
    return WhyNot(item.location_id, "dienst", "Past alleen als andere bezoeken vervallen of de dienst langer duurt.")


def _opening(item: Candidate) -> str:
    times = " en ".join(f"{clock(window.opens_s)}-{clock(window.closes_s)}" for window in item.windows)
    return times if item.not_before_s is None else f"{times}, niet vóór {clock(item.not_before_s)}"


def _crew(team: Team) -> str:
    return team.name if team.name.lower().startswith("team") else f"team {team.name}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
