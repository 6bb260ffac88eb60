"""The page Seizoen: choose, divide with its progress, look at what came of it, keep it, and go on with a round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, season_ask, season_view, state
from risk_map.app.deeds import attempt, show_done
from risk_map.app.escaping import literal
from risk_map.app.jobs import RoundsJob, watch
from risk_map.app.masthead import show_title
from risk_map.app.round_page import STYLES
from risk_map.app.switched import forget_older
from risk_map.app.uploads import on_disk
from risk_map.errors import PermissionDeniedError, RiskMapError
from risk_map.workflow.clock import now_of
from risk_map.workflow.season_file import read_rounds, season_text
from risk_map.workflow.season_opening import open_season
from risk_map.workflow.season_planning import plan_season

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.season_agenda import SeasonAgenda
    from risk_map.workflow.season_planning import SeasonRequest

STOP: Final = "Stop met de rondes tot nu toe"
LEAD: Final = "Verdeel rondes over dagen die niemand voorziet. Een seizoen is een agenda: er wordt niets vastgelegd."


def show(subject: Subject) -> None:
    """Show what is asked of a season, and the season that the user made or opened last.

    Parameters
    ----------
    subject
        Who plans.
    """
    config = cache.configuration()
    show_title(config, "Seizoen", LEAD)
    st.html(STYLES)
    show_done(subject)
    forget_older(subject, config, "seizoen", {"seizoen": (None, 0), "seizoenwerk": (0, None)})
    _collect(subject)
    request = season_ask.ask_season(subject, config, now_of(config))
    with st.expander("Een seizoen openen dat u eerder bewaarde", expanded=False):
        _ask_file(subject, config)
    _, job = state.recall(subject, "seizoenwerk", (0, None))
    if job is not None:
        watch(job, STOP)
        return
    if request is not None:
        st.button("Seizoen verdelen", type="primary", on_click=_begin, args=(subject, config, request))
    if trouble := state.recall(subject, "seizoenfout"):
        st.warning(literal(trouble))
    agenda, asked = state.recall(subject, "seizoen", (None, 0))
    if agenda is None:
        st.info("Er is nog geen seizoen. Kies hierboven, en verdeel het.")
        return
    season_view.show_season(subject, config, agenda, asked)
    _offer_file(agenda)


def _begin(subject: Subject, config: Config, request: SeasonRequest) -> None:
    """Begin to divide, inside a callback."""
    job, now = RoundsJob(0.0, rounds=request.rounds), now_of(config)
    asked = replace(request, interrupted=job.is_halted, progress=job.tell)
    # What a season was searched in takes a hundred times the memory of what it says.
    work = job.start(lambda: plan_season(subject, config, asked, now).agenda)
    state.remember(subject, "seizoenwerk", (request.rounds, work))
    state.remember(subject, "seizoenfout", None)


def _collect(subject: Subject) -> None:
    """Take the season of a job that is done, or remember why there is none."""
    rounds, job = state.recall(subject, "seizoenwerk", (0, None))
    if job is None or not job.is_done:
        return
    state.remember(subject, "seizoenwerk", (0, None))
    try:
        state.remember(subject, "seizoen", (job.result(), rounds))
    except PermissionDeniedError:
        raise
    except RiskMapError as error:
        state.remember(subject, "seizoenfout", str(error))


def _ask_file(subject: Subject, config: Config) -> None:
    sent = st.file_uploader("Seizoen (seizoen.json)", type=["json"], key="seizoen_bestand")
    if st.button("Open dit seizoen", disabled=sent is None) and sent is not None:
        with on_disk(sent) as path:
            attempt(subject, config, lambda: _open(subject, config, path), "Het seizoen is geopend.")


def _open(subject: Subject, config: Config, path: Path) -> None:
    agenda = open_season(subject, config, read_rounds(path), now_of(config))
    state.remember(subject, "seizoen", (agenda, len(agenda.requests)))
    state.remember(subject, "seizoenfout", None)


def _offer_file(agenda: SeasonAgenda) -> None:
    st.download_button(
        "Bewaar dit seizoen (JSON)",
        season_text(agenda.requests),
        "seizoen.json",
        "application/json",
        help="Later opent u het hier weer, of met risk-map plan. Er staan geen adressen in.",
        on_click="ignore",
    )
