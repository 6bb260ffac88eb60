"""Classes must be told apart by shape, size and grey value, and by people who do not see all colours."""

from __future__ import annotations

import itertools
from urllib.parse import unquote

import numpy as np
import pytest

from risk_map.app.symbols import (
    LEGEND_ORDER,
    LEGEND_WITHOUT_MODEL,
    OUTLINE_COLOUR,
    SHAPES,
    SYMBOLS,
    by_key,
    picture,
)

CLASSES = ("laag", "verhoogd", "hoog", "zeer_hoog")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
COLOUR_BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def cielab(rgb):
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_two_classes_are_never_the_same_colour_to_anybody(kind):
    seen = [cielab(COLOUR_BLINDNESS[kind] @ linear(by_key(key).fill)) for key in CLASSES]
    distances = [np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) > 20


def test_in_grey_a_higher_class_is_darker():
    greys = [cielab(np.full(3, luminance(by_key(key).fill)))[0] for key in CLASSES]
    assert all(lighter - darker > 15 for lighter, darker in itertools.pairwise(greys))


def test_every_symbol_has_its_own_shape_and_a_higher_class_is_larger():
    assert len({symbol.shape for symbol in SYMBOLS}) == len(SYMBOLS)
    sizes = [by_key(key).radius_px for key in CLASSES]
    assert sizes == sorted(set(sizes))


def test_a_location_without_a_score_is_hollow_and_no_class_is():
    assert {symbol.key for symbol in SYMBOLS if symbol.fill == "#ffffff"} == {
        "woning",
        "niet_gekoppeld",
        "model_uit",
    }


def test_the_outline_stands_out_on_white():
    assert contrast(OUTLINE_COLOUR, "#ffffff") >= 3


def test_no_class_is_an_alarm():
    for symbol in SYMBOLS:
        red, green, blue = linear(symbol.fill)
        assert not (red > 0.4 and green < 0.3 and blue < 0.3)


def test_the_legend_names_every_symbol_once():
    assert {*LEGEND_ORDER, *LEGEND_WITHOUT_MODEL} == {symbol.key for symbol in SYMBOLS}
    assert not set(LEGEND_WITHOUT_MODEL) & set(CLASSES)


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda symbol: symbol.key)
def test_a_picture_shows_the_whole_symbol(symbol):
    size = 24
    extent = max((max(abs(x), abs(y)) for x, y in SHAPES[symbol.shape]), default=1.0)
    assert extent * symbol.radius_px + 1 <= size / 2
    drawing = unquote(picture(symbol, size_px=size))
    assert symbol.fill in drawing
    assert ("<circle" in drawing) == (symbol.shape == "circle")
