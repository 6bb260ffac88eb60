"""The algebra of the model, on numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.scoring.evidence import FactArrays, Terms, fact_contributions, location_totals

SHARES = st.lists(st.floats(0.0, 0.999), min_size=1, max_size=12)


def one_group(evidence, factor):
    count = len(evidence)
    x = -np.log1p(-np.array([evidence]))
    sums = x.sum(axis=1, keepdims=True)
    terms = Terms(facts=x, groups=np.log1p(-np.expm1(-sums) * (factor - 1)), sums=sums)
    zeros = np.zeros(count, dtype="intp")
    first = np.zeros(1, dtype="intp")
    arrays = FactArrays(
        zeros, zeros, zeros, np.zeros(count), np.ones(count), np.zeros(count), zeros, zeros, first, first, first, first
    )
    return arrays, terms


@given(SHARES, st.floats(0.1, 50))
def test_shares_of_facts_sum_to_the_term(evidence, factor):
    arrays, terms = one_group(evidence, factor)
    assert fact_contributions(arrays, terms).sum() == pytest.approx(terms.groups[0, 0], abs=1e-12)


@given(SHARES, st.floats(1.1, 50))
def test_a_stronger_fact_never_gets_a_smaller_share(evidence, factor):
    shares = fact_contributions(*one_group(evidence, factor))[0]
    order = np.argsort(evidence)
    assert (np.diff(shares[order]) >= -1e-12).all()


def test_two_facts_of_a_half_support_three_quarters():
    _, terms = one_group([0.5, 0.5], 5.0)
    assert terms.groups[0, 0] == pytest.approx(np.log(1 + 0.75 * 4))


def test_facts_without_strength_have_no_share():
    assert fact_contributions(*one_group([0.0, 0.0], 5.0)).tolist() == [[0.0, 0.0]]


def test_totals_add_the_groups_of_each_location_and_leave_the_others_at_zero():
    zeros = np.zeros(3, dtype="intp")
    arrays = FactArrays(
        zeros,
        zeros,
        zeros,
        zeros * 1.0,
        zeros * 1.0,
        zeros * 1.0,
        zeros,
        zeros,
        zeros,
        np.array([1, 1, 4]),
        zeros,
        zeros,
    )
    totals = location_totals(arrays, np.array([[0.5, 0.25, -1.0], [1.0, 1.0, 1.0]]), 6)
    assert totals.tolist() == [[0, 0.75, 0, 0, -1.0, 0], [0, 2.0, 0, 0, 1.0, 0]]
