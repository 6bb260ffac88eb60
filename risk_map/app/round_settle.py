"""Step 4 of a round, second half: the rounds there are, and the steps of one: approve, issue, print, close."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.deeds import attempt
from risk_map.app.escaping import literal
from risk_map.app.open_rounds import NOT_THERE
from risk_map.app.prints import show_prints
from risk_map.app.tables import show_table
from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, ISSUED, ROUND_STATES
from risk_map.domain.location import codes, labels
from risk_map.domain.partners import PARTNERS
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.round_changes import WithdrawRound, WithdrawStop, change_round
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.round_steps import approve_round, close_round, issue_round, reopen_round
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.round_reads import Rounds

ADDRESS: Final = "ronde"
CHOSEN: Final = "ronde_gekozen"
RECENT: Final = timedelta(days=7)
STEPS: Final = {
    DRAFT: ((approve_round, "Keur goed", "De ronde is goedgekeurd. Geef haar uit, dan zien de boa's haar."),),
    APPROVED: (
        (issue_round, "Geef uit aan de boa's", "De ronde is uitgegeven. De boa's zien haar 12 uur voor hun dienst."),
        (reopen_round, "Heropen om te wijzigen", "De ronde is weer een concept; een ander keurt haar opnieuw goed."),
    ),
    ISSUED: ((close_round, "Sluit de ronde", "De ronde is gesloten."),),
}
"""State -> what may come next: use case, words on the button, what to say after."""

TELLS: Final = {
    DRAFT: "Concept. Een ander dan wie haar opstelde of vulde, keurt haar goed.",
    APPROVED: "Goedgekeurd. Er verandert niets meer aan; heropenen kan nog.",
    ISSUED: "Uitgegeven. De boa's leggen vast wat zij zien; daarna kan de ronde worden gesloten.",
    FINISHED: "Gesloten. Van elke locatie is een bezoek vastgelegd, of waarom niet.",
}
STOP_COLUMNS: Final = ("Nr", "Tijd", "Team", "Adres", "Soort")


def show_rounds(subject: Subject, config: Config) -> None:
    """Show the rounds of now, and let the user choose one to work on.

    Parameters
    ----------
    subject, config
        Who looks, and where the data are.
    """
    stamp, now = round_stamp(config), now_of(config)
    found = state.kept("rondes", (subject, stamp), lambda: read_round(subject, config, now)).rounds
    older = st.checkbox("Ook eerdere en gesloten rondes", key="ronde_eerdere")
    recent = (found["on_date"] >= local_day(now) - RECENT) & found["state"].isin([DRAFT, APPROVED, ISSUED])
    asked = state.chosen(CHOSEN) or state.asked_for(ADDRESS)
    if (linked := state.asked_for(ADDRESS)) is not None and linked not in found.index:
        st.info(NOT_THERE)
    shown = found if older else found[recent | (found.index == asked)]
    # What waits for somebody comes first.
    shown = shown.sort_values(["state", "on_date"], key=_in_order, kind="stable")
    if shown.empty:
        st.info("Er zijn nu geen rondes. Plan er een met stap 1 tot en met 3.")
        return
    names = labels(ROUND_STATES)
    words = {
        str(key): f"{_name_of(config, row)} ({names[row['state']]})" for key, row in shown.to_dict("index").items()
    }
    chosen = _ask_round(words, asked)
    read = (subject, chosen, stamp)
    one = state.kept("ronde", read, lambda: read_round(subject, config, now, round_id=chosen))
    show_round(subject, config, one)


def show_round(subject: Subject, config: Config, one: Rounds) -> None:
    """Show one round and what can be done with it now.

    Parameters
    ----------
    subject, config
        Who looks, and where the data are.
    one
        Result of ``read_round`` for that round.
    """
    round_id, row = str(one.rounds.index[0]), one.rounds.iloc[0].to_dict()
    which, told = escape(_name_of(config, row)), TELLS.get(row["state"], "Ingetrokken.")
    st.html(f'<p class="notice" role="status"><strong class="which">{which}</strong><br>{told}</p>')
    if one.broken:
        said = "Deze ronde houdt zich niet aan alle regels. Zo wordt zij niet goedgekeurd, uitgegeven of afgedrukt."
        rules = "\n".join(f"- {literal(_with_addresses(one, sentence))}" for sentence in one.broken)
        st.warning(f"{said}\n\n{rules}")
    if one.lapse:
        st.info(one.lapse)
    steps = STEPS.get(row["state"], ())
    with st.container(horizontal=True):
        # A button of its own for every round: one that was pressed beside another round does nothing to this one.
        pressed = [
            st.button(words, type="secondary" if place else "primary", key=f"{step.__name__}_{round_id}")
            for place, (step, words, _) in enumerate(steps)
        ]
    for (step, _, done), goes in zip(steps, pressed, strict=True):
        if goes:
            attempt(subject, config, partial(step, subject, config, round_id, now_of(config)), done)
    show_table("Teams", ("Team", "Dienst", "Mensen", "Partners"), team_rows(one.teams))
    show_table("Bezoeken", STOP_COLUMNS, stop_rows(one), figures=STOP_COLUMNS[1:2])
    if row["state"] in {APPROVED, ISSUED, FINISHED}:
        show_prints(subject, config, round_id)
    if row["state"] in {DRAFT, APPROVED, ISSUED}:
        _show_withdrawals(subject, config, round_id, one, stops=row["state"] != APPROVED)


def _with_addresses(one: Rounds, sentence: str) -> str:
    for name, address in zip(one.stops["location_id"], one.stops["address"], strict=True):
        sentence = sentence.replace(f"({name})", f"({texts.address(address)})")
    return sentence


def team_rows(teams: pd.DataFrame) -> list[tuple[str, ...]]:
    """Give the teams of a round, in words."""
    names = labels(PARTNERS)
    return [
        (
            str(team["name"]),
            f"{team['shift_start']:%H:%M} tot {team['shift_end']:%H:%M}",
            str(team["members"]),
            ", ".join(names[code] for code in (team["partners"] or "").split(",") if code) or "geen",
        )
        for team in teams.to_dict("records")
    ]


def stop_rows(one: Rounds) -> list[tuple[str, ...]]:
    """Give the stops of a round, in words; nothing in them says why a place was chosen."""
    teams = one.teams["name"].to_dict()
    return [
        (
            str(stop["position"]),
            f"{stop['planned_at']:%H:%M}" if stop["planned_at"] else "niet gepland",
            str(teams.get(stop["team_id"], "-")),
            texts.address(stop["address"]),
            str(stop["type_label"]),
        )
        for stop in one.stops.to_dict("records")
    ]


def note_arrival() -> None:
    """Take the round that the address asks for as the chosen one: of somebody who just came to the page."""
    if asked := state.asked_for(ADDRESS):
        choose_round(asked)


def choose_round(round_id: str) -> None:
    """Work on another round from here."""
    state.settle(CHOSEN, round_id)
    if state.asked_for(ADDRESS) != round_id:
        state.ask_for(ADDRESS, round_id)


def _ask_round(words: dict[str, str], asked: str | None) -> str:
    """Ask which round; the address follows, so that a link shows the same one, but never leads: it comes too late."""
    options = list(words)
    first = asked if asked in words else options[0]
    # Streamlit knows an option by its words: when those change, it needs another widget to choose the same round in.
    key = f"{CHOSEN}_{hash(tuple(words.items()))}"
    state.restore(key, first)
    chosen: str = st.selectbox("Ronde", options, format_func=words.__getitem__, key=key)
    choose_round(chosen)
    return chosen


def _name_of(config: Config, row: Mapping[Hashable, Any]) -> str:
    town = config.municipalities.get(row["gemeentecode"], "gedeeld")
    return f"{texts.day(row['on_date'])}: {row['name']}, {town}"


def _in_order(column: pd.Series) -> pd.Series:
    return column.map(codes(ROUND_STATES).index) if column.name == "state" else column


def _show_withdrawals(subject: Subject, config: Config, round_id: str, one: Rounds, *, stops: bool) -> None:
    with st.expander("Intrekken"):
        options = dict(zip(one.stops.index, one.stops["address"].map(texts.address), strict=True))
        if stops and options:
            stop = st.selectbox("Bezoek", list(options), format_func=options.__getitem__, key="intrek_bezoek")
            why = st.text_input("Waarom gaat het eruit", max_chars=200, key="intrek_reden")
            if st.button("Haal dit bezoek uit de ronde", key="intrek_een"):
                change = WithdrawStop(str(stop), why)
                _change(subject, config, round_id, change, "Het bezoek is uit de ronde.")
        sure = st.checkbox("Ik wil deze hele ronde intrekken; haar locaties zijn die dag weer vrij", key="intrek_zeker")
        if st.button("Trek de ronde in", disabled=not sure, key="intrek_ronde"):
            _change(subject, config, round_id, WithdrawRound(), "De ronde is ingetrokken.")


def _change(subject: Subject, config: Config, round_id: str, change: WithdrawStop | WithdrawRound, done: str) -> None:
    attempt(subject, config, lambda: change_round(subject, config, round_id, change, now_of(config)), done)
