"""The use cases from the shell. Heavy imports wait inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from risk_map.cli import (
    area_commands,
    decision_commands,
    imports,
    overview_commands,
    plan_commands,
    policy_commands,
    print_commands,
    role_commands,
    round_commands,
    scores,
    season_commands,
    signal_commands,
    store_commands,
    visit_commands,
)
from risk_map.cli.context import Settings, note_refusal
from risk_map.cli.usage import in_dutch
from risk_map.errors import ConfigError, InputError, PermissionDeniedError, RiskMapError, SourceError


class Logged(TyperGroup):
    """All commands: whoever is refused one stands in the log."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not publish the class
        """Run a command."""
        try:
            return super().invoke(ctx)
        except PermissionDeniedError as refusal:
            note_refusal(ctx, refusal)
            raise


app = typer.Typer(
    name="risk-map",
    cls=Logged,
    help="Risicokaart en controleplanner voor de aanpak van mensenhandel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(imports.imports, name="import")
app.add_typer(area_commands.areas, name="areas")
app.add_typer(role_commands.roles, name="roles")
app.add_typer(policy_commands.policy, name="policy")
app.add_typer(signal_commands.signals, name="signal")
app.add_typer(decision_commands.decisions, name="decision")
app.add_typer(round_commands.rounds, name="round")
app.add_typer(visit_commands.visits, name="visit")
app.add_typer(visit_commands.visits, name="visits", hidden=True)
app.add_typer(decision_commands.model, name="model")
app.add_typer(store_commands.audit, name="audit")
app.add_typer(store_commands.holds, name="hold")
for _command in (
    imports.template,
    imports.demo,
    scores.score,
    scores.replay,
    scores.explain,
    scores.place,
    imports.check,
    store_commands.backup,
    store_commands.restore,
    store_commands.purge,
):
    app.command()(_command)
imports.imports.command("list")(overview_commands.show_imports)
round_commands.rounds.command("inspectors")(overview_commands.inspectors)
app.command("today")(overview_commands.today)
app.command("runs")(overview_commands.runs)
app.command("backup-state")(overview_commands.last_backup)
app.command("backup-key")(store_commands.backup_key)
app.command("plan")(plan_commands.plan)
app.command("plan-check")(plan_commands.plan_check)
app.command("plan-keep")(plan_commands.plan_keep)
app.command("season")(season_commands.season)
app.command("print")(print_commands.print_list)

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
    """Run the command line; whatever goes wrong becomes one Dutch sentence and an exit code."""
    ended = [1]
    # First, so that all that is closed at the end is closed before it.
    atexit.register(_leave, ended)
    ended[0] = _run()
    sys.exit(ended[0])


def _run() -> int:
    try:
        return app(standalone_mode=False) or 0
    except typer.TyperException as error:
        # Nothing is said where a group was named without a command: then its help stands there already.
        if error.format_message():
            typer.echo(f"Fout: {in_dutch(error)}", err=True)
        return error.exit_code
    except RiskMapError as error:
        typer.echo(f"Fout: {error}", err=True)
        return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)


def _leave(ended: list[int]) -> None:
    """End the program at once while HiGHS works on what nobody waits for.

    Nothing stops HiGHS, and when it comes back for the lock of Python while that is taken down, the process aborts:
    ``terminate called without an active exception``.
    """
    beside = sys.modules.get("risk_map.planning.beside")
    if beside is not None and beside.is_left_behind():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended[0])


if __name__ == "__main__":
    main()
