"""What somebody types about teams, areas and quotas, and what is said when it cannot be read."""

from __future__ import annotations

import pytest

from risk_map.cli.plan_options import (
    apart_of,
    area_of,
    crews_of,
    not_before_of,
    people_of,
    quotas_of,
    reasons_of,
)
from risk_map.errors import InputError
from risk_map.planning.problem import Break, Quota
from risk_map.workflow.planning_request import NO_BREAK, Area, Crew

TOWNS = {"GM9001": "West", "GM9002": "Oost"}


def test_a_whole_team():
    text = "Noord; fiets ;17:00-01:00;politie_basisteam, brandweer;Oost;150000,450000;5;20@18:00-20:00;3"
    (crew,) = crews_of([text], 1, None, TOWNS)
    assert crew == Crew(
        "Noord",
        mode="fiets",
        shift=(61_200, 90_000),
        partners=frozenset({"politie_basisteam", "brandweer"}),
        start="GM9002",
        end=(150_000.0, 450_000.0),
        max_stops=5,
        pause=Break(1200, 64_800, 72_000),
        members=3,
    )


@pytest.mark.parametrize("text", ["geen", "Geen pauze"])
def test_a_team_may_ask_for_no_break(text):
    (crew,) = crews_of([f"Noord;;;;;;;{text}"], 1, None, TOWNS)
    assert crew.pause == NO_BREAK


def test_agreements_about_locations():
    assert not_before_of(["L1=18:00", " L2 = 24:30"]) == (("L1", 64_800), ("L2", 88_200))
    assert apart_of(["L1, L2"]) == (("L1", "L2"),)


@pytest.mark.parametrize("text", ["L1", "=18:00", "L1=18", "L1=18:75"])
def test_another_moment_is_refused(text):
    with pytest.raises(InputError, match="Niet vóór"):
        not_before_of([text])


@pytest.mark.parametrize("text", ["L1", "L1,", "L1,L1", "L1,L2,L3"])
def test_another_pair_is_refused(text):
    with pytest.raises(InputError, match="twee locaties"):
        apart_of([text])


def test_after_the_name_all_may_be_empty_and_a_shift_counts_for_who_has_none():
    crews = crews_of(["Noord", "Zuid;;18:00-20:00"], 5, "17:00-22:00", TOWNS)
    assert [(crew.name, crew.shift) for crew in crews] == [("Noord", (61_200, 79_200)), ("Zuid", (64_800, 72_000))]


def test_a_start_may_be_a_point():
    assert crews_of(["Noord;;;;150000,450000.5"], 1, None, TOWNS)[0].start == (150_000.0, 450_000.5)


def test_a_number_of_teams_gives_that_many():
    assert [crew.name for crew in crews_of([], 3, None, TOWNS)] == ["Team 1", "Team 2", "Team 3"]


@pytest.mark.parametrize(
    "text",
    [
        ";auto",
        "Noord;trein",
        "Noord;;17:00",
        "Noord;;;leger",
        "Noord;;;;Zuid",
        "Noord;;;;West;Zuid",
        "Noord;;;;;;geen",
        "Noord;;;;;;0",
        "Noord;;;;;;;20",
        "Noord;;;;;;;x@18:00-20:00",
        "Noord;;;;;;;;1",
        "Noord;;;;;;;;2;meer",
    ],
)
def test_another_team_is_refused(text):
    with pytest.raises(InputError):
        crews_of([text], 1, None, TOWNS)


@pytest.mark.parametrize(("team", "usual"), [("Noord;;20:00-20:00", None), ("Noord", "00:00-00:00")])
def test_a_shift_that_begins_and_ends_at_the_same_moment_is_refused(team, usual):
    with pytest.raises(InputError, match="De dienst begint en eindigt op hetzelfde moment"):
        crews_of([team], 1, usual, TOWNS)


def test_a_break_that_begins_at_any_moment_of_a_whole_day_is_refused():
    with pytest.raises(InputError, match="twee momenten die verschillen"):
        crews_of(["Noord;;;;;;;20@18:00-18:00"], 1, None, TOWNS)


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("gemeente:West:2-6", Quota("municipality", "GM9001", min_stops=2, max_stops=6)),
        ("gemeente:GM9002:-6", Quota("municipality", "GM9002", max_stops=6)),
        ("soort:hotel:1-", Quota("location_type", "hotel", min_stops=1)),
        ("soort:hotel:10%-50%", Quota("location_type", "hotel", min_share=0.1, max_share=0.5)),
    ],
)
def test_a_quota(text, quota):
    assert quotas_of([text], TOWNS) == (quota,)


@pytest.mark.parametrize("text", ["", "hotel:1-2", "soort:kasteel:1-2", "gemeente:Noord:1-2", "soort:hotel:een"])
def test_another_quota_is_refused(text):
    with pytest.raises(InputError):
        quotas_of([text], TOWNS)


def test_an_area():
    assert area_of(["oost"], ["BU1"], ["hotel"], TOWNS) == Area(("GM9002",), ("BU1",), None, ("hotel",))
    with pytest.raises(InputError, match="kasteel"):
        area_of([], [], ["kasteel"], TOWNS)


def test_people_and_reasons():
    assert people_of(["Team 1; a, b"]) == {"Team 1": ("a", "b")}
    assert reasons_of(["L1; op orde; en schoon"]) == {"L1": "op orde; en schoon"}
    for read in (people_of, reasons_of):
        with pytest.raises(InputError):
            read(["Team 1"])
