"""What the layout promises, checked on the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "risk_map").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "streamlit_app.py"])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestEverySourceFile:
    def test_stays_readable_in_one_sitting(self, path):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 250

    def test_names_no_municipality(self, path):
        # Another municipality is configuration and data, no code.
        assert not re.search(r"GM[0-9]{4}", path.read_text(encoding="utf-8"))

    def test_init_files_do_nothing(self, path):
        if path.name == "__init__.py" and path.parent.name != "risk_map":
            assert not path.read_text(encoding="utf-8").strip()


def test_the_lock_files_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index" not in text


def test_the_two_commands_stand_on_the_first_screen_of_the_readme():
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
