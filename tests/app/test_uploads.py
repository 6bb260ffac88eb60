from __future__ import annotations

from types import SimpleNamespace

import pytest

from risk_map.app.uploads import on_disk


def sent(name):
    return SimpleNamespace(name=name, getbuffer=lambda: b"a;b\n1;2\n")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("levering.csv", "levering.csv"),
        ("../../etc/levering.csv", "levering.csv"),
        ("C:\\map\\levering.xlsx", "levering.xlsx"),
        ("..", "bestand"),
        ("", "bestand"),
        ("/", "bestand"),
    ],
)
def test_a_file_lies_in_a_folder_of_its_own_whatever_its_name_says_and_is_gone_afterwards(name, kept):
    with on_disk(sent(name)) as path:
        assert path.name == kept
        assert path.read_bytes() == b"a;b\n1;2\n"
        assert [each.name for each in path.parent.iterdir()] == [kept]
    assert not path.parent.exists()
