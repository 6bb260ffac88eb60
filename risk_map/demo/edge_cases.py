"""Known traps of the BAG, planted in the addresses so that everything behind them meets every trap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from risk_map.demo.randomness import stream
from risk_map.domain.bag import is_active

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.demo.arrays import Objects

RARE_ADDITIONS = {"toevoeging_met_nul": "02", "toevoeging_als_getal": "1E5", "toevoeging_als_leeg": "NA"}
EXTRA_ADDRESSES = 5
DOUBLE_KEYS = 7
MOORINGS = 6
MULTI_PAND_SHARE = 0.25
OUTSIDE_M = 3.0

WITH_AREA = "industriefunctie"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Homes and garages that may be changed, where the areas end, and the river."""

    plain: pd.Index
    garages: pd.Index
    areas: gpd.GeoDataFrame
    river: shapely.LineString
    rng: np.random.Generator

    def pick(self, count: int, among: pd.Index | None = None) -> pd.Index:
        """Draw different addresses: homes, or others when named."""
        pool = self.plain if among is None else among
        drawn: pd.Index = pool.take(self.rng.choice(len(pool), count, replace=False))
        return drawn


def plant(
    addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, river: shapely.LineString, seed: int
) -> tuple[gpd.GeoDataFrame, dict[str, list[str]]]:
    """Plant every trap of the BAG that the readers must survive.

    Parameters
    ----------
    addresses
        As ``addresses.register_addresses``.
    areas
        Contract ``AREAS``; borders for the points on and over them.
    river
        Where houseboats lie.
    seed
        Same seed, same addresses.

    Returns
    -------
    tuple
        The addresses with the traps, and the name of each trap with the ``identificatie`` of its addresses.
    """
    homes = addresses[is_active(addresses) & addresses["huisletter"].isna() & addresses["toevoeging"].isna()]
    plain = homes.index[(homes["gebruiksdoel"] == "woonfunctie").to_numpy()]
    garages = homes.index[(homes["gebruiksdoel"] == "overige gebruiksfunctie").to_numpy()]
    planted: dict[str, list[str]] = {}
    for name, step in _STEPS.items():
        chosen = _Chosen(plain, garages, areas, river, stream(seed, f"edge case {name}"))
        addresses, touched = step(addresses, chosen)
        left = addresses.index.difference(touched)
        plain, garages = plain.intersection(left), garages.intersection(left)
        planted[name] = sorted(touched)
    return addresses, planted | _already_there(addresses)


def _already_there(addresses: gpd.GeoDataFrame) -> dict[str, list[str]]:
    status, uses = addresses["adresseerbaar_object_status"], addresses["gebruiksdoel"].str.count(",").fillna(0)
    masks = {
        "geen_postcode": addresses["postcode"].isna() & is_active(addresses),
        "ingetrokken": status == "Verblijfsobject ingetrokken",
        "buiten_gebruik": status == "Verblijfsobject buiten gebruik",
        "gevormd": status == "Verblijfsobject gevormd",
        "standplaats": addresses["adresseerbaar_object_type"] == "Standplaats",
        "kleine_letter": addresses["huisletter"] == "a",
        "twee_gebruiksdoelen": uses == 1,
        "drie_gebruiksdoelen": uses == 2,
    }
    return {name: sorted(addresses.index[mask]) for name, mask in masks.items()}


def _additions(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    picked = chosen.pick(2 * len(RARE_ADDITIONS))
    values = pd.Series(list(RARE_ADDITIONS.values()) * 2, index=picked)
    return addresses.assign(toevoeging=values.reindex(addresses.index).fillna(addresses["toevoeging"])), picked


def _capital(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    picked = chosen.pick(6)
    return addresses.assign(huisletter=addresses["huisletter"].mask(addresses.index.isin(picked), "B")), picked


def _several_panden(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    industry = addresses.index[addresses["gebruiksdoel"].str.startswith(WITH_AREA, na=False)]
    picked = chosen.pick(int(len(industry) * MULTI_PAND_SHARE), industry)
    first = addresses["pand_identificatie"]
    # The second building: the same number in a range of its own (98 instead of 90).
    second = first.str.slice(0, 6) + "98" + first.str.slice(8)
    both = (first + "," + second).where(addresses.index.isin(picked), first)
    return addresses.assign(pand_identificatie=both), picked


def _four_uses(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    picked = chosen.pick(2)
    uses = "bijeenkomstfunctie,kantoorfunctie,winkelfunctie,woonfunctie"
    return addresses.assign(gebruiksdoel=addresses["gebruiksdoel"].mask(addresses.index.isin(picked), uses)), picked


def _foreign_prefix(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Give objects the first digits of a neighbour, as after a change of border: municipality is by area."""
    picked = chosen.pick(6)
    codes = np.sort(addresses["gemeentecode"].unique())
    other = dict(zip(codes, np.roll(codes, 1), strict=True))
    mask = addresses.index.isin(picked)
    prefix = addresses["gemeentecode"].map(other).str.removeprefix("GM")
    # Serial numbers of the planted range (98) cannot meet those of the neighbour itself (90).
    ids = pd.Series(addresses.index, index=addresses.index)
    own = addresses["adresseerbaar_object_identificatie"]
    ids, own = (old.mask(mask, prefix + old.str.slice(4, 6) + "98" + old.str.slice(8)) for old in (ids, own))
    changed = addresses.assign(adresseerbaar_object_identificatie=own).set_axis(
        pd.Index(ids, name=addresses.index.name)
    )
    return changed, pd.Index(ids[mask])


def _copies(
    addresses: gpd.GeoDataFrame, picked: pd.Index, serial: str, **changes: object
) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Add changed copies of addresses with identifications of their own."""
    copies = addresses.loc[picked].assign(**changes)
    copies.index = pd.Index(copies.index.str.slice(0, 6) + serial + copies.index.str.slice(8), name=copies.index.name)
    return gpd.GeoDataFrame(pd.concat([addresses, copies]), crs=addresses.crs), copies.index


def _second_addresses(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Give corner houses a second address on another street of the same object (nevenadres)."""
    picked = chosen.pick(EXTRA_ADDRESSES)
    streets = addresses.loc[picked, "openbare_ruimte_naam"] + "achter"
    return _copies(addresses, picked, "91", adrestype="nevenadres", openbare_ruimte_naam=streets, huisnummer=1)


def _double_keys(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Plan replacements: the same full address as an object in use."""
    picked = chosen.pick(DOUBLE_KEYS)
    own = addresses.loc[picked, "adresseerbaar_object_identificatie"]
    objects = own.str.slice(0, 6) + "92" + own.str.slice(8)
    status = "Verblijfsobject gevormd"
    return _copies(
        addresses, picked, "92", adresseerbaar_object_identificatie=objects, adresseerbaar_object_status=status
    )


def _moorings(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Put houseboats on the river; they have no use, floor area, building or year."""
    away = addresses.geometry.loc[chosen.plain].distance(chosen.river)
    picked = away.nsmallest(MOORINGS).index
    boats = shapely.points(
        np.round(
            shapely.get_coordinates(
                shapely.get_point(shapely.shortest_line(chosen.river, addresses.geometry.loc[picked].to_numpy()), 0)
            ),
            2,
        )
    )
    own = addresses.loc[picked, "adresseerbaar_object_identificatie"]
    return _copies(
        addresses,
        picked,
        "93",
        adresseerbaar_object_identificatie=own.str.slice(0, 4) + "0293" + own.str.slice(8),
        adresseerbaar_object_type="Ligplaats",
        adresseerbaar_object_status="Plaats aangewezen",
        gebruiksdoel=None,
        oppervlakte=None,
        pand_identificatie=None,
        oorspronkelijk_bouwjaar=None,
        toevoeging="ws",
        geometry=boats,
        buurtcode=_buurten_of(boats, chosen.areas),
    )


def _buurten_of(points: Objects, areas: gpd.GeoDataFrame) -> Objects:
    buurten = areas[areas["niveau"] == "buurt"]
    point, area = buurten.sindex.query(points, predicate="intersects")
    first = np.unique(point, return_index=True)[1]
    return np.asarray(buurten.index.to_numpy()[area[first]], dtype=object)


def _unknown_year(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    picked = chosen.pick(4)
    years = addresses["oorspronkelijk_bouwjaar"].mask(addresses.index.isin(picked), 9999)
    return addresses.assign(oorspronkelijk_bouwjaar=years), picked


def _on_border(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Move addresses onto a corner of the border of their own buurt."""
    picked = chosen.pick(3, chosen.garages)
    shapes = chosen.areas.geometry.loc[addresses.loc[picked, "buurtcode"]].to_numpy()
    corners = shapely.get_point(shapely.get_exterior_ring(shapely.get_geometry(shapes, 0)), 0)
    geometry = addresses.geometry.copy()
    geometry.loc[picked] = corners
    return addresses.set_geometry(geometry), picked


def _just_outside(addresses: gpd.GeoDataFrame, chosen: _Chosen) -> tuple[gpd.GeoDataFrame, pd.Index]:
    """Move addresses a few metres over the outline of the region: no buurt holds them."""
    picked = chosen.pick(3, chosen.garages)
    whole = shapely.union_all(chosen.areas.geometry[chosen.areas["niveau"] == "gemeente"].to_numpy())
    around = shapely.boundary(shapely.buffer(whole, OUTSIDE_M))
    nearest = shapely.shortest_line(around, addresses.geometry.loc[picked].to_numpy())
    geometry = addresses.geometry.copy()
    geometry.loc[picked] = shapely.points(np.round(shapely.get_coordinates(shapely.get_point(nearest, 0)), 2))
    buurt = addresses["buurtcode"].mask(addresses.index.isin(picked))
    return addresses.set_geometry(geometry).assign(buurtcode=buurt), picked


_STEPS: dict[str, Callable[[gpd.GeoDataFrame, _Chosen], tuple[gpd.GeoDataFrame, pd.Index]]] = {
    "toevoeging": _additions,
    "hoofdletter": _capital,
    "meer_panden": _several_panden,
    "vier_gebruiksdoelen": _four_uses,
    "vreemd_voorvoegsel": _foreign_prefix,
    "nevenadres": _second_addresses,
    "dubbele_sleutel": _double_keys,
    "ligplaats": _moorings,
    "bouwjaar_onbekend": _unknown_year,
    "op_buurtgrens": _on_border,
    "net_buiten_gemeente": _just_outside,
}
