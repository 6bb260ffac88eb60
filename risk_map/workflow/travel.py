"""Travel times for the planner: along the roads when there is a road network, else as the crow flies; kept on disk."""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.domain.frames import ROADS
from risk_map.planning.road_network import RoadNetwork
from risk_map.planning.travel import Mode, StraightLine, TravelMatrix, TravelParams, TravelTimes
from risk_map.store.folder import DataFolder, replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely import LineString

    from risk_map.config import Config

EDITION: Final = 1
"""Raise it when the same roads and places give other times: what was kept before is then not used."""

MOST_KEPT: Final = 200
"""Matrices on disk; of 300 places each is about half a megabyte."""


@dataclass(frozen=True, slots=True)
class KeptTravelTimes:
    """Travel times that are written down once they are known.

    Parameters
    ----------
    times
        Who works them out.
    folder
        Where they are kept; it may be thrown away. The files hold times, and neither places nor addresses.
    key
        Everything that decides the times, besides the places and the mode.
    """

    times: TravelTimes
    folder: Path
    key: str

    def matrix(self, points: NDArray[np.float64], mode: Mode) -> TravelMatrix:
        """Give times and distances between all pairs of places; see ``TravelTimes``."""
        places = np.ascontiguousarray(points, dtype="<f8").reshape(-1, 2)
        digest = hashlib.sha256(f"{self.key}|{mode}|{len(places)}|".encode() + places.tobytes()).hexdigest()
        path = self.folder / f"{digest}.npz"
        kept = _read(path, len(places))
        if kept is not None:
            return kept
        matrix = self.times.matrix(places, mode)
        _write(path, matrix)
        return matrix

    def path(self, points: NDArray[np.float64], mode: Mode) -> list[LineString]:
        """Give the way from each place to the next; see ``TravelTimes``."""
        return self.times.path(points, mode)


def travel_times(config: Config) -> TravelTimes:
    """Give the travel times of an installation.

    Parameters
    ----------
    config
        Says where the data folder is, and how fast one goes.
    """
    path = DataFolder(config.data_dir).frame_path(ROADS)
    if not path.exists():
        return StraightLine(config.planning.travel)
    network, key = _network(path, path.stat().st_mtime_ns, config.planning.travel)
    return KeptTravelTimes(network, config.data_dir / "cache" / "travel", key)


def travel_reason(config: Config) -> str:
    """Say in one Dutch sentence how travel times are known here.

    Parameters
    ----------
    config
        Says where the data folder is.
    """
    if DataFolder(config.data_dir).frame_path(ROADS).exists():
        return "De reistijden gaan over de ingelezen wegen."
    factor = f"{config.planning.travel.detour:g}".replace(".", ",")
    return f"Er is geen wegennet ingelezen; de reistijden zijn geschat met de hemelsbrede afstand x {factor}."


@lru_cache(maxsize=2)
def _network(path: Path, changed: int, params: TravelParams) -> tuple[RoadNetwork, str]:
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    network = RoadNetwork(DataFolder(path.parent).read(ROADS), params)
    return network, f"{EDITION}|{content}|{network.params}"


def _read(path: Path, places: int) -> TravelMatrix | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            matrix = TravelMatrix(kept["seconds"], kept["metres"], kept["snap_m"], str(kept["method"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    shapes = {matrix.seconds.shape, matrix.metres.shape}
    return matrix if shapes == {(places, places)} and matrix.snap_m.shape == (places,) else None


def _write(path: Path, matrix: TravelMatrix) -> None:
    with replace_file(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(
            file, seconds=matrix.seconds, metres=matrix.metres, snap_m=matrix.snap_m, method=np.array(matrix.method)
        )
    # Another user may clear away the same file.
    with suppress(FileNotFoundError):
        for old in sorted(path.parent.glob("*.npz"), key=lambda each: -each.stat().st_mtime_ns)[MOST_KEPT:]:
            old.unlink()
