"""The forms with which somebody decides about a location: for and against, a second person, frozen or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import deeds, texts
from risk_map.app.case import VERDICT_WORDS, signal_words
from risk_map.app.filters import FORM_LABELS
from risk_map.app.kept_form import KeptForm
from risk_map.domain.cases import NOTHING_FOUND
from risk_map.domain.location import NOTE_MAX_CHARACTERS
from risk_map.governance.permissions import may
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.decisions import (
    NewDecision,
    confirm_decision,
    decide_location,
    freeze_location,
    unfreeze_location,
)

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.app.case import Case
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.explanation import Explanation
    from risk_map.workflow.decision_reads import Decisions

HOME: Final = (
    "Dit is een woning. Die gaat alleen een ronde in na een signaal dat een mens heeft beoordeeld, en als een tweede "
    "persoon dit besluit bevestigt."
)
FOR: Final = "Wat pleit voor een bezoek?"
AGAINST: Final = "Wat pleit tegen een bezoek?"
ONLY_FACTS: Final = "Schrijf feiten over de plaats, nooit over een persoon."
AT_MOST: Final = f"Hoogstens {NOTE_MAX_CHARACTERS} tekens"
"""Said and not enforced: what somebody pastes would be refused without a word."""
ONE_OF_TWO: Final = "Schrijf wat tegen een bezoek pleit, of kruis aan dat u zocht en niets vond."
NO_VERDICT: Final = "Kies eerst of deze locatie in een ronde gaat."
NO_SIGNAL: Final = "geen signaal"
NOTHING_REPLACED: Final = "geen: dit is een nieuw besluit"


def show(
    subject: Subject, config: Config, location_id: str, case: Case, *, is_home: bool, explanation: Explanation | None
) -> None:
    """Show what somebody may decide about a location.

    Parameters
    ----------
    subject, config
        Who decides, and where the store is.
    location_id, case
        About which location, and what happened there.
    is_home
        Whether somebody lives there.
    explanation
        What they saw of the score; absent when they saw none.
    """
    if may(subject, "confirm_decision"):
        _show_confirmation(subject, config, case)
    if may(subject, "decide_location"):
        score_seen = explanation is not None and explanation.times_base is not None
        _show_decision(subject, config, location_id, case, is_home=is_home, score_seen=score_seen)
    if may(subject, "freeze_location"):
        _show_freeze(subject, config, location_id, case)


def _show_confirmation(subject: Subject, config: Config, case: Case) -> None:
    waiting = None if case.decisions is None else case.decisions.decisions
    if waiting is None or not waiting["waits"].any():
        return
    st.header("Bevestigen als tweede persoon", anchor=False)
    # One home has one decision that waits: the newest.
    row = waiting[waiting["waits"]].reset_index().to_dict("records")[-1]
    st.text(f"Voor: {row['reason_for']}\nTegen: {row['reason_against']}")
    if st.button("Bevestig dit besluit over een woning", key="bevestig"):
        now, name = now_of(config), row["decision_id"]
        deeds.attempt(
            subject, config, lambda: confirm_decision(subject, config, name, now), "Het besluit is bevestigd."
        )


def _show_decision(
    subject: Subject, config: Config, location_id: str, case: Case, *, is_home: bool, score_seen: bool
) -> None:
    st.header("Besluiten", anchor=False)
    if is_home:
        st.info(HOME)
    earlier = {} if case.decisions is None else decided_at(case.decisions)
    # Fields by themselves, not a form of Streamlit: that tells nothing before its button is pressed.
    kept = KeptForm(f"besluit_{location_id}")
    with st.container(border=True):
        verdict = st.radio(
            "Besluit",
            list(VERDICT_WORDS),
            index=None,
            format_func=VERDICT_WORDS.__getitem__,
            horizontal=True,
            **kept.field("besluit"),
        )
        form = st.selectbox(
            "Over welke vorm",
            list(FORM_LABELS),
            format_func=FORM_LABELS.__getitem__,
            **kept.field("vorm", next(iter(FORM_LABELS))),
        )
        reason_for, reason_against = (
            st.text_area(words, placeholder=AT_MOST, help=ONLY_FACTS, height=80, **kept.field(words, usual=""))
            for words in (FOR, AGAINST)
        )
        nothing = st.checkbox(
            "Gezocht, niets gevonden",
            help="Dan staat dat er als reden tegen een bezoek.",
            **kept.field("niets", usual=False),
        )
        signal, corrects = _ask_what_it_follows(case, earlier, kept)
        st.caption("Dat u de score zag, komt bij het besluit te staan." if score_seen else "U besluit zonder score.")
        if not st.button("Leg het besluit vast", type="primary"):
            return
    if verdict is None or bool(reason_against.strip()) == nothing:
        st.warning(NO_VERDICT if verdict is None else ONE_OF_TWO)
        return
    against = NOTHING_FOUND if nothing else reason_against
    decision = NewDecision(location_id, verdict, reason_for, against, score_seen, form, signal_id=signal)
    now = now_of(config)
    deeds.attempt(
        subject,
        config,
        lambda: decide_location(subject, config, decision, now, corrects=corrects),
        "Het besluit is vastgelegd.",
        kept,
    )


def _ask_what_it_follows(case: Case, earlier: dict[str, datetime], kept: KeptForm) -> tuple[str | None, str | None]:
    """Ask which signal led to a decision, and which decision it replaces."""
    signals = {} if case.signals is None else signal_words(case.signals)
    signal = st.selectbox(
        "Signaal dat ertoe leidde",
        [None, *signals],
        format_func=lambda one: signals.get(one, NO_SIGNAL),
        **kept.field("signaal", options=signals),
    )
    days = texts.distinct({name: f"het besluit van {texts.day(local_day(moment))}" for name, moment in earlier.items()})
    corrects = st.selectbox(
        "Vervangt",
        [None, *days],
        format_func=lambda one: days.get(one, NOTHING_REPLACED),
        disabled=not days,
        **kept.field("vervangt", options=days),
    )
    return signal, corrects


def decided_at(decisions: Decisions) -> dict[str, datetime]:
    """Give the id of every decision and when it was taken, newest first."""
    return {str(name): moment for name, moment in decisions.decisions["recorded_at"].iloc[::-1].items()}


def _show_freeze(subject: Subject, config: Config, location_id: str, case: Case) -> None:
    frozen = case.decisions is not None and not case.decisions.frozen.empty
    words = "Geef deze locatie weer vrij" if frozen else "Bevries deze locatie"
    kept = KeptForm(f"bevriezen_{location_id}_{frozen}")
    with st.expander(words):
        reason = st.text_area("Reden", placeholder=AT_MOST, help=ONLY_FACTS, height=80, **kept.field("reden", usual=""))
        if st.button(words):
            change, now = (unfreeze_location if frozen else freeze_location), now_of(config)
            done = "De locatie is vrijgegeven." if frozen else "De locatie is bevroren: zij gaat geen ronde in."
            deeds.attempt(subject, config, lambda: change(subject, config, location_id, reason, now), done, kept)
