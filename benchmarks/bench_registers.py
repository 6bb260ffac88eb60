"""Linking 20,000 register rows to 65,000 addresses: seconds of the processor per step.

Run: ``python benchmarks/bench_registers.py``. The addresses are invented: streets of 30 numbers, letters and additions
as often as in a real town, one in a hundred without postcode.
"""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES
from risk_map.sources.address_book import address_texts, make_book
from risk_map.sources.headers import PLACE_HEADERS
from risk_map.sources.linking import link
from risk_map.sources.register_places import read_places

ADDRESS_COUNT, ROW_COUNT, REPEATS = 65_000, 20_000, 3


def make_addresses(rng):
    number = np.arange(ADDRESS_COUNT)
    street = number // 30
    ids = [f"000120{position:010d}" for position in number]
    data = pd.DataFrame(
        {
            "adresseerbaar_object_identificatie": [f"000101{position:010d}" for position in number],
            "adresseerbaar_object_type": "Verblijfsobject",
            "adresseerbaar_object_status": np.where(
                rng.random(ADDRESS_COUNT) < 0.93, "Verblijfsobject in gebruik", "Verblijfsobject gevormd"
            ),
            "status": "Naamgeving uitgegeven",
            "adrestype": "hoofdadres",
            "openbare_ruimte_naam": [f"Weg {each}e laan" for each in street],
            "huisnummer": number % 30 + 1,
            "huisletter": np.where(rng.random(ADDRESS_COUNT) < 0.13, "a", None),
            "toevoeging": np.where(rng.random(ADDRESS_COUNT) < 0.03, "2", None),
            "postcode": np.where(
                rng.random(ADDRESS_COUNT) < 0.99,
                [f"{1000 + each // 26}A{chr(65 + each % 26)}" for each in street],
                None,
            ),
            "woonplaats_naam": np.where(street % 4 == 0, "Oost", "West"),
            "gemeentecode": "GM9001",
            "bron": "proef",
        },
        index=pd.Index(ids, name="identificatie"),
    )
    points = gpd.points_from_xy(100_000 + number % 300 * 20, 400_000 + number // 300 * 20)
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), ADDRESSES)


def make_rows(addresses, rng):
    """One row in three gives an id too, one in ten a wrong house number."""
    chosen = addresses.iloc[rng.choice(len(addresses), ROW_COUNT, replace=False)]
    texts = address_texts(chosen).reset_index(drop=True)
    wrong = pd.Series(rng.random(ROW_COUNT) < 0.1)
    rows = pd.DataFrame({"address": texts.where(~wrong, texts.str.replace(",", "zz,"))})
    rows["identificatie"] = pd.Series(chosen.index).where(rng.random(ROW_COUNT) < 1 / 3)
    return rows.reindex(columns=list(PLACE_HEADERS)).astype("str")


def timed(seconds, name, step, *arguments):
    start = time.process_time()
    result = step(*arguments)
    seconds.setdefault(name, []).append(time.process_time() - start)
    return result


def main():
    rng = np.random.default_rng(1)
    addresses = make_addresses(rng)
    rows = make_rows(addresses, rng)
    seconds = {}
    for _ in range(REPEATS):
        places = timed(seconds, "read what the rows say", read_places, rows, None)
        book = timed(seconds, "prepare the addresses", make_book, addresses)
        links = timed(seconds, "link, and list candidates", link, places.parts, places.ids, book)
    best = {name: min(values) for name, values in seconds.items()}
    table = Table("step", "seconds", title=f"{ROW_COUNT:,} rows, {ADDRESS_COUNT:,} addresses, best of {REPEATS}")
    for name, value in (*best.items(), ("total", sum(best.values()))):
        table.add_row(name, f"{value:.2f}")
    Console().print(table)
    Console().print(links.rows["method"].value_counts().to_dict())


if __name__ == "__main__":
    main()
