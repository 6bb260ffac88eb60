"""What a session made with the score is forgotten as soon as the model is switched: off means off, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from risk_map.app import state
from risk_map.workflow.switch import switch_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


def forget_older(subject: Subject, config: Config, page: str, empty: Mapping[str, Any]) -> None:
    """Forget what was made on a page before the model was switched last.

    Parameters
    ----------
    subject, config
        Who looks, and where the switch is.
    page
        Which page.
    empty
        What the session keeps -> what it is when there is none.
    """
    switched = switch_stamp(config)
    if state.recall(subject, f"{page}_van", switched) != switched:
        for name, nothing in empty.items():
            state.remember(subject, name, nothing)
    state.remember(subject, f"{page}_van", switched)
