"""What the commands about plans print: routes, figures, the draw, and why a place is left out."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.cli.output import CONSOLE
from risk_map.cli.tables import print_frame
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import address, clock, number
from risk_map.domain.opening_hours import HOURS_WORDS
from risk_map.domain.partners import PARTNERS
from risk_map.planning.prices import FREE_WORDS, WITHOUT_PRICE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.planning.plan import Route
    from risk_map.planning.problem import RoundProblem
    from risk_map.workflow.planning import RoundPlan

SHOWN: Final = 10
"""Places left out of which the reason is printed, unless somebody asks for all."""

STOP_COLUMNS: Final = {
    "at": "aankomst",
    "minutes": "min",
    "wait": "wachten",
    "km": "km",
    "address": "adres",
    "kind": "soort",
}
FIGURE_COLUMNS: Final = {
    "stops": "bezoeken", "points": "punten", "travel": "reis (min)", "visit": "bezoek (min)", "wait": "wachten (min)",
    "km": "km", "back": "terug",
}  # fmt: skip


def print_plan(found: RoundPlan) -> None:
    """Print the stops of every team, what each team does and brings, and the draw."""
    for route in found.plan.routes:
        stops = _stops(found.problem, route, found.addresses)
        print_frame(_title(found.problem, route), stops, STOP_COLUMNS, index="locatie")
    print_frame(
        "Cijfers (punten: verwachte opbrengst, een reden om te kijken)", _figures(found), FIGURE_COLUMNS, index="team"
    )
    CONSOLE.print(next(iter(found.problem.travel.values())).method.capitalize() + ".")
    if found.meta.draw is not None:
        draw = found.meta.draw
        drawn = sum(item.drawn for item in found.problem.candidates)
        CONSOLE.print(
            f"Geloot: {number(drawn)} van {number(draw.candidates)} locaties, met de tekst '{draw.seed}' "
            f"(deelnemers {draw.candidates_hash[:12]}). Op geen lijst staat welke.",
            markup=False,
        )
    if found.waiting:
        CONSOLE.print(f"Nog {number(found.waiting)} locaties die even kansrijk zijn, wachten op een besluit.")
    if found.invited:
        names = labels(PARTNERS)
        CONSOLE.print(
            f"Gaat bij deze soorten meestal mee, en is nog niet genoemd: {', '.join(names[p] for p in found.invited)}."
        )


def print_notes(found: RoundPlan) -> None:
    """Say what to know about the day, the hours, and the places of a season that take no part."""
    CONSOLE.print(HOURS_WORDS)
    for note in filter(None, [found.holiday, *found.absent.sentences(lambda name, at: f"{name} ({address(at)})")]):
        CONSOLE.print(note, markup=False)


def print_why_not(found: RoundPlan, *, everything: bool) -> None:
    """Print why places were left out: the first ones, or all."""
    left = len(found.problem.candidates) - len(found.plan.location_ids)
    reasons = list(islice(found.why_not(), None if everything else SHOWN))
    frame = pd.DataFrame(
        {"address": [found.addresses[each.location_id] for each in reasons], "text": [each.text for each in reasons]},
        index=[each.location_id for each in reasons],
    )
    if len(frame):
        print_frame("Niet in de ronde, en waarom", frame, {"address": "adres", "text": "reden"}, index="locatie")
    if left > len(reasons):
        CONSOLE.print(f"En nog {number(left - len(reasons))}; alle redenen: --why.")


def print_prices(found: RoundPlan) -> None:
    """Print what each rule costs that costs anything, and that the others cost nothing."""
    CONSOLE.print("Wat een regel kost, in punten:")
    for price in found.prices():
        if price.is_felt:
            CONSOLE.print(f"  +{number(100 * price.share, 1)}% zonder: {price.title}", markup=False)
    CONSOLE.print(FREE_WORDS)
    CONSOLE.print(WITHOUT_PRICE_WORDS)


def _title(problem: RoundProblem, route: Route) -> str:
    team = problem.team(route.team)
    names = ", ".join(labels(PARTNERS)[code] for code in sorted(team.partners)) or "zonder partners"
    return f"{team.name}: {clock(team.shift_start_s)}-{clock(team.shift_end_s)}, {team.mode}, {names}"


def _stops(problem: RoundProblem, route: Route, addresses: Mapping[str, str]) -> pd.DataFrame:
    team = problem.team(route.team)
    items = [problem.candidate(stop.location_id) for stop in route.stops]
    metres = problem.travel[team.mode].metres
    places = [team.start_place, *(item.place for item in items)]
    return pd.DataFrame(
        {
            "at": [clock(stop.arrival_s) for stop in route.stops],
            "minutes": [str((stop.end_s - stop.start_s) // 60) for stop in route.stops],
            "wait": [str((stop.start_s - stop.arrival_s) // 60) for stop in route.stops],
            "km": [number(int(metres[a, b]) / 1000, 1) for a, b in pairwise(places)],
            "address": [addresses[item.location_id] for item in items],
            "kind": [labels(LOCATION_TYPES)[item.location_type] for item in items],
        },
        index=[item.location_id for item in items],
    )


def _figures(found: RoundPlan) -> pd.DataFrame:
    routes = {route.team: route for route in found.plan.routes}
    rows = {
        name: {
            "stops": number(len(routes[name].stops)),
            "points": number(each.prize),
            "travel": number(each.travel_s / 60),
            "visit": number(each.visit_s / 60),
            "wait": number(each.waiting_s / 60),
            "km": number(each.travel_m / 1000, 1),
            "back": clock(routes[name].return_s),
        }
        for name, each in found.figures.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")
