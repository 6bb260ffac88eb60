"""From what was typed to the round that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from risk_map.cli.plan_options import apart_of, area_of, base_of, changes_of, crews_of, not_before_of, quotas_of
from risk_map.workflow.planning_request import of_same_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.cli.plan_wishes import Wishes
    from risk_map.workflow.planning_request import RoundRequest


def request_of(typed: Wishes, municipalities: Mapping[str, str]) -> RoundRequest:
    """Give the round that somebody asks for: a plan or a round of a season to begin with, and what was typed over it.

    Parameters
    ----------
    typed
        What was typed.
    municipalities
        Code -> name.

    Raises
    ------
    InputError
        When something of it cannot be read or is not known.
    """
    on = typed.on.date() if typed.on else None
    changes = changes_of(typed.locked or [], typed.without or [], typed.added or [], typed.moved or [])
    base = base_of(on, typed.previous, changes, typed.season, typed.round_number)
    over: dict[str, Any] = {
        "on_date": on,
        "form": typed.form,
        "max_stops": typed.max_stops,
        "random_share": typed.share,
        "min_days_between_visits": typed.days,
        "seed": typed.seed,
    }
    if typed.teams or typed.number or not base.teams:
        crews = crews_of(typed.teams or [], typed.number or 1, typed.shift, municipalities)
        over["teams"] = of_same_name(crews, base.teams)
    if typed.towns or typed.buurten or typed.kinds:
        over["area"] = area_of(typed.towns or [], typed.buurten or [], typed.kinds or [], municipalities)
    if typed.quotas:
        over["quotas"] = quotas_of(typed.quotas, municipalities)
    return replace(
        base,
        **{name: value for name, value in over.items() if value is not None},
        mandatory=(*base.mandatory, *(typed.mandatory or ())),
        not_before=(*base.not_before, *not_before_of(typed.not_before or [])),
        apart=(*base.apart, *apart_of(typed.apart or [])),
    )
