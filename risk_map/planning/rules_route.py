"""Rules of one route: its times, its shift, its break, its stops, its partners."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from risk_map.domain.location import labels
from risk_map.domain.notation import clock, number
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.partners import PARTNERS
from risk_map.planning.constraint import Rule, Violation
from risk_map.planning.problem import MIN_MEMBERS, Window
from risk_map.planning.travel import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan, Route
    from risk_map.planning.problem import Candidate, RoundProblem, Team


def driven(problem: RoundProblem, plan: Plan) -> Iterator[tuple[Team, Route]]:
    """Give each route with its team; a route without stops stays at home, and one of an unknown team is not driven."""
    teams = {team.name: team for team in problem.teams}
    yield from ((teams[route.team], route) for route in plan.routes if route.stops and route.team in teams)


def known(problem: RoundProblem, route: Route) -> list[Candidate]:
    """Give the candidates of a route, those that exist."""
    by_id = {item.location_id: item for item in problem.candidates}
    return [by_id[stop.location_id] for stop in route.stops if stop.location_id in by_id]


@dataclass(frozen=True, slots=True)
class RealTimes(Rule):
    """Every visit lasts as long as it takes, and every journey too."""

    key: str = "reistijd"
    title: str = "Elke rit en elk bezoek krijgt de tijd die ervoor nodig is."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Follow each team from place to place."""
        for team, route in driven(problem, plan):
            yield from self._follow(problem, team, route)

    def _follow(self, problem: RoundProblem, team: Team, route: Route) -> Iterator[Violation]:
        items = known(problem, route)
        if len(items) != len(route.stops):
            return
        here, moment = team.start_place, route.departure_s
        for item, stop in zip(items, route.stops, strict=True):
            if not _arrives(problem, team, route, (here, item.place), (moment, stop.arrival_s)):
                text = f"{team.name} kan niet om {clock(stop.arrival_s)} op locatie {item.location_id} zijn."
                yield Violation(self.key, text, team.name, item.location_id)
            if stop.start_s < stop.arrival_s:
                text = f"Het bezoek aan {item.location_id} begint voordat {team.name} er is."
                yield Violation(self.key, text, team.name, item.location_id)
            if stop.end_s - stop.start_s != item.visit_s:
                text = f"Het bezoek aan {item.location_id} duurt niet zo lang als het moet duren."
                yield Violation(self.key, text, team.name, item.location_id)
            here, moment = item.place, stop.end_s
        if not _arrives(problem, team, route, (here, team.end_place), (moment, route.return_s)):
            yield Violation(self.key, f"{team.name} kan niet om {clock(route.return_s)} terug zijn.", team.name)


def _arrives(
    problem: RoundProblem, team: Team, route: Route, places: tuple[int, int], moments: tuple[int, int]
) -> bool:
    """Say whether a team can be somewhere in time; a break in between is taken before the journey or after it."""
    road = int(problem.travel[team.mode].seconds[places])
    begin, end = moments
    if road >= UNREACHABLE or begin + road > end:
        return False
    if team.pause is None or route.pause_s is None or not begin <= route.pause_s < end:
        return True
    rested = route.pause_s + team.pause.duration_s
    return rested + road <= end or (begin + road <= route.pause_s and rested <= end)


@dataclass(frozen=True, slots=True)
class Shift(Rule):
    """A team leaves and returns within its shift."""

    key: str = "dienst"
    title: str = "Een team vertrekt en is terug binnen zijn dienst."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Compare leaving and returning with the shift."""
        for team, route in driven(problem, plan):
            if route.departure_s < team.shift_start_s:
                yield Violation(self.key, f"{team.name} vertrekt voor het begin van de dienst.", team.name)
            if route.return_s > team.shift_end_s:
                yield Violation(self.key, f"{team.name} is na het einde van de dienst terug.", team.name)

    def relaxed(self, problem: RoundProblem) -> RoundProblem:
        """Give every team an hour more."""
        longer = tuple(replace(team, shift_end_s=team.shift_end_s + 3600) for team in problem.teams)
        return replace(problem, teams=longer)


@dataclass(frozen=True, slots=True)
class TimeWindows(Rule):
    """A visit begins while the place is open, and not before the user's moment."""

    key: str = "openingstijd"
    title: str = "Een bezoek begint binnen de openingstijden, en niet vóór het gekozen moment."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Look for the beginning of each visit in the windows."""
        for team, route in driven(problem, plan):
            by_id = {item.location_id: item for item in known(problem, route)}
            for stop in route.stops:
                item = by_id.get(stop.location_id)
                if item and not any(window.opens_s <= stop.start_s <= window.closes_s for window in item.windows):
                    text = f"Locatie {stop.location_id} is om {clock(stop.start_s)} niet open."
                    yield Violation(self.key, text, team.name, stop.location_id)
                if item and item.not_before_s is not None and stop.start_s < item.not_before_s:
                    text = f"Locatie {stop.location_id} wordt vóór {clock(item.not_before_s)} bezocht."
                    yield Violation(self.key, text, team.name, stop.location_id)

    def bars(self, problem: RoundProblem, candidate: Candidate) -> str | None:  # noqa: ARG002
        """Bar what is closed all day."""
        return None if candidate.windows else "De locatie is op deze dag gesloten."

    def relaxed(self, problem: RoundProblem) -> RoundProblem:
        """Open every place all day and night; what the user chose stays."""
        always = (Window(0, 2 * DAY_S),)
        return replace(problem, candidates=tuple(replace(item, windows=always) for item in problem.candidates))


@dataclass(frozen=True, slots=True)
class Pause(Rule):
    """A team with a break takes it whole, between its earliest and latest moment."""

    key: str = "pauze"
    title: str = "Een team houdt zijn pauze, binnen de afgesproken tijd."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Look for the break, and for what overlaps it."""
        for team, route in driven(problem, plan):
            if team.pause is None:
                continue
            begin = route.pause_s
            if begin is None or not team.pause.earliest_s <= begin <= team.pause.latest_s:
                yield Violation(self.key, f"{team.name} heeft geen pauze binnen de afgesproken tijd.", team.name)
                continue
            end = begin + team.pause.duration_s
            if begin < route.departure_s or end > route.return_s:
                yield Violation(self.key, f"De pauze van {team.name} valt buiten de ronde.", team.name)
            for stop in route.stops:
                if stop.start_s < end and begin < stop.end_s:
                    text = f"De pauze van {team.name} valt in het bezoek aan {stop.location_id}."
                    yield Violation(self.key, text, team.name, stop.location_id)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Take the breaks away."""
        if all(team.pause is None for team in problem.teams):
            return None
        return replace(problem, teams=tuple(replace(team, pause=None) for team in problem.teams))


@dataclass(frozen=True, slots=True)
class TeamSize(Rule):
    """Nobody goes alone."""

    key: str = "teamgrootte"
    title: str = "Een team dat op pad gaat, telt ten minste twee mensen."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Count who goes."""
        for team, _ in driven(problem, plan):
            if team.members < MIN_MEMBERS:
                yield Violation(self.key, f"{team.name} is met minder dan twee mensen.", team.name)


@dataclass(frozen=True, slots=True)
class MaxStops(Rule):
    """A team makes no more visits than it can do well."""

    key: str = "aantal_bezoeken"
    title: str = "Een team doet niet meer bezoeken dan het afgesproken aantal."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Count."""
        for team, route in driven(problem, plan):
            if len(route.stops) > team.max_stops:
                text = f"{team.name} heeft {number(len(route.stops))} bezoeken; hoogstens {number(team.max_stops)} mag."
                yield Violation(self.key, text, team.name)

    def relaxed(self, problem: RoundProblem) -> RoundProblem:
        """Allow as many as there are."""
        return replace(problem, teams=tuple(replace(t, max_stops=len(problem.candidates)) for t in problem.teams))


@dataclass(frozen=True, slots=True)
class PartnerPresent(Rule):
    """No team goes without the partners that a place asks for."""

    key: str = "partner"
    title: str = "De partners die bij een locatie nodig zijn, zijn bij het team."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Compare what each place asks with who is there."""
        for team, route in driven(problem, plan):
            for item in known(problem, route):
                if missing := item.required_partners - team.partners:
                    text = f"Bij {item.location_id} ontbreekt in {team.name}: {partner_names(missing)}."
                    yield Violation(self.key, text, team.name, item.location_id)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Ask for no partner."""
        if not any(item.required_partners for item in problem.candidates):
            return None
        free = tuple(replace(item, required_partners=frozenset()) for item in problem.candidates)
        return replace(problem, candidates=free)


def partner_names(partners: frozenset[str]) -> str:
    """Give the Dutch names of partners, in the order of their list."""
    return ", ".join(name for code, name in labels(PARTNERS).items() if code in partners)


@dataclass(frozen=True, slots=True)
class ChosenTeam(Rule):
    """A place that the user gave to one team is visited by that team."""

    key: str = "gekozen_team"
    title: str = "Een locatie die aan een team is gegeven, blijft bij dat team."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Compare who goes with who was chosen."""
        for team, route in driven(problem, plan):
            for item in known(problem, route):
                if item.only_team not in {None, team.name}:
                    text = f"Locatie {item.location_id} is aan {item.only_team} gegeven."
                    yield Violation(self.key, text, team.name, item.location_id)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Let any team go."""
        if all(item.only_team is None for item in problem.candidates):
            return None
        return replace(problem, candidates=tuple(replace(item, only_team=None) for item in problem.candidates))
