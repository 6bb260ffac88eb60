"""The use cases from the shell. Heavy imports wait inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from risk_map.cli import (
    decision_commands,
    imports,
    role_commands,
    round_commands,
    scores,
    signal_commands,
    visit_commands,
)
from risk_map.cli.context import Settings
from risk_map.errors import ConfigError, InputError, PermissionDeniedError, RiskMapError, SourceError

app = typer.Typer(
    name="risk-map",
    help="Risicokaart en controleplanner voor de aanpak van mensenhandel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(imports.imports, name="import")
app.add_typer(role_commands.roles, name="roles")
app.add_typer(signal_commands.signals, name="signal")
app.add_typer(decision_commands.decisions, name="decision")
app.add_typer(round_commands.rounds, name="round")
app.add_typer(visit_commands.visits, name="visit")
app.add_typer(decision_commands.model, name="model")
for _command in (imports.template, imports.demo, scores.score, scores.replay, scores.explain, imports.check):
    app.command()(_command)

EXIT_CODES: tuple[tuple[type[RiskMapError], int], ...] = (
    (ConfigError, 3),
    (InputError, 4),
    (SourceError, 5),
    (PermissionDeniedError, 6),
)
"""Exit code per kind of error; any other error of ours gives 1."""


@app.callback()
def _settings(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Ander configuratiebestand dan risk_map.toml.")] = None,
    data: Annotated[Path | None, typer.Option(help="Andere gegevensmap dan in de configuratie.")] = None,
    role: Annotated[str | None, typer.Option("--als", help="In welke rol u dit doet.", metavar="ROL")] = None,
    gemeente: Annotated[str | None, typer.Option(help="Gemeente waarvoor u dit doet.", metavar="GMxxxx")] = None,
    reden: Annotated[str, typer.Option(help="Waarom; nodig voor de auditor en voor een export.")] = "",
) -> None:
    context.obj = Settings(config, data, role, gemeente, reden)


def main() -> None:
    """Run the command line; an error of ours becomes one Dutch sentence and an exit code."""
    try:
        app()
    except RiskMapError as error:
        typer.echo(f"Fout: {error}", err=True)
        sys.exit(next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1))


if __name__ == "__main__":
    main()
