"""Column contracts of the frames that flow through the product, and their check.

Every frame leaves ``sources`` in EPSG:28992 (Amersfoort / RD New, metres), with identifications as text and the
official BAG and CBS field names. ``check_frame`` is the last line of every source; inside, the contract is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
import shapely

from risk_map.errors import DuplicateIdError, InputError, MissingColumnError, Place, WrongCrsError

if TYPE_CHECKING:
    import geopandas as gpd

RD_EPSG: Final = 28992
WGS84_EPSG: Final = 4326
RD_BOUNDS: Final = (0.0, 300_000.0, 300_000.0, 625_000.0)
"""Validity of EPSG:28992: min x, min y, max x, max y in metres. Swapped or WGS84 coordinates fall outside."""

Kind = Literal["text", "integer", "number", "boolean", "date"]
DTYPES: Final[dict[Kind, Any]] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
"""The pandas dtype that carries each kind of column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame.

    Parameters
    ----------
    name
        Official field name where one exists, else English.
    kind
        Decides the dtype (see ``DTYPES``).
    meaning
        What it holds, with unit; ends up in the documentation.
    required
        Whether every row must have a value.
    pattern
        Regular expression that every text value matches.
    allowed
        Closed list of allowed values.
    minimum
        Smallest allowed number.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    pattern: str | None = None
    allowed: tuple[str, ...] | None = None
    minimum: float | None = None


@dataclass(frozen=True, slots=True)
class FrameContract:
    """What a frame promises.

    Parameters
    ----------
    name
        Plural noun, also the name of the stored layer.
    index
        Name of the unique text index.
    columns
        All columns except the geometry, in order.
    geometry_types
        Allowed shapely geometry types.
    index_pattern
        Regular expression of the index values.
    """

    name: str
    index: str
    columns: tuple[Column, ...]
    geometry_types: tuple[str, ...] = ("Point",)
    index_pattern: str = r"^\S(.*\S)?$"

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, geometry last."""
        return [*(column.name for column in self.columns), "geometry"]


def conform(frame: gpd.GeoDataFrame, contract: FrameContract) -> gpd.GeoDataFrame:
    """Bring a frame to the dtypes and the column order of its contract, and check it.

    Parameters
    ----------
    frame
        Has the contract's index as index; absent optional columns become missing values; other columns are dropped.
    contract
        The promise.

    Raises
    ------
    InputError
        When a value cannot be converted, or ``check_frame`` finds a fault.
    """
    absent = [column.name for column in contract.columns if column.required and column.name not in frame.columns]
    if absent:
        raise MissingColumnError(f"De kolom {absent[0]} ontbreekt.", Place(column=absent[0]))
    series = {}
    for column in contract.columns:
        values = frame.get(column.name, pd.Series(index=frame.index, dtype=DTYPES[column.kind]))
        try:
            series[column.name] = values.astype(DTYPES[column.kind])
        except (ValueError, TypeError) as exc:
            raise InputError(
                f"De kolom {column.name} bevat een waarde die geen {column.kind} is.",
                Place(column=column.name),
            ) from exc
    data = pd.DataFrame(series, index=frame.index.astype("str").rename(contract.index))
    result = type(frame)(data, geometry=frame.geometry.set_axis(data.index), crs=frame.crs)
    check_frame(result, contract)
    return result


def check_frame(frame: gpd.GeoDataFrame, contract: FrameContract) -> None:
    """Raise when a frame breaks its contract; return nothing when it holds.

    Parameters
    ----------
    frame
        A GeoDataFrame.
    contract
        The promise.

    Raises
    ------
    MissingColumnError
        A column is absent.
    DuplicateIdError
        The index is not unique.
    WrongCrsError
        Not EPSG:28992, or coordinates outside its bounds.
    InputError
        Any other breach: dtype, missing value, pattern, closed list, geometry.
    """
    _check_index(frame, contract)
    for column in contract.columns:
        _check_column(frame, column, contract)
    _check_geometry(frame, contract)


def _check_index(frame: gpd.GeoDataFrame, contract: FrameContract) -> None:
    if frame.index.name != contract.index:
        raise MissingColumnError(f"De sleutel {contract.index} ontbreekt.", Place(column=contract.index))
    doubled = frame.index[frame.index.duplicated()]
    if len(doubled):
        message = f"De {contract.index} {doubled[0]} komt meer dan één keer voor."
        raise DuplicateIdError(message, Place(column=contract.index))
    wrong = ~frame.index.astype("str").str.match(contract.index_pattern)
    if wrong.any():
        message = f"De waarde {frame.index[wrong][0]!r} is geen geldige {contract.index}."
        raise InputError(message, Place(column=contract.index))


def _check_column(frame: gpd.GeoDataFrame, column: Column, contract: FrameContract) -> None:
    place = Place(file=contract.name, column=column.name)
    if column.name not in frame.columns:
        raise MissingColumnError(f"De kolom {column.name} ontbreekt.", place)
    series = frame[column.name]
    if str(series.dtype) != DTYPES[column.kind]:
        raise InputError(f"De kolom {column.name} is {series.dtype} in plaats van {DTYPES[column.kind]}.", place)
    if column.required and series.isna().any():
        raise InputError(f"De kolom {column.name} is leeg bij {series.index[series.isna()][0]}.", place)
    present = series.dropna()
    if column.allowed is not None:
        wrong = ~present.isin(column.allowed)
    elif column.pattern is not None:
        wrong = ~present.str.match(column.pattern)
    elif column.minimum is not None:
        wrong = present < column.minimum
    else:
        return
    if wrong.any():
        bad = present[wrong]
        raise InputError(f"De waarde {bad.iloc[0]!r} van {column.name} is niet toegestaan (bij {bad.index[0]}).", place)


def _check_geometry(frame: gpd.GeoDataFrame, contract: FrameContract) -> None:
    place = Place(file=contract.name, column="geometry")
    if frame.crs is None or frame.crs.to_epsg() != RD_EPSG:
        raise WrongCrsError(f"De coördinaten staan niet in EPSG:{RD_EPSG} (RD New).", place)
    geometry = frame.geometry[frame.geometry.notna()]
    wrong_type = ~geometry.geom_type.isin(contract.geometry_types)
    if wrong_type.any():
        raise InputError(
            f"De geometrie van {geometry.index[wrong_type][0]} is geen {contract.geometry_types[0]}.", place
        )
    bounds = geometry.bounds.to_numpy()
    low, high = np.array(RD_BOUNDS[:2]), np.array(RD_BOUNDS[2:])
    # NaN (an empty geometry) and infinity compare as False, so both are caught.
    inside = (bounds[:, :2] >= low).all(axis=1) & (bounds[:, 2:] <= high).all(axis=1)
    # Bounds pass over a vertex that is NaN, so each vertex is asked too.
    vertices, owner = shapely.get_coordinates(geometry.to_numpy(), return_index=True)
    inside[owner[~np.isfinite(vertices).all(axis=1)]] = False
    if not inside.all():
        message = f"De coördinaten van {geometry.index[~inside][0]} liggen buiten Nederland in RD."
        raise WrongCrsError(message, place)
