"""The background map of another machine is off unless somebody writes that it is on."""

from __future__ import annotations

import pytest

from risk_map.config import load_config
from risk_map.domain.background_map import TILE_HOST, BackgroundMap
from risk_map.domain.settings import Table
from risk_map.errors import ConfigError


def test_the_shipped_configuration_asks_no_other_machine():
    assert load_config().background_map == BackgroundMap(brt=False)
    assert load_config().background_map.hosts == ()


def test_switched_on_it_names_one_host():
    assert BackgroundMap.read(Table("map", {"brt": True})).hosts == (TILE_HOST,)
    assert BackgroundMap.read(Table("map", {"brt": False})).hosts == ()


@pytest.mark.parametrize("content", [{}, {"brt": "ja"}, {"brt": 1}, {"brt": True, "tiles": "x"}])
def test_anything_else_is_refused(content):
    with pytest.raises(ConfigError, match="map"):
        BackgroundMap.read(Table("map", content))
