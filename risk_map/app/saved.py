"""Keep what is chosen on the map under a name, and choose it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import deeds, filters, texts
from risk_map.app.kept_form import KeptForm
from risk_map.errors import ConflictError
from risk_map.governance.permissions import may
from risk_map.workflow.areas import keep_area, read_areas, remove_area
from risk_map.workflow.clock import local_day, now_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.app.selection import Choice
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.areas import SavedArea

HELP: Final = "Bewaard worden de filters en uw tekening, niet de locaties: die kunnen morgen andere zijn."


def show_saved_areas(subject: Subject, config: Config, choice: Choice) -> None:
    """Show the form to keep a choice, and the choices that were kept; nothing for a role that keeps none.

    Parameters
    ----------
    subject, config
        Who looks, and where the store is.
    choice
        What is chosen now.
    """
    if not may(subject, "keep_area"):
        return
    st.html("<h3>Gebied bewaren</h3>")
    kept = KeptForm("gebied_bewaren")
    name = st.text_input(
        "Naam van het gebied",
        max_chars=80,
        placeholder="Bijvoorbeeld: centrum, avond",
        help=HELP,
        **kept.field("naam", usual=""),
    )
    if st.button("Bewaar deze keuze"):
        parts = filters.parts_of(choice)
        deeds.attempt(subject, config, lambda: _keep_new(subject, config, name, parts), "Het gebied is bewaard.", kept)
    _show_kept(subject, config)


def _keep_new(subject: Subject, config: Config, name: str, parts: Mapping[str, object]) -> None:
    """Keep a choice under a name that is free: from a form, nobody means to lose what another kept under it."""
    if name.strip() in {area.name for area in read_areas(subject, config)}:
        raise ConflictError("Er is al een gebied met deze naam. Kies een andere naam, of haal dat gebied eerst weg.")
    keep_area(subject, config, name, parts, now_of(config))


def label_of(area: SavedArea) -> str:
    """Say which area it is: its name, and the day on which it was kept."""
    return f"{area.name} ({texts.day(local_day(area.kept_at))})"


def _show_kept(subject: Subject, config: Config) -> None:
    areas = {area.area_id: area for area in read_areas(subject, config)}
    if not areas:
        st.html('<p class="hint">Er zijn nog geen bewaarde gebieden.</p>')
        return
    labels = {key: label_of(area) for key, area in areas.items()}
    chosen = st.selectbox("Bewaarde gebieden", list(labels), format_func=lambda key: labels.get(key, key))
    use, drop = st.columns(2)
    use.button("Kies dit gebied", on_click=filters.apply, args=(areas[chosen].parts,), width="stretch")
    if drop.button("Haal het weg", width="stretch"):
        now = now_of(config)
        deeds.attempt(subject, config, lambda: remove_area(subject, config, chosen, now), "Het gebied is weggehaald.")
