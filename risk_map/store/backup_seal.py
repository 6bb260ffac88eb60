"""Seal a backup for those who may open it: whoever makes it has the public halves of their keys, and cannot read it.

The file is in the format of age (age-encryption.org/v1, C2SP): X25519 for the keys, ChaCha20-Poly1305 for the content.
The tool ``age`` opens it too, so no backup depends on this program.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

import pyrage

from risk_map.errors import InputError, StoreError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAGIC: Final = b"age-encryption.org/v1\n"
SECRET_HALF: Final = "AGE-SECRET-KEY-"  # noqa: S105 - how each one begins

NO_RECIPIENT: Final = "In risk_map.toml staat onder [backup] iets dat geen openbare sleutel is: {text}."
NO_KEY: Final = "Deze reservekopie is versleuteld. Geef de sleutel van een van de bewaarders: --sleutel BESTAND."
OTHER_KEY: Final = "Deze reservekopie is met een andere sleutel versleuteld. Er is niets teruggezet."
NOT_A_KEY: Final = "In {path} staat geen geheime sleutel; een sleutel maakt u met: risk-map backup-key BESTAND."
BROKEN: Final = "Deze versleutelde reservekopie is beschadigd. Er is niets teruggezet."


class _Output:
    """A file to write to that remembers why it could not: the library tells it as text only."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as exc:
            self.error = exc
            raise

    def flush(self) -> None:
        self.file.flush()


def new_key(path: Path) -> str:
    """Make a key: the file holds its secret half, readable by its owner only.

    Parameters
    ----------
    path
        The new file.

    Returns
    -------
    str
        The public half, for ``[backup] recipients``.

    Raises
    ------
    InputError
        When the file exists already, or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except FileExistsError as exc:
        raise InputError(f"Het bestand {path} bestaat al; een sleutel vervangt geen andere.") from exc
    except OSError as exc:
        raise InputError(f"De sleutel {path} kan niet worden geschreven: {reason_of(exc)}.") from exc
    return public


@contextmanager
def sealed(target: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give what to write a backup to: the file itself, or a temporary file without a name, sealed into it at the end.

    Parameters
    ----------
    target
        The file.
    recipients
        Public halves of the keys; each key opens it alone. None: it is not sealed.

    Raises
    ------
    InputError
        When a recipient is no public half of a key.
    OSError
        When the target cannot be written.
    """
    if not recipients:
        yield target
        return
    known = [_recipient(text) for text in recipients]
    with tempfile.TemporaryFile() as plain:
        yield plain
        plain.seek(0)
        output = _Output(target)
        try:
            pyrage.encrypt_io(plain, output, known)
        except pyrage.EncryptError as exc:
            raise output.error or exc from exc


@contextmanager
def unsealed(file: IO[bytes], key: Path | None) -> Iterator[IO[bytes]]:
    """Give what a backup holds: the file itself, or a temporary file without a name when it is sealed.

    Parameters
    ----------
    file
        The backup, at its beginning.
    key
        File with the secret half of a key; not read for a backup that is not sealed.

    Raises
    ------
    StoreError
        When it is sealed and there is no key, or another one; when it is damaged, or there is no room for it.
    InputError
        When the key cannot be read.
    """
    sealed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if not sealed:
        yield file
        return
    if key is None:
        raise StoreError(NO_KEY)
    identities = _identities(key)
    with tempfile.TemporaryFile() as plain:
        output = _Output(plain)
        try:
            pyrage.decrypt_io(file, output, identities)
        except (pyrage.DecryptError, OSError) as exc:
            raise StoreError(_why(exc, output.error)) from exc
        plain.seek(0)
        yield plain


def _why(failed: Exception, written: OSError | None) -> str:
    if written is not None:
        return f"De reservekopie kan hier niet worden ontsleuteld: {reason_of(written)}."
    return OTHER_KEY if "No matching keys" in str(failed) else BROKEN


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as exc:
        raise InputError(NO_RECIPIENT.format(text=text)) from exc


def _identities(path: Path) -> list[pyrage.x25519.Identity]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(SECRET_HALF)]
    except OSError as exc:
        raise InputError(f"De sleutel {path} kan niet worden gelezen: {reason_of(exc)}.") from exc
    except (UnicodeDecodeError, pyrage.IdentityError) as exc:
        raise InputError(NOT_A_KEY.format(path=path)) from exc
    if not found:
        raise InputError(NOT_A_KEY.format(path=path))
    return found
