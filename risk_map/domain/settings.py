"""One table of the configuration file, read value by value: what is absent, unknown or of the wrong kind is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from risk_map.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file that knows its name, so that every error names the key.

    Parameters
    ----------
    name
        Path of keys to it; empty for the whole file.
    content
        What it holds.
    """

    name: str
    content: Mapping[str, Any]

    def only(self, *known: str) -> Table:
        """Give the table back, or raise ``ConfigError`` when it has a key that is not known."""
        unknown = [key for key in self.content if key not in known]
        if unknown:
            raise ConfigError(f"De sleutel {self._path(unknown[0])} bestaat niet; bekend zijn {', '.join(known)}.")
        return self

    def table(self, key: str) -> Table:
        """Give a table in it."""
        return Table(self._path(key), self.value(key, dict))

    def text(self, key: str) -> str:
        """Give a text that is not empty."""
        text = str(self.value(key, str)).strip()
        if not text:
            raise ConfigError(f"De sleutel {self._path(key)} is leeg.")
        return text

    def number(self, key: str) -> float:
        """Give a number."""
        value = self.value(key, (int, float))
        if isinstance(value, bool):
            raise ConfigError(f"De sleutel {self._path(key)} moet een getal zijn.")
        return value  # type: ignore[no-any-return]

    def day(self, key: str) -> date:
        """Give a date."""
        return self.value(key, date)  # type: ignore[no-any-return]

    def value(self, key: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - TOML holds anything
        """Give a value of a kind, or raise ``ConfigError`` when it is absent or of another kind."""
        if key not in self.content:
            raise ConfigError(f"De sleutel {self._path(key)} ontbreekt.")
        value = self.content[key]
        if not isinstance(value, kind):
            raise ConfigError(f"De sleutel {self._path(key)} heeft een waarde van de verkeerde soort: {value!r}.")
        return value

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key
