from __future__ import annotations

import json
import re
import socket
from pathlib import Path

from risk_map.app.server import HOST, main

ROOT = Path(__file__).parents[2]


def test_a_taken_port_is_one_sentence_that_says_what_to_do(capsys):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    message = capsys.readouterr().err
    assert f"Poort {port} is bezet" in message
    assert f"make run PORT={port + 1}" in message


def test_the_npm_lock_holds_hashes_and_no_address():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert "resolved" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_npm_packages_are_pinned_exactly():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_telemetry_and_the_outside_address_are_off():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(r"^gatherUsageStats = false", config, re.MULTILINE)
    assert re.search(r'^address = "127\.0\.0\.1"', config, re.MULTILINE)
    assert re.search(r"^magicEnabled = false", config, re.MULTILINE)
