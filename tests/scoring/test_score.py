"""The score against the model written again in plain loops, and the rules that hold for every world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.config import load_config
from risk_map.domain.home import INDOOR_BRANCHES
from risk_map.scoring.places import DWELLING, SCORED
from risk_map.scoring.score import ALL_FORMS, gather, risk_classes, score, score_all
from tests.scoring.oracle import plain, score_one
from tests.scoring.worlds import TODAY, add_signal, add_visit, make_snapshot

CONFIG = load_config()
SEEDS = st.integers(0, 10_000)
WORLDS = settings(max_examples=6)
"""A world is dear to make; it holds ten locations, and each is scored for five forms."""


def scores(snapshot, form="totaal"):
    return score(gather(snapshot, CONFIG.layers, CONFIG.score), CONFIG.score, form)


def scores_of_all_forms(snapshot):
    return score_all(gather(snapshot, CONFIG.layers, CONFIG.score), CONFIG.score)


def first_scored(result):
    return result.locations.index[(result.locations["state"] == SCORED).to_numpy()][0]


class TestTheModel:
    @given(SEEDS)
    @WORLDS
    def test_equals_the_model_written_again_in_plain_loops(self, seed):
        snapshot = make_snapshot(seed)
        world = plain(snapshot)
        for form, result in scores_of_all_forms(snapshot).items():
            for here in world.locations:
                made = result.locations.loc[here["location_id"], "score"]
                expected = score_one(world, CONFIG.score, form, here)
                if expected is None:
                    assert pd.isna(made)
                else:
                    assert made == pytest.approx(result.ln_base + expected, abs=1e-9)

    @given(SEEDS)
    @WORLDS
    def test_contributions_of_families_and_of_facts_sum_to_the_score(self, seed):
        for result in scores_of_all_forms(make_snapshot(seed)).values():
            scored = result.locations["state"] == SCORED
            by_family = result.ln_base + result.contributions[scored].sum(axis=1)
            assert (by_family - result.locations.loc[scored, "score"]).abs().max() < 1e-9
            by_fact = result.facts.groupby("location_id")["contribution"].sum()
            by_fact = result.ln_base + by_fact.reindex(result.locations.index[scored], fill_value=0.0)
            assert (by_fact - result.locations.loc[scored, "score"]).abs().max() < 1e-9

    @given(SEEDS)
    @WORLDS
    def test_the_order_of_the_rows_changes_no_digit(self, seed):
        snapshot = make_snapshot(seed)
        shuffled = replace(
            snapshot,
            **{
                name: getattr(snapshot, name).sample(frac=1, random_state=seed)
                for name in ("addresses", "locations", "signals", "inspections")
            },
        )
        one, other = (scores(world).locations.sort_index() for world in (snapshot, shuffled))
        pd.testing.assert_frame_equal(one, other, check_exact=True)

    def test_scoring_changes_none_of_its_input(self):
        snapshot, untouched = make_snapshot(3), make_snapshot(3)
        scores(snapshot)
        for name in ("addresses", "locations", "signals", "inspections"):
            assert_geodataframe_equal(getattr(snapshot, name), getattr(untouched, name))

    def test_an_empty_world_has_no_scores(self):
        snapshot = make_snapshot(3)
        empty = replace(
            snapshot, **{name: getattr(snapshot, name).head(0) for name in ("locations", "signals", "inspections")}
        )
        for result in scores_of_all_forms(empty).values():
            assert len(result.locations) == 0
            assert len(result.facts) == 0


class TestSignals:
    def test_a_signal_raises_the_score_of_its_address(self, snapshot):
        before = scores(snapshot)
        here = first_scored(before)
        after = scores(add_signal(snapshot, here, observed_on=pd.Timestamp(TODAY), reliability="A"))
        assert after.locations.loc[here, "score"] > before.locations.loc[here, "score"]

    @given(SEEDS)
    @WORLDS
    def test_the_same_tip_twice_adds_less_than_the_first_time(self, seed):
        snapshot = make_snapshot(seed, signals=3)
        plain = scores(snapshot)
        here = first_scored(plain)
        once = add_signal(snapshot, here, observed_on=pd.Timestamp(TODAY), reliability="A", category="overbewoning")
        extra = once.signals.tail(1)
        again = extra.set_index(pd.Index(["extra2"], name="signal_id", dtype="str"))
        twice = replace(once, signals=pd.concat([once.signals, again]))
        first, second, third = (
            world.contributions.loc[here, "signalen"] for world in (plain, scores(once), scores(twice))
        )
        assert 0 < third - second < second - first

    def test_a_signal_fades_by_half_in_its_half_life(self):
        months = CONFIG.score.half_life_months["signaal"].value
        snapshot = make_snapshot(1, signals=1, inspections=1)
        here = first_scored(scores(snapshot))
        strengths = []
        for days in (0, round(months * 365.25 / 12)):
            day = pd.Timestamp(TODAY) - timedelta(days=days)
            world = scores(add_signal(snapshot, here, observed_on=day, reliability="A", category="overbewoning"))
            term = world.contributions.loc[here, "signalen"]
            rrv = CONFIG.score.families["signalen"].up.value
            strengths.append((np.exp(term) - 1) / (rrv - 1))
        own = scores(snapshot).contributions.loc[here, "signalen"]
        assert own == 0
        assert strengths[1] / strengths[0] == pytest.approx(0.5, abs=1e-3)

    def test_a_signal_about_another_form_counts_less(self, snapshot):
        here = first_scored(scores(snapshot))
        world = add_signal(snapshot, here, observed_on=pd.Timestamp(TODAY), form="arbeid", reliability="A")
        gain = {
            form: scores(world, form).contributions.loc[here, "signalen"]
            - scores(snapshot, form).contributions.loc[here, "signalen"]
            for form in ("arbeid", "orgaan")
        }
        assert gain["arbeid"] > gain["orgaan"] > 0

    def test_nothing_from_after_the_date_counts(self, snapshot):
        here = first_scored(scores(snapshot))
        later = add_signal(snapshot, here, observed_on=pd.Timestamp(TODAY) + timedelta(days=1))
        later = add_visit(later, here, "ernstige_bevinding", TODAY + timedelta(days=1))
        pd.testing.assert_frame_equal(scores(later).locations, scores(snapshot).locations)


class TestVisits:
    @given(SEEDS)
    @WORLDS
    def test_a_clean_visit_lowers_the_score_and_a_second_one_lowers_it_again(self, seed):
        snapshot = make_snapshot(seed)
        results = [scores_of_all_forms(snapshot)]
        here = first_scored(results[0]["totaal"])
        for _ in range(2):
            snapshot = add_visit(snapshot, here, "geen_bevinding")
            results.append(scores_of_all_forms(snapshot))
        for form in ALL_FORMS:
            first, second, third = (result[form].locations.loc[here, "score"] for result in results)
            assert first > second > third

    def test_a_finding_raises_the_score(self, snapshot):
        here = first_scored(scores(snapshot))
        after = scores(add_visit(snapshot, here, "ernstige_bevinding"))
        before = scores(add_visit(snapshot, here, "bevinding"))
        assert after.locations.loc[here, "score"] > before.locations.loc[here, "score"]

    def test_a_clean_visit_after_a_signal_takes_its_edge_off_and_one_before_does_not(self):
        snapshot = make_snapshot(1, signals=1, inspections=1)
        here = first_scored(scores(snapshot))
        seen = pd.Timestamp(TODAY) - timedelta(days=100)
        world = add_signal(snapshot, here, observed_on=seen, reliability="A")
        plain = scores(world).contributions.loc[here, "signalen"]
        earlier = scores(add_visit(world, here, "geen_bevinding", TODAY - timedelta(days=200)))
        later = scores(add_visit(world, here, "geen_bevinding", TODAY - timedelta(days=50)))
        assert earlier.contributions.loc[here, "signalen"] == plain
        assert later.contributions.loc[here, "signalen"] < plain

    def test_a_place_that_was_not_entered_counts_as_not_visited(self, snapshot):
        here = first_scored(scores(snapshot))
        after = scores(add_visit(snapshot, here, "niet_bezocht"))
        pd.testing.assert_frame_equal(after.locations, scores(snapshot).locations)


class TestHomes:
    @given(SEEDS)
    @WORLDS
    def test_a_home_never_gets_a_computed_score(self, seed):
        snapshot = make_snapshot(seed, locations=20)
        uses = snapshot.addresses.set_index("adresseerbaar_object_identificatie")["gebruiksdoel"]
        use = snapshot.locations["adresseerbaar_object_identificatie"].map(uses)
        kind = snapshot.locations["location_type"]
        home = (kind == "woning") | (kind.isin(INDOOR_BRANCHES) & (use == "woonfunctie").fillna(value=False))
        for result in scores_of_all_forms(snapshot).values():
            assert (result.locations.loc[home, "state"] == DWELLING).all()
            assert result.locations.loc[home, ["score", "times_base", "risk_class", "rank"]].isna().all().all()
            assert result.contributions[home].isna().all().all()
            assert not set(result.facts["location_id"]) & set(snapshot.locations.index[home])

    def test_a_signal_at_a_home_is_kept_for_people_to_read(self):
        snapshot = make_snapshot(5, locations=30)
        result = scores(snapshot)
        homes = result.locations.index[(snapshot.locations["location_type"] == "woning").to_numpy()]
        linked = [home for home in homes if snapshot.locations.loc[home].geometry is not None]
        world = add_signal(snapshot, linked[0], observed_on=pd.Timestamp(TODAY))
        evidence = gather(world, CONFIG.layers, CONFIG.score)
        assert evidence.locations.index[evidence.home_facts["location"]].tolist().count(linked[0]) >= 1


class TestLayers:
    def test_a_layer_without_a_passport_counts_for_zero_and_says_so(self, snapshot):
        layers = {key: passport for key, passport in CONFIG.layers.items() if key != "signalen"}
        evidence = gather(snapshot, layers, CONFIG.score)
        result = score(evidence, CONFIG.score, "totaal")
        scored = result.locations["state"] == SCORED
        assert (result.contributions.loc[scored, ["signalen", "nabij"]] == 0).all().all()
        assert evidence.disabled_layers == {"signalen": "er is geen laagpaspoort"}

    def test_an_expired_passport_disables_the_layer(self, snapshot):
        old = replace(CONFIG.layers["controles"], refreshed_on=date(2020, 1, 1))
        evidence = gather(snapshot, CONFIG.layers | {"controles": old}, CONFIG.score)
        result = score(evidence, CONFIG.score, "totaal")
        assert (result.contributions["handhaving"].dropna() == 0).all()
        assert "geldig tot en met" in evidence.disabled_layers["controles en bevindingen"]


class TestUnknowns:
    def test_an_unknown_is_counted_and_changes_no_score(self, snapshot):
        hotel = snapshot.locations.index[(snapshot.locations["adresseerbaar_object_identificatie"].notna()).to_numpy()][
            0
        ]
        known = snapshot.locations.copy()
        known.loc[hotel, "location_type"] = "hotel"
        known.loc[hotel, ["permit", "training_certificate"]] = pd.NA
        evidence = gather(replace(snapshot, locations=known), CONFIG.layers, CONFIG.score)
        assert evidence.locations.loc[hotel, "unknown_count"] == 2
        filled = known.copy()
        filled.loc[hotel, "permit"] = "niet_vereist"
        better = gather(replace(snapshot, locations=filled), CONFIG.layers, CONFIG.score)
        assert better.locations.loc[hotel, "unknown_count"] == 1
        one, other = (score(item, CONFIG.score, "totaal").locations.loc[hotel, "score"] for item in (evidence, better))
        assert one == other

    def test_shares_of_unknowns_are_of_the_scored_locations_of_that_type(self):
        snapshot = make_snapshot(11, locations=60)
        evidence = gather(snapshot, CONFIG.layers, CONFIG.score)
        kinds = snapshot.locations["location_type"]
        hotels = snapshot.locations[(kinds == "hotel") & (evidence.locations["state"] == SCORED)]
        expected = hotels["training_certificate"].isna().mean()
        assert evidence.unknown_shares(kinds)["hotel", "training van personeel"] == pytest.approx(expected)


class TestRanksAndClasses:
    @given(SEEDS)
    @WORLDS
    def test_ranks_count_from_one_without_gaps_and_follow_the_score(self, seed):
        table = scores(make_snapshot(seed)).locations
        scored = table[table["state"] == SCORED].sort_values("rank")
        assert scored["rank"].tolist() == list(range(1, len(scored) + 1))
        assert scored["score"].is_monotonic_decreasing
        assert table.loc[table["state"] != SCORED, "rank"].isna().all()

    def test_classes_begin_at_their_floor(self):
        floors = {"laag": 0, "verhoogd": 2.5, "hoog": 6, "zeer_hoog": 15}
        classes = risk_classes(np.array([0.1, 2.499, 2.5, 6.0, 14.9, 15.0, np.nan]), floors)
        assert classes[:6].tolist() == ["laag", "laag", "verhoogd", "hoog", "hoog", "zeer_hoog"]
        assert pd.isna(classes[6])

    def test_the_surroundings_alone_never_lift_a_location_out_of_the_lowest_class(self):
        factors = [CONFIG.score.families[name].up.value for name in ("nabij", "omgeving")]
        assert np.prod(factors) < list(CONFIG.score.class_floors.values())[1]
