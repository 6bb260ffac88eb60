"""The form of one stop: the printed boxes in their order, answered by one key each, or by finger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from risk_map.app import state
from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import ANSWERS, RESULTS
from risk_map.domain.location import FORMS
from risk_map.workflow.visit_rows import LETTERS, UNANSWERED
from risk_map.workflow.visits import VisitForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.app.kept_form import KeptForm
    from risk_map.domain.location import Term

FRONTEND: Final = Path(__file__).parent / "frontend"
WIDGET_KEY: Final = "bevinding"
STOP_PARAMETER: Final = "plaats"
"""Name in the address of the stop that is open."""

MEANWHILE: Final = (
    "Deze plaats is intussen vastgelegd, door een collega of in een ander venster; hierboven staat wat. Wat u invulde, "
    "is niet vastgelegd en staat er nog. Klopt het eerste niet, leg dan uw correctie vast."
)

HINT: Final = (
    "Met het toetsenbord: g gezien, v verteld, n niet gezien, - niet beoordeeld; daarna springt u naar het volgende "
    "vakje. Wat u openlaat, is niet beoordeeld."
)

_component = st.components.v2.component(
    "risk_map_findings",
    html='<div class="findings"></div>',
    css=(FRONTEND / "findings.css").read_text(encoding="utf-8"),
    js=(FRONTEND / "findings.js").read_text(encoding="utf-8"),
)


def ask_findings(
    stop_id: str, location_type: str, save: str, kept: KeptForm, *, recorded: str | None = None
) -> VisitForm | None:
    """Show the form of a stop, and give what was filled in, in the run in which somebody sends it.

    Nothing comes back from a window that showed something else as recorded than what is recorded now: whoever filled it
    in reads that, and decides again.

    Parameters
    ----------
    stop_id
        Which stop.
    location_type
        It decides the boxes.
    save
        Words on the button.
    kept
        Of the same stop: the browser keeps what is answered under its key, until it is another one.
    recorded
        Id of the visit that is recorded now, if any.
    """
    shown = {"kept": kept.key("antwoorden"), "recorded": recorded}
    data = form_data(stop_id, location_type, save) | shown
    sent: Any = _component(key=WIDGET_KEY, data=data, on_record_change=_open_what_was_sent).get("record")
    form = read_form(stop_id, sent)
    if form is not None and sent.get("recorded") != recorded:
        st.warning(MEANWHILE)
        return None
    return form


def form_data(stop_id: str, location_type: str, save: str) -> dict[str, Any]:
    """Give what the form shows: codes with their words, and the key that answers."""
    keys = {code: letter for letter, code in LETTERS.items()}
    return {
        "stop": stop_id,
        "boxes": [box.label for box in boxes_of(location_type)],
        "answers": [[term.code, term.label, keys[term.code]] for term in ANSWERS],
        "results": _pairs(RESULTS),
        "forms": _pairs(FORMS),
        "reasons": _pairs(NOT_VISITED_REASONS),
        "unanswered": UNANSWERED,
        "save": save,
        "hint": HINT,
    }


def read_form(stop_id: str, sent: object) -> VisitForm | None:
    """Read what came from the browser; nothing when it is no form of this stop. The use case checks the values.

    Parameters
    ----------
    stop_id
        The stop that was shown.
    sent
        What the browser sent: not to be believed.
    """
    if not isinstance(sent, Mapping) or sent.get("stop") != stop_id or not isinstance(sent.get("result"), str):
        return None
    answers = sent.get("answers")
    return VisitForm(
        stop_id=stop_id,
        result=sent["result"],
        answers=tuple(map(str, answers)) if isinstance(answers, (list, tuple)) else (),
        form=_text(sent.get("form")),
        not_visited_reason=_text(sent.get("reason")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _pairs(terms: Iterable[Term]) -> list[list[str]]:
    return [[term.code, term.label] for term in terms]


def _open_what_was_sent() -> None:
    """Open the stop of what was sent: another window may have recorded it, and the page would go on to the next."""
    stop_id = state.sent_value(WIDGET_KEY, "record", "stop")
    if isinstance(stop_id, str):
        state.ask_for(STOP_PARAMETER, stop_id)
