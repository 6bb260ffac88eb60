"""Commands about plans: make one from the shell, check one, keep one as a round."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli import plan_wishes as ask
from risk_map.cli.context import config_of, subject_of
from risk_map.domain.cases import NOTHING_FOUND
from risk_map.domain.subject import Role
from risk_map.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.workflow.planning_request import RoundRequest


def plan(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Bestand voor het plan, bijvoorbeeld plan.json.")],
    on: ask.OnDay = None,
    number: ask.Teams = None,
    teams: ask.TeamOption = None,
    shift: ask.Shift = None,
    towns: ask.Towns = None,
    buurten: ask.Buurten = None,
    kinds: ask.Kinds = None,
    form: ask.MaybeFormOrAll = None,
    mandatory: ask.MustBe = None,
    not_before: ask.NotBefore = None,
    apart: ask.Apart = None,
    quotas: ask.Quotas = None,
    max_stops: ask.MostStops = None,
    share: ask.Share = None,
    days: ask.DaysSince = None,
    seed: ask.Seed = None,
    previous: ask.Previous = None,
    locked: ask.Locked = None,
    without: ask.Without = None,
    added: ask.Added = None,
    moved: ask.Moved = None,
    season: ask.OfSeason = None,
    round_number: ask.OfRound = 1,
    seconds: Annotated[float, typer.Option(min=0, help="Hoelang er wordt gezocht.")] = 10.0,
    why: Annotated[bool, typer.Option("--why", help="Van alles wat niet in de ronde zit: waarom niet.")] = False,  # noqa: FBT002
    with_prices: Annotated[bool, typer.Option("--prices", help="Wat elke regel kost.")] = False,  # noqa: FBT002
) -> None:
    """Een ronde plannen uit de locaties waarover is besloten; Ctrl-C geeft het beste plan tot dan toe."""
    from risk_map.cli.plan_output import print_notes, print_plan, print_prices, print_why_not
    from risk_map.cli.plan_request import request_of
    from risk_map.cli.tables import say_fictional
    from risk_map.reporting.plan_file import write_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.planning import plan_round

    config = config_of(context)
    typed = ask.Wishes(
        on=on, number=number, teams=teams, shift=shift, towns=towns, buurten=buurten, kinds=kinds, form=form,
        mandatory=mandatory, not_before=not_before, apart=apart, quotas=quotas, max_stops=max_stops, share=share,
        days=days, seed=seed, previous=previous, locked=locked, without=without, added=added, moved=moved,
        season=season, round_number=round_number,
    )  # fmt: skip
    with _watched(request_of(typed, config.municipalities), seconds) as watched:
        found = plan_round(subject_of(context, config, Role.REGIOCOORDINATOR), config, watched, now_of(config))
    print_plan(found)
    print_notes(found)
    print_why_not(found, everything=why)
    if (emptiness := found.emptiness) is not None:
        raise ConflictError(f"{emptiness} Er is geen plan geschreven.")
    write_plan(out, *found.stored)
    out.chmod(0o600)
    if with_prices:
        print_prices(found)
    keep = f"Bewaren als ronde: risk-map plan-keep {out} --boa ... Na goedkeuring afdrukken: risk-map print RONDE"
    way_on = f"Afdrukken: risk-map print {out}" if found.stored.meta.fictional else keep
    typer.echo(f"Geschreven: {out}. {way_on} --out lijsten/")
    say_fictional(config)


def plan_check(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PLAN", help="Plan (plan.json).")],
) -> None:
    """Een plan tegen alle regels houden, en tegen wat er sindsdien is vastgelegd."""
    from risk_map.domain.notation import address
    from risk_map.reporting.plan_file import read_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.drawn_decisions import list_drawn
    from risk_map.workflow.plan_keeping import check_plan

    config = config_of(context)
    stored, subject, now = read_plan(path), subject_of(context, config, Role.REGIOCOORDINATOR), now_of(config)
    found = check_plan(subject, config, stored, now)
    for sentence in found:
        typer.echo(f"- {sentence}")
    if found:
        raise ConflictError("Dit plan kan zo geen ronde worden.")
    typer.echo(f"Dit plan klopt: {len(stored.plan.location_ids)} bezoeken, alle regels nagelopen.")
    if drawn := list_drawn(subject, config, stored, now):
        typer.echo("Door het lot gekozen. Bekijk elke plaats, en zeg bij plan-keep wat tegen een bezoek pleit:")
        for name, where in drawn.items():
            typer.echo(f"- {name} {address(where)}")


def plan_keep(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PLAN", help="Plan (plan.json).")],
    people: Annotated[list[str], typer.Option("--boa", help='"Team 1;boa1,boa2": aanmeldnamen; per team één keer.')],
    name: Annotated[str | None, typer.Option("--naam", help="Naam van de ronde.")] = None,
    against: Annotated[
        list[str] | None, typer.Option("--tegen", help='"locatie;reden": wat tegen een geloot bezoek pleit.')
    ] = None,
    nothing: Annotated[
        list[str] | None,
        typer.Option("--niets-gevonden", help="Geloote locatie waarvan u een tegenreden zocht, en niets vond."),
    ] = None,
) -> None:
    """Een plan bewaren als ronde in concept; een ander keurt haar goed.

    Van elke geloote locatie (risk-map plan-check noemt ze) zegt u wat tegen een bezoek pleit.
    """
    from risk_map.cli.plan_options import people_of, reasons_of
    from risk_map.reporting.plan_file import read_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.plan_keeping import KeepOrder, keep_plan

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    reasons, silent = reasons_of(against or []), nothing or []
    if both := sorted(reasons.keys() & set(silent)):
        raise InputError(f"{both[0]}: noem wat tegen een bezoek pleit, of zeg dat u niets vond; niet allebei.")
    reasons |= dict.fromkeys(silent, NOTHING_FOUND)
    order = KeepOrder(read_plan(path), people_of(people), reasons, name)
    kept = keep_plan(subject, config, order, now_of(config))
    for notice in kept.notices:
        typer.echo(f"Let op: {notice}")
    typer.echo(f"Ronde {kept.round_id} is opgesteld. Goedkeuren door een ander: risk-map round approve {kept.round_id}")


@contextmanager
def _watched(request: RoundRequest, seconds: float) -> Iterator[RoundRequest]:
    """Show how far the search is, and let Ctrl-C stop it instead of the command."""
    import time
    from dataclasses import replace

    from risk_map.cli.output import progress_bar

    halted = Event()
    with progress_bar() as show:
        began: list[float] = []

        def tell(_: object) -> None:
            began.append(time.monotonic()) if not began else None
            show("beste ronde zoeken (s)", min(int(time.monotonic() - began[0]), int(seconds)), max(1, int(seconds)))

        before = signal.signal(signal.SIGINT, lambda *_: halted.set())
        try:
            yield replace(request, seconds=seconds, interrupted=halted.is_set, progress=tell)
        finally:
            signal.signal(signal.SIGINT, before)
