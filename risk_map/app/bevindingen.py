"""The page Bevindingen: what was found, stop by stop in the order of the print; from a file; and a handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, state, texts
from risk_map.app.deeds import attempt, show_done
from risk_map.app.findings import STOP_PARAMETER, ask_findings
from risk_map.app.kept_form import KeptForm
from risk_map.app.masthead import show_title
from risk_map.app.open_rounds import ask_round, ask_team, may_record, record
from risk_map.app.tables import show_table
from risk_map.app.uploads import on_disk
from risk_map.domain.inspection import RESULTS
from risk_map.domain.location import labels
from risk_map.domain.partners import VICTIM_CARE
from risk_map.governance.permissions import may
from risk_map.governance.shifts import LOCAL
from risk_map.workflow.clock import moment, now_of
from risk_map.workflow.handovers import hand_over_victim
from risk_map.workflow.turns import THEIR_TURN
from risk_map.workflow.visit_forms import write_visit_form
from risk_map.workflow.visit_imports import import_visits

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.route_reads import LapsedStop, ListedStop, RouteList, TeamList
    from risk_map.workflow.visits import VisitForm

STYLES: Final = Path(__file__).parent / "frontend" / "round.css"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_SUCH_STOP: Final = "De plaats uit deze link zit niet in deze ronde en dit team. Kies hieronder een plaats."
READ: Final = "ingelezen"
MOMENTS: Final = 48
QUARTER: Final = timedelta(minutes=15)
LAPSED: Final = (
    "Dit bezoek vervalt: het model staat uit. Begon het voordat het model uitging, zeg dan hoe laat, en leg het vast. "
    "Anders legt u vast dat de plaats niet is bezocht."
)
HANDOVER_WORDS: Final = (
    "Leg alleen vast dat er is overgedragen, wanneer, en aan welke organisatie. Nooit wie, en nooit wat er is verteld."
)


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    show_title(config, "Bevindingen", "Feiten over de plaats, nooit over een persoon. Geen teken staat op zichzelf.")
    st.html(STYLES)
    show_done(subject)
    found = ask_round(subject, config)
    if found is not None:
        team = ask_team(found)
        if not may(subject, "record_visit") and now_of(config) <= found.turn_ends:
            st.info(THEIR_TURN.format(until=moment(found.turn_ends)))
        elif may_record(subject):
            _show_entry(subject, config, found, team)
        if team is not None:
            _show_progress(team)
        with st.expander("Met een werkblad: formulier ophalen en ingevuld inlezen"):
            _show_files(subject, config, found)
    if may(subject, "hand_over_victim"):
        with st.expander("Een vermoedelijk slachtoffer is overgedragen"):
            _show_handover(subject, config)


def _show_entry(subject: Subject, config: Config, found: RouteList, team: TeamList | None) -> None:
    stops = {stop.stop_id: stop for stop in (team.stops if team is not None else ())}
    lapsed = {stop.stop_id: stop for stop in found.lapsed}
    words = {name: _title(stop) for name, stop in stops.items()} | {
        name: f"vervallen: {texts.address(stop.address)}" for name, stop in lapsed.items()
    }
    asked = state.asked_for(STOP_PARAMETER)
    waiting = next((name for name, stop in stops.items() if stop.result is None), None)
    # What lapses is never the next visit: whoever began it before chooses it.
    if asked is not None and asked not in words:
        st.info(NO_SUCH_STOP)
    first = asked if asked in words else waiting or next(iter(stops), None)
    chosen = st.selectbox(
        "Plaats",
        list(words),
        None,
        format_func=words.__getitem__,
        placeholder="Kies",
        **KeptForm(f"plaats_{found.round_id}", counts=False).field(f"{asked}_{waiting}", first, words),
    )
    if chosen in lapsed:
        _show_lapsed(subject, config, lapsed[chosen])
    elif chosen is not None:
        _show_stop(subject, config, stops[chosen])


def _show_lapsed(subject: Subject, config: Config, stop: LapsedStop) -> None:
    st.info(LAPSED)
    kept = KeptForm(f"bezoek_{stop.stop_id}")
    began = st.time_input("Begonnen om", None, step=60, **kept.field("begonnen"))
    st.html(f"<h2>{escape(texts.address(stop.address))}</h2>")
    form = ask_findings(stop.stop_id, stop.location_type, "Leg vast", kept)
    if form is not None:
        _record(subject, config, texts.address(stop.address), replace(form, began=began), kept)


def _show_stop(subject: Subject, config: Config, stop: ListedStop) -> None:
    correct = stop.visit_id is not None
    if correct:
        st.info(
            f"Al vastgelegd: {labels(RESULTS)[stop.result or '']}. Wat u hieronder vastlegt, komt ervoor in de plaats."
        )
    st.html(f"<h2>{escape(_title(stop))}</h2>")
    save = "Leg de correctie vast" if correct else "Leg vast"
    kept = KeptForm(f"bezoek_{stop.stop_id}")
    form = ask_findings(stop.stop_id, stop.location_type, save, kept, recorded=stop.visit_id)
    if form is not None:
        name = f"{stop.words.number}. {texts.address(stop.words.address)}"
        _record(subject, config, name, form, kept, stop.visit_id)


def _record(
    subject: Subject, config: Config, name: str, form: VisitForm, kept: KeptForm, corrects: str | None = None
) -> None:
    def deed() -> None:
        record(subject, config, form, corrects)
        state.ask_for(STOP_PARAMETER, None)

    words = labels(RESULTS).get(form.result, form.result)
    attempt(subject, config, deed, f"Vastgelegd: {name}, {words}.", kept)


def _show_progress(team: TeamList) -> None:
    rows = [
        (_title(stop), labels(RESULTS)[stop.result] if stop.result else "nog niet vastgelegd") for stop in team.stops
    ]
    done = sum(stop.result is not None for stop in team.stops)
    show_table(f"{done} van {len(rows)} vastgelegd", ("Plaats", "Resultaat"), rows)
    st.html('<p class="note">Wie niet is bezocht, kan weer in een ronde: het besluit blijft staan.</p>')


def _show_files(subject: Subject, config: Config, found: RouteList) -> None:
    if st.button("Maak een invulformulier", key="formulier_maken"):
        attempt(subject, config, lambda: _write_form(subject, config, found.round_id))
    known, content = state.recall(subject, "formulier", (None, b""))
    if known == found.round_id:
        st.download_button("Haal het formulier op (XLSX)", content, f"bevindingen-{found.round_id}.xlsx", XLSX)
    if not may(subject, "import_visits"):
        return
    sent = st.file_uploader(
        "Ingevuld formulier", type=["xlsx", "csv", "json"], key=f"ingevuld_{state.recall(subject, READ, 0)}"
    )
    st.html('<p class="note">Het formulier wordt helemaal vastgelegd, of, als er een fout in staat, helemaal niet.</p>')
    if sent is not None and st.button("Lees het formulier in", type="primary", key="inlezen"):
        with on_disk(sent) as path:
            attempt(subject, config, lambda: _import(subject, config, path), "Het formulier is ingelezen.")


def _write_form(subject: Subject, config: Config, round_id: str) -> None:
    with TemporaryDirectory(prefix="risk_map_") as folder:
        path = Path(folder) / "formulier.xlsx"
        write_visit_form(subject, config, round_id, path, now_of(config))
        state.remember(subject, "formulier", (round_id, path.read_bytes()))


def _import(subject: Subject, config: Config, path: Path) -> None:
    done = import_visits(subject, config, path, now_of(config))
    state.remember(subject, READ, state.recall(subject, READ, 0) + 1)  # the next file gets an empty field
    known = f"{done.known} stond er al, " if done.known == 1 else f"{done.known} stonden er al, " if done.known else ""
    told = f"{texts.count(len(done.visit_ids), 'bezoek', 'bezoeken')} vastgelegd, {known}{done.open_words} nog open."
    st.toast(told)


def _show_handover(subject: Subject, config: Config) -> None:
    st.html(f'<p class="note">{HANDOVER_WORDS}</p>')
    words, kept = labels(VICTIM_CARE), KeptForm("overdracht")
    organisation = st.selectbox(
        "Aan welke organisatie",
        list(words),
        None,
        format_func=words.__getitem__,
        placeholder="Kies",
        **kept.field("aan"),
    )
    now = now_of(config)
    last = now.astimezone(LOCAL).replace(second=0, microsecond=0)
    moments = [last, *(_quarter(last) - QUARTER * back for back in range(1, MOMENTS))]
    at = st.selectbox("Wanneer", moments, format_func=_moment, **kept.field("om", last, moments))
    if st.button("Leg de overdracht vast", disabled=organisation is None, key="over_vast") and organisation:
        deed = partial(hand_over_victim, subject, config, organisation, at, now)
        attempt(subject, config, deed, f"Vastgelegd: overgedragen aan {words[organisation]}.", kept)


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15) + QUARTER


def _moment(moment: datetime) -> str:
    return f"{texts.day(moment.date())}, {moment:%H:%M}"


def _title(stop: ListedStop) -> str:
    when = f" {stop.words.arrival}" if stop.words.arrival else ""
    return f"{stop.words.number}.{when} {texts.address(stop.words.address)}"
