"""Commands about roles: the beheerder executes what somebody else proposed."""

from __future__ import annotations

from typing import Annotated

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.domain.subject import Role, parse_role

roles = typer.Typer(help="Rollen toekennen, intrekken en inzien.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="Aanmeldnaam van wie de rol krijgt of verliest.")]
What = Annotated[str, typer.Argument(help=f"Rol: {', '.join(Role)}.")]
Where = Annotated[str | None, typer.Option("--voor", help="Gemeente waarvoor de rol geldt.", metavar="GMxxxx")]
Proposer = Annotated[str, typer.Option("--voorstel-van", help="Aanmeldnaam van de regiocoördinator die het voorstelt.")]


@roles.command("grant")
def grant(context: typer.Context, who: Who, role: What, proposer: Proposer, where: Where = None) -> None:
    """Een rol toekennen, op voorstel van een ander."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.roles import Proposal, grant_role

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    grant_role(subject, config, Proposal(who, parse_role(role), where, proposer), now_of(config))
    typer.echo(f"{who} is nu {parse_role(role).label}.")


@roles.command("revoke")
def revoke(context: typer.Context, who: Who, role: What, proposer: Proposer, where: Where = None) -> None:
    """Een rol intrekken, op voorstel van een ander."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.roles import Proposal, revoke_role

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    revoke_role(subject, config, Proposal(who, parse_role(role), where, proposer), now_of(config))
    typer.echo(f"{who} is geen {parse_role(role).label} meer.")


@roles.command("list")
def show(context: typer.Context) -> None:
    """Wie nu welke rol heeft."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.roles import read_roles

    config = config_of(context)
    found = read_roles(subject_of(context, config, Role.BEHEERDER), config, now_of(config))
    if not found:
        typer.echo("Nog niemand heeft een rol.")
    for held in found:
        typer.echo(f"{held.subject_id}: {held.role.label}" + (f" ({held.municipality})" if held.municipality else ""))
