"""Routes on the map: one line per team that goes out, its stops by number, and no text that runs."""

from __future__ import annotations

import numpy as np

from risk_map.app.route_maps import DASHES, Routes, legend_html, route_arrays, route_map
from tests.app.round_example import plan_of


def test_each_team_that_goes_out_has_a_line_a_colour_dashes_and_a_shape_of_its_own():
    drawn = route_arrays(plan_of())
    assert [[label for label in team["label"] if label.isdigit()] for team in drawn] == [["1", "2"], ["1"]]
    for what in ("colour", "dashes", "shape"):
        assert len({team[what] for team in drawn}) == 2
    assert drawn[0]["dashes"] == DASHES[0]


def test_stops_and_line_lie_at_the_same_place():
    team = route_arrays(plan_of())[0]
    steps = np.cumsum(np.array(team["line"]["steps"]).reshape(-1, 2), axis=0)
    assert [team["x"][0], team["y"][0]] in steps.tolist()
    # The origin of EPSG:28992 is (155000, 463000): 5.387204 E, 52.155173 N in WGS 84, as the Kadaster gives it.
    assert abs(team["x"][0] - 538_720) <= 2
    assert abs(team["y"][0] - 5_215_517) <= 2


def test_an_address_cannot_run_anything():
    content = Routes(plan_of()).content
    assert "<img" not in content
    assert "${" not in content
    assert "`" not in content


def test_the_map_of_routes_offers_nothing_to_choose_and_loads_only_what_the_app_serves():
    base = route_map('{"box":null}', synthetic=True)
    assert '"still":true' in base.settings
    assert "Kaart met de routes" in base.settings
    own = ("../../app/static/", "../../ondergrond/")
    assert all(link.startswith(own) for _, link in [*base.default_js, *base.default_css])


def test_the_legend_names_who_goes_out():
    html = legend_html(plan_of())
    assert "Team A" in html
    assert "Team C" not in html


def test_the_map_shows_where_a_team_begins_and_ends():
    found = plan_of()
    for team, route in zip(route_arrays(found), [route for route in found.plan.routes if route.stops], strict=True):
        who = found.problem.team(route.team)
        together = found.meta.points[who.start_place] == found.meta.points[who.end_place]
        assert team["label"][len(route.stops) :] == (["S/E"] if together else ["S", "E"])
        assert len(team["x"]) == len(team["y"]) == len(team["label"]) == len(team["text"])
        assert "vertrek" in team["text"][len(route.stops)]
