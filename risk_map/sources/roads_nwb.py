"""Roads of the Nationaal Wegenbestand: one edge per wegvak between two juncties. It knows no speeds.

References
----------
NDW, handleiding NWB-wegen (columns; ``RIJRICHTNG`` is about motor traffic) and "Baansubsoort" (``BST_CODE``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from risk_map.errors import InputError, MissingColumnError, Place
from risk_map.sources.areas import DRIVERS, plain
from risk_map.sources.bag_join import clean_text
from risk_map.sources.files import LayerRequest, kind_of, list_layers

if TYPE_CHECKING:
    from pathlib import Path

NEEDED: Final = ("wvkid", "jteidbeg", "jteidend", "wegbehsrt", "rijrichtng", "bstcode")
NAME: Final = "sttnaam"

CLASS_OF_KEEPER: Final = {
    "R": ("hoofdweg", 100.0),
    "P": ("gebiedsontsluitingsweg", 80.0),
    "G": ("woonstraat", 30.0),
    "W": ("landweg", 60.0),
    "T": ("landweg", 30.0),
}
"""Class and usual speed by who keeps the road: Rijk, provincie, gemeente, waterschap, others."""

SPEED_OF_KIND: Final = {
    **dict.fromkeys(("OPR", "AFR", "VBD", "VBI", "VBK", "VBR", "VBS", "VBW", "PAR"), 60.0),
    **dict.fromkeys(("MRB", "NRB", "TRB", "VWG"), 30.0),
    **dict.fromkeys(("BST", "PC", "PKB", "PKP", "PP", "PR", "FP", "VP", "RP"), 15.0),
}
"""Slip roads and link roads, roundabouts and service roads, parking; of paths, the speed of a bicycle."""

NO_ROAD: Final = ("VD", "VV", "CADO")
"""Ferries, runways, passages for emergencies."""

NOT_FOR_CARS: Final = ("FP", "VP", "RP", "BU", "OVB")
NOT_FOR_BICYCLES: Final = ("VP", "RP", "BU", "OVB")
NOT_ON_FOOT: Final = ("BU", "OVB")

DIRECTION: Final = {"H": "heen", "T": "terug", "B": "beide", "O": "beide"}
"""``RIJRICHTNG``; where it is unknown (O), a road goes both ways."""


def nwb_request(path: Path) -> LayerRequest:
    """Say which layer and columns of a file to read.

    Raises
    ------
    InputError
        When the file is no GeoPackage or GeoJSON, or has no layer of wegvakken.
    """
    driver = DRIVERS.get(kind_of(path))
    if driver is None:
        sentence = "Wegen komen uit een OpenStreetMap-extract (.osm.pbf), of uit NWB-wegvakken (GeoPackage of GeoJSON)."
        raise InputError(sentence, Place(file=path.name))
    for name, columns in list_layers(path).items():
        known = {plain(column): column for column in columns}
        if set(NEEDED) <= set(known):
            wanted = tuple(known[column] for column in (*NEEDED, NAME) if column in known)
            return LayerRequest(name, driver, columns=wanted)
    message = "Het bestand heeft geen laag met de kolommen van NWB-wegvakken (WVK_ID, JTE_ID_BEG, JTE_ID_END, ...)."
    raise MissingColumnError(message, Place(file=path.name, column="WVK_ID"))


def make_nwb_roads(layer: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    """Make the edges of a road network from wegvakken.

    Parameters
    ----------
    layer
        Lines in EPSG:28992 with the columns of ``nwb_request``.
    file
        Name of the delivery, for messages.

    Returns
    -------
    gpd.GeoDataFrame
        The columns of ``ROADS`` but ``length_m`` and ``bron``.
    """
    layer = layer.rename(columns={column: plain(str(column)) for column in layer.columns})
    layer = layer[~layer["bstcode"].isin(NO_ROAD)].reset_index(drop=True)
    kind, keeper = clean_text(layer["bstcode"]), clean_text(layer["wegbehsrt"]).fillna("T")
    known = keeper.where(keeper.isin(CLASS_OF_KEEPER), "T")
    path = kind.isin(("FP", "VP", "RP"))
    nodes = layer[["jteidbeg", "jteidend"]].astype("float64")
    if nodes.isna().to_numpy().any():
        row = int(nodes.isna().any(axis=1).to_numpy().argmax()) + 1
        raise InputError("Dit wegvak heeft geen begin- of eindjunctie.", Place(file, row, "JTE_ID_BEG"))
    edges = pd.DataFrame(
        {
            "from_node": nodes["jteidbeg"].astype("int64"),
            "to_node": nodes["jteidend"].astype("int64"),
            "road_class": known.map(lambda code: CLASS_OF_KEEPER[code][0]).mask(path, "parkpad"),
            "naam": clean_text(layer[NAME]) if NAME in layer else None,
            "speed_kmh": kind.map(SPEED_OF_KIND).fillna(known.map(lambda code: CLASS_OF_KEEPER[code][1])),
            "speed_given": False,
            **_modes(kind, keeper, layer["rijrichtng"]),
        }
    )
    index = pd.Index("nwb-" + layer["wvkid"].astype("float64").astype("int64").astype("str"), name="road_id")
    return gpd.GeoDataFrame(edges.set_axis(index), geometry=_lines(layer.geometry, file).array, crs=layer.crs)


def _modes(kind: pd.Series, keeper: pd.Series, direction: pd.Series) -> dict[str, pd.Series]:
    both = pd.Series("beide", index=kind.index)
    # A national road is a motorway, or a road with paths of its own beside it.
    national = (keeper == "R") & ~kind.isin(("FP", "VP", "PAR", "VWG"))
    return {
        "auto": clean_text(direction).map(DIRECTION).fillna("beide").mask(kind.isin(NOT_FOR_CARS), "geen"),
        "fiets": both.mask(kind.isin(NOT_FOR_BICYCLES) | national, "geen"),
        "lopend": both.mask(kind.isin(NOT_ON_FOOT) | national, "geen"),
    }


def _lines(geometry: gpd.GeoSeries, file: str) -> gpd.GeoSeries:
    # Some editions write each line as a collection of one.
    flat = shapely.force_2d(shapely.line_merge(geometry.array, directed=True))
    wrong = (shapely.get_type_id(flat) != shapely.GeometryType.LINESTRING) | shapely.is_empty(flat)
    if wrong.any():
        raise InputError("Dit wegvak is geen lijn.", Place(file, int(np.argmax(wrong)) + 1, "geometry"))
    return gpd.GeoSeries(flat, index=geometry.index, crs=geometry.crs)
