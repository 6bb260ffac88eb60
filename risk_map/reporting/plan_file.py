"""A plan in a file: what was asked and what was planned, with all that is needed to check it again and to print it.

Of the travel times only those between places of the plan are kept; a location that is mandatory, or about which
something was agreed, counts as one, because the rule about it is checked too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from risk_map.domain.draw import Draw
from risk_map.domain.location import OVERALL
from risk_map.errors import InputError, Place
from risk_map.planning.changes import Change
from risk_map.planning.plan import Plan, Route, Stop
from risk_map.planning.problem import Break, Candidate, Quota, RoundProblem, RoundRules, Team, Window
from risk_map.planning.travel import TravelMatrix
from risk_map.reporting.made import made

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from risk_map.reporting.route_round import Point

FORMAT: Final = "risk_map plan"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class PlanMeta:
    """What a plan was made from.

    Parameters
    ----------
    name
        Of the round.
    made_at
        When, with a time zone.
    data_hash, config_hash
        Of the data and the configuration that it rests on.
    fictional
        Whether nothing in it exists.
    points
        EPSG:28992 of every row of the travel matrices.
    lines
        Team -> the way that it goes; may be empty.
    along_roads
        Whether ``lines`` follow roads.
    municipalities
        Codes of the municipalities of the round.
    draw
        The draw behind its random visits; missing when there was none.
    form, buurten, types
        Which places took part, and by which score, as of the request; empty leaves nothing out.
    changes
        What the user changed about a plan before it, still in force.
    only, reserved
        Of a round of a season: its own places, and those of its other rounds.
    """

    name: str
    made_at: datetime
    data_hash: str
    config_hash: str
    fictional: bool
    points: tuple[Point, ...]
    lines: Mapping[str, tuple[Point, ...]]
    along_roads: bool
    municipalities: tuple[str, ...] = ()
    draw: Draw | None = None
    form: str = OVERALL
    buurten: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    only: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()


class StoredPlan(NamedTuple):
    """A plan with its question and its origin."""

    problem: RoundProblem
    plan: Plan
    meta: PlanMeta


def write_plan(path: Path, problem: RoundProblem, plan: Plan, meta: PlanMeta) -> None:
    """Write a plan; a file that is there is replaced, once the new one is whole.

    Parameters
    ----------
    path
        Where.
    problem, plan, meta
        What was asked, what was planned, and from what.
    """
    content = {"format": FORMAT, "version": VERSION, **_content(problem, plan, meta)}
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(json.dumps(content, ensure_ascii=False, default=_plain, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def read_plan(path: Path) -> StoredPlan:
    """Read a plan back.

    Raises
    ------
    InputError
        When there is no such file, it is no plan, or it is one of a newer version.
    """
    place = Place(path.name)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        stored = _stored(content) if (content["format"], content["version"]) == (FORMAT, VERSION) else None
    except FileNotFoundError as exc:
        raise InputError("Dit plan bestaat niet.", place) from exc
    except (ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError) as exc:
        raise InputError("Dit bestand is geen plan dat gelezen kan worden; maak het plan opnieuw.", place) from exc
    if stored is None:
        raise InputError("Dit plan is met een andere versie van het programma gemaakt; maak het opnieuw.", place)
    return stored


def _content(problem: RoundProblem, plan: Plan, meta: PlanMeta) -> dict[str, Any]:
    planned = set(plan.location_ids)
    kept = [c for c in problem.candidates if c.location_id in planned or c.mandatory or c.not_before_s or c.apart_from]
    ends = [place for team in problem.teams for place in (team.start_place, team.end_place)]
    used = sorted({*ends, *(item.place for item in kept)})
    rows = {place: row for row, place in enumerate(used)}
    teams = [replace(t, start_place=rows[t.start_place], end_place=rows[t.end_place]) for t in problem.teams]
    return {
        "meta": asdict(replace(meta, points=tuple(meta.points[place] for place in used))),
        "problem": {
            "on_date": problem.on_date,
            "teams": [asdict(team) for team in teams],
            "candidates": [asdict(replace(item, place=rows[item.place])) for item in kept],
            "rules": asdict(problem.rules),
            "travel": {mode: _part(matrix, used) for mode, matrix in problem.travel.items()},
        },
        "plan": asdict(plan),
    }


def _part(matrix: TravelMatrix, used: list[int]) -> dict[str, Any]:
    return {
        "seconds": matrix.seconds[np.ix_(used, used)].tolist(),
        "metres": matrix.metres[np.ix_(used, used)].tolist(),
        "snap_m": matrix.snap_m[used].tolist(),
        "method": matrix.method,
    }


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    message = f"no place in a plan for {value!r}"
    raise TypeError(message)


def _stored(content: dict[str, Any]) -> StoredPlan:
    asked, planned, meta = content["problem"], content["plan"], content["meta"]
    problem = RoundProblem(
        on_date=date.fromisoformat(asked["on_date"]),
        teams=tuple(map(_team, asked["teams"])),
        candidates=tuple(map(_candidate, asked["candidates"])),
        travel={mode: _matrix(each) for mode, each in asked["travel"].items()},
        rules=made(RoundRules, asked["rules"], quotas=tuple(made(Quota, each) for each in asked["rules"]["quotas"])),
    )
    plan = made(Plan, planned, routes=tuple(map(_route, planned["routes"])))
    _refuse_strangers(problem, plan)
    codes = {
        name: tuple(map(str, meta.get(name, ()))) for name in ("municipalities", "buurten", "types", "only", "reserved")
    }
    origin = made(
        PlanMeta,
        meta,
        points=_points(meta["points"]),
        lines={str(team): _points(line) for team, line in meta["lines"].items()},
        made_at=datetime.fromisoformat(meta["made_at"]),
        draw=_draw(meta.get("draw")),
        changes=tuple(made(Change, each) for each in meta.get("changes", ())),
        **codes,
    )
    _refuse_lost_places(problem, len(origin.points))
    return StoredPlan(problem, plan, origin)


def _draw(raw: dict[str, Any] | None) -> Draw | None:
    return None if raw is None else made(Draw, raw, picks=tuple(map(str, raw["picks"])))


def _refuse_strangers(problem: RoundProblem, plan: Plan) -> None:
    places, teams = [item.location_id for item in problem.candidates], [team.name for team in problem.teams]
    twice = len(set(places)) < len(places) or len(set(teams)) < len(teams)
    if twice or not (set(plan.location_ids) <= set(places) and {route.team for route in plan.routes} <= set(teams)):
        message = "a plan goes where its problem does not, or names two things alike"
        raise ValueError(message)


def _refuse_lost_places(problem: RoundProblem, points: int) -> None:
    ends = [place for team in problem.teams for place in (team.start_place, team.end_place)]
    there = all(0 <= place < points for place in (*ends, *(item.place for item in problem.candidates)))
    sizes = {part.shape for matrix in problem.travel.values() for part in (matrix.seconds, matrix.metres)}
    if not there or sizes != {(points, points)} or not {team.mode for team in problem.teams} <= set(problem.travel):
        message = "a place or a way to travel without a point or a time"
        raise ValueError(message)


def _team(raw: dict[str, Any]) -> Team:
    pause = None if raw["pause"] is None else made(Break, raw["pause"])
    return made(Team, raw, pause=pause, partners=frozenset(raw["partners"]))


def _candidate(raw: dict[str, Any]) -> Candidate:
    return made(
        Candidate,
        raw,
        windows=tuple(made(Window, each) for each in raw["windows"]),
        units=tuple(raw["units"]),
        required_partners=frozenset(raw["required_partners"]),
        apart_from=frozenset(raw["apart_from"]),
        open_on=tuple(map(int, raw.get("open_on", ()))),
    )


def _route(raw: dict[str, Any]) -> Route:
    return made(Route, raw, stops=tuple(made(Stop, each) for each in raw["stops"]))


def _matrix(raw: dict[str, Any]) -> TravelMatrix:
    seconds, metres = (np.array(raw[name], dtype=np.int32) for name in ("seconds", "metres"))
    return TravelMatrix(seconds, metres, np.array(raw["snap_m"], dtype=np.float64), str(raw["method"]))


def _points(raw: list[list[float]]) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in raw)
