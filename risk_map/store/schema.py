"""All tables of the store under one name: ``schema.signal``, ``schema.round_stop``, and so on.

One file per concept holds them; importing this module is what fills ``METADATA``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.store.schema_areas import saved_area
from risk_map.store.schema_base import METADATA
from risk_map.store.schema_governance import (
    KEPT_ALWAYS,
    audit,
    import_batch,
    legal_hold,
    login_event,
    model_switch,
    policy_figure,
    policy_release,
    purge_certificate,
    purge_item,
    role_grant,
    stated_reason,
)
from risk_map.store.schema_register import registered_place
from risk_map.store.schema_rounds import (
    draw,
    draw_pick,
    inspection_round,
    round_event,
    round_member,
    round_municipality,
    round_stop,
    round_team,
    stop_claim,
    stop_withdrawal,
)
from risk_map.store.schema_signals import confirmation, decision, freeze, signal, signal_event
from risk_map.store.schema_visits import handover, visit, visit_answer

if TYPE_CHECKING:
    from sqlalchemy import Table

NO_LEDGERS: Final[tuple[Table, ...]] = (stop_claim, registered_place)
"""Tables that follow from other things, and are written anew as those change."""

__all__ = [
    "KEPT_ALWAYS",
    "METADATA",
    "NO_LEDGERS",
    "audit",
    "confirmation",
    "decision",
    "draw",
    "draw_pick",
    "freeze",
    "handover",
    "import_batch",
    "inspection_round",
    "legal_hold",
    "login_event",
    "model_switch",
    "policy_figure",
    "policy_release",
    "purge_certificate",
    "purge_item",
    "registered_place",
    "role_grant",
    "round_event",
    "round_member",
    "round_municipality",
    "round_stop",
    "round_team",
    "saved_area",
    "signal",
    "signal_event",
    "stated_reason",
    "stop_claim",
    "stop_withdrawal",
    "visit",
    "visit_answer",
]
