"""The model of ADR 7 written again: plain loops over plain rows, no arrays, to compare the score with."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd

from risk_map.domain.home import INDOOR_BRANCHES

MONTH = 365.25 / 12


def plain(snapshot):
    """Give the tables of a snapshot as lists of rows."""
    names = ("addresses", "locations", "signals", "inspections")
    rows = {name: getattr(snapshot, name).reset_index().to_dict("records") for name in names}
    return SimpleNamespace(today=pd.Timestamp(snapshot.today), **rows)


def score_one(snapshot, params, form, here):
    """Give the logarithm of the multiple of the base rate of one location, or nothing when it has no score.

    ``snapshot`` is as ``plain`` gives it, and ``here`` one of its locations.
    """
    object_id = here["adresseerbaar_object_identificatie"]
    if here["location_type"] == "woning" or pd.isna(object_id):
        return None
    address = _at(snapshot.addresses, object_id)[0]
    uses = set() if pd.isna(address["gebruiksdoel"]) else set(address["gebruiksdoel"].split(","))
    if here["location_type"] in INDOOR_BRANCHES and uses == {"woonfunctie"}:
        return None
    facts = [
        *_signals(snapshot, params, form, here, object_id),
        *_visits(snapshot, params, form, object_id),
        *_register(snapshot, params, form, here, address, uses),
        *_around(snapshot, params, form, here, address),
    ]
    total = 0.0
    for family, weights in params.families.items():
        for sign, weight in ((1, weights.up), (-1, weights.down)):
            nothing = math.prod(1 - e for name, direction, e in facts if name == family and direction == sign)
            total += math.log(1 + (1 - nothing) * (weight.value - 1))
    return total


def _at(rows, object_id):
    return [row for row in rows if row["adresseerbaar_object_identificatie"] == object_id]


def _relevance(weight, form):
    if not weight.forms:
        return 1.0
    shares = {name: weight.forms.get(name, 1.0) for name in ("seksueel", "arbeid", "crimineel", "orgaan")}
    return max(shares.values()) if form == "totaal" else shares[form]


def _decay(params, kind, days):
    return 2 ** (-(days / MONTH) / params.half_life_months[kind].value)


def _signals(snapshot, params, form, here, object_id):
    visits = _at(snapshot.inspections, object_id)
    for signal in snapshot.signals:
        e = params.severities[f"signaal.{signal['category']}"].value * params.reliabilities[signal["reliability"]].value
        e *= _decay(params, "signaal", (snapshot.today - signal["observed_on"]).days)
        if form not in ("totaal", signal["form"]):
            e *= params.cross_form.value
        if signal["adresseerbaar_object_identificatie"] == object_id:
            clean = [
                visit
                for visit in visits
                if visit["result"] == "geen_bevinding" and visit["visited_on"] > signal["observed_on"]
            ]
            yield "signalen", 1, e * params.clearance.value ** len(clean)
        else:
            distance = signal["geometry"].distance(here["geometry"])
            if distance <= params.nearby_radius_m:
                yield "nabij", 1, e * (1 - (distance / params.nearby_radius_m) ** 2) ** 2


def _visits(snapshot, params, form, object_id):
    visits = [visit for visit in _at(snapshot.inspections, object_id) if visit["result"] != "niet_bezocht"]
    for visit in visits:
        e = params.severities[f"controle.{visit['result']}"].value
        e *= _decay(params, "controle", (snapshot.today - visit["visited_on"]).days)
        if form != "totaal" and not pd.isna(visit["form"]) and visit["form"] != form:
            e *= params.cross_form.value
        yield "handhaving", -1 if visit["result"] == "geen_bevinding" else 1, e
    severity = params.severities["bezoek.lang_geleden" if visits else "bezoek.nooit"].value
    years = params.visit_cap_years
    if visits:
        years = (snapshot.today - max(visit["visited_on"] for visit in visits)).days / 365.25
    yield "bezoek", 1, severity * min(years, params.visit_cap_years) / params.visit_cap_years


def _register(snapshot, params, form, here, address, uses):  # noqa: C901, PLR0912 - one branch per rule is the point
    kind = here["location_type"]
    groups = {"huisvesting_arbeidsmigranten": "huisvesting", "vakantiepark": "huisvesting"}
    groups |= dict.fromkeys(("hotel", "massagesalon", "nagelstudio", "horeca"), "verzorging")
    group = groups.get(kind, "arbeid")
    keys = [(kind, 1)]
    if not pd.isna(here["permit"]):
        if here["permit"] in ("geen", "geweigerd", "ingetrokken"):
            keys.append(("zonder_vergunning", 1))
        if here["permit"] == "verleend":
            late = not pd.isna(here["permit_valid_until"]) and here["permit_valid_until"] < snapshot.today
            keys.append(("vergunning_verlopen", 1) if late else ("vergunning_geldig", -1))
    capacity = None if pd.isna(here["capacity"]) else here["capacity"]
    area = None if pd.isna(address["oppervlakte"]) else address["oppervlakte"]
    if group == "huisvesting":
        if capacity and area and area / capacity < params.person_area_m2:
            keys.append(("krap", 1))
        if capacity is not None and capacity >= params.large_capacity:
            keys.append(("groot", 1))
    if kind == "huisvesting_arbeidsmigranten":
        if not pd.isna(here["snf_certificate"]):
            keys.append(("snf", -1) if here["snf_certificate"] else ("geen_snf", 1))
        if here["operator_type"] in ("uitzendbureau", "werkgever"):
            keys.append(("een_partij", 1))
        if uses and not uses & {"woonfunctie", "logiesfunctie"}:
            keys.append(("ander_gebruik", 1))
    if kind == "hotel" and not pd.isna(here["training_certificate"]):
        trained = here["training_certificate"]
        keys.append(("getraind_personeel", -1) if trained else ("geen_getraind_personeel", 1))
    if group == "verzorging" and kind != "hotel" and "woonfunctie" in uses:
        keys.append(("wonen_op_werkplek", 1))
    if group == "arbeid":
        if capacity:
            keys.append(("huisvesting_op_terrein", 1))
        if here["operator_type"] == "uitzendbureau":
            keys.append(("een_partij", 1))
    for key, sign in keys:
        weight = params.severities[f"{group}.{key}"]
        yield group, sign, weight.value * _relevance(weight, form)


def _around(snapshot, params, form, here, address):
    active = [row for row in snapshot.addresses if row["adresseerbaar_object_status"] == "Verblijfsobject in gebruik"]
    others = [row for row in snapshot.locations if row is not here and row["geometry"] is not None]
    near, crowd = (
        sum(row["geometry"].distance(here["geometry"]) <= params.context_radius_m for row in rows)
        for rows in (active, others)
    )
    for key, found in (
        ("afgelegen", near <= params.remote_addresses),
        ("veel_risicolocaties", crowd >= params.crowded_locations),
        ("buiten_gebruik", address["adresseerbaar_object_status"] == "Verblijfsobject buiten gebruik"),
    ):
        if found:
            weight = params.severities[f"omgeving.{key}"]
            yield "omgeving", 1, weight.value * _relevance(weight, form)
