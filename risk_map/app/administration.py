"""The page Beheer: bring files in, give and take roles, and see when the last backup was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, importing, session, state, texts
from risk_map.app.masthead import show_title
from risk_map.app.tables import show_table
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role
from risk_map.governance.permissions import may
from risk_map.governance.shifts import LOCAL
from risk_map.workflow.administration import backup_stamp, read_backups
from risk_map.workflow.clock import now_of
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.roles import NOTHING_REAL, Proposal, grant_role, read_roles, revoke_role

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.identity import Granted, Grants

PARTS: Final = {
    "inlezen": ("Inlezen", "read_imports"),
    "rollen": ("Gebruikers en rollen", "read_roles"),
    "reservekopie": ("Reservekopie", "read_backups"),
}
"""Key in the address -> title, and the use case of whoever has it."""


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    show_title(config, "Beheer", "Gegevens inlezen, rollen uitvoeren en de reservekopie volgen.")
    titles = {key: title for key, (title, needs) in PARTS.items() if may(subject, needs)}
    part = st.radio(
        "Onderdeel", list(titles), format_func=titles.__getitem__, horizontal=True, key="beheer", bind="query-params"
    )
    st.html(f"<h2>{titles[part]}</h2>")
    if part == "inlezen":
        importing.show(subject, config)
    elif part == "rollen":
        _show_roles(subject, config)
    else:
        _show_backup(subject, config)


def _show_roles(subject: Subject, config: Config) -> None:
    if told := state.told("rollen"):
        st.success(told)
    held = state.kept("roles", (subject, config.hash), lambda: read_roles(subject, config, now_of(config)))
    show_table(
        "Wie nu een rol heeft",
        ("aanmeldnaam", "rol", "gemeente"),
        [(grant.subject_id, grant.role.label, config.municipalities.get(grant.municipality or "")) for grant in held],
        empty="Nog niemand heeft hier een rol.",
    )
    if not may(subject, "grant_role"):
        return
    if is_fictional(config):
        st.info(NOTHING_REAL.replace(" (--als)", ""))
        return
    _ask_grant(subject, config)
    if held:
        _ask_revoke(subject, config, held)


def _ask_grant(subject: Subject, config: Config) -> None:
    st.html("<h3>Een rol toekennen</h3>")
    roles = {role: role.label for role in Role}
    role = st.selectbox("Rol", list(roles), format_func=roles.__getitem__, key="nieuwe_rol")
    with st.form("toekennen", border=False):
        towns = config.municipalities
        place = (
            st.selectbox("Gemeente", list(towns), format_func=towns.__getitem__)
            if role in OF_ONE_MUNICIPALITY
            else None
        )
        login = st.text_input("Aanmeldnaam van wie de rol krijgt", max_chars=120).strip()
        proposer = st.text_input("Aanmeldnaam van de regiocoördinator die het voorstelt", max_chars=120).strip()
        if st.form_submit_button("Ken de rol toe", type="primary"):
            with session.attempt():
                grant_role(subject, config, Proposal(login, role, place, proposer), now_of(config))
                _done(f"{login} is nu {role.label}.")


def _ask_revoke(subject: Subject, config: Config, held: Grants) -> None:
    def words(grant: Granted) -> str:
        return (
            f"{grant.subject_id}: {grant.role.label} {config.municipalities.get(grant.municipality or '', '')}".strip()
        )

    st.html("<h3>Een rol intrekken</h3>")
    with st.form("intrekken", border=False):
        grant = st.selectbox("Welke rol", held, format_func=words)
        proposer = st.text_input("Aanmeldnaam van de regiocoördinator die het voorstelt", max_chars=120).strip()
        if st.form_submit_button("Trek de rol in"):
            with session.attempt():
                revoke_role(subject, config, Proposal(*grant, proposer), now_of(config))
                _done(f"De rol {grant.role.label} van {grant.subject_id} is ingetrokken.")


def _done(words: str) -> None:
    state.forget("roles")
    state.tell("rollen", words)
    st.rerun()


def _show_backup(subject: Subject, config: Config) -> None:
    last = state.kept("backups", (subject, backup_stamp(config)), lambda: read_backups(subject, config, now_of(config)))
    if last is None:
        st.html('<p class="hint">Er is nog geen reservekopie gemaakt.</p>')
    else:
        at = last.at.astimezone(LOCAL)
        st.html(f"<p>De laatste reservekopie is van <strong>{texts.day(at.date())}</strong>, {at:%H:%M} uur.</p>")
        st.html("<p>De kop van het logboek erin:</p>")
        st.code(last.head, language=None, wrap_lines=True)
    st.html(
        '<p class="hint">Een kopie maken of terugzetten gaat op de server, met <code>risk-map backup</code> en '
        "<code>risk-map restore</code>: een kopie bevat alles, en hoort niet in een browser.</p>"
    )
