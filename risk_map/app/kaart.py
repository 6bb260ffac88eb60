"""The page Kaart: what a user does on the map, and what they can do with what they selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, choosing, filters, listing, pages, saved, session, shapes, state, summary, texts
from risk_map.app.kept_form import KeptForm
from risk_map.governance.permissions import may
from risk_map.workflow.checks import check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from risk_map.app.cache import Loaded
    from risk_map.app.selection import Choice
    from risk_map.domain.subject import Subject

GEOPACKAGE: Final = "application/geopackage+sqlite3"
EXPORT_HELP: Final = (
    "Dat u exporteert en waarom, wordt bewaard. Schrijf over uw werk, nooit over een persoon. "
    "Partners krijgen nooit een score."
)


def hears(data: Loaded, known: pd.Index) -> Callable[[Mapping[str, object]], None]:
    """Give what turns something that a user did on the map into a choice.

    Parameters
    ----------
    data
        Gives the buurten that there are.
    known
        Ids of all locations, as given to the drawing.
    """

    def heard(sent: Mapping[str, object]) -> None:
        match sent.get("kind"):
            case "location":
                state.select_position(known, sent.get("position"))
            case "buurt":
                filters.toggle_buurt(data, sent.get("code"))
            case "drawn" if (text := shapes.write(sent.get("areas"))) is not None:
                choosing.draw_areas(text)

    return heard


def show_next_steps(subject: Subject, rows: pd.DataFrame) -> None:
    """Show what somebody may do with the selection: decide about it, one location after the other, or plan with it.

    Parameters
    ----------
    subject
        Who looks.
    rows
        Result of ``selection.select``.
    """
    decide, plan = st.columns(2)
    if may(subject, "decide_location") and decide.button(
        "Besluiten over deze selectie", disabled=rows.empty, width="stretch", key="besluiten"
    ):
        state.hand_over(rows.index)
        pages.go_to("locatie", locatie=str(rows.index[0]))
    if may(subject, "plan_round") and plan.button(
        "Plannen met deze selectie", disabled=rows.empty, width="stretch", key="plannen"
    ):
        state.hand_over(rows.index)
        pages.go_to("ronde", begin="ja")


def show_selection(subject: Subject, data: Loaded, choice: Choice, rows: pd.DataFrame, chosen: str | None) -> None:
    """Show the selection as a list, counted, and as something to keep and to take along.

    Parameters
    ----------
    subject
        Who looks.
    data, choice
        Everything that they may see, and what they chose of it.
    rows
        Result of ``selection.select``.
    chosen
        The chosen location.
    """
    # Only the one that is open is made: a first view waits for what it shows.
    as_list, counted, kept = st.tabs(["Lijst", "Samenvatting", "Bewaren en uitvoer"], on_change="rerun", key="blad")
    with as_list:
        listing.show_list(rows, data.tables[choice.form].index, chosen)
    if counted.open:
        with counted:
            summary.show_summary(data, rows)
    if kept.open:
        with kept:
            saved.show_saved_areas(subject, data.config, choice)
            _show_export(subject, data, choice, rows)


def _show_export(subject: Subject, data: Loaded, choice: Choice, rows: pd.DataFrame) -> None:
    if data.model_off or not may(subject, "export_scores"):
        return
    st.html("<h3>Uitvoer</h3>")
    kept = KeptForm("uitvoer", counts=False)
    reason = st.text_input("Reden van de uitvoer", help=EXPORT_HELP, **kept.field("reden", usual=""))
    ready = False
    with session.attempt():
        ready = check_text(reason, "De reden") is not None and not rows.empty
    st.download_button(
        f"Download {texts.count(len(rows), 'locatie', 'locaties')} (GeoPackage)",
        data=(lambda: cache.exported(subject, choice.form, rows.index, reason)) if ready else b"",
        file_name="risicokaart.gpkg",
        mime=GEOPACKAGE,
        on_click="ignore",
        disabled=not ready,
    )
