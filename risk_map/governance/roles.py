"""Which roles one subject cannot hold together, and where one subject cannot stand on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role
from risk_map.errors import PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDS_ALONE: Final = {
    Role.BEHEERDER: "wie het systeem beheert, heeft geen rol met inhoud",
    Role.AUDITOR: "wie controleert, heeft geen rol die handelt",
}
"""Role that goes with no other -> why."""


def refuse_combination(held: Iterable[Role], new: Role) -> None:
    """Refuse a role that does not go with what a subject holds already.

    Parameters
    ----------
    held
        Roles that the subject holds now, in any municipality.
    new
        The role to be granted.

    Raises
    ------
    PermissionDeniedError
        When one of the roles goes with no other.
    """
    for other in sorted({*held} - {new}):
        for role in (new, other):
            if role in STANDS_ALONE:
                raise PermissionDeniedError(
                    f"De rollen {other.label} en {new.label} gaan niet samen: {STANDS_ALONE[role]}."
                )


def refuse_same_subject(first: str, second: str, what: str) -> None:
    """Refuse that one subject does both halves of what takes two.

    Parameters
    ----------
    first
        Id of who proposed, decided or asked.
    second
        Id of who approves, confirms or executes.
    what
        What takes two, in Dutch, as the beginning of a sentence: ``Een rol toekennen``.

    Raises
    ------
    PermissionDeniedError
        When the two are one.
    """
    if first.casefold() == second.casefold():
        raise PermissionDeniedError(f"{what} doen twee verschillende mensen: wie voorstelt, keurt niet goed.")
