from __future__ import annotations

import numpy as np
import pandas as pd

from risk_map.demo.numbering import UNUSED_LETTERS, give_postcodes, number_houses


def houses(count, *, form="row", building=None):
    return pd.DataFrame(
        {
            "street": 1,
            "left": [position % 2 == 0 for position in range(count)],
            "place_m": np.arange(count, dtype=float),
            "within": 0,
            "form": form,
            "building": range(count) if building is None else building,
        }
    )


def test_odd_on_the_left_even_on_the_right_rising_along_the_street():
    units = houses(400)
    numbers = number_houses(units, np.random.default_rng(3))
    assert (numbers["huisnummer"] % 2 == units["left"]).all()
    assert numbers["huisnummer"][units["left"]].is_monotonic_increasing
    assert numbers["huisnummer"].min() == 1


def test_no_address_occurs_twice():
    rng = np.random.default_rng(5)
    building = np.sort(rng.integers(0, 300, 2000))
    units = houses(2000, form="flat", building=building).assign(left=True)
    numbers = number_houses(units, rng)
    assert not numbers.duplicated().any()
    assert numbers["huisletter"].notna().any()
    assert numbers["toevoeging"].notna().any()
    assert not (numbers["huisletter"].notna() & numbers["toevoeging"].notna()).any()


def test_postcodes_cannot_be_real_and_hold_one_side_of_a_street():
    rng = np.random.default_rng(1)
    units = pd.DataFrame(
        {
            "pc4": "1234",
            "street": rng.integers(0, 60, 3000),
            "left": rng.uniform(size=3000) < 0.5,
            "huisnummer": rng.integers(1, 200, 3000),
        }
    )
    postcodes = give_postcodes(units)
    assert postcodes.str.match("^1234[A-Z]{2}$").all()
    assert postcodes.str.slice(4).map(lambda letters: bool(set(letters) & UNUSED_LETTERS)).all()
    sides = pd.MultiIndex.from_frame(units[["street", "left"]]).factorize()[0]
    assert pd.Series(sides).groupby(postcodes.to_numpy()).nunique().max() == 1
    assert postcodes.value_counts().median() >= 10
