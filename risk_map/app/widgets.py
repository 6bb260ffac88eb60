"""What pages ask and say: header, filters, counts, legend, empty and error states. Dutch, calm, no judgement."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import layers, symbols, texts
from risk_map.app.masthead import show_masthead
from risk_map.app.selection import class_counts, without_place
from risk_map.domain.subject import Role, Subject
from risk_map.errors import PermissionDeniedError, SignInDeniedError
from risk_map.governance.permissions import may

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.app.cache import Loaded
    from risk_map.errors import RiskMapError

STYLES: Final = Path(__file__).parent / "frontend" / "app.css"


def show_styles() -> None:
    """Put the styles of the app on the page."""
    st.html(STYLES)


def show_header(data: Loaded, title: str) -> None:
    """Show the title of a page, the region and the date that counts as now, and whether the data are fictional."""
    today, fictional = data.snapshot.today, data.snapshot.is_synthetic
    show_masthead(data.config, title, today, fictional=fictional, model_off=data.model_off)


def show_notices(data: Loaded) -> None:
    """Say which layers count for zero, and why."""
    for title, reason in data.disabled_layers.items():
        words = f"<strong>Telt nu voor nul: {escape(title)}</strong> ({escape(reason)})."
        st.html(f'<p class="notice" role="status">{words}</p>')


def show_counts(rows: pd.DataFrame, table: pd.DataFrame) -> None:
    """Say how many locations are shown, and what to do when there are none."""
    shown = texts.count(len(rows), "locatie", "locaties")
    missing = without_place(rows)
    note = f" {texts.count(missing, 'staat', 'staan')} niet op de kaart: nog geen adres gekoppeld." if missing else ""
    st.html(f'<p class="counts" role="status"><strong>{shown}</strong> van {texts.number(len(table))}.{note}</p>')
    if rows.empty:
        st.info("Geen locatie voldoet aan deze keuze. Kies ruimer, of wis de filters.")


def show_legend(rows: pd.DataFrame) -> None:
    """Show what the symbols mean, with how many of each are in the selection, and the colours of the background."""
    counts = class_counts(rows)
    items = "".join(
        f'<li><img src="{symbols.picture(symbols.by_key(key))}" alt=""> {symbols.by_key(key).label} '
        f"<b>{texts.number(counts.get(key, 0))}</b></li>"
        for key in _legend_keys(without_model=symbols.MODEL_OFF in counts)
    )
    land = "".join(
        f'<li><span class="swatch" style="background:{colour}"></span> {label}</li>'
        for label, colour in layers.LAND_STYLES.values()
    )
    st.html(
        f'<section class="legend" aria-label="Legenda"><ul>{items}</ul><ul class="land">{land}</ul></section>',
    )


def _legend_keys(*, without_model: bool) -> tuple[str, ...]:
    return symbols.LEGEND_WITHOUT_MODEL if without_model else symbols.LEGEND_ORDER


def _lacks_reason(error: PermissionDeniedError) -> bool:
    """Say whether somebody is refused only because they did not say why: it is gone when a page is loaded anew."""
    subject = error.subject
    return isinstance(subject, Subject) and subject.role is Role.AUDITOR and may(subject, error.use_case)


def show_problem(error: RiskMapError) -> None:
    """Show an error that a user can do something about: what is wrong, and what to do."""
    if isinstance(error, SignInDeniedError):
        st.html("<h1>U hebt hier nog geen rol</h1>")
        st.info(str(error))
        return
    if isinstance(error, PermissionDeniedError):
        lacks_reason = _lacks_reason(error)
        title = "Geef eerst een reden van inzage" if lacks_reason else "Deze pagina hoort niet bij uw rol"
        st.html(f"<h1>{title}</h1>")
        st.warning(str(error))
        if lacks_reason:
            st.markdown("**Wat u kunt doen.** Vul links in het menu **Reden van inzage** in; dan staat de pagina hier.")
        return
    st.html("<h1>Deze pagina kan nu niet worden getoond</h1>")
    st.warning(str(error))
    st.markdown(f"**Wat u kunt doen.** {texts.what_to_do(error)}")
