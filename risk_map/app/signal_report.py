"""Report a signal: find the place, choose from closed lists, and at most a short note that is checked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import deeds, state, texts
from risk_map.app.address_field import ask_address
from risk_map.app.kept_form import KeptForm
from risk_map.domain.cases import CLOSED
from risk_map.domain.location import (
    FORMS,
    RELIABILITIES,
    SIGNAL_CATEGORIES,
    SOURCE_TYPES,
    Term,
    labels,
)
from risk_map.governance.permissions import may
from risk_map.workflow.checks import parse_day
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.signal_forms import NewSignal, problem_with_note
from risk_map.workflow.signals import add_signal

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

CORRECTS: Final = "melding_verbetert"
ASKED: Final = ("het adres", "wat er is gezien", "de vorm", "van wie het komt", "hoe betrouwbaar het is")
NOTE_HELP: Final = "Alleen feiten over de plaats. Geen namen, telefoonnummers, kentekens, leeftijden of herkomst."


def show(subject: Subject, config: Config) -> None:
    """Ask for a report, and record it.

    Parameters
    ----------
    subject, config
        Who reports, and where the data are.
    """
    kept = KeptForm("melding")
    corrects = state.recall(subject, CORRECTS)
    if corrects is not None:
        _show_correction(subject, corrects)
    place = ask_address(subject, config, kept, "Zoek het adres", "Welk adres is het", names=("zoek", "plaats"))
    left, right = st.columns(2)
    today = local_day(now_of(config))
    with left:
        seen = st.text_input("Gezien op (dag-maand-jaar)", max_chars=10, **kept.field("dag", f"{today:%d-%m-%Y}"))
        category = ask_term("Wat is er gezien", SIGNAL_CATEGORIES, kept, "categorie")
        form = ask_term("Vorm van uitbuiting die erbij past", FORMS, kept, "vorm")
    with right:
        source = ask_term("Van wie komt het", SOURCE_TYPES, kept, "bron")
        reliability = ask_term("Hoe betrouwbaar is het", RELIABILITIES, kept, "graad", with_code=True)
    note = ask_note(kept, "notitie")
    if st.button("Leg vast", type="primary"):
        answers = dict(zip(ASKED, (place, category, form, source, reliability), strict=True))
        if missing := [words for words, value in answers.items() if value is None]:
            st.warning(f"Kies nog: {', '.join(missing)}.")
            return
        values = (form, category, source, reliability)
        deeds.attempt(
            subject,
            config,
            lambda: _record(subject, config, (place, seen, values, note), corrects),
            "Vastgelegd. Onder Mijn meldingen ziet u wat ermee gebeurt.",
            kept,
        )


def offer_correction(subject: Subject, rows: pd.DataFrame, *, part_key: str, part: str) -> None:
    """Offer to write one of one's own reports anew, because it was written down wrong.

    Parameters
    ----------
    subject
        Who reported them.
    rows
        Own reports; index ``signal_id``.
    part_key, part
        Key and value of the choice that leads to the form.
    """
    still = rows[(rows["state"] != CLOSED).to_numpy(dtype=bool)]
    if still.empty or not may(subject, "add_signal"):
        return
    names = texts.told_apart(
        {
            str(signal_id): f"{texts.address(row['address'])}, {texts.day(row['observed_on'])}"
            for signal_id, row in still.to_dict("index").items()
        }
    )
    chosen = st.selectbox(
        "Staat er iets verkeerd in een melding?",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Kies de melding",
        key="melding_verbeteren",
    )
    if chosen is not None:
        st.button("Verbeter deze melding", on_click=_begin_correction, args=(subject, chosen, part_key, part))


def ask_term(label: str, terms: tuple[Term, ...], kept: KeptForm, name: str, *, with_code: bool = False) -> str | None:
    """Ask for one value of a closed list; nothing is chosen beforehand.

    Parameters
    ----------
    label
        The question.
    terms
        The list.
    kept, name
        The form, and the name of the field in it.
    with_code
        Whether the code itself means something to people: A, B, C.
    """
    words = {code: f"{code}: {name}" if with_code else name for code, name in labels(terms).items()}
    found: str | None = st.selectbox(
        label, list(words), index=None, format_func=words.__getitem__, placeholder="Kies", **kept.field(name)
    )
    return found


def ask_note(kept: KeptForm, name: str) -> str:
    """Ask for a note, and say at once when it may not be kept.

    Parameters
    ----------
    kept, name
        As for ``ask_term``.
    """
    note = st.text_area(
        "Notitie (mag leeg blijven)",
        placeholder=NOTE_HELP,
        **kept.field(name, usual=""),
    )
    if problem := problem_with_note(note):
        st.warning(problem)
    return note


def _record(
    subject: Subject,
    config: Config,
    answers: tuple[str | None, str, tuple[str | None, ...], str],
    corrects: str | None,
) -> None:
    place, seen, values, note = answers
    form, category, source, reliability = (str(value) for value in values)
    signal = NewSignal(str(place), parse_day(seen), form, category, source, reliability, note)
    add_signal(subject, config, signal, now_of(config), corrects=corrects)
    state.remember(subject, CORRECTS, None)


def _show_correction(subject: Subject, corrects: str) -> None:
    st.info("U verbetert een eerdere melding. Wat u hier vastlegt komt ervoor in de plaats; de geschiedenis blijft.")
    st.button("Toch niet verbeteren", on_click=state.remember, args=(subject, CORRECTS, None), key=f"niet_{corrects}")


def _begin_correction(subject: Subject, signal_id: str, part_key: str, part: str) -> None:
    state.remember(subject, CORRECTS, signal_id)
    state.reset({part_key: part})
