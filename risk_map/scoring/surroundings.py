"""The indicator about the surroundings, from public data only; it can never flag an address by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.domain.bag import OUT_OF_USE
from risk_map.scoring.indicator import Facts, Indicator, join_facts, make_facts

if TYPE_CHECKING:
    from risk_map.scoring.places import Places


def surroundings(places: Places) -> Facts:
    """Find remote places, places among many other risk locations, and objects that are registered as out of use."""
    scored = places.scored
    conditions = {
        "omgeving.afgelegen": places.addresses_around <= places.params.remote_addresses,
        "omgeving.veel_risicolocaties": places.locations_around >= places.params.crowded_locations,
        "omgeving.buiten_gebruik": (places.locations["object_status"] == OUT_OF_USE).to_numpy(dtype=bool),
    }
    amounts = (places.addresses_around, places.locations_around, np.full(len(scored), np.nan))
    parts = []
    for (severity, condition), amount in zip(conditions.items(), amounts, strict=True):
        found = np.flatnonzero(condition & scored)
        parts.append(make_facts(found, severity=severity, date=places.today, source="BAG", amount=amount[found]))
    return join_facts(parts)


SURROUNDINGS: Final = Indicator(
    "omgeving",
    "omgeving",
    "omgeving",
    "bag",
    surroundings,
    {
        "omgeving.afgelegen": "Afgelegen: {amount:.0f} adressen in de omgeving.",
        "omgeving.veel_risicolocaties": "In de omgeving liggen {amount:.0f} andere risicolocaties.",
        "omgeving.buiten_gebruik": "Het object staat in de BAG als buiten gebruik.",
    },
)
