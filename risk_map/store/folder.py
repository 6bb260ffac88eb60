"""The data folder: where the checked frames live between runs, and the only code that knows its file names.

``data/bag/GMxxxx.parquet`` holds the addresses of one municipality, Hilbert-sorted with a bounding box per row
group, so that one municipality, or a bounding box, is read without the rest. ``data/locations.geojson`` is the
register. The other frames are GeoParquet. A file is replaced only by a complete, checked, synced one.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG, WGS84_EPSG, FrameContract, check_frame, conform
from risk_map.domain.frames import ADDRESSES, AREAS, BRON, LAND_USE, ROADS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GEOPARQUET = (AREAS, ROADS, LAND_USE, SIGNALS, INSPECTIONS)
"""Frames with one GeoParquet file each."""

ROW_GROUP_ROWS = 4096
"""Rows read together; small enough that the box of a neighbourhood skips most of a municipality."""


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; put it in place only when the block ends well.

    Parameters
    ----------
    path
        File to make or replace. Its folder is made when absent.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder with the checked frames.

    Parameters
    ----------
    path
        Root of the folder; need not exist yet.
    """

    path: Path

    @property
    def bag_path(self) -> Path:
        """Folder with one address file per municipality."""
        return self.path / "bag"

    @property
    def locations_path(self) -> Path:
        """The register of risk locations, in GeoJSON (EPSG:4326, as RFC 7946 wants)."""
        return self.path / "locations.geojson"

    def frame_path(self, contract: FrameContract) -> Path:
        """Say where a frame is kept (addresses: the folder)."""
        if contract is ADDRESSES:
            return self.bag_path
        return self.locations_path if contract is LOCATIONS else self.path / f"{contract.name}.parquet"

    def municipalities(self) -> list[str]:
        """Give the codes of the municipalities that have addresses here, sorted."""
        return sorted(path.stem for path in self.bag_path.glob("GM*.parquet"))

    def read_addresses(
        self,
        gemeentecodes: Iterable[str] | None = None,
        bbox: tuple[float, float, float, float] | None = None,
    ) -> gpd.GeoDataFrame:
        """Read addresses (contract ``ADDRESSES``) of some or all municipalities, or inside a bounding box.

        Parameters
        ----------
        gemeentecodes
            Codes to read; all when absent. Codes without a file give no rows.
        bbox
            Min x, min y, max x, max y in RD metres.
        """
        wanted = self.municipalities() if gemeentecodes is None else sorted(gemeentecodes)
        paths = [self.bag_path / f"{code}.parquet" for code in wanted]
        frames = [gpd.read_parquet(path, bbox=bbox) for path in paths if path.exists()]
        if not frames:
            return _empty(ADDRESSES)
        merged = gpd.GeoDataFrame(pd.concat(frames), crs=frames[0].crs)
        return conform(merged, ADDRESSES)

    def read_uses(self) -> pd.Series:
        """Give object of the BAG -> what it is used for; reads these two columns and nothing else of the addresses."""
        key, use = "adresseerbaar_object_identificatie", "gebruiksdoel"
        paths = [self.bag_path / f"{code}.parquet" for code in self.municipalities()]
        parts = [pd.read_parquet(path, columns=[key, use]) for path in paths]
        rows = pd.concat(parts) if parts else pd.DataFrame(columns=[key, use], dtype="str")
        return rows.drop_duplicates(key).set_index(key)[use]

    def write_addresses(self, addresses: gpd.GeoDataFrame) -> None:
        """Replace the address files of the municipalities that occur in a frame; others stay.

        Parameters
        ----------
        addresses
            Under the contract ``ADDRESSES``; checked again before anything is written.
        """
        check_frame(addresses, ADDRESSES)
        for code, part in addresses.groupby("gemeentecode", sort=True):
            order = part.geometry.hilbert_distance(level=16).sort_values(kind="stable").index
            with replace_file(self.bag_path / f"{code}.parquet") as temporary:
                part.loc[order].to_parquet(
                    temporary,
                    compression="zstd",
                    write_covering_bbox=True,
                    row_group_size=ROW_GROUP_ROWS,
                )

    def read(self, contract: FrameContract) -> gpd.GeoDataFrame:
        """Read one frame other than the addresses; absent gives an empty frame.

        Parameters
        ----------
        contract
            Which frame.
        """
        path = self.frame_path(contract)
        if not path.exists():
            return _empty(contract)
        if contract is LOCATIONS:
            return _read_geojson(path, contract)
        return conform(gpd.read_parquet(path), contract)

    def write(self, frame: gpd.GeoDataFrame, contract: FrameContract) -> None:
        """Replace one frame other than the addresses.

        Parameters
        ----------
        frame
            Under the contract; checked again before anything is written.
        contract
            Which frame.
        """
        check_frame(frame, contract)
        with replace_file(self.frame_path(contract)) as temporary:
            if contract is LOCATIONS:
                temporary.write_text(_geojson(frame), encoding="utf-8")
            else:
                frame.to_parquet(temporary, compression="zstd")

    def origins(self) -> set[str]:
        """Give every value of ``bron`` in the folder; reads that column and, for GeoParquet, nothing else."""
        files = [path for path in self._files() if path != self.locations_path]
        columns = [pd.read_parquet(path, columns=[BRON.name])[BRON.name] for path in files]
        return {str(bron) for column in (*columns, self.read(LOCATIONS)[BRON.name]) for bron in column.unique()}

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Give name, time of change and size of every file of the folder; differs as soon as one was replaced."""
        stats = ((path, path.stat()) for path in self._files())
        return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def _files(self) -> list[Path]:
        named = (self.locations_path, *map(self.frame_path, GEOPARQUET))
        return [path for path in named if path.exists()] + sorted(self.bag_path.glob("GM*.parquet"))

    def is_empty(self) -> bool:
        """Say whether the folder holds no addresses or no register yet."""
        return not self.municipalities() or not self.locations_path.exists()


def _empty(contract: FrameContract) -> gpd.GeoDataFrame:
    index = pd.Index([], name=contract.index, dtype="str")
    columns = {column.name: pd.Series([], index=index, dtype="object") for column in contract.columns}
    return conform(gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], index=index, crs=RD_EPSG)), contract)


def _geojson(frame: gpd.GeoDataFrame) -> str:
    # One feature a line, dates as ISO text: a register that a person can read and git can compare.
    plain = frame.to_crs(WGS84_EPSG)
    for name in plain.select_dtypes("datetime").columns:
        plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    collection: dict[str, Any] = json.loads(plain.reset_index().to_json(drop_id=True))
    for feature in collection["features"]:
        geometry = feature["geometry"]
        if geometry is not None:
            # 7 decimals are 1 cm: finer than the BAG, and the same file on every machine.
            geometry["coordinates"] = [round(value, 7) for value in geometry["coordinates"]]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in collection["features"])
    return f'{{"type": "FeatureCollection", "name": "{LOCATIONS.name}", "features": [\n{lines}\n]}}\n'


def _read_geojson(path: Path, contract: FrameContract) -> gpd.GeoDataFrame:
    # Read as JSON: GDAL would guess types, and an id such as 0355010000123456 must stay text.
    collection = json.loads(path.read_text(encoding="utf-8"))
    if not collection["features"]:
        return _empty(contract)
    frame = gpd.GeoDataFrame.from_features(collection["features"], crs=WGS84_EPSG).to_crs(RD_EPSG)
    return conform(frame.set_index(contract.index), contract)
