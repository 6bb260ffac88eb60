"""Step 2 of a round: search for the best one, with how far it is and a button to stop; and the plans made so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.escaping import literal
from risk_map.app.jobs import Job, watch
from risk_map.app.round_view import words_for
from risk_map.errors import InputError, PermissionDeniedError, RiskMapError, TakenError
from risk_map.planning.sampling import drawn_in
from risk_map.workflow.clock import now_of
from risk_map.workflow.planning import plan_round

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.planning.changes import Change
    from risk_map.workflow.planning import RoundPlan
    from risk_map.workflow.planning_request import RoundRequest

MOST_KEPT: Final = 5
"""Plans that a session keeps to compare."""

NONE_MADE: Final[Mapping[str, object]] = {"plannen": (), "planwerk": (None, None)}
"""What a session holds of plans and searches before there are any."""

SECONDS: Final = {2: "2 seconden: een eerste indruk", 10: "10 seconden: gebruikelijk", 30: "30 seconden: grondig"}
USUAL_SECONDS: Final = 10
MORE_ROOM: Final = "Kies een langere dienst, meer teams of ruimere afspraken, en plan opnieuw."
IN_A_ROUND: Final = "Ga naar stap 4, Vaststellen: daar kiest u die ronde, haalt u er bezoeken uit, of trekt u haar in."
STOP: Final = "Stop met het beste tot nu toe"


@dataclass(frozen=True, slots=True)
class Version:
    """One plan of a session.

    Parameters
    ----------
    name
        Plan 1, plan 2, ...
    request
        What was asked, with all changes.
    found
        What came of it.
    """

    name: str
    request: RoundRequest
    found: RoundPlan


def versions(subject: Subject) -> tuple[Version, ...]:
    """Give the plans that the subject made in this session, oldest first."""
    made: tuple[Version, ...] = state.recall(subject, "plannen", ())
    return made


def current(subject: Subject) -> Version | None:
    """Give the plan that the subject works on."""
    made = versions(subject)
    name = state.recall(subject, "plan")
    return next((version for version in made if version.name == name), made[-1] if made else None)


def choose(subject: Subject, name: str) -> None:
    """Work on another plan from here."""
    state.remember(subject, "plan", name)


def show(subject: Subject, config: Config, request: RoundRequest) -> None:
    """Ask how long to search, and search.

    Parameters
    ----------
    subject
        Who plans.
    config
        Says where the data are.
    request
        What was asked in step 1.
    """
    if is_busy(subject):
        return
    state.restore("ronde_seconden", USUAL_SECONDS)
    seconds = st.radio("Hoelang zoeken", list(SECONDS), format_func=SECONDS.__getitem__, key="ronde_seconden")
    state.settle("ronde_seconden", seconds)
    asked = replace(request, seconds=seconds)
    st.button("Plan de ronde", type="primary", on_click=begin, args=(subject, config, asked))
    show_trouble(subject)


def begin(subject: Subject, config: Config, request: RoundRequest) -> None:
    """Begin to search, inside a callback.

    Parameters
    ----------
    subject, config
        Who plans, and where the data are.
    request
        What is asked.
    """
    job, now = Job(request.seconds or 0.0), now_of(config)
    asked = replace(request, interrupted=job.is_halted, progress=job.tell)
    state.remember(subject, "planwerk", (request, job.start(lambda: plan_round(subject, config, asked, now))))
    state.remember(subject, "planfout", None)


def replan(subject: Subject, config: Config, version: Version, changes: Sequence[Change], seconds: float) -> None:
    """Plan the rest again around what the user changed, inside a callback.

    Parameters
    ----------
    subject, config
        Who plans, and where the data are.
    version
        The plan to go on from.
    changes
        What was changed about it.
    seconds
        How long to search.
    """
    draw = version.found.meta.draw
    request = replace(
        version.request,
        start=version.found.plan,
        changes=(*version.request.changes, *changes),
        picks=len(draw.picks) if draw else 0,
        drawn=drawn_in(version.found.problem),
        seconds=seconds,
    )
    begin(subject, config, request)


def collect(subject: Subject) -> bool:
    """Make a plan of a search that is done, or remember why there is none; say whether there is a new plan."""
    request, job = state.recall(subject, "planwerk", (None, None))
    if job is None or not job.is_done:
        return False
    state.remember(subject, "planwerk", (None, None))
    try:
        found = job.result()
    except PermissionDeniedError:
        raise
    except RiskMapError as error:
        known = versions(subject)
        told = words_for(known[-1].found, str(error)) if known else str(error)
        state.remember(subject, "planfout", (told, _advice(error)))
        return False
    number = state.recall(subject, "plannummer", 0) + 1
    state.remember(subject, "plannummer", number)
    version = Version(f"Plan {number}", request, found)
    state.remember(subject, "plannen", (*versions(subject), version)[-MOST_KEPT:])
    choose(subject, version.name)
    return True


def is_busy(subject: Subject) -> bool:
    """Say whether a search is under way, and show how far it is."""
    _, job = state.recall(subject, "planwerk", (None, None))
    if job is not None:
        watch(job, STOP)
    return job is not None


def show_trouble(subject: Subject) -> None:
    """Say why the last search gave no plan, if it gave none."""
    told, advice = state.recall(subject, "planfout") or ("", "")
    if told:
        st.warning(literal(told))
    if advice:
        st.markdown(f"**Wat u kunt doen.** {advice}")


def _advice(error: RiskMapError) -> str:
    """Say what helps; what was asked and cannot be says so itself."""
    if isinstance(error, TakenError):
        return IN_A_ROUND
    return "" if isinstance(error, InputError) else MORE_ROOM


def summary(request: RoundRequest) -> str:
    """Say in a sentence what was asked."""
    teams = texts.count(len(request.teams), "team", "teams")
    return f"{texts.day(request.on_date)}, {teams}, hoogstens {request.max_stops} bezoeken per team."
