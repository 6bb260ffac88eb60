"""Step 1 of a round: which day, who goes, where, and by which agreements. Answers survive a page change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.app import state, texts
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
    from collections.abc import Callable, Sequence
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
SHARES: Final = (0.0, 0.1, 0.2, 0.3, 0.5)
SHARE_HELP: Final = (
    "Dit deel van de bezoeken wordt geloot uit alle locaties die geen woning zijn. Zo blijft te meten of de kaart "
    "meer vindt dan toeval. Op geen lijst staat welke."
)
HANDED_HELP: Final = "Zonder vinkje doen alle locaties in de gekozen gebieden mee."


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
        number = _one("Aantal teams", range(1, MOST_TEAMS + 1), "ronde_teams", 2)
        towns = towns_of(subject, config, Area())
        crews = tuple(_ask_team(config, place, towns, shift) for place in range(number))
    with right:
        st.header("Waar en wat", anchor=False)
        area = _ask_area(config, towns)
        form = _one("Vorm van uitbuiting", list(FORM_LABELS), "ronde_vorm", OVERALL, FORM_LABELS.__getitem__)
        most = _one(
            "Bezoeken per team, hoogstens",
            range(1, MOST_STOPS + 1),
            "ronde_bezoeken",
            config.planning.team.max_stops,
        )
        share = _one(
            "Deel dat wordt geloot",
            sorted({*SHARES, config.planning.random_share}),
            "ronde_loting",
            config.planning.random_share,
            lambda part: f"{texts.number(100 * part)}%",
            note=SHARE_HELP,
        )
        quotas = _ask_quotas(config, area.municipalities or towns)
    return RoundRequest(on_date, crews, area, form, quotas, most, share)


def _ask_day(today: date) -> date:
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    day: date = _one("Dag", days, "ronde_dag", today, lambda day: f"{WEEKDAYS[day.weekday()]} {texts.day(day)}")
    return day


def _ask_shift(config: Config) -> tuple[int, int]:
    usual, moments = config.planning.team, range(0, DAY_S, HALF_HOUR_S)
    first, last = st.columns(2)
    with first:
        begin = _one("Dienst van", moments, "ronde_van", usual.shift_start_s, clock)
    with last:
        end = _one("tot", moments, "ronde_tot", usual.shift_end_s % DAY_S, clock)
    if end <= begin:
        st.caption("De dienst eindigt op de volgende dag.")
    return begin, end if end > begin else end + DAY_S


def _ask_team(config: Config, place: int, towns: Sequence[str], shift: tuple[int, int]) -> Crew:
    usual, names = config.planning.team, config.municipalities
    town = towns[place % len(towns)]
    with st.expander(f"Team {place + 1}", expanded=False):
        name = _text("Naam", f"ronde_team{place}", f"Team {place + 1}")
        members = _one("Mensen, partners meegeteld", range(2, 13), f"ronde_mensen{place}", usual.members)
        mode = _one("Vervoer", MODES, f"ronde_vervoer{place}", usual.mode, MODE_LABELS.__getitem__)
        partners = _many(
            "Partners die meegaan",
            labels(PARTNERS),
            f"ronde_partners{place}",
            "Geen partners",
            usual=sorted(usual.partners),
        )
        start = _one("Begint en eindigt in", list(towns), f"ronde_begin{place}", town, names.__getitem__)
    return Crew(name.strip() or f"Team {place + 1}", members, shift, mode, partners=frozenset(partners), start=start)


def _ask_area(config: Config, towns: Sequence[str]) -> Area:
    handed = state.handed_over()
    area = Area(municipalities=tuple(towns) if len(towns) == 1 else ())
    if handed:
        key, words = (
            "ronde_selectie",
            f"Alleen de selectie van de kaart ({texts.count(len(handed), 'locatie', 'locaties')})",
        )
        state.restore(key, usual=True)
        if st.checkbox(words, key=key, help=HANDED_HELP):
            area = replace(area, location_ids=handed)
        state.settle(key, state.chosen(key))
    if len(towns) > 1:
        options = {code: config.municipalities[code] for code in towns}
        area = replace(area, municipalities=_many("Gemeenten", options, "ronde_gemeenten", "Alle gemeenten"))
    return replace(area, types=_many("Soorten locaties", labels(LOCATION_TYPES), "ronde_soorten", "Alle soorten"))


def _ask_quotas(config: Config, towns: Sequence[str]) -> tuple[Quota, ...]:
    """Ask how many visits lie in each municipality, and how many are of a type."""
    kinds, several = labels(LOCATION_TYPES), len(towns) > 1
    with st.expander("Verdeling over gemeenten en soorten", expanded=False):
        found = [_ask_quota("municipality", code, config.municipalities[code]) for code in towns if several]
        chosen = _many("Ook voor deze soorten", kinds, "ronde_quota_soorten", "Geen soorten")
        found += [_ask_quota("location_type", code, kinds[code]) for code in chosen]
    return tuple(quota for quota in found if quota.min_stops or quota.max_stops is not None)


def _ask_quota(kind: Any, code: str, name: str) -> Quota:  # noqa: ANN401 - a literal of Quota
    first, last = st.columns(2)
    with first:
        least = _one(f"{name}: ten minste", range(MOST_STOPS + 1), f"ronde_min_{code}", 0)
    with last:
        limits = [NO_LIMIT, *range(MOST_STOPS + 1)]
        most = _one(
            f"{name}: ten hoogste",
            limits,
            f"ronde_max_{code}",
            NO_LIMIT,
            lambda amount: "geen grens" if amount == NO_LIMIT else str(amount),
        )
    return Quota(kind, code, least, None if most == NO_LIMIT else most)


def _one(
    label: str,
    options: Sequence[Any],
    key: str,
    usual: object,
    words: Callable[[Any], str] = str,
    *,
    note: str | None = None,
) -> Any:  # noqa: ANN401 - one of the options
    state.restore(key, usual, refresh=state.chosen(key) not in options)
    found = st.selectbox(label, options, format_func=words, key=key, help=note)
    state.settle(key, found)
    return found


def _many(label: str, options: dict[str, str], key: str, nothing: str, *, usual: Sequence[str] = ()) -> tuple[str, ...]:
    before = state.chosen(key)
    gone = before is not None and not set(before) <= set(options)
    state.restore(key, list(usual), refresh=gone)
    found = st.multiselect(
        label, list(options), format_func=options.__getitem__, placeholder=nothing, select_all=False, key=key
    )
    state.settle(key, found)
    return tuple(found)


def _text(label: str, key: str, usual: str) -> str:
    state.restore(key, usual)
    found = st.text_input(label, key=key, max_chars=40)
    state.settle(key, found)
    return found
