"""What happened at a location before: visits, signals, decisions, freezes; and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.pages import show_link
from risk_map.app.tables import show_table
from risk_map.domain.cases import NOT_VISITED_REASONS, VERDICTS
from risk_map.domain.inspection import RESULTS
from risk_map.domain.location import FORMS, OVERALL, SIGNAL_CATEGORIES, labels
from risk_map.governance.permissions import may
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.decision_reads import Decisions, read_decisions
from risk_map.workflow.signal_reads import STAGES, Signals, read_signals, stages
from risk_map.workflow.store import CASE_TABLES, store_stamp
from risk_map.workflow.tasks import homes_to_confirm
from risk_map.workflow.visits import read_visits

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

NO_PLACES: Final = "Er is nu geen locatie die u mag zien."
MOST_WAITING: Final = 20
WAITS: Final = "wacht op een tweede persoon"

FORM_WORDS: Final = {OVERALL: "alle vormen"} | labels(FORMS)
CATEGORY_WORDS: Final = labels(SIGNAL_CATEGORIES)
VERDICT_WORDS: Final = labels(VERDICTS)
RESULT_WORDS: Final = labels(RESULTS)
REASON_WORDS: Final = labels(NOT_VISITED_REASONS)
STAGE_WORDS: Final = labels(STAGES)


@dataclass(frozen=True, slots=True)
class Case:
    """What a subject may see of what happened at one location; what they may not see is absent.

    Parameters
    ----------
    visits, signals, decisions
        Results of ``read_visits``, ``read_signals`` and ``read_decisions``.
    """

    visits: pd.DataFrame | None
    signals: Signals | None
    decisions: Decisions | None


def read_case(subject: Subject, config: Config, location_id: str, reason: str) -> Case:
    """Read what happened at a location, once for as long as nothing new was recorded: a rerun is no new look.

    Parameters
    ----------
    subject, reason
        Who looks, and why for the roles that have to say so.
    config
        Says where the store is.
    location_id
        Which location.
    """
    now = now_of(config)

    def read() -> Case:
        return Case(
            read_visits(subject, config, now, location_id=location_id, reason=reason)
            if may(subject, "read_visits")
            else None,
            read_signals(subject, config, now, location_id=location_id, reason=reason)
            if may(subject, "read_signals")
            else None,
            read_decisions(subject, config, now, location_id=location_id, reason=reason)
            if may(subject, "read_decisions")
            else None,
        )

    return state.kept("zaak", (subject, location_id, reason, store_stamp(config, CASE_TABLES)), read)


def show_frozen(case: Case) -> None:
    """Say that a location is frozen, and why."""
    if case.decisions is not None:
        for row in case.decisions.frozen.to_dict("records"):
            since = texts.day(local_day(row["recorded_at"]))
            st.html(
                f'<p class="notice" role="status"><strong>Bevroren sinds {since}.</strong> Deze locatie gaat geen '
                f"ronde in. Reden: {escape(row['reason'])}</p>"
            )


def show_history(case: Case) -> None:
    """Show visits, signals and decisions, newest first."""
    if case.visits is not None:
        show_table(
            "Bezoeken",
            ("Wanneer", "Resultaat", "Vorm of reden"),
            [_visit(row) for row in case.visits.iloc[::-1].to_dict("records")],
            empty="Nooit bezocht, voor zover hier bekend.",
        )
    if case.signals is not None:
        show_table(
            "Signalen",
            ("Gezien op", "Feit", "Vorm", "Betrouwbaarheid", "Stand"),
            [_signal(row) for row in _signals_of(case.signals).iloc[::-1].to_dict("records")],
            empty="Geen signalen over deze locatie.",
        )
    if case.decisions is not None:
        show_table(
            "Eerdere besluiten",
            ("Wanneer", "Besluit", "Voor", "Tegen", "Stand"),
            [_decision(row) for row in case.decisions.decisions.iloc[::-1].to_dict("records")],
            empty="Nog geen besluit over deze locatie.",
        )


def signal_words(signals: Signals) -> dict[str, str]:
    """Give the id and the Dutch words of every signal, newest first."""
    rows = signals.signals.iloc[::-1].to_dict("index")
    words = {
        str(name): f"{texts.day(row['observed_on'])}: {CATEGORY_WORDS[row['category']]} ({row['reliability']})"
        for name, row in rows.items()
    }
    return texts.distinct(words)


def show_waiting(subject: Subject, config: Config, places: pd.DataFrame, reason: str) -> None:
    """Show the homes about which the subject may decide as a second person, each with a way to it."""
    if not may(subject, "confirm_decision"):
        return
    now, stamp = now_of(config), (subject, reason, store_stamp(config, CASE_TABLES))
    found = state.kept("wachtend", stamp, lambda: homes_to_confirm(subject, config, now, reason=reason))
    waiting = found[found["location_id"].isin(places.index)].drop_duplicates("location_id")
    if waiting.empty:
        return
    st.header("Wacht op een tweede persoon", anchor=False)
    for row in waiting.head(MOST_WAITING).to_dict("records"):
        show_link("locatie", f"{texts.address(row['address'])}, besluit van {_when(row)}", locatie=row["location_id"])


def _signals_of(signals: Signals) -> pd.DataFrame:
    return signals.signals.assign(stage=stages(signals))


def _visit(row: Mapping[Hashable, object]) -> tuple[str, ...]:
    more = FORM_WORDS.get(str(row["form"])) or REASON_WORDS.get(str(row["not_visited_reason"]), "")
    return texts.day(row["visited_on"]), RESULT_WORDS[str(row["result"])], more  # type: ignore[arg-type]


def _signal(row: Mapping[Hashable, object]) -> tuple[str, ...]:
    return (
        texts.day(row["observed_on"]),  # type: ignore[arg-type]
        CATEGORY_WORDS[str(row["category"])],
        FORM_WORDS[str(row["form"])],
        str(row["reliability"]),
        STAGE_WORDS[str(row["stage"])],
    )


def _decision(row: Mapping[Hashable, object]) -> tuple[str, ...]:
    verdict = f"{VERDICT_WORDS[str(row['verdict'])]} ({FORM_WORDS[str(row['form'])]})"
    return _when(row), verdict, str(row["reason_for"]), str(row["reason_against"]), WAITS if row["waits"] else ""


def _when(row: Mapping[Hashable, object]) -> str:
    return texts.day(local_day(row["recorded_at"]))  # type: ignore[arg-type]
