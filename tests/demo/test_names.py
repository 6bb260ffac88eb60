from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import pytest

from risk_map.demo.names import street_names
from risk_map.demo.tables import read_table
from risk_map.errors import InputError

WEESP = Path(__file__).parents[3] / "shared" / "data" / "bag" / "bag_weesp_0457_20211015.gpkg"


def test_names_differ():
    names = street_names(2500, np.random.default_rng(1))
    assert len(set(names)) == 2500


def test_more_streets_than_names_is_refused():
    stems = read_table("stems")["part"].value_counts()
    with pytest.raises(InputError, match="te veel straten"):
        street_names(stems["first"] * stems["second"] + 1, np.random.default_rng(1))


@pytest.mark.real_data
def test_no_name_is_that_of_a_real_street():
    if not WEESP.exists():
        pytest.skip("the real addresses of ../shared/data are not here")
    real = pyogrio.read_dataframe(WEESP, layer="adres", columns=["openbare_ruimte"], read_geometry=False)
    assert not set(real["openbare_ruimte"]) & set(street_names(5000, np.random.default_rng(1)))
