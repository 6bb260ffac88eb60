"""A round of two stops across a border, written by hand, for the tests of what is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from xml.etree.ElementTree import fromstring

import geopandas as gpd
from shapely import LineString, box

from risk_map.domain.contacts import Contact, Contacts
from risk_map.domain.contract import RD_EPSG
from risk_map.governance.shifts import LOCAL
from risk_map.reporting.route_map import MapLayers, draw_map
from risk_map.reporting.route_round import KnownPlace, PlannedRound, PlannedStop, PlannedTeam, PrintStamp
from risk_map.reporting.route_sheet import make_sheet

WEST, EAST = "GM9001", "GM9002"
TOWNS = {WEST: "West", EAST: "Oost"}
FACTS = (
    ("Signaal: werktijden ver boven normaal of dubbele lijsten.", "partner, betrouwbaarheid B", date(2026, 10, 31)),
    ("De vergunning is verlopen.", "vergunningen", date(2025, 9, 12)),
)
PLACES = {
    "L1": KnownPlace(
        "Lindepad 1, 1234 AB Voorbeeld", WEST, "hotel", (151_000.0, 451_000.0), home=False, facts=FACTS,
        last_visit=(date(2024, 1, 2), "geen_bevinding"),
    ),
    "L2": KnownPlace("Eikenlaan 7, 1235 AB Oost", EAST, "woning", (154_000.0, 452_500.0), home=True),
}  # fmt: skip
STOPS = (
    PlannedStop("L1", 61_200, 61_800, 2400, ((57_600, 82_800), (84_600, 90_000)), ("politie_basisteam",)),
    PlannedStop("L2", 66_000, 66_000, 2400, (), ("toezicht", "ggd"), ("L3",)),
)
TEAM = PlannedTeam(
    "T1",
    "Team 1",
    3,
    ("brandweer", "politie_basisteam"),
    59_400,
    90_000,
    STOPS,
    (150_000.0, 450_500.0),
    (150_000.0, 450_500.0),
    start_words="West (S op de kaart)",
    mode="fiets",
    departure_s=60_000,
    return_s=70_200,
    pause=(63_900, 1200),
)
ROUND = PlannedRound("R1", "Ronde vrijdag", date(2026, 12, 4), "goedgekeurd", (TEAM,))
CONTACTS = Contacts(
    (Contact("acuut gevaar", "112"), Contact("politie", "0900-8844", "vraag naar de AVIM")),
    ((WEST, Contact("coördinator West", "030-0000000")),),
    date(2026, 10, 1),
)
STAMP = PrintStamp(
    "coördinator handhaving", datetime(2026, 12, 4, 12, 5, tzinfo=LOCAL), fictional=True, chain_head="0123456789abcdef"
)


def layers():
    towns = [box(149_000, 449_000, 153_000, 454_000), box(153_000, 449_000, 157_000, 454_000)]
    areas = gpd.GeoDataFrame(
        {"niveau": ["gemeente", "gemeente"], "naam": ["West", "Oost <&>"]}, geometry=towns, crs=RD_EPSG
    )
    lines = [LineString([(148_000, 450_600), (157_000, 452_600)]), LineString([(151_000, 449_500), (151_000, 453_000)])]
    roads = gpd.GeoDataFrame({"road_class": ["hoofdweg", "woonstraat"]}, geometry=lines, crs=RD_EPSG)
    return MapLayers(areas, roads)


def no_roads():
    return replace(layers(), roads=layers().roads.iloc[:0])


def sheet_of(planned=ROUND, team=TEAM, places=PLACES, stamp=STAMP, contacts=CONTACTS):
    return make_sheet(planned, team, places, contacts, stamp, TOWNS)


def map_of(team=TEAM, places=PLACES):
    return draw_map(team, [places[stop.location_id].point for stop in team.stops], layers())


def xml_of(text):
    return fromstring(text)  # noqa: S314 - our own text


def full_team():
    """Give a team with eight stops at the longest checklist, with as much to say as there can be."""
    facts = tuple(
        (
            f"Feit nummer {number} over deze plaats, in een zin van redelijke lengte.",
            "vergunningen",
            date(2026, 1, number),
        )
        for number in range(1, 10)
    )
    place = KnownPlace(
        "Burgemeester van Voorbeeldstraat 123a-bis, 1234 AB Voorbeelddorp", WEST, "huisvesting_arbeidsmigranten",
        (151_000.0, 451_000.0), home=True, facts=facts, last_visit=(date(2026, 1, 1), "ernstige_bevinding"),
    )  # fmt: skip
    partners = ("toezicht", "bouwtoezicht", "brandweer", "politie_basisteam", "arbeidsinspectie")
    stop = PlannedStop("L1", 61_200, 61_800, 5400, ((61_200, 75_600),), partners)
    places = {f"L{number}": replace(place, point=(151_000.0 + 400 * number, 451_000.0)) for number in range(1, 9)}
    return replace(TEAM, stops=tuple(replace(stop, location_id=name) for name in places)), places
