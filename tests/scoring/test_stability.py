"""Rank intervals: the same seed gives the same draws, draws stay in their band, and certainty means what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.config import load_config
from risk_map.scoring.places import SCORED
from risk_map.scoring.score import gather, score
from risk_map.scoring.stability import draw_weights, rank_stability
from risk_map.scoring.weights import weight_table
from tests.scoring.worlds import make_snapshot

CONFIG = load_config()
TABLE = weight_table(CONFIG.score)


def certain(params):
    """Give the same weights with bands that leave nothing open."""

    def fix(weight):
        return replace(weight, low=weight.value, mid=weight.value, high=weight.value)

    return replace(
        params,
        families={key: replace(item, up=fix(item.up), down=fix(item.down)) for key, item in params.families.items()},
        **{
            name: {key: fix(weight) for key, weight in getattr(params, name).items()}
            for name in ("severities", "reliabilities", "half_life_months", "base_rates")
        },
        cross_form=fix(params.cross_form),
        clearance=fix(params.clearance),
    )


class TestDraws:
    @given(st.integers(0, 1000))
    @settings(max_examples=10, deadline=None)
    def test_every_weight_stays_in_its_band(self, seed):
        values = draw_weights(TABLE, 200, seed)
        assert (values[:, 0] == 1).all()
        assert np.isinf(values[:, 1]).all()
        for column, weight in enumerate(TABLE.weights, start=2):
            assert values[:, column].min() >= weight.low * (1 - 1e-12)
            assert values[:, column].max() <= weight.high * (1 + 1e-12)

    def test_draws_follow_a_triangle_on_the_logarithmic_scale(self):
        column = TABLE.positions["halfwaarde.signaal"]
        drawn = np.log(draw_weights(TABLE, 40_000, 1)[:, column])
        weight = CONFIG.score.half_life_months["signaal"]
        low, mid, high = np.log([weight.low, weight.mid, weight.high])
        assert drawn.mean() == pytest.approx((low + mid + high) / 3, abs=0.005)
        below = (mid - low) / (high - low)
        assert (drawn < mid).mean() == pytest.approx(below, abs=0.01)

    def test_the_same_seed_gives_the_same_weights(self):
        np.testing.assert_array_equal(draw_weights(TABLE, 50, 7), draw_weights(TABLE, 50, 7))
        assert (draw_weights(TABLE, 50, 7) != draw_weights(TABLE, 50, 8)).any()


@pytest.fixture(scope="module")
def evidence():
    return gather(make_snapshot(2, objects=60, locations=80, signals=60), CONFIG.layers, CONFIG.score)


class TestIntervals:
    def test_every_scored_location_has_an_interval_of_ranks(self, evidence):
        table = rank_stability(evidence, CONFIG.score, "arbeid", seed=1, draws=200)
        scored = evidence.locations.index[(evidence.locations["state"] == SCORED).to_numpy()]
        assert table.index.equals(scored)
        assert (table["rank_low"] <= table["rank_high"]).all()
        assert table["rank_low"].min() >= 1
        assert table["rank_high"].max() <= len(scored)
        assert (table["rank_high"] > table["rank_low"]).any()

    def test_weights_without_doubt_give_the_rank_of_the_score(self, evidence):
        params = certain(CONFIG.score)
        table = rank_stability(evidence, params, "totaal", seed=1, draws=20)
        ranks = score(evidence, params, "totaal").locations["rank"].dropna().astype("int64")
        pd.testing.assert_series_equal(table["rank_low"], ranks, check_names=False)
        pd.testing.assert_series_equal(table["rank_high"], ranks, check_names=False)
        pd.testing.assert_series_equal(table["robust_top"], ranks <= params.top_n, check_names=False)

    def test_the_top_share_counts_the_draws_in_the_top(self, evidence):
        table = rank_stability(evidence, CONFIG.score, "totaal", seed=1, draws=200)
        assert table["top_share"].sum() == pytest.approx(CONFIG.score.top_n)
        assert (table.loc[table["robust_top"], "top_share"] >= 0.9).all()
        assert (table.loc[~table["robust_top"], "top_share"] < 0.9).all()

    def test_the_size_of_the_blocks_changes_nothing(self, evidence, monkeypatch):
        whole = rank_stability(evidence, CONFIG.score, "totaal", seed=1, draws=60)
        monkeypatch.setattr("risk_map.scoring.stability.CELLS_AT_ONCE", 1)
        pd.testing.assert_frame_equal(rank_stability(evidence, CONFIG.score, "totaal", seed=1, draws=60), whole)

    def test_a_world_without_locations_has_no_intervals(self):
        snapshot = make_snapshot(1)
        empty = replace(snapshot, locations=snapshot.locations.head(0))
        table = rank_stability(gather(empty, CONFIG.layers, CONFIG.score), CONFIG.score, "totaal", seed=1, draws=5)
        assert len(table) == 0
