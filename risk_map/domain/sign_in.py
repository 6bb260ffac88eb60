"""How people sign in where data are real: which claim names them, and for how long a sign-in holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from risk_map.errors import ConfigError

if TYPE_CHECKING:
    from risk_map.domain.settings import Table

PERSONAL_CLAIMS: Final = frozenset(
    {
        "email",
        "name",
        "given_name",
        "family_name",
        "nickname",
        "phone_number",
        "upn",
        "preferred_username",
        "unique_name",
    }
)
"""What the provider calls somebody by their name; it would stand in the store and in the log for years."""


@dataclass(frozen=True, slots=True)
class SignInParams:
    """Table ``[sign_in]`` of the configuration.

    Parameters
    ----------
    claim
        Claim of the identity provider that holds the login name under which roles are granted.
    max_age
        How long a sign-in holds.
    idle
        How long somebody may do nothing.
    """

    claim: str = "sub"
    max_age: timedelta = timedelta(hours=8)
    idle: timedelta = timedelta(minutes=15)

    @classmethod
    def read(cls, table: Table) -> SignInParams:
        """Read the table, or raise ``ConfigError``."""
        table.only("claim", "max_hours", "idle_minutes")
        claim, hours, minutes = table.text("claim"), table.number("max_hours"), table.number("idle_minutes")
        if claim in PERSONAL_CLAIMS:
            raise ConfigError(
                f"sign_in.claim is {claim}: dat is een naam of adres van een mens. Kies een kenmerk dat niets over "
                "iemand zegt, zoals sub of oid."
            )
        if not 0 < hours <= 8 or not 0 < minutes <= 60:
            raise ConfigError("Een aanmelding geldt hoogstens 8 uur (sign_in.max_hours) en 60 minuten zonder gebruik.")
        return cls(claim, timedelta(hours=hours), timedelta(minutes=minutes))
