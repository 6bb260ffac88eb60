"""Step 1 of a round: which day, who goes, where, and by which agreements. Answers survive a page change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.app import texts
from risk_map.app.answers import ask_many, ask_one, ask_text
from risk_map.app.round_area import ask_area
from risk_map.domain.location import FORMS, LOCATION_TYPES, OVERALL, labels
from risk_map.domain.notation import WEEKDAYS, clock
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.partners import PARTNERS
from risk_map.planning.problem import Quota
from risk_map.planning.settings import MODES
from risk_map.workflow.clock import local_day
from risk_map.workflow.planning_places import towns_of
from risk_map.workflow.planning_request import Area, Crew, RoundRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

DAYS_AHEAD: Final = 60
MOST_TEAMS: Final = 6
MOST_STOPS: Final = 12
HALF_HOUR_S: Final = 1800
NO_LIMIT: Final = 99

MODE_LABELS: Final = {"auto": "auto", "fiets": "fiets", "lopend": "te voet"}
FORM_LABELS: Final = {OVERALL: "alle vormen samen"} | labels(FORMS)
SHARES: Final = (0.1, 0.2, 0.3, 0.5)
SHARE_HELP: Final = (
    "Dit deel van de bezoeken wordt geloot uit alle locaties die geen woning zijn. Zo blijft te meten of de kaart "
    "meer vindt dan toeval. Op geen lijst staat welke."
)


def ask_request(subject: Subject, config: Config, now: datetime) -> RoundRequest:
    """Ask what round somebody wants; every question has an answer from the start.

    Parameters
    ----------
    subject, now
        Who plans, and when.
    config
        What a round is when nobody says otherwise.
    """
    left, right = st.columns(2, gap="large")
    with left:
        st.header("Wanneer en wie", anchor=False)
        on_date = _ask_day(local_day(now))
        shift = _ask_shift(config)
        number = ask_one("Aantal teams", range(1, MOST_TEAMS + 1), "ronde_teams", 2)
        towns = towns_of(subject, config, Area())
        crews = tuple(_ask_team(config, place, towns, shift) for place in range(number))
    with right:
        st.header("Waar en wat", anchor=False)
        area = ask_area(subject, config, towns)
        form = ask_one("Vorm van uitbuiting", list(FORM_LABELS), "ronde_vorm", OVERALL, FORM_LABELS.__getitem__)
        most = ask_one(
            "Bezoeken per team, hoogstens",
            range(1, MOST_STOPS + 1),
            "ronde_bezoeken",
            config.planning.team.max_stops,
        )
        share = ask_one(
            "Deel dat wordt geloot",
            sorted({config.planning.random_share, *(part for part in SHARES if part > config.planning.random_share)}),
            "ronde_loting",
            config.planning.random_share,
            lambda part: f"{texts.number(100 * part)}%",
            note=SHARE_HELP,
        )
        quotas = _ask_quotas(config, area.municipalities or towns)
    return RoundRequest(on_date, crews, area, form, quotas, most, share)


def _ask_day(today: date) -> date:
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    day: date = ask_one("Dag", days, "ronde_dag", today, lambda day: f"{WEEKDAYS[day.weekday()]} {texts.day(day)}")
    return day


def _ask_shift(config: Config) -> tuple[int, int]:
    usual, moments = config.planning.team, range(0, DAY_S, HALF_HOUR_S)
    first, last = st.columns(2)
    with first:
        begin = ask_one("Dienst van", moments, "ronde_van", usual.shift_start_s, clock)
    with last:
        end = ask_one("tot", moments, "ronde_tot", usual.shift_end_s % DAY_S, clock)
    if end <= begin:
        st.caption("De dienst eindigt op de volgende dag.")
    return begin, end if end > begin else end + DAY_S


def _ask_team(config: Config, place: int, towns: Sequence[str], shift: tuple[int, int]) -> Crew:
    usual, names = config.planning.team, config.municipalities
    town = towns[place % len(towns)]
    with st.expander(f"Team {place + 1}", expanded=False):
        name = ask_text("Naam", f"ronde_team{place}", f"Team {place + 1}")
        members = ask_one("Mensen, partners meegeteld", range(2, 13), f"ronde_mensen{place}", usual.members)
        mode = ask_one("Vervoer", MODES, f"ronde_vervoer{place}", usual.mode, MODE_LABELS.__getitem__)
        partners = ask_many(
            "Partners die meegaan",
            labels(PARTNERS),
            f"ronde_partners{place}",
            "Geen partners",
            usual=sorted(usual.partners),
        )
        start = ask_one("Begint en eindigt in", list(towns), f"ronde_begin{place}", town, names.__getitem__)
    return Crew(name.strip() or f"Team {place + 1}", members, shift, mode, partners=frozenset(partners), start=start)


def _ask_quotas(config: Config, towns: Sequence[str]) -> tuple[Quota, ...]:
    """Ask how many visits lie in each municipality, and how many are of a type."""
    kinds, several = labels(LOCATION_TYPES), len(towns) > 1
    with st.expander("Verdeling over gemeenten en soorten", expanded=False):
        found = [_ask_quota("municipality", code, config.municipalities[code]) for code in towns if several]
        chosen = ask_many("Ook voor deze soorten", kinds, "ronde_quota_soorten", "Geen soorten")
        found += [_ask_quota("location_type", code, kinds[code]) for code in chosen]
    return tuple(quota for quota in found if quota.min_stops or quota.max_stops is not None)


def _ask_quota(kind: Any, code: str, name: str) -> Quota:  # noqa: ANN401 - a literal of Quota
    first, last = st.columns(2)
    with first:
        least = ask_one(f"{name}: ten minste", range(MOST_STOPS + 1), f"ronde_min_{code}", 0)
    with last:
        limits = [NO_LIMIT, *range(MOST_STOPS + 1)]
        most = ask_one(
            f"{name}: ten hoogste",
            limits,
            f"ronde_max_{code}",
            NO_LIMIT,
            lambda amount: "geen grens" if amount == NO_LIMIT else str(amount),
        )
    return Quota(kind, code, least, None if most == NO_LIMIT else most)
