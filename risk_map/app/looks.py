"""Write in the log what the app is about to show: one line per address, once for one look.

Streamlit runs a page again at every click. A map that is drawn again is the same look; another set of addresses,
another location or another visitor is a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.app import state
from risk_map.store.audit import LOCATION, Deed, Origin, things
from risk_map.workflow.audit import log_deed
from risk_map.workflow.audit import log_refusal as log_refused
from risk_map.workflow.clock import now_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.errors import PermissionDeniedError


def log_look(subject: Subject, config: Config, action: str, location_ids: Iterable[str]) -> None:
    """Write in the log which addresses a visitor is about to see, before they are shown.

    Parameters
    ----------
    subject
        Who looks.
    config
        Says where the store is.
    action
        Name of the use case.
    location_ids
        Which locations.
    """
    shown = (subject, tuple(location_ids))
    if not state.is_shown_already(action, shown):
        log_deed(subject, config, Deed(action, things(LOCATION, shown[1]), origin=Origin.APP), now_of(config))
        state.note_shown(action, shown)


def log_refusal(config: Config, refusal: PermissionDeniedError) -> None:
    """Write in the log that a visitor was refused."""
    log_refused(config, refusal, now_of(config), Origin.APP)
