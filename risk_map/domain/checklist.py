"""The boxes of a visit: the general ones, and behind them those of the type of place; facts, never about a person.

What is printed, what is typed in and what is stored are these boxes in this order. A box has the number of its place in
the list of its type. Only the general ones count in the score: they are the same everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.inspection import CHECKS
from risk_map.domain.location import Term

if TYPE_CHECKING:
    from collections.abc import Mapping

_SALON: Final = (
    Term("salon_01", "de praktijk klopt niet met de vergunning"),
    Term("salon_02", "slaapplaats in de zaak"),
    Term("salon_03", "afgesloten ruimte aan de achterkant"),
    Term("salon_04", "mensen aanwezig buiten de openingstijden"),
)

TYPE_CHECKS: Final[Mapping[str, tuple[Term, ...]]] = {
    "huisvesting_arbeidsmigranten": (
        Term("huisvesting_01", "meer dan één bewoner per 12 m² gebruiksoppervlakte"),
        Term("huisvesting_02", "minder dan 1 toilet en 1 douche per 8 bewoners"),
        Term("huisvesting_03", "rookmelders ontbreken of werken niet"),
        Term("huisvesting_04", "vluchtweg ontbreekt of is versperd"),
        Term("huisvesting_05", "huurcontract hangt vast aan het arbeidscontract"),
        Term("huisvesting_06", "andere bezetting dan in de BRP is ingeschreven"),
    ),
    "hotel": (
        Term("hotel_01", "nachtregister is niet volledig"),
        Term("hotel_02", "één boeker voor meer kamers"),
        Term("hotel_03", "verblijf wordt per dag en contant verlengd"),
    ),
    "massagesalon": _SALON,
    "nagelstudio": _SALON,
    "land_tuinbouw": (
        Term("landbouw_01", "huisvesting op het erf"),
        Term("landbouw_02", "vervoer door één tussenpersoon"),
    ),
    "vakantiepark": (
        Term("vakantiepark_01", "verblijf wordt niet geregistreerd"),
        Term("vakantiepark_02", "blokken van eenheden voor één bureau"),
    ),
}
"""Type of location -> its own boxes."""

ALL_CHECKS: Final = tuple(dict.fromkeys([*CHECKS, *(check for checks in TYPE_CHECKS.values() for check in checks)]))
"""Every box that an answer can be about."""


def boxes_of(location_type: str) -> tuple[Term, ...]:
    """Give the boxes of a type of location in the order of the print; the first is number 1."""
    return (*CHECKS, *TYPE_CHECKS.get(location_type, ()))
