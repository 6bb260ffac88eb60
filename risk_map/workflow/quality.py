"""Data quality: whether what we score is fresh, complete, linked and known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from risk_map.domain.bag import is_active, is_issued
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import day, number
from risk_map.governance.permissions import use_case
from risk_map.scoring.score import gather
from risk_map.workflow.snapshot import read_snapshot

if TYPE_CHECKING:
    from datetime import date

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.scoring.score import Evidence

Verdict = Literal["goed", "let op", "fout"]

DWELLING_TOLERANCE = 0.03
"""Dwellings in the BAG may differ this much from the published stock: the two are counted on different days."""

UNKNOWN_TOLERANCE = 0.30
"""Above this share of unknown values, a user should know that a term of the score rests on little."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the quality report.

    Parameters
    ----------
    subject
        What was looked at: freshness, completeness, linking, unknowns.
    item
        Layer, municipality or attribute.
    fact
        What was counted, in Dutch.
    verdict
        ``goed``, ``let op`` or ``fout``.
    """

    subject: str
    item: str
    fact: str
    verdict: Verdict


@use_case("check_quality")
def check_quality(subject: Subject, config: Config, on: date | None = None) -> list[Finding]:
    """Judge freshness of layers, completeness against published totals, linking, and unknown values.

    Parameters
    ----------
    subject
        Who asks; only counts come back, no address.
    config
        Data folder, layer passports and names of municipalities.
    on
        The date that counts as now, as for ``read_snapshot``.

    Raises
    ------
    SourceUnavailableError
        When the data folder holds no addresses or no register.
    """
    snapshot = read_snapshot(config, on)
    evidence = gather(snapshot, config.layers, config.score)
    return [
        *_freshness(snapshot, config),
        *_completeness(snapshot, config),
        *_addresses(snapshot),
        *_linking(snapshot),
        _outside_register(snapshot),
        *_unknowns(snapshot, evidence),
    ]


def _freshness(snapshot: Snapshot, config: Config) -> list[Finding]:
    findings = []
    for passport in config.layers.values():
        valid = passport.is_valid(snapshot.today)
        fact = f"gegevens van {day(passport.refreshed_on)}, geldig tot en met {day(passport.valid_until)}"
        findings.append(
            Finding("actualiteit", passport.title, fact if valid else f"{fact}: telt nu voor nul", _verdict(valid))
        )
    return findings


def _completeness(snapshot: Snapshot, config: Config) -> list[Finding]:
    addresses = snapshot.addresses
    homes = addresses[
        is_active(addresses)
        & (addresses["adrestype"] == "hoofdadres")
        & addresses["gebruiksdoel"].str.contains("woonfunctie", na=False)
    ]
    counted = homes.groupby("gemeentecode").size()
    published = snapshot.areas.loc[snapshot.areas["niveau"] == "gemeente", "woningvoorraad"]
    findings = []
    for code in sorted(addresses["gemeentecode"].unique()):
        name = config.municipalities.get(code, code)
        if code not in published.index or pd.isna(published[code]):
            findings.append(
                Finding("volledigheid", name, "geen gepubliceerde woningvoorraad om mee te vergelijken", "let op")
            )
            continue
        ours, theirs = int(counted.get(code, 0)), int(published[code])
        gap = ours / theirs - 1
        share = f"{gap:+.1%}".replace(".", ",")
        fact = f"{number(ours)} woningen in de BAG, {number(theirs)} gepubliceerd ({share})"
        findings.append(Finding("volledigheid", name, fact, "goed" if abs(gap) <= DWELLING_TOLERANCE else "let op"))
    return findings


def _addresses(snapshot: Snapshot) -> list[Finding]:
    issued = snapshot.addresses[is_issued(snapshot.addresses)]
    key = ["postcode", "huisnummer", "huisletter", "toevoeging", "openbare_ruimte_naam", "woonplaats_naam"]
    doubled = int(issued.duplicated(key).sum())
    outside = int(issued["buurtcode"].isna().sum())
    return [
        Finding("adressen", "alle gemeenten", f"{number(len(issued))} uitgegeven adressen", _verdict(len(issued) > 0)),
        Finding("adressen", "zonder postcode", number(int(issued["postcode"].isna().sum())), "goed"),
        Finding("adressen", "zelfde adres twee keer (in gebruik en gepland)", str(doubled), "goed"),
        Finding("adressen", "buiten elke buurt", str(outside), _verdict(outside <= len(issued) // 100, "let op")),
    ]


def _linking(snapshot: Snapshot) -> list[Finding]:
    findings = []
    for name in ("locations", "signals", "inspections"):
        counts = getattr(snapshot, name)["link_method"].value_counts()
        linked = int(counts.get("id", 0) + counts.get("key", 0))
        open_rows = int(counts.get("candidates", 0) + counts.get("none", 0))
        fact = f"{number(linked)} gekoppeld aan de BAG, {number(open_rows)} wachten op een keuze door een mens"
        good = open_rows == 0 and linked > 0
        findings.append(Finding("koppeling", _REGISTER_LABELS[name], fact, _verdict(good, "let op")))
    return findings


def _outside_register(snapshot: Snapshot) -> Finding:
    """Count the linked signals at objects that are no risk location: nobody sees them in a score of their own."""
    column = "adresseerbaar_object_identificatie"
    linked = snapshot.signals[column].dropna()
    outside = int((~linked.isin(snapshot.locations[column].dropna())).sum())
    counts = f"{number(outside)} van {number(len(linked))}"
    fact = f"{counts} op een adres dat geen risicolocatie is; beoordeel of het er een is"
    return Finding("koppeling", "signalen buiten het register", fact, _verdict(outside == 0, "let op"))


def _unknowns(snapshot: Snapshot, evidence: Evidence) -> list[Finding]:
    findings = []
    for (location_type, item), share in evidence.unknown_shares(snapshot.locations["location_type"]).items():
        label = labels(LOCATION_TYPES)[location_type]
        verdict = _verdict(share <= UNKNOWN_TOLERANCE, "let op")
        findings.append(Finding("onbekend", f"{label}: {item}", f"bij {share:.0%} van de locaties", verdict))
    return findings


_REGISTER_LABELS = {"locations": "risicolocaties", "signals": "signalen", "inspections": "controles"}


def _verdict(good: bool, otherwise: Verdict = "fout") -> Verdict:  # noqa: FBT001 - the question is the argument
    return "goed" if good else otherwise
