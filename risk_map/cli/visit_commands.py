"""Commands about visits: record one, read them, hand over a suspected victim."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from risk_map.cli.context import config_of, reason_of, subject_of
from risk_map.cli.options import Corrects, MaybeForm, one_of
from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.inspection import RESULTS
from risk_map.domain.location import labels
from risk_map.domain.partners import VICTIM_CARE
from risk_map.domain.subject import Role
from risk_map.errors import InputError

visits = typer.Typer(help="Bezoeken vastleggen en lezen, en een overdracht vastleggen.", no_args_is_help=True)

VISIT_COLUMNS = {
    "visited_on": "dag",
    "location_id": "locatie",
    "address": "adres",
    "result": "resultaat",
    "form": "vorm",
    "not_visited_reason": "niet bezocht omdat",
}


@visits.command("record")
def record(
    context: typer.Context,
    stop: Annotated[str, typer.Argument(help="Kenmerk van de plaats in de ronde.")],
    result: Annotated[str, typer.Option("--resultaat", help=f"{one_of(RESULTS)}.")],
    boxes: Annotated[
        str,
        typer.Option(
            "--vakjes",
            help="Een letter per vakje van de lijst, in volgorde (of alleen de eerste twaalf): g gezien, v verteld, "
            "n niet gezien, - niet beoordeeld.",
        ),
    ] = "",
    form: MaybeForm = None,
    why_not: Annotated[str | None, typer.Option("--niet-bezocht-omdat", help=f"{one_of(NOT_VISITED_REASONS)}.")] = None,
    began: Annotated[
        datetime | None,
        typer.Option(
            "--begonnen", formats=["%H:%M"], help="uu:mm; alleen van een bezoek dat vervalt omdat het model uit staat."
        ),
    ] = None,
    corrects: Corrects = None,
) -> None:
    """Eén bezoek vastleggen, in de volgorde van de vakjes op de lijst."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.late_visits import record_late_visit
    from risk_map.workflow.visits import VisitForm, record_visit

    config = config_of(context)
    subject = subject_of(context, config, Role.BOA)
    visit = VisitForm(stop, result, _answers(boxes), form, why_not, began.time() if began else None)
    record = record_visit if subject.role is Role.BOA else record_late_visit
    visit_id = record(subject, config, visit, now_of(config), corrects=corrects)
    typer.echo(f"Bezoek {visit_id} is vastgelegd: {result.replace('_', ' ')}.")


@visits.command("list")
def show(
    context: typer.Context,
    location: Annotated[str | None, typer.Option("--locatie", help="Alleen deze locatie.")] = None,
) -> None:
    """Bezoeken die u mag zien, zonder wie er was."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.visits import read_visits

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    reason = reason_of(context, config, subject)
    found = read_visits(subject, config, now_of(config), location_id=location, reason=reason)
    print_frame("Bezoeken", found, VISIT_COLUMNS, index="kenmerk")
    say_fictional(config)


@visits.command("handover")
def handover(
    context: typer.Context,
    organisation: Annotated[str, typer.Option("--naar", help=f"{one_of(VICTIM_CARE)}.")],
    at: Annotated[
        datetime | None, typer.Option("--om", formats=["%Y-%m-%dT%H:%M"], help="jjjj-mm-ddTuu:mm; anders nu.")
    ] = None,
) -> None:
    """Vastleggen dat een vermoedelijk slachtoffer is overgedragen: alleen dat, wanneer, en aan wie."""
    from risk_map.governance.shifts import LOCAL
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.handovers import hand_over_victim

    config = config_of(context)
    subject, now = subject_of(context, config, Role.BOA), now_of(config)
    when = at.replace(tzinfo=LOCAL) if at else now
    hand_over_victim(subject, config, organisation, when, now)
    typer.echo(f"Overdracht aan {labels(VICTIM_CARE)[organisation]} is vastgelegd.")


@visits.command("template")
def template(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(help="Kenmerk van de ronde.")],
    out: Annotated[Path, typer.Option(help="Nieuw bestand: .xlsx of .csv.")],
) -> None:
    """Een formulier om een ronde in te vullen, in de volgorde van de vakjes op de lijst."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.visit_forms import write_visit_form

    config = config_of(context)
    subject = subject_of(context, config, Role.BOA)
    count = write_visit_form(subject, config, round_id, out, now_of(config))
    typer.echo(f"Geschreven: {out}, met {count} plaatsen. Vul het in en lees het in: risk-map visits import {out}")


@visits.command("import")
def import_file(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="Ingevuld formulier: CSV, XLSX of JSON.")],
) -> None:
    """Een ingevulde ronde inlezen: alles, of niets als er een fout in staat."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.visit_imports import import_visits

    config = config_of(context)
    done = import_visits(subject_of(context, config, Role.BOA), config, source, now_of(config))
    known = f"Stond er al: {done.known}. " if done.known else ""
    typer.echo(f"Vastgelegd: {len(done.visit_ids)} bezoeken. {known}Nog zonder bezoek: {done.open_words}.")


def _answers(boxes: str) -> tuple[str, ...]:
    from risk_map.workflow.visit_rows import LETTERS

    letters = boxes.replace(" ", "").lower()
    if unknown := set(letters) - set(LETTERS):
        raise InputError(f"Een vakje is {', '.join(LETTERS)}; niet {', '.join(sorted(unknown))}.")
    return tuple(LETTERS[letter] for letter in letters)
