"""Start and steer the server that plays PDOK's rules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import requests

from risk_map.sources.http import HttpParams

SERVER = Path(__file__).with_name("pdok_server.py")

QUICK = HttpParams(attempts=4, pause_seconds=0.01, read_seconds=0.5)
"""The limits of the product, without its patience."""


class PdokProcess:
    """The server in a process of its own, on features of the test's."""

    def __init__(self, folder, collections):
        file = folder / "features.json"
        file.write_text(json.dumps(collections), encoding="utf-8")
        self._process = subprocess.Popen([sys.executable, SERVER, file], stdout=subprocess.PIPE, text=True)
        self.root = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        self.url = f"{self.root}/bag/ogc/v2"

    def behave(self, **settings):
        """Set faults and rules; everything that is not named becomes normal. Empties the log."""
        requests.post(f"{self.root}/_control", json=settings, timeout=5).raise_for_status()

    @property
    def log(self):
        """What was asked since the last ``behave``."""
        return requests.get(f"{self.root}/_log", timeout=5).json()

    @property
    def paths(self):
        return [each["path"] for each in self.log]

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
