"""The explanation to print: everything of it is there, as text, and nothing asks another machine for anything."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from risk_map.reporting.explanation import ExplainedFact, Explanation, FamilyContribution
from risk_map.reporting.explanation_html import FICTIONAL, OWN_USE, to_html

PAYLOAD = "<img src=x onerror=alert(1)>"


def explanation(**changes):
    made = {
        "location_id": "L1",
        "address": "Lindepad 1",
        "type_label": "hotel",
        "form_label": "alle vormen samen",
        "state": "gescoord",
        "note": "",
        "score": 1.2,
        "ln_base": 0.0,
        "times_base": 3.3,
        "risk_class": "zeer_hoog",
        "rank": 4,
        "rank_low": 2,
        "rank_high": 9,
        "robust_top": False,
        "families": (FamilyContribution("bezoek", "eerdere controles", 1.11, 3.05),),
        "facts": (ExplainedFact("Controle met een bevinding.", "controles", date(2024, 7, 6), "bezoek", 1.11),),
        "speaks_against": ("Gezocht naar signalen: niets gevonden.",),
        "unknown": ("getraind personeel",),
        "would_lower": ("Een SNF-certificaat: van 3,3 keer naar 2,0 keer het basisniveau.",),
        "disabled_layers": (),
    }
    return Explanation(**(made | changes))


def written(**changes):
    here = [("Soort", "hotel"), ("Vergunning", PAYLOAD)]
    return to_html(explanation(**changes), here, date(2026, 12, 4), made_for="ria", fictional=True)


class Seen(HTMLParser):
    """Tags and attributes of a document."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"src", "href"} or name.startswith("on")]


def test_everything_of_the_explanation_stands_in_it():
    text = written()
    for words in (
        "Lindepad 1",
        "Klasse zeer hoog: 3,3 keer het basisniveau.",
        "Rang 4 in de hele regio; bij andere redelijke gewichten 2 tot 9.",
        "+1,11 (factor 3,05)",
        "Controle met een bevinding.",
        "(controles, 6 juli 2024; +1,11)",
        "Gezocht naar signalen: niets gevonden.",
        "getraind personeel",
        "Een SNF-certificaat",
        "Gemaakt op 4 december 2026 voor ria.",
        OWN_USE,
        FICTIONAL,
    ):
        assert words in text


def test_what_somebody_typed_stays_text_and_no_machine_is_asked_for_anything():
    seen = Seen(written(address=PAYLOAD, speaks_against=(PAYLOAD,), unknown=(PAYLOAD,)))
    assert "img" not in seen.tags
    assert "script" not in seen.tags
    assert seen.links == []


@pytest.mark.parametrize("note", ["Een woning krijgt nooit een berekende score."])
def test_without_a_score_it_says_why(note):
    bare = {"times_base": None, "risk_class": None, "rank": None, "families": (), "speaks_against": ()}
    text = written(note=note, state="woning", **bare)
    assert note in text
    assert "Klasse" not in text
    assert "Waar de score uit bestaat" not in text
