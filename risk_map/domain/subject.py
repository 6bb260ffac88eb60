"""Who asks: the roles of the product, and a subject in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from risk_map.domain.identifiers import GEMEENTECODE
from risk_map.errors import InputError

SUBJECT_ID: Final = r"^[\w.@+-]{1,120}$"
"""What a name of a subject looks like: a login name, never a sentence."""


class Role(StrEnum):
    """What somebody's work is; one subject acts in one role at a time."""

    COORDINATOR = "coordinator"
    REGIOCOORDINATOR = "regiocoordinator"
    BOA = "boa"
    AANDACHTSFUNCTIONARIS = "aandachtsfunctionaris"
    BELEID = "beleid"
    BEHEERDER = "beheerder"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The Dutch words that users read."""
        return _LABELS[self]


_LABELS: Final = {
    Role.COORDINATOR: "coördinator handhaving",
    Role.REGIOCOORDINATOR: "regiocoördinator",
    Role.BOA: "boa",
    Role.AANDACHTSFUNCTIONARIS: "aandachtsfunctionaris",
    Role.BELEID: "beleidsmedewerker",
    Role.BEHEERDER: "beheerder",
    Role.AUDITOR: "auditor",
}

OF_ONE_MUNICIPALITY: Final = frozenset({Role.COORDINATOR, Role.BOA, Role.AANDACHTSFUNCTIONARIS})
"""Roles that mean nothing without a municipality."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody in a role, for a municipality; nobody at all is ``None``.

    Parameters
    ----------
    id
        Login name: who it is.
    role
        What they are here for.
    municipality
        Code of the municipality they work for; nothing for the whole region.

    Raises
    ------
    InputError
        When the id is no login name, the municipality is no code, or the role needs one and has none.
    """

    id: str
    role: Role
    municipality: str | None = None

    def __post_init__(self) -> None:
        """Refuse a subject that no rule could be applied to."""
        if not re.fullmatch(SUBJECT_ID, self.id):
            raise InputError("Een gebruiker heeft een aanmeldnaam zonder spaties, van hoogstens 120 tekens.")
        if self.municipality is None:
            if self.role in OF_ONE_MUNICIPALITY:
                raise InputError(f"De rol {self.role.label} hoort bij een gemeente; noem haar code (--gemeente).")
        elif not re.fullmatch(GEMEENTECODE, self.municipality):
            raise InputError("Een gemeentecode is GM met vier cijfers.")


def parse_role(text: str) -> Role:
    """Give the role that a user typed.

    Raises
    ------
    InputError
        When there is no such role.
    """
    try:
        return Role(text.strip().lower())
    except ValueError as exc:
        raise InputError(f"Deze rol bestaat niet; kies uit: {', '.join(Role)}.") from exc
