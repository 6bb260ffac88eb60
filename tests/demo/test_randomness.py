from __future__ import annotations

from risk_map.demo.randomness import stream


def test_a_theme_repeats_and_leaves_the_others_alone():
    first = stream(1, "roads").integers(0, 2**62, 5).tolist()
    assert stream(1, "roads").integers(0, 2**62, 5).tolist() == first
    assert stream(1, "homes").integers(0, 2**62, 5).tolist() != first
    assert stream(2, "roads").integers(0, 2**62, 5).tolist() != first
