"""The strip of time of each team: where the blocks lie, and what a screen reader hears."""

from __future__ import annotations

import re

import pytest

from risk_map.app.timeline import COLOURS, colour_of, timeline_html
from tests.app.round_example import plan_of


def blocks(kind):
    found = plan_of()
    html = timeline_html(found.problem, found.plan)
    return [
        (float(left), float(width))
        for left, width in re.findall(rf'class="{kind}" style="left:([\d.]+)%;width:([\d.]+)%', html)
        if float(width)
    ]


def test_visits_lie_where_they_are_in_the_shift():
    # The shift is four hours: a visit of half an hour from ten past five is 12.5% from 4.17%.
    assert blocks("visit") == [(4.17, 12.5), (25.0, 12.5), (4.17, 12.5)]


def test_who_is_early_waits_and_who_drives_drives():
    assert blocks("wait") == [(20.83, 4.17)]
    assert len(blocks("drive")) == 5
    assert {width for _, width in blocks("drive")} == {4.17}


def test_a_team_that_stays_at_home_has_no_lane():
    found = plan_of()
    html = timeline_html(found.problem, found.plan)
    assert html.count('class="bar"') == 2
    assert "Team C" not in html


def test_a_screen_reader_hears_the_same():
    found = plan_of()
    html = timeline_html(found.problem, found.plan)
    assert "Team A: vertrek 17:00, 2 bezoeken, terug 18:40; Team B: vertrek 17:00, 1 bezoek, terug 17:50" in html


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", COLOURS)
def test_white_letters_can_be_read_on_every_colour(colour):
    assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


def test_colours_begin_again_after_the_last():
    assert colour_of(len(COLOURS)) == colour_of(0)
