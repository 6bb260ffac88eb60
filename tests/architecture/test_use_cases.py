"""Every answer goes through a use case that asks who; checked on the syntax tree, so that a forgotten one fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from risk_map.governance.matrix import PERMISSIONS

ROOT = Path(__file__).parents[2]
WORKFLOW = sorted((ROOT / "risk_map" / "workflow").glob("*.py"))
SCREENS = [*sorted((ROOT / "pages").glob("*.py")), ROOT / "streamlit_app.py"]
TOPS = sorted([*(ROOT / "risk_map" / "app").glob("*.py"), *(ROOT / "risk_map" / "cli").glob("*.py"), *SCREENS])

ASKS_NOBODY = {"read_snapshot", "read_background", "score_region", "score_whole", "part_of_region", "part_of_snapshot"}
MAY_HOLD_THE_WHOLE = {"risk_map/app/cache.py", "risk_map/cli/scores.py"}


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    return [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]


def use_case_of(function):
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "use_case":
            return ast.literal_eval(decorator.args[0])
    return None


def imported(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("risk_map.workflow"):
            yield from (alias.name for alias in node.names)


USE_CASES = [function for path in WORKFLOW for function in functions(path) if use_case_of(function)]


def test_there_are_use_cases():
    assert len(USE_CASES) >= 15


@pytest.mark.parametrize("function", USE_CASES, ids=[function.name for function in USE_CASES])
class TestEveryUseCase:
    def test_takes_the_subject_first(self, function):
        first = function.args.args[0]
        assert first.arg == "subject"
        assert ast.unparse(first.annotation) == "Subject"

    def test_has_a_rule_and_the_name_of_its_function(self, function):
        assert use_case_of(function) in PERMISSIONS
        assert use_case_of(function) == function.name

    def test_is_the_only_one_with_its_name(self, function):
        assert [each.name for each in USE_CASES].count(function.name) == 1


def test_only_use_cases_of_a_screen_and_the_score_commands_hold_the_whole_region():
    holders = {path.relative_to(ROOT).as_posix() for path in TOPS if ASKS_NOBODY & set(imported(path))}
    assert holders == MAY_HOLD_THE_WHOLE


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.name)
def test_a_page_asks_the_app_and_not_the_use_cases(path):
    assert not list(imported(path))
    names = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
    assert not {name for name in names if name.startswith("_")}
