"""Step 1 of a round: which day, who goes, where, and by which agreements. Answers survive a page change."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.address_field import ask_address
from risk_map.app.answers import ask_many, ask_one, ask_text
from risk_map.app.kept_form import KeptForm
from risk_map.app.round_area import ask_area, planned_from
from risk_map.app.round_when import HALF_HOUR_S, ask_day, ask_shift, shift_of
from risk_map.domain.location import FORMS, LOCATION_TYPES, OVERALL, labels
from risk_map.domain.notation import clock
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.partners import PARTNERS
from risk_map.planning.problem import Break, Quota
from risk_map.planning.settings import MODES
from risk_map.workflow.places import find_place
from risk_map.workflow.planning_places import towns_of
from risk_map.workflow.planning_request import NO_BREAK, Area, Crew, RoundRequest
from risk_map.workflow.round_candidates import see_candidates
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

MOST_TEAMS: Final = 6
MOST_STOPS: Final = 12
NO_LIMIT: Final = 99
SAME: Final = ""
"""What a team has when nobody says otherwise."""

AT_ADDRESS: Final = "adres"

AMOUNTS: Final = (*range(MOST_STOPS + 1), *(tenth / 10 for tenth in range(1, 10)))
"""Limits of a quota: a number of visits, or a share of all."""

DAYS: Final = (0, 30, 60, 90, 180, 365)
PAUSES: Final = (0, 15, 20, 30, 45, 60)
NOT_CONFIGURED: Final = Break(0, 18 * 3600, 20 * 3600)

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
        on_date = ask_day(config, now)
        shift = ask_shift(config, "ronde")
        most_teams = max(MOST_TEAMS, state.chosen("ronde_teams") or 0)
        number = ask_one("Aantal teams", range(1, most_teams + 1), "ronde_teams", 2)
        towns = towns_of(subject, config, Area())
        crews = tuple(_ask_team(subject, config, place, towns, shift) for place in range(number))
    with right:
        st.header("Waar en wat", anchor=False)
        area, season = ask_area(subject, config, towns)
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
        usual_days = config.planning.min_days_between_visits
        days = ask_one(
            "Dagen na het laatste bezoek, ten minste", sorted({*DAYS, usual_days}), "ronde_dagen", usual_days
        )
        quotas = _ask_quotas(config, area.municipalities or towns)
        agreed = _ask_agreements(subject, config, planned_from(area, season.only), form, now)
    request = RoundRequest(on_date, crews, area, form, quotas, most, share, days, (), *agreed)
    return replace(request, only=season.only, reserved=season.reserved, season_begin=season.begin)


def _ask_team(subject: Subject, config: Config, place: int, towns: Sequence[str], shift: tuple[int, int]) -> Crew:
    usual, town = config.planning.team, towns[place % len(towns)]
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
        start = _ask_end(subject, config, "Begint in", f"ronde_begin{place}", towns, town)
        end = _ask_end(subject, config, "Eindigt in", f"ronde_eind{place}", (SAME, *towns), SAME)
        shift = _ask_own_shift(place, shift)
        most = ask_one("Bezoeken, hoogstens", [SAME, *range(1, MOST_STOPS + 1)], f"ronde_meest{place}", SAME, _own)
        pause = _ask_pause(place, usual.pause or NOT_CONFIGURED)
    return Crew(
        name.strip() or f"Team {place + 1}",
        members,
        shift,
        mode,
        max_stops=None if most == SAME else most,
        partners=frozenset(partners),
        pause=pause,
        start=start,
        end=end or None,
        municipality=town,
    )


def _ask_end(
    subject: Subject, config: Config, label: str, key: str, places: Sequence[str], usual: str
) -> str | tuple[float, float]:
    """Ask where a team begins or ends: in the middle of a municipality, or at an address."""
    names = config.municipalities | {SAME: "waar het begint", AT_ADDRESS: "op een adres"}
    found: str = ask_one(label, [*places, AT_ADDRESS], key, usual, names.__getitem__)
    if found != AT_ADDRESS:
        return found
    kept = KeptForm(key, counts=False)
    chosen = ask_address(
        subject, config, kept, f"{label.removesuffix('in')}op dit adres", "Welk adres is het", names=("zoek", "adres")
    )
    place = None if chosen is None else find_place(config, chosen)
    if place is None or place.x is None or place.y is None:
        st.warning(f"Kies een adres. Tot dan: {names[usual]}.")
        return usual
    return place.x, place.y


def _own(value: Any, words: Callable[[Any], str] = str) -> str:  # noqa: ANN401 - an answer, or ``SAME``
    return "als de ronde" if value == SAME else words(value)


def _ask_own_shift(place: int, shift: tuple[int, int]) -> tuple[int, int]:
    moments = [SAME, *range(0, DAY_S, HALF_HOUR_S)]
    first, last = st.columns(2)
    with first:
        begin = ask_one("Eigen dienst van", moments, f"ronde_van{place}", SAME, lambda value: _own(value, clock))
    with last:
        end = ask_one("Eigen dienst tot", moments, f"ronde_tot{place}", SAME, lambda value: _own(value, clock))
    if begin == end == SAME:
        return shift
    begin, end = (usual if value == SAME else value for value, usual in zip((begin, end), shift, strict=True))
    return shift_of(begin, end % DAY_S)


def _ask_pause(place: int, usual: Break) -> Break:
    """Ask for a break, and between which moments it begins; none is an answer too, whatever is configured."""
    known = usual.duration_s // 60
    minutes = ask_one(
        "Pauze",
        sorted({known, *PAUSES}),
        f"ronde_pauze{place}",
        known,
        lambda each: f"{each} minuten" if each else "geen pauze",
    )
    if not minutes:
        return NO_BREAK
    first_s, last_s = usual.earliest_s % DAY_S, usual.latest_s % DAY_S
    moments = sorted({*range(0, DAY_S, HALF_HOUR_S), first_s, last_s})
    first, last = st.columns(2)
    with first:
        begin = ask_one("Pauze begint tussen", moments, f"ronde_pauze_van{place}", first_s, clock)
    with last:
        end = ask_one("en", moments, f"ronde_pauze_tot{place}", last_s, clock)
    return Break(60 * minutes, begin, end if end >= begin else end + DAY_S)


def _ask_agreements(
    subject: Subject, config: Config, area: Area, form: str, now: datetime
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, str], ...]]:
    """Ask from when a location may be visited, and which are not visited on one day.

    The locations are shown, and written in the log, only to whoever wants to make agreements about them.
    """
    with st.expander("Afspraken over locaties", expanded=False):
        state.restore("ronde_afspraken", usual=False)
        wanted = st.checkbox("Maak afspraken over locaties waarover is besloten", key="ronde_afspraken")
        state.settle("ronde_afspraken", wanted)
        if not wanted:
            return (), ()
        found = state.kept(
            "kandidaten",
            (subject, area, form, round_stamp(config)),
            lambda: see_candidates(subject, config, area, form, now),
        )
        places = {str(name): texts.address(address) for name, address in found.ready["address"].items()}
        late = ask_many("Niet vóór een tijd", places, "ronde_niet_voor", "Geen locaties")
        moment = (
            ask_one("Die tijd", range(0, DAY_S, HALF_HOUR_S), "ronde_niet_voor_tijd", 18 * 3600, clock) if late else 0
        )
        apart = ask_many("Niet samen op een dag", places, "ronde_niet_samen", "Geen locaties")
    return tuple((name, moment) for name in late), tuple(combinations(apart, 2))


def _ask_quotas(config: Config, towns: Sequence[str]) -> tuple[Quota, ...]:
    """Ask how many visits lie in each municipality, and how many are of a type."""
    kinds, several = labels(LOCATION_TYPES), len(towns) > 1
    with st.expander("Verdeling over gemeenten en soorten", expanded=False):
        found = [_ask_quota("municipality", code, config.municipalities[code]) for code in towns if several]
        chosen = ask_many("Ook voor deze soorten", kinds, "ronde_quota_soorten", "Geen soorten")
        found += [_ask_quota("location_type", code, kinds[code]) for code in chosen]
    return tuple(quota for quota in found if quota != Quota(quota.kind, quota.code))


def _ask_quota(kind: Any, code: str, name: str) -> Quota:  # noqa: ANN401 - a literal of Quota
    first, last = st.columns(2)
    with first:
        least = ask_one(f"{name}: ten minste", AMOUNTS, f"ronde_min_{code}", 0, _amount)
    with last:
        most = ask_one(f"{name}: ten hoogste", (NO_LIMIT, *AMOUNTS), f"ronde_max_{code}", NO_LIMIT, _amount)
    limits: dict[str, Any] = {"min_share" if isinstance(least, float) else "min_stops": least}
    if most != NO_LIMIT:
        limits["max_share" if isinstance(most, float) else "max_stops"] = most
    return Quota(kind, code, **limits)


def _amount(amount: float) -> str:
    if amount == NO_LIMIT:
        return "geen grens"
    return f"{texts.number(100 * amount)}% van de bezoeken" if isinstance(amount, float) else str(amount)
