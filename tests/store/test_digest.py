"""The hash of a frame changes with any value, and with nothing else."""

from __future__ import annotations

import pytest
from shapely import Point

from risk_map.domain.frames import ADDRESSES
from risk_map.store.digest import code_digest, frame_digest


def test_the_order_of_rows_does_not_matter(tiny_addresses):
    assert frame_digest(tiny_addresses, ADDRESSES) == frame_digest(tiny_addresses.iloc[::-1], ADDRESSES)


@pytest.mark.parametrize(
    ("column", "value"),
    [("huisletter", "b"), ("huisnummer", 2), ("postcode", None), ("geometry", Point(150_000.01, 450_000))],
)
def test_any_changed_value_changes_the_hash(tiny_addresses, column, value):
    changed = tiny_addresses.copy()
    changed.loc[changed.index[0], column] = value
    assert frame_digest(changed, ADDRESSES) != frame_digest(tiny_addresses, ADDRESSES)


def test_a_text_that_moves_to_the_next_row_changes_the_hash(tiny_addresses):
    one = tiny_addresses.assign(openbare_ruimte_naam=["ab", "c", "d"])
    other = tiny_addresses.assign(openbare_ruimte_naam=["a", "bc", "d"])
    assert frame_digest(one, ADDRESSES) != frame_digest(other, ADDRESSES)


def test_a_missing_value_is_not_an_empty_one(tiny_addresses):
    filled = tiny_addresses.assign(huisletter=tiny_addresses["huisletter"].fillna(""))
    assert frame_digest(filled, ADDRESSES) != frame_digest(tiny_addresses, ADDRESSES)


def test_code_digest_changes_with_the_code(tmp_path):
    (tmp_path / "scoring").mkdir()
    file = tmp_path / "scoring" / "a.py"
    file.write_text("x = 1\n", encoding="utf-8")
    before = code_digest(tmp_path, ("scoring",))
    file.write_text("x = 2\n", encoding="utf-8")
    assert code_digest(tmp_path, ("scoring",)) != before
