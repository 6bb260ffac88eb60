from __future__ import annotations

import json
import re

import folium
import pytest
from streamlit_folium import _get_feature_group_string, _get_header, _get_map_string

from risk_map.app.layers import box_of, draw_background
from risk_map.app.location_layer import point_arrays, version_of
from risk_map.app.map_files import STATIC
from risk_map.app.maps import Drawing, Kaart
from risk_map.app.selection import Choice, location_table, select
from risk_map.app.symbols import SYMBOLS
from risk_map.domain.background_map import TILE_HOST


@pytest.fixture
def table(snapshot, scored, stability):
    return location_table(snapshot, scored, stability)


@pytest.fixture
def kaart(background):
    return Kaart(json.dumps(draw_background(background)), synthetic=True)


def script_of(kaart, drawing):
    kaart.get_root().render()
    group = folium.FeatureGroup()
    group.add_child(drawing)
    return _get_map_string(kaart), _get_feature_group_string(group, kaart)


def test_the_map_loads_only_files_that_the_app_serves(kaart):
    (_, ground), *others = kaart.default_js + kaart.default_css
    assert re.fullmatch(r"\.\./\.\./ondergrond/[0-9a-f]{64}\.js", ground)
    links = [link for _, link in others]
    assert len(links) == 7
    for link in links:
        assert re.fullmatch(r"\.\./\.\./app/static/[\w/.-]+\?v=[0-9a-f]{12}", link)


def test_nothing_in_the_map_names_another_host(kaart, table):
    kaart.get_root().render()
    text = _get_header(kaart) + "".join(script_of(kaart, Drawing(table, table.index, None, ())))
    assert "://" not in text


def test_the_map_lets_users_zoom(kaart):
    kaart.get_root().render()
    assert "user-scalable" not in _get_header(kaart)


def test_the_map_of_one_municipality_opens_on_it_and_keeps_the_others_around_it(background, areas):
    drawing = json.dumps(draw_background(background))
    own = areas[areas["gemeentecode"] == "GM9001"]
    everything = Kaart(drawing, synthetic=True)
    narrow = Kaart(drawing, synthetic=True, box=box_of(own))
    south, west, north, east = json.loads(re.search(r"box: (\[.*\])", narrow.opens).group(1))
    whole = draw_background(background)["box"]
    assert whole[0] - 0.001 < south < north < whole[2] + 0.001
    assert whole[1] - 0.001 < west < east < (whole[1] + whole[3]) / 2 + 0.001
    assert everything.opens in narrow.opens
    assert narrow.default_js == everything.default_js


def test_what_a_user_chooses_never_changes_the_base_map(background, table):
    drawing = json.dumps(draw_background(background))
    one, _ = script_of(Kaart(drawing, synthetic=True), Drawing(table, table.index, None, ()))
    rows = select(table, Choice(types=("hotel",)))
    other, changed = script_of(Kaart(drawing, synthetic=True), Drawing(rows, table.index, "L1", ("GM9001",)))
    assert one == other
    assert "GM9001" in changed


def test_fictional_data_are_called_so_on_the_map(background):
    drawing = json.dumps(draw_background(background))
    assert '"fictional":true' in Kaart(drawing, synthetic=True).settings
    assert "Verzonnen kaart" in Kaart(drawing, synthetic=True).settings.split("attribution")[1][:80]
    real = json.loads(Kaart(drawing, synthetic=False).settings)
    assert real["fictional"] is False
    assert "erzonnen" not in real["texts"]["attribution"]


def test_points_are_in_drawing_order_and_name_their_position(table):
    points = point_arrays(table)
    assert points["symbol"] == sorted(points["symbol"])
    assert [table.index[position] for position in points["position"]] == ["L3", "L1", "L4", "L2", "L5"]
    assert SYMBOLS[points["symbol"][3]].key == "zeer_hoog"
    assert points["x"][0] == round(table.loc["L3", "lon"] * 100_000)


def test_a_location_without_a_place_is_not_on_the_map(table):
    assert list(table.index).index("L6") not in point_arrays(table)["position"]


def content_of(kaart, rows, table, chosen=None):
    _, script = script_of(kaart, Drawing(rows, table.index, chosen, ()))
    return json.loads(re.search(r"riskMap\.show\(\w+, (.*)\);", script).group(1))


def test_a_selection_names_positions_among_all_locations(kaart, table):
    rows = select(table, Choice(types=("massagesalon",)))
    assert content_of(kaart, rows, table)["shown"] == [2]
    assert content_of(kaart, table, table, "L1")["shown"] is None
    assert content_of(kaart, table.iloc[:0], table)["shown"] == []


def test_what_goes_along_with_every_click_has_no_words_and_says_which_locations_it_is_about(kaart, table):
    content = content_of(kaart, table, table, "L1")
    assert content == {"of": version_of(table.index), "shown": None, "chosen": 0, "areas": [], "drawn": []}
    assert version_of(table.index) != version_of(table.index[1:])


@pytest.mark.parametrize(
    "payload", ["${parent.hit=1}", "`;parent.hit=1;`", "{{ 'map_div' }}", "<img src=x onerror=a>", "\\"]
)
def test_an_address_never_becomes_script(snapshot, scored, stability, payload):
    snapshot.locations = snapshot.locations.assign(address=payload)
    table = location_table(snapshot, scored, stability)
    texts = point_arrays(table.assign(type_label=payload))["text"]
    assert texts
    for text in texts:
        words = text.replace("<small>", "").replace("<br>", "").replace("</small>", "")
        assert not set(words) & set("<>\"'`${}\\")


def test_the_files_of_the_map_are_there():
    # static/vendor is filled by tools/vendor.sh from the pinned npm packages.
    assert (STATIC / "vendor" / "LICENCES.md").read_text(encoding="utf-8").count("##") == 2
    assert (STATIC / "map" / "map.js").is_file()


def test_a_background_map_lies_under_real_data_only_and_only_where_it_is_switched_on(background):
    drawing = json.dumps(draw_background(background))
    tiles = {
        (synthetic, on): json.loads(Kaart(drawing, synthetic=synthetic, tiles=on).settings)["tiles"]
        for synthetic in (True, False)
        for on in (True, False)
    }
    assert tiles.pop((False, True)).startswith(f"{TILE_HOST}/brt/")
    assert set(tiles.values()) == {""}


def test_a_background_map_says_whose_it_is(background):
    settings = Kaart(json.dumps(draw_background(background)), synthetic=False, tiles=True).settings
    assert "Kadaster, CC BY 4.0" in json.loads(settings)["texts"]["attribution"]
