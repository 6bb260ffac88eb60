"""Hold a round of the store against the rules of a plan, whoever put it together: planner, person or demonstration.

What the walls of the database guard is not said again: decision, home, frozen, one visit per location and day.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from risk_map.domain.notation import clock, number
from risk_map.errors import ConflictError
from risk_map.planning.rules_route import partner_names
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.workflow.places import register_of
from risk_map.workflow.plan_truth import hours_and_partners
from risk_map.workflow.round_travel import Halt, too_soon
from risk_map.workflow.route_sources import by_visit, moment_of, not_before, point_of, seconds_of
from risk_map.workflow.stop_times import times_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, time

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.planning.problem import Window
    from risk_map.planning.travel import Mode
    from risk_map.store.ledger import ReadTx

OUT: Final = "of haal het uit de ronde."


class _Visit(NamedTuple):
    """One visit of a team: all units at one address that are visited together."""

    name: str
    span_s: tuple[int, int] | None
    windows: tuple[Window, ...]
    required: frozenset[str]
    at: tuple[float, float]
    by_hand: bool


class _Team(NamedTuple):
    name: str
    mode: Mode
    ends: tuple[tuple[float, float] | None, tuple[float, float] | None]
    partners: frozenset[str]
    begin_s: int
    end_s: int
    pause_s: tuple[int, int] | None
    most: int


def refuse_broken(tx: ReadTx, config: Config, round_id: str) -> None:
    """Refuse a round that breaks a rule.

    Raises
    ------
    ConflictError
        With a sentence about each rule that it breaks.
    """
    if broken := broken_rules(tx, config, round_id):
        raise ConflictError(f"Deze ronde houdt zich niet aan alle regels. {' '.join(broken)}")


def broken_rules(tx: ReadTx, config: Config, round_id: str) -> tuple[str, ...]:
    """Give one Dutch sentence for each rule that a round breaks: where, and what would mend it.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says how places of each type are visited, and where the register is.
    round_id
        Which round.

    Returns
    -------
    tuple of str
        Empty for a round that keeps to all of them. A stop without a time is held against what needs no time.
    """
    teams, planned = tx.current(schema.round_team, round_id=round_id), stops(tx, round_id=round_id)
    only = teams[0]["id"] if len(teams) == 1 else None
    decisions = tx.all(schema.decision, id=[stop["decision_id"] for stop in planned])
    objects = {row["id"]: row[OBJECT] for row in decisions}
    register, times = register_of(config), times_of(tx, planned)
    known = [stop for stop in planned if stop["location_id"] in register.index]
    strange = [stop for stop in planned if stop not in known]
    ownerless = [stop for stop in known if (stop["team_id"] or only) is None]
    broken = [f"Bezoek {_name(stop)} staat niet meer in het register. Haal het uit de ronde." for stop in strange]
    broken += [f"Bezoek {_name(stop)} heeft nog geen team. Geef het er een, {OUT}" for stop in ownerless]
    for row in teams:
        mine = by_visit([stop for stop in known if (stop["team_id"] or only) == row["id"]], objects)
        team = _team(row, _most(tx, config, row), config.planning.team.mode)
        visits = [_visit(config, units, register, times[units[0]["id"]].begins_at, team) for units in mine]
        broken += [*_broken_by(team, visits), *too_soon(config, team.mode, list(_halts(team, visits)), team.pause_s)]
    return tuple(broken)


def _team(row: RowMapping, most: int, usual: Mode) -> _Team:
    begin_s = seconds_of(row["shift_start"])
    pause_s = moment_of(row["pause_begin"], begin_s)
    return _Team(
        name=row["name"],
        mode=row["mode"] or usual,
        ends=(point_of(row["start_x"], row["start_y"]), point_of(row["end_x"], row["end_y"])),
        partners=frozenset((row["partners"] or "").split(",")),
        begin_s=begin_s,
        end_s=not_before(seconds_of(row["shift_end"]), begin_s + 1),
        pause_s=None if pause_s is None else (pause_s, pause_s + 60 * row["pause_minutes"]),
        most=most,
    )


def _most(tx: ReadTx, config: Config, team: RowMapping) -> int:
    """Give the most visits of a team: as configured, or as many as somebody had planned for it."""
    rows = tx.all(schema.round_stop, team_id=team["id"])
    of_plan = {row["planned_at"] for row in rows if row["arrives_at"] is not None}
    return max(config.planning.team.max_stops, len(of_plan))


def _visit(config: Config, units: Sequence[RowMapping], register: pd.DataFrame, at: time | None, team: _Team) -> _Visit:
    names = [unit["location_id"] for unit in units]
    kinds = [config.planning.type_of(kind) for kind in register.loc[names, "location_type"]]
    # A home keeps the hours of the law, whatever a register says.
    at_home = any(unit["home"] for unit in units)
    hours = [None if at_home or pd.isna(text) else text for text in register.loc[names, "opening_hours"]]
    on: date = units[0]["on_date"]
    windows, required = hours_and_partners(kinds, hours, on)
    minutes, begin_s = units[0]["visit_minutes"], moment_of(at, team.begin_s)
    lasts_s = sum(kind.visit_s for kind in kinds) if minutes is None else 60 * minutes
    return _Visit(
        name=_name(units[0]),
        span_s=None if begin_s is None else (begin_s, begin_s + lasts_s),
        windows=windows,
        required=required,
        at=(float(register["x"][names[0]]), float(register["y"][names[0]])),
        by_hand=units[0]["arrives_at"] is None,
    )


def _halts(team: _Team, visits: Sequence[_Visit]) -> Iterator[Halt]:
    """Give where a team has to be at what time: its begin, the visits that have a time, its end."""
    start, end = team.ends
    if start is not None:
        yield Halt(None, start, team.begin_s, team.begin_s, by_hand=False)
    for visit in visits:
        if visit.span_s is not None:
            yield Halt(f"bezoek {visit.name}", visit.at, *visit.span_s, by_hand=visit.by_hand)
    if end is not None:
        yield Halt(None, end, team.end_s, team.end_s, by_hand=False)


def _broken_by(team: _Team, visits: list[_Visit]) -> Iterator[str]:
    if len(visits) > team.most:
        many = f"{team.name} heeft {number(len(visits))} bezoeken; hoogstens {number(team.most)} mag."
        yield f"{many} Haal er {number(len(visits) - team.most)} uit, of geef ze aan een ander team."
    for visit in visits:
        if missing := visit.required - team.partners:
            alone = f"Bezoek {visit.name} is alleen samen met {partner_names(missing)}; {team.name} gaat zonder."
            yield f"{alone} Geef het aan een team met die partner, {OUT}"
        yield from _outside_hours(team, visit)
        if visit.span_s and team.pause_s and visit.span_s[0] < team.pause_s[1] and team.pause_s[0] < visit.span_s[1]:
            pause = f"De pauze van {team.name} begint om {clock(team.pause_s[0])}, tijdens bezoek {visit.name}."
            yield f"{pause} Geef dat bezoek een andere tijd, {OUT}"
    timed = [(visit.name, visit.span_s) for visit in visits if visit.span_s]
    for (before, (_, ends_s)), (after, (begins_s, _)) in pairwise(timed):
        if begins_s < ends_s:
            overlap = f"Bezoek {after} begint om {clock(begins_s)}, en bezoek {before} duurt tot {clock(ends_s)}."
            yield f"{overlap} Plan het om {clock(ends_s)} of later, {OUT}"


def _outside_hours(team: _Team, visit: _Visit) -> Iterator[str]:
    shift = f"de dienst van {team.name} is van {clock(team.begin_s)} tot {clock(team.end_s)}"
    hours = " en ".join(f"van {clock(each.opens_s)} tot {clock(each.closes_s)}" for each in visit.windows)
    if not hours:
        yield f"Bezoek {visit.name} kan niet: de locatie is deze dag gesloten. Haal het uit de ronde."
    elif not any(each.opens_s <= team.end_s and team.begin_s <= each.closes_s for each in visit.windows):
        yield f"Bezoek {visit.name} kan alleen beginnen {hours}; {shift}. Haal het uit de ronde."
    elif visit.span_s is not None:
        begin_s, end_s = visit.span_s
        if begin_s < team.begin_s or end_s > team.end_s:
            lasts = f"Bezoek {visit.name} duurt van {clock(begin_s)} tot {clock(end_s)}; {shift}."
            yield f"{lasts} Plan het binnen de dienst, {OUT}"
        elif not any(each.opens_s <= begin_s <= each.closes_s for each in visit.windows):
            wrong = f"Bezoek {visit.name} kan niet beginnen om {clock(begin_s)}, wel {hours}."
            yield f"{wrong} Geef het een andere tijd, {OUT}"


def _name(stop: RowMapping) -> str:
    return f"{stop['position']} ({stop['location_id']})"
