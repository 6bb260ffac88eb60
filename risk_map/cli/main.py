"""The use cases from the shell. Heavy imports wait inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.errors import ConfigError, InputError, RiskMapError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.config import Config

app = typer.Typer(
    name="risk-map",
    help="Risicokaart en controleplanner voor de aanpak van mensenhandel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="Gegevens inlezen: adressen, gebieden en registers.", no_args_is_help=True)
app.add_typer(imports, name="import")

EXIT_CODES: tuple[tuple[type[RiskMapError], int], ...] = ((ConfigError, 3), (InputError, 4), (SourceError, 5))
"""Exit code per kind of error; any other error of ours gives 1."""

OnOption = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Peildatum (jjjj-mm-dd).")]
FormOption = Annotated[str, typer.Option("--form", help="seksueel, arbeid, crimineel, orgaan of totaal.")]


@app.callback()
def _settings(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Ander configuratiebestand dan risk_map.toml.")] = None,
    data: Annotated[Path | None, typer.Option(help="Andere gegevensmap dan in de configuratie.")] = None,
) -> None:
    context.obj = (config, data)


def _config(context: typer.Context) -> Config:
    from risk_map.config import load_config

    path, data_dir = context.obj
    return load_config(path, data_dir=data_dir)


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None


@imports.command("bag")
def import_bag(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Bestand (BAG-extract of GeoPackage), of 'pdok' voor de webdienst.")],
    gemeente: Annotated[list[str] | None, typer.Option(help="Gemeentecode; alleen bij pdok, herhaalbaar.")] = None,
    url: Annotated[str | None, typer.Option(help="Ander adres van de webdienst.")] = None,
) -> None:
    """Adressen uit de BAG inlezen."""
    from risk_map.cli.output import print_address_counts, progress_bar
    from risk_map.workflow.imports import import_bag as from_file
    from risk_map.workflow.imports import import_pdok

    config = _config(context)
    with progress_bar() as progress:
        if source == "pdok":
            counts = import_pdok(config, gemeente or list(config.municipalities), url, progress)
        else:
            counts = from_file(config, Path(source), progress)
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
    from risk_map.workflow.area_imports import import_areas as from_file
    from risk_map.workflow.area_imports import import_pdok_areas

    config = _config(context)
    if source == "pdok":
        with progress_bar() as progress:
            counts = import_pdok_areas(config, gemeente or list(config.municipalities), url, progress)
    else:
        counts = from_file(config, Path(source))
    typer.echo("Ingelezen: " + ", ".join(f"{level}: {number}" for level, number in counts.items()) + ".")


def _register_command(name: str, words: str) -> Callable[..., None]:
    def command(
        context: typer.Context,
        source: Annotated[Path, typer.Argument(help="CSV, XLSX, GeoJSON of GeoPackage.")],
    ) -> None:
        from risk_map.cli.output import print_register_report
        from risk_map.domain.registers import REGISTERS
        from risk_map.workflow.imports import import_register

        report = import_register(_config(context), REGISTERS[name], source, date.today())  # noqa: DTZ011 - the user's day
        print_register_report(report)

    command.__doc__ = f"{words} inlezen en aan de BAG koppelen."
    return command


for _name, _words in (("locations", "Risicolocaties"), ("signals", "Signalen"), ("inspections", "Controles")):
    imports.command(_name)(_register_command(_name, _words))


@app.command()
def template(
    register: Annotated[str, typer.Argument(help="locations, signals of inspections.")],
    out: Annotated[Path, typer.Option(help="Nieuw bestand: .xlsx of .csv.")],
) -> None:
    """Een leeg register om in te vullen: koppen, toegestane waarden en een voorbeeldrij."""
    from risk_map.workflow.templates import register_contract, write_template

    for path in write_template(register_contract(register), out):
        typer.echo(f"Geschreven: {path}")


@app.command()
def demo(
    context: typer.Context,
    seed: Annotated[int | None, typer.Option(help="Ander toevalsgetal geeft een andere regio.")] = None,
    if_absent: Annotated[bool, typer.Option("--if-absent", help="Niets doen als er al gegevens zijn.")] = False,  # noqa: FBT002 - typer's way to say a flag
) -> None:
    """De fictieve demonstratieregio maken."""
    from risk_map.workflow.demo import demo_is_needed

    config = _config(context)
    if if_absent and not demo_is_needed(config):
        return
    from risk_map.cli.output import print_demo_totals
    from risk_map.workflow.demo import make_demo

    print_demo_totals(make_demo(config, seed))


@app.command()
def score(
    context: typer.Context,
    on: OnOption = None,
    form: FormOption = "totaal",
    out: Annotated[Path | None, typer.Option(help="GeoPackage met scores, bijdragen en feiten.")] = None,
) -> None:
    """Alle risicolocaties scoren; de run wordt bewaard en is te herhalen."""
    from risk_map.cli.output import print_scores
    from risk_map.workflow.score import check_form, export_scores, keep_run, score_snapshot
    from risk_map.workflow.snapshot import load_snapshot

    check_form(form)
    config = _config(context)
    snapshot = load_snapshot(config, _day(on))
    result = score_snapshot(snapshot, config)
    record = keep_run(snapshot, config, result.scored[form])
    if out:
        export_scores(snapshot, result, form, out)
    print_scores(snapshot, result, form, record, out)


@app.command()
def replay(context: typer.Context, run: Annotated[str, typer.Argument(help="Naam van de run.")]) -> None:
    """Een bewaarde run herhalen en elk cijfer vergelijken."""
    from risk_map.workflow.score import replay as repeat

    record = repeat(_config(context), run)
    typer.echo(f"Run {record.run_id} geeft precies dezelfde cijfers (code {record.code_version}).")


@app.command()
def explain(
    context: typer.Context,
    location: Annotated[str, typer.Argument(help="Sleutel van de locatie in het register.")],
    on: OnOption = None,
    form: FormOption = "totaal",
) -> None:
    """De score van één locatie uitleggen, term voor term."""
    from risk_map.reporting.text import to_text
    from risk_map.workflow.score import check_form, explain_location, score_snapshot
    from risk_map.workflow.snapshot import load_snapshot

    check_form(form)
    config = _config(context)
    snapshot = load_snapshot(config, _day(on))
    typer.echo(to_text(explain_location(score_snapshot(snapshot, config), snapshot, config, location, form)))


@app.command()
def check(context: typer.Context, on: OnOption = None) -> None:
    """De gegevens controleren: actueel, volledig, gekoppeld, bekend."""
    from risk_map.cli.output import print_quality
    from risk_map.workflow.quality import check_quality
    from risk_map.workflow.snapshot import load_snapshot

    config = _config(context)
    findings = check_quality(load_snapshot(config, _day(on)), config)
    print_quality(findings)
    if any(finding.verdict == "fout" for finding in findings):
        raise typer.Exit(code=1)


def main() -> None:
    """Run the command line; an error of ours becomes one Dutch sentence and an exit code."""
    try:
        app()
    except RiskMapError as error:
        typer.echo(f"Fout: {error}", err=True)
        sys.exit(next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1))


if __name__ == "__main__":
    main()
