"""Write in the log what the app is about to show: one line per address, once for one look.

Streamlit runs a page again at every click. A map that is drawn again is the same look; another set of addresses,
another location or another visitor is a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.app import state
from risk_map.domain.cases import SIGNED_IN, SIGNED_OUT
from risk_map.errors import SignInDeniedError
from risk_map.store.audit import LOCATION, Deed, Origin, asked_from, thing, things
from risk_map.workflow import audit
from risk_map.workflow.audit import log_deed
from risk_map.workflow.clock import now_of
from risk_map.workflow.stated_reasons import state_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.errors import PermissionDeniedError


def log_look(
    subject: Subject, config: Config, action: str, seen: Iterable[str], kind: str = LOCATION, *, place: str = ""
) -> None:
    """Write in the log which addresses a visitor is about to see, before they are shown.

    Parameters
    ----------
    subject
        Who looks.
    config
        Says where the store is.
    action
        Name of the use case.
    seen, kind
        Which locations; or which addresses, with ``ADDRESS``.
    place
        Where on the page, when it is shown in several places at once.
    """
    shown = (subject, tuple(seen))
    if not state.is_shown_already(action + place, shown):
        log_deed(subject, config, Deed(action, things(kind, shown[1]), origin=Origin.APP), now_of(config))
        state.note_shown(action + place, shown)


def log_export(subject: Subject, config: Config, location_ids: Iterable[str], action: str = "export_scores") -> None:
    """Write in the log which locations a visitor is about to take along as a file."""
    log_deed(subject, config, Deed(action, things(LOCATION, location_ids), origin=Origin.APP), now_of(config))


def keep_reason(subject: Subject, config: Config, text: str) -> None:
    """Keep why a visitor looks, once for as long as they say the same.

    Raises
    ------
    InputError, ForbiddenColumnError
        When it is too long, or points to a person.
    """
    if not state.is_shown_already("state_reason", (subject, text)):
        state_reason(subject, config, text, now_of(config))
        state.note_shown("state_reason", (subject, text))


def keep_reason_of_export(subject: Subject, config: Config, text: str) -> None:
    """Keep why a visitor takes something along; raises as ``keep_reason`` does."""
    # A download runs outside the page that offered it.
    with asked_from(Origin.APP):
        state_reason(subject, config, text, now_of(config))


def log_run(subject: Subject, config: Config, action: str, run_id: str) -> None:
    """Write in the log what was done with a kept run."""
    log_deed(subject, config, Deed(action, (thing("run", run_id),), origin=Origin.APP), now_of(config))


def log_refusal(config: Config, refusal: PermissionDeniedError) -> None:
    """Write in the log that a visitor was refused; who may not come in at all is told so once per session."""
    if isinstance(refusal, SignInDeniedError):
        if state.is_shown_already("sign_in", refusal.login):
            return
        state.note_shown("sign_in", refusal.login)
    audit.log_refusal(config, refusal, now_of(config), Origin.APP)


def log_sign_in(config: Config, subject: Subject) -> None:
    """Write that somebody signed in."""
    audit.log_sign_in(config, SIGNED_IN, subject.id, subject.role, now_of(config))


def log_sign_out(config: Config, login: str, role: str) -> None:
    """Write that somebody signed out."""
    audit.log_sign_in(config, SIGNED_OUT, login, role, now_of(config))
