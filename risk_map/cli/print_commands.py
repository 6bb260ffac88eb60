"""Print a route list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.domain.subject import Role


def print_list(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(help="Plan (plan.json), of het kenmerk van een goedgekeurde ronde.")],
    out: Annotated[Path, typer.Option(help="Map voor de bestanden.")],
    replace: Annotated[bool, typer.Option("--vervang", help="Bestanden met dezelfde naam vervangen.")] = False,  # noqa: FBT002 - typer's way to say a flag
    extended: Annotated[  # noqa: FBT002 - typer's way to say a flag
        bool, typer.Option("--uitgebreid", help="Elke plaats een eigen pagina, met de controlelijst in woorden.")
    ] = False,
) -> None:
    """De routelijst van elk team maken: PDF, HTML, GPX, GeoJSON, agenda, CSV en XLSX."""
    from risk_map.cli.tables import say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.route_lists import PrintOrder, print_route_list

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    printed = print_route_list(subject, config, PrintOrder(plan, out, replace, extended), now_of(config))
    for path in printed.files:
        typer.echo(f"Geschreven: {path}")
    for notice in printed.notices:
        typer.echo(f"Let op: {notice}")
    typer.echo("Een routelijst is vertrouwelijk: geef haar alleen aan het eigen team, en vernietig haar op tijd.")
    say_fictional(config)
