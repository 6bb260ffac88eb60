"""Backups are sealed for public halves of keys; what is none is refused where it is written."""

from __future__ import annotations

import pytest

from risk_map.config import load_config
from risk_map.domain.backup_params import BackupParams
from risk_map.domain.settings import Table
from risk_map.errors import ConfigError
from tests.backup_keys import IDENTITY

PUBLIC = str(IDENTITY.to_public())


def test_the_shipped_configuration_has_no_key_of_anybody():
    assert load_config().backup == BackupParams()


def test_several_keys_each_open_it():
    assert BackupParams.read(Table("backup", {"recipients": [PUBLIC, PUBLIC]})).recipients == (PUBLIC, PUBLIC)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"recipients": PUBLIC},
        {"recipients": [7]},
        {"recipients": [PUBLIC[:-1]]},
        {"recipients": [PUBLIC.upper()]},
        {"recipients": [str(IDENTITY)]},
        {"recipients": [PUBLIC], "key": "x"},
    ],
)
def test_anything_else_is_refused_and_a_secret_half_too(content):
    with pytest.raises(ConfigError, match="backup"):
        BackupParams.read(Table("backup", content))
