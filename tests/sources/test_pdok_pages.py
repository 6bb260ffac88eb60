"""Paging: every feature once, by the links of the service alone, and a stopped download goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from risk_map.errors import SourceError, SourceIncompleteError, SourceUnavailableError, WrongCrsError
from risk_map.sources import pdok_cache
from risk_map.sources.http import JsonAnswer, JsonClient
from risk_map.sources.pdok_pages import RD_URI, Query, download_features, download_item
from tests.sources import tiny_town
from tests.sources.pdok_process import QUICK, PdokProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "pdok"
EVERYTHING = Query("adres")
ALL_IDS = sorted(row.name_id for row in tiny_town.ALL_ROWS)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = PdokProcess(tmp_path_factory.mktemp("pages"), tiny_town.collections())
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.behave()
    return running


@pytest.fixture
def download(server, tmp_path):
    def call(query=EVERYTHING, steps=None):
        steps = [] if steps is None else steps
        client = JsonClient(server.url, QUICK)
        return download_features(client, query, tmp_path / "cache", lambda *step: steps.append(step))

    return call


def ids(frame):
    return sorted(frame["identificatie"])


def broken_off(server, download, after=3, **behaviour):
    server.behave(max_limit=7, fail_after=after, **behaviour)
    with pytest.raises(SourceUnavailableError):
        download()


class TestAllPages:
    def test_a_lowered_limit_loses_nothing(self, server, download):
        server.behave(max_limit=7)
        assert ids(download()) == ALL_IDS
        assert len(server.paths) == 6  # 40 features in sevens

    def test_only_links_of_the_service_lead_on(self, server, download):
        server.behave(max_limit=7)
        download()
        assert all("limit=1000" in path for path in server.paths)
        assert ["cursor=" in path for path in server.paths] == [False] + [True] * 5
        assert not any("offset" in path or "startIndex" in path for path in server.paths)

    def test_passing_faults_in_between_change_nothing(self, server, download):
        server.behave(max_limit=7, faults={2: "503", 4: "cut", 5: "truncate", 8: "429"})
        assert ids(download()) == ALL_IDS

    def test_the_id_of_the_feature_is_not_the_identification(self, download):
        frame = download()
        assert frame["feature_id"].str.len().eq(36).all()
        assert frame["identificatie"].str.fullmatch(r"\d{16}").all()
        assert frame["identificatie"].dtype == "str"

    def test_coordinates_come_in_rd(self, download):
        frame = download()
        assert frame.crs.to_epsg() == 28992
        assert frame.total_bounds[0] > 140_000

    def test_a_box_leaves_out_what_lies_outside(self, download):
        frame = download(Query("adres", box=(150_600, 450_600, 150_750, 450_750)))
        assert ids(frame) == [tiny_town.NEIGHBOURS["neighbour_prefix"].name_id]

    def test_an_empty_collection_is_an_empty_frame(self, download):
        frame = download(Query("adres", box=(1000, 400_000, 1001, 400_001)))
        assert len(frame) == 0
        assert frame.crs.to_epsg() == 28992

    def test_geometry_that_nobody_needs_is_not_kept(self, download, tmp_path):
        assert download(Query("pand", geometry=False)).geometry.isna().all()
        assert "Polygon" not in (tmp_path / "cache" / "00000.json").read_text(encoding="utf-8")

    def test_progress_tells_the_number_and_ends_with_the_total(self, server, download):
        server.behave(max_limit=7)
        steps = []
        download(steps=steps)
        assert [done for _, done, _ in steps] == [7, 14, 21, 28, 35, 40, 40]
        assert [total for _, _, total in steps] == [None] * 6 + [40]


class TestGoingOn:
    def test_only_the_missing_pages_are_asked_again(self, server, download):
        broken_off(server, download, after=3)
        server.behave(max_limit=7)
        assert ids(download()) == ALL_IDS
        # The first page, to see that nothing changed, and the last three of six.
        assert len(server.paths) == 4

    def test_the_progress_begins_where_it_stopped(self, server, download):
        broken_off(server, download, after=3)
        server.behave(max_limit=7)
        steps = []
        download(steps=steps)
        assert steps[0] == ("adres", 21, None)

    def test_a_changed_cursor_starts_anew(self, server, download):
        broken_off(server, download)
        server.behave(max_limit=7, salt="another state")
        assert ids(download()) == ALL_IDS
        assert len(server.paths) == 7

    def test_a_refused_cursor_starts_anew(self, server, download, tmp_path):
        broken_off(server, download)
        state = tmp_path / "cache" / "state.json"
        content = json.loads(state.read_text(encoding="utf-8"))
        content["next_url"] = content["next_url"].replace("cursor=", "cursor=old")
        state.write_text(json.dumps(content), encoding="utf-8")
        server.behave(max_limit=7)
        assert ids(download()) == ALL_IDS

    def test_a_changed_schema_starts_anew(self, server, download):
        broken_off(server, download)
        server.behave(max_limit=7, rename={"toevoeging": "huisnummertoevoeging"})
        frame = download()
        assert ids(frame) == ALL_IDS
        assert "toevoeging" not in frame.columns

    def test_changed_data_start_anew(self, server, download):
        broken_off(server, download)
        gone = tiny_town.ALL_ROWS[0].name_id
        server.behave(max_limit=7, lose={"adres": [gone]})
        assert ids(download()) == [each for each in ALL_IDS if each != gone]

    def test_old_pages_start_anew(self, server, download, monkeypatch):
        broken_off(server, download)
        monkeypatch.setattr(pdok_cache, "MAX_AGE_SECONDS", 0)
        server.behave(max_limit=7)
        download()
        assert len(server.paths) == 6

    def test_another_query_does_not_use_the_pages(self, server, download):
        broken_off(server, download)
        server.behave(max_limit=7)
        assert len(download(Query("adres", box=(150_000, 450_000, 150_500, 451_000)))) < len(ALL_IDS)

    @pytest.mark.parametrize("content", ["", "{", '{"url": 1}', "[]"])
    def test_a_broken_state_starts_anew(self, server, download, tmp_path, content):
        broken_off(server, download)
        (tmp_path / "cache" / "state.json").write_text(content, encoding="utf-8")
        server.behave(max_limit=7)
        assert ids(download()) == ALL_IDS

    def test_a_page_without_a_mention_is_not_used(self, server, download, tmp_path):
        broken_off(server, download)
        (tmp_path / "cache" / "00003.json").write_text('[{"half', encoding="utf-8")
        server.behave(max_limit=7)
        assert ids(download()) == ALL_IDS


class TestRefusals:
    def test_the_same_page_again_is_an_error_and_no_endless_loop(self, server, download):
        server.behave(max_limit=7, loop=True)
        with pytest.raises(SourceError, match="dezelfde pagina"):
            download()

    def test_features_that_come_twice_are_an_error(self, server, download):
        server.behave(max_limit=7, repeat_last=True)
        with pytest.raises(SourceIncompleteError, match="5 objecten van adres twee keer"):
            download()

    def test_another_coordinate_system_is_refused(self, server, download):
        server.behave(content_crs="http://www.opengis.net/def/crs/OGC/1.3/CRS84")
        with pytest.raises(WrongCrsError):
            download()

    def test_a_link_to_another_address_is_not_followed(self, server, download):
        server.behave(max_limit=7, elsewhere="http://127.0.0.1:9")
        with pytest.raises(SourceError, match="ander adres"):
            download()

    @pytest.mark.parametrize(
        "answer", [[], {}, {"features": []}, {"features": None, "links": []}, {"features": [1], "links": []}]
    )
    def test_an_answer_that_is_no_page_is_refused(self, tmp_path, answer):
        with pytest.raises(SourceError, match="niet met een pagina"):
            download_features(Recorded(answer), EVERYTHING, tmp_path / "cache", lambda *_: None)

    def test_an_item_that_is_no_feature_is_refused(self):
        with pytest.raises(SourceError, match="niet met een object"):
            download_item(Recorded([]), "pand", "x")


class Recorded:
    """A client that answers every first page with one recorded answer, without its link to the next."""

    base_url = "https://api.pdok.nl/x"

    def __init__(self, answer):
        self.answer = answer

    def get(self, _):
        return JsonAnswer(self.answer, {})


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "features", "has_next"),
    [
        ("bgt_wegdelen_ogc_v1_pdok.json", 10, True),
        ("gokoala_expected_foo_collection.json", 10, True),
        ("gokoala_expected_foo_collection_with_cursor.json", 2, True),
        ("gokoala_expected_multiple_gpkgs_bbox_rd_output_also_rd.json", 6, False),
        ("gokoala_expected_straatnaam_silodam.json", 4, False),
    ],
)
def test_recorded_pages_of_pdok_are_understood(tmp_path, name, features, has_next):
    path = RECORDED / name
    if not path.exists():
        pytest.skip("../shared/data is absent")
    answer = json.loads(path.read_text(encoding="utf-8"))
    onwards = [link for link in answer["links"] if link["rel"] == "next"]
    assert bool(onwards) is has_next
    answer["links"] = [link for link in answer["links"] if link["rel"] != "next"]
    frame = download_features(Recorded(answer), EVERYTHING, tmp_path / "cache", lambda *_: None)
    assert len(frame) == features == len(answer["features"])
    assert frame["feature_id"].tolist() == [str(feature["id"]) for feature in answer["features"]]
    assert set(answer["features"][0]["properties"]) < set(frame.columns)


def test_the_query_asks_for_rd_twice():
    url = Query("pand", box=(1, 2, 3, 4)).url("https://x")
    assert url.count("EPSG%2F0%2F28992") == 2
    assert "bbox=1.000%2C2.000%2C3.000%2C4.000" in url
    assert RD_URI.endswith("28992")
