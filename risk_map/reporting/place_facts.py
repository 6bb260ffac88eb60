"""What is known about a place itself, in Dutch: label and value, and what nobody knows said as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.domain.location import LOCATION_TYPES, OPERATOR_TYPES, PERMITS, labels
from risk_map.domain.notation import day, number

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN: Final = "onbekend"
UNKNOWN_YEAR: Final = 9999
HOME: Final = "ja: alleen na een signaal dat een mens heeft beoordeeld en een tweede heeft bevestigd"


def place_facts(row: Mapping[Any, Any], towns: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say what is known about one place.

    Parameters
    ----------
    row
        Row of ``read_places``, as plain values.
    towns
        Code -> name of the municipalities.

    Returns
    -------
    list[tuple[str, str]]
        Dutch label and value, in the order in which somebody asks.
    """
    known: dict[Any, Any] = {name: None if pd.isna(value) else value for name, value in row.items()}
    where = [known["buurt"], known["wijk"], towns.get(str(known["gemeentecode"]))]
    year = known["oorspronkelijk_bouwjaar"]
    return [
        ("Soort", labels(LOCATION_TYPES)[known["location_type"]]),
        ("Buurt, wijk, gemeente", ", ".join(dict.fromkeys(filter(None, where))) or UNKNOWN),
        ("Telt als woning", HOME if known["home"] else "nee"),
        ("Gebruiksdoel (BAG)", (known["gebruiksdoel"] or UNKNOWN).replace(",", ", ")),
        ("Oppervlakte (BAG)", _amount(known["oppervlakte"], " m²")),
        ("Bouwjaar (BAG)", UNKNOWN if year in {None, UNKNOWN_YEAR} else str(int(year))),
        ("Plaatsen voor mensen", _amount(known["capacity"] or None, "")),
        ("Vergunning", _permit(known["permit"], known["permit_valid_until"])),
        ("Soort exploitant", labels(OPERATOR_TYPES).get(known["operator_type"], UNKNOWN)),
        ("SNF-certificaat", _yes_no(known["snf_certificate"])),
        ("Getraind personeel", _yes_no(known["training_certificate"])),
        ("Openingstijden", known["opening_hours"] or UNKNOWN),
        ("SBI-code", known["sbi_code"] or UNKNOWN),
        ("Bron van het register", f"{known['bron']}, {day(known['bron_datum'])}"),
    ]


def _amount(value: float | None, unit: str) -> str:
    return UNKNOWN if value is None else f"{number(value)}{unit}"


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a value of a register
    return UNKNOWN if value is None else "ja" if value else "nee"


def _permit(state: str | None, until: pd.Timestamp | None) -> str:
    words = UNKNOWN if state is None else labels(PERMITS)[state]
    return words if until is None else f"{words}, geldig tot en met {day(until)}"
