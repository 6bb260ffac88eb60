"""The exception tree of the product, and nothing else.

An exception carries facts (file, row, column, limit); the Dutch sentence that a user reads is made from those
facts in one place, so that the app and the command line say the same.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final

REASONS: Final = {
    errno.ENOENT: "de map of het bestand bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "het is een map",
    errno.EEXIST: "er staat al iets anders met die naam",
    errno.EACCES: "u hebt daar geen rechten",
    errno.EPERM: "u hebt daar geen rechten",
    errno.EROFS: "daar kan alleen worden gelezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "uw ruimte op de schijf is vol",
    errno.EFBIG: "het bestand wordt te groot",
    errno.EIO: "de schijf is stuk",
    errno.ENAMETOOLONG: "de naam is te lang",
}
"""Why a file could not be used, in words that follow a colon."""


def reason_of(error: OSError) -> str:
    """Say in Dutch why a file could not be opened or written."""
    return REASONS.get(error.errno or 0, f"fout {error.errno} van het besturingssysteem")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something is wrong.

    Parameters
    ----------
    file
        Name of the file or address of the service as the user gave it.
    row
        Row number as a spreadsheet shows it (the header is row 1), or the feature's number from 1.
    column
        Name of the column or layer.
    """

    file: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Say the place in Dutch, for people: ``bestand x.csv, rij 4, kolom postcode``."""
        parts = (("bestand", self.file), ("rij", self.row), ("kolom", self.column))
        return ", ".join(f"{name} {value}" for name, value in parts if value is not None)


class RiskMapError(Exception):
    """Base of all errors that a user can do something about.

    Parameters
    ----------
    message
        One clear Dutch sentence: what is wrong and what to do.
    place
        Where in the input, when known.
    """

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place or Place()

    def __str__(self) -> str:
        """Give the sentence, with the place behind it."""
        where = str(self.place)
        return f"{self.message} ({where})" if where else self.message


class InputError(RiskMapError, ValueError):
    """Data that cannot be used as it is."""


class MissingColumnError(InputError):
    """A required column is absent."""


class WrongCrsError(InputError):
    """Coordinates are not in the coordinate system that the file promises or that the product uses."""


class DuplicateIdError(InputError):
    """An identification occurs more than once."""


class ForbiddenColumnError(InputError):
    """A column (or a value) about persons; the file is refused whole (places, never persons)."""


class SourceError(RiskMapError):
    """A source outside the product did not give what it promises."""


class SourceUnavailableError(SourceError):
    """The source does not answer, or keeps failing."""


class SourceRefusedError(SourceError):
    """The source refuses the request: it knows it, and does not want it."""


class SourceIncompleteError(SourceError):
    """The source answered, but with less than it holds."""


class UnsafeFileError(SourceError):
    """A file that the one door for files refuses: driver, size, time, memory or content."""


class StoreError(RiskMapError):
    """The database cannot do what is asked now: busy, full, out of reach, damaged, or of a newer version."""


class ConflictError(StoreError):
    """What is asked does not go together with what is recorded, or with a rule that the database guards.

    Parameters
    ----------
    message
        One clear Dutch sentence.
    rule
        Name of the wall or the constraint that refused.
    """

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


class TakenError(ConflictError):
    """Places that somebody wants to plan are in a round already."""


class ConfigError(RiskMapError):
    """An error in ``risk_map.toml`` or the environment."""


class ReplayError(RiskMapError):
    """A stored run cannot be reproduced."""


class PermissionDeniedError(RiskMapError):
    """A subject may not do this, or not here; the same whether or not what they asked for exists.

    Parameters
    ----------
    message
        One clear Dutch sentence.
    subject
        Who was refused, for the log; nothing when nobody asked.
    use_case
        What was refused, for the log.
    """

    def __init__(self, message: str, subject: object = None, use_case: str = "") -> None:
        super().__init__(message)
        self.subject = subject
        self.use_case = use_case


class SignInDeniedError(PermissionDeniedError):
    """Somebody may not be who they ask to be.

    Parameters
    ----------
    message
        One clear Dutch sentence.
    login, role
        Who asked, and what they asked to be.
    """

    def __init__(self, message: str, login: str, role: str) -> None:
        super().__init__(message)
        self.login = login
        self.role = role


class ModelOffError(RiskMapError):
    """Somebody pressed the red button: there are no computed scores until it is released."""
