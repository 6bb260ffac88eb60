"""What every test of a command shares."""

from __future__ import annotations

import pytest
from rich.console import Console

from risk_map.cli import output
from tests.warm_fixture import warm_reader

__all__ = ["warm_reader"]


@pytest.fixture(autouse=True)
def wide_console(monkeypatch):
    """The console takes its width when it is made, once a process: whichever test came first would choose it."""
    monkeypatch.setattr(output, "CONSOLE", Console(highlight=False, width=220))
