from __future__ import annotations

import subprocess
import sys

from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE


def test_every_start_can_read_the_date_without_loading_the_generator():
    code = "import sys, risk_map.demo.reference; print({'numpy', 'pandas', 'shapely'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def test_the_region_holds_three_years():
    assert (REFERENCE_DATE.replace(year=REFERENCE_DATE.year - 3)) == FIRST_DAY
