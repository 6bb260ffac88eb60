"""Every family and every indicator, in the order in which users read them. A new one needs one line here."""

from __future__ import annotations

from typing import Final

from risk_map.scoring import branches, history, surroundings
from risk_map.scoring.indicator import Family, Indicator

FAMILIES: Final = (
    Family("signalen", "signalen op dit adres", "signalen op dit adres"),
    Family("handhaving", "eerdere controles", "eerdere bevindingen", "een controle zonder bevinding"),
    Family(
        "huisvesting",
        "register van huisvesting",
        "bijzonderheden in het register van huisvesting",
        "een geldige vergunning of een certificaat",
        branches.HOUSING_TYPES,
    ),
    Family(
        "verzorging",
        "hotel, salon of horeca",
        "bijzonderheden in het register van hotels, salons en horeca",
        "een geldige vergunning of getraind personeel",
        branches.CARE_TYPES,
    ),
    Family(
        "arbeid",
        "arbeidsintensieve branche",
        "bijzonderheden in het register van arbeidsintensieve branches",
        "een geldige vergunning",
        branches.LABOUR_TYPES,
    ),
    Family("nabij", "signalen in de buurt", "signalen in de buurt"),
    Family("bezoek", "tijd sinds de laatste controle", "een lange tijd zonder controle"),
    Family("omgeving", "omgeving", "bijzonderheden in de omgeving"),
)

INDICATORS: Final[tuple[Indicator, ...]] = (
    history.SIGNALS,
    history.VISIT_RESULTS,
    branches.HOUSING,
    branches.HOSPITALITY,
    branches.LABOUR,
    history.NEARBY,
    history.SINCE_VISIT,
    surroundings.SURROUNDINGS,
)

FAMILY_KEYS: Final = tuple(family.key for family in FAMILIES)
LAYER_KEYS: Final = tuple(dict.fromkeys(indicator.layer for indicator in INDICATORS))
SEVERITY_KEYS: Final = tuple(dict.fromkeys(key for indicator in INDICATORS for key in indicator.sentences))
"""Every kind of fact that can be found; the configuration must give a weight for each, and for nothing else."""
