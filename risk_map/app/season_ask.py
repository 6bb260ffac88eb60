"""What season somebody wants: from when to when, how many rounds, who goes, and where. Answers survive another page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app.answers import ask_many, ask_one, ask_text
from risk_map.app.round_ask import FORM_LABELS, MOST_TEAMS
from risk_map.app.round_when import ask_shift, day_words
from risk_map.domain.location import OVERALL
from risk_map.workflow.clock import local_day
from risk_map.workflow.planning_places import towns_of
from risk_map.workflow.planning_request import Area, Crew
from risk_map.workflow.planning_shifts import shift_fault
from risk_map.workflow.season_planning import SeasonRequest

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

DAYS_AHEAD: Final = 366
USUAL_DAYS: Final = 120
MOST_ROUNDS: Final = 60
USUAL_ROUNDS, USUAL_TEAMS = 12, 3
SEED_HELP: Final = (
    "Met hetzelfde getal en dezelfde gegevens komen dezelfde dagen terug. Laat het leeg: dan volgt het uit de "
    "gegevens, en kiest niemand het."
)
HOLIDAYS: Final = ("geen rondes op feestdagen", "ook rondes op feestdagen")
VARIES: Final = "Elke ronde begint tot een uur eerder of later dan de gewone dienst."


def ask_season(subject: Subject, config: Config, now: datetime) -> SeasonRequest | None:
    """Ask what season somebody wants; nothing when an answer cannot be used, which is then said.

    Parameters
    ----------
    subject, now
        Who plans, and when.
    config
        What a team is when nobody says otherwise.
    """
    left, right = st.columns(2, gap="large")
    with left:
        st.header("Wanneer", anchor=False)
        first, last = _ask_days(local_day(now))
        rounds = ask_one("Aantal rondes", range(1, MOST_ROUNDS + 1), "seizoen_rondes", USUAL_ROUNDS)
        shift = ask_shift(config, "seizoen")
        st.caption(VARIES)
        holidays = ask_one("Feestdagen", HOLIDAYS, "seizoen_feestdagen", HOLIDAYS[0])
    with right:
        st.header("Wie en waar", anchor=False)
        number = ask_one("Teams per ronde", range(1, MOST_TEAMS + 1), "seizoen_teams", USUAL_TEAMS)
        towns = towns_of(subject, config, Area())
        names = {code: config.municipalities[code] for code in towns}
        wanted = ask_many("Gemeenten", names, "seizoen_gemeenten", "Alle gemeenten") if len(towns) > 1 else towns
        form = ask_one("Vorm van uitbuiting", list(FORM_LABELS), "seizoen_vorm", OVERALL, FORM_LABELS.__getitem__)
        seed = ask_text("Startgetal (mag leeg)", "seizoen_getal", "", note=SEED_HELP).strip()
    if shift_fault(*shift):
        return None
    if seed and not (seed.isascii() and seed.isdecimal()):
        st.warning("Het startgetal is een geheel getal, zonder punten; of laat het leeg.")
        return None
    teams = tuple(Crew(f"Team {place}", shift=shift) for place in range(1, number + 1))
    return SeasonRequest(
        first,
        last,
        rounds,
        teams,
        Area(wanted),
        form,
        seed=int(seed) if seed else None,
        holidays=holidays == HOLIDAYS[1],
    )


def _ask_days(today: date) -> tuple[date, date]:
    days = [today + timedelta(ahead) for ahead in range(DAYS_AHEAD)]
    first = ask_one("Eerste dag", days, "seizoen_eerste", today, day_words)
    later = [first + timedelta(ahead) for ahead in range(DAYS_AHEAD)]
    return first, ask_one("Laatste dag", later, "seizoen_laatste", first + timedelta(USUAL_DAYS), day_words)
