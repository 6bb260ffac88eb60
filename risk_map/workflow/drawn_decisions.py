"""Decisions about the places of a plan that chance chose: a person looks at each, before the plan becomes a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import IN_ROUND
from risk_map.domain.location import OVERALL
from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.planning.sampling import drawn_in
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.audit import LOCATION
from risk_map.workflow.checks import check_reason
from risk_map.workflow.identity import known_municipality
from risk_map.workflow.open_decisions import open_decisions
from risk_map.workflow.places import find_place
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.plan_file import StoredPlan
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.places import Place
    from risk_map.workflow.store import Act

DRAWN_WHY: Final = "door loting gekozen"
"""The reason for a visit that nobody chose."""

ASK: Final = "Zeg bij elke geloote plaats wat tegen een bezoek pleit, of dat u zocht en niets vond: "


@use_case("list_drawn")
def list_drawn(subject: Subject, config: Config, stored: StoredPlan, now: datetime) -> dict[str, str]:
    """List the places of a plan that were drawn and wait for a decision.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    stored
        The plan.

    Returns
    -------
    dict[str, str]
        Location -> its address, in the order of the locations. Who keeps the plan says of each what speaks against a
        visit (domain rules 8.4).

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan a round there.
    """
    towns = tuple(known_municipality(config, code) for code in stored.meta.municipalities)
    with looking(subject, config, "list_drawn", now) as look:
        authorise_towns(subject, "list_drawn", towns, reach_of(look.tx, subject, config, now))
        places = {name: find_place(config, name) for name in _undecided(look.tx, stored)}
        # A file may name a place of elsewhere: of that nobody learns what is there.
        found = {name: place.address for name, place in places.items() if place and place.gemeentecode in towns}
        look.saw(LOCATION, list(found))
    return found


def decide_drawn(act: Act, stored: StoredPlan, against: Mapping[str, str], visits: Mapping[str, Place | None]) -> None:
    """Record the decision about each drawn place that has none.

    Parameters
    ----------
    act
        The act that keeps the plan.
    stored
        The plan.
    against
        Location -> what speaks against a visit, or that it was looked for and not found.
    visits
        Location -> what is there.

    Raises
    ------
    InputError
        When nobody said of a drawn place what speaks against a visit.
    """
    names = _undecided(act.tx, stored)
    if silent := [name for name in names if name not in against]:
        raise InputError(f"{ASK}{'; '.join(silent)}.")
    for name in names:
        if (place := visits.get(name)) is None:
            continue
        act.append(
            schema.decision,
            location_id=name,
            **{OBJECT: place.object_id},
            gemeentecode=place.gemeentecode,
            home=place.home,
            verdict=IN_ROUND,
            form=OVERALL,
            reason_for=DRAWN_WHY,
            reason_against=check_reason(against[name], "De reden tegen een bezoek"),
            score_seen=False,
        )


def _undecided(tx: ReadTx, stored: StoredPlan) -> list[str]:
    return sorted(drawn_in(stored.problem) - {*open_decisions(tx).index})
