"""A data folder with the register of another one several times over, to see how the app bears many locations."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEFT_OUT = shutil.ignore_patterns("runs", "cache", "reports", "*.db*")
STEP = 0.0007
"""Degrees between copies, so that no two marks lie on one another."""


def copy_region(source: Path, target: Path, copies: int) -> int:
    """Copy a data folder with its register ``copies`` times over; give how many locations it has."""
    shutil.copytree(source, target, ignore=LEFT_OUT)
    path = target / "locations.geojson"
    register = json.loads(path.read_text(encoding="utf-8"))
    register["features"] = [_moved(each, number) for number in range(copies) for each in register["features"]]
    path.write_text(json.dumps(register, ensure_ascii=False), encoding="utf-8")
    return len(register["features"])


def _moved(feature: dict, number: int) -> dict:
    if number == 0:
        return feature
    place = feature["geometry"]
    if place is not None:
        longitude, latitude = place["coordinates"]
        place = place | {"coordinates": [longitude + number * STEP, latitude + number % 2 * STEP]}
    old = feature["properties"]
    new = {"location_id": f"{old['location_id']}-{number}", "address": f"{old['address']} ({number})"}
    return feature | {"geometry": place, "properties": old | new}
