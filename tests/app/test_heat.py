"""The picture of the squares lies where the squares lie, in colours that differ for everybody and in grey."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from pyproj import Transformer

from risk_map.app import heat
from risk_map.governance.policy_figures import TOO_FEW
from risk_map.governance.policy_heat import RATIOS

SQUARES = pd.Series(
    [RATIOS[4], RATIOS[0], TOO_FEW],
    index=pd.Index(["E1400N4480", "E1405N4480", "E1620N4610"], dtype="str"),
    dtype="str",
)


DEGREES_TO_WEB = Transformer.from_crs(4326, 3857, always_xy=True)
RD_TO_WEB = Transformer.from_crs(28992, 3857, always_xy=True)


@pytest.fixture(scope="module")
def picture():
    return heat.draw(SQUARES)


@lru_cache(maxsize=1)
def pixels_of(url):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))


def pixel_at(picture, x, y):
    """Look a place of EPSG:28992 up in the picture, as a web map lays it out: equal steps of EPSG:3857."""
    image = pixels_of(picture.url)
    (south, west), (north, east) = picture.box
    left, bottom = DEGREES_TO_WEB.transform(west, south)
    right, top = DEGREES_TO_WEB.transform(east, north)
    at_x, at_y = RD_TO_WEB.transform(x, y)
    row = int((top - at_y) / (top - bottom) * image.shape[0])
    column = int((at_x - left) / (right - left) * image.shape[1])
    return tuple(int(value) for value in image[row, column])


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("dx", [60, 250, 440])
@pytest.mark.parametrize("dy", [60, 250, 440])
def test_every_corner_of_a_square_has_its_colour(picture, dx, dy):
    # More than 20 km apart: a picture that was only stretched would be hundreds of metres off.
    assert pixel_at(picture, 140_000 + dx, 448_000 + dy)[:3] == rgb(heat.COLOURS[RATIOS[4]])
    assert pixel_at(picture, 140_500 + dx, 448_000 + dy)[:3] == rgb(heat.COLOURS[RATIOS[0]])


def test_outside_the_squares_nothing_is_drawn(picture):
    for x, y in ((140_250, 448_600), (139_900, 448_250), (150_000, 455_000), (162_250, 460_950)):
        assert pixel_at(picture, x, y)[3] == 0


def test_a_square_with_too_few_is_hatched_and_has_no_colour(picture):
    found = {pixel_at(picture, 162_000 + dx, 461_000 + dy) for dx in range(60, 440, 20) for dy in range(60, 440, 20)}
    assert {pixel[3] for pixel in found} == {0, 255}
    assert not {pixel[:3] for pixel in found} & {rgb(colour) for colour in heat.COLOURS.values()}


def test_a_square_has_a_dark_edge(picture):
    assert pixel_at(picture, 140_005, 448_250)[:3] == rgb(heat.EDGE)


def test_without_squares_there_is_no_picture():
    assert heat.draw(SQUARES[:0]) is None


def test_darker_is_more_in_grey_too():
    grey = [
        sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), rgb(colour), strict=True))
        for colour in heat.COLOURS.values()
    ]
    assert all(before - after > 25 for before, after in pairwise(grey))
    assert tuple(heat.COLOURS) == RATIOS


def test_the_legend_shows_a_colour_or_a_hatch():
    assert heat.COLOURS[RATIOS[0]] in unquote(heat.sample(heat.COLOURS[RATIOS[0]]))
    assert "<path" in unquote(heat.sample(None))
