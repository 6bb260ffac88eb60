"""The planning problem: teams, candidates, and the rules of one round, on one day.

A team orienteering problem with time windows (Vansteenwegen, Souffriau & Van Oudheusden 2011, EJOR 209:1-10) with more
than one depot. All times are whole seconds since midnight of the day of the round; after midnight they pass 86,400.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from risk_map.planning.travel import Mode, TravelMatrix

MAX_STOPS: Final = 8
"""Most visits of one team in one shift (domain: the usual length of a list)."""

MIN_MEMBERS: Final = 2
"""Nobody goes alone (domain, section 4)."""

RANDOM_SHARE: Final = 0.2
"""Share of the stops that is drawn at random (domain, limit 6)."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit may begin.

    Parameters
    ----------
    opens_s, closes_s
        First and last second; a visit may end after the window.
    """

    opens_s: int
    closes_s: int


@dataclass(frozen=True, slots=True)
class Break:
    """A break within a shift, taken between two visits or on the road.

    Parameters
    ----------
    duration_s
        How long.
    earliest_s, latest_s
        Between which moments it begins.
    """

    duration_s: int
    earliest_s: int
    latest_s: int


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its shift.

    Parameters
    ----------
    name
        Unique in the problem.
    members
        How many people go; at least two.
    municipality
        Code of the municipality that it belongs to; missing when it is shared. It says who sends the team, not where
        it may go.
    start_place, end_place
        Rows of the travel matrix.
    shift_start_s, shift_end_s
        It leaves its start not before, and is at its end not after.
    mode
        How it travels.
    max_stops
        Most visits.
    pause
        Its break, if it has one.
    partners
        Codes of the organisations that are with it.
    """

    name: str
    members: int
    municipality: str | None
    start_place: int
    end_place: int
    shift_start_s: int
    shift_end_s: int
    mode: Mode = "auto"
    max_stops: int = MAX_STOPS
    pause: Break | None = None
    partners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be visited: one stop, also when several units are at its address.

    Parameters
    ----------
    location_id
        The location; the first of its units.
    place
        Row of the travel matrix.
    prize
        What a visit is worth; not negative. From the score of the chosen form of exploitation.
    visit_s
        How long the visit takes.
    windows
        When it may begin, in order and apart; empty when the place is closed that day.
    municipality, location_type
        Codes.
    units
        All locations at this address that are visited together, this one included.
    required_partners
        Codes of the organisations without which no team goes.
    mandatory
        Whether it has to be in the plan.
    drawn
        Whether it was drawn at random. Nobody reads this from a list.
    not_before_s
        The visit does not begin before.
    apart_from
        Locations that are not visited on the same day.
    only_team
        Name of the one team that may go, after a choice of the user.
    decided
        Whether there is a decision to visit it (domain, limit 4).
    home
        Whether it is a home (domain, limit 2).
    home_cleared
        Whether a home may enter: an assessed signal, and a second person.
    frozen
        Whether somebody froze it.
    days_since_visit
        Days since the last real visit, counted to the day of the round; missing when it was never visited.
    open_on
        Of a place that is closed that day: the weekdays on which it is open, from 0 for Monday; empty when unknown.
    """

    location_id: str
    place: int
    prize: float
    visit_s: int
    windows: tuple[Window, ...]
    municipality: str
    location_type: str
    units: tuple[str, ...] = ()
    required_partners: frozenset[str] = frozenset()
    mandatory: bool = False
    drawn: bool = False
    not_before_s: int | None = None
    apart_from: frozenset[str] = frozenset()
    only_team: str | None = None
    decided: bool = True
    home: bool = False
    home_cleared: bool = False
    frozen: bool = False
    days_since_visit: int | None = None
    open_on: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of the stops lie in a municipality, or are of a type.

    Parameters
    ----------
    kind
        What ``code`` is.
    code
        Code of the municipality or the type.
    min_stops, max_stops
        Fewest and most stops.
    min_share, max_share
        Smallest and largest share of all stops, 0-1.
    name
        What users call it; empty: the words for its code.
    """

    kind: Literal["municipality", "location_type"]
    code: str
    min_stops: int = 0
    max_stops: int | None = None
    min_share: float = 0.0
    max_share: float = 1.0
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RoundRules:
    """What the round as a whole keeps to.

    Parameters
    ----------
    quotas
        Of municipalities and of types.
    random_share
        Smallest share of the stops that was drawn; 0 asks for none.
    min_days_between_visits
        A place visited more recently is not visited again.
    """

    quotas: tuple[Quota, ...] = ()
    random_share: float = RANDOM_SHARE
    min_days_between_visits: int = 0


@dataclass(frozen=True, slots=True)
class RoundProblem:
    """One round to plan.

    Parameters
    ----------
    on_date
        The day.
    teams, candidates
        At least one team; names and location ids unique.
    travel
        Travel per mode that a team uses, over all places of candidates and teams.
    rules
        Of the round as a whole.
    """

    on_date: date
    teams: tuple[Team, ...]
    candidates: tuple[Candidate, ...] = field(repr=False)
    travel: Mapping[Mode, TravelMatrix] = field(repr=False)
    rules: RoundRules = RoundRules()

    def __post_init__(self) -> None:
        """Refuse, with a ``ValueError``, visits, windows and breaks that end before they begin."""
        lasting = [team.pause.duration_s for team in self.teams if team.pause]
        for item in self.candidates:
            lasting += [item.visit_s, *(window.closes_s - window.opens_s for window in item.windows)]
        if any(seconds < 0 for seconds in lasting):
            raise ValueError(self.on_date)

    def candidate(self, location_id: str) -> Candidate:
        """Give a candidate by its location."""
        return next(item for item in self.candidates if item.location_id == location_id)

    def team(self, name: str) -> Team:
        """Give a team by its name."""
        return next(item for item in self.teams if item.name == name)
