"""The route lists of a round as files: made when somebody asks, because every address on them goes into the log."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state
from risk_map.app.deeds import attempt
from risk_map.workflow.clock import now_of
from risk_map.workflow.route_lists import PrintOrder, print_route_list
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

ENDINGS: Final = {
    "pdf": "Papier (PDF)",
    "html": "Telefoon of tablet (HTML)",
    "xlsx": "Werkblad (XLSX)",
    "csv": "Tabel (CSV)",
    "ics": "Agenda (ICS)",
    "gpx": "Navigatie (GPX)",
    "geojson": "Kaartlaag (GeoJSON)",
}
TO_TAKE_ALONG: Final = ("pdf", "html")
KINDS: Final = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "ics": "text/calendar",
    "gpx": "application/gpx+xml",
    "geojson": "application/geo+json",
}
LOGGED: Final = "Wie afdrukt en welke adressen erop staan, komt in het logboek."


def show_prints(subject: Subject, config: Config, round_id: str, *, everything: bool = True) -> None:
    """Make the route lists when somebody asks, and give them as files.

    Parameters
    ----------
    subject, config
        Who prints, and where the data are.
    round_id
        Which round.
    everything
        Whether the files for other programs are offered too.
    """
    version = (round_id, round_stamp(config))
    known, files, notices = state.recall(subject, "afdruk", (None, {}, ()))
    if known != version:
        if st.button("Maak de routelijsten", key="afdruk_maken", help=LOGGED):
            attempt(subject, config, lambda: _print(subject, config, round_id, version), "De routelijsten staan klaar.")
        return
    for notice in notices:
        st.info(notice)
    if everything:
        st.download_button(
            "Alles in één bestand (ZIP)", packed(files), f"routelijsten-{round_id}.zip", "application/zip"
        )
    for ending in ENDINGS if everything else TO_TAKE_ALONG:
        with st.container(horizontal=True, key=f"groot-{ending}"):
            for name, content in files.items():
                if name.endswith(f".{ending}"):
                    words = f"{ENDINGS[ending]}: {team_of(name)}"
                    st.download_button(words, content, name, KINDS[ending], key=f"haal_{name}")


def packed(files: Mapping[str, bytes]) -> bytes:
    """Put files together in one."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def team_of(name: str) -> str:
    """Give the words for the team in the name of a file: ``routelijst-2026-12-04-1-team-1.pdf``."""
    return name.rsplit(".", 1)[0].split("-", 5)[-1].replace("-", " ")


def _print(subject: Subject, config: Config, round_id: str, version: object) -> None:
    with TemporaryDirectory(prefix="risk_map_") as folder:
        printed = print_route_list(subject, config, PrintOrder(round_id, Path(folder)), now_of(config))
        files = {path.name: path.read_bytes() for path in printed.files}
    state.remember(subject, "afdruk", (version, files, printed.notices))
