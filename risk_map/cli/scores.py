"""Commands about scores: make them, repeat them, explain them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from risk_map.cli.context import FormOption, OnOption, config_of, day_of, log_command, reason_of, subject_of
from risk_map.cli.options import Location  # noqa: TC001 - typer reads it
from risk_map.domain.notation import address
from risk_map.domain.subject import Role
from risk_map.errors import InputError
from risk_map.governance.permissions import may, scope_of


def score(
    context: typer.Context,
    on: OnOption = None,
    form: FormOption = "totaal",
    out: Annotated[Path | None, typer.Option(help="GeoPackage met scores, bijdragen en feiten.")] = None,
) -> None:
    """Alle risicolocaties scoren; van een coördinator wordt de run bewaard, en die is te herhalen."""
    from risk_map.cli.output import print_scores
    from risk_map.store.audit import LOCATION, thing, things
    from risk_map.workflow.region import score_region
    from risk_map.workflow.score import check_form, export_scores, keep_run, score_snapshot

    check_form(form)
    if out and out.suffix.lower() != ".gpkg":
        raise InputError("Scores gaan in een GeoPackage; kies een naam die eindigt op .gpkg.")
    config = config_of(context)
    subject = subject_of(context, config)
    reason = reason_of(context, config, subject)
    scope_of(subject, "score_snapshot", reason=reason)
    region = score_region(config, day_of(on))
    seen = score_snapshot(subject, region, reason=reason)
    shown = things(LOCATION, seen.snapshot.locations.index)
    log_command(subject, config, "score_snapshot", shown)
    record = None
    if may(subject, "keep_run"):
        record = keep_run(subject, region, form)
        log_command(subject, config, "keep_run", (thing("run", record.run_id),))
    if out:
        export_scores(subject, region, form, out, reason=reason)
        log_command(subject, config, "export_scores", shown)
    print_scores(seen, form, record, out)


def place(context: typer.Context, location: Location) -> None:
    """Tonen wat er op een locatie is, zonder score."""
    from risk_map.cli.tables import say_fictional
    from risk_map.reporting.place_facts import place_facts
    from risk_map.store.audit import LOCATION, thing
    from risk_map.workflow.place_reads import read_places
    from risk_map.workflow.snapshot import read_snapshot

    config = config_of(context)
    subject = subject_of(context, config)
    seen = read_places(subject, config, read_snapshot(config), reason=reason_of(context, config, subject))
    if location not in seen.index:
        raise InputError("Deze locatie staat niet in het register, of niet in uw deel ervan.")
    log_command(subject, config, "read_places", (thing(LOCATION, location),))
    row = seen.loc[[location]].to_dict("records")[0]
    typer.echo(f"{address(row['address'])} ({location})")
    for label, value in place_facts(row, config.municipalities):
        typer.echo(f"  {label}: {value}")
    say_fictional(config)


def replay(context: typer.Context, run: Annotated[str, typer.Argument(help="Naam van de run.")]) -> None:
    """Een bewaarde run herhalen en elk cijfer vergelijken."""
    from risk_map.store.audit import thing
    from risk_map.workflow.score import replay as repeat

    config = config_of(context)
    subject = subject_of(context, config, Role.AUDITOR)
    record = repeat(subject, config, run, reason=reason_of(context, config, subject))
    log_command(subject, config, "replay", (thing("run", record.run_id),))
    typer.echo(f"Run {record.run_id} geeft precies dezelfde cijfers (code {record.code_version}).")


def explain(
    context: typer.Context,
    location: Annotated[str, typer.Argument(help="Sleutel van de locatie in het register.")],
    on: OnOption = None,
    form: FormOption = "totaal",
) -> None:
    """De score van één locatie uitleggen, term voor term."""
    from risk_map.cli.tables import say_fictional
    from risk_map.reporting.text import to_text
    from risk_map.store.audit import LOCATION, thing
    from risk_map.workflow.region import score_region
    from risk_map.workflow.score import check_form, explain_location

    check_form(form)
    config = config_of(context)
    subject = subject_of(context, config)
    reason = reason_of(context, config, subject)
    scope_of(subject, "explain_location", reason=reason)
    region = score_region(config, day_of(on))
    explanation = explain_location(subject, region, location, form, reason=reason)
    log_command(subject, config, "explain_location", (thing(LOCATION, location),))
    typer.echo(to_text(explanation))
    say_fictional(config)
