"""Who looks: anybody in a region that does not exist, and where data are real whoever signed in and holds a role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from risk_map.app import looks, state
from risk_map.app.escaping import literal
from risk_map.app.sittings import Sitting, Sittings, Standing
from risk_map.app.trials import COOKIE, Trials
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.errors import RiskMapError, SignInDeniedError
from risk_map.workflow import identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.config import Config

DEMO_SUBJECT: Final = "demonstratie"
"""How the id of whoever tries a role begins; each role is somebody else, because some things take two people."""

TRIED: Final = ("rol", "rol_gemeente", "rol_persoon")
FIRST_TRIED: Final = {"rol": str(Role.REGIOCOORDINATOR)}
ROLE_HELP: Final = "Alleen met fictieve gegevens: zo ziet u wat elke rol te zien krijgt."
PEOPLE: Final = {"": "eerste persoon", "2": "tweede persoon"}
PEOPLE_HELP: Final = "Sommige stappen zijn van twee mensen, zoals een ronde opstellen en haar goedkeuren."
TWO_NEEDED: Final = frozenset({Role.COORDINATOR, Role.REGIOCOORDINATOR, Role.AANDACHTSFUNCTIONARIS, Role.BEHEERDER})
"""Roles of which the demonstration has two people."""

REASON_HELP: Final = "Wordt bewaard bij wat u hierna inziet. Schrijf over uw werk, nooit over een persoon."

IDLE_CHECK_SECONDS: Final = 20

NOT_SET_UP: Final = (
    "Hier staan echte gegevens, en aanmelden is nog niet ingericht. De beheerder leest in docs/beheer.md hoe dat gaat."
)
WAY_IN: Final = "Hier staan gegevens over echte plaatsen. Meld u aan met uw account van de gemeente."
OVER: Final = (
    "Uw aanmelding is voorbij: u meldde zich af, deed een tijd niets, of meldde zich te lang geleden aan. "
    "Meld u opnieuw aan."
)
NO_CLAIM: Final = "Uw gemeente stuurt bij het aanmelden niet mee wie u bent; de beheerder herstelt dat."


class Visitor(NamedTuple):
    """Who looks at a page.

    Parameters
    ----------
    subject
        Absent when nobody is signed in.
    reason
        Why they look, for the roles that have to say so.
    way_in
        What to read when nobody is signed in.
    """

    subject: Subject | None
    reason: str = ""
    way_in: str = ""


def visitor_of(config: Config) -> Visitor:
    """Say who looks, and show in the sidebar as whom.

    Parameters
    ----------
    config
        Says where the data and the grants are, and for how long a sign-in holds.

    Raises
    ------
    SignInDeniedError
        When somebody signed in who holds no role; it is in the list of sign-ins then.
    """
    if identity.is_fictional(config):
        return _anybody(config)
    if not can_sign_in():
        return Visitor(None, way_in=NOT_SET_UP)
    if not st.user.is_logged_in:
        return Visitor(None, way_in=WAY_IN)
    return _signed_in(config, st.user.to_dict(), datetime.now(UTC))


def can_sign_in() -> bool:
    """Say whether an identity provider is set up: ``[auth]`` in the secrets of Streamlit."""
    return bool(st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def show_way_in(words: str) -> None:
    """Show how to come in, to whoever is nobody yet.

    Parameters
    ----------
    words
        What is the matter, in Dutch.
    """
    st.html("<h1>Aanmelden</h1>")
    st.info(words)
    if can_sign_in():
        st.button("Aanmelden", type="primary", on_click=st.login)


@st.cache_resource
def known_sittings() -> Sittings:
    """Give the sign-ins of this server."""
    return Sittings()


@st.cache_resource
def known_trials() -> Trials:
    """Give what the browsers of this server try."""
    return Trials()


def _anybody(config: Config) -> Visitor:
    with st.sidebar:
        role = Role(_ask_trial("rol", "Rol (demonstratie)", {role: role.label for role in Role}, ROLE_HELP))
        place = None
        if role in OF_ONE_MUNICIPALITY:
            place = _ask_trial("rol_gemeente", "Werkt voor", config.municipalities)
        second = _ask_trial("rol_persoon", "Als", PEOPLE, PEOPLE_HELP) if role in TWO_NEEDED else ""
    subject = Subject(f"{DEMO_SUBJECT}.{role}{second}", role, place)
    return Visitor(subject, _ask_reason(subject, config))


def _ask_trial(key: str, label: str, options: Mapping[str, str], explained: str | None = None) -> str:
    """Ask whom somebody tries to be, beginning with what this browser tried before."""
    number = st.context.cookies.get(COOKIE)
    usual = (FIRST_TRIED | known_trials().tried(number)).get(key)
    state.restore(key, usual if usual in options else next(iter(options)))
    chosen: str = st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        help=explained,
        on_change=_keep_trial,
        args=(number,),
    )
    state.settle(key, chosen)
    return chosen


def _keep_trial(number: object) -> None:
    """Keep what somebody chose, and not what a page shows: another window that draws itself again chose nothing."""
    answers = {key: state.chosen(key) for key in TRIED}
    known_trials().keep(number, {key: answer for key, answer in answers.items() if answer is not None})


def _signed_in(config: Config, claims: Mapping[str, Any], now: datetime) -> Visitor:
    login, since = claims.get(config.sign_in.claim), claims.get("iat")
    if not isinstance(login, str) or not isinstance(since, int):
        raise SignInDeniedError(NO_CLAIM, "onbekend", identity.NO_ROLE)
    sitting = Sitting(login, datetime.fromtimestamp(since, UTC))
    standing = known_sittings().touch(sitting, config.sign_in, now)
    if standing is Standing.OVER:
        return Visitor(None, way_in=OVER)
    with st.sidebar:
        st.button("Afmelden", on_click=_sign_out, args=(config, sitting), width="stretch")
        subject = _ask_role(config, identity.roles_of(config, login))
    if standing is Standing.NEW:
        looks.log_sign_in(config, subject)
    _leave_when_idle(config, sitting)
    return Visitor(subject, _ask_reason(subject, config))


def _ask_role(config: Config, held: identity.Grants) -> Subject:
    def words(grant: identity.Granted) -> str:
        place = config.municipalities.get(grant.municipality or "")
        return f"{grant.role.label}, {place}" if place else grant.role.label

    if len(held) == 1:
        st.caption(f"Aangemeld als {words(held[0])}")
        return Subject(*held[0])
    return Subject(*st.selectbox("Rol", held, format_func=words, key="eigen_rol"))


def _ask_reason(subject: Subject, config: Config) -> str:
    """Ask why, of who has to say so; what was typed counts once it is kept."""
    if subject.role is not Role.AUDITOR:
        return ""
    with st.sidebar:
        typed: str = st.text_input("Reden van inzage", key="reden", help=REASON_HELP).strip()
        if not typed:
            return ""
        try:
            looks.keep_reason(subject, config, typed)
        except RiskMapError as error:
            st.warning(literal(error))
            return ""
    return typed


def _sign_out(config: Config, sitting: Sitting) -> None:
    known_sittings().end(sitting)
    looks.log_sign_out(config, sitting.login, identity.NO_ROLE)
    st.logout()


@st.fragment(run_every=IDLE_CHECK_SECONDS)
def _leave_when_idle(config: Config, sitting: Sitting) -> None:
    """Take the data off the screen of a desk that nobody sits at."""
    if known_sittings().is_over(sitting, config.sign_in, datetime.now(UTC)):
        st.rerun()
