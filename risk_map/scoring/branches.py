"""Indicators from the registers: housing of migrant workers, hospitality and care, labour-intensive branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.scoring.indicator import LOWERS, RAISES, Indicator, make_facts, no_facts
from risk_map.scoring.places import has_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.scoring.places import Places

HOUSING_TYPES: Final = ("huisvesting_arbeidsmigranten", "vakantiepark")
CARE_TYPES: Final = ("hotel", "massagesalon", "nagelstudio", "horeca")
LABOUR_TYPES: Final = ("autowasstraat", "land_tuinbouw", "uitzendbureau")

WITHOUT_PERMIT: Final = ("geen", "geweigerd", "ingetrokken")
ONE_PARTY: Final = ("uitzendbureau", "werkgever")


def _facts(rows: pd.DataFrame, condition: pd.Series, severity: str, **more: Any) -> pd.DataFrame:  # noqa: ANN401 - columns
    """Make one fact per row where a condition holds; where it is missing, nothing is known and nothing is claimed."""
    kept = rows[condition.fillna(value=False).to_numpy(dtype=bool)]
    columns = {name: value.loc[kept.index] if isinstance(value, pd.Series) else value for name, value in more.items()}
    plain = {name: value.to_numpy() if isinstance(value, pd.Series) else value for name, value in columns.items()}
    return make_facts(
        location=kept.index.to_numpy(),
        severity=severity,
        date=kept["bron_datum"].to_numpy(),
        source=kept["bron"].to_numpy(),
        **plain,
    )


def _join(*parts: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_facts()


def _kinds(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    kinds = [_facts(rows, rows["location_type"] == kind, f"{group}.{kind}") for kind in rows["location_type"].unique()]
    return _join(*kinds)


def _permits(rows: pd.DataFrame, group: str, places: Places) -> pd.DataFrame:
    granted = rows["permit"] == "verleend"
    expired = granted & (rows["permit_valid_until"] < pd.Timestamp(places.today))
    return _join(
        _facts(rows, rows["permit"].isin(WITHOUT_PERMIT), f"{group}.zonder_vergunning"),
        _facts(rows, expired, f"{group}.vergunning_verlopen"),
        _facts(rows, granted & ~expired, f"{group}.vergunning_geldig", sign=LOWERS),
    )


def _stated(rows: pd.DataFrame, column: str, group: str, key: str) -> pd.DataFrame:
    """Make a lowering fact where a certificate is there, a raising one where it is not."""
    known = rows[column]
    return _join(
        _facts(rows, known, f"{group}.{key}", sign=LOWERS),
        _facts(rows, ~known, f"{group}.geen_{key}", sign=RAISES),
    )


def housing(places: Places) -> pd.DataFrame:
    """Find facts of the housing register: permit, certificate, room per person, size, operator, use of the object."""
    rows = places.of_types(HOUSING_TYPES)
    workers = rows[rows["location_type"] == HOUSING_TYPES[0]]
    room = rows["oppervlakte"].astype("Float64") / rows["capacity"].where(rows["capacity"] > 0).astype("Float64")
    lodging = has_use(rows["gebruiksdoel"], "woonfunctie") | has_use(rows["gebruiksdoel"], "logiesfunctie")
    capacity = rows["capacity"].astype("Float64")
    return _join(
        _kinds(rows, "huisvesting"),
        _permits(rows, "huisvesting", places),
        _stated(workers, "snf_certificate", "huisvesting", "snf"),
        _facts(rows, room < places.params.person_area_m2, "huisvesting.krap", amount=room.astype("float64")),
        _facts(rows, capacity >= places.params.large_capacity, "huisvesting.groot", amount=capacity.astype("float64")),
        _facts(workers, workers["operator_type"].isin(ONE_PARTY), "huisvesting.een_partij"),
        _facts(workers, (workers["gebruiksdoel"].notna() & ~lodging.loc[workers.index]), "huisvesting.ander_gebruik"),
    )


def hospitality(places: Places) -> pd.DataFrame:
    """Find facts of hotels, massage and beauty salons and horeca: permit, trained staff, living at the work place."""
    rows = places.of_types(CARE_TYPES)
    hotels = rows[rows["location_type"] == "hotel"]
    others = rows[rows["location_type"] != "hotel"]
    return _join(
        _kinds(rows, "verzorging"),
        _permits(rows, "verzorging", places),
        _stated(hotels, "training_certificate", "verzorging", "getraind_personeel"),
        _facts(others, has_use(others["gebruiksdoel"], "woonfunctie"), "verzorging.wonen_op_werkplek"),
    )


def labour(places: Places) -> pd.DataFrame:
    """Find facts of labour-intensive branches: permit, people housed on the yard, one party for work and housing."""
    rows = places.of_types(LABOUR_TYPES)
    return _join(
        _kinds(rows, "arbeid"),
        _permits(rows, "arbeid", places),
        _facts(rows, rows["capacity"] > 0, "arbeid.huisvesting_op_terrein", amount=rows["capacity"].astype("float64")),
        _facts(rows, rows["operator_type"] == "uitzendbureau", "arbeid.een_partij"),
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
        parts = [pd.DataFrame({"location": np.array([], dtype="int64"), "item": np.array([], dtype=object)})]
        for kind in types:
            rows = places.of_types((kind,))
            for column, words in ASKED[kind].items():
                parts.append(pd.DataFrame({"location": rows.index[rows[column].isna()], "item": words}))
        return pd.concat(parts, ignore_index=True).astype({"location": "int64", "item": "str"})

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
