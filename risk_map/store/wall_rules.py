"""The rules that the database guards: when a row may not be written, in the SQL that both databases share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from risk_map.domain.cases import APPROVED, ASSESSED, DRAFT, IN_ROUND, ISSUED, NOT_IN_ROUND, ROUND_STEPS, WITHDRAWN
from risk_map.domain.subject import Role

Event = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True, slots=True)
class Wall:
    """Something that the database refuses.

    Parameters
    ----------
    name
        Unique; what the database says when it refuses.
    table
        Whose rows it guards.
    event
        When it looks, always before it happens.
    forbidden
        Condition over ``NEW`` (or ``OLD``) under which the row is refused. It must be true, not unknown, also when a
        value is missing.
    """

    name: str
    table: str
    event: Event
    forbidden: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that the database does by itself after a row was written.

    Parameters
    ----------
    name, table, event
        As of a wall; it happens after the event.
    when
        Condition over ``NEW`` (or ``OLD``).
    statements
        What is done.
    """

    name: str
    table: str
    event: Event
    when: str
    statements: tuple[str, ...]


def _corrected(table: str, row: str) -> str:
    return f'EXISTS (SELECT 1 FROM "{table}" c WHERE c.corrects = {row})'


def _frozen(location: str) -> str:
    newest = f'SELECT f.frozen FROM "freeze" f WHERE f.location_id = {location} ORDER BY f.seq DESC LIMIT 1'
    return f"COALESCE(({newest}), FALSE)"


def _state(round_id: str) -> str:
    newest = f"SELECT e.state FROM round_event e WHERE e.round_id = {round_id} ORDER BY e.seq DESC LIMIT 1"
    return f"COALESCE(({newest}), '')"


_DECIDED: Final = (
    "EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.location_id = NEW.location_id "
    f"AND d.home = NEW.home AND d.verdict = '{IN_ROUND}' AND NOT {_corrected('decision', 'd.id')} "
    "AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.location_id = d.location_id AND n.seq > d.seq "
    f"AND n.verdict = '{NOT_IN_ROUND}' AND NOT {_corrected('decision', 'n.id')}))"
)
_CONFIRMED: Final = (
    "EXISTS (SELECT 1 FROM confirmation k JOIN decision d ON d.id = k.decision_id "
    "WHERE d.id = NEW.decision_id AND k.actor <> d.actor)"
)
_ASSESSED: Final = (
    "EXISTS (SELECT 1 FROM decision d JOIN signal_event e ON e.signal_id = d.signal_id "
    f"WHERE d.id = NEW.decision_id AND e.kind = '{ASSESSED}')"
)
_SAME_ROUND: Final = "EXISTS (SELECT 1 FROM round_stop o WHERE o.id = NEW.corrects AND o.round_id = NEW.round_id)"
_TAKEN: Final = (
    "EXISTS (SELECT 1 FROM stop_claim c WHERE c.location_id = NEW.location_id AND c.on_date = NEW.on_date "
    "AND c.stop_id <> COALESCE(NEW.corrects, ''))"
)
_STOPS: Final = (
    Wall("stop_without_decision", "round_stop", "INSERT", f"NOT {_DECIDED}"),
    Wall("stop_home_unassessed", "round_stop", "INSERT", f"NEW.home AND NOT {_ASSESSED}"),
    Wall("stop_home_unconfirmed", "round_stop", "INSERT", f"NEW.home AND NOT {_CONFIRMED}"),
    Wall("stop_home_drawn", "round_stop", "INSERT", "NEW.home AND NEW.origin = 'steekproef'"),
    Wall("stop_frozen", "round_stop", "INSERT", _frozen("NEW.location_id")),
    Wall("stop_taken", "round_stop", "INSERT", _TAKEN),
    Wall(
        "stop_round_closed",
        "round_stop",
        "INSERT",
        f"{_state('NEW.round_id')} NOT IN ('{DRAFT}', '{APPROVED}')",
    ),
    Wall(
        "stop_other_date",
        "round_stop",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM round r WHERE r.id = NEW.round_id AND r.on_date = NEW.on_date)",
    ),
    Wall(
        "stop_model_off",
        "round_stop",
        "INSERT",
        "NEW.origin NOT IN ('signaal', 'steekproef') "
        "AND NOT COALESCE((SELECT m.model_on FROM model_switch m ORDER BY m.seq DESC LIMIT 1), TRUE)",
    ),
    Wall(
        "stop_correction",
        "round_stop",
        "INSERT",
        f"NEW.corrects IS NOT NULL AND (NOT {_SAME_ROUND} "
        "OR EXISTS (SELECT 1 FROM stop_withdrawal w WHERE w.stop_id = NEW.corrects))",
    ),
    Wall(
        "withdrawal_of_old_stop",
        "stop_withdrawal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM round_stop s WHERE s.id = NEW.stop_id) "
        f"OR {_corrected('round_stop', 'NEW.stop_id')}",
    ),
)

_CLAIM_OF_STOP: Final = (
    "EXISTS (SELECT 1 FROM round_stop s WHERE s.id = NEW.stop_id AND s.location_id = NEW.location_id "
    "AND s.on_date = NEW.on_date)"
)
_CLAIM_IS_FREE: Final = (
    "EXISTS (SELECT 1 FROM stop_withdrawal w WHERE w.stop_id = OLD.stop_id) "
    f"OR {_corrected('round_stop', 'OLD.stop_id')} "
    "OR NOT EXISTS (SELECT 1 FROM round_stop s WHERE s.id = OLD.stop_id) "
    "OR EXISTS (SELECT 1 FROM round_stop s JOIN round_event e ON e.round_id = s.round_id "
    f"WHERE s.id = OLD.stop_id AND e.state = '{WITHDRAWN}')"
)
_CLAIM_WALLS: Final = (
    Wall("claim_without_stop", "stop_claim", "INSERT", f"NOT {_CLAIM_OF_STOP}"),
    Wall("no_update_stop_claim", "stop_claim", "UPDATE", "TRUE"),
    Wall("no_delete_stop_claim", "stop_claim", "DELETE", f"NOT ({_CLAIM_IS_FREE})"),
)

CLAIMS: Final = (
    Effect(
        "claim_made",
        "round_stop",
        "INSERT",
        "TRUE",
        (
            "DELETE FROM stop_claim WHERE stop_id = NEW.corrects",
            "INSERT INTO stop_claim (location_id, on_date, stop_id) VALUES (NEW.location_id, NEW.on_date, NEW.id)",
        ),
    ),
    Effect(
        "claim_withdrawn", "stop_withdrawal", "INSERT", "TRUE", ("DELETE FROM stop_claim WHERE stop_id = NEW.stop_id",)
    ),
    Effect(
        "claims_of_round_withdrawn",
        "round_event",
        "INSERT",
        f"NEW.state = '{WITHDRAWN}'",
        ("DELETE FROM stop_claim WHERE stop_id IN (SELECT id FROM round_stop WHERE round_id = NEW.round_id)",),
    ),
    Effect("claim_purged", "round_stop", "DELETE", "TRUE", ("DELETE FROM stop_claim WHERE stop_id = OLD.id",)),
)
"""A stop holds its location on its date; the primary key of ``stop_claim`` lets one stop win."""

_STEPS: Final = ", ".join(f"'{old}>{new}'" for old, new in ROUND_STEPS)
_ROUNDS: Final = (
    Wall(
        "round_step",
        "round_event",
        "INSERT",
        f"COALESCE({_state('NEW.round_id')} || '>' || NEW.state NOT IN ({_STEPS}), TRUE)",
    ),
    Wall(
        "round_has_frozen_stop",
        "round_event",
        "INSERT",
        f"NEW.state IN ('{APPROVED}', '{ISSUED}') AND EXISTS (SELECT 1 FROM round_stop s JOIN stop_claim c "
        f"ON c.stop_id = s.id WHERE s.round_id = NEW.round_id AND {_frozen('s.location_id')})",
    ),
    Wall(
        "draw_home",
        "draw_pick",
        "INSERT",
        "COALESCE(NEW.home, TRUE) "
        "OR EXISTS (SELECT 1 FROM decision d WHERE d.location_id = NEW.location_id AND d.home)",
    ),
)

_PEOPLE: Final = (
    Wall(
        "confirmation_without_decision",
        "confirmation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id) "
        f"OR {_corrected('decision', 'NEW.decision_id')}",
    ),
    Wall(
        "confirmation_same_subject",
        "confirmation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.actor <> NEW.actor)",
    ),
    Wall(
        "role_own_proposal",
        "role_grant",
        "INSERT",
        "NEW.granted AND LOWER(NEW.proposed_by) = LOWER(NEW.subject_id)",
    ),
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
        "visit_stop_twice",
        "visit",
        "INSERT",
        "EXISTS (SELECT 1 FROM visit v WHERE v.stop_id = NEW.stop_id AND v.id <> COALESCE(NEW.corrects, '') "
        f"AND NOT {_corrected('visit', 'v.id')})",
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

RULES: Final = (*_STOPS, *_CLAIM_WALLS, *_ROUNDS, *_PEOPLE, *_RECORDS)
"""Every wall that is a rule of the product. A new rule is a line here and its sentence in ``refusals``."""
