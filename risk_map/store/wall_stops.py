"""What may become a stop of a round, and which stop holds a location on a date."""

from __future__ import annotations

from typing import Final

from risk_map.domain.cases import DRAFT, IN_ROUND, ISSUED, NOT_IN_ROUND, WITHDRAWN
from risk_map.store.wall import (
    Effect,
    Wall,
    assessed,
    corrected,
    frozen,
    registered,
    rests_on_model,
    signal_holds,
    state,
)

_DECIDED: Final = (
    "EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.location_id = NEW.location_id "
    f"AND d.home = NEW.home AND d.verdict = '{IN_ROUND}' AND NOT {corrected('decision', 'd.id')} "
    "AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.location_id = d.location_id AND n.seq > d.seq "
    f"AND n.verdict = '{NOT_IN_ROUND}' AND NOT {corrected('decision', 'n.id')}))"
)
_CONFIRMED: Final = (
    "EXISTS (SELECT 1 FROM confirmation k JOIN decision d ON d.id = k.decision_id "
    "WHERE d.id = NEW.decision_id AND LOWER(k.actor) <> LOWER(d.actor))"
)
_NAMES_SIGNAL: Final = "EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.signal_id IS NOT NULL)"
_DRAWN: Final = (
    "EXISTS (SELECT 1 FROM draw w JOIN draw_pick p ON p.draw_id = w.id "
    f"WHERE w.round_id = NEW.round_id AND p.location_id = NEW.location_id AND NOT {corrected('draw', 'w.id')})"
)
_SAME_ROUND: Final = "EXISTS (SELECT 1 FROM round_stop o WHERE o.id = NEW.corrects AND o.round_id = NEW.round_id)"
_TAKEN: Final = (
    "EXISTS (SELECT 1 FROM stop_claim c WHERE c.location_id = NEW.location_id AND c.on_date = NEW.on_date "
    "AND c.stop_id <> COALESCE(NEW.corrects, ''))"
)
_ROUND_OF_STOP: Final = "(SELECT s.round_id FROM round_stop s WHERE s.id = NEW.stop_id)"

STOPS: Final = (
    Wall("stop_without_decision", "round_stop", "INSERT", f"NOT {_DECIDED}"),
    Wall("stop_hides_home", "round_stop", "INSERT", f"NOT NEW.home AND {registered('NEW.location_id', home=True)}"),
    Wall("stop_home_unassessed", "round_stop", "INSERT", f"NEW.home AND NOT {assessed('NEW.decision_id')}"),
    Wall("stop_home_unconfirmed", "round_stop", "INSERT", f"NEW.home AND NOT {_CONFIRMED}"),
    Wall("stop_home_drawn", "round_stop", "INSERT", "NEW.home AND NEW.origin = 'steekproef'"),
    Wall("stop_without_signal", "round_stop", "INSERT", f"NEW.origin = 'signaal' AND NOT {_NAMES_SIGNAL}"),
    Wall(
        "stop_signal_void",
        "round_stop",
        "INSERT",
        f"(NEW.home OR NEW.origin = 'signaal') AND NOT {signal_holds('NEW.decision_id')}",
    ),
    Wall("stop_not_drawn", "round_stop", "INSERT", f"NEW.origin = 'steekproef' AND NOT {_DRAWN}"),
    Wall("stop_frozen", "round_stop", "INSERT", frozen("NEW.location_id")),
    Wall("stop_taken", "round_stop", "INSERT", _TAKEN),
    Wall("stop_round_closed", "round_stop", "INSERT", f"{state('NEW.round_id')} <> '{DRAFT}'"),
    Wall(
        "stop_other_date",
        "round_stop",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM round r WHERE r.id = NEW.round_id AND r.on_date = NEW.on_date)",
    ),
    Wall("stop_model_off", "round_stop", "INSERT", rests_on_model("NEW.origin")),
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
        f"NOT EXISTS (SELECT 1 FROM round_stop s WHERE s.id = NEW.stop_id) OR {corrected('round_stop', 'NEW.stop_id')}",
    ),
    Wall(
        "withdrawal_round_closed",
        "stop_withdrawal",
        "INSERT",
        f"{state(_ROUND_OF_STOP)} NOT IN ('{DRAFT}', '{ISSUED}')",
    ),
)

_CLAIM_OF_STOP: Final = (
    "EXISTS (SELECT 1 FROM round_stop s WHERE s.id = NEW.stop_id AND s.location_id = NEW.location_id "
    "AND s.on_date = NEW.on_date)"
)
_CLAIM_IS_FREE: Final = (
    "EXISTS (SELECT 1 FROM stop_withdrawal w WHERE w.stop_id = OLD.stop_id) "
    f"OR {corrected('round_stop', 'OLD.stop_id')} "
    "OR NOT EXISTS (SELECT 1 FROM round_stop s WHERE s.id = OLD.stop_id) "
    "OR EXISTS (SELECT 1 FROM round_stop s JOIN round_event e ON e.round_id = s.round_id "
    f"WHERE s.id = OLD.stop_id AND e.state = '{WITHDRAWN}')"
)
CLAIM_WALLS: Final = (
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
