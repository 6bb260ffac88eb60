"""For whom backups are sealed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.errors import ConfigError

if TYPE_CHECKING:
    from risk_map.domain.settings import Table

PUBLIC: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}")
"""The public half of a key as age writes it (Bech32)."""


@dataclass(frozen=True, slots=True)
class BackupParams:
    """Table ``[backup]`` of the configuration.

    Parameters
    ----------
    recipients
        Public halves of the keys that open a backup, each alone; two, so that one may be lost. Without any, a backup is
        made of data that do not exist only.
    """

    recipients: tuple[str, ...] = ()

    @classmethod
    def read(cls, table: Table) -> BackupParams:
        """Read the table, or raise ``ConfigError``."""
        recipients = table.only("recipients").value("recipients", list)
        for text in recipients:
            if not (isinstance(text, str) and PUBLIC.fullmatch(text)):
                raise ConfigError(f"De sleutel backup.recipients bevat iets dat geen openbare sleutel is: {text!r}.")
        return cls(tuple(recipients))
