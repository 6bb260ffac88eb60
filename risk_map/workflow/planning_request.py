"""What somebody asks of a round that is planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.location import OVERALL
from risk_map.planning.problem import Break

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from shapely import Polygon

    from risk_map.planning.changes import Change
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Quota
    from risk_map.planning.stop import Progress
    from risk_map.planning.travel import Mode


NO_BREAK: Final = Break(0, 0, 0)
"""A team that asks for it has no break, also where the configuration gives one."""


@dataclass(frozen=True, slots=True)
class Area:
    """Which places take part; what is empty leaves nothing out.

    Parameters
    ----------
    municipalities, buurten
        Codes. Without municipalities: all, or a coordinator's own.
    polygon
        EPSG:28992.
    types
        Codes of types of place.
    location_ids
        Only these.
    """

    municipalities: tuple[str, ...] = ()
    buurten: tuple[str, ...] = ()
    polygon: Polygon | None = None
    types: tuple[str, ...] = ()
    location_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """A team as somebody asks for it; what is missing comes from the configuration.

    Parameters
    ----------
    name
        Unique in the round.
    members, mode, max_stops, partners, pause
        As of ``problem.Team``; ``NO_BREAK`` for none.
    shift
        Begin and end, seconds since midnight of the day of the round.
    start, end
        Code of a municipality, or a point (EPSG:28992). Missing: its own municipality; where it began.
    municipality
        Code of the municipality that it belongs to when it does not begin in one. Missing: the next one of the round.
    """

    name: str
    members: int | None = None
    shift: tuple[int, int] | None = None
    mode: Mode | None = None
    max_stops: int | None = None
    partners: frozenset[str] | None = None
    pause: Break | None = None
    start: str | tuple[float, float] | None = None
    end: str | tuple[float, float] | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class RoundRequest:
    """A round that is asked for.

    Parameters
    ----------
    on_date
        The day.
    teams
        At least one.
    area
        Which places take part.
    form
        Form of exploitation of which the score counts, or ``totaal``.
    quotas
        Of municipalities and of types.
    max_stops
        Most visits of a team that names none itself; missing: as configured.
    random_share, min_days_between_visits
        As of ``RoundRules``; missing: as configured.
    mandatory
        Locations that have to be in it.
    only
        Locations that it is planned from, beside what is drawn; empty: all that were decided on.
    reserved
        Locations of the other rounds of its season: chance does not choose them here, so that each is visited once.
    season_begin
        The first day of its season: what was visited since is not visited again.
    not_before
        Location, and the moment before which its visit does not begin (seconds since midnight of the day).
    apart
        Pairs of locations that are not both visited on that day.
    seed
        Of the draw and of the search. Missing: it follows from the day and the data, so that nobody chooses it.
    seconds, iterations
        When the search stops, whichever comes first; with iterations alone the plan is the same every time.
    interrupted
        Asked about a hundred times a second: whether to stop now with the best so far.
    progress
        Told how far the search is.
    start, changes
        A plan to go on from, and what the user changed about it.
    picks, drawn
        How many visits were drawn for ``start``, and which are in it: they stay.
    """

    on_date: date
    teams: tuple[Crew, ...]
    area: Area = Area()
    form: str = OVERALL
    quotas: tuple[Quota, ...] = ()
    max_stops: int | None = None
    random_share: float | None = None
    min_days_between_visits: int | None = None
    mandatory: tuple[str, ...] = ()
    not_before: tuple[tuple[str, int], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    seconds: float | None = 10.0
    iterations: int | None = None
    interrupted: Callable[[], bool] | None = None
    progress: Callable[[Progress], None] | None = None
    start: Plan | None = None
    changes: tuple[Change, ...] = ()
    picks: int = 0
    drawn: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    season_begin: date | None = None

    @property
    def asked(self) -> frozenset[str]:
        """Locations that somebody asked for, decided on or not."""
        brought = (each.location_id for each in self.changes if each.action in {"erbij", "naar"})
        return frozenset((*self.mandatory, *brought))

    @property
    def expected(self) -> frozenset[str]:
        """Locations that were asked for, or are in the plan to go on from and were not taken out of it."""
        return self.asked | (frozenset(self.start.location_ids if self.start else ()) - self.left)

    @property
    def left(self) -> frozenset[str]:
        """Locations that somebody took out."""
        return frozenset(each.location_id for each in self.changes if each.action == "weg")


def beside_each_other(rounds: Sequence[RoundRequest]) -> tuple[RoundRequest, ...]:
    """Keep the places of each round of a season for that round alone, and let each place be visited once in it."""
    begin = min((each.on_date for each in rounds), default=None)
    there = [frozenset(each.only) for each in rounds]
    everywhere = sorted(frozenset().union(*there))
    return tuple(
        replace(each, reserved=tuple(name for name in everywhere if name not in own), season_begin=begin)
        for each, own in zip(rounds, there, strict=True)
    )


def of_same_name(crews: Sequence[Crew], before: Sequence[Crew]) -> tuple[Crew, ...]:
    """Give teams, each with the municipality that a team of its name had before, whatever the order.

    Parameters
    ----------
    crews
        As somebody asks for them; one that names a municipality to begin in keeps that.
    before
        Of the plan to go on from.
    """
    towns = {crew.name: crew.municipality for crew in before}
    return tuple(replace(crew, municipality=crew.municipality or towns.get(crew.name)) for crew in crews)


def usual_teams(number: int) -> tuple[Crew, ...]:
    """Give so many teams as configured, each from the next municipality of the round."""
    return tuple(Crew(f"Team {n}") for n in range(1, number + 1))
