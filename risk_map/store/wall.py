"""What a wall is, and the conditions that several walls ask for, in the SQL that both databases share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from risk_map.domain.cases import ASSESSED, UNFOUNDED
from risk_map.store.schema_base import OBJECT

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


def corrected(table: str, row: str) -> str:
    """Write that a later row corrects a row."""
    return f'EXISTS (SELECT 1 FROM "{table}" c WHERE c.corrects = {row})'


def registered(location: str, *, home: bool) -> str:
    """Write that the register says of a location whether it is a dwelling; of one that it has not, it says neither."""
    said = f"p.location_id = {location} AND {'' if home else 'NOT '}p.home"
    return f"EXISTS (SELECT 1 FROM registered_place p WHERE {said})"


def frozen(location: str) -> str:
    """Write that a location is frozen now."""
    newest = f'SELECT f.frozen FROM "freeze" f WHERE f.location_id = {location} ORDER BY f.seq DESC LIMIT 1'
    return f"COALESCE(({newest}), FALSE)"


def state(round_id: str) -> str:
    """Write the state that a round is in; empty before its first one."""
    newest = f"SELECT e.state FROM round_event e WHERE e.round_id = {round_id} ORDER BY e.seq DESC LIMIT 1"
    return f"COALESCE(({newest}), '')"


def rests_on_model(origin: str) -> str:
    """Write that the model is off, and that a stop is there for another reason than a signal or the random draw."""
    newest = "SELECT m.model_on FROM model_switch m ORDER BY m.seq DESC LIMIT 1"
    return f"{origin} NOT IN ('signaal', 'steekproef') AND NOT COALESCE(({newest}), TRUE)"


def switched_off() -> str:
    """Write since when the model is off; missing while it is on."""
    last_on = "SELECT MAX(o.seq) FROM model_switch o WHERE o.model_on"
    return f"(SELECT MIN(m.recorded_at) FROM model_switch m WHERE m.seq > COALESCE(({last_on}), 0))"


def assessed(decision: str) -> str:
    """Write that a human assessed the signal of a decision, as it is named there: a corrected one is assessed anew."""
    return (
        "EXISTS (SELECT 1 FROM decision a JOIN signal_event e ON e.signal_id = a.signal_id "
        f"WHERE a.id = {decision} AND e.kind = '{ASSESSED}' AND NOT {corrected('signal_event', 'e.id')})"
    )


def signal_holds(decision: str) -> str:
    """Write that a decision rests on a signal about its own place that was not corrected, nor closed as unfounded."""
    return (
        f'EXISTS (SELECT 1 FROM decision a JOIN "signal" g ON g.id = a.signal_id AND g.{OBJECT} = a.{OBJECT} '
        f"WHERE a.id = {decision} AND NOT {corrected('signal', 'g.id')} "
        "AND NOT EXISTS (SELECT 1 FROM signal_event u WHERE u.signal_id = g.id "
        f"AND u.outcome = '{UNFOUNDED}' AND NOT {corrected('signal_event', 'u.id')}))"
    )
