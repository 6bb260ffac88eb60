"""Commands about selections of places that are kept under a name."""

from __future__ import annotations

from typing import Annotated

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.domain.choice import PARTS
from risk_map.errors import InputError

areas = typer.Typer(help="Bewaarde gebieden: een keuze van plaatsen onder een naam.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Naam van het gebied.")]


@areas.command("keep")
def keep(
    context: typer.Context,
    name: Name,
    parts: Annotated[
        list[str], typer.Option("--deel", help=f"Deel en waarde, zoals gemeente=GMxxxx. Delen: {', '.join(PARTS)}.")
    ],
) -> None:
    """Een keuze bewaren; wat al zo heet, wordt vervangen."""
    from risk_map.workflow.areas import keep_area
    from risk_map.workflow.clock import now_of

    found: dict[str, list[str]] = {}
    for part in parts:
        key, separator, value = part.partition("=")
        if not separator:
            raise InputError("Schrijf een deel als naam=waarde, bijvoorbeeld soort=hotel.")
        found.setdefault(key, []).append(value)
    config = config_of(context)
    keep_area(subject_of(context, config), config, name, found, now_of(config))
    typer.echo(f"Gebied '{name}' is bewaard.")


@areas.command("list")
def list_areas(context: typer.Context) -> None:
    """Bewaarde gebieden tonen."""
    from risk_map.domain.notation import day
    from risk_map.workflow.areas import read_areas
    from risk_map.workflow.clock import local_day

    config = config_of(context)
    found = read_areas(subject_of(context, config), config)
    for area in found:
        parts = "; ".join(f"{key} {', '.join(values)}" for key, values in area.parts.items())
        typer.echo(f"{area.name} (bewaard {day(local_day(area.kept_at))}): {parts}")
    if not found:
        typer.echo("Er zijn nog geen bewaarde gebieden.")


@areas.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Een bewaard gebied weghalen."""
    from risk_map.workflow.areas import read_areas, remove_area
    from risk_map.workflow.clock import now_of

    config = config_of(context)
    subject = subject_of(context, config)
    area_id = next((area.area_id for area in read_areas(subject, config) if area.name == name), None)
    if area_id is None:
        raise InputError("Er is geen bewaard gebied met deze naam.")
    remove_area(subject, config, area_id, now_of(config))
    typer.echo(f"Gebied '{name}' is weggehaald.")
