"""Travel times between places: what every way of knowing them gives, and the plainest way, a straight line.

A time is from kerb to kerb: parking and walking to the door are part of the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

import numpy as np
import shapely
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import LineString

Mode = Literal["auto", "fiets", "lopend"]

UNREACHABLE: Final = 2**30
"""Seconds, and metres, where there is no way: more than any shift, and small enough to add a few of them."""

KMH: Final = 1 / 3.6
"""Metres a second in one kilometre an hour."""


@dataclass(frozen=True, slots=True)
class TravelParams:
    """How fast a team goes.

    Parameters
    ----------
    car_share
        What a car makes of the speed limit, bends, crossings and traffic counted: 0 to 1.
    bicycle_kmh, foot_kmh
        On any road where it is allowed.
    detour
        Length of the way along the roads, as a multiple of the straight line.
    straight_car_kmh
        Speed of a car over a way that is not known.
    max_snap_m
        A place farther from any road that may be used is not reached along the roads.

    References
    ----------
    OSRM's car profile takes 0.8 of the limit. Detour: Ballou, Rahardja & Sakai (2002), "Selected country circuity
    factors for road travel distance estimation", Transportation Research A 36:843-848: 1.2 to 1.5 in Europe.
    """

    car_share: float = 0.8
    bicycle_kmh: float = 16.0
    foot_kmh: float = 5.0
    detour: float = 1.3
    straight_car_kmh: float = 40.0
    max_snap_m: float = 1000.0

    def __post_init__(self) -> None:
        """Refuse what is no speed and no distance."""
        wrong = [name for name in self.__slots__ if not 0 < getattr(self, name) < np.inf]
        if wrong or self.car_share > 1 or self.detour < 1:
            message = f"travel parameters out of range: {wrong or (self.car_share, self.detour)}"
            raise ValueError(message)


DEFAULT_PARAMS: Final = TravelParams()


@dataclass(frozen=True, slots=True)
class TravelMatrix:
    """Times and distances between all pairs of places.

    Parameters
    ----------
    seconds
        (n, n), from row to column; ``UNREACHABLE`` where there is no way.
    metres
        (n, n), of the quickest way; ``UNREACHABLE`` where there is none.
    snap_m
        (n,) distance of each place to the road it was put on; 0 for a straight line.
    method
        How it was found, in Dutch: "over de weg (auto)".

    Raises
    ------
    ValueError
        When somebody arrives before they leave.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    snap_m: NDArray[np.float64]
    method: str

    def __post_init__(self) -> None:
        """Refuse what goes back in time."""
        if np.any(self.seconds < 0):
            raise ValueError(self.method)

    def cut_off(self) -> NDArray[np.int64]:
        """Give the rows of the places that cannot be reached from, or left for, most of the others."""
        if len(self.seconds) == 0:
            return np.empty(0, dtype=np.int64)
        _, part = connected_components(self.seconds < UNREACHABLE, connection="strong")
        return np.flatnonzero(part != np.bincount(part).argmax())


class TravelTimes(Protocol):
    """A way to know travel times."""

    def matrix(self, points: NDArray[np.float64], mode: Mode) -> TravelMatrix:
        """Give times and distances between all pairs of places.

        Parameters
        ----------
        points
            (n, 2) RD metres.
        mode
            How one goes.
        """

    def path(self, points: NDArray[np.float64], mode: Mode) -> list[LineString]:
        """Give the way from each place to the next.

        Parameters
        ----------
        points
            (n, 2) RD metres, in the order of the visits.
        mode
            How one goes.

        Returns
        -------
        list[LineString]
            n - 1 lines in RD, from the road at the one place to the road at the next; empty where there is no way.
        """


@dataclass(frozen=True, slots=True)
class StraightLine:
    """Straight lines, made longer by a factor: for where there is no road network.

    Parameters
    ----------
    params
        Speeds and the factor.
    """

    params: TravelParams = DEFAULT_PARAMS

    def matrix(self, points: NDArray[np.float64], mode: Mode) -> TravelMatrix:
        """Give straight distances times the factor; every place reaches every other."""
        places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        metres = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * self.params.detour
        factor = f"{self.params.detour:g}".replace(".", ",")
        return TravelMatrix(
            seconds=whole(metres / (self._kmh(mode) * KMH)),
            metres=whole(metres),
            snap_m=np.zeros(len(places)),
            method=f"hemelsbreed x {factor} ({mode})",
        )

    def path(self, points: NDArray[np.float64], mode: Mode) -> list[LineString]:  # noqa: ARG002 - the same for all
        """Give straight lines."""
        places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        return list(shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))) if len(places) > 1 else []

    def _kmh(self, mode: Mode) -> float:
        speeds = {"fiets": self.params.bicycle_kmh, "lopend": self.params.foot_kmh}
        return speeds.get(mode, self.params.straight_car_kmh)


def whole(values: NDArray[np.float64]) -> NDArray[np.int32]:
    """Round seconds or metres; what is infinite, not a number or absurd becomes ``UNREACHABLE``."""
    known = values < UNREACHABLE
    rounded: NDArray[np.int32] = np.where(known, np.rint(np.where(known, values, 0)), UNREACHABLE).astype(np.int32)
    return rounded
