"""Commands about what is kept: the log, backups, retention, and what is held."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli.context import config_of, day_of, subject_of
from risk_map.cli.options import Reason  # noqa: TC001 - typer reads annotations
from risk_map.domain.notation import day, number
from risk_map.domain.subject import Role

if TYPE_CHECKING:
    from risk_map.store.audit import Head
    from risk_map.store.audit_check import Verification
    from risk_map.workflow.retention import Purged

audit = typer.Typer(help="Het logboek lezen en controleren.", no_args_is_help=True)
holds = typer.Typer(help="Gegevens vasthouden, zodat geen bewaartermijn ze vernietigt.", no_args_is_help=True)

MOST_FINDINGS = 20

Heads = Annotated[list[str] | None, typer.Option("--head", help="Afgedrukte kop NUMMER:HASH; herhaalbaar.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Dag van de termijnen (jjjj-mm-dd).")]
Place = Annotated[str | None, typer.Option("--locatie", help="Locatie uit het register, of een BAG-object.")]
TableName = Annotated[
    str | None, typer.Option("--tabel", help="Soort record: signal, visit, decision, round, audit ...")
]
RowId = Annotated[str | None, typer.Option("--record", help="Kenmerk van het record.")]


@audit.command("verify")
def verify(context: typer.Context, heads: Heads = None) -> None:
    """Elke regel van het logboek controleren, ook tegen koppen op papier."""
    found = _verified(context, heads or [])
    for finding in [*found.problems[:MOST_FINDINGS], *found.notices[:MOST_FINDINGS]]:
        typer.echo(str(finding))
    count = len(found.problems)
    if count:
        typer.echo(f"Het logboek klopt niet: {number(count)} bevinding(en) in {number(found.rows)} regels.", err=True)
        raise typer.Exit(code=1)
    typer.echo(f"Het logboek klopt: {number(found.rows)} regels" + (f", {len(heads)} kop(pen)." if heads else "."))
    _print_head(found.head)


@audit.command("head")
def head(context: typer.Context) -> None:
    """De kop van het logboek, om op papier te bewaren; het logboek wordt eerst gecontroleerd."""
    found = _verified(context, [])
    _print_head(found.head)
    if not found.is_whole:
        typer.echo("Het logboek klopt niet; controleer het met: risk-map audit verify.", err=True)
        raise typer.Exit(code=1)


@audit.command("show")
def show(
    context: typer.Context,
    since: Annotated[datetime | None, typer.Option("--sinds", formats=["%Y-%m-%d"], help="Vanaf deze dag.")] = None,
    actor: Annotated[str | None, typer.Option("--wie", help="Aanmeldnaam.")] = None,
    place: Annotated[str | None, typer.Option("--locatie", help="Locatie uit het register.")] = None,
) -> None:
    """Wie wanneer wat zag of deed."""
    from risk_map.cli.tables import print_frame
    from risk_map.workflow.audit import LogQuestion, read_audit
    from risk_map.workflow.clock import now_of

    config = config_of(context)
    subject = subject_of(context, config, Role.AUDITOR)
    found = read_audit(subject, config, LogQuestion(day_of(since), actor, place), now_of(config))
    columns = {
        "at": "wanneer",
        "actor": "wie",
        "actor_role": "rol",
        "action": "wat",
        "object": "waarvan",
        "result": "uitkomst",
        "origin": "vanuit",
        "reason": "reden",
    }
    print_frame("Logboek", found, columns, index="regel")


def backup(context: typer.Context, file: Annotated[Path, typer.Argument(help="Nieuw bestand (.zip).")]) -> None:
    """Een versleutelde reservekopie van database, gegevensmap en configuratie; iedereen kan doorwerken."""
    from risk_map.workflow.backup import make_backup
    from risk_map.workflow.clock import now_of

    config = config_of(context)
    manifest = make_backup(subject_of(context, config, Role.BEHEERDER), config, file, now_of(config))
    typer.echo(f"Gemaakt: {file} met {number(manifest.rows)} rijen en {number(len(manifest.files))} bestanden.")
    typer.echo(f"Kop van het logboek: {manifest.head}")
    keys = len(config.backup.recipients)
    kept = "Bewaar haar apart, met de bewijzen van vernietiging."
    typer.echo(f"Versleuteld voor {number(keys)} sleutel(s). {kept}" if keys else f"Niet versleuteld. {kept}")
    if manifest.problems:
        typer.echo("Let op: het logboek klopte al niet; controleer het met: risk-map audit verify.", err=True)


def backup_key(file: Annotated[Path, typer.Argument(help="Nieuw bestand voor de geheime sleutel.")]) -> None:
    """Een sleutel maken waarmee iemand reservekopieën kan openen."""
    from risk_map.workflow.backup import make_backup_key

    public = make_backup_key(file)
    typer.echo(f"Gemaakt: {file}. Wie dit bestand heeft, kan elke reservekopie lezen die ervoor is versleuteld.")
    typer.echo("Bewaar het niet op de server. Is het kwijt, dan is zo'n reservekopie niet meer te openen.")
    typer.echo(f'Zet in risk_map.toml onder [backup]: recipients = ["{public}"]')


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="De reservekopie.")],
    proofs: Annotated[
        Path | None,
        typer.Option(
            "--bewijzen", exists=True, file_okay=False, help="Map met bewijzen van vernietiging van na de reservekopie."
        ),
    ] = None,
    key: Annotated[Path | None, typer.Option("--sleutel", help="Bestand met de geheime sleutel.")] = None,
) -> None:
    """Een reservekopie terugzetten, alleen in een lege database en een lege gegevensmap."""
    from risk_map.workflow.backup import restore_backup
    from risk_map.workflow.clock import moment

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    restored = restore_backup(subject, config, file, datetime.now(UTC), proofs=proofs, key=key)
    made = moment(datetime.fromisoformat(restored.manifest.made_at))
    typer.echo(
        f"Teruggezet en gecontroleerd: {number(restored.manifest.rows)} rijen en "
        f"{number(len(restored.manifest.files))} bestanden van {made}."
    )
    typer.echo(f"Opnieuw vernietigd volgens {number(len(restored.again))} latere bewijzen.")
    if restored.settings is not None:
        typer.echo(f"Let op: de configuratie van toen is een andere dan {config.path}. Vergelijk: {restored.settings}.")
    _print_head(restored.head)


def purge(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Alleen laten zien wat zou verdwijnen.")] = False,  # noqa: FBT002 - typer's way to say a flag
    on: Day = None,
) -> None:
    """Vernietigen waarvan de bewaartermijn voorbij is, met bewijs."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.retention import purge as destroy

    config = config_of(context)
    subject = subject_of(context, config, Role.BEHEERDER)
    result = destroy(subject, config, now_of(config), on=day_of(on), dry_run=dry_run)
    _print_purged(result, dry_run=dry_run)
    if not result.is_clean:
        typer.echo(
            "De gegevens zijn vernietigd, maar iemand las nog: het bestand naast de database is nog niet leeg. Geef "
            "de opdracht straks nog eens.",
            err=True,
        )
        raise typer.Exit(code=1)


@holds.command("add")
def add(
    context: typer.Context, reason: Reason, place: Place = None, table: TableName = None, record: RowId = None
) -> None:
    """Alles over een plaats vasthouden, of één record."""
    _place(context, (place, table, record), reason, held=True)
    typer.echo("Vastgehouden.")


@holds.command("lift")
def lift(
    context: typer.Context, reason: Reason, place: Place = None, table: TableName = None, record: RowId = None
) -> None:
    """Een vasthouding opheffen; daarna geldt de bewaartermijn weer."""
    _place(context, (place, table, record), reason, held=False)
    typer.echo("Niet meer vastgehouden.")


def _verified(context: typer.Context, heads: list[str]) -> Verification:
    from risk_map.workflow.audit import verify_audit
    from risk_map.workflow.clock import now_of

    config = config_of(context)
    return verify_audit(subject_of(context, config, Role.AUDITOR), config, heads, now_of(config))


def _place(context: typer.Context, what: tuple[str | None, str | None, str | None], reason: str, *, held: bool) -> None:
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.retention import Hold, place_legal_hold

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    place_legal_hold(subject, config, Hold(reason, *what), now_of(config), held=held)


def _print_head(found: Head) -> None:
    from risk_map.workflow.clock import moment

    typer.echo(f"Kop van het logboek: {found} ({moment(found.at)})")


def _print_purged(result: Purged, *, dry_run: bool) -> None:
    from rich.table import Table

    from risk_map.cli.output import CONSOLE

    title = f"{'Zou verdwijnen' if dry_run else 'Vernietigd'}, termijnen op {day(result.on)}"
    table = Table(title=title, title_justify="left", header_style="bold")
    for header in ("wat", "weg", "blijft: vastgehouden of nog nodig"):
        table.add_column(header, overflow="fold")
    for each in result.doomed:
        table.add_row(each.words, number(each.records), number(each.held))
    CONSOLE.print(table)
    for made in result.certificates:
        typer.echo(
            f"Bewijs {made.id}: {number(made.rows)} rijen, {made.reason}, door {made.actor} ({made.digest[:16]})."
        )
