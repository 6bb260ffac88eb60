"""The rules that the database guards: when a row may not be written, in the SQL that both databases share."""

from __future__ import annotations

from typing import Final

from risk_map.domain.cases import APPROVED, DRAFT, ISSUED, ROUND_STEPS, WITHDRAWN
from risk_map.domain.inspection import NOT_VISITED
from risk_map.domain.location import ANONYMOUS, WEAK
from risk_map.domain.subject import Role
from risk_map.store.schema_base import OBJECT
from risk_map.store.wall import (
    Wall,
    assessed,
    corrected,
    frozen,
    registered,
    rests_on_model,
    signal_holds,
    state,
    switched_off,
)
from risk_map.store.wall_stops import CLAIM_WALLS, STOPS

_STEPS: Final = ", ".join(f"'{old}>{new}'" for old, new in ROUND_STEPS)
# Ever, and not since the round was last a draft: no order holds between rows of two tables but that of a clock.
_DRAFTED: Final = (
    "EXISTS (SELECT 1 FROM round_event e WHERE e.round_id = NEW.round_id "
    f"AND e.state = '{DRAFT}' AND LOWER(e.actor) = LOWER(NEW.actor))"
)
_FILLED: Final = (
    "EXISTS (SELECT 1 FROM round_stop s WHERE s.round_id = NEW.round_id AND LOWER(s.actor) = LOWER(NEW.actor))"
)
_WAS_VISITED: Final = (
    "EXISTS (SELECT 1 FROM visit o WHERE o.id = NEW.corrects AND o.stop_id = NEW.stop_id "
    f"AND o.result <> '{NOT_VISITED}')"
)
_ROUNDS: Final = (
    Wall(
        "round_step",
        "round_event",
        "INSERT",
        f"COALESCE({state('NEW.round_id')} || '>' || NEW.state NOT IN ({_STEPS}), TRUE)",
    ),
    Wall(
        "round_has_frozen_stop",
        "round_event",
        "INSERT",
        f"NEW.state IN ('{APPROVED}', '{ISSUED}') AND EXISTS (SELECT 1 FROM round_stop s JOIN stop_claim c "
        f"ON c.stop_id = s.id WHERE s.round_id = NEW.round_id AND {frozen('s.location_id')})",
    ),
    Wall(
        "round_has_void_signal",
        "round_event",
        "INSERT",
        f"NEW.state IN ('{APPROVED}', '{ISSUED}') AND EXISTS (SELECT 1 FROM round_stop s JOIN stop_claim c "
        "ON c.stop_id = s.id WHERE s.round_id = NEW.round_id AND (s.home OR s.origin = 'signaal') "
        f"AND NOT ({signal_holds('s.decision_id')} AND (NOT s.home OR {assessed('s.decision_id')})))",
    ),
    Wall(
        "round_hides_home",
        "round_event",
        "INSERT",
        f"NEW.state IN ('{APPROVED}', '{ISSUED}') AND EXISTS (SELECT 1 FROM round_stop s JOIN stop_claim c "
        f"ON c.stop_id = s.id WHERE s.round_id = NEW.round_id AND NOT s.home "
        f"AND {registered('s.location_id', home=True)})",
    ),
    Wall(
        "round_model_off",
        "round_event",
        "INSERT",
        f"NEW.state IN ('{APPROVED}', '{ISSUED}') AND EXISTS (SELECT 1 FROM round_stop s JOIN stop_claim c "
        f"ON c.stop_id = s.id WHERE s.round_id = NEW.round_id AND {rests_on_model('s.origin')})",
    ),
    Wall(
        "round_withdrawn_visited",
        "round_event",
        "INSERT",
        f"NEW.state = '{WITHDRAWN}' AND EXISTS (SELECT 1 FROM round_stop s JOIN visit v ON v.stop_id = s.id "
        "WHERE s.round_id = NEW.round_id)",
    ),
    Wall(
        "approval_same_subject",
        "round_event",
        "INSERT",
        f"NEW.state = '{APPROVED}' AND ({_DRAFTED} OR {_FILLED})",
    ),
    Wall(
        "draw_home",
        "draw_pick",
        "INSERT",
        f"COALESCE(NEW.home, TRUE) OR {registered('NEW.location_id', home=True)} "
        "OR EXISTS (SELECT 1 FROM decision d WHERE d.location_id = NEW.location_id AND d.home)",
    ),
    Wall("draw_unregistered", "draw_pick", "INSERT", f"NOT {registered('NEW.location_id', home=False)}"),
)

_PEOPLE: Final = (
    Wall(
        "signal_anonymous",
        "signal",
        "INSERT",
        f"NEW.source_type = '{ANONYMOUS}' AND NEW.reliability <> '{WEAK}'",
    ),
    Wall("decision_hides_home", "decision", "INSERT", f"NOT NEW.home AND {registered('NEW.location_id', home=True)}"),
    Wall(
        "decision_signal_elsewhere",
        "decision",
        "INSERT",
        f'EXISTS (SELECT 1 FROM "signal" g WHERE g.id = NEW.signal_id AND COALESCE(g.{OBJECT} <> NEW.{OBJECT}, TRUE))',
    ),
    Wall(
        "confirmation_without_decision",
        "confirmation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id) "
        f"OR {corrected('decision', 'NEW.decision_id')}",
    ),
    Wall(
        "confirmation_same_subject",
        "confirmation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND LOWER(d.actor) <> LOWER(NEW.actor))",
    ),
    Wall(
        "role_own_proposal",
        "role_grant",
        "INSERT",
        "NEW.granted AND LOWER(NEW.proposed_by) = LOWER(NEW.subject_id)",
    ),
    # The CHECK of the table tells capitals apart, under which one person would be two.
    Wall("ck_role_grant_second_person", "role_grant", "INSERT", "LOWER(NEW.proposed_by) = LOWER(NEW.actor)"),
    Wall(
        "role_combination",
        "role_grant",
        "INSERT",
        "NEW.granted AND EXISTS (SELECT 1 FROM role_grant g WHERE g.subject_id = NEW.subject_id AND g.granted "
        f"AND g.role <> NEW.role AND ('{Role.BEHEERDER}' IN (g.role, NEW.role) "
        f"OR '{Role.AUDITOR}' IN (g.role, NEW.role)) AND NOT EXISTS (SELECT 1 FROM role_grant n "
        "WHERE n.subject_id = g.subject_id AND n.role = g.role AND n.seq > g.seq "
        "AND COALESCE(n.gemeentecode, '') = COALESCE(g.gemeentecode, '')))",
    ),
)

_RECORDS: Final = (
    Wall(
        "visit_model_off",
        "visit",
        "INSERT",
        f"NEW.result <> '{NOT_VISITED}' AND NOT {_WAS_VISITED} AND COALESCE(NEW.began_at >= {switched_off()}, TRUE) "
        f"AND EXISTS (SELECT 1 FROM round_stop s WHERE s.id = NEW.stop_id AND {rests_on_model('s.origin')})",
    ),
    Wall(
        "visit_stop_twice",
        "visit",
        "INSERT",
        "EXISTS (SELECT 1 FROM visit v WHERE v.stop_id = NEW.stop_id AND v.id <> COALESCE(NEW.corrects, '') "
        f"AND NOT {corrected('visit', 'v.id')})",
    ),
    Wall(
        "audit_gap",
        "audit",
        "INSERT",
        "EXISTS (SELECT 1 FROM audit) AND NEW.seq <> (SELECT MAX(a.seq) + 1 FROM audit a)",
    ),
    Wall(
        "purge_held",
        "purge_item",
        "INSERT",
        "COALESCE((SELECT h.held FROM legal_hold h WHERE h.table_name = NEW.table_name AND h.row_id = NEW.row_id "
        "ORDER BY h.seq DESC LIMIT 1), FALSE)",
    ),
)

RULES: Final = (*STOPS, *CLAIM_WALLS, *_ROUNDS, *_PEOPLE, *_RECORDS)
"""Every wall that is a rule of the product. A new rule is a line here and its sentence in ``refusals``."""
