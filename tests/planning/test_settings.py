"""What ships is the table of the domain, and what cannot be is refused with the key that is wrong."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.settings import Table
from risk_map.errors import ConfigError
from risk_map.planning.problem import Window
from risk_map.planning.settings import PlanningParams, parse_hours

SHIPPED = tomllib.loads((Path(__file__).parents[2] / "risk_map.toml").read_text(encoding="utf-8"))["planning"]
FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 5)

DOMAIN = {
    # Section 4 of the domain: minutes, hours.
    "huisvesting_arbeidsmigranten": (90, "17:00-21:00"),
    "hotel": (40, "20:00-01:00"),
    "massagesalon": (50, "14:00-21:00"),
    "nagelstudio": (40, "10:00-18:00"),
    "horeca": (40, "16:00-23:00"),
    "autowasstraat": (40, "10:00-17:00"),
    "land_tuinbouw": (120, "06:30-10:00"),
    "vakantiepark": (90, "18:00-20:00"),
    "uitzendbureau": (45, "09:00-17:00"),
    "woning": (40, "10:00-20:00"),
}


def read(**changes):
    return PlanningParams.read(Table("planning", copy.deepcopy(SHIPPED) | changes))


def hotel(**changes):
    types = copy.deepcopy(SHIPPED["type"])
    types["hotel"] |= changes
    return read(type=types).type_of("hotel")


@pytest.mark.parametrize("code", codes(LOCATION_TYPES))
def test_what_ships_is_the_table_of_the_domain(code):
    minutes, hours = DOMAIN[code]
    found = read().type_of(code)
    assert found.visit_s == minutes * 60
    assert found.windows(FRIDAY) == (parse_hours(hours),)
    assert bool(found.partners(found.windows(FRIDAY))) == (code in {"hotel", "massagesalon", "vakantiepark", "woning"})
    assert not set(found.usual) & set(found.relevant)


def test_the_round_of_the_domain():
    found = read()
    assert (found.random_share, found.team.max_stops) == (0.2, 8)
    assert found.team.members >= 2


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_hours_run_on_after_midnight(begin, end):
    found = parse_hours(f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}")
    assert found.opens_s == begin * 60
    assert 0 < found.closes_s - found.opens_s <= DAY_S
    assert found.closes_s % DAY_S == end * 60


@pytest.mark.parametrize("text", ["-", "17:00", "25:00-26:00", "17:00-21:60", "vijf-zes", "17-21"])
def test_other_hours_are_refused(text):
    with pytest.raises(ValueError, match=text):
        parse_hours(text)


def test_police_is_needed_at_a_hotel_only_where_a_visit_may_begin_at_night():
    by_day, late = hotel(hours=["14:00-19:00"]), hotel(hours=["14:00-19:00", "20:00-22:00"])
    assert by_day.partners(by_day.windows(FRIDAY)) == frozenset()
    assert late.partners(late.windows(FRIDAY)) == {"politie_basisteam"}
    assert late.partners(late.windows(FRIDAY, "ma-vr 09:00-17:00")) == frozenset()


def test_a_place_with_hours_of_its_own_is_visited_in_those():
    found = hotel(hours=["20:00-22:00"])
    assert found.windows(FRIDAY, "vr 09:00-12:00, 13:00-17:00") == (Window(32_400, 43_200), Window(46_800, 61_200))
    assert found.windows(SATURDAY, "vr 09:00-12:00") == ()


def test_a_day_of_the_week_has_hours_of_its_own():
    found = hotel(hours=["12:00-14:00", "20:00-01:00"], hours_on={"zaterdag": []})
    assert found.windows(FRIDAY) == (Window(43_200, 50_400), Window(72_000, 90_000))
    assert found.windows(SATURDAY) == ()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"onbekend": 1}, "planning.onbekend"),
        ({"random_share": 1.0}, "random_share"),
        ({"min_days_between_visits": -1}, "min_days_between_visits"),
        ({"min_days_between_visits": True}, "min_days_between_visits"),
        ({"start": {"X": [1]}}, "planning.start.X"),
        ({"travel": SHIPPED["travel"] | {"detour": 0.5}}, "planning.travel"),
        ({"team": SHIPPED["team"] | {"members": 1}}, "team.members"),
        ({"team": SHIPPED["team"] | {"mode": "trein"}}, "team.mode"),
        ({"team": SHIPPED["team"] | {"shift": "17"}}, "team.shift"),
        ({"team": SHIPPED["team"] | {"partners": ["leger"]}}, "leger"),
        ({"type": {}}, "planning.type"),
        ({"type": SHIPPED["type"] | {"kasteel": {}}}, "kasteel"),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(changes, key):
    with pytest.raises(ConfigError, match=key):
        read(**changes)


def test_hours_that_touch_are_refused():
    with pytest.raises(ConfigError, match="los van elkaar"):
        hotel(hours=["10:00-12:00", "12:00-14:00"])


def test_a_break_is_read():
    found = read(team=SHIPPED["team"] | {"break": {"minutes": 20, "begins": "19:00-20:00"}}).team.pause
    assert (found.duration_s, found.earliest_s, found.latest_s) == (1200, 68_400, 72_000)


def test_a_configuration_of_before_says_what_is_missing():
    with pytest.raises(ConfigError, match=r"planning\.type\.hotel"):
        PlanningParams().type_of("hotel")
