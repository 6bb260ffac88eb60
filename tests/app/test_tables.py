from __future__ import annotations

import pytest

from risk_map.app import tables


@pytest.fixture
def shown(monkeypatch):
    told = []
    monkeypatch.setattr(tables.st, "html", told.append)
    return told


def test_a_table_has_a_caption_headers_of_columns_and_of_rows(shown):
    tables.show_table("Lagen", ("laag", "nu"), [("wegen", "telt mee")])
    (html,) = shown
    assert "<caption>Lagen</caption>" in html
    assert '<th scope="col" role="columnheader">laag</th>' in html
    assert '<th scope="row" role="rowheader">wegen</th>' in html
    assert '<td role="cell" data-name="nu">telt mee</td>' in html


def test_what_somebody_typed_stays_text(shown):
    tables.show_table("<b>", ('"x" onclick="y',), [("<img src=x onerror=alert(1)>",)])
    assert "<b>" not in shown[0]
    assert "<img" not in shown[0]
    assert 'onclick="y' not in shown[0]


def test_nothing_to_show_is_said_in_words(shown):
    tables.show_table("Lagen", ("laag",), [], empty="Er zijn nog geen lagen.")
    assert shown == ['<p class="hint">Er zijn nog geen lagen.</p>']


def test_a_missing_cell_is_empty_and_a_figure_stands_apart(shown):
    tables.show_table("x", ("a", "b", "c"), [("1", None, 12)], figures=("c",))
    assert '<td role="cell" data-name="b"></td><td role="cell" data-name="c" class="figure">12</td>' in shown[0]


def test_a_row_that_does_not_fit_the_headers_is_an_error(shown):
    with pytest.raises(ValueError, match="argument"):
        tables.show_table("x", ("a", "b"), [("1", "2", "3")])
