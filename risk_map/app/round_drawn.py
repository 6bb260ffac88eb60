"""The places of a plan that chance chose: whoever keeps the plan says of each what speaks against a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.deciding import AT_MOST, ONLY_FACTS
from risk_map.app.escaping import literal
from risk_map.app.pages import show_link
from risk_map.domain.cases import NOTHING_FOUND
from risk_map.workflow.clock import now_of
from risk_map.workflow.drawn_decisions import list_drawn
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.app.kept_form import KeptForm
    from risk_map.app.round_plan import Version
    from risk_map.config import Config
    from risk_map.domain.subject import Subject

WHY: Final = (
    "Het lot koos de plaatsen hieronder, zodat te meten is wat een bezoek zonder keuze oplevert. Een mens besluit, ook "
    "hier: bekijk elke plaats, en zeg wat tegen een bezoek pleit. Kan een bezoek er nu niet? Bevries dan de plaats, en "
    "plan opnieuw; het lot kiest een andere. Op geen lijst staat wat is geloot."
)


def ask_against(subject: Subject, config: Config, version: Version, kept: KeptForm) -> dict[str, str | None]:
    """Ask what speaks against a visit to each place that was drawn and that nobody decided on yet.

    Parameters
    ----------
    subject, config
        Who keeps the plan, and where the data are.
    version
        The plan.
    kept
        Holds what was filled in.

    Returns
    -------
    dict[str, str or None]
        Location -> what was said; nothing while it was not said, or two things at once.
    """
    stored = version.found.stored
    drawn = state.kept(
        "geloot",
        (subject, version.name, round_stamp(config)),
        lambda: list_drawn(subject, config, stored, now_of(config)),
    )
    if not drawn:
        return {}
    st.html(f'<h3>Door het lot gekozen</h3><p class="note">{WHY}</p>')
    return {name: _ask(name, address, kept) for name, address in drawn.items()}


def unanswered(against: Mapping[str, str | None]) -> str | None:
    """Say in Dutch how many places wait for an answer; nothing when none does."""
    if not (silent := sum(reason is None for reason in against.values())):
        return None
    return (
        f"Zeg bij {texts.count(silent, 'geloote plaats', 'geloote plaatsen')} nog wat tegen een bezoek pleit, of kruis "
        "aan dat u zocht en niets vond."
    )


def _ask(location_id: str, address: str, kept: KeptForm) -> str | None:
    street = literal(address.partition(",")[0])
    with st.container(border=True):
        show_link("locatie", texts.address(address), locatie=location_id)
        reason = st.text_area(
            f"Wat pleit tegen een bezoek aan {street}?",
            placeholder=AT_MOST,
            help=ONLY_FACTS,
            height=80,
            **kept.field(f"tegen_{location_id}", usual=""),
        ).strip()
        nothing = st.checkbox(
            f"Gezocht bij {street}, niets gevonden", **kept.field(f"niets_{location_id}", usual=False)
        )
    if bool(reason) == nothing:
        return None
    return NOTHING_FOUND if nothing else reason
