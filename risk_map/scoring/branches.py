"""Indicators from the registers: housing of migrant workers, hospitality and care, labour-intensive branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.scoring.indicator import LOWERS, RAISES, Facts, Indicator, join_facts, make_facts, take_facts
from risk_map.scoring.places import has_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.scoring.evidence import Floats
    from risk_map.scoring.places import Places

HOUSING_TYPES: Final = ("huisvesting_arbeidsmigranten", "vakantiepark")
CARE_TYPES: Final = ("hotel", "massagesalon", "nagelstudio", "horeca")
LABOUR_TYPES: Final = ("autowasstraat", "land_tuinbouw", "uitzendbureau")

WITHOUT_PERMIT: Final = ("geen", "geweigerd", "ingetrokken")
ONE_PARTY: Final = ("uitzendbureau", "werkgever")


@dataclass(frozen=True, slots=True)
class _Register:
    """Scored locations of some types, by column, the first word of their severities, and a fact per row to fill in."""

    group: str
    rows: pd.DataFrame
    once: Facts

    @classmethod
    def of(cls, group: str, places: Places, types: tuple[str, ...]) -> _Register:
        """Give the register of some types."""
        rows = places.of_types(types)
        once = make_facts(rows.index.to_numpy(), severity="", date=rows["bron_datum"], source=rows["bron"])
        return cls(group, rows, once)

    def where(self, condition: pd.Series, key: str, sign: int = RAISES, amount: Floats | None = None) -> Facts:
        """Make one fact per row where a condition holds; where it is missing, nothing is claimed."""
        kept = condition.fillna(value=False).to_numpy(dtype=bool)
        amounts = np.nan if amount is None else amount[kept]
        return take_facts(self.once, kept, severity=f"{self.group}.{key}", sign=sign, amount=amounts)

    def kinds(self) -> list[Facts]:
        """Make one fact per row for its type."""
        kind = self.rows["location_type"]
        return [self.where(kind == name, name) for name in kind.unique()]

    def permits(self, places: Places) -> list[Facts]:
        """Make a fact of what is known about the permit."""
        permit = self.rows["permit"]
        granted = permit == "verleend"
        expired = granted & (self.rows["permit_valid_until"] < pd.Timestamp(places.today))
        return [
            self.where(permit.isin(WITHOUT_PERMIT), "zonder_vergunning"),
            self.where(expired, "vergunning_verlopen"),
            self.where(granted & ~expired, "vergunning_geldig", sign=LOWERS),
        ]

    def stated(self, column: str, only: str, key: str) -> list[Facts]:
        """Make a lowering fact where a certificate is there, a raising one where it is not; for one type."""
        asked = self.rows["location_type"] == only
        has = self.rows[column]
        return [self.where(has & asked, key, sign=LOWERS), self.where(~has & asked, f"geen_{key}")]


def housing(places: Places) -> Facts:
    """Find facts of the housing register: permit, certificate, room per person, size, operator, use of the object."""
    register = _Register.of("huisvesting", places, HOUSING_TYPES)
    rows = register.rows
    workers = rows["location_type"] == HOUSING_TYPES[0]
    capacity = rows["capacity"].to_numpy(dtype="float64", na_value=np.nan)
    area = rows["oppervlakte"].to_numpy(dtype="float64", na_value=np.nan)
    room = np.divide(area, capacity, out=np.full(len(rows), np.nan), where=capacity > 0)
    uses = rows["gebruiksdoel"]
    elsewhere = uses.notna() & ~has_use(uses, "woonfunctie") & ~has_use(uses, "logiesfunctie")
    return join_facts(
        [
            *register.kinds(),
            *register.permits(places),
            *register.stated("snf_certificate", HOUSING_TYPES[0], "snf"),
            register.where(pd.Series(room < places.params.person_area_m2), "krap", amount=room),
            register.where(pd.Series(capacity >= places.params.large_capacity), "groot", amount=capacity),
            register.where(workers & rows["operator_type"].isin(ONE_PARTY), "een_partij"),
            register.where(workers & elsewhere, "ander_gebruik"),
        ]
    )


def hospitality(places: Places) -> Facts:
    """Find facts of hotels, massage and beauty salons and horeca: permit, trained staff, living at the work place."""
    register = _Register.of("verzorging", places, CARE_TYPES)
    rows = register.rows
    lived_in = (rows["location_type"] != "hotel") & has_use(rows["gebruiksdoel"], "woonfunctie")
    return join_facts(
        [
            *register.kinds(),
            *register.permits(places),
            *register.stated("training_certificate", "hotel", "getraind_personeel"),
            register.where(lived_in, "wonen_op_werkplek"),
        ]
    )


def labour(places: Places) -> Facts:
    """Find facts of labour-intensive branches: permit, people housed on the yard, one party for work and housing."""
    register = _Register.of("arbeid", places, LABOUR_TYPES)
    capacity = register.rows["capacity"].to_numpy(dtype="float64", na_value=np.nan)
    return join_facts(
        [
            *register.kinds(),
            *register.permits(places),
            register.where(pd.Series(capacity > 0), "huisvesting_op_terrein", amount=capacity),
            register.where(register.rows["operator_type"] == "uitzendbureau", "een_partij"),
        ]
    )


ASKED: Final[dict[str, dict[str, str]]] = {
    "huisvesting_arbeidsmigranten": {
        "permit": "vergunning",
        "capacity": "aantal bewoners",
        "snf_certificate": "SNF-certificaat",
        "operator_type": "soort exploitant",
        "oppervlakte": "oppervlakte",
    },
    "vakantiepark": {"permit": "vergunning", "capacity": "aantal bewoners"},
    "hotel": {"permit": "vergunning", "training_certificate": "training van personeel"},
    "massagesalon": {"permit": "vergunning"},
    "nagelstudio": {},
    "horeca": {"permit": "vergunning"},
    "autowasstraat": {},
    "land_tuinbouw": {"capacity": "huisvesting op het terrein"},
    "uitzendbureau": {},
}
"""Location type -> attribute that the score would use -> Dutch words for it when it is missing."""


def _unknown(types: tuple[str, ...]) -> Callable[[Places], pd.DataFrame]:
    def missing(places: Places) -> pd.DataFrame:
        rows, scored = places.locations, places.scored
        kinds = rows["location_type"].to_numpy(dtype=object)
        locations, items = [np.array([], dtype="int64")], [np.array([], dtype=object)]
        for kind in types:
            for column, item in ASKED[kind].items():
                locations.append(np.flatnonzero(scored & (kinds == kind) & rows[column].isna().to_numpy()))
                items.append(np.full(len(locations[-1]), item, dtype=object))
        words = pd.array(np.concatenate(items), dtype="str")
        return pd.DataFrame({"location": np.concatenate(locations), "item": words})

    return missing


def _sentences(group: str, types: tuple[str, ...], more: dict[str, str]) -> dict[str, str]:
    kinds = {f"{group}.{kind}": f"Soort locatie: {labels(LOCATION_TYPES)[kind]}." for kind in types}
    permits = {
        f"{group}.zonder_vergunning": "De vereiste vergunning is er niet, of is geweigerd of ingetrokken.",
        f"{group}.vergunning_verlopen": "De vergunning is verlopen.",
        f"{group}.vergunning_geldig": "De vergunning is verleend en geldig.",
    }
    return kinds | permits | {f"{group}.{key}": sentence for key, sentence in more.items()}


HOUSING: Final = Indicator(
    "huisvesting",
    "register van huisvesting",
    "huisvesting",
    "huisvesting",
    housing,
    _sentences(
        "huisvesting",
        HOUSING_TYPES,
        {
            "snf": "De huisvesting heeft een SNF-certificaat.",
            "geen_snf": "De huisvesting heeft geen SNF-certificaat.",
            "krap": "Er is {amount:.1f} m² oppervlakte per persoon.",
            "groot": "Er mogen {amount:.0f} mensen verblijven.",
            "een_partij": "De exploitant regelt ook het werk.",
            "ander_gebruik": "Het object heeft volgens de BAG geen woon- of logiesfunctie.",
        },
    ),
    _unknown(HOUSING_TYPES),
)
HOSPITALITY: Final = Indicator(
    "verzorging",
    "hotels, salons en horeca",
    "verzorging",
    "verzorging",
    hospitality,
    _sentences(
        "verzorging",
        CARE_TYPES,
        {
            "getraind_personeel": "Het personeel is getraind in het herkennen van mensenhandel.",
            "geen_getraind_personeel": "Het personeel is niet getraind in het herkennen van mensenhandel.",
            "wonen_op_werkplek": "Wonen en werken zijn volgens de BAG in hetzelfde object toegestaan.",
        },
    ),
    _unknown(CARE_TYPES),
)
LABOUR: Final = Indicator(
    "arbeid",
    "arbeidsintensieve branches",
    "arbeid",
    "arbeid",
    labour,
    _sentences(
        "arbeid",
        LABOUR_TYPES,
        {
            "huisvesting_op_terrein": "Op het terrein mogen {amount:.0f} mensen verblijven.",
            "een_partij": "Een uitzendbureau exploiteert de locatie.",
        },
    ),
    _unknown(LABOUR_TYPES),
)
