"""A data folder with one location, and rounds to plan in, for use cases that plan."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from shapely import Point

from risk_map.config import load_config
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from tests.store_rows import ON_DATE, row

TOWN, LOCATION = "GM9001", "L1"


def planner(name):
    return Subject(name, Role.COORDINATOR, TOWN)


def config_of(url, data_dir):
    return replace(load_config(), data_dir=data_dir, database_url=url)


def write_location(data_dir):
    """One hotel."""
    data = {
        "location_type": ["hotel"],
        "adresseerbaar_object_identificatie": ["0001010000000002"],
        "link_method": ["id"],
        "address": ["Lindepad 1a, Voorbeeld"],
        "gemeentecode": [TOWN],
        "bron": ["proef"],
        "bron_datum": pd.to_datetime(["2026-01-01"]),
    }
    index = pd.Index([LOCATION], name="location_id")
    frame = gpd.GeoDataFrame(pd.DataFrame(data, index=index), geometry=[Point(150_010.5, 450_000)], crs=RD_EPSG)
    DataFolder(data_dir).write(conform(frame, LOCATIONS), LOCATIONS)


def draft_with(tx, on_date=ON_DATE):
    """A draft round without stops."""
    round_id = tx.append(schema.inspection_round, **row("round", on_date=on_date))
    tx.append(schema.round_event, **row("round_event", round_id=round_id))
    return round_id


def round_of(store, count):
    """Draft a round with so many stops: S0, S1 ..."""
    with store.write() as tx:
        round_id = draft_with(tx)
        for number in range(count):
            place = f"S{number}"
            decided = tx.append(schema.decision, **row("decision", location_id=place))
            stop = row("round_stop", round_id=round_id, decision_id=decided, location_id=place)
            tx.append(schema.round_stop, **stop)
    return round_id
