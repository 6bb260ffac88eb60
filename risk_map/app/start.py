"""The page Start: what waits for somebody today, what they should know, and the way to each of their pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from risk_map.app import cache, session, state, texts
from risk_map.app.masthead import show_title
from risk_map.app.pages import BY_KEY, PAGES, show_link
from risk_map.app.tables import show_table
from risk_map.workflow import tasks
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.freshness import days_of_layers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

NBSP: Final = "\N{NO-BREAK SPACE}"


class Today(NamedTuple):
    """What the page says.

    Parameters
    ----------
    waiting
        Tasks of the subject.
    notices
        Dutch sentences.
    days
        Layer -> the newest day of which it has data.
    """

    waiting: list[tasks.Task]
    notices: list[str]
    days: dict[str, date]


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    now = now_of(config)
    place = config.municipalities.get(subject.municipality or "", "de hele regio")
    show_title(config, "Start", f"U werkt als {subject.role.label} voor {place}.")
    seen = cache.data_stamp(config), tasks.tasks_stamp(subject, config)
    stamp = (subject, session.reason(), config.hash, seen, f"{now:%Y-%m-%d %H}")
    today = state.kept("start", stamp, lambda: _look(subject, config))
    left, right = st.columns(2, gap="large")
    with left:
        _show_waiting(today.waiting)
        _show_pages(spec.key for spec in PAGES[1:] if spec.is_for(subject))
    with right:
        _show_notices(today.notices)
        _show_layers(config, today.days, local_day(now))


def _look(subject: Subject, config: Config) -> Today:
    now = now_of(config)
    return Today(
        tasks.waiting_for(subject, config, now, reason=session.reason()),
        tasks.notices(subject, config, now),
        days_of_layers(subject, config, now),
    )


def _show_waiting(waiting: list[tasks.Task]) -> None:
    st.html("<h2>Wat op u wacht</h2>")
    if not waiting:
        st.html('<p class="hint">Er wacht nu niets op u.</p>')
    for task in waiting:
        words = f"{texts.number(task.amount)} {task.words}"
        with st.container(key=f"taak_{task.page}_{task.words[:24]}", border=True):
            if task.page in BY_KEY:
                show_link(task.page, words, **task.place)
            else:
                st.html(f"<p>{escape(words)}</p>")


def _show_pages(keys: Iterable[str]) -> None:
    st.html("<h2>Wat u hier kunt doen</h2>")
    for key in keys:
        show_link(key, f"**{BY_KEY[key].title}**: {BY_KEY[key].task}")


def _show_notices(notices: list[str]) -> None:
    st.html("<h2>Goed om te weten</h2>")
    if not notices:
        st.html('<p class="hint">Geen bijzonderheden.</p>')
    for notice in notices:
        st.html(f'<p class="notice">{escape(notice)}</p>')


def _show_layers(config: Config, days: dict[str, date], today: date) -> None:
    rows = [
        (
            layer.title,
            texts.day(days[key]).replace(" ", NBSP),
            "telt nu voor nul" if layer.why_invalid(today) else f"telt{NBSP}mee",
        )
        for key, layer in config.layers.items()
    ]
    show_table("Hoe vers de gegevens zijn", ("laag", "gegevens van", "nu"), rows, empty="Er zijn nog geen lagen.")
