"""What a plan that is kept leaves in the store: its draw, and its stops."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from risk_map.errors import ConflictError, InputError
from risk_map.store import schema
from risk_map.store.refusals import sentence_of
from risk_map.workflow.open_decisions import open_decisions
from risk_map.workflow.origins import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.domain.draw import Draw
    from risk_map.reporting.plan_file import StoredPlan
    from risk_map.workflow.places import Place
    from risk_map.workflow.rounds import DraftRound
    from risk_map.workflow.store import Act

ELSEWHERE: Final = "Een locatie van dit plan ligt niet in een gemeente van de ronde, of staat niet in het register."


def time_of(moment_s: int) -> time:
    """Give the clock time of a moment of the day of a round, or of the night after it."""
    return time(moment_s // 3600 % 24, moment_s // 60 % 60)


def record_draw(act: Act, round_id: str, draw: Draw) -> None:
    """Record the draw behind the random visits of a round."""
    draw_id = act.append(
        schema.draw,
        round_id=round_id,
        seed=draw.seed,
        share=draw.share,
        candidates=draw.candidates,
        candidates_hash=draw.candidates_hash,
    )
    picks = enumerate(draw.picks, start=1)
    rows = ({"draw_id": draw_id, "location_id": name, "home": False, "rank": rank} for rank, name in picks)
    act.tx.append_many(schema.draw_pick, rows)


def add_stops(act: Act, stored: StoredPlan, written: DraftRound, visits: Mapping[str, Place | None]) -> None:
    """Write every stop with its times; units at one address are stops of the same time, each with the whole visit."""
    problem, plan, meta = stored
    known = list(open_decisions(act.tx)["decision_id"])
    decided = {row["location_id"]: row for row in act.tx.current(schema.decision, id=known)}
    teams = dict(zip((route.team for route in plan.routes if route.stops), written.team_ids, strict=True))
    planned = (
        (route.team, stop, unit)
        for route in plan.routes
        for stop in route.stops
        for unit in units_of(stored, stop.location_id)
    )
    for position, (team, stop, unit) in enumerate(planned, start=1):
        place = visits[unit]
        if place is None or place.gemeentecode not in meta.municipalities:
            raise InputError(ELSEWHERE)
        if unit not in decided:
            raise ConflictError(sentence_of("stop_without_decision"), "stop_without_decision")
        act.append(
            schema.round_stop,
            round_id=written.id,
            on_date=problem.on_date,
            location_id=unit,
            home=place.home,
            decision_id=decided[unit]["id"],
            team_id=teams[team],
            position=position,
            planned_at=time_of(stop.start_s),
            arrives_at=time_of(stop.arrival_s),
            visit_minutes=round((stop.end_s - stop.start_s) / 60),
            origin=origin_of(act.tx, written.id, decided[unit]),
        )


def units_of(stored: StoredPlan, location_id: str) -> tuple[str, ...]:
    """Give all locations that a stop of a plan is about."""
    return stored.problem.candidate(location_id).units or (location_id,)
