"""Commands about plans: make one from the shell, check one, keep one as a round."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.cli.options import DAY, one_of
from risk_map.domain.location import FORMS
from risk_map.domain.subject import Role
from risk_map.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.workflow.planning_request import RoundRequest

MaybeFormOrAll = Annotated[str | None, typer.Option("--vorm", help=f"{one_of(FORMS)}; anders alle samen.")]
TeamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--team",
        help='"naam;vervoer;dienst;partners;begin;eind;bezoeken;pauze;mensen", bijvoorbeeld '
        '"Noord;fiets;17:00-21:00;politie_basisteam,brandweer;Zeist;Bunnik;5;20@18:00-20:00;3": na de naam mag alles '
        "leeg blijven; begin en eind zijn een gemeente, of x,y in RD-meters; pauze mag ook geen zijn. Herhaalbaar.",
    ),
]


def plan(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Bestand voor het plan, bijvoorbeeld plan.json.")],
    on: Annotated[
        datetime | None, typer.Option("--date", "--op", formats=DAY, help="Dag van de ronde; anders die van het plan.")
    ] = None,
    number: Annotated[
        int | None, typer.Option("--teams", min=1, max=20, help="Aantal teams zoals ingesteld; anders 1.")
    ] = None,
    teams: TeamOption = None,
    shift: Annotated[str | None, typer.Option(help="Dienst van alle teams zonder eigen dienst, uu:mm-uu:mm.")] = None,
    towns: Annotated[list[str] | None, typer.Option("--gemeente", help="Code of naam; herhaalbaar.")] = None,
    buurten: Annotated[list[str] | None, typer.Option("--buurt", help="Buurtcode; herhaalbaar.")] = None,
    kinds: Annotated[list[str] | None, typer.Option("--soort", help="Soort locatie; herhaalbaar.")] = None,
    form: MaybeFormOrAll = None,
    mandatory: Annotated[list[str] | None, typer.Option("--verplicht", help="Locatie; herhaalbaar.")] = None,
    not_before: Annotated[
        list[str] | None, typer.Option("--niet-voor", help="LOC=18:00: daar niet eerder beginnen. Herhaalbaar.")
    ] = None,
    apart: Annotated[
        list[str] | None, typer.Option("--niet-samen", help="LOC,LOC: niet allebei op deze dag. Herhaalbaar.")
    ] = None,
    quotas: Annotated[
        list[str] | None, typer.Option("--quota", help='"gemeente:Zeist:2-6", "soort:horeca:1-" of met 10%-50%.')
    ] = None,
    max_stops: Annotated[int | None, typer.Option("--bezoeken", min=1, help="Hoogstens per team.")] = None,
    share: Annotated[
        float | None,
        typer.Option(
            "--aselect", min=0, max=0.99, help="Deel van de bezoeken dat wordt geloot; ten minste het ingestelde."
        ),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--dagen-sinds", min=0, help="Dagen na het laatste bezoek, ten minste.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Voor de loting; anders volgt die uit de dag en de gegevens.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--vanaf", help="Plan om op verder te gaan (plan.json); alles erin blijft gevraagd.")
    ] = None,
    locked: Annotated[
        list[str] | None,
        typer.Option("--vast", help="LOC blijft bij haar team op haar tijd; bij --vanaf. Herhaalbaar."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--zonder", help="LOC gaat eruit; bij --vanaf. Herhaalbaar.")
    ] = None,
    added: Annotated[
        list[str] | None, typer.Option("--erbij", help="LOC komt erbij; bij --vanaf. Herhaalbaar.")
    ] = None,
    moved: Annotated[
        list[str] | None, typer.Option("--naar", help="LOC=TEAM gaat naar dat team; bij --vanaf. Herhaalbaar.")
    ] = None,
    season: Annotated[
        Path | None, typer.Option("--seizoen", help="Seizoen (season.json) waaruit deze ronde komt.")
    ] = None,
    round_number: Annotated[int, typer.Option("--ronde", min=1, help="De hoeveelste ronde van dat seizoen.")] = 1,
    seconds: Annotated[float, typer.Option(min=0, help="Hoelang er wordt gezocht.")] = 10.0,
    why: Annotated[bool, typer.Option("--why", help="Van alles wat niet in de ronde zit: waarom niet.")] = False,  # noqa: FBT002
    with_prices: Annotated[bool, typer.Option("--prices", help="Wat elke regel kost.")] = False,  # noqa: FBT002
) -> None:
    """Een ronde plannen uit de locaties waarover is besloten; Ctrl-C geeft het beste plan tot dan toe."""
    from dataclasses import replace

    from risk_map.cli.plan_options import (
        apart_of,
        area_of,
        base_of,
        changes_of,
        crews_of,
        not_before_of,
        quotas_of,
    )
    from risk_map.cli.plan_output import print_notes, print_plan, print_prices, print_why_not
    from risk_map.cli.tables import say_fictional
    from risk_map.reporting.plan_file import write_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.planning import plan_round
    from risk_map.workflow.planning_request import of_same_name

    config = config_of(context)
    names = config.municipalities
    changes = changes_of(locked or [], without or [], added or [], moved or [])
    base = base_of(on.date() if on else None, previous, changes, season, round_number)
    typed = {
        "on_date": on.date() if on else None,
        "teams": of_same_name(crews_of(teams or [], number or 1, shift, names), base.teams)
        if teams or number or not base.teams
        else None,
        "area": area_of(towns or [], buurten or [], kinds or [], names) if towns or buurten or kinds else None,
        "form": form,
        "quotas": quotas_of(quotas, names) if quotas else None,
        "max_stops": max_stops,
        "random_share": share,
        "min_days_between_visits": days,
        "seed": seed,
    }
    request = replace(
        base,
        **{name: value for name, value in typed.items() if value is not None},  # type: ignore[arg-type]
        mandatory=(*base.mandatory, *(mandatory or ())),
        not_before=(*base.not_before, *not_before_of(not_before or [])),
        apart=(*base.apart, *apart_of(apart or [])),
        seconds=seconds,
    )
    with _watched(request, seconds) as watched:
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
    typer.echo(f"Geschreven: {out}. Afdrukken: risk-map print {out} --out lijsten/")
    say_fictional(config)


def plan_check(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PLAN", help="Plan (plan.json).")],
) -> None:
    """Een plan tegen alle regels houden, en tegen wat er sindsdien is vastgelegd."""
    from risk_map.reporting.plan_file import read_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.plan_keeping import check_plan

    config = config_of(context)
    stored = read_plan(path)
    found = check_plan(subject_of(context, config, Role.REGIOCOORDINATOR), config, stored, now_of(config))
    for sentence in found:
        typer.echo(f"- {sentence}")
    if found:
        raise ConflictError("Dit plan kan zo geen ronde worden.")
    typer.echo(f"Dit plan klopt: {len(stored.plan.location_ids)} bezoeken, alle regels nagelopen.")
    if not stored.meta.fictional and any(item.drawn for item in stored.problem.candidates):
        typer.echo("Over wat is geloot, wordt besloten als u het bewaart (risk-map plan-keep); daarna drukt u het af.")


def plan_keep(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PLAN", help="Plan (plan.json).")],
    people: Annotated[list[str], typer.Option("--boa", help='"Team 1;boa1,boa2": aanmeldnamen; per team één keer.')],
    name: Annotated[str | None, typer.Option("--naam", help="Naam van de ronde.")] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--tegen", help='"locatie;reden": wat tegen een geloot bezoek pleit; anders: gezocht, niets gevonden.'
        ),
    ] = None,
) -> None:
    """Een plan bewaren als ronde in concept; een ander keurt haar goed."""
    from risk_map.cli.plan_options import people_of, reasons_of
    from risk_map.reporting.plan_file import read_plan
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.plan_keeping import KeepOrder, keep_plan

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    order = KeepOrder(read_plan(path), people_of(people), reasons_of(against or []), name)
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
            yield replace(request, interrupted=halted.is_set, progress=tell)
        finally:
            signal.signal(signal.SIGINT, before)
