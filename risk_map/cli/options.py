"""What several commands ask in the same way."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from risk_map.domain.location import FORMS, OVERALL, RELIABILITIES, SIGNAL_CATEGORIES, codes
from risk_map.errors import InputError

if TYPE_CHECKING:
    from risk_map.domain.location import Term


DAY: Final = ["%Y-%m-%d", "%d-%m-%Y"]
"""How people type a day: 2026-12-04 or 4-12-2026."""


def one_of(terms: tuple[Term, ...]) -> str:
    """List the values of a closed list for a help text."""
    return ", ".join(codes(terms))


FormOfExploitation = Annotated[str, typer.Option("--vorm", help=f"{one_of(FORMS)}.")]
MaybeForm = Annotated[str | None, typer.Option("--vorm", help=f"{one_of(FORMS)}.")]
FormOrAll = Annotated[str, typer.Option("--vorm", help=f"{OVERALL}, {one_of(FORMS)}.")]
Category = Annotated[str, typer.Option("--categorie", help=f"{one_of(SIGNAL_CATEGORIES)}.")]
MaybeCategory = Annotated[str | None, typer.Option("--categorie", help=f"{one_of(SIGNAL_CATEGORIES)}.")]
Reliability = Annotated[str, typer.Option("--betrouwbaarheid", help=f"{one_of(RELIABILITIES)}.")]
MaybeReliability = Annotated[str | None, typer.Option("--betrouwbaarheid", help=f"{one_of(RELIABILITIES)}.")]
Note = Annotated[str | None, typer.Option("--notitie", help="Feit over de plaats, hoogstens 280 tekens.")]
Reason = Annotated[str, typer.Option("--omdat", help="Reden, hoogstens 280 tekens; nooit over een persoon.")]
Location = Annotated[str, typer.Argument(help="Sleutel van de locatie in het register.")]
Corrects = Annotated[str | None, typer.Option("--corrigeert", help="Kenmerk van wat dit vervangt.")]


def clock_time(text: str) -> time:
    """Read a clock time as people type it: ``17:30``.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a clock on the wall has no zone
    except ValueError as exc:
        raise InputError("Een tijd is uu:mm, bijvoorbeeld 17:30.") from exc
