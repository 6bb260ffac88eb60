"""What is not in a planned round and why: every place, by reason, municipality and type, a part of them at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import looks, state, texts
from risk_map.app.answers import ask_many, ask_one
from risk_map.app.round_view import words_for
from risk_map.app.tables import show_table
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.planning.emptiness import OTHER, WORDS
from risk_map.reporting.route_exports import source_words, table_csv
from risk_map.workflow.identity import is_fictional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from risk_map.app.round_plan import Version
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.planning.reasons import WhyNot
    from risk_map.workflow.planning import RoundPlan

ALL: Final = "alles"
FITS: Final = {"prijs": "past nog, of alleen in plaats van een ander bezoek"}
COLUMNS: Final = ("Adres", "Gemeente", "Soort", "Waarom niet, en wat zou helpen")
SHOWN: Final = 40
"""Places on the screen at a time; the page stays readable."""


def show_left_out(subject: Subject, config: Config, version: Version) -> None:
    """Show what is not in the round, and what would let it in.

    Parameters
    ----------
    subject, config
        Who plans, and how the municipalities are called.
    version
        The plan.
    """
    found = version.found
    reasons = state.kept("waarom_niet", (subject, version.name), lambda: tuple(found.why_not()))
    if not reasons:
        st.caption("Alle locaties waarover is besloten, zitten in deze ronde.")
        return
    wanted = _ask_which(config, found, reasons)
    if not wanted:
        st.info("Geen locatie voldoet aan deze keuze. Kies ruimer.")
        return
    part = _ask_part(len(wanted))
    rows = _rows(config, found, wanted[part : part + SHOWN])
    show_table(f"Niet in de ronde: {len(wanted)} van {len(reasons)}", COLUMNS, rows)
    st.download_button(
        f"Download {texts.count(len(wanted), 'locatie', 'locaties')} (CSV)",
        lambda: taken_along(subject, config, found, wanted),
        "niet-in-de-ronde.csv",
        "text/csv",
        help="Dat u dit meeneemt, komt in het logboek.",
        on_click="ignore",
        key="waarom_niet_csv",
    )


def taken_along(subject: Subject, config: Config, found: RoundPlan, wanted: Sequence[WhyNot]) -> bytes:
    """Give places that are not in the round as a file, and write in the log that somebody takes them along.

    Parameters
    ----------
    subject, config
        Who plans, and how the municipalities are called.
    found
        The plan.
    wanted
        The places, as the page shows them.
    """
    looks.log_export(subject, config, [each.location_id for each in wanted], "plan_round")
    source = source_words(fictional=is_fictional(config))
    ids = (each.location_id for each in wanted)
    rows = zip(ids, _rows(config, found, wanted), strict=True)
    return table_csv(("Locatie", *COLUMNS, "Bron"), [(place, *cells, source) for place, cells in rows])


def _rows(config: Config, found: RoundPlan, wanted: Sequence[WhyNot]) -> list[tuple[str, ...]]:
    towns, kinds = config.municipalities, labels(LOCATION_TYPES)
    rows: list[tuple[str, ...]] = []
    for each in wanted:
        item = found.problem.candidate(each.location_id)
        town = towns.get(item.municipality, item.municipality)
        address = texts.address(found.addresses[each.location_id])
        rows.append((address, town, kinds[item.location_type], words_for(found, each.text)))
    return rows


def _ask_which(config: Config, found: RoundPlan, reasons: Sequence[WhyNot]) -> list[WhyNot]:
    items = {each.location_id: found.problem.candidate(each.location_id) for each in reasons}
    there = {item.municipality for item in items.values()}
    kinds = {item.location_type for item in items.values()}
    counts = Counter(_binds(each) for each in reasons)
    words = {ALL: f"alle redenen ({len(reasons)})"} | {
        reason: f"{reason} ({times})" for reason, times in counts.most_common()
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = ask_one("Reden", list(words), "waarom_reden", ALL, words.__getitem__)
        towns = ask_many(
            "Gemeenten van deze locaties",
            {code: name for code, name in config.municipalities.items() if code in there},
            "waarom_gemeenten",
            "Alle gemeenten",
        )
        types = ask_many(
            "Soorten van deze locaties",
            {code: name for code, name in labels(LOCATION_TYPES).items() if code in kinds},
            "waarom_soorten",
            "Alle soorten",
        )
    return [
        each
        for each in reasons
        if reason in {ALL, _binds(each)}
        and (not towns or items[each.location_id].municipality in towns)
        and (not types or items[each.location_id].location_type in types)
    ]


def _ask_part(count: int) -> int:
    """Ask which part of the rows; give the first of it."""
    firsts = list(range(0, count, SHOWN))
    if len(firsts) == 1:
        return 0
    part: int = ask_one(
        f"Van {texts.count(count, 'locatie', 'locaties')}",
        firsts,
        "waarom_deel",
        0,
        lambda first: f"{first + 1} tot en met {min(first + SHOWN, count)}",
    )
    return part


def _binds(each: WhyNot) -> str:
    return FITS.get(each.rule) or WORDS.get(each.rule, OTHER)
