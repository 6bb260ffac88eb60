from __future__ import annotations

import pytest

from risk_map.domain.settings import Table
from risk_map.domain.theme import USUAL_ACCENT, Theme, contrast_with_white
from risk_map.errors import ConfigError


def read(**content):
    return Theme.read(Table("theme", content))


def test_contrast_is_that_of_the_standard():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    # The lightest grey that passes AA on white, as every list of accessible colours says.
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_a_municipality_has_its_own_colour_and_the_region_the_usual_one():
    theme = read(accent="#3B0F6B", GM9001="#7a0019")
    assert theme.accent_of("GM9001") == "#7a0019"
    assert theme.accent_of("GM9002") == theme.accent_of(None) == "#3b0f6b"
    assert read().accent_of("GM9001") == USUAL_ACCENT


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1;}x{"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ConfigError, match="geen kleur"):
        read(GM9001=colour)


def test_a_colour_that_cannot_be_read_on_white_is_refused():
    with pytest.raises(ConfigError, match="te licht"):
        read(accent="#777777")


def test_an_unknown_key_is_refused():
    with pytest.raises(ConfigError, match="kleur"):
        read(kleur="#000000")
