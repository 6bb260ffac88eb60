"""Commands about signals: report, enrich, assess, forward, close, read, follow."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from risk_map.cli.context import config_of, log_command, reason_of, subject_of
from risk_map.cli.options import (
    DAY,
    Category,
    Corrects,
    FormOfExploitation,
    MaybeCategory,
    MaybeForm,
    MaybeReliability,
    Note,
    Reliability,
    one_of,
)
from risk_map.domain.cases import OUTCOMES
from risk_map.domain.location import SOURCE_TYPES, labels
from risk_map.domain.partners import PARTNERS
from risk_map.domain.subject import Role

signals = typer.Typer(
    help="Signalen: melden, verrijken, beoordelen, doorzetten, sluiten en volgen.", no_args_is_help=True
)

Signal = Annotated[str, typer.Argument(help="Kenmerk van het signaal.")]
SIGNAL_COLUMNS = {
    "observed_on": "gezien",
    "address": "adres",
    "form": "vorm",
    "category": "categorie",
    "reliability": "",
    "state": "stand",
    "outcome": "uitkomst",
}
STEP_COLUMNS = {
    "recorded_at": "wanneer",
    "kind": "wat",
    "reliability": "",
    "organisation": "naar",
    "reference": "kenmerk",
    "outcome": "uitkomst",
}
TOLD_COLUMNS = {"recorded_at": "wanneer", "kind": "wat", "organisation": "naar", "outcome": "uitkomst"}


@signals.command("add")
def add(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help="Sleutel van de locatie, of BAG-id van 16 cijfers.")],
    observed_on: Annotated[datetime, typer.Option("--gezien", formats=DAY, help="Dag (dd-mm-jjjj).")],
    form: FormOfExploitation,
    category: Category,
    source: Annotated[str, typer.Option("--bron", help=f"{one_of(SOURCE_TYPES)}.")],
    reliability: Reliability,
    note: Note = None,
    corrects: Corrects = None,
) -> None:
    """Een signaal melden: een feit over een plaats, nooit over een persoon."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_forms import NewSignal
    from risk_map.workflow.signals import add_signal

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    signal = NewSignal(place, observed_on.date(), form, category, source, reliability, note)
    signal_id = add_signal(subject, config, signal, now_of(config), corrects=corrects)
    typer.echo(f"Vastgelegd als signaal {signal_id}. Volgen: risk-map signal follow")


@signals.command("find")
def find(context: typer.Context, text: Annotated[str, typer.Argument(help="Deel van een adres.")]) -> None:
    """Adressen zoeken in de BAG; met het BAG-id is een signaal te melden."""
    from risk_map.cli.tables import print_frame
    from risk_map.store.audit import ADDRESS, things
    from risk_map.workflow.address_search import find_address

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    found = find_address(subject, config, text)
    log_command(subject, config, "find_address", things(ADDRESS, found.addresses.index))
    title = f"Adressen ({len(found.addresses)} van {found.total})"
    print_frame(title, found.addresses, {"address": "adres", "gebruiksdoel": "gebruik"}, index="BAG-id")


@signals.command("enrich")
def enrich(
    context: typer.Context,
    signal: Signal,
    form: MaybeForm = None,
    category: MaybeCategory = None,
    reliability: MaybeReliability = None,
    note: Note = None,
) -> None:
    """Vastleggen wat intussen beter bekend is; het signaal zelf blijft zoals het is gemeld."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_forms import Change
    from risk_map.workflow.signals import enrich_signal

    config = config_of(context)
    subject = subject_of(context, config, Role.AANDACHTSFUNCTIONARIS)
    enrich_signal(subject, config, signal, Change(form, category, reliability, note), now_of(config))
    typer.echo(f"Signaal {signal} is verrijkt.")


@signals.command("assess")
def assess(
    context: typer.Context,
    signal: Signal,
    reliability: Reliability,
    form: MaybeForm = None,
    category: MaybeCategory = None,
    note: Note = None,
) -> None:
    """Een signaal beoordelen: hoe betrouwbaar is het."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_forms import Change
    from risk_map.workflow.signals import assess_signal

    config = config_of(context)
    subject = subject_of(context, config, Role.AANDACHTSFUNCTIONARIS)
    assess_signal(subject, config, signal, Change(form, category, reliability, note), now_of(config))
    typer.echo(f"Signaal {signal} is beoordeeld: {reliability}.")


@signals.command("forward")
def forward(
    context: typer.Context,
    signal: Signal,
    organisation: Annotated[str, typer.Option("--naar", help=f"{one_of(PARTNERS)}.")],
    reference: Annotated[str | None, typer.Option("--kenmerk", help="Kenmerk bij de partner.")] = None,
) -> None:
    """Een signaal doorzetten naar een partner: organisatie, tijd en kenmerk."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signals import forward_signal

    config = config_of(context)
    subject = subject_of(context, config, Role.AANDACHTSFUNCTIONARIS)
    forward_signal(subject, config, signal, organisation, reference, now_of(config))
    typer.echo(f"Signaal {signal} is doorgezet naar {labels(PARTNERS)[organisation]}.")


@signals.command("close")
def close(
    context: typer.Context,
    signal: Signal,
    outcome: Annotated[str, typer.Option("--uitkomst", help=f"{one_of(OUTCOMES)}.")],
) -> None:
    """Een signaal sluiten met een uitkomst; een ongegrond signaal telt vanaf dan niet meer mee."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signals import close_signal

    config = config_of(context)
    close_signal(subject_of(context, config, Role.AANDACHTSFUNCTIONARIS), config, signal, outcome, now_of(config))
    typer.echo(f"Signaal {signal} is gesloten: {outcome}.")


@signals.command("list")
def show_all(
    context: typer.Context,
    with_closed: Annotated[bool, typer.Option("--ook-gesloten", help="Ook wat gesloten is.")] = False,  # noqa: FBT002 - typer's way to say a flag
) -> None:
    """Het register van signalen, zonder notities."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.domain.cases import CLOSED
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_reads import read_signals

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    found = read_signals(subject, config, now_of(config), reason=reason_of(context, config, subject)).signals
    shown = found if with_closed else found[found["state"] != CLOSED]
    print_frame(f"Signalen ({len(shown)} van {len(found)})", shown, SIGNAL_COLUMNS, index="kenmerk")
    say_fictional(config)


@signals.command("show")
def show(
    context: typer.Context,
    signal: Signal,
    notes: Annotated[bool, typer.Option("--notities", help="Ook de notities.")] = False,  # noqa: FBT002 - typer's way to say a flag
) -> None:
    """Eén signaal, en wat ermee is gedaan."""
    from risk_map.cli.output import CONSOLE
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_reads import read_signal_note, read_signals

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    now, reason = now_of(config), reason_of(context, config, subject)
    found = read_signals(subject, config, now, signal_id=signal, reason=reason)
    print_frame("Signaal", found.signals, SIGNAL_COLUMNS, index="kenmerk")
    print_frame("Wat ermee is gedaan", found.steps, STEP_COLUMNS)
    for note in read_signal_note(subject, config, signal, now, reason=reason) if notes else ():
        CONSOLE.print(f"Notitie: {note}", markup=False)
    say_fictional(config)


@signals.command("follow")
def follow(context: typer.Context) -> None:
    """Wat er met uw eigen meldingen is gedaan."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.signal_reads import follow_signal

    config = config_of(context)
    found = follow_signal(subject_of(context, config, Role.REGIOCOORDINATOR), config, now_of(config))
    print_frame(
        "Uw meldingen", found.signals, {"observed_on": "gezien", "address": "adres", "state": "stand"}, index="kenmerk"
    )
    print_frame("Wat ermee is gedaan", found.steps, TOLD_COLUMNS, index="kenmerk")
    say_fictional(config)
