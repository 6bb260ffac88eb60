"""The small town of ``town``; a module with a ``config`` of its own uses that."""

from __future__ import annotations

from tests.warm_fixture import warm_reader
from tests.workflow.town import config, data_dir, rows, town_folder

__all__ = ["config", "data_dir", "rows", "town_folder", "warm_reader"]
