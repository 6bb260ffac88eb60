from __future__ import annotations

from types import SimpleNamespace

import pytest

from risk_map.domain.frames import AREAS, ROADS, SYNTHETIC
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, PermissionDeniedError, UnsafeFileError
from risk_map.store.folder import DataFolder
from risk_map.workflow.road_imports import import_roads
from tests.planning.roads import roads_of
from tests.sources import tiny_town
from tests.sources.tiny_pbf import write_pbf

ADMINISTRATOR = Subject("proef", Role.BEHEERDER)

# Around x = 150,000, y = 450,000 in RD; the second way is far away.
NODES = {1: (5.3245, 52.0382), 2: (5.3275, 52.0382), 3: (5.9, 52.5), 4: (5.91, 52.5)}
WAYS = {
    10: ([1, 2], {"highway": "residential", "maxspeed": "30"}),
    11: ([3, 4], {"highway": "tertiary"}),
    12: ([2, 1], {"highway": "footway"}),
}


@pytest.fixture
def config(tmp_path):
    return SimpleNamespace(data_dir=tmp_path / "data")


@pytest.fixture
def folder(config):
    return DataFolder(config.data_dir)


@pytest.fixture
def pbf(tmp_path):
    return write_pbf(tmp_path / "wegen.osm.pbf", NODES, WAYS)


def test_an_import_counts_what_it_keeps(config, folder, pbf):
    counts = import_roads(ADMINISTRATOR, config, pbf)
    assert len(folder.read(ROADS)) == counts.edges == 3
    assert counts.per_mode == (("auto", 2), ("fiets", 2), ("lopend", 3))
    assert (counts.speed_guessed, counts.clipped) == (1, False)
    assert counts.kilometres == pytest.approx(folder.read(ROADS).length.sum() / 1000, abs=0.01)


def test_the_network_before_is_replaced(config, folder, pbf):
    folder.write(roads_of((1, 2, [(0, 0), (100, 0)]), bron=SYNTHETIC), ROADS)
    import_roads(ADMINISTRATOR, config, pbf)
    assert set(folder.read(ROADS)["bron"]) == {"OpenStreetMap wegen.osm.pbf"}


def test_roads_far_from_the_municipalities_are_left_out(config, folder, pbf):
    folder.write(tiny_town.areas(), AREAS)
    counts = import_roads(ADMINISTRATOR, config, pbf)
    assert (counts.edges, counts.clipped) == (2, True)


def test_an_invented_region_does_not_decide_which_real_roads_are_kept(config, folder, pbf):
    folder.write(tiny_town.areas().assign(bron=SYNTHETIC), AREAS)
    assert import_roads(ADMINISTRATOR, config, pbf).edges == 3


@pytest.mark.parametrize(("content", "error"), [(None, UnsafeFileError), (b"a;b\n1;2\n", InputError)])
def test_a_refused_file_changes_nothing(config, folder, pbf, content, error):
    import_roads(ADMINISTRATOR, config, pbf)
    before = folder.frame_path(ROADS).read_bytes()
    pbf.write_bytes(pbf.read_bytes()[:-20] if content is None else content)
    with pytest.raises(error):
        import_roads(ADMINISTRATOR, config, pbf)
    assert folder.frame_path(ROADS).read_bytes() == before
    assert [path.name for path in folder.path.iterdir()] == ["roads.parquet"]


def test_only_the_beheerder_imports(config, pbf):
    with pytest.raises(PermissionDeniedError):
        import_roads(Subject("cor", Role.COORDINATOR, "GM9001"), config, pbf)
