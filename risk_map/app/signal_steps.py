"""One signal: what is known, what was done with it, its notes, and the next step of the aandachtsfunctionaris."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from risk_map.app import deeds, session, state, texts
from risk_map.app.kept_form import KeptForm
from risk_map.app.pages import BY_KEY, show_link
from risk_map.app.signal_report import ask_note, ask_term
from risk_map.app.tables import show_table
from risk_map.domain.cases import CLOSED, OUTCOMES, SIGNAL_EVENTS
from risk_map.domain.location import FORMS, RELIABILITIES, SIGNAL_CATEGORIES, SOURCE_TYPES, labels
from risk_map.domain.partners import PARTNERS
from risk_map.governance.permissions import may
from risk_map.store.schema_signals import REFERENCE_MAX_CHARACTERS
from risk_map.workflow.clock import now_of
from risk_map.workflow.signal_forms import Change
from risk_map.workflow.signal_reads import NEW, read_signal_note
from risk_map.workflow.signals import assess_signal, close_signal, enrich_signal, forward_signal
from risk_map.workflow.store import store_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.signal_reads import Signals

ASSESS, ENRICH, FORWARD, CLOSE = "Beoordelen", "Verrijken", "Doorzetten", "Sluiten"
STEPS: Final = {
    ASSESS: "assess_signal",
    ENRICH: "enrich_signal",
    FORWARD: "forward_signal",
    CLOSE: "close_signal",
}
"""What may be done -> its use case."""

WHY: Final = {
    ASSESS: "U zegt hoe betrouwbaar het signaal is. Zonder beoordeling komt een woning in geen enkele ronde.",
    ENRICH: "Voeg toe wat u intussen beter weet. Het signaal zelf blijft zoals het is gemeld.",
    FORWARD: "U legt vast dat u het signaal aan een partner gaf. Het wordt hiermee niet verstuurd.",
    CLOSE: "Een gesloten signaal verandert niet meer. Een ongegrond signaal telt vanaf nu niet meer mee.",
}
MEANWHILE: Final = (
    "Dit signaal is intussen behandeld, door een collega of in een ander venster; uw stap is niet vastgelegd."
)
SHOWN: Final = "signaal_stap"
"""What this window showed: of which signal, after how many steps, whether a next one was begun, and was overtaken."""

NO_NOTES: Final = "Er is geen notitie bij dit signaal."


def show(subject: Subject, config: Config, found: Signals, signal_id: str) -> None:
    """Show one signal, and what can be done with it.

    Parameters
    ----------
    subject, config
        Who looks, and where the data are.
    found
        Result of ``read_signals``.
    signal_id
        One of it.
    """
    row = found.signals.loc[[signal_id]].to_dict("records")[0]
    with st.container(border=True, key="signaal"):
        st.html("<h3>Het signaal</h3>")
        st.text(texts.address(row["address"]))
        left, right = st.columns(2, gap="large")
        with left:
            show_table("Wat er bekend is", ("feit", "waarde"), _facts(config, row), empty="")
            _show_way_to_location(subject, row)
        with right:
            steps = found.steps[found.steps.index == signal_id]
            show_table(
                "Wat ermee is gedaan",
                ("wanneer", "wat", "bijzonderheden"),
                [
                    (
                        texts.moment(step["recorded_at"]),
                        step_words(step)[0],
                        step_words(step)[1],
                    )
                    for step in steps.to_dict("records")
                ],
                empty="Er is nog niets mee gedaan.",
            )
            _show_notes(subject, config, signal_id)
        overtaken = _say_overtaken(subject, signal_id, len(steps))
        if row["state"] == CLOSED:
            if overtaken:
                _form(signal_id).wipe()
            st.html('<p class="hint">Dit signaal is gesloten; er verandert niets meer aan.</p>')
        elif any(may(subject, name) for name in STEPS.values()):
            begun = _ask_step(subject, config, signal_id, len(steps))
            state.remember(subject, SHOWN, (signal_id, len(steps), begun, overtaken))


def step_words(step: dict[Hashable, Any]) -> tuple[str, str]:
    """Write a step of a signal: what was done, and what it says.

    Parameters
    ----------
    step
        Row of ``Signals.steps``.
    """
    said = (
        labels(FORMS).get(step["form"]),
        labels(SIGNAL_CATEGORIES).get(step["category"]),
        f"betrouwbaarheid {step['reliability']}" if not pd.isna(step["reliability"]) else None,
        labels(PARTNERS).get(step["organisation"]),
        f"kenmerk {step['reference']}" if not pd.isna(step["reference"]) else None,
        labels(OUTCOMES).get(step["outcome"]),
    )
    return labels(SIGNAL_EVENTS)[step["kind"]], "; ".join(words for words in said if words)


def _facts(config: Config, row: dict[Hashable, Any]) -> list[tuple[str, str]]:
    town = row["gemeentecode"]
    facts = [
        ("gezien op", texts.day(row["observed_on"])),
        ("gemeente", config.municipalities.get(town, texts.UNKNOWN)),
        ("vorm", labels(FORMS)[row["form"]]),
        ("wat er is gezien", labels(SIGNAL_CATEGORIES)[row["category"]]),
        ("van wie", labels(SOURCE_TYPES)[row["source_type"]]),
        ("betrouwbaarheid", f"{row['reliability']}: {labels(RELIABILITIES)[row['reliability']]}"),
        ("stand", NEW if row["state"] == NEW else labels(SIGNAL_EVENTS)[row["state"]]),
    ]
    if not pd.isna(row["outcome"]):
        facts.append(("uitkomst", labels(OUTCOMES)[row["outcome"]]))
    return facts


def _show_way_to_location(subject: Subject, row: dict[Hashable, Any]) -> None:
    for key in ("locatie", "kaart"):
        if key in BY_KEY and BY_KEY[key].is_for(subject) and not pd.isna(row["location_id"]):
            show_link(key, "Naar de locatie", locatie=str(row["location_id"]))
            return


def _show_notes(subject: Subject, config: Config, signal_id: str) -> None:
    if not may(subject, "read_signal_note") or not st.checkbox("Toon de notities", key=f"notities_{signal_id}"):
        return
    reason = session.reason()
    notes = state.kept(
        "notities",
        (subject, signal_id, reason, store_stamp(config)),
        lambda: read_signal_note(subject, config, signal_id, now_of(config), reason=reason),
    )
    for note in notes or (NO_NOTES,):
        st.text(note)


def _say_overtaken(subject: Subject, signal_id: str, done: int) -> bool:
    """Say, until the signal changes again or another is opened, that somebody else took a step before this one."""
    shown, before, begun, overtaken = state.recall(subject, SHOWN, ("", 0, False, False))
    overtaken = shown == signal_id and (overtaken or (begun and before < done))
    if overtaken:
        st.warning(MEANWHILE)
    state.remember(subject, SHOWN, (signal_id, done, False, overtaken))
    return bool(overtaken)


def _form(signal_id: str) -> KeptForm:
    return KeptForm(f"signaal_{signal_id}")


def _ask_step(subject: Subject, config: Config, signal_id: str, done: int) -> bool:
    """Ask for the next step, and say whether somebody began one."""
    mine = [name for name, use_case in STEPS.items() if may(subject, use_case)]
    st.html("<h3>Uw volgende stap</h3>")
    kept = _form(signal_id)
    step = st.radio("Wat doet u", mine, index=None, horizontal=True, **kept.field("stap", options=mine))
    if step is None:
        return False
    st.html(f'<p class="hint">{WHY[step]}</p>')
    ask = {ASSESS: _ask_assessment, ENRICH: _ask_enrichment, FORWARD: _ask_partner, CLOSE: _ask_outcome}[step]
    deed, words = ask(subject, config, signal_id, kept)
    if st.button(f"Leg vast: {step.lower()}", type="primary", key=f"vast_{signal_id}_{done}_{step}"):
        state.ask_for("signaal", signal_id)
        if deeds.attempt(subject, config, deed, form=kept):
            state.remember(subject, SHOWN, ("", 0, False, False))
            deeds.say(subject, words)
    return True


def _ask_assessment(
    subject: Subject, config: Config, signal_id: str, kept: KeptForm
) -> tuple[Callable[[], object], str]:
    grade = ask_term("Hoe betrouwbaar is het", RELIABILITIES, kept, "graad", with_code=True)
    change = Change(reliability=grade, note=ask_note(kept, "notitie_b"))
    return lambda: assess_signal(subject, config, signal_id, change, now_of(config)), "Het signaal is beoordeeld."


def _ask_enrichment(
    subject: Subject, config: Config, signal_id: str, kept: KeptForm
) -> tuple[Callable[[], object], str]:
    form = ask_term("Andere vorm (mag leeg blijven)", FORMS, kept, "vorm")
    category = ask_term("Andere waarneming (mag leeg blijven)", SIGNAL_CATEGORIES, kept, "categorie")
    grade = ask_term("Andere betrouwbaarheid (mag leeg blijven)", RELIABILITIES, kept, "ander", with_code=True)
    change = Change(form, category, grade, ask_note(kept, "notitie_v"))
    return lambda: enrich_signal(subject, config, signal_id, change, now_of(config)), "Het signaal is verrijkt."


def _ask_partner(subject: Subject, config: Config, signal_id: str, kept: KeptForm) -> tuple[Callable[[], object], str]:
    partner = ask_term("Naar welke organisatie", PARTNERS, kept, "partner")
    reference = st.text_input(
        "Kenmerk bij de partner (mag leeg blijven)",
        max_chars=REFERENCE_MAX_CHARACTERS,
        **kept.field("kenmerk", usual=""),
    )
    words = f"Het signaal is doorgezet naar {labels(PARTNERS).get(partner or '', '')}."
    return lambda: forward_signal(subject, config, signal_id, partner or "", reference, now_of(config)), words


def _ask_outcome(subject: Subject, config: Config, signal_id: str, kept: KeptForm) -> tuple[Callable[[], object], str]:
    outcome = ask_term("Hoe loopt het af", OUTCOMES, kept, "uitkomst")
    return lambda: close_signal(subject, config, signal_id, outcome or "", now_of(config)), "Het signaal is gesloten."
