"""The register of risk locations: each type where it would lie, with the gaps that real registers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.reference import REFERENCE_DATE
from risk_map.demo.tables import read_table
from risk_map.domain.bag import is_active
from risk_map.domain.contract import conform
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.location import DWELLING_TYPE, OPERATOR_TYPES, PERMITS, codes
from risk_map.domain.registers import LOCATIONS
from risk_map.sources.address_book import address_texts

if TYPE_CHECKING:
    from risk_map.demo.arrays import Objects

UNKNOWN_SHARES = {
    "capacity": 0.22,
    "permit": 0.2,
    "permit_valid_until": 0.3,
    "operator_type": 0.28,
    "snf_certificate": 0.3,
    "training_certificate": 0.3,
}
"""Share of the values that the register does not know."""

UNLINKED_SHARES = {"candidates": 0.035, "none": 0.02}
LINKED_BY_ID_SHARE = 0.4
SNF_SHARE = 0.55
TRAINING_SHARE = 0.4
HOURS_SHARE = 0.35
INDOOR_TYPES = ("huisvesting_arbeidsmigranten", "hotel")
AREA_PER_PERSON_M2 = (7.0, 22.0)
"""Usable area per person at which a building is full; 12 m2 is usual, some hold more people than that."""

OLDEST_ROW_DAYS = 900


def make_locations(
    addresses: gpd.GeoDataFrame, blocks: pd.DataFrame, seed: int
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make the register (contract ``LOCATIONS``), and what it would say if it knew everything.

    Parameters
    ----------
    addresses
        Contract ``ADDRESSES``.
    blocks
        ``texture`` of the block of each address, index as ``addresses``.
    seed
        Same seed, same register.

    Returns
    -------
    tuple
        The register, and the same rows without gaps: every value known, every row linked.
    """
    rng = stream(seed, "locations")
    facts = _with_facts(_choose(addresses, blocks, rng), rng).assign(bron=SYNTHETIC, link_method="id")
    facts["opening_hours"] = _draw_hours(facts["location_type"], stream(seed, "opening hours"))
    facts.index = pd.Index([f"LOC-{number:04d}" for number in range(1, len(facts) + 1)], name=LOCATIONS.index)
    return conform(_with_gaps(facts, rng), LOCATIONS), conform(facts, LOCATIONS)


def _choose(addresses: gpd.GeoDataFrame, blocks: pd.DataFrame, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Draw addresses whose use and surroundings fit each type; no address is drawn twice."""
    places = addresses[is_active(addresses) & (addresses["adrestype"] == "hoofdadres") & addresses["buurtcode"].notna()]
    places = places.join(blocks["texture"])
    fits = read_table("location_places")
    wanted = places.reset_index().merge(fits, on=["texture", "gebruiksdoel"])
    # Weighted sampling without replacement (Efraimidis and Spirakis 2006): the largest u^(1/w) win.
    wanted = wanted.assign(key=np.log(rng.uniform(size=len(wanted))) / wanted["weight"]).sort_values(
        "key", ascending=False
    )
    wanted = wanted.drop_duplicates("identificatie")
    counts = read_table("locations")
    wanted = wanted.merge(counts, on=["location_type", "gemeentecode"])
    rank = wanted.groupby(["location_type", "gemeentecode"]).cumcount()
    chosen = wanted[rank < wanted["count"]].sort_values(["gemeentecode", "location_type", "identificatie"])
    chosen = chosen.sample(frac=1, random_state=rng).reset_index(drop=True)
    return gpd.GeoDataFrame(chosen.assign(address=address_texts(chosen)), geometry="geometry", crs=addresses.crs)


def _with_facts(chosen: gpd.GeoDataFrame, rng: np.random.Generator) -> gpd.GeoDataFrame:
    facts = chosen[["location_type"]].merge(read_table("location_facts"), on="location_type", how="left")
    capacity = _draw_capacity(facts, chosen["oppervlakte"], rng)
    permit = _draw(facts, "permit_", codes(PERMITS), rng)
    operator = _draw(facts, "operator_", codes(OPERATOR_TYPES), rng)
    housing, hotel = (chosen["location_type"] == name for name in ("huisvesting_arbeidsmigranten", "hotel"))
    today = pd.Timestamp(REFERENCE_DATE)
    row_date = today - pd.to_timedelta(rng.integers(31, OLDEST_ROW_DAYS, len(chosen)), unit="D")
    until = today + pd.to_timedelta(rng.integers(-400, 1500, len(chosen)), unit="D")
    return chosen.assign(
        capacity=capacity,
        permit=permit,
        permit_valid_until=pd.Series(until).where(pd.Series(permit == "verleend")),
        operator_type=operator,
        snf_certificate=pd.Series(rng.uniform(size=len(chosen)) < SNF_SHARE, dtype="boolean").where(housing),
        training_certificate=pd.Series(rng.uniform(size=len(chosen)) < TRAINING_SHARE, dtype="boolean").where(hotel),
        sbi_code=facts["sbi_code"],
        sbi_versie=pd.Series("2008", index=facts.index).where(facts["sbi_code"].notna()),
        bron_datum=row_date,
    )


def _draw_hours(types: pd.Series, rng: np.random.Generator) -> Objects:
    """Draw the hours of about a third of the places: nobody wrote down the others."""
    usual = read_table("opening_hours").groupby("location_type")["opening_hours"].agg(list)
    choices, place = types.map(usual), rng.uniform(size=len(types))
    known = choices.notna().to_numpy() & (rng.uniform(size=len(types)) < HOURS_SHARE)
    drawn: Objects = np.full(len(types), None, dtype=object)
    drawn[known] = [texts[int(at * len(texts))] for texts, at in zip(choices[known], place[known], strict=True)]
    return drawn


def _draw_capacity(facts: pd.DataFrame, area: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Draw how many people may stay: many small places, a few large ones, nobody on most farms, a few too many."""
    low, high = facts["capacity_low"].to_numpy(float), facts["capacity_high"].to_numpy(float)
    rank = rng.uniform(size=len(facts)) ** 1.5
    people = pd.Series(np.maximum(low, 1) * (np.maximum(high, 1) / np.maximum(low, 1)) ** rank).round()
    nobody = rng.uniform(size=len(facts)) < facts["capacity_zero"]
    fits = (area.astype(float) / rng.uniform(*AREA_PER_PERSON_M2, len(facts))).clip(lower=2).round()
    indoors = facts["location_type"].isin(INDOOR_TYPES)
    people = people.where(~indoors | (people <= fits), fits)
    return people.mask(nobody, 0).where(facts["capacity_high"] > 0)


def _draw(facts: pd.DataFrame, prefix: str, values: tuple[str, ...], rng: np.random.Generator) -> Objects:
    """Draw one value per row from the shares of its type; missing where a type has none."""
    shares = facts.reindex(columns=[prefix + value for value in values]).fillna(0).to_numpy(float)
    bounds = np.cumsum(shares, axis=1)
    position = (rng.uniform(size=(len(facts), 1)) * np.maximum(bounds[:, -1:], 1e-9) >= bounds).sum(axis=1)
    drawn: Objects = np.array([*values, None], dtype=object)[np.minimum(position, len(values))]
    drawn[bounds[:, -1] == 0] = None
    return drawn


def _with_gaps(table: gpd.GeoDataFrame, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Forget some values, and leave some rows unlinked, as real registers do."""
    forgotten = {name: table[name].mask(rng.uniform(size=len(table)) < share) for name, share in UNKNOWN_SHARES.items()}
    draw = rng.uniform(size=len(table))
    home = (table["location_type"] == DWELLING_TYPE).to_numpy()
    none, candidates = UNLINKED_SHARES["none"], UNLINKED_SHARES["candidates"]
    method = np.select(
        [~home & (draw < none), ~home & (draw < none + candidates), draw > 1 - LINKED_BY_ID_SHARE],
        ["none", "candidates", "id"],
        "key",
    )
    linked = pd.Series(np.isin(method, ["id", "key"]), index=table.index)
    lost = ("adresseerbaar_object_identificatie", "identificatie", "gemeentecode", "buurtcode", "geometry")
    # What a clerk wrote where no single address fits.
    street = table["openbare_ruimte_naam"] + " "
    number, town = table["huisnummer"].astype("str"), ", " + table["woonplaats_naam"]
    vague = (street + "bij " + number + town).where(
        method == "none", street + number + " of " + (table["huisnummer"] + 2).astype("str") + town
    )
    return table.assign(
        address=table["address"].where(linked, vague),
        **forgotten,
        **{name: table[name].where(linked) for name in lost},
        link_method=method,
    )
