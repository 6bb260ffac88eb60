from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from risk_map.domain.frames import ROADS
from risk_map.planning.settings import PlanningParams
from risk_map.planning.travel import StraightLine
from risk_map.store.folder import DataFolder
from risk_map.workflow import travel
from risk_map.workflow.travel import KeptTravelTimes, travel_reason, travel_times
from tests.planning.roads import at, roads_of

STREET = (1, 2, [(0, 0), (100, 0)])
BEND = (2, 3, [(100, 0), (100, 100)])
PLACES = at((0, 0), (100, 50))


@pytest.fixture
def config(tmp_path):
    return SimpleNamespace(data_dir=tmp_path / "data", planning=PlanningParams())


@pytest.fixture
def roads(config):
    DataFolder(config.data_dir).write(roads_of(STREET, BEND), ROADS)
    return config


def kept(config):
    return sorted((config.data_dir / "cache" / "travel").glob("*.npz"))


class Counting:
    """Straight lines that count how often they are asked."""

    def __init__(self):
        self.asked = 0

    def matrix(self, points, mode):
        self.asked += 1
        return StraightLine().matrix(points, mode)

    def path(self, points, mode):
        return StraightLine().path(points, mode)


def test_without_roads_the_line_is_straight_and_the_reason_says_so(config):
    assert travel_times(config) == StraightLine()
    assert "hemelsbrede afstand x 1,3" in travel_reason(config)


def test_with_roads_the_way_goes_along_them(roads):
    found = travel_times(roads).matrix(PLACES, "lopend")
    assert found.metres[0, 1] == 150
    assert found.method == "over de weg (lopend)"
    assert "ingelezen wegen" in travel_reason(roads)
    assert travel_times(roads).path(PLACES, "lopend")[0].length == 150


def test_what_is_known_is_read_back_the_same(tmp_path):
    times = Counting()
    keeper = KeptTravelTimes(times, tmp_path, "key")
    first, again = keeper.matrix(PLACES, "auto"), keeper.matrix(PLACES, "auto")
    assert times.asked == 1
    assert again.method == first.method
    for name in ("seconds", "metres", "snap_m"):
        assert (getattr(again, name) == getattr(first, name)).all()
        assert getattr(again, name).dtype == getattr(first, name).dtype


@pytest.mark.parametrize(
    ("key", "places", "mode"), [("other", PLACES, "auto"), ("key", PLACES[::-1], "auto"), ("key", PLACES, "fiets")]
)
def test_other_roads_places_or_modes_are_worked_out_anew(tmp_path, key, places, mode):
    times = Counting()
    KeptTravelTimes(times, tmp_path, "key").matrix(PLACES, "auto")
    KeptTravelTimes(times, tmp_path, key).matrix(places, mode)
    assert times.asked == 2


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no zip", b"\x80\x04K\x01."])
def test_a_damaged_file_is_worked_out_anew(tmp_path, damage):
    times = Counting()
    keeper = KeptTravelTimes(times, tmp_path, "key")
    whole = keeper.matrix(PLACES, "auto")
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(damage)
    assert (keeper.matrix(PLACES, "auto").seconds == whole.seconds).all()
    assert times.asked == 2


def test_a_file_of_another_size_is_not_believed(tmp_path):
    times = Counting()
    keeper = KeptTravelTimes(times, tmp_path, "key")
    keeper.matrix(PLACES, "auto")
    (file,) = tmp_path.glob("*.npz")
    np.savez(file, seconds=np.zeros((9, 9)), metres=np.zeros((9, 9)), snap_m=np.zeros(9), method=np.array("x"))
    assert keeper.matrix(PLACES, "auto").seconds.shape == (2, 2)


def test_new_roads_make_new_times_in_the_same_process(roads):
    before = travel_times(roads).matrix(PLACES, "lopend").metres[0, 1]
    DataFolder(roads.data_dir).write(roads_of((1, 2, [(0, 0), (0, -100), (100, -100), (100, 0)]), BEND), ROADS)
    assert (before, travel_times(roads).matrix(PLACES, "lopend").metres[0, 1]) == (150, 350)


def test_the_files_name_no_place_and_the_oldest_go(roads, monkeypatch):
    monkeypatch.setattr(travel, "MOST_KEPT", 3)
    for number in range(5):
        travel_times(roads).matrix(at((0, 0), (number, 0)), "auto")
    assert len(kept(roads)) == 3
    assert {file.suffix for file in (roads.data_dir / "cache" / "travel").iterdir()} == {".npz"}
    with np.load(kept(roads)[0]) as content:
        assert set(content) == {"seconds", "metres", "snap_m", "method"}
