"""The fictional demonstration region: all frames from one seed, and the writing of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.demo.addresses import describe_units, register_addresses
from risk_map.demo.areas import make_areas
from risk_map.demo.blocks import sample_centres
from risk_map.demo.cells import make_cells
from risk_map.demo.edge_cases import plant
from risk_map.demo.frontage import make_frontage
from risk_map.demo.inspections import make_inspections
from risk_map.demo.land import make_land_use, paint_blocks
from risk_map.demo.locations import make_locations
from risk_map.demo.mesh import make_mesh
from risk_map.demo.names import street_names
from risk_map.demo.plan import make_plan
from risk_map.demo.randomness import stream
from risk_map.demo.roads import make_motorways, make_roads, register_roads
from risk_map.demo.signals import make_signals
from risk_map.demo.sketch import draw_sketch
from risk_map.demo.streets import lay_streets
from risk_map.demo.tables import neighbourhoods, read_table
from risk_map.demo.truth import draw_truth
from risk_map.demo.units import place_units
from risk_map.domain.bag import is_active
from risk_map.domain.contract import conform
from risk_map.domain.frames import ADDRESSES, AREAS, LAND_USE, ROADS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from risk_map.store.folder import DataFolder

TRUTH_FILE = "demo_truth.parquet"


@dataclass(frozen=True, slots=True)
class Region:
    """The demonstration region.

    Parameters
    ----------
    addresses, areas, roads, land_use, locations, signals, inspections
        Frames under their contracts; ``bron`` is SYNTHETISCH everywhere.
    truth
        What is true but hidden: one row per location and form; scoring never reads it.
    seed
        What it was made from.
    edge_cases
        Name of each planted trap -> ``identificatie`` of its addresses.
    """

    seed: int
    addresses: gpd.GeoDataFrame = field(repr=False)
    areas: gpd.GeoDataFrame = field(repr=False)
    roads: gpd.GeoDataFrame = field(repr=False)
    land_use: gpd.GeoDataFrame = field(repr=False)
    locations: gpd.GeoDataFrame = field(repr=False)
    signals: gpd.GeoDataFrame = field(repr=False)
    inspections: gpd.GeoDataFrame = field(repr=False)
    truth: pd.DataFrame = field(repr=False)
    edge_cases: dict[str, list[str]] = field(repr=False)


def make_region(seed: int) -> Region:
    """Make the whole region.

    Parameters
    ----------
    seed
        Same seed, same region, to the last byte.
    """
    buurten, sketch = neighbourhoods(), draw_sketch()
    plan = make_plan(buurten, make_cells(buurten), sketch)
    mesh = make_mesh(sample_centres(plan, seed))
    blocks = paint_blocks(plan, mesh, seed)
    areas = make_areas(mesh, blocks, buurten)
    roads = lay_streets(make_roads(mesh, blocks, sketch, seed), mesh.nodes)
    frontage = make_frontage(roads, mesh, blocks, sketch)
    units = describe_units(place_units(frontage, buurten, seed), frontage, buurten, seed)
    used = np.unique(units["street"])
    names = pd.Series(street_names(len(used), stream(seed, "street names")), index=used)
    river = sketch.along("rivier").geometry.iloc[0]
    addresses, planted = plant(register_addresses(units, names), areas, river, seed)
    addresses = conform(addresses.sort_index(), ADDRESSES)
    locations, facts = make_locations(addresses, blocks_of(units, addresses), seed)
    truth = draw_truth(facts, seed)
    signals = make_signals(locations, addresses, truth, seed)
    motorways, nodes = make_motorways(roads, mesh.nodes, sketch)
    return Region(
        seed=seed,
        addresses=addresses,
        areas=areas,
        roads=register_roads(pd.concat([roads, motorways], ignore_index=True), nodes, names),
        land_use=make_land_use(mesh, blocks, sketch),
        locations=locations,
        signals=signals,
        inspections=make_inspections(locations, signals, truth, seed),
        truth=truth,
        edge_cases=planted,
    )


def blocks_of(units: pd.DataFrame, addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the texture and the site of the block of each address that was made from a unit.

    Parameters
    ----------
    units
        In the order in which ``register_addresses`` numbered them.
    addresses
        The index to give.
    """
    serial = (units.groupby("gemeentecode").cumcount() + 1).astype(str).str.zfill(9)
    made = pd.Index(units["gemeentecode"].str.removeprefix("GM") + "209" + serial)
    return units[["texture", "site"]].set_axis(made).reindex(addresses.index)


def write_region(folder: DataFolder, region: Region) -> None:
    """Write all frames, and the truth in a file of its own.

    Parameters
    ----------
    folder
        The data folder.
    region
        What to write.
    """
    folder.write_addresses(region.addresses)
    for frame, contract in (
        (region.areas, AREAS),
        (region.roads, ROADS),
        (region.land_use, LAND_USE),
        (region.locations, LOCATIONS),
        (region.signals, SIGNALS),
        (region.inspections, INSPECTIONS),
    ):
        folder.write(frame, contract)
    with replace_file(truth_path(folder)) as temporary:
        region.truth.to_parquet(temporary, compression="zstd")


def truth_path(folder: DataFolder) -> Path:
    """Say where the planted truth is kept."""
    return folder.path / TRUTH_FILE


def published_totals_table(region: Region) -> pd.DataFrame:
    """Put what was made beside what CBS published, per buurt and per municipality.

    Returns
    -------
    pd.DataFrame
        Dutch column names, ready to print. Housing stock is published per municipality only; that of a buurt is spread
        by households.
    """
    addresses = region.addresses[is_active(region.addresses)]
    homes = addresses[addresses["gebruiksdoel"].str.contains("woonfunctie", na=False)]
    homes = homes[homes["adrestype"] == "hoofdadres"]
    rows = []
    gemeenten = read_table("gemeenten").set_index("code")
    for level, key, codes in (
        ("buurt", "buurtcode", neighbourhoods().index),
        ("gemeente", "gemeentecode", gemeenten.index),
    ):
        area = region.areas.loc[codes]
        rows.append(
            pd.DataFrame(
                {
                    "code": codes,
                    level: area["naam"].to_numpy(),
                    "huishoudens (CBS)": area["aantal_huishoudens"].to_numpy(),
                    "woningen (CBS)": area["woningvoorraad"].to_numpy(),
                    "woningen gemaakt": homes.groupby(key).size().reindex(codes, fill_value=0).to_numpy(),
                    "adressen gemaakt": addresses.groupby(key).size().reindex(codes, fill_value=0).to_numpy(),
                    "land ha (CBS)": area["oppervlakte_land_in_ha"].round().astype(int).to_numpy(),
                    "land ha gemaakt": (area.geometry.area / 1e4).round().astype(int).to_numpy(),
                }
            ).rename(columns={level: "naam"})
        )
    return pd.concat(rows, ignore_index=True)
