"""When people of the demonstration region go on a round, and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

SHIFTS: Final = {
    "huisvesting_arbeidsmigranten": (time(17), time(21)),
    "hotel": (time(20), time(1)),
    "massagesalon": (time(14), time(21)),
    "horeca": (time(16), time(23)),
    "vakantiepark": (time(16), time(20)),
    "land_tuinbouw": (time(7), time(12)),
}
"""When a round goes whose first stop is of a type; the others go between nine and five."""

DAYTIME: Final = (time(9), time(17))
HOURS_PER_STOP: Final = 1.25


@dataclass(frozen=True, slots=True)
class Outing:
    """When a round goes, and with whom.

    Parameters
    ----------
    shift
        When the team is on its way.
    first, apart
        Hour of the first visit, and hours from one visit to the next.
    partners
        Who joins; missing: anybody.
    types
        Types of places that take visits at all of those hours, and ask for no other partner.
    """

    shift: tuple[time, time]
    first: float
    apart: float = HOURS_PER_STOP
    partners: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def hour(self, position: int) -> float:
        """Give the hour of a visit, from 1."""
        return self.first + self.apart * (position - 1)


BY_DAY: Final = Outing(
    (time(9), time(17)), 10, partners=("arbeidsinspectie",), types=("nagelstudio", "autowasstraat", "uitzendbureau")
)
"""In office hours, so that its inspector may see it at any hour at which somebody tries the demonstration."""

EVENING: Final = Outing(
    (time(16), time(22)), 17, partners=("politie_basisteam", "arbeidsinspectie"), types=("horeca", "massagesalon")
)
