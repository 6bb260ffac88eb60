"""The page Hotspots: what policy may know. It reads the released classes and the background, and no other table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import streamlit as st

from risk_map.app import cache, deeds, heat, state, texts
from risk_map.app.masthead import show_title
from risk_map.app.policy_nothing import nothing_html
from risk_map.app.policy_tables import buurt_rows, square_names, square_rows, trend_rows
from risk_map.app.tables import show_table
from risk_map.domain.location import FORMS, OVERALL, labels
from risk_map.governance.permissions import may
from risk_map.governance.policy_figures import KINDS, LOCATIONS, REGION_CLASSES, SMALLEST, TOO_FEW, Quarter
from risk_map.governance.policy_heat import RATIOS
from risk_map.workflow.clock import now_of
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.policy import PolicyRelease, due_quarter, make_policy_release, read_policy_release

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

LEAD: Final = "Waar meer of minder wordt gemeld dan het aantal adressen doet verwachten. Alleen totalen, geen adressen."
FORM_LABELS: Final = {OVERALL: "alle vormen samen"} | labels(FORMS)
FORM: Final = "hotspots_vorm"
READ: Final = "hotspots"
NOTHING_YET: Final = "Er zijn nog geen cijfers vrijgegeven. Een coördinator doet dat een keer per kwartaal."

EXPLANATION: Final = (
    "Een vak is 500 bij 500 meter, altijd hetzelfde. Er is geen ander zoomniveau.",
    "De klasse vergelijkt locaties met een signaal in de laatste twee jaar, in het vak en tot 3 km eromheen, met wat "
    "het aantal adressen daar doet verwachten. Veel adressen maken een vak dus niet vanzelf donker.",
    f"Een vak wordt alleen getoond met ten minste {SMALLEST} locaties erin, en met een klasse als die op ten minste "
    f"{SMALLEST} locaties met een signaal rust. Woningen tellen niet mee.",
    "Het is een verhouding en geen toets: een donker vak kan toeval zijn. Waar meer wordt gekeken, wordt meer gemeld.",
    "Een klasse verandert pas als ten minste drie locaties erbij kwamen of verdwenen. Een kwartaal wordt niet herzien.",
)


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    now = now_of(config)
    show_title(config, "Hotspots", LEAD)
    deeds.show_done(subject)
    stamp = (subject, config.hash, f"{now:%Y-%m-%d %H}")
    release = state.kept(READ, stamp, lambda: read_policy_release(subject, config, now))
    if may(subject, "make_policy_release"):
        _offer_release(subject, config, release, now)
    if release is None:
        st.info(NOTHING_YET)
        return
    form = _ask_form()
    # The place is always there: the map below would be drawn anew when the words come and go.
    with st.container():
        if said := nothing_html(release, form):
            st.html(said)
    _show_squares(subject, config, release, form)
    _show_buurten(subject, config, release, form)
    _show_trend(release)


def words_of(quarter: Quarter) -> str:
    """Write a quarter as people say it: ``3e kwartaal 2026``."""
    return f"{quarter.number}e kwartaal {quarter.year}"


def _ask_form() -> str:
    state.restore(FORM, OVERALL)
    form: str = st.selectbox("Vorm van uitbuiting", list(FORM_LABELS), format_func=FORM_LABELS.__getitem__, key=FORM)
    state.settle(FORM, form)
    return form


def _offer_release(subject: Subject, config: Config, release: PolicyRelease | None, now: datetime) -> None:
    due = due_quarter(release, now)
    if due is None:
        return
    st.html(f'<p class="notice">De cijfers van het {words_of(due)} zijn nog niet vrijgegeven.</p>')
    if st.button(f"Geef de cijfers van het {words_of(due)} vrij"):
        state.forget(READ)
        with st.spinner("Tellen …"):
            done = f"De cijfers van het {words_of(due)} zijn vrijgegeven. Zij worden niet meer herzien."
            deeds.attempt(subject, config, lambda: make_policy_release(subject, config, due, now), done)


def _show_squares(subject: Subject, config: Config, release: PolicyRelease, form: str) -> None:
    classes = square_rows(release, form)
    left, right = st.columns([11, 9], gap="medium")
    with left, st.container(key="kaartvak"):
        heat.show(cache.background(subject), _picture(classes), synthetic=is_fictional(config))
        st.html(_legend_html())
    with right:
        known = int((classes != TOO_FEW).sum())
        st.html(
            f'<h2>Vakken, {words_of(release.quarter)}</h2><p class="counts" role="status">'
            f"<strong>{texts.count(known, 'vak', 'vakken')} met een klasse</strong>, van "
            f"{texts.count(len(classes), 'vak', 'vakken')} met genoeg locaties. Alle andere vakken: {TOO_FEW}.</p>"
        )
        show_table(
            f"Vakken voor {FORM_LABELS[form]}, hoogste klasse eerst",
            ("in de buurt", "vak", "signalen naar adressen"),
            zip(square_names(classes.index, cache.areas(subject)), classes.index, classes, strict=True),
            empty="In geen enkel vak liggen genoeg locaties om iets te tonen.",
        )
        with st.expander("Hoe u dit leest"):
            st.html(f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in EXPLANATION)}</ul>")


def _show_buurten(subject: Subject, config: Config, release: PolicyRelease, form: str) -> None:
    areas = cache.areas(subject)
    table = buurt_rows(release, form, areas)
    kinds = [kind for kind in KINDS if kind in table.columns]
    hidden = [kind for kind in KINDS if kind not in kinds]
    st.html(f"<h2>Buurten, {words_of(release.quarter)}</h2>")
    towns = table["gemeentecode"].map(config.municipalities)
    names = table["naam"] + " (" + towns + ")"
    show_table(
        "Aantal locaties per buurt, in klassen; wat er is gemeld en gevonden in de laatste twaalf maanden",
        ("buurt", *(kind if kind == LOCATIONS else f"locaties met {kind}" for kind in kinds)),
        [(name, *values) for name, values in zip(names, table[kinds].to_numpy().tolist(), strict=True)],
        empty=f"In elke buurt {TOO_FEW}.",
    )
    total = int((areas["niveau"] == "buurt").sum())
    rest = f"De andere {texts.count(total - len(table), 'buurt', 'buurten')}: {TOO_FEW}."
    nowhere = f" {', '.join(hidden).capitalize()}: in elke buurt {TOO_FEW}." if hidden else ""
    st.html(f'<p class="hint">{rest}{nowhere} Onder {SMALLEST} locaties wordt niets getoond.</p>')


def _show_trend(release: PolicyRelease) -> None:
    table = trend_rows(release)
    heads = "".join(f'<th scope="col" role="columnheader">{words_of(quarter)}</th>' for quarter in release.quarters)
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{FORM_LABELS[form]}</th>{_trend_cells(values, release)}</tr>'
        for form, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    st.html(
        '<h2>Verloop per kwartaal en vorm</h2><table class="rows" role="table"><caption>Locaties met een signaal '
        "in de twaalf maanden tot het einde van het kwartaal, in de hele regio, in klassen</caption>"
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">vorm</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _trend_cells(values: list[str], release: PolicyRelease) -> str:
    return "".join(
        f'<td role="cell" data-name="{words_of(quarter)}"><img src="{_steps(value)}" alt=""> {value}</td>'
        for quarter, value in zip(release.quarters, values, strict=True)
    )


def _steps(figure_class: str) -> str:
    """Draw a class as a number of filled blocks, so that a row can be read at a glance."""
    filled = REGION_CLASSES.index(figure_class) + 1 if figure_class in REGION_CLASSES else 0
    blocks = "".join(
        f'<rect x="{1 + 9 * place}" y="{11 - 2 * place}" width="7" height="{4 + 2 * place}" stroke="#3f5673" '
        f'fill="{"#154273" if place < filled else "none"}"/>'
        for place in range(len(REGION_CLASSES))
    )
    return "data:image/svg+xml," + quote(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="46" height="16" viewBox="0 0 46 16">{blocks}</svg>'
    )


def _legend_html() -> str:
    items = "".join(
        f'<li><img src="{heat.sample(heat.COLOURS[name])}" alt=""> {name}</li>' for name in reversed(RATIOS)
    )
    hatched = f'<li><img src="{heat.sample(None)}" alt=""> {TOO_FEW}</li>'
    return f'<section class="legend squares" aria-label="Legenda"><ul>{items}{hatched}</ul></section>'


@st.cache_data(max_entries=32, show_spinner=False)
def _picture(classes: pd.Series) -> heat.Picture | None:
    return heat.draw(classes)
