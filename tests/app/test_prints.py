"""Route lists as files to take along."""

from __future__ import annotations

import io
import zipfile

from risk_map.app.prints import ENDINGS, KINDS, packed, team_of
from risk_map.workflow import route_lists


def test_every_file_that_is_printed_is_offered():
    assert set(ENDINGS) == set(KINDS) == set(route_lists.ENDINGS)


def test_all_files_go_in_one():
    files = {"routelijst-2026-12-04-1-team-1.pdf": b"een", "routelijst-2026-12-04-2-noord.pdf": b"twee"}
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_the_button_names_the_team():
    assert team_of("routelijst-2026-12-04-1-team-1.pdf") == "team 1"
    assert team_of("routelijst-2026-12-04-2-noord.geojson") == "noord"
