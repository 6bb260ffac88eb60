"""Who would have to join which team before a candidate can be visited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.planning.compile import may_go
from risk_map.planning.reasons import WhyNot, crew
from risk_map.planning.rules_route import partner_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.problem import Candidate, RoundProblem, Team

PARTNER_TROUBLE: Final = 60
"""What it asks to have one organisation join, as minutes of a shift."""


class Joining(NamedTuple):
    """A team, who is missing there, and the round in which they join it and nobody else goes."""

    team: Team
    missing: frozenset[str]
    after: RoundProblem


def joinings(problem: RoundProblem, item: Candidate) -> Iterator[Joining]:
    """Give every team that could go if those came along that it lacks; the fewest first.

    Parameters
    ----------
    problem, item
        The round, and the candidate that is explained.
    """
    alone = replace(item, required_partners=frozenset())
    lacking = [team for team in problem.teams if item.required_partners - team.partners]
    for team in sorted(lacking, key=lambda each: len(item.required_partners - each.partners)):
        if may_go(problem, team, alone):
            given = replace(alone, only_team=team.name)
            items = tuple(given if each.location_id == item.location_id else each for each in problem.candidates)
            yield Joining(team, item.required_partners - team.partners, replace(problem, candidates=items))


def partner_joins(item: Candidate, joining: Joining, *, absent: bool, helps: bool) -> WhyNot:
    """Say who has to join a team.

    Parameters
    ----------
    item, joining
        Where, and who with which team.
    absent
        Whether no team has all that are needed.
    helps
        Whether it can be visited then; if not, only who is missing is said.
    """
    names, team = partner_names(joining.missing), crew(joining.team)
    text = f"Past als met {team} meegaat: {names}."
    if absent:
        join = "die meegaat" if len(joining.missing) == 1 else "die meegaan"
        text = f"Niet aanwezig bij een team: {names}{f'; past als {join} met {team}' if helps else ''}."
    return WhyNot(item.location_id, "partner", text, trouble=PARTNER_TROUBLE * len(joining.missing), helps=helps)
