"""Bring a file in: through the one door for files, with its progress, and a report of every row that needs a human."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from risk_map.app import session, state, texts
from risk_map.app.tables import show_table
from risk_map.app.uploads import on_disk
from risk_map.domain.registers import REGISTERS
from risk_map.governance.permissions import may
from risk_map.workflow.administration import read_imports
from risk_map.workflow.area_imports import import_areas
from risk_map.workflow.clock import now_of
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.imports import import_bag
from risk_map.workflow.register_imports import import_register
from risk_map.workflow.road_imports import import_roads

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.imports import Progress
    from risk_map.workflow.register_imports import RegisterReport

KINDS: Final = {
    "locations": "risicolocaties",
    "signals": "signalen",
    "inspections": "controles",
    "adressen": "adressen (BAG)",
    "gebieden": "gemeenten, wijken en buurten",
    "wegen": "wegen",
}
SUFFIXES: Final = {
    "adressen": ["zip", "gpkg", "xml"],
    "gebieden": ["gpkg", "geojson", "json", "zip"],
    "wegen": ["pbf", "gpkg", "zip"],
}
REGISTER_SUFFIXES: Final = ["csv", "xlsx", "geojson", "json", "gpkg"]
ROWS_SHOWN: Final = 50


class Report(NamedTuple):
    """What an import did.

    Parameters
    ----------
    words
        One Dutch sentence.
    problems
        Place, reason and candidates of every row that needs a human.
    file
        Those rows as a file; absent when there are none.
    name
        Name of that file.
    """

    words: str
    problems: tuple[tuple[str, str, str], ...] = ()
    file: bytes | None = None
    name: str = ""


def show(subject: Subject, config: Config) -> None:
    """Show what was imported, and for whoever may import: a way to bring a file in.

    Parameters
    ----------
    subject
        Who looks.
    config
        Says where the data are.
    """
    if may(subject, "import_register"):
        _ask(subject, config)
    report = state.kept("report", subject, lambda: None)
    if report is not None:
        _show_report(report)
    batches = state.kept("imports", (subject, config.hash), lambda: read_imports(subject, config, now_of(config)))
    show_table(
        "Wat is ingelezen",
        ("register", "wanneer", "rijen", "nieuw of gewijzigd", "door"),
        [
            (KINDS[name], texts.moment(at), texts.number(rows), texts.number(added), who)
            for at, name, rows, added, who in batches.iloc[:ROWS_SHOWN, :5].itertuples(index=False)
        ],
        empty="Er is nog niets ingelezen.",
    )


def _ask(subject: Subject, config: Config) -> None:
    if is_fictional(config):
        st.info(
            "Dit is de demonstratie. Zodra er één echte rij bij komt, verdwijnt de rolkiezer en meldt iedereen "
            "zich aan."
        )
    kind = st.selectbox("Wat leest u in", list(KINDS), format_func=KINDS.__getitem__, key="soort_bestand")
    sent = st.file_uploader("Bestand", type=SUFFIXES.get(kind, REGISTER_SUFFIXES), key=f"bestand_{kind}")
    st.html(
        '<p class="hint">Een bestand met gegevens over personen wordt in zijn geheel geweigerd. Wordt een bestand '
        "geweigerd, of stopt u ermee, dan verandert er niets.</p>"
    )
    if st.button("Lees in", type="primary", disabled=sent is None) and sent is not None:
        under_way = st.empty()
        with under_way.container():
            bar = st.progress(0.0, "Het bestand wordt gelezen …")
            st.button("Stop met inlezen", key="stop_inlezen")
        with session.attempt(), on_disk(sent) as path:
            made = _bring_in(subject, config, kind, path, _progress_on(bar))
            for what in ("imports", "report"):
                state.forget(what)
            state.kept("report", subject, lambda: made)
            st.rerun()
        under_way.empty()


def _progress_on(bar: st.delta_generator.DeltaGenerator) -> Progress:
    def tell(step: str, done: int, total: int | None) -> None:
        # A click on another button stops the script here, and with it the import.
        share = min(done / total, 1.0) if total else 0.0
        bar.progress(share, f"{step}: {texts.number(done)}" + (f" van {texts.number(total)}" if total else ""))

    return tell


def _bring_in(subject: Subject, config: Config, kind: str, path: Path, progress: Progress) -> Report:
    if kind in REGISTERS:
        return _report_of(kind, import_register(subject, config, REGISTERS[kind], path, now_of(config)))
    if kind == "adressen":
        counts = import_bag(subject, config, path, progress)
        return Report(
            f"{texts.count(counts.total, 'adres', 'adressen')} ingelezen, {texts.number(counts.active)} in gebruik."
        )
    if kind == "gebieden":
        levels = import_areas(subject, config, path)
        return Report(", ".join(f"{texts.number(amount)} {level}" for level, amount in levels.items()) + " ingelezen.")
    roads = import_roads(subject, config, path)
    return Report(f"{texts.number(roads.edges)} wegvakken ingelezen, {texts.number(roads.kilometres)} km.")


def _report_of(kind: str, made: RegisterReport) -> Report:
    merged, links = made.merged, made.source.link_counts
    waiting = links.get("candidates", 0) + links.get("none", 0)
    words = (
        f"{KINDS[kind].capitalize()} ingelezen: {texts.number(merged.added)} nieuw, {texts.number(merged.replaced)} "
        f"vervangen, {texts.number(merged.unchanged)} al bekend, {texts.number(waiting)} nog niet gekoppeld."
    )
    problems = tuple(
        (str(problem.place), problem.reason, "; ".join(map(str, problem.candidates)))
        for problem in made.source.problems
    )
    file = made.report_file
    return Report(words, problems, file.read_bytes() if file else None, file.name if file else "")


def _show_report(report: Report) -> None:
    st.success(report.words)
    if report.file is not None:
        st.download_button("Haal het verslag op (CSV)", report.file, report.name, "text/csv", key="verslag")
    if report.problems:
        show_table(
            f"Wat een mens moet bekijken: {texts.number(len(report.problems))}, hier hoogstens {ROWS_SHOWN}",
            ("waar", "wat er is", "bedoelt u"),
            report.problems[:ROWS_SHOWN],
            empty="",
        )
