"""The map of a route: everything is on it, at the right place, readable in grey, and nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.reporting.route_map import HEIGHT, MARGIN, RADIUS, WIDTH, _apart, _View, draw_map
from tests.reporting.route_example import STOPS, TEAM, layers, map_of, no_roads, xml_of

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [node.text for node in xml_of(svg).iter(f"{SVG}text")]


def test_every_stop_has_its_number_and_the_ends_their_letters():
    assert texts(map_of()) == ["West", "Oost <&>", "500 m", "N", "S/E", "1", "2"]


def test_a_start_apart_from_the_end_has_a_letter_of_its_own():
    assert {"S", "E"} <= set(texts(map_of(replace(TEAM, end=(154_900.0, 452_000.0)))))


def test_a_stop_lies_where_it_is():
    # The numbers by hand: 4,000 m between the ends of the route fill 628 units; the middle is 152,000, 451,500.
    circles = [node for node in xml_of(map_of()).iter(f"{SVG}circle") if node.get("r") == str(RADIUS)]
    metres = 4000 / (WIDTH - 2 * MARGIN)
    assert float(circles[0].get("cx")) == pytest.approx(WIDTH / 2 - 1000 / metres, abs=0.1)
    assert float(circles[0].get("cy")) == pytest.approx(HEIGHT / 2 + 500 / metres, abs=0.1)


def test_the_scale_bar_is_as_long_as_it_says():
    bar = re.search(r"M20 434V440H([0-9.]+)V434", map_of())
    assert float(bar[1]) - 20 == pytest.approx(500 / (4000 / (WIDTH - 2 * MARGIN)), abs=0.1)


def test_a_border_is_drawn_once_though_two_municipalities_share_it():
    border = next(node for node in xml_of(map_of()).iter(f"{SVG}path") if "9 3" in (node.get("stroke-dasharray") or ""))
    xs = [float(x) for x in re.findall(r"[ML]([0-9.-]+) ", border.get("d"))]
    shared = (153_000 - (152_000 - WIDTH / 2 * 4000 / (WIDTH - 2 * MARGIN))) / (4000 / (WIDTH - 2 * MARGIN))
    assert sum(abs(x - shared) < 0.2 for x in xs) == 2


def test_a_way_that_follows_no_road_is_broken():
    dashes = 'stroke-dasharray="7 5"'
    assert dashes in map_of()
    assert dashes not in map_of(replace(TEAM, line=((150_000.0, 450_500.0), (151_000.0, 451_000.0)), along_roads=True))


def test_roads_get_thinner_with_their_class_and_may_be_absent():
    widths = [
        node.get("stroke-width") for node in xml_of(map_of()).iter(f"{SVG}path") if node.get("stroke") == "#a8a8a8"
    ]
    assert [float(width) for width in widths] == sorted(float(width) for width in widths)
    assert len(widths) == 2
    assert "#a8a8a8" not in draw_map(TEAM, [(151_000.0, 451_000.0)] * 2, no_roads())


def test_all_colours_are_grey_and_nothing_is_fetched():
    svg = map_of()
    assert all(colour[:2] * 3 == colour[:6] or len(set(colour)) == 1 for colour in re.findall(r"#([0-9a-f]+)", svg))
    assert not re.search(r"href|url\(|<script|<image", svg)


def test_a_route_of_places_without_a_point_has_no_map():
    assert draw_map(TEAM, [None, None], layers()) == ""


def test_one_stop_without_ends_is_drawn_too():
    lonely = replace(TEAM, start=None, end=None, stops=STOPS[:1])
    assert "1" in texts(draw_map(lonely, [(151_000.0, 451_000.0)], layers()))


@given(st.lists(st.tuples(st.floats(60, WIDTH - 60), st.floats(60, HEIGHT - 60)), min_size=1, max_size=8))
def test_numbers_stay_in_the_drawing_and_seldom_hide_each_other(places):
    spots = _apart(np.array(places))
    assert (spots >= RADIUS).all()
    assert (spots <= (WIDTH - RADIUS, HEIGHT - RADIUS)).all()
    distance = np.hypot(*(spots[:, None] - spots[None]).T) + np.eye(len(spots)) * 1e3
    assert distance.min() > RADIUS


def test_a_view_keeps_its_box():
    view = _View.around([(0.0, 0.0), (4000.0, 100.0)])
    x0, y0, x1, y1 = view.box
    assert view.place(np.array([(x0, y1), (x1, y0)])) == pytest.approx(np.array([(0, 0), (WIDTH, HEIGHT)]))
