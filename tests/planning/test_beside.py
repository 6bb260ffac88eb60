"""Work that nobody waits for any more, and a program that ends while it goes on."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

from risk_map.planning.beside import beside, is_left_behind

WITH_HIGHS = """
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from risk_map.cli import main as command
from risk_map.planning.beside import beside

chance = np.random.default_rng(1)
lies_in = LinearConstraint(chance.random((40, 300)) < 0.05, -np.inf, 1)
worth = -chance.integers(100, 999, 300)

def again():
    while True:  # HiGHS comes back for the lock of Python while that is taken down
        milp(worth, integrality=np.ones(300), bounds=Bounds(0, 1), constraints=lies_in)

def run():
    begun = iter(range(20))
    beside(again, lambda: next(begun, None) is None)
    print("klaar")
    return 6

command._run = run
command.main()
"""


def test_what_is_stopped_is_left_behind_until_it_is_done():
    goes_on = Event()
    assert beside(goes_on.wait, lambda: True) is None
    assert is_left_behind()
    goes_on.set()
    assert beside(lambda: 7, lambda: False) == 7


def test_a_command_that_leaves_highs_behind_ends_with_its_own_code():
    for _ in range(3):
        ended = subprocess.run(
            [sys.executable, "-c", WITH_HIGHS], capture_output=True, text=True, timeout=60, check=False
        )
        assert (ended.returncode, ended.stdout, ended.stderr) == (6, "klaar\n", "")
