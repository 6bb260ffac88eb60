"""What the commands print, in Dutch."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import address, day, multiple, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd

    from risk_map.store.runs import RunRecord
    from risk_map.workflow.imports import AddressCounts
    from risk_map.workflow.quality import Finding
    from risk_map.workflow.region import ScoreResult
    from risk_map.workflow.register_imports import RegisterReport

CONSOLE = Console(highlight=False)
FICTIONAL = "[bold]Fictieve gegevens[/bold] (demonstratieregio): geen enkele locatie bestaat echt."
TOP_ROWS = 20
WIDE = 110
WIDTHS = {"rang": 4, "90%": 7, "locatie": 8, "x basis": 7, "klasse": 9, "onbekend": 8}
"""Columns of the terminal from which a table also names the kind of location."""
STYLES = {"goed": "green", "let op": "yellow", "fout": "red"}
LINK_LABELS = {
    "id": "op BAG-id",
    "key": "op volledig adres",
    "candidates": "meerdere mogelijkheden, keuze door een mens",
    "none": "geen adres gevonden",
}


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show progress on the terminal while the block runs.

    Yields
    ------
    Callable
        Takes the name of the step, how much is done, and the total when it is known.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=CONSOLE, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield show


def print_address_counts(counts: AddressCounts) -> None:
    """Print what an import of addresses holds."""
    table = _table("Adressen", ("wat", "aantal"))
    for label, value in (
        ("adressen", counts.total),
        ("uitgegeven", counts.issued),
        ("op een bestaand object", counts.existing),
        ("waarvan in gebruik", counts.active),
        *counts.labelled,
        ("uitgegeven zonder postcode", counts.without_postcode),
    ):
        table.add_row(label, number(value))
    CONSOLE.print(table)
    CONSOLE.print(f"Gemeenten: {', '.join(counts.municipalities)}")
    if counts.mixed_with_synthetic:
        CONSOLE.print("[yellow]Let op:[/yellow] deze gegevensmap bevat ook de fictieve demonstratieregio.")


def print_register_report(report: RegisterReport) -> None:
    """Print how many rows linked how, what was added, and every row that needs a human."""
    table = _table("Koppeling aan de BAG", ("hoe", "rijen"))
    for method, count in report.source.link_counts.items():
        table.add_row(LINK_LABELS[method], number(count))
    CONSOLE.print(table)
    merged = report.merged
    CONSOLE.print(
        f"{merged.added} nieuw, {merged.unchanged} al bekend, {merged.relinked} alsnog gekoppeld, "
        f"{merged.replaced} vervangen door een nieuwere rij, {len(merged.conflicts)} in strijd met wat er al staat."
    )
    for conflict in merged.conflicts:
        CONSOLE.print(f"  {conflict}: is al bekend met een andere inhoud; niet overgenomen.", markup=False)
    for problem in report.source.problems:
        CONSOLE.print(f"  {problem}", markup=False, soft_wrap=True)
    if report.report_file:
        CONSOLE.print(f"Voor een mens, ook als bestand: {report.report_file}", markup=False, soft_wrap=True)


def print_demo_totals(totals: pd.DataFrame) -> None:
    """Print generated totals per buurt beside the published ones."""
    table = _table("Gemaakt naast gepubliceerd (CBS, CC BY 4.0)", tuple(str(name) for name in totals.columns))
    for row in totals.itertuples(index=False):
        table.add_row(*(value if isinstance(value, str) else number(value) for value in row))
    CONSOLE.print(table)
    CONSOLE.print(FICTIONAL)


def print_scores(result: ScoreResult, form: str, record: RunRecord | None, out: Path | None) -> None:
    """Print the highest scores and what was not scored, and the run when one was kept."""
    snapshot = result.snapshot
    if snapshot.is_synthetic:
        CONSOLE.print(FICTIONAL)
    scored = result.scored[form].locations.join(result.stability[form][["rank_low", "rank_high"]])
    top = scored[scored["state"] == "gescoord"].sort_values("rank").head(TOP_ROWS)
    CONSOLE.print(_top_table(f"{form}, peildatum {day(snapshot.today)}", top, snapshot.locations))
    states = scored["state"].value_counts()
    CONSOLE.print(
        f"{states.get('gescoord', 0)} locaties gescoord; "
        f"{states.get('woning', 0)} woningen (nooit een berekende score); "
        f"{states.get('niet_gekoppeld', 0)} nog niet gekoppeld aan een adres."
    )
    for layer, reason in result.evidence.disabled_layers.items():
        CONSOLE.print(f"[yellow]Laag {layer} telt voor nul:[/yellow] {reason}")
    if record:
        CONSOLE.print(f"Run: {record.run_id}   (herhalen: risk-map replay {record.run_id})")
    if out:
        CONSOLE.print(f"Geschreven: {out}. Alleen voor eigen gebruik: partners krijgen geen score.", markup=False)


def _top_table(what: str, top: pd.DataFrame, locations: pd.DataFrame) -> Table:
    table = Table(title=f"Redenen om te kijken, geen bewijs: {what}", title_justify="left")
    wide = CONSOLE.width >= WIDE
    for name in ("rang", "90%", "locatie", "x basis", "klasse", "onbekend" if wide else "?"):
        table.add_column(name, no_wrap=True, min_width=WIDTHS.get(name, 2))
    table.add_column("adres", overflow="fold")
    if wide:
        table.add_column("soort", overflow="fold")
    for location_id, row in top.iterrows():
        place = locations.loc[str(location_id)]
        kind = (labels(LOCATION_TYPES)[str(place["location_type"])],) if wide else ()
        table.add_row(
            str(row["rank"]),
            f"{row['rank_low']:.0f}-{row['rank_high']:.0f}",
            str(location_id),
            multiple(row["times_base"]),
            str(row["risk_class"]).replace("_", " "),
            str(row["unknown_count"]),
            address(place["address"]),
            *kind,
        )
    return table


def print_quality(findings: list[Finding]) -> None:
    """Print the quality report."""
    table = _table("Gegevens", ("onderwerp", "wat", "bevinding", "oordeel"))
    for finding in findings:
        style = STYLES[finding.verdict]
        table.add_row(finding.subject, finding.item, finding.fact, f"[{style}]{finding.verdict}[/{style}]")
    CONSOLE.print(table)


def _table(title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    return table
