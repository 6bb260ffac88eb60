"""The draw follows from its seed alone, favours nobody, and can be repeated by hand."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from risk_map.domain.draw import candidates_hash, draw_order

IDS = st.lists(st.text("ABCDEFGHLOC-0123456789", min_size=1), unique=True)


@given(IDS, st.text(), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_candidates(ids, seed, random):
    shuffled = random.sample(ids, len(ids))
    assert draw_order(shuffled, seed) == draw_order(ids, seed)
    assert sorted(draw_order(ids, seed)) == sorted(ids)
    assert candidates_hash(shuffled) == candidates_hash(ids)


def test_it_is_the_order_of_hashes_that_anybody_can_make():
    digests = {name: sha256(f"dobbel|{name}".encode()).hexdigest() for name in ("L1", "L2", "L3")}
    assert draw_order(digests, "dobbel") == sorted(digests, key=digests.get)


def test_another_candidate_gives_another_hash():
    assert candidates_hash(["L1", "L2"]) != candidates_hash(["L1", "L3"])
    assert candidates_hash(["L1", "L2"]) != candidates_hash(["L1L2"])


def test_over_many_seeds_everybody_is_drawn_as_often():
    names = [f"LOC-{number:04d}" for number in range(20)]
    firsts = [draw_order(names, f"ronde {number}")[0] for number in range(10_000)]
    assert chisquare([firsts.count(name) for name in names]).pvalue > 0.001
