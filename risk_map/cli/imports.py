"""Commands that bring data in: the work of the beheerder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli.context import OnOption, config_of, day_of, log_command, subject_of
from risk_map.domain.subject import Role

if TYPE_CHECKING:
    from collections.abc import Callable

imports = typer.Typer(help="Gegevens inlezen: adressen, gebieden en registers.", no_args_is_help=True)


@imports.command("bag")
def import_bag(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Bestand (BAG-extract of GeoPackage), of 'pdok' voor de webdienst.")],
    gemeente: Annotated[list[str] | None, typer.Option(help="Gemeentecode; alleen bij pdok, herhaalbaar.")] = None,
    url: Annotated[str | None, typer.Option(help="Ander adres van de webdienst.")] = None,
) -> None:
    """Adressen uit de BAG inlezen."""
    from risk_map.cli.output import print_address_counts, progress_bar
    from risk_map.store.audit import things
    from risk_map.workflow.imports import import_bag as from_file
    from risk_map.workflow.imports import import_pdok

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    with progress_bar() as progress:
        if source == "pdok":
            counts = import_pdok(subject, config, gemeente or list(config.municipalities), url, progress)
        else:
            counts = from_file(subject, config, Path(source), progress)
    action = "import_pdok" if source == "pdok" else "import_bag"
    log_command(subject, config, action, things("gemeente", counts.municipalities))
    print_address_counts(counts)


@imports.command("areas")
def import_areas(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Bestand (GeoJSON of GeoPackage), of 'pdok' voor de webdienst.")],
    gemeente: Annotated[list[str] | None, typer.Option(help="Gemeentecode; alleen bij pdok, herhaalbaar.")] = None,
    url: Annotated[str | None, typer.Option(help="Ander adres van de webdienst, bijvoorbeeld een ander jaar.")] = None,
) -> None:
    """Gemeenten, wijken en buurten inlezen."""
    from risk_map.cli.output import progress_bar
    from risk_map.store.audit import things
    from risk_map.workflow.area_imports import import_areas as from_file
    from risk_map.workflow.area_imports import import_pdok_areas

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    if source == "pdok":
        with progress_bar() as progress:
            counts = import_pdok_areas(subject, config, gemeente or list(config.municipalities), url, progress)
    else:
        counts = from_file(subject, config, Path(source))
    action = "import_pdok_areas" if source == "pdok" else "import_areas"
    log_command(subject, config, action, things("areas", counts))
    typer.echo("Ingelezen: " + ", ".join(f"{level}: {number}" for level, number in counts.items()) + ".")


@imports.command("roads")
def import_roads(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="OpenStreetMap (.osm.pbf), of NWB-wegvakken (GeoPackage of GeoJSON).")],
) -> None:
    """Het wegennet voor de reistijden inlezen."""
    from risk_map.domain.notation import number
    from risk_map.store.audit import things
    from risk_map.workflow.road_imports import import_roads as from_file

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    counts = from_file(subject, config, source)
    log_command(subject, config, "import_roads", things("roads", [counts.edges]))
    modes = ", ".join(f"{mode}: {number(edges)}" for mode, edges in counts.per_mode)
    typer.echo(f"Ingelezen: {number(counts.edges)} stukken weg, {number(counts.kilometres)} km ({modes}).")
    if counts.clipped:
        typer.echo("Alleen de wegen in en rond de eigen gemeenten zijn bewaard.")
    if counts.speed_guessed:
        typer.echo(
            f"Stukken weg zonder snelheid in de bron: {number(counts.speed_guessed)}; "
            "daar geldt de gebruikelijke snelheid van hun soort."
        )


def _register_command(name: str, words: str) -> Callable[..., None]:
    def command(
        context: typer.Context,
        source: Annotated[Path, typer.Argument(help="CSV, XLSX, GeoJSON of GeoPackage.")],
    ) -> None:
        from risk_map.cli.output import print_register_report
        from risk_map.domain.registers import REGISTERS
        from risk_map.workflow.clock import now_of
        from risk_map.workflow.register_imports import import_register

        config = config_of(context)
        subject = subject_of(context, config, Role.BEHEERDER)
        report = import_register(subject, config, REGISTERS[name], source, now_of(config))
        print_register_report(report)
        if report.source.frame.empty and report.source.problems:
            raise typer.Exit(code=4)

    command.__doc__ = f"{words} inlezen en aan de BAG koppelen."
    return command


for _name, _words in (("locations", "Risicolocaties"), ("signals", "Signalen"), ("inspections", "Controles")):
    imports.command(_name)(_register_command(_name, _words))


def template(
    context: typer.Context,
    register: Annotated[str, typer.Argument(help="locations, signals of inspections.")],
    out: Annotated[Path, typer.Option(help="Nieuw bestand: .xlsx of .csv.")],
) -> None:
    """Een leeg register om in te vullen: koppen, toegestane waarden en een voorbeeldrij."""
    from risk_map.workflow.templates import register_contract, write_template

    contract = register_contract(register)
    for path in write_template(subject_of(context, config_of(context), Role.BEHEERDER), contract, out):
        typer.echo(f"Geschreven: {path}")


def demo(
    context: typer.Context,
    seed: Annotated[int | None, typer.Option(help="Ander toevalsgetal geeft een andere regio.")] = None,
    if_absent: Annotated[bool, typer.Option("--if-absent", help="Niets doen als er al gegevens zijn.")] = False,  # noqa: FBT002 - typer's way to say a flag
) -> None:
    """De fictieve demonstratieregio maken."""
    from risk_map.workflow.demo import demo_is_needed, make_demo, prepare_store

    config = config_of(context)
    if not if_absent or demo_is_needed(config):
        from risk_map.cli.output import print_demo_totals

        print_demo_totals(make_demo(subject_of(context, config, Role.BEHEERDER), config, seed))
    if prepare_store(config):
        typer.echo("De demonstratieregio is vernieuwd; haar geschiedenis is opnieuw gemaakt.")


def check(context: typer.Context, on: OnOption = None) -> None:
    """De gegevens controleren: actueel, volledig, gekoppeld, bekend."""
    from risk_map.cli.output import print_quality
    from risk_map.cli.tables import say_fictional
    from risk_map.workflow.quality import check_quality

    config = config_of(context)
    findings = check_quality(subject_of(context, config, Role.BEHEERDER), config, day_of(on))
    print_quality(findings)
    say_fictional(config)
    if any(finding.verdict == "fout" for finding in findings):
        raise typer.Exit(code=1)
