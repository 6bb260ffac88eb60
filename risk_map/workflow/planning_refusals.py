"""What keeps a round from being planned, said before and after the search in one Dutch sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from risk_map.errors import ConflictError, InputError, TakenError
from risk_map.planning.conflict import find_conflict
from risk_map.planning.constraints import check
from risk_map.planning.quota_conflict import find_quota_conflict
from risk_map.planning.rules_round import Mandatory
from risk_map.planning.sampling import drawn_in, is_possible
from risk_map.workflow.open_decisions import standing_claims
from risk_map.workflow.taken import taken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from risk_map.config import Config
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.planning_draw import Drawn
    from risk_map.workflow.planning_request import RoundRequest

STAYS: Final = (
    "{place} koos het lot, en dat haalt niemand uit de ronde. Kan een bezoek er niet, bevries dan de locatie en plan "
    "opnieuw: het lot kiest een andere."
)
BESIDE_DRAW: Final = (
    "Met de steekproef erbij past dit niet in de dienst: kies een langere dienst of minder verplichte locaties."
)
"""When all that was asked for fits, and not with what was drawn."""


def refuse_undrawn(request: RoundRequest, candidates: Collection[Candidate]) -> None:
    """Refuse to take out what chance chose, unless it is frozen or in another round, with ``InputError``.

    Parameters
    ----------
    request
        What is asked.
    candidates
        All places that take part.
    """
    free = {item.location_id for item in candidates if not item.frozen}
    if gone := sorted(request.left & request.drawn & free):
        raise InputError(STAYS.format(place=gone[0]))


def refuse_taken(tx: ReadTx, config: Config, request: RoundRequest, towns: Collection[str], today: date) -> None:
    """Refuse what was asked for, or is in the plan to go on from, and is in a round already, with ``TakenError``.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says where the register is.
    request
        What is asked.
    towns
        Municipalities of the round.
    today
        Rounds of before it do not count.
    """
    claims = standing_claims(tx, today, request.on_date)
    if told := tuple(taken(tx, config, claims, request.expected, towns)):
        raise TakenError(" ".join(told))


def refuse_strangers(request: RoundRequest, candidates: tuple[Candidate, ...]) -> None:
    """Refuse what was asked of, or agreed about, a location that does not take part, with ``InputError``."""
    agreed = {name for name, _ in request.not_before} | {name for pair in request.apart for name in pair}
    stops = {item.location_id for item in candidates}
    units = {unit for item in candidates for unit in item.units}
    if strange := sorted((request.asked - stops) | (agreed - stops - units)):
        message = f"Locatie {strange[0]} doet niet mee: zij ligt buiten het gekozen gebied, of zit al in een ronde."
        raise InputError(message)


def refuse_quotas(problem: RoundProblem, *, undecided: bool) -> None:
    """Refuse quotas that cannot hold together, with ``ConflictError``.

    Parameters
    ----------
    problem
        The round.
    undecided
        Whether those without a decision count as well, because some of them may be drawn.
    """
    if not problem.rules.quotas:
        return
    items = (replace(item, decided=True) if undecided else item for item in problem.candidates)
    conflict = find_quota_conflict(problem, [item for item in items if is_possible(problem, item)])
    if conflict is not None:
        raise ConflictError(conflict.text)


def refuse_broken(drawn: Drawn, plan: Plan) -> None:
    """Refuse a plan that does not keep to every rule, with ``ConflictError``.

    Parameters
    ----------
    drawn, plan
        The round with its random visits, and what was found for it.

    Notes
    -----
    What somebody asked for is judged on its own, and visits of it that clash are named. A drawn visit never is: nobody
    may learn from a refusal what was drawn.
    """
    broken = check(drawn.problem, plan)
    if not broken:
        return
    free = replace(drawn.problem.rules, quotas=(), random_share=0.0)
    conflict = find_conflict(replace(drawn.problem, candidates=drawn.base, rules=free))
    told = [conflict.text] if conflict else []
    random = drawn_in(drawn.problem)
    missing = [each for each in broken if each.rule == Mandatory().key]
    if not conflict and missing and random:
        told.append(BESIDE_DRAW)
    # Which visits that must be are missing beside others, is a choice of the search.
    told += [each.text for each in broken if each not in missing or not (conflict or random)]
    said = list(dict.fromkeys(told))[:4]
    raise ConflictError(f"Er is geen ronde gevonden die zich aan alle regels houdt: {' '.join(said)}")
