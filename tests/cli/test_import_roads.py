from __future__ import annotations

from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.domain.frames import ROADS
from risk_map.store.folder import DataFolder
from tests.sources.tiny_pbf import write_pbf

NODES = {1: (5.3245, 52.0382), 2: (5.3275, 52.0382), 3: (5.3275, 52.04)}
WAYS = {10: ([1, 2], {"highway": "residential"}), 11: ([2, 3], {"highway": "footway"})}


def test_the_roads_of_an_extract_come_in_from_the_shell(tmp_path):
    path = write_pbf(tmp_path / "wegen.osm.pbf", NODES, WAYS)
    words = ["--data", str(tmp_path / "data"), "import", "roads", str(path)]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Ingelezen: 2 stukken weg, 0 km (auto: 1, fiets: 1, lopend: 2)." in result.output
    assert "Stukken weg zonder snelheid in de bron: 1;" in result.output
    assert len(DataFolder(tmp_path / "data").read(ROADS)) == 2
