"""A planned round as it goes to paper: what is known of it, whether it comes from a plan or from the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.domain.location import Term
    from risk_map.planning.travel import Mode

Point = tuple[float, float]
"""EPSG:28992, metres."""


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One visit to come. Why the place was chosen is not here: nobody can print what is not known.

    Parameters
    ----------
    location_id
        Where.
    arrival_s, begin_s
        When the team is there and when it begins, seconds since midnight of the day of the round; missing when unknown.
    visit_s
        How long; missing when unknown.
    windows
        When a visit may begin, likewise; missing when unknown.
    partners
        Codes of the organisations that have to be there.
    units
        Other locations at the same address, visited in the same visit.
    """

    location_id: str
    arrival_s: int | None = None
    begin_s: int | None = None
    visit_s: int | None = None
    windows: tuple[tuple[int, int], ...] | None = None
    partners: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedTeam:
    """One team and where it goes.

    Parameters
    ----------
    key
        What tells it from every other team of the round.
    name
        What it is called.
    members
        How many people go, partners included.
    partners
        Codes of the organisations that join.
    shift_start_s, shift_end_s
        Seconds since midnight of the day of the round.
    stops
        In order.
    start, end
        Where it sets out and where it ends; missing when unknown.
    line
        The way it goes; empty when unknown.
    along_roads
        Whether ``line`` follows roads.
    mode
        How it travels; missing when unknown.
    start_words
        Where it sets out, in words; empty when unknown.
    departure_s, return_s
        When it leaves and is back, likewise; missing when unknown.
    pause
        When its break begins, and how long it is, in seconds; missing when it has none.
    by_hand
        Whether somebody changed its route after it was planned.
    """

    key: str
    name: str
    members: int
    partners: tuple[str, ...]
    shift_start_s: int
    shift_end_s: int
    stops: tuple[PlannedStop, ...]
    start: Point | None = None
    end: Point | None = None
    line: tuple[Point, ...] = ()
    along_roads: bool = False
    mode: Mode | None = None
    start_words: str = ""
    departure_s: int | None = None
    return_s: int | None = None
    pause: tuple[int, int] | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round on one day.

    Parameters
    ----------
    key
        What tells it from every other round and every other plan, the same at each print.
    name
        What it is called.
    on_date
        The day.
    state
        Code of ``ROUND_STATES``.
    teams
        Those that go somewhere.
    lapsed
        How many visits are left out, because the model that they rest on is off.
    """

    key: str
    name: str
    on_date: date
    state: str
    teams: tuple[PlannedTeam, ...]
    lapsed: int = 0

    @property
    def location_ids(self) -> list[str]:
        """All locations that are visited, those that share an address included."""
        return [name for team in self.teams for stop in team.stops for name in (stop.location_id, *stop.units)]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """What is known of a location, for whoever goes there.

    Parameters
    ----------
    address
        As users read it.
    gemeentecode, location_type
        Codes.
    point
        Missing when it is not linked.
    home
        Whether somebody lives there.
    facts
        Sentence, source and day of each, in the order of the print.
    last_visit
        Day and result of the last real visit; missing when none is known.
    opening_hours
        As the register writes them; missing: those of its type.
    """

    address: str
    gemeentecode: str
    location_type: str
    point: Point | None
    home: bool
    facts: tuple[tuple[str, str, date], ...] = ()
    last_visit: tuple[date, str] | None = None
    opening_hours: str | None = None


@dataclass(frozen=True, slots=True)
class PrintStamp:
    """What every page says about the print itself.

    Parameters
    ----------
    by
        Role of who printed.
    at
        When, on the clock on the wall.
    fictional
        Whether nothing in it exists.
    chain_head
        The end of the log, in 16 characters; empty when there is none.
    """

    by: str
    at: datetime
    fictional: bool
    chain_head: str = ""


def words_of(codes: tuple[str, ...], terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Give the Dutch words of codes, in the order of the closed list."""
    return tuple(term.label for term in terms if term.code in codes)
