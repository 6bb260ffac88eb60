from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from risk_map.domain.contract import check_frame
from risk_map.domain.frames import ROADS
from risk_map.errors import ForbiddenColumnError, InputError, MissingColumnError, UnsafeFileError
from risk_map.sources.roads import read_osm, read_roads
from tests.sources.tiny_pbf import write_pbf

LIECHTENSTEIN = Path(__file__).parents[3] / "shared" / "data" / "osm" / "liechtenstein.osm.pbf"
SWISS_GRID = 2056

NODES = {1: (5.2, 52.1), 2: (5.21, 52.1), 3: (5.22, 52.1), 4: (5.21, 52.11), 5: (5.21, 52.09)}
WAYS = {
    10: ([1, 2, 3], {"highway": "residential", "name": "Dorpsstraat", "maxspeed": "50"}),
    11: ([5, 2, 4], {"highway": "cycleway"}),
    12: ([1, 3], {"building": "yes"}),
    13: ([4, 3], {"highway": "proposed"}),
}


@pytest.fixture
def pbf(tmp_path):
    return write_pbf(tmp_path / "dorp.osm.pbf", NODES, WAYS)


def nwb(path, **changes):
    columns = {
        "WVK_ID": [600_001.0, 600_002.0],
        "JTE_ID_BEG": [1.0, 2.0],
        "JTE_ID_END": [2.0, 3.0],
        "WEGBEHSRT": ["G", "P"],
        "RIJRICHTNG": ["B", "H"],
        "STT_NAAM": ["Dorpsstraat", None],
        "GME_NAAM": ["Voorbeeld", "Voorbeeld"],
        "BST_CODE": ["RB", "RB"],
    }
    lines = [LineString([(150_000, 450_000), (150_100, 450_000)]), LineString([(150_100, 450_000), (150_100, 450_300)])]
    gpd.GeoDataFrame(columns | changes, geometry=lines, crs=28992).to_file(path, layer="wegvakken")
    return path


class TestOpenStreetMap:
    def test_ways_that_share_a_node_meet_there(self, pbf):
        roads = read_roads(pbf)
        check_frame(roads, ROADS)
        assert sorted(roads.index) == ["osm-10-0", "osm-10-1", "osm-11-0", "osm-11-1"]
        shared = set(roads.loc["osm-10-0", ["from_node", "to_node"]]) & set(
            roads.loc["osm-10-1", ["from_node", "to_node"]]
        )
        assert len(shared) == 1
        assert len(np.unique(roads[["from_node", "to_node"]])) == 5
        assert shared <= set(roads.loc["osm-11-1", ["from_node", "to_node"]])

    def test_lengths_are_metres_in_rd(self, pbf):
        roads = read_roads(pbf)
        # 0.01 degree of longitude at 52.1 north is 684.8 m (R cos 52.1 / 360 on the ellipsoid).
        assert roads.loc["osm-10-0", "length_m"] == pytest.approx(684.8, abs=1)

    def test_a_name_of_a_street_is_no_name_of_a_person(self, pbf):
        assert read_roads(pbf).loc["osm-10-0", "naam"] == "Dorpsstraat"

    def test_a_box_leaves_far_roads_out(self, pbf):
        x, y = read_roads(pbf).geometry["osm-10-0"].coords[0]
        assert list(read_roads(pbf, bbox=(x - 5, y - 5, x + 5, y + 5)).index) == ["osm-10-0"]
        with pytest.raises(InputError, match="geen enkele weg"):
            read_roads(pbf, bbox=(0, 300_000, 10, 300_010))

    def test_an_extract_without_roads_is_refused(self, tmp_path):
        path = write_pbf(tmp_path / "leeg.osm.pbf", NODES, {12: WAYS[12]})
        with pytest.raises(InputError, match="geen enkele weg"):
            read_roads(path)

    @pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
    def test_a_broken_file_is_refused_and_never_read_in_part(self, pbf, share):
        content = pbf.read_bytes()
        pbf.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(UnsafeFileError):
            read_roads(pbf)


class TestNwb:
    @pytest.mark.parametrize("name", ["nwb.gpkg", "nwb.geojson"])
    def test_wegvakken_are_edges_between_juncties(self, tmp_path, name):
        roads = read_roads(nwb(tmp_path / name))
        check_frame(roads, ROADS)
        assert roads.index.tolist() == ["nwb-600001", "nwb-600002"]
        assert roads[["from_node", "to_node"]].to_numpy().tolist() == [[1, 2], [2, 3]]
        assert roads["length_m"].tolist() == [100, 300]
        assert roads["bron"].unique().tolist() == [f"NWB {name}"]

    def test_a_layer_without_juncties_is_refused(self, tmp_path):
        path = tmp_path / "x.gpkg"
        gpd.GeoDataFrame({"WVK_ID": [1]}, geometry=[LineString([(150_000, 450_000), (1e5, 4e5)])], crs=28992).to_file(
            path
        )
        with pytest.raises(MissingColumnError, match="NWB-wegvakken"):
            read_roads(path)

    def test_a_column_about_a_person_is_refused(self, tmp_path):
        with pytest.raises(ForbiddenColumnError):
            read_roads(nwb(tmp_path / "x.gpkg", telefoon=["1", "2"]))

    def test_another_kind_of_file_is_refused(self, tmp_path):
        (tmp_path / "x.csv").write_text("a;b\n1;2\n")
        with pytest.raises(InputError, match=r"osm\.pbf"):
            read_roads(tmp_path / "x.csv")


@pytest.fixture(scope="module")
def roads():
    if not LIECHTENSTEIN.exists():
        pytest.skip("../shared/data is absent")
    return read_osm(LIECHTENSTEIN, SWISS_GRID)


@pytest.mark.real_data
class TestLiechtenstein:
    def test_the_edges_begin_and_end_where_their_nodes_are(self, roads):
        ends = roads[["from_node", "to_node"]].to_numpy()
        lines = roads.geometry.to_numpy()
        points = shapely.get_coordinates([shapely.get_point(lines, 0), shapely.get_point(lines, -1)]).reshape(2, -1, 2)
        place = np.zeros((ends.max() + 1, 2))
        place[ends[:, 0]], place[ends[:, 1]] = points
        assert np.allclose(place[ends[:, 0]], points[0], atol=1e-6)
        assert len(np.unique(place.round(3), axis=0)) == ends.max() + 1

    def test_cutting_gives_what_another_reader_gives(self, roads):
        # pyosmium, by the numbers of the nodes: 6,195 nodes, 7,793 edges, 1,125.8 km; three pairs of nodes of the file
        # lie in the same point, and are one here.
        assert len(np.unique(roads[["from_node", "to_node"]])) == pytest.approx(6_195, abs=3)
        assert len(roads) == pytest.approx(7_793, abs=3)
        assert roads["length_m"].sum() / 1000 == pytest.approx(1_125.8, abs=0.1)

    def test_nearly_all_roads_for_walkers_are_one_network(self, roads):
        ends = roads[roads["lopend"] != "geen"][["from_node", "to_node"]].to_numpy()
        graph = coo_array((np.ones(len(ends)), ends.T), shape=(ends.max() + 1,) * 2)
        part = connected_components(graph, directed=False)[1][ends[:, 0]]
        assert np.bincount(part).max() / len(ends) > 0.95

    @pytest.mark.usefixtures("roads")
    def test_outside_the_netherlands_nothing_is_kept(self):
        with pytest.raises(InputError, match="geen enkele weg"):
            read_roads(LIECHTENSTEIN)
