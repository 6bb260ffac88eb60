"""Released classes in rows: order, names, and "te weinig gegevens" where nothing was released."""

from __future__ import annotations

import pandas as pd
import pytest

from risk_map.app.policy_tables import NO_BUURT, buurt_rows, square_names, square_rows, trend_rows
from risk_map.governance.policy_figures import TOO_FEW, Quarter
from risk_map.workflow.policy import PolicyRelease

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
FIGURES = [
    ("vakken", "E1500N4500", "totaal", "10 of meer"),
    ("vakken", "E1505N4500", "totaal", "10 of meer"),
    ("vakken", "E1510N4505", "totaal", "10 of meer"),
    ("signalen_naar_adressen", "E1500N4500", "totaal", "minder dan verwacht"),
    ("signalen_naar_adressen", "E1510N4505", "totaal", "meer dan verwacht"),
    ("signalen_naar_adressen", "E1500N4500", "arbeid", "meer dan twee keer verwacht"),
    ("locaties", "BU90010001", "totaal", "10 tot 20"),
    ("locaties", "BU90020001", "totaal", "20 tot 40"),
    ("signalen", "BU90020001", "totaal", "10 tot 20"),
    ("signalen_regio", "regio", "totaal", "20 tot 40"),
]
TREND = [("totaal", "20 tot 40", "2026-Q2"), ("totaal", "20 tot 40", "2026-Q3"), ("arbeid", "10 tot 20", "2026-Q3")]


@pytest.fixture
def release():
    figures = pd.DataFrame(FIGURES, columns=["kind", "area_code", "form", "figure_class"], dtype="str")
    trend = pd.DataFrame(TREND, columns=["form", "figure_class", "quarter"], dtype="str")
    return PolicyRelease(Q3, figures, trend, (Q2, Q3))


def test_squares_come_highest_first_and_what_has_no_class_last(release):
    assert square_rows(release, "totaal").to_dict() == {
        "E1510N4505": "meer dan verwacht",
        "E1500N4500": "minder dan verwacht",
        "E1505N4500": TOO_FEW,
    }
    assert list(square_rows(release, "totaal").index)[-1] == "E1505N4500"


def test_a_form_without_classes_leaves_every_square_with_too_few(release):
    assert square_rows(release, "arbeid")["E1510N4505"] == TOO_FEW
    assert set(square_rows(release, "orgaan")) == {TOO_FEW}


def test_without_anything_released_there_are_no_squares(release):
    nothing = PolicyRelease(Q3, release.figures[:0], release.trend[:0], (Q3,))
    assert square_rows(nothing, "totaal").empty


def test_a_square_is_named_after_the_buurt_of_its_middle(areas):
    # Dorp reaches to 151,000 m, Veld to 152,000 m; the last square lies outside.
    squares = pd.Index(["E1500N4500", "E1515N4505", "E1400N4500"], dtype="str")
    assert square_names(squares, areas) == ["Dorp", "Veld", NO_BUURT]
    assert square_names(squares[:0], areas) == []


def test_buurten_show_only_kinds_that_any_of_them_has(release, areas):
    rows = buurt_rows(release, "totaal", areas)
    assert rows.to_dict("index") == {
        "BU90010001": {"locaties": "10 tot 20", "signalen": TOO_FEW, "naam": "Dorp", "gemeentecode": "GM9001"},
        "BU90020001": {
            "locaties": "20 tot 40",
            "signalen": "10 tot 20",
            "naam": "Elders-Dorp",
            "gemeentecode": "GM9002",
        },
    }
    assert "signalen" not in buurt_rows(release, "arbeid", areas).columns


def test_the_trend_has_a_row_per_form_and_a_column_per_release(release):
    rows = trend_rows(release)
    assert list(rows.columns) == ["2026-Q2", "2026-Q3"]
    assert list(rows.index) == ["totaal", "seksueel", "arbeid", "crimineel", "orgaan"]
    assert rows.loc["totaal"].tolist() == ["20 tot 40", "20 tot 40"]
    assert rows.loc["arbeid"].tolist() == [TOO_FEW, "10 tot 20"]
    assert set(rows.loc["orgaan"]) == {TOO_FEW}
