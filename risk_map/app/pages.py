"""The pages of the app: one line each. Menu, boundary, smoke test, accessibility test and screenshots follow from it.

How to add a page: write ``pages/<key>.py`` (its first statement is ``subject = session.subject()``; load, ask, call,
render; no functions) and add its line to ``PAGES``. What it shows comes from a module of this package, what it does
from a use case of ``workflow``. ``docs/how-to-add.md`` has an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.errors import PermissionDeniedError
from risk_map.governance.permissions import may, who_may

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from risk_map.domain.subject import Subject


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the app.

    Parameters
    ----------
    key
        Name of its file in ``pages/`` and of its address.
    title
        Dutch word in the menu.
    task
        What a user does there: a Dutch sentence.
    use_cases
        A role has the page when it may do one of these anywhere; without any, everybody who is signed in has it.
    """

    key: str
    title: str
    task: str
    use_cases: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The script, as Streamlit is told of it."""
        return f"pages/{self.key}.py"

    def is_for(self, subject: Subject | None) -> bool:
        """Say whether the page is in the menu of somebody; nobody has a page."""
        return subject is not None and (not self.use_cases or any(may(subject, name) for name in self.use_cases))


PAGES: Final = (
    PageSpec("start", "Start", "Zie wat er vandaag op u wacht."),
    PageSpec("kaart", "Kaart", "Kijk waar een bezoek zin heeft, en waarom.", ("score_snapshot",)),
    PageSpec("locatie", "Locatie", "Lees wat er bekend is over één locatie, en besluit.", ("read_places",)),
    PageSpec("ronde", "Ronde", "Plan een controleronde, stel haar bij en stel haar vast.", ("plan_round",)),
    PageSpec("seizoen", "Seizoen", "Verdeel rondes over dagen die niemand voorziet.", ("plan_season",)),
    PageSpec("routelijst", "Routelijst", "Neem de ronde van vandaag mee, plaats voor plaats.", ("read_route_list",)),
    PageSpec(
        "bevindingen",
        "Bevindingen",
        "Leg vast wat er is gezien, in de volgorde van de lijst.",
        ("record_visit", "write_visit_form"),
    ),
    PageSpec("signalen", "Signalen", "Meld, beoordeel en volg feiten over een plaats.", ("read_signals", "add_signal")),
    PageSpec("hotspots", "Hotspots", "Zie waar naar verhouding meer wordt gemeld.", ("read_policy_release",)),
    PageSpec("verantwoording", "Verantwoording", "Lees hoe de score ontstaat en waar die op rust."),
    PageSpec(
        "beheer",
        "Beheer",
        "Zie wat is ingelezen, wie welke rol heeft, en hoe oud de reservekopie is.",
        ("import_register", "read_roles"),
    ),
)
"""In the order of the menu. The first is where everybody begins: Streamlit gives it the address ``/``."""

BY_KEY: Final = {spec.key: spec for spec in PAGES}


def menu(subject: Subject | None) -> tuple[PageSpec, StreamlitPage]:
    """Show the menu of somebody, and give the page that the address asks for.

    Parameters
    ----------
    subject
        Who looks; nobody gets an empty menu.

    Notes
    -----
    Streamlit must know the pages that somebody does not have as well: else a link to one says "Page not found", in
    English. They are not in the menu, and ``refuse_stranger`` says whose they are.
    """
    known = [
        st.Page(
            spec.file,
            title=spec.title,
            default=spec is PAGES[0],
            visibility="visible" if spec.is_for(subject) else "hidden",
        )
        for spec in PAGES
    ]
    page = st.navigation(known, position="hidden" if subject is None else "sidebar", expanded=True)
    spec = PAGES[known.index(page)]
    st.set_page_config(page_title=f"{spec.title} · Risicokaart")
    return spec, page


def refuse_stranger(spec: PageSpec, subject: Subject | None) -> None:
    """Refuse a page to whoever does not have it, before it runs; nobody at all is stopped by the guard of the page.

    Raises
    ------
    PermissionDeniedError
        With the sentence that says who may do what the page is for.
    """
    if subject is not None and not spec.is_for(subject):
        name = spec.use_cases[0]
        raise PermissionDeniedError(who_may(name), subject, name)


def show_link(key: str, label: str, **parameters: str) -> None:
    """Show a link to another page of the app, inside the same session.

    Parameters
    ----------
    key
        Key of the page.
    label
        Dutch words of the link.
    **parameters
        What stands in the address of that page, such as ``locatie``.
    """
    st.page_link(BY_KEY[key].file, label=label, query_params=parameters or None)


def go_to(key: str, **parameters: str) -> None:
    """Open another page of the app; the rest of this page does not run."""
    # Without a mapping Streamlit refuses as soon as the address holds a filter.
    st.switch_page(BY_KEY[key].file, query_params=parameters)
