"""Commands about decisions: decide, confirm, freeze, unfreeze, read; and the red button."""

from __future__ import annotations

from typing import Annotated

import typer

from risk_map.cli.context import config_of, reason_of, subject_of
from risk_map.cli.options import Corrects, FormOrAll, Location, Reason, one_of
from risk_map.domain.cases import NOTHING_FOUND, VERDICTS
from risk_map.domain.location import OVERALL
from risk_map.domain.subject import Role
from risk_map.errors import InputError

decisions = typer.Typer(help="Besluiten over locaties: een mens besluit, met redenen.", no_args_is_help=True)
model = typer.Typer(help="De rode knop: het model uit en aan.", no_args_is_help=True)

DECISION_COLUMNS = {
    "recorded_at": "wanneer",
    "location_id": "locatie",
    "address": "adres",
    "verdict": "besluit",
    "reason_for": "voor",
    "reason_against": "tegen",
    "score_seen": "score gezien",
}


@decisions.command("add")
def add(
    context: typer.Context,
    location: Location,
    verdict: Annotated[str, typer.Option("--besluit", help=f"{one_of(VERDICTS)}.")],
    reason_for: Annotated[str, typer.Option("--voor", help="Wat voor een bezoek pleit.")],
    score_seen: Annotated[bool, typer.Option("--score-gezien/--score-niet-gezien", help="Hebt u de score bekeken?")],
    reason_against: Annotated[str | None, typer.Option("--tegen", help="Wat tegen een bezoek pleit.")] = None,
    nothing: Annotated[bool, typer.Option("--niets-gevonden", help="Tegenreden gezocht, niets gevonden.")] = False,  # noqa: FBT002 - typer's way to say a flag
    form: FormOrAll = OVERALL,
    signal: Annotated[
        str | None, typer.Option("--signaal", help="Signaal dat ertoe leidde; bij een woning altijd.")
    ] = None,
    run: Annotated[str | None, typer.Option("--run", help="Run waarvan de score is bekeken.")] = None,
    corrects: Corrects = None,
) -> None:
    """Over één locatie besluiten; over meer tegelijk kan niet."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.decisions import NewDecision, decide_location

    if (reason_against is None) != nothing:
        raise InputError(
            "Noem wat tegen een bezoek pleit (--tegen), of zeg dat u zocht en niets vond (--niets-gevonden)."
        )
    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    against = NOTHING_FOUND if reason_against is None else reason_against
    decision = NewDecision(location, verdict, reason_for, against, score_seen, form, run, signal)
    decision_id = decide_location(subject, config, decision, now_of(config), corrects=corrects)
    typer.echo(f"Besluit {decision_id} over {location}: {verdict.replace('_', ' ')}.")


@decisions.command("confirm")
def confirm(context: typer.Context, decision: Annotated[str, typer.Argument(help="Kenmerk van het besluit.")]) -> None:
    """Als tweede persoon bevestigen dat een woning een ronde in gaat."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.decisions import confirm_decision

    config = config_of(context)
    confirm_decision(subject_of(context, config, Role.REGIOCOORDINATOR), config, decision, now_of(config))
    typer.echo(f"Besluit {decision} is bevestigd.")


@decisions.command("freeze")
def freeze(context: typer.Context, location: Location, reason: Reason) -> None:
    """Een locatie bevriezen: zij blijft op de kaart en gaat geen ronde in."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.decisions import freeze_location

    config = config_of(context)
    freeze_location(subject_of(context, config, Role.REGIOCOORDINATOR), config, location, reason, now_of(config))
    typer.echo(f"Locatie {location} is bevroren.")


@decisions.command("unfreeze")
def unfreeze(context: typer.Context, location: Location, reason: Reason) -> None:
    """Een bevroren locatie vrijgeven."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.decisions import unfreeze_location

    config = config_of(context)
    unfreeze_location(subject_of(context, config, Role.REGIOCOORDINATOR), config, location, reason, now_of(config))
    typer.echo(f"Locatie {location} is vrijgegeven.")


@decisions.command("list")
def show(
    context: typer.Context,
    location: Annotated[str | None, typer.Option("--locatie", help="Alleen deze locatie.")] = None,
    waiting: Annotated[bool, typer.Option("--wacht", help="Alleen wat op een tweede persoon wacht.")] = False,  # noqa: FBT002 - typer's way to say a flag
) -> None:
    """Besluiten, wat op een tweede persoon wacht, en wat bevroren is."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.decision_reads import read_decisions

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    reason = reason_of(context, config, subject)
    found = read_decisions(subject, config, now_of(config), location_id=location, reason=reason)
    waits = found.decisions["waits"]
    print_frame("Wacht op een tweede persoon", found.decisions[waits], DECISION_COLUMNS, index="kenmerk")
    if not waiting:
        print_frame("Besluiten", found.decisions[~waits], DECISION_COLUMNS, index="kenmerk")
        print_frame(
            "Bevroren", found.frozen, {"address": "adres", "reason": "reden", "recorded_at": "sinds"}, index="locatie"
        )
    say_fictional(config)


@model.command("off")
def off(context: typer.Context, reason: Reason) -> None:
    """De rode knop: overal meteen alleen signalen en de aselecte steekproef."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.switch import press_red_button

    config = config_of(context)
    press_red_button(subject_of(context, config, Role.REGIOCOORDINATOR), config, reason, now_of(config))
    typer.echo("Het model staat uit. Weer aan: risk-map model on")


@model.command("on")
def on(context: typer.Context, reason: Reason) -> None:
    """Het model weer aanzetten."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.switch import release_red_button

    config = config_of(context)
    release_red_button(subject_of(context, config, Role.REGIOCOORDINATOR), config, reason, now_of(config))
    typer.echo("Het model staat aan.")


@model.command("status")
def status(context: typer.Context) -> None:
    """Of het model aan staat."""
    from risk_map.workflow.switch import MODEL_OFF, model_is_on

    typer.echo("Het model staat aan." if model_is_on(config_of(context)) else MODEL_OFF)
