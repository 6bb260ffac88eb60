from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from risk_map.sources.limits import MEGABYTE, FileLimits
from risk_map.sources.refusals import Refusal
from risk_map.sources.unpacking import Unpacker

SMALL = FileLimits(max_unpacked_bytes=30 * MEGABYTE, max_members=20)


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def unpacker(tmp_path):
    (tmp_path / "work").mkdir()
    return Unpacker(tmp_path / "work", SMALL)


@pytest.fixture
def made(tmp_path):
    def make(content):
        path = tmp_path / "x.zip"
        path.write_bytes(content if isinstance(content, bytes) else zipped(content))
        return path

    return make


def reason(function, *arguments):
    with pytest.raises(Refusal) as caught:
        function(*arguments)
    return caught.value.code


class TestHonestZips:
    def test_members_are_listed_one_level_deep(self, unpacker, made):
        inner = zipped({"b.xml": "b", "deeper.zip": zipped({"c.xml": "c"})})
        path = made({"a.xml": "a", "inner.ZIP": inner, "folder/": ""})
        assert unpacker.members(path) == [
            ("a.xml",),
            ("inner.ZIP",),
            ("inner.ZIP", "b.xml"),
            ("inner.ZIP", "deeper.zip"),
        ]

    def test_a_member_comes_out_of_zips_in_zips(self, unpacker, made):
        path = made({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"x.gpkg": "inhoud"})})})})
        out = unpacker.member(path, ("1.zip", "2.zip", "3.zip", "x.gpkg"), ".gpkg")
        assert out.read_text() == "inhoud"
        assert out.suffix == ".gpkg"

    def test_a_zip_that_holds_several_members_is_unpacked_once(self, unpacker, made):
        path = made({"1.zip": zipped({"a.xml": "a", "b.xml": "b"})})
        unpacker.member(path, ("1.zip", "a.xml"), ".xml")
        unpacker.member(path, ("1.zip", "b.xml"), ".xml")
        assert len(list(unpacker.folder.iterdir())) == 3

    def test_all_xml_files_come_into_one_folder_and_nothing_else_does(self, unpacker, made):
        out = unpacker.all_xml(made({"a.xml": "a", "sub/b.XML": "b", "readme.txt": "no"}))
        assert sorted(path.read_text() for path in out.iterdir()) == ["a", "b"]

    def test_a_small_zip_may_be_dense(self, unpacker, made):
        path = made({"nul.xml": bytes(MEGABYTE)})
        assert unpacker.member(path, ("nul.xml",), ".xml").stat().st_size == MEGABYTE


class TestHostileZips:
    @pytest.mark.parametrize("name", ["../../uit.xml", "/uit.xml", "a\\..\\b.xml", "GPKG:x.xml", "-rf.xml"])
    def test_the_name_of_a_member_means_nothing(self, unpacker, made, name, tmp_path):
        path = made({name: "x"})
        out = unpacker.member(path, (name,), ".xml")
        assert out.parent == unpacker.folder
        assert {each.name for each in tmp_path.iterdir()} == {"work", "x.zip"}

    def test_a_bomb_is_refused_before_anything_is_unpacked(self, unpacker, made):
        path = made({"nul.xml": bytes(25 * MEGABYTE)})
        assert reason(unpacker.member, path, ("nul.xml",), ".xml") == "bomb"
        assert reason(unpacker.check, path) == "bomb"
        assert not list(unpacker.folder.iterdir())

    def test_many_zips_that_are_each_small_share_one_budget(self, unpacker, made):
        path = made({f"{number}.zip": zipped({"x.xml": bytes(9 * MEGABYTE)}) for number in range(5)})
        unpacker.all_xml(unpacker.member(path, ("0.zip",), ".zip"))
        unpacker.all_xml(unpacker.member(path, ("1.zip",), ".zip"))
        unpacker.all_xml(unpacker.member(path, ("2.zip",), ".zip"))
        assert reason(unpacker.all_xml, unpacker.member(path, ("3.zip",), ".zip")) == "bomb"

    def test_a_zip_that_lies_about_its_size_gives_no_byte_more(self, unpacker, made):
        content = bytearray(zipped({"x.xml": bytes(5 * MEGABYTE)}))
        for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            start = content.index(signature) + offset
            content[start : start + 4] = struct.pack("<I", 10)
        assert reason(unpacker.member, made(bytes(content)), ("x.xml",), ".xml") == "broken"
        assert sum(path.stat().st_size for path in unpacker.folder.iterdir()) <= 10

    def test_a_zip_in_a_zip_without_end_is_refused(self, unpacker, made):
        content = zipped({"x.xml": "x"})
        for _ in range(4):
            content = zipped({"in.zip": content})
        assert reason(unpacker.member, made(content), ("in.zip",) * 4 + ("x.xml",), ".xml") == "nested"

    def test_too_many_members_are_refused_together_with_those_of_inner_zips(self, unpacker, made):
        assert reason(unpacker.members, made({f"{n}.xml": "" for n in range(21)})) == "members"
        inner = zipped({f"{n}.xml": "" for n in range(15)})
        assert reason(unpacker.members, made({"a.zip": inner, "b.zip": inner})) == "members"

    def test_a_symbolic_link_in_a_zip_is_refused(self, unpacker, tmp_path):
        with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
            entry = zipfile.ZipInfo("x.xml")
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
        assert reason(unpacker.all_xml, tmp_path / "link.zip") == "zip_link"

    def test_a_password_is_asked_to_be_taken_off(self, unpacker, made):
        content = bytearray(zipped({"x.xml": "x"}))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(signature) + offset] |= 1
        assert reason(unpacker.member, made(bytes(content)), ("x.xml",), ".xml") == "zip_password"

    @pytest.mark.parametrize("cut", [10, 40, -1, -20])
    def test_a_broken_zip_is_refused(self, unpacker, made, cut):
        assert reason(unpacker.members, made(zipped({"x.xml": "inhoud" * 100})[:cut])) == "broken"

    def test_a_damaged_member_is_refused(self, unpacker, made):
        content = bytearray(zipped({"x.xml": "inhoud" * 100}))
        content[40] ^= 0xFF
        assert reason(unpacker.member, made(bytes(content)), ("x.xml",), ".xml") == "broken"

    def test_a_missing_member_is_named(self, unpacker, made):
        with pytest.raises(Refusal) as caught:
            unpacker.member(made({"a.xml": "a"}), ("b.xml",), ".xml")
        assert (caught.value.code, caught.value.detail) == ("no_member", "b.xml")
        assert reason(unpacker.all_xml, made({"a.txt": "a"})) == "no_member"

    def test_an_inner_zip_that_is_none_is_refused(self, unpacker, made):
        assert reason(unpacker.members, made({"in.zip": "no zip"})) == "broken"
