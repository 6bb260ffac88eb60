"""A season on the screen: its rounds, the places of one of them and by when, how it varies, and who has no day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from risk_map.app import pages, season_round, state, texts
from risk_map.app.answers import ask_one
from risk_map.app.round_when import day_words
from risk_map.app.tables import show_table
from risk_map.domain.notation import WEEKDAYS, clock
from risk_map.workflow.clock import local_day, now_of

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.season_agenda import SeasonAgenda

ROUNDS: Final = ("Ronde", "Dienst", "Gemeenten", "Locaties", "Termijn loopt af", "Nog te besluiten")
PLACES: Final = ("Adres", "Gemeente", "Soort", "Uiterlijk", "Besluit")
MISSED: Final = ("Adres", "Gemeente", "Uiterlijk", "Dag in dit seizoen", "Waarom niet op tijd")
GOES_ON: Final = "Naar de pagina Ronde, met deze dag, deze dienst en deze locaties."
DECIDES: Final = "Naar de pagina Locatie, langs elke locatie van deze ronde waarover nog niet is besloten."
NO_TERM: Final = "geen termijn"


def show_season(subject: Subject, config: Config, agenda: SeasonAgenda, asked: int) -> None:
    """Show a season, and let the user choose a round to go on with.

    Parameters
    ----------
    subject, config
        Who plans, and how municipalities are called.
    agenda
        The season.
    asked
        How many rounds were asked for: fewer were planned when somebody stopped.
    """
    days = [each.on_date for each in agenda.requests]
    rounds = texts.count(len(days), "ronde", "rondes")
    st.header(f"{rounds}, {texts.day(days[0])} tot en met {texts.day(days[-1])}", anchor=False)
    if len(days) < asked:
        st.info(f"U stopte na ronde {len(days)} van de {asked}. Met dezelfde keuzes verdeelt u opnieuw.")
    show_table("De rondes", ROUNDS, _rounds(config, agenda), figures=ROUNDS[3:4])
    _show_round(subject, config, agenda)
    st.header("Afwisseling", anchor=False)
    _show_variation(config, agenda)
    st.header("Niet op tijd", anchor=False)
    show_table(
        f"Locaties zonder dag, of met een dag na hun termijn: {len(agenda.missed)}",
        MISSED,
        [_missed(config, row) for row in agenda.missed.to_dict("records")],
        empty="Elke locatie waarvan de termijn in dit seizoen afloopt, komt op tijd aan de beurt.",
    )


def _rounds(config: Config, agenda: SeasonAgenda) -> list[tuple[str, ...]]:
    last = pd.Timestamp(agenda.requests[-1].on_date)
    rows: list[tuple[str, ...]] = []
    for number, (request, shift) in enumerate(zip(agenda.requests, agenda.shifts, strict=True), start=1):
        here = agenda.places[agenda.places["round"] == number]
        ends = pd.to_datetime(here["due"])
        soon = int((ends <= last).sum())
        rows.append(
            (
                f"{number}. {day_words(request.on_date)}",
                f"{clock(shift[0])} tot {clock(shift[1])}",
                _towns(config, here["municipality"]),
                str(len(here)),
                f"{soon}, de eerste {_by(ends.min(), request.on_date)}" if soon else "geen",
                str(int((~here["decided"].astype(bool)).sum())),
            )
        )
    return rows


def _show_round(subject: Subject, config: Config, agenda: SeasonAgenda) -> None:
    words = {
        number: f"Ronde {number}: {day_words(each.on_date)}" for number, each in enumerate(agenda.requests, start=1)
    }
    number = ask_one("Welke ronde bekijkt u", list(words), "seizoen_ronde", 1, words.__getitem__)
    request, gone = agenda.requests[number - 1], agenda.absent[number - 1]
    here = agenda.places[agenda.places["round"] == number]
    rows = [_place(config, row, request.on_date) for row in here.to_dict("records")]
    show_table(words[number], PLACES, rows, empty="In deze ronde zijn geen locaties over.")
    if gone:
        st.info(
            f"{texts.count(gone, 'locatie doet', 'locaties doen')} nu niet mee: in een andere ronde, of niet meer in "
            "het register."
        )
    if any(not isinstance(end, str | None) for crew in request.teams for end in (crew.start, crew.end)):
        st.caption("Punten waar een team begint of eindigt, gaan niet mee naar de pagina Ronde; gemeenten wel.")
    is_over = request.on_date < local_day(now_of(config))
    if is_over:
        st.info("De dag van deze ronde is voorbij. Kies een latere ronde.")
    if st.button("Plan deze ronde", type="primary", disabled=here.empty or is_over, help=GOES_ON):
        season_round.go_on(subject, f"ronde {number}", request)
    waiting = here.index[~here["decided"].astype(bool)]
    if st.button("Besluiten over wat nog wacht", disabled=waiting.empty, help=DECIDES):
        state.hand_over(waiting)
        pages.go_to("locatie", locatie=str(waiting[0]))


def _show_variation(config: Config, agenda: SeasonAgenda) -> None:
    seen = agenda.variation
    hours = {clock(60 * minutes): times for minutes, times in seen.starts.items()}
    towns = Counter(config.municipalities.get(code, code) for code in agenda.places["municipality"])
    if len(agenda.requests) > 1:
        gaps = f"{seen.shortest_gap_days} tot {seen.longest_gap_days}"
        st.markdown(f"Tussen twee rondes liggen {gaps} dagen.")
    tables: tuple[tuple[str, str, dict[Any, int]], ...] = (
        ("Dag van de week", "Rondes", {WEEKDAYS[day]: times for day, times in seen.weekdays.items()}),
        ("Begin", "Rondes", hours),
        ("Gemeente", "Bezoeken", dict(sorted(towns.items()))),
    )
    for place, (name, figure, counts) in zip(st.columns(3), tables, strict=True):
        with place:
            show_table(f"Per {name.lower()}", (name, figure), counts.items(), figures=(figure,))


def _towns(config: Config, codes: pd.Series) -> str:
    counts = Counter(config.municipalities.get(code, code) for code in codes)
    return ", ".join(f"{name} {times}" for name, times in sorted(counts.items())) or "-"


def _place(config: Config, row: dict[Any, Any], on_date: Any) -> tuple[str, ...]:  # noqa: ANN401 - a date
    return (
        texts.address(row["address"]),
        config.municipalities.get(row["municipality"], row["municipality"]),
        row["type_label"],
        _by(row["due"], on_date),
        "besloten" if row["decided"] else "nog te besluiten",
    )


def _missed(config: Config, row: dict[Any, Any]) -> tuple[str, ...]:
    return (
        texts.address(row["address"]),
        config.municipalities.get(row["municipality"], row["municipality"]),
        texts.day(row["due"]),
        texts.day(row["visited_on"]) if pd.notna(row["visited_on"]) else "geen",
        row["reason"],
    )


def _by(due: Any, on_date: Any) -> str:  # noqa: ANN401 - a date, or missing
    if pd.isna(due):
        return NO_TERM
    return texts.day(due) + (" (al voorbij)" if pd.Timestamp(due) < pd.Timestamp(on_date) else "")
