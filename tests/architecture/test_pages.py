"""A page loads, asks, calls and renders; anything else has a room of its own. Checked on the syntax tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
SCREENS = [*PAGES, ROOT / "streamlit_app.py"]
FORBIDDEN = {"pandas", "geopandas", "folium", "streamlit_folium", "requests", "sqlite3", "shapely"}
LAST_HANDLER = ("Exception", "faults.show(error)")


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def handlers(path):
    """Give of every handler what it catches and what it does, as written."""
    found = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler)]
    return [
        (ast.unparse(each.type) if each.type else "everything", "; ".join(map(ast.unparse, each.body)))
        for each in found
    ]


def test_there_are_pages():
    assert PAGES


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.name)
class TestEveryScreen:
    def test_has_at_most_forty_statements(self, path):
        statements = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.stmt)]
        assert len(statements) <= 40

    def test_defines_nothing(self, path):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]

    def test_computes_nothing_and_fetches_nothing(self, path):
        assert not {name.split(".")[0] for name in imported(tree_of(path))} & FORBIDDEN

    def test_leaves_the_session_to_the_module_for_it(self, path):
        attributes = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
        assert not attributes & {"session_state", "query_params"}

    def test_catches_only_errors_of_ours(self, path):
        assert {kind for kind, _ in handlers(path)} <= {"RiskMapError", LAST_HANDLER[0]}

    def test_draws_no_map_of_streamlit(self, path):
        # st.map always asks a tile server; st.pydeck_chart does unless told otherwise.
        attributes = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
        assert not attributes & {"map", "pydeck_chart"}


def test_only_the_entry_script_catches_what_nobody_foresaw_and_only_to_tell_of_it():
    broad = [(path.name, each) for path in SCREENS for each in handlers(path) if each[0] != "RiskMapError"]
    assert broad == [("streamlit_app.py", LAST_HANDLER)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_first_statement_of_a_page_is_the_guard(path):
    docstring, first = [node for node in tree_of(path).body if not isinstance(node, (ast.Import, ast.ImportFrom))][:2]
    assert ast.get_docstring(tree_of(path)) == ast.literal_eval(docstring.value)
    assert ast.unparse(first) == "subject = session.subject()"


def test_only_one_module_knows_the_map_component():
    users = [
        path.name
        for path in (ROOT / "risk_map").rglob("*.py")
        if any(name.startswith("streamlit_folium") for name in imported(tree_of(path)))
    ]
    assert users == ["maps.py"]


def test_only_the_state_modules_touch_session_and_address():
    users = {
        path.name
        for path in (ROOT / "risk_map").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"session_state", "query_params"}
    }
    assert users == {"state.py", "choosing.py", "kept_form.py"}


def test_no_module_of_the_app_draws_a_map_of_streamlit():
    drawn = [
        (path.name, node.attr)
        for path in (ROOT / "risk_map").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
        if node.attr in {"map", "pydeck_chart"}
    ]
    assert drawn == []
