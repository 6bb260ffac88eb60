"""Why not? For every candidate that is left out: the rule that binds, and the smallest change that lets it in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import clock, number
from risk_map.planning.compile import may_go
from risk_map.planning.constraints import bars
from risk_map.planning.problem import Window
from risk_map.planning.rules_round import SLACK, quota_counts, quota_limits, quota_name
from risk_map.planning.rules_route import partner_names
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan, Route
    from risk_map.planning.problem import Candidate, RoundProblem, Team

LONG_S: Final = 1 << 20
"""A shift that never ends: to find out how much longer it would have to be."""

WEEKDAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


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
    there = set(plan.location_ids)
    for item in problem.candidates:
        if item.location_id not in there:
            yield explain(problem, plan, item)


def explain(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot:
    """Explain one candidate that is left out."""
    for look in (_barred, _nobody, _round_rule):
        if (found := look(problem, plan, item)) is not None:
            return found
    return _route_rule(problem, plan, item)


def _barred(problem: RoundProblem, _: Plan, item: Candidate) -> WhyNot | None:
    found = bars(problem, item)
    if found is None:
        return None
    key, reason = found
    if key == "openingstijd":
        reason = f"gesloten op {WEEKDAYS[problem.on_date.weekday()]}."
    return WhyNot(item.location_id, key, _sentence(reason))


def _nobody(problem: RoundProblem, _: Plan, item: Candidate) -> WhyNot | None:
    """Explain why no team can go there, even with nothing else to do."""
    name = item.location_id
    if any(may_go(problem, t, item) and schedule(problem, t, [item]) is not None for t in problem.teams):
        return None
    teams = [team for team in problem.teams if item.only_team in {None, team.name}]
    if not teams:
        return WhyNot(name, "gekozen_team", f"Het gekozen team {item.only_team} gaat niet mee.")
    missing = min((item.required_partners - team.partners for team in teams), key=len)
    if missing and not any(item.required_partners <= team.partners for team in teams):
        return WhyNot(name, "partner", f"Niet aanwezig bij een team: {partner_names(missing)}.")
    if not any(may_go(problem, team, item) for team in teams):
        return WhyNot(name, "reistijd", "De locatie is voor geen team over de weg te bereiken.")
    if (found := _longer(problem, item, {team.name: () for team in problem.teams})) is not None:
        return found
    return _closed(item, teams)


def _closed(item: Candidate, teams: list[Team]) -> WhyNot:
    opening = " en ".join(f"{clock(w.opens_s)}-{clock(w.closes_s)}" for w in item.windows)
    shifts = " en ".join(sorted({f"{clock(t.shift_start_s)}-{clock(t.shift_end_s)}" for t in teams}))
    text = f"Een bezoek kan alleen beginnen tussen {opening}; dat past niet in de dienst ({shifts})."
    return WhyNot(item.location_id, "openingstijd", text)


def _round_rule(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot | None:
    """Explain which rule of the round as a whole one more stop would break."""
    there = set(plan.location_ids)
    stops = [other for other in problem.candidates if other.location_id in there]
    rivals = [other for other in stops if other.location_id in item.apart_from or item.location_id in other.apart_from]
    if rivals:
        text = f"Mag niet op dezelfde dag als {rivals[0].location_id}; past als die locatie vervalt."
        return WhyNot(item.location_id, "niet_samen", text)
    for quota in problem.rules.quotas:
        here = sum(quota_counts(quota, other) for other in stops) + quota_counts(quota, item)
        fewest, most = quota_limits(quota, len(stops) + 1)
        key = "quota_gemeente" if quota.kind == "municipality" else "quota_soort"
        if here > most and quota_counts(quota, item):
            return WhyNot(
                item.location_id,
                key,
                f"Het hoogste aantal voor {quota_name(quota)} is bereikt; past als dat {number(here)} wordt.",
            )
        if here < fewest:
            text = (
                f"Met één bezoek meer is het deel voor {quota_name(quota)} te klein; daar moet dan ook een bezoek bij."
            )
            return WhyNot(item.location_id, key, text)
    drawn = sum(other.drawn for other in stops)
    if drawn < problem.rules.random_share * (len(stops) + 1) - SLACK:
        text = "Met één bezoek meer is het geloote deel te klein; past als er één locatie meer wordt geloot."
        return WhyNot(item.location_id, "aselect_deel", text)
    return None


def _route_rule(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot:
    """Explain what the routes as they are lack: minutes, a stop, or worth."""
    orders = {route.team: tuple(problem.candidate(s.location_id) for s in route.stops) for route in plan.routes}
    free = {team.name: orders.get(team.name, ()) for team in problem.teams}
    full = {name for name, order in free.items() if len(order) >= problem.team(name).max_stops}
    fitting = [
        (t, at) for t in problem.teams if may_go(problem, t, item) for at in _fitting(problem, t, free[t.name], item)
    ]
    if any(team.name not in full for team, _ in fitting):
        return WhyNot(item.location_id, "prijs", "Past nog in de ronde; plan verder om de locatie op te nemen.")
    if fitting:
        team = fitting[0][0]
        most = team.max_stops
        text = (
            f"{_sentence(_crew(team))} heeft al {number(most)} bezoeken; past als dat er {number(most + 1)} mogen zijn."
        )
        return WhyNot(item.location_id, "aantal_bezoeken", text)
    open_teams = {name: order for name, order in free.items() if name not in full}
    return _longer(problem, item, open_teams) or _instead(problem, plan, item)


def _fitting(problem: RoundProblem, team: Team, order: tuple[Candidate, ...], item: Candidate) -> Iterator[int]:
    for at in range(len(order) + 1):
        if schedule(problem, team, [*order[:at], item, *order[at:]]) is not None:
            yield at


def _longer(problem: RoundProblem, item: Candidate, orders: dict[str, tuple[Candidate, ...]]) -> WhyNot | None:
    """Find the team whose shift has to grow least, at its end or at its beginning."""
    best: tuple[int, str] | None = None
    for team in problem.teams:
        if team.name not in orders or not may_go(problem, team, item):
            continue
        endless = replace(team, shift_end_s=LONG_S)
        for at in range(len(orders[team.name]) + 1):
            order = [*orders[team.name][:at], item, *orders[team.name][at:]]
            route = schedule(problem, endless, order)
            if route is not None and (best is None or route.return_s - team.shift_end_s < best[0]):
                best = (route.return_s - team.shift_end_s, team.name)
    if best is None:
        return None
    minutes = math.ceil(best[0] / 60)
    text = f"Past als de dienst van {_crew(problem.team(best[1]))} {number(minutes)} minuten langer duurt."
    return WhyNot(item.location_id, "dienst", text, minutes)


def _instead(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot:
    """Name what it would have to replace, or the window that is too narrow."""
    worth = [
        stop.location_id
        for route in plan.routes
        for stop in route.stops
        if _replaces(problem, route, stop.location_id, item)
    ]
    if worth:
        least = min((problem.candidate(name) for name in worth), key=lambda other: other.prize)
        text = (
            f"Past in plaats van {least.location_id}, die {'meer' if least.prize >= item.prize else 'minder'} waard is."
        )
        return WhyNot(item.location_id, "prijs", text)
    always = replace(item, windows=(Window(0, LONG_S),), not_before_s=None)
    if any(
        True
        for t in problem.teams
        for _ in _fitting(problem, t, _order(problem, plan, t), always)
        if may_go(problem, t, item)
    ):
        opening = " en ".join(f"{clock(w.opens_s)}-{clock(w.closes_s)}" for w in item.windows)
        return WhyNot(
            item.location_id, "openingstijd", f"Past alleen buiten de tijd waarop een bezoek kan beginnen ({opening})."
        )
    return WhyNot(item.location_id, "dienst", "Past alleen als meer dan één ander bezoek vervalt.")


def _replaces(problem: RoundProblem, route: Route, name: str, item: Candidate) -> bool:
    team = problem.team(route.team)
    rest = tuple(problem.candidate(s.location_id) for s in route.stops if s.location_id != name)
    return may_go(problem, team, item) and any(True for _ in _fitting(problem, team, rest, item))


def _order(problem: RoundProblem, plan: Plan, team: Team) -> tuple[Candidate, ...]:
    route = next((route for route in plan.routes if route.team == team.name), None)
    return tuple(problem.candidate(stop.location_id) for stop in route.stops) if route else ()


def _crew(team: Team) -> str:
    return team.name if team.name.lower().startswith("team") else f"team {team.name}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
