"""The parts of a selection: codes and corners that look like what they are, and nothing else."""

from __future__ import annotations

import pytest

from risk_map.domain.choice import MOST_VALUES, PARTS, checked_choice
from risk_map.errors import InputError

GOOD = {
    "vorm": "arbeid",
    "gemeente": ("GM9001",),
    "wijk": ["WK900100"],
    "buurt": ["BU90010001"],
    "postcode": ["1234"],
    "soort": ["land_tuinbouw"],
    "klasse": ["zeer_hoog"],
    "bezocht": ["nooit"],
    "onbekend": "met",
    "tekening": "1.2_-3.4_5.6~1.1_2.2_3.3",
}


def test_every_part_is_known_and_comes_back_as_a_list():
    found = checked_choice(GOOD)
    assert found.keys() == PARTS.keys()
    assert found["vorm"] == ["arbeid"]
    assert checked_choice(found) == found


def test_an_empty_part_says_nothing():
    assert checked_choice({"buurt": [], "tekening": "", "soort": None}) == {}


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize("value", ["<script>", "Lindepad 1", "a\nb", "GM9001 ", 7])
def test_what_does_not_look_like_its_part_is_refused(name, value):
    with pytest.raises(InputError):
        checked_choice({name: [value]})


def test_an_unknown_part_and_too_many_values_are_refused():
    with pytest.raises(InputError):
        checked_choice({"locatie": ["LOC-0001"]})
    with pytest.raises(InputError):
        checked_choice({"postcode": ["1234"] * (MOST_VALUES + 1)})
