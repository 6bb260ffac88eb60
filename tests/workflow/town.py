"""A small town on both sides of a border, with people in every role, for the use cases around signals and rounds.

WEST has a hotel, a lodging, a nail studio in a dwelling, and a dwelling; EAST has a restaurant. One is not linked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from risk_map.config import load_config
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp
from risk_map.workflow.decisions import NewDecision, confirm_decision, decide_location
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.round_steps import approve_round, issue_round
from risk_map.workflow.rounds import NewRound, NewTeam, draft_round
from risk_map.workflow.signal_forms import Change, NewSignal
from risk_map.workflow.signals import add_signal, assess_signal
from risk_map.workflow.store import close_stores, store_of

SHIPPED = load_config(Path(__file__).parents[2] / "risk_map.toml")
WEST, EAST = "GM9001", "GM9002"
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""Ten o'clock on the clock on the wall."""

COORDINATOR = Subject("cor", Role.COORDINATOR, WEST)
SECOND_COORDINATOR = Subject("cees", Role.COORDINATOR, WEST)
OTHER_COORDINATOR = Subject("kees", Role.COORDINATOR, EAST)
REGION = Subject("ria", Role.REGIOCOORDINATOR)
OFFICER = Subject("ada", Role.AANDACHTSFUNCTIONARIS, WEST)
INSPECTOR = Subject("bea", Role.BOA, WEST)
OTHER_INSPECTOR = Subject("bram", Role.BOA, WEST)
ADMINISTRATOR = Subject("bert", Role.BEHEERDER)
AUDITOR = Subject("aad", Role.AUDITOR)
POLICY = Subject("bo", Role.BELEID)

HOTEL, LODGING, STUDIO, HOME, RESTAURANT, UNLINKED = "L1", "L2", "L3", "L4", "L5", "L6"
ROWS = (
    # Location, number of the object, type, use, municipality.
    (HOTEL, 1, "hotel", "logiesfunctie", WEST),
    (LODGING, 2, "huisvesting_arbeidsmigranten", "logiesfunctie", WEST),
    (STUDIO, 3, "nagelstudio", "woonfunctie", WEST),
    (HOME, 4, "woning", "woonfunctie", WEST),
    (RESTAURANT, 5, "horeca", "bijeenkomstfunctie", EAST),
)
SHOP = 6
"""Number of an object in WEST that is in no register."""


def object_of(number):
    return f"000101000000{number:04d}"


def name_of(number):
    return f"000120000000{number:04d}"


def make_addresses():
    rows = [(number, use, town) for _, number, _, use, town in ROWS] + [(SHOP, "winkelfunctie", WEST)]
    numbers, uses, towns = zip(*rows, strict=True)
    data = pd.DataFrame(
        {
            "adresseerbaar_object_identificatie": [object_of(number) for number in numbers],
            "adresseerbaar_object_type": "Verblijfsobject",
            "adresseerbaar_object_status": "Verblijfsobject in gebruik",
            "status": "Naamgeving uitgegeven",
            "adrestype": "hoofdadres",
            "openbare_ruimte_naam": "Lindepad",
            "huisnummer": numbers,
            "postcode": "1234AB",
            "woonplaats_naam": "Voorbeeld",
            "gebruiksdoel": uses,
            "oppervlakte": 100,
            "oorspronkelijk_bouwjaar": 1960,
            "gemeentecode": towns,
            "bron": "proef",
        },
        index=pd.Index([name_of(number) for number in numbers], name="identificatie"),
    )
    points = [Point(150_000 + 300 * number, 450_000) for number in numbers]
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), ADDRESSES)


def make_locations():
    linked = pd.DataFrame(
        {
            "location_type": [kind for _, _, kind, _, _ in ROWS],
            "adresseerbaar_object_identificatie": [object_of(number) for _, number, _, _, _ in ROWS],
            "identificatie": [name_of(number) for _, number, _, _, _ in ROWS],
            "link_method": "id",
            "address": [f"Lindepad {number}, 1234AB Voorbeeld" for _, number, _, _, _ in ROWS],
            "gemeentecode": [town for *_, town in ROWS],
        },
        index=pd.Index([row[0] for row in ROWS], name="location_id"),
    )
    unlinked = {"location_type": "hotel", "link_method": "none", "address": "bij de molen"}
    data = pd.concat([linked, pd.DataFrame(unlinked, index=pd.Index([UNLINKED], name="location_id"))])
    data = data.assign(bron="proef", bron_datum=pd.Timestamp("2026-01-01"))
    points = [Point(150_000 + 300 * number, 450_000) for _, number, _, _, _ in ROWS]
    return conform(gpd.GeoDataFrame(data, geometry=[*points, None], crs=RD_EPSG), LOCATIONS)


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory):
    """The data folder of the town; nobody writes in it."""
    folder = DataFolder(tmp_path_factory.mktemp("town") / "data")
    folder.write_addresses(make_addresses())
    folder.write(make_locations(), LOCATIONS)
    return folder.path


@pytest.fixture
def data_dir(town_folder):
    """The data folder that a test uses; a test that writes in it takes a copy instead."""
    return town_folder


@pytest.fixture
def config(data_dir, database_url):
    """The town with an empty database; the test runs once on each kind."""
    yield replace(SHIPPED, data_dir=data_dir, database_url=database_url, municipalities={WEST: "West", EAST: "Oost"})
    close_stores()


@pytest.fixture
def rows(config):
    """Give the rows of a table now, oldest first."""

    def read(table, **values):
        with store_of(config).read() as tx:
            return tx.all(schema.METADATA.tables[table], **values)

    return read


def signal_of(place=HOTEL, **changes):
    values = {
        "observed_on": date(2026, 11, 1),
        "form": "arbeid",
        "category": "overbewoning",
        "source_type": "boa",
        "reliability": "B",
    }
    return NewSignal(place, **(values | changes))


def report(config, place=HOTEL, by=COORDINATOR, **changes):
    return add_signal(by, config, signal_of(place, **changes), NOW)


def report_assessed(config, place=HOME):
    signal_id = report(config, place, source_type="zorg")
    assess_signal(OFFICER, config, signal_id, Change(reliability="B"), NOW)
    return signal_id


def decision_of(location_id=HOTEL, **changes):
    values = {
        "verdict": "in_ronde",
        "reason_for": "veel signalen over dit pand",
        "reason_against": "gezocht, niets gevonden",
        "score_seen": False,
    }
    return NewDecision(location_id, **(values | changes))


def decide(config, location_id=HOTEL, by=COORDINATOR, **changes):
    return decide_location(by, config, decision_of(location_id, **changes), NOW)


def decide_home(config, *, confirmed=True):
    decision_id = decide(config, HOME, signal_id=report_assessed(config))
    if confirmed:
        confirm_decision(OFFICER, config, decision_id, NOW)
    return decision_id


def granted_row(who, role, place, *, granted=True):
    names = {"subject_id": who, "role": role, "gemeentecode": place, "granted": granted, "proposed_by": REGION.id}
    return {**names, **stamp(ADMINISTRATOR.id, ADMINISTRATOR.role, NOW)}


def team_of(*people, size=2, start=time(17), end=time(21)):
    return NewTeam("Team 1", start, end, people or (INSPECTOR.id,), size, ("politie_basisteam",))


def round_of(*towns, on_date=TODAY, teams=()):
    return NewRound("Ronde", on_date, towns or (WEST,), tuple(teams) or (team_of(),))


def draft(config, *towns, by=COORDINATOR, now=NOW, **changes):
    return draft_round(by, config, round_of(*towns, **changes), now)


def share(config, location_id=HOTEL, now=NOW):
    """Put a location in a draft round over the border, and give the round."""
    round_id = draft(config, WEST, EAST, by=REGION, now=now)
    decide(config, location_id, by=REGION)
    change_round(REGION, config, round_id, AddStop(location_id), now)
    return round_id


def plan(config, location_id=HOTEL, *, score_seen=True, issued=True):
    """Put one decided location in a round of today, and issue it; give the round and the stop."""
    decide(config, location_id, score_seen=score_seen)
    round_id = draft(config)
    stop_id = change_round(COORDINATOR, config, round_id, AddStop(location_id), NOW)
    if issued:
        issue(config, round_id)
    return round_id, stop_id


def issue(config, round_id):
    """Let a second coordinator approve a round, and the first one issue it."""
    approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    issue_round(COORDINATOR, config, round_id, NOW)


def on_shift(hours=0.0):
    """Give a moment so many hours after the shift of today began: five o'clock on the clock on the wall."""
    return datetime(2026, 11, 20, 16, tzinfo=UTC) + timedelta(hours=hours)
