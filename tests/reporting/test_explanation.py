"""An explanation sums to the score, names what speaks against, and says what would lower it, truthfully."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from risk_map.config import load_config
from risk_map.domain import notation
from risk_map.reporting.counterfactual import times_base
from risk_map.reporting.explanation import explain
from risk_map.reporting.text import to_text
from risk_map.scoring.places import SCORED
from risk_map.scoring.score import ALL_FORMS, gather, score
from risk_map.scoring.stability import rank_stability
from tests.scoring.worlds import add_signal, add_visit, make_snapshot

CONFIG = load_config()


@cache
def world(**sizes):
    snapshot = make_snapshot(2, **{"objects": 30, "locations": 40, "signals": 40, "inspections": 25} | sizes)
    return snapshot, gather(snapshot, CONFIG.layers, CONFIG.score)


def explained(snapshot, evidence, location_id, form="totaal"):
    scored = score(evidence, CONFIG.score, form)
    table = rank_stability(evidence, CONFIG.score, form, seed=1, draws=50)
    row = table.loc[location_id] if location_id in table.index else None
    return explain(scored, evidence, snapshot, location_id, CONFIG.score, stability_row=row)


@pytest.mark.parametrize("form", ALL_FORMS)
def test_families_and_facts_sum_to_the_score(form):
    snapshot, evidence = world()
    scored = score(evidence, CONFIG.score, form)
    for location_id in scored.locations.index[(scored.locations["state"] == SCORED).to_numpy()]:
        result = explain(scored, evidence, snapshot, location_id, CONFIG.score, stability_row=None)
        families = sum(part.contribution for part in result.families)
        facts = sum(fact.contribution for fact in result.facts)
        assert result.ln_base + families == pytest.approx(result.score, abs=1e-9)
        assert result.ln_base + facts == pytest.approx(result.score, abs=1e-9)
        assert np.prod([part.factor for part in result.families]) == pytest.approx(result.times_base)
        assert times_base(
            evidence.facts[evidence.facts["location"] == evidence.locations.index.get_loc(location_id)],
            CONFIG.score,
            form,
        ) == pytest.approx(result.times_base)


def test_something_always_speaks_against():
    snapshot, evidence = world()
    for location_id in evidence.locations.index[(evidence.locations["state"] == SCORED).to_numpy()]:
        assert explained(snapshot, evidence, location_id).speaks_against


def test_a_clean_visit_speaks_against_by_name():
    snapshot, evidence = world(inspections=1)
    here = evidence.locations.index[(evidence.locations["state"] == SCORED).to_numpy()][0]
    assert (
        "Gezocht naar een controle zonder bevinding: niets gevonden."
        in explained(snapshot, evidence, here).speaks_against
    )
    visited = add_visit(snapshot, here, "geen_bevinding")
    against = explained(visited, gather(visited, CONFIG.layers, CONFIG.score), here).speaks_against
    assert any(sentence.startswith("Controle zonder bevinding.") and "2026" in sentence for sentence in against)
    assert "Gezocht naar een controle zonder bevinding: niets gevonden." not in against


def test_the_promise_about_a_clean_visit_comes_true():
    snapshot, evidence = world()
    scored = score(evidence, CONFIG.score, "totaal")
    here = scored.locations["times_base"].idxmax()
    promised = next(
        sentence for sentence in explained(snapshot, evidence, here).would_lower if "zonder bevinding:" in sentence
    )
    visited = add_visit(snapshot, here, "geen_bevinding")
    after = score(gather(visited, CONFIG.layers, CONFIG.score), CONFIG.score, "totaal").locations.loc[
        here, "times_base"
    ]
    assert promised.split(" naar ")[1].split(" het")[0] == notation.times_base(after)


def test_a_home_is_not_scored_but_its_signals_can_be_read():
    snapshot, _ = world()
    homes = snapshot.locations[(snapshot.locations["location_type"] == "woning") & snapshot.locations.geometry.notna()]
    here = homes.index[0]
    reported = add_signal(snapshot, here, observed_on=pd.Timestamp("2026-10-01"), category="overbewoning")
    result = explained(reported, gather(reported, CONFIG.layers, CONFIG.score), here)
    assert result.score is None
    assert result.families == ()
    assert "woning" in result.note
    assert any(fact.contribution is None and "slaapplaatsen" in fact.sentence for fact in result.facts)
    assert "keer het basisniveau, klasse" not in to_text(result)


def test_unknowns_and_disabled_layers_are_named():
    snapshot, _ = world()
    layers = {key: value for key, value in CONFIG.layers.items() if key != "controles"}
    evidence = gather(snapshot, layers, CONFIG.score)
    position = int(evidence.unknowns["location"].iloc[0])
    result = explained(snapshot, evidence, evidence.locations.index[position])
    items = evidence.unknowns.loc[evidence.unknowns["location"] == position, "item"]
    assert result.unknown == tuple(sorted(items))
    assert result.disabled_layers == ("controles: er is geen laagpaspoort",)
    assert not any("controle" in sentence for sentence in result.speaks_against)


def test_the_text_never_speaks_of_chance_or_proof_of_guilt():
    snapshot, evidence = world()
    text = to_text(explained(snapshot, evidence, evidence.locations.index[0])).lower()
    for word in ("kans", "%)", "waarschijnlijkheid", "dader", "verdacht"):
        assert word not in text.replace("90%", "")


def test_a_location_that_was_not_linked_says_so():
    snapshot, _ = world()
    loose = replace(
        snapshot, locations=snapshot.locations.assign(adresseerbaar_object_identificatie=pd.Series(dtype="str"))
    )
    here = loose.locations.index[(loose.locations["location_type"] != "woning").to_numpy()][0]
    result = explained(loose, gather(loose, CONFIG.layers, CONFIG.score), here)
    assert "nog niet aan een adres gekoppeld" in result.note
