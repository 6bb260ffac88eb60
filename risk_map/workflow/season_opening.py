"""Open a season that was kept in a file: what its places are now, for whoever may plan there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.governance.permissions import use_case
from risk_map.store.audit import LOCATION
from risk_map.workflow.clock import local_day
from risk_map.workflow.planning_places import gather_places, towns_of
from risk_map.workflow.planning_request import Area
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.score import check_form
from risk_map.workflow.season_agenda import SeasonAgenda, agenda_of, due_days
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.planning_request import RoundRequest

NOT_KEPT: Final = "De reden staat niet in het bestand; verdeel het seizoen opnieuw om haar te lezen."


@use_case("open_season")
def open_season(subject: Subject, config: Config, rounds: Sequence[RoundRequest], now: datetime) -> SeasonAgenda:
    """Give a season that was planned before, with what is known of its places now.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    rounds
        Result of ``read_rounds``: at least one, and not to be believed.

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan rounds there.
    InputError
        When a municipality or the form does not exist.
    """
    for form in {each.form for each in rounds}:
        check_form(form)
    named = dict.fromkeys(town for each in rounds for town in each.area.municipalities)
    towns = towns_of(subject, config, Area(tuple(named)))
    snapshot = read_snapshot(config, local_day(now))
    with looking(subject, config, "open_season", now) as look:
        authorise_towns(subject, "open_season", towns, reach_of(look.tx, subject, config, now))
        places = gather_places(look.tx, config, snapshot, Area(towns), rounds[0].form)
        due = due_days(places, config.planning.max_interval_days, local_day(now))
        agenda = agenda_of(config, rounds, places, due, lambda _name, _end: NOT_KEPT)
        look.saw(LOCATION, list(agenda.places.index.union(agenda.missed.index)))
    return agenda
