"""Commands about the figures for policy."""

from __future__ import annotations

from typing import Annotated

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.domain.subject import Role

policy = typer.Typer(help="Beleidscijfers: klassen per buurt, een keer per kwartaal.", no_args_is_help=True)


@policy.command("release")
def release(
    context: typer.Context,
    quarter: Annotated[str, typer.Argument(help="Kwartaal dat voorbij is, bijvoorbeeld 2026-Q3.")],
) -> None:
    """De cijfers van een kwartaal tellen en vrijgeven; daarna staan ze vast."""
    from risk_map.governance.policy_figures import parse_quarter
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.policy import make_policy_release

    config = config_of(context)
    make_policy_release(subject_of(context, config), config, parse_quarter(quarter), now_of(config))
    typer.echo(f"De cijfers van {parse_quarter(quarter)} zijn vrijgegeven.")


@policy.command("show")
def show(context: typer.Context) -> None:
    """De laatst vrijgegeven cijfers lezen."""
    from risk_map.cli.tables import print_frame
    from risk_map.governance.policy_figures import KINDS, SMALLEST, TOO_FEW
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.policy import read_policy_release

    config = config_of(context)
    found = read_policy_release(subject_of(context, config, Role.BELEID), config, now_of(config))
    if found is None:
        typer.echo("Er zijn nog geen cijfers vrijgegeven.")
        return
    headers = {"area_code": "gebied", "kind": "wat", "form": "vorm", "figure_class": "klasse"}
    title = f"{found.quarter}: locaties per buurt, verhouding per vak, en de regio; wat er niet staat: {TOO_FEW}"
    print_frame(title, found.figures, headers)
    for kind in KINDS:
        if kind not in set(found.figures["kind"]):
            typer.echo(f"{kind}: {TOO_FEW} (in elke buurt minder dan {SMALLEST} locaties).")
