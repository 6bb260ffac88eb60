"""Ask for the round of a plan again: what was asked of it, and what somebody changed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.errors import InputError
from risk_map.planning.sampling import drawn_in
from risk_map.workflow.planning_request import NO_BREAK, Area, Crew, RoundRequest

if TYPE_CHECKING:
    from risk_map.planning.changes import Change
    from risk_map.planning.problem import Candidate, Team
    from risk_map.reporting.plan_file import StoredPlan
    from risk_map.reporting.route_round import Point

IN_PLAN: Final = frozenset({"vast", "weg"})
"""Changes of a visit that a plan has."""


def onward(stored: StoredPlan, changes: tuple[Change, ...]) -> RoundRequest:
    """Ask for the round of a plan again, with changes; everything that nobody changed stays asked.

    Parameters
    ----------
    stored
        The plan.
    changes
        What is different now; what was changed before is still asked.

    Raises
    ------
    InputError
        When a visit that is to stay or to leave is not in the plan.
    """
    problem, plan, meta = stored
    there = set(plan.location_ids)
    if strange := [each.location_id for each in changes if each.action in IN_PLAN and each.location_id not in there]:
        raise InputError(f"Locatie {strange[0]} zit niet in dit plan: vastzetten of eruit halen kan dan niet.")
    made = [item for item in problem.candidates if not item.drawn]
    return RoundRequest(
        on_date=problem.on_date,
        teams=tuple(_crew(team, meta.points) for team in problem.teams),
        area=Area(meta.municipalities, meta.buurten, types=meta.types),
        form=meta.form,
        quotas=problem.rules.quotas,
        random_share=problem.rules.random_share,
        min_days_between_visits=problem.rules.min_days_between_visits,
        mandatory=tuple(item.location_id for item in made if item.mandatory and not _is_changed(item, meta.changes)),
        not_before=tuple((i.location_id, i.not_before_s) for i in problem.candidates if i.not_before_s is not None),
        apart=tuple((item.location_id, other) for item in problem.candidates for other in sorted(item.apart_from)),
        seed=plan.seed,
        start=plan,
        changes=(*meta.changes, *changes),
        picks=len(meta.draw.picks) if meta.draw else 0,
        drawn=drawn_in(problem),
        only=meta.only,
        reserved=meta.reserved,
    )


def _is_changed(item: Candidate, changes: tuple[Change, ...]) -> bool:
    return any(change.location_id == item.location_id for change in changes)


def _crew(team: Team, points: tuple[Point, ...]) -> Crew:
    return Crew(
        name=team.name,
        members=team.members,
        shift=(team.shift_start_s, team.shift_end_s),
        mode=team.mode,
        max_stops=team.max_stops,
        partners=team.partners,
        pause=team.pause or NO_BREAK,
        start=points[team.start_place],
        end=points[team.end_place],
        municipality=team.municipality,
    )
