"""Commands that look at how things stand: what waits today, what was imported, kept runs, the last backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli.context import config_of, reason_of, subject_of
from risk_map.domain.notation import number
from risk_map.domain.subject import Role

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject

IMPORT_COLUMNS = {
    "recorded_at": "wanneer",
    "register": "register",
    "rows": "rijen",
    "added": "nieuw",
    "actor": "wie",
    "file_sha256": "SHA-256 van het bestand",
}


def today(context: typer.Context) -> None:
    """Wat er vandaag op u wacht, en wat u moet weten."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.tasks import notices, waiting_for

    config, subject = _asked(context, Role.REGIOCOORDINATOR)
    now = now_of(config)
    waiting = waiting_for(subject, config, now, reason=reason_of(context, config, subject))
    for task in waiting:
        typer.echo(f"{number(task.amount)} {task.words}")
    if not waiting:
        typer.echo("Er wacht nu niets op u.")
    for sentence in notices(subject, config, now):
        typer.echo(sentence)


def show_imports(context: typer.Context) -> None:
    """Wat is ingelezen, en door wie."""
    from risk_map.cli.tables import print_frame
    from risk_map.workflow.administration import read_imports
    from risk_map.workflow.clock import now_of

    config, subject = _asked(context, Role.BEHEERDER)
    print_frame("Ingelezen", read_imports(subject, config, now_of(config)), IMPORT_COLUMNS)


def runs(context: typer.Context) -> None:
    """Bewaarde runs, de nieuwste eerst; herhalen: risk-map replay NAAM."""
    import pandas as pd

    from risk_map.cli.tables import print_frame
    from risk_map.workflow.administration import read_runs
    from risk_map.workflow.clock import now_of

    config, subject = _asked(context, Role.REGIOCOORDINATOR)
    columns = {"run_id": "naam", "today": "dag", "form": "vorm", "code_version": "versie"}
    found = [[getattr(run, name) for name in columns] for run in read_runs(subject, config, now_of(config))]
    print_frame("Runs", pd.DataFrame(found, columns=list(columns)), columns)


def last_backup(context: typer.Context) -> None:
    """Wanneer de laatste reservekopie is gemaakt."""
    from risk_map.workflow.administration import read_backups
    from risk_map.workflow.clock import moment, now_of

    config, subject = _asked(context, Role.BEHEERDER)
    made = read_backups(subject, config, now_of(config))
    if made is None:
        typer.echo("Er is nog geen reservekopie gemaakt.")
    else:
        typer.echo(f"De laatste reservekopie is van {moment(made.at)}; kop van het logboek {made.head}.")


def inspectors(
    context: typer.Context,
    municipalities: Annotated[list[str], typer.Argument(help="Gemeentecodes van de ronde.")],
) -> None:
    """Welke boa's in het team van een ronde kunnen."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_candidates import list_inspectors

    config, subject = _asked(context, Role.REGIOCOORDINATOR)
    found = list_inspectors(subject, config, tuple(municipalities), now_of(config))
    typer.echo("\n".join(found) or "Niemand heeft daar de rol van boa.")


def _asked(context: typer.Context, usual: Role) -> tuple[Config, Subject]:
    config = config_of(context)
    return config, subject_of(context, config, usual)
