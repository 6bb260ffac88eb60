"""Addresses as the BAG registers them, made from the units along the streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.demo.numbering import give_postcodes, number_houses
from risk_map.demo.randomness import stream
from risk_map.demo.tables import read_table
from risk_map.domain.bag import ISSUED
from risk_map.domain.contract import RD_EPSG
from risk_map.domain.frames import ADDRESSES, SYNTHETIC

if TYPE_CHECKING:
    from risk_map.demo.frontage import Frontage

UNIT_STEP_M = 2.7
FLOOR_STEP_M = 1.6
"""Distance between the points of flats in one building, along and across."""

IN_USE_STATUSES = {
    "Verblijfsobject in gebruik": 0.988,
    "Verblijfsobject in gebruik (niet ingemeten)": 0.006,
    "Verbouwing verblijfsobject": 0.006,
}
"""Shares measured in a real town."""

MIXED_USES = (
    ("row", None, "gezondheidszorgfunctie,woonfunctie", 0.006),
    ("flat", "centrum", "winkelfunctie,woonfunctie", 0.03),
    ("detached", "open", "industriefunctie,woonfunctie", 0.16),
    ("detached", "open", "logiesfunctie,woonfunctie", 0.02),
    ("detached", "villa", "kantoorfunctie,woonfunctie", 0.02),
)
"""Homes with a second use: form, texture (any when missing), uses, share."""

SIZE_RANKS = {"flat": (1.3, 2.4), "row": (2.6, 2.2), "detached": (3.6, 1.0)}
"""Beta distribution of the rank of a home in the measured quantiles of floor area."""

NO_POSTCODE_SHARE = 0.17
"""Share of "overige gebruiksfunctie" (garages, transformers) without a postcode."""

BUILT = {"stad": (1928, 1956, 1966, 1974, 1984, 1994, 2008), "open": (1890, 1915, 1938, 1955, 1972)}
"""Years around which a buurt, or a farm, was built."""


def describe_units(units: pd.DataFrame, frontage: Frontage, buurten: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Give every unit its coordinates, address parts and attributes, still with the columns of making.

    Parameters
    ----------
    units
        As ``units.place_units``.
    frontage
        Sides of the streets.
    buurten
        As ``tables.neighbourhoods``.
    seed
        Same seed, same attributes.
    """
    rng = stream(seed, "addresses")
    sides = frontage.sides.loc[units["side"], ["street", "left", "buurt", "texture", "site", "along_m"]]
    table = units.join(sides.reset_index(drop=True))
    table = table.join(_points(units, frontage, table["texture"], rng))
    place = buurten.reset_index()[["code", "gemeentecode", "woonplaats", "pc4"]].loc[table["buurt"]]
    table = table.join(place.reset_index(drop=True))
    table = table.assign(place_m=table["along_m"] + table["at_m"], gebruiksdoel=_uses(table, rng))
    table = table.join(number_houses(table, rng))
    bare = (table["gebruiksdoel"] == "overige gebruiksfunctie") & (rng.uniform(size=len(table)) < NO_POSTCODE_SHARE)
    table = table.assign(
        postcode=give_postcodes(table).mask(bare),
        oppervlakte=_areas(table, rng),
        oorspronkelijk_bouwjaar=_years(table, rng),
        object_status=_statuses(table, rng),
    )
    return table.sort_values(["code", "street", "left", "place_m", "building", "within"]).reset_index(drop=True)


def _points(units: pd.DataFrame, frontage: Frontage, texture: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    side = frontage.sides.loc[units["side"]]
    columns = np.maximum(units["width_m"] // UNIT_STEP_M, 1)
    size = units.groupby("building")["building"].transform("size")
    across = np.minimum(size, columns)
    along = units["at_m"] + (units["within"] % columns - (across - 1) / 2) * UNIT_STEP_M
    loose = texture.isin(["open", "bos", "villa"]).to_numpy() * np.minimum(units["width_m"], 120) * 0.3
    along += np.where(size == 1, rng.uniform(-1, 1, len(units)) * np.maximum(loose, 0.35), 0)
    deep = units["setback_m"] + units["within"] // columns * FLOOR_STEP_M + rng.normal(0, 0.25, len(units))
    x = side["x"].to_numpy() + side["ux"].to_numpy() * along + side["nx"].to_numpy() * deep
    y = side["y"].to_numpy() + side["uy"].to_numpy() * along + side["ny"].to_numpy() * deep
    return pd.DataFrame({"x": x.round(2), "y": y.round(2)})


def _uses(table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    uses, draw = table["gebruiksdoel"].copy(), rng.uniform(size=len(table))
    home = (table["form"] != "other").to_numpy()
    for form, texture, mixed, share in MIXED_USES:
        chosen = home & (table["form"] == form) & (draw < share)
        if texture is not None:
            chosen &= table["texture"] == texture
        uses = uses.mask(chosen, mixed)
    return uses


def _areas(table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Draw floor areas from the measured quantiles; homes are scaled to the published mean of their municipality."""
    quantiles = read_table("areas_m2").set_index("gebruiksdoel")
    ranks = np.array([0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
    draw = rng.uniform(size=len(table))
    for form, (a, b) in SIZE_RANKS.items():
        draw = np.where(table["form"] == form, rng.beta(a, b, len(table)), draw)
    main = table["gebruiksdoel"].str.split(",").str[0].mask(table["form"] != "other", "woonfunctie")
    area = np.full(len(table), np.nan)
    for use, row in quantiles.iterrows():
        values = np.array([row["q05"] * 0.75, *row, row["q95"] * 1.7])
        area = np.where(main == use, np.interp(draw, ranks, values), area)
    mean = read_table("gemeenten").set_index("code")["gemiddelde_oppervlakte_m2"]
    homes = pd.Series(np.where(table["form"] != "other", area, np.nan))
    factor = table["gemeentecode"].map(mean) / homes.groupby(table["gemeentecode"]).transform("mean")
    return pd.Series(area).mul(factor.where(table["form"] != "other", 1)).round().clip(lower=6).astype("Int64")


def _years(table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    town = rng.choice(BUILT["stad"], int(table["buurt"].max()) + 1)[table["buurt"]]
    buildings = int(table["building"].max()) + 1
    farm = rng.choice(BUILT["open"], buildings)[table["building"]]
    sides = int(table["side"].max()) + 1
    together = rng.normal(0, 5, sides)[table["side"]] + rng.normal(0, 1.5, buildings)[table["building"]]
    year = np.where(table["texture"].isin(["open", "bos"]), farm + 2 * together, town + together)
    year = np.where(table["status"] == "Verblijfsobject gevormd", 2026, np.clip(year, 1640, 2025))
    return pd.Series(year).round().astype("Int64").mask(table["type"] != "Verblijfsobject")


def _statuses(table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    drawn = rng.choice(list(IN_USE_STATUSES), len(table), p=list(IN_USE_STATUSES.values()))
    standing = table["type"] != "Verblijfsobject"
    return table["status"].where(table["status"].notna(), pd.Series(drawn).mask(standing, "Plaats aangewezen"))


def register_addresses(table: pd.DataFrame, names: pd.Series) -> gpd.GeoDataFrame:
    """Write the described units as the BAG does, with identifications from a reserved range.

    Parameters
    ----------
    table
        As ``describe_units``.
    names
        Street number -> name.

    Returns
    -------
    gpd.GeoDataFrame
        Columns of ``ADDRESSES``, index ``identificatie``. Identifications are the municipality, the kind of object, a
        9, and a number; municipalities count up from 0 and are nowhere near a number that begins with 9.
    """
    digits = table["gemeentecode"].str.removeprefix("GM")
    serial = (table.groupby("gemeentecode").cumcount() + 1).astype(str).str.zfill(9)
    kinds = table["type"].map({"Verblijfsobject": "01", "Ligplaats": "02", "Standplaats": "03"})
    building = (table["building"] + 1).astype(str).str.zfill(9)
    withdrawn = table["object_status"].str.endswith("ingetrokken")
    data = pd.DataFrame(
        {
            "adresseerbaar_object_identificatie": digits + kinds + "9" + serial,
            "adresseerbaar_object_type": table["type"],
            "adresseerbaar_object_status": table["object_status"],
            "status": pd.Series(ISSUED, index=table.index).mask(withdrawn, "Naamgeving ingetrokken"),
            "adrestype": "hoofdadres",
            "openbare_ruimte_naam": names[table["street"]].to_numpy(),
            "huisnummer": table["huisnummer"],
            "huisletter": table["huisletter"],
            "toevoeging": table["toevoeging"],
            "postcode": table["postcode"],
            "woonplaats_naam": table["woonplaats"],
            "gebruiksdoel": table["gebruiksdoel"],
            "oppervlakte": table["oppervlakte"],
            "pand_identificatie": (digits + "109" + building).where(table["type"] == "Verblijfsobject"),
            "oorspronkelijk_bouwjaar": table["oorspronkelijk_bouwjaar"],
            "gemeentecode": table["gemeentecode"],
            "buurtcode": table["code"],
            "bron": SYNTHETIC,
        }
    )
    data.index = pd.Index(digits + "209" + serial, name=ADDRESSES.index)
    return gpd.GeoDataFrame(data, geometry=gpd.points_from_xy(table["x"], table["y"]), crs=RD_EPSG)
