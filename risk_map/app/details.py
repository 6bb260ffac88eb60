"""The explanation of one location: every term of its score, what speaks against, what is unknown. Text stays text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from risk_map.app import state, symbols, texts
from risk_map.app.pages import show_link
from risk_map.app.selection import row_of
from risk_map.domain.notation import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from risk_map.reporting.explanation import ExplainedFact, Explanation, FamilyContribution

ANCHOR: Final = "uitleg"
EFFECTS: Final = {"+": "verhoogt", "-": "verlaagt"}
HINT: Final = "Kies een locatie op de kaart of in de lijst. Hier staat dan waar de score uit bestaat."


def show_details(explanation: Explanation | None, table: pd.DataFrame, shown: pd.Index) -> None:
    """Show the explanation of the chosen location, or how to choose one.

    Parameters
    ----------
    explanation
        Of the chosen location; absent when none is chosen.
    table
        Result of ``selection.location_table`` for the same form of exploitation.
    shown
        Ids of the locations in the selection.
    """
    if explanation is None:
        st.html(f'<p class="hint">{HINT}</p>')
        return
    row = row_of(table, explanation.location_id)
    st.html(details_html(explanation, row, filtered_out=explanation.location_id not in shown))
    show_link("locatie", "Alles over deze locatie, en besluiten", locatie=explanation.location_id)
    st.button("Sluit uitleg", on_click=state.select_location, args=(None,))


def show_way_to_details(table: pd.DataFrame, chosen: str | None) -> None:
    """Say under the map which location is chosen, with a way to its explanation: on a phone that is far below."""
    if chosen is not None:
        address = escape(texts.address(row_of(table, chosen)["address"]))
        st.html(
            f'<p class="to-details">Gekozen: <strong>{address}</strong>. <a href="#{ANCHOR}">Naar de uitleg</a></p>'
        )


def details_html(explanation: Explanation, row: Mapping[str, Any], *, filtered_out: bool) -> str:
    """Write an explanation as HTML; everything that somebody typed is escaped.

    Parameters
    ----------
    explanation
        Of one location and one form of exploitation.
    row
        The row of ``selection.location_table``, as plain values.
    filtered_out
        Whether the location lies outside the chosen selection.
    """
    note = "<p>Deze locatie valt buiten de gekozen selectie.</p>" if filtered_out else ""
    parts = (
        f"<h2>{escape(texts.address(row['address']))}</h2><p>{escape(row['type_label'])}</p>{note}",
        _verdict(row, explanation.note),
        _contributions(explanation.families) if explanation.families else "",
        _section("Feiten", _facts(explanation.facts)),
        _section("Wat pleit tegen een bezoek", _items(explanation.speaks_against)),
        _section("Onbekend: telt niet mee", _items(explanation.unknown)),
        _section("Wat zou de score verlagen", _items(explanation.would_lower)),
        _section("Lagen die nu voor nul tellen", _items(explanation.disabled_layers)),
    )
    return (
        f'<section class="details" id="{ANCHOR}" aria-label="Uitleg bij de gekozen locatie">{"".join(parts)}</section>'
    )


def why_html(explanation: Explanation) -> str:
    """Write an explanation as HTML on a page that says the address already."""
    row = {
        "address": "Waarom nu",
        "type_label": explanation.form_label,
        "symbol": explanation.risk_class or explanation.state,
        "times_base": explanation.times_base,
        "rank": explanation.rank,
        "rank_low": explanation.rank_low,
        "rank_high": explanation.rank_high,
    }
    return details_html(explanation, row, filtered_out=False)


def _verdict(row: Mapping[str, Any], note: str) -> str:
    symbol = symbols.by_key(row["symbol"])
    lines = [f'<strong><img src="{symbols.picture(symbol)}" alt=""> {symbol.label}</strong>']
    if note:
        lines.append(escape(note))
    if not pd.isna(row["times_base"]):
        lines.append(f"{texts.times_base(row['times_base'])} het basisniveau")
        lines.append(
            f"Rang {texts.number(row['rank'])} in de hele regio; bij andere redelijke gewichten "
            f"{texts.number(row['rank_low'])} tot {texts.number(row['rank_high'])}"
        )
    lines.append(f"<em>{texts.MOTTO}</em>")
    return f'<p class="verdict">{"<br>".join(lines)}</p>'


def _contributions(families: Sequence[FamilyContribution]) -> str:
    """Write the bars: to the right raises, to the left lowers; the figures beside them add up to the total."""
    widest = max([abs(family.contribution) for family in families] + [1e-9])
    rows = "".join(
        f'<tr><th scope="row">{escape(family.label)}</th>'
        f'<td class="bar" aria-hidden="true">{_bar(family.contribution / widest)}</td>'
        f"<td>{signed(family.contribution)}</td><td>{texts.number(family.factor, 2)}</td></tr>"
        for family in families
    )
    total = sum(family.contribution for family in families)
    factor = 1.0
    for family in families:
        factor *= family.factor
    return (
        '<h3>Waar de score uit bestaat</h3><table class="contributions"><thead><tr><th scope="col">Onderdeel</th>'
        '<td aria-hidden="true"></td><th scope="col">Bijdrage</th><th scope="col">Factor</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row">Samen</th><td aria-hidden="true"></td>'
        f"<td>{signed(total)}</td><td>{texts.number(factor, 2)}</td></tr></tfoot></table>"
        '<p class="small">Bijdragen tellen op; factoren vermenigvuldigen tot het aantal keer het basisniveau.</p>'
    )


def _bar(share: float) -> str:
    side = "up" if share >= 0 else "down"
    return f'<span class="{side}" style="width:{abs(share) * 50:.1f}%"></span>'


def _facts(facts: Iterable[ExplainedFact]) -> str:
    return _list(
        f"{escape(fact.sentence)} <span>{escape(fact.source)}, {texts.day(fact.date)}{_effect(fact)}</span>"
        for fact in facts
    )


def _effect(fact: ExplainedFact) -> str:
    if fact.contribution is None:
        return ""
    told = signed(fact.contribution)
    return f"; {EFFECTS.get(told[0], 'telt hier niet mee')} ({told})"


def _items(sentences: Iterable[str]) -> str:
    return _list(escape(sentence) for sentence in sentences)


def _list(items: Iterable[str]) -> str:
    written = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{written}</ul>" if written else ""


def _section(title: str, body: str) -> str:
    return f"<h3>{title}</h3>{body}" if body else ""
