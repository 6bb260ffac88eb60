"""Dutch words and notation of the screens, and the sentences that say what to do about an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import address, day, number, times_base
from risk_map.errors import (
    ConfigError,
    InputError,
    RiskMapError,
    SourceError,
    SourceUnavailableError,
    UnsafeFileError,
)
from risk_map.workflow.clock import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["address", "day", "moment", "number", "times_base"]

MOTTO: Final = "Een reden om te kijken, geen bewijs."
FICTIONAL: Final = "Fictieve gegevens"
FICTIONAL_LONG: Final = "Dit is een demonstratieregio: geen enkele locatie en geen enkel signaal bestaat echt."
ATTRIBUTION: Final = "Gebieden: CBS / Kadaster"
FICTIONAL_ATTRIBUTION: Final = "Verzonnen kaart; totalen per buurt: CBS, CC BY 4.0"
UNKNOWN: Final = "onbekend"
NO_SCORE: Final = "geen"

WHAT_TO_DO: Final[tuple[tuple[type[RiskMapError], str], ...]] = (
    (
        SourceUnavailableError,
        "Lees eerst gegevens in met `risk-map import`, of maak de demonstratieregio met `risk-map demo`. "
        "Laad deze pagina daarna opnieuw.",
    ),
    (UnsafeFileError, "Laat het bestand opnieuw aanleveren door de bron, en lees het daarna in."),
    (SourceError, "Lees de gegevens opnieuw in met `risk-map import`; `risk-map check` zegt wat er mist."),
    (ConfigError, "Herstel het bestand `risk_map.toml` en laad deze pagina daarna opnieuw."),
    (InputError, "Herstel het genoemde bestand en lees het opnieuw in met `risk-map import`."),
)
"""Kind of error -> what a user does about it; the first that fits."""


def count(amount: int, singular: str, plural: str) -> str:
    """Write an amount with its noun: 1 locatie, 1.204 locaties."""
    return f"{number(amount)} {singular if amount == 1 else plural}"


def told_apart(names: Mapping[str, str], numbered: str = "{} (nummer {})") -> dict[str, str]:
    """Give names that occur more than once a number: a list of choices sends back the words that somebody chose.

    Parameters
    ----------
    names
        Value -> its words.
    numbered
        How words and number are written together.
    """
    seen: Counter[str] = Counter()
    apart = {}
    for value, words in names.items():
        seen[words] += 1
        apart[value] = words if seen[words] == 1 else numbered.format(words, seen[words])
    return apart


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Give labels that are the same a short number, for words that go on in a row.

    Parameters
    ----------
    labels
        Value of an option -> Dutch words.
    """
    return told_apart(labels, "{} · {}")


def what_to_do(error: RiskMapError) -> str:
    """Say what a user can do about an error."""
    for kind, advice in WHAT_TO_DO:
        if isinstance(error, kind):
            return advice
    return "Laad deze pagina opnieuw; blijft het zo, vraag dan de beheerder."
