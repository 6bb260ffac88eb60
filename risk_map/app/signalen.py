"""The page Signalen: the register, a report of one's own, and what was done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, deeds, session, signal_report, signal_steps, state, texts
from risk_map.app.masthead import show_title
from risk_map.app.tables import show_table
from risk_map.domain.cases import OUTCOMES, SIGNAL_EVENTS
from risk_map.domain.location import FORMS, OVERALL, SIGNAL_CATEGORIES, labels
from risk_map.domain.partners import PARTNERS
from risk_map.governance.permissions import may
from risk_map.workflow import tasks
from risk_map.workflow.clock import now_of
from risk_map.workflow.signal_reads import STAGES, Signals, follow_signal, read_signals, stages
from risk_map.workflow.store import store_stamp

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

LEAD: Final = "Feiten over een plaats, nooit over een persoon. Een signaal is een reden om te kijken, geen bewijs."
PART: Final = "signalen"
PARTS: Final = {
    "register": ("Register", "read_signals"),
    "melden": ("Een signaal melden", "add_signal"),
    "volgen": ("Mijn meldingen", "follow_signal"),
}
"""Key in the address -> title, and the use case of whoever has it."""

ALL: Final = "alle"
STAGE_LABELS: Final = {**labels(STAGES), ALL: "alle"}
FORM_LABELS: Final = {OVERALL: "alle vormen"} | labels(FORMS)
SHOWN: Final = 30
NONE_CHOSEN: Final = "Geen signaal voldoet aan deze keuze. Kies ruimer."
NONE_AT_ALL: Final = "In het register staat nu geen signaal dat u mag zien."
NOT_THERE: Final = "Het gevraagde signaal is er niet, of is niet voor u te zien. Kies hieronder een ander."
OPEN: Final = "signalen_open"
SIGNAL: Final = "signaal"
"""Name in the address of the signal that is open."""

STAGE, FORM, TOWN = "signalen_stand", "signalen_vorm", "signalen_gemeente"


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    show_title(config, "Signalen", LEAD)
    deeds.show_done(subject)
    if (stage := state.asked_for(tasks.STAGE_PARAMETER)) is not None:
        _open_stage(stage)
    titles = {key: title for key, (title, needs) in PARTS.items() if may(subject, needs)}
    part = st.radio(
        "Onderdeel", list(titles), format_func=titles.__getitem__, horizontal=True, key=PART, bind="query-params"
    )
    st.html(f"<h2>{titles[part]}</h2>")
    if part == "register":
        _show_register(subject, config)
    elif part == "melden":
        signal_report.show(subject, config)
    else:
        _show_own(subject, config)


def _open_stage(stage: str) -> None:
    """Open the register on the signals of one stage, whatever it was left on."""
    for key in (PART, OPEN, STAGE, FORM, TOWN):
        state.answer(key, None)
    state.answer(STAGE, stage)
    state.ask_for(tasks.STAGE_PARAMETER, None)


def _show_register(subject: Subject, config: Config) -> None:
    now, reason = now_of(config), session.reason()
    version = (subject, reason, store_stamp(config), f"{now:%Y-%m-%d %H}")
    found = state.kept("signalen", version, lambda: read_signals(subject, config, now, reason=reason))
    rows = _ask_filter(config, found)
    if (chosen := _ask_signal(rows, found)) is not None:
        signal_steps.show(subject, config, found, chosen)
    show_table(
        f"{texts.count(len(rows), 'signaal', 'signalen')}, nieuwste eerst",
        ("plaats", "gezien", "vorm", "wat er is gezien", "betrouwbaarheid", "stand"),
        [
            (
                texts.address(row["address"]),
                texts.day(row["observed_on"]),
                *_words(row),
                row["reliability"],
                STAGE_LABELS[row["stage"]],
            )
            for row in rows.head(SHOWN).to_dict("records")
        ],
        empty=NONE_CHOSEN if len(found.signals) else NONE_AT_ALL,
    )
    if len(rows) > SHOWN:
        words = f"De nieuwste {SHOWN}. Kies hierboven om minder te zien, of typ een adres bij Open een signaal."
        st.html(f'<p class="counts">{words}</p>')


def _ask_filter(config: Config, found: Signals) -> pd.DataFrame:
    rows = (
        found.signals.assign(stage=stages(found)).iloc[::-1].sort_values("observed_on", ascending=False, kind="stable")
    )
    first, second, third = st.columns(3)
    with first:
        amounts = rows["stage"].value_counts().to_dict() | {ALL: len(rows)}
        words = {key: f"{label} ({amounts.get(key, 0)})" for key, label in STAGE_LABELS.items()}
        stage = _ask("Stand", words, STAGE, next(key for key in words if amounts.get(key) or key == ALL))
    with second:
        form = _ask("Vorm van uitbuiting", FORM_LABELS, FORM, OVERALL)
    towns = {code: config.municipalities.get(code, code) for code in sorted(rows["gemeentecode"].dropna().unique())}
    town = ALL
    if len(towns) > 1:
        with third:
            town = _ask("Gemeente", {ALL: "alle gemeenten"} | towns, TOWN, ALL)
    rows = rows if stage == ALL else rows[rows["stage"] == stage]
    rows = rows if form == OVERALL else rows[rows["form"] == form]
    return rows if town == ALL else rows[rows["gemeentecode"] == town]


def _ask(label: str, options: dict[str, str], key: str, usual: str) -> str:
    state.restore(key, usual, refresh=state.chosen(key) not in options)
    found: str = st.selectbox(label, list(options), format_func=options.__getitem__, key=key)
    state.settle(key, found)
    return found


def _ask_signal(rows: pd.DataFrame, found: Signals) -> str | None:
    """Ask which signal to open; one in the address of the page stays open, also when the filter leaves it out."""
    asked = state.asked_for(SIGNAL)
    missing = asked is not None and asked not in found.signals.index and state.chosen(OPEN) is None
    if missing:
        st.html(f'<p class="notice" role="status">{NOT_THERE}</p>')
    ids = list(rows.index) + ([asked] if asked in found.signals.index and asked not in rows.index else [])
    if not ids:
        return None
    names = texts.told_apart(
        {
            str(signal_id): f"{texts.address(row['address'])}, {texts.day(row['observed_on'])}: {_words(row)[1]}"
            for signal_id, row in found.signals.loc[ids].to_dict("index").items()
        }
    )
    state.restore(OPEN, asked if asked in ids else None, refresh=state.chosen(OPEN) not in (None, *ids))
    chosen: str | None = st.selectbox(
        "Open een signaal",
        ids,
        index=None,
        format_func=names.__getitem__,
        placeholder="Kies een signaal, of typ een adres",
        key=OPEN,
    )
    if chosen is not None or not missing:
        state.ask_for(SIGNAL, chosen)
    return chosen


def _words(row: dict[Hashable, Any]) -> tuple[str, str]:
    return labels(FORMS)[row["form"]], labels(SIGNAL_CATEGORIES)[row["category"]]


def _show_own(subject: Subject, config: Config) -> None:
    now = now_of(config)
    found = state.kept("meldingen", (subject, store_stamp(config)), lambda: follow_signal(subject, config, now))
    rows = found.signals.assign(stage=stages(found)).iloc[::-1]
    show_table(
        "Wat u meldde, nieuwste eerst",
        ("plaats", "gezien", "wat er is gezien", "stand"),
        [
            (texts.address(row["address"]), texts.day(row["observed_on"]), _words(row)[1], STAGE_LABELS[row["stage"]])
            for row in rows.to_dict("records")
        ],
        empty="U hebt hier nog niets gemeld.",
    )
    if rows.empty:
        return
    steps = found.steps.join(found.signals["address"])
    show_table(
        "Wat ermee is gedaan",
        ("plaats", "wanneer", "wat", "naar", "uitkomst"),
        [
            (
                texts.address(row["address"]),
                texts.day(row["recorded_at"]),
                labels(SIGNAL_EVENTS)[row["kind"]],
                labels(PARTNERS).get(row["organisation"], ""),
                labels(OUTCOMES).get(row["outcome"], ""),
            )
            for row in steps.iloc[::-1].to_dict("records")
        ],
        empty="Er is nog niets mee gedaan. Zodra iemand ernaar kijkt, staat het hier.",
    )
    signal_report.offer_correction(subject, rows, part_key=PART, part="melden")
