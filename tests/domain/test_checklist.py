"""One list of boxes: general ones first, those of the type behind them, each about the place."""

from __future__ import annotations

import pytest

from risk_map.domain.checklist import ALL_CHECKS, TYPE_CHECKS, boxes_of
from risk_map.domain.inspection import CHECKS
from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.sources.notes import find_forbidden
from risk_map.store import schema


@pytest.mark.parametrize("kind", codes(LOCATION_TYPES))
def test_every_type_begins_with_the_twelve_general_boxes(kind):
    boxes = boxes_of(kind)
    assert boxes[:12] == CHECKS
    assert len(set(codes(boxes))) == len(boxes)


def test_every_list_is_of_a_type_that_exists():
    assert set(TYPE_CHECKS) <= set(codes(LOCATION_TYPES))


def test_every_box_can_be_stored():
    assert schema.visit_answer.c["check_code"].info["allowed"] == codes(ALL_CHECKS)
    assert {box for kind in codes(LOCATION_TYPES) for box in boxes_of(kind)} == set(ALL_CHECKS)


def test_no_box_is_about_a_person():
    assert not [box.label for box in ALL_CHECKS if find_forbidden(box.label)]
