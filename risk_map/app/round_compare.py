"""Two plans side by side, and what each rule of a plan costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import round_plan, state, texts
from risk_map.app.jobs import Job, watch
from risk_map.app.tables import show_table
from risk_map.domain.notation import number
from risk_map.planning.prices import FREE_WORDS, PRICED, WITHOUT_PRICE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.app.round_plan import Version
    from risk_map.domain.subject import Subject
    from risk_map.planning.prices import Price
    from risk_map.workflow.planning import RoundPlan

PRICE_KEY: Final = "prijzen"
STOP: Final = "Laat maar"


def show_comparison(subject: Subject, version: Version) -> None:
    """Show a plan beside another one that was made in this session, and let the user go on with either.

    Parameters
    ----------
    subject
        Who plans.
    version
        The plan that they work on.
    """
    others = {other.name: other for other in round_plan.versions(subject) if other.name != version.name}
    if not others:
        st.caption("Er is nog maar één plan. Wijzig iets en plan opnieuw; dan staan de plannen hier naast elkaar.")
        return
    other = others[st.selectbox("Vergelijk met", list(others))]
    columns = ("Cijfer", version.name, other.name, "Verschil")
    figures = figure_rows(version.found, other.found)
    show_table("Twee plannen naast elkaar", columns, figures, figures=columns[1:])
    rows = list(difference_rows(version.found, other.found))
    if rows:
        show_table("Welke bezoeken verschillen", ("Adres", version.name, other.name), rows)
    else:
        st.caption("De plannen hebben dezelfde bezoeken bij dezelfde teams.")
    st.button(f"Ga verder met {other.name}", on_click=round_plan.choose, args=(subject, other.name))


def show_prices(subject: Subject, version: Version) -> None:
    """Show what each rule costs; finding out takes a while, so only when somebody asks.

    Parameters
    ----------
    subject
        Who plans.
    version
        The plan.
    """
    name, job = state.recall(subject, PRICE_KEY, (None, None))
    if name != version.name or job is None:
        st.caption(
            "Per afspraak plant de computer de ronde nog eens zonder die afspraak. Dat duurt tot een kwart minuut."
        )
        st.button("Wat kost elke afspraak?", on_click=_price, args=(subject, version))
        return
    if not job.is_done:
        watch(job, STOP)
        return
    prices, columns = job.result(), ("Afspraak", "Meer punten")
    stopped = len(prices) < len(PRICED)
    rows = [(each.title, f"+{number(100 * each.share, 1)}%") for each in prices if each.is_felt or stopped]
    if rows:
        show_table("Zonder deze afspraak: zoveel meer punten", columns, rows, figures=columns[1:])
    st.caption("U stopte; van de andere afspraken is de prijs niet uitgerekend." if stopped else FREE_WORDS)
    st.caption(WITHOUT_PRICE_WORDS)


def figure_rows(one: RoundPlan, other: RoundPlan) -> list[tuple[str, ...]]:
    """Give the figures of two plans, and the difference of the first with the second."""
    rows: list[tuple[str, ...]] = []
    for label, first, second in zip(_LABELS, _totals(one), _totals(other), strict=True):
        decimals = 1 if label == "Kilometers" else 0
        gap = number(first - second, decimals) if first <= second else f"+{number(first - second, decimals)}"
        rows.append((label, number(first, decimals), number(second, decimals), gap))
    return rows


def difference_rows(one: RoundPlan, other: RoundPlan) -> Iterator[tuple[str, str, str]]:
    """Give the visits that only one of two plans has, or that another team makes."""
    addresses = {**other.addresses, **one.addresses}
    for name in sorted({*one.plan.location_ids, *other.plan.location_ids}, key=addresses.__getitem__):
        first, second = one.plan.team_of(name), other.plan.team_of(name)
        if first != second:
            yield texts.address(addresses[name]), first or "niet in de ronde", second or "niet in de ronde"


_LABELS: Final = ("Bezoeken", "Punten", "Minuten onderweg", "Minuten bezoek", "Minuten wachten", "Kilometers")


def _totals(found: RoundPlan) -> tuple[float, ...]:
    figures = list(found.figures.values())
    return (
        len(found.plan.location_ids),
        sum(each.prize for each in figures),
        sum(each.travel_s for each in figures) / 60,
        sum(each.visit_s for each in figures) / 60,
        sum(each.waiting_s for each in figures) / 60,
        sum(each.travel_m for each in figures) / 1000,
    )


def _price(subject: Subject, version: Version) -> None:
    job = Job(0.0, preparing="De ronde wordt per afspraak nog eens gepland …")

    def work() -> list[Price]:
        return list(version.found.prices(job.is_halted))

    state.remember(subject, PRICE_KEY, (version.name, job.start(work)))
