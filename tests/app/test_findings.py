"""The form of a stop: its boxes are those of the print, and what the browser sends is not believed."""

from __future__ import annotations

import pytest

from risk_map.app.findings import form_data, read_form
from risk_map.domain.checklist import TYPE_CHECKS, boxes_of
from risk_map.workflow.visits import VisitForm

SENT = {"stop": "s1", "result": "bevinding", "answers": ["gezien", "niet_gezien"], "form": "arbeid", "reason": None}


@pytest.mark.parametrize("kind", [*TYPE_CHECKS, "horeca"])
def test_the_boxes_are_those_of_the_printed_list_in_its_order(kind):
    assert form_data("s1", kind, "Leg vast")["boxes"] == [box.label for box in boxes_of(kind)]


def test_every_answer_has_the_letter_of_the_print():
    assert [(code, key) for code, _, key in form_data("s1", "hotel", "x")["answers"]] == [
        ("gezien", "g"),
        ("verteld", "v"),
        ("niet_gezien", "n"),
        ("niet_beoordeeld", "-"),
    ]


def test_what_was_filled_in_becomes_a_form_of_the_stop():
    assert read_form("s1", SENT) == VisitForm("s1", "bevinding", ("gezien", "niet_gezien"), "arbeid", None)


@pytest.mark.parametrize(
    "sent", [None, 5, "s1", [], {}, {"stop": "s2", "result": "bevinding"}, {"stop": "s1", "result": 3}]
)
def test_anything_else_is_no_form(sent):
    assert read_form("s1", sent) is None


def test_values_of_another_kind_are_left_out():
    found = read_form("s1", {"stop": "s1", "result": "niet_bezocht", "answers": "gezien", "form": 4, "reason": ["x"]})
    assert found == VisitForm("s1", "niet_bezocht", (), None, None)
