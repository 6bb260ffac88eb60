"""The red button: whether the model is on, switching it off everywhere at once, and on again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from risk_map.app import deeds, state, texts
from risk_map.app.kept_form import KeptForm
from risk_map.governance.permissions import may
from risk_map.workflow.clock import now_of
from risk_map.workflow.switch import model_is_on, press_red_button, read_red_button, release_red_button, switch_stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


class Switch(NamedTuple):
    """One way to press the button.

    Parameters
    ----------
    deed
        The use case.
    key
        Of its fields.
    lead, reason, sure, press, done
        What is said before, beside the two fields, on the button, and afterwards.
    """

    deed: Callable[[Subject, Config, str, datetime], str]
    key: str
    lead: str
    reason: str
    sure: str
    press: str
    done: str


TO_OFF: Final = Switch(
    press_red_button,
    "model_uit",
    "Het model staat aan. Zet het uit als het niet werkt zoals het hoort: meteen en overal zijn er dan geen berekende "
    "scores meer, en vervalt elk bezoek dat op een score rust. Wat al is afgedrukt, verandert niet: bel de teams "
    "die op weg zijn. Alleen een regiocoördinator zet het weer aan.",
    "Reden van het uitzetten",
    "Ik wil het model nu overal uitzetten",
    "Zet het model uit",
    "Het model staat nu overal uit.",
)
TO_ON: Final = Switch(
    release_red_button,
    "model_aan",
    "Het model staat uit. Zet het pas weer aan als duidelijk is wat er was, en dat het is hersteld.",
    "Reden van het aanzetten",
    "Ik wil het model nu overal aanzetten",
    "Zet het model aan",
    "Het model staat nu overal aan.",
)
ANOTHER_RELEASES: Final = "Het model staat uit. Een regiocoördinator zet het weer aan."


def show(subject: Subject, config: Config) -> None:
    """Say whether the model is on, and let whoever may switch it.

    Parameters
    ----------
    subject, config
        Who looks, and where the switch is.
    """
    deeds.show_done(subject)
    switch = TO_OFF if model_is_on(config) else TO_ON
    if switch is TO_ON and may(subject, "read_red_button"):
        _show_last(subject, config)
    if switch is TO_ON and not may(subject, "release_red_button"):
        st.html(f"<p>{ANOTHER_RELEASES}</p>")
        return
    st.html(f"<p>{switch.lead}</p>")
    kept = KeptForm(switch.key)
    reason = st.text_input(switch.reason, **kept.field("reden", usual=""))
    sure = st.checkbox(switch.sure, key=f"{switch.key}_zeker")
    if st.button(switch.press, type="primary", disabled=not sure, key=switch.key):
        deeds.attempt(subject, config, lambda: switch.deed(subject, config, reason, now_of(config)), switch.done, kept)


def _show_last(subject: Subject, config: Config) -> None:
    stamp = (subject, switch_stamp(config))
    last = state.kept("model_uitgezet", stamp, lambda: read_red_button(subject, config, now_of(config)))
    if last is not None:
        # What somebody typed is text, and nothing else.
        st.text(f"Uitgezet op {texts.moment(last.at)} door {last.actor}. Reden: {last.reason}")
