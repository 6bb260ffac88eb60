"""A sealed backup: each of its keys opens it alone, nothing else does, and a byte that changed is seen."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess

import pyrage
import pytest

from risk_map.errors import InputError, StoreError
from risk_map.store.backup_seal import new_key, sealed, unsealed

CONTENT = os.urandom(200_000)


@pytest.fixture
def keys(tmp_path):
    """Two keepers: the file of each, and the public half."""
    paths = [tmp_path / "one.key", tmp_path / "two.key"]
    return [(path, new_key(path)) for path in paths]


@pytest.fixture
def backup(keys):
    target = io.BytesIO()
    with sealed(target, [public for _, public in keys]) as plain:
        plain.write(CONTENT)
    return target.getvalue()


def opened(data, key):
    with unsealed(io.BytesIO(data), key) as plain:
        return plain.read()


def test_each_key_opens_it_alone(keys, backup):
    assert [opened(backup, path) for path, _ in keys] == [CONTENT, CONTENT]


def test_without_a_key_it_says_what_to_give(backup):
    with pytest.raises(StoreError, match=r"versleuteld\. Geef de sleutel .*--sleutel"):
        opened(backup, None)


def test_another_key_does_not_open_it(backup, tmp_path):
    new_key(tmp_path / "third.key")
    with pytest.raises(StoreError, match="met een andere sleutel"):
        opened(backup, tmp_path / "third.key")


def test_what_is_not_sealed_needs_no_key(keys):
    target = io.BytesIO()
    with sealed(target, ()) as plain:
        plain.write(CONTENT)
    assert target.getvalue() == CONTENT
    assert opened(CONTENT, None) == opened(CONTENT, keys[0][0]) == CONTENT


@pytest.mark.parametrize("part", [0.0002, 0.001, 0.01, 0.5, 0.999])
def test_a_byte_that_changed_and_an_end_that_is_gone_are_seen(keys, backup, part):
    position = max(30, int(len(backup) * part))
    changed = bytearray(backup)
    changed[position] ^= 1
    for damaged in (bytes(changed), backup[:position]):
        with pytest.raises(StoreError, match=r"is beschadigd|met een andere sleutel"):
            opened(damaged, keys[0][0])


def test_a_key_is_readable_by_its_owner_only_and_replaces_no_other(keys):
    path, public = keys[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(InputError, match="bestaat al"):
        new_key(path)
    assert path.read_bytes() == before
    assert public.encode() in before
    with pytest.raises(InputError, match="kan niet worden geschreven: de map of het bestand bestaat niet"):
        new_key(path.parent / "no such folder" / "x.key")


@pytest.mark.parametrize("content", [b"", b"age1public", b"AGE-SECRET-KEY-1XYZ", b"\xff\xfe", b"# niets\n"])
def test_a_file_that_is_no_key_is_named(backup, tmp_path, content):
    path = tmp_path / "not.key"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"In .*not\.key staat geen geheime sleutel"):
        opened(backup, path)
    with pytest.raises(InputError, match=r"kan niet worden gelezen: het is een map"):
        opened(backup, tmp_path)


def test_a_recipient_with_a_typing_error_stops_before_anything_is_written(keys):
    target, (_, public) = io.BytesIO(), keys[0]
    wrong = public[:-1] + ("q" if public[-1] != "q" else "p")
    with pytest.raises(InputError, match=f"geen openbare sleutel is: {wrong}"), sealed(target, [wrong]):
        pytest.fail("a backup was begun")
    assert not target.getvalue()


def test_a_full_disk_is_told_as_one(keys):
    class Full(io.RawIOBase):
        def write(self, _data):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left") as told, sealed(Full(), [keys[0][1]]) as plain:
        plain.write(CONTENT)
    assert told.value.errno == 28


def test_it_is_the_format_of_age(keys, backup, tmp_path):
    """Which other programs open: this one of another maker, and the tool itself where it is installed."""
    identity = pyrage.x25519.Identity.from_str(keys[0][0].read_text(encoding="ascii").splitlines()[-1])
    assert pyrage.decrypt(backup, [identity]) == CONTENT
    if age := shutil.which("age"):
        (tmp_path / "b.age").write_bytes(backup)
        command = [age, "--decrypt", "--identity", keys[0][0], tmp_path / "b.age"]
        assert subprocess.run(command, check=True, capture_output=True).stdout == CONTENT
