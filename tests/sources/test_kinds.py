from __future__ import annotations

import os
import sqlite3
import zipfile

import openpyxl
import pytest

from risk_map.sources.kinds import open_regular, recognise
from risk_map.sources.refusals import Refusal

VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></x>'


def kind(path):
    with open_regular(path) as file:
        return recognise(file)


def reason(path):
    with pytest.raises(Refusal) as caught:
        kind(path)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"type": "FeatureCollection", "features": []}', "geojson"),
        (b'\xef\xbb\xbf \n{"type": "FeatureCollection"}', "geojson"),
        (b"adres;postcode\n", "csv"),
        (b"\xef\xbb\xbfadres;postcode\n", "csv"),
        ("straat;plaats\nCaf\u00e9;x\n".encode("cp1252"), "csv"),
        (b"PK\x03\x04 and so on", "zip"),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "xlsx"),
        (b"SQLite format 3\x00" + bytes(52) + b"GPKG" + bytes(40), "gpkg"),
        (b"SQLite format 3\x00" + bytes(52) + b"GP10" + bytes(40), "gpkg"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x3b and so on", "pbf"),
    ],
)
def test_the_content_decides_whatever_the_name_says(tmp_path, content, expected):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert kind(path) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (VRT, "kind"),
        (b"\n\n  " + VRT, "kind"),
        (b"%PDF-1.7", "kind"),
        (b'["a", "list"]', "kind"),
        (b"\x7fELF\x02\x01\x01\x00", "kind"),
        (b"SQLite format 3\x00" + bytes(84), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Excel", "old_excel"),
    ],
)
@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.csv", "x.xlsx"])
def test_anything_else_is_refused_whatever_the_name_says(tmp_path, content, code, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert reason(path) == code


def test_a_workbook_of_openpyxl_and_a_plain_zip_are_told_apart(tmp_path):
    openpyxl.Workbook().save(tmp_path / "book")
    with zipfile.ZipFile(tmp_path / "archive", "w") as archive:
        archive.writestr("a.txt", "x")
    assert (kind(tmp_path / "book"), kind(tmp_path / "archive")) == ("xlsx", "zip")


def test_a_database_that_is_no_geopackage_is_refused(tmp_path):
    database = sqlite3.connect(tmp_path / "x.gpkg")
    database.execute("CREATE TABLE t (a)")
    database.commit()
    database.close()
    assert reason(tmp_path / "x.gpkg") == "kind"


class TestOnlyRegularFiles:
    def test_a_symbolic_link_is_not_followed(self, tmp_path):
        (tmp_path / "real.csv").write_text("a;b\n")
        (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
        assert reason(tmp_path / "link.csv") == "not_a_file"

    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.csv")
        assert reason(tmp_path / "pipe.csv") == "not_a_file"

    def test_a_folder_and_a_device_are_no_files(self, tmp_path):
        assert reason(tmp_path) == "not_a_file"
        assert reason(type(tmp_path)("/dev/zero")) == "not_a_file"

    def test_an_absent_file_is_said_to_be_absent(self, tmp_path):
        assert reason(tmp_path / "absent.csv") == "absent"
