"""A home is a dwelling, or a branch that works indoors where living is the only use."""

from __future__ import annotations

import pandas as pd
import pytest

from risk_map.domain.home import INDOOR_BRANCHES, is_home


@pytest.mark.parametrize(
    ("kind", "use", "expected"),
    [
        ("woning", None, True),
        ("woning", "winkelfunctie", True),
        *((branch, "woonfunctie", True) for branch in INDOOR_BRANCHES),
        ("nagelstudio", "winkelfunctie,woonfunctie", False),
        ("nagelstudio", None, False),
        ("hotel", "woonfunctie", False),
        ("land_tuinbouw", "woonfunctie", False),
        ("huisvesting_arbeidsmigranten", "woonfunctie", False),
    ],
)
def test_who_lives_there_decides(kind, use, expected):
    rows = pd.DataFrame({"location_type": [kind], "gebruiksdoel": pd.Series([use], dtype="str")})
    assert is_home(rows).tolist() == [expected]
