"""One parameter makes the same test short, for ``make test``, or long, for ``make soak``."""

from __future__ import annotations

import pytest


def sizes(short, full):
    """Give the values of a parameter, or the tuples of several."""
    several = [size if isinstance(size, tuple) else (size,) for size in (short, full)]
    return [pytest.param(*several[0], id="short"), pytest.param(*several[1], id="full", marks=pytest.mark.soak)]
