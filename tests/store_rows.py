"""Rows that the database accepts, to start from: a test changes what it is about. All of it is invented."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from risk_map.domain.subject import Role, Subject
from risk_map.store import audit, schema, walls
from risk_map.store.audit import Deed, entry_hash, thing
from risk_map.store.ledger import stamp
from risk_map.store.register_copy import copied_homes, copy_homes

NOW = datetime(2026, 11, 2, 9, 30, 15, 123456, tzinfo=UTC)
ON_DATE = date(2026, 11, 20)
ANN, BOB = stamp("ann", "coordinator", NOW), stamp("bob", "regiocoordinator", NOW)
PLACE = {
    "adresseerbaar_object_identificatie": "0001010000000002",
    "link_method": "id",
    "address": "Lindepad 1a, Voorbeeld",
    "gemeentecode": "GM9001",
    "x": 150_010.5,
    "y": 450_000.0,
}
NUMBERS = count()

VALID = {
    "signal": {
        **PLACE,
        "observed_on": date(2026, 10, 1),
        "form": "arbeid",
        "category": "overbewoning",
        "source_type": "bewoner",
        "reliability": "B",
        "bron": "proef",
    },
    "signal_event": {"kind": "beoordeeld"},
    "decision": {
        "location_id": "L1",
        "adresseerbaar_object_identificatie": PLACE["adresseerbaar_object_identificatie"],
        "gemeentecode": "GM9001",
        "home": False,
        "verdict": "in_ronde",
        "form": "arbeid",
        "reason_for": "acht slaapplaatsen in een loods",
        "reason_against": "gezocht, niets gevonden",
        "score_seen": False,
    },
    "confirmation": {},
    "freeze": {"location_id": "L1", "gemeentecode": "GM9001", "frozen": True, "reason": "klacht in behandeling"},
    "round": {"name": "Ronde 1", "on_date": ON_DATE, "gemeentecode": "GM9001"},
    "round_municipality": {"gemeentecode": "GM9002"},
    "round_event": {"state": "concept"},
    "round_team": {"name": "Team 1", "members": 2, "shift_start": time(17), "shift_end": time(21)},
    "round_member": {"subject_id": "bea"},
    "round_stop": {"on_date": ON_DATE, "location_id": "L1", "home": False, "position": 1, "origin": "risico"},
    "stop_withdrawal": {"reason": "geen vergunninghouder meer"},
    "draw": {"seed": "7", "share": 0.2, "candidates": 10, "candidates_hash": "0" * 64},
    "draw_pick": {"location_id": "L9", "home": False, "rank": 1},
    "visit": {
        **PLACE,
        "location_id": "L1",
        "visited_on": ON_DATE,
        "result": "geen_bevinding",
        "visit_reason": "risico",
        "bron": "proef",
    },
    "visit_answer": {"check_code": "check_01", "answer": "niet_gezien"},
    "handover": {"gemeentecode": "GM9001", "organisation": "comensha", "handed_over_at": NOW},
    "saved_area": {"name": "Rond het station", "choice": "{}", "gemeentecode": "GM9001", "kept": True},
    "model_switch": {"model_on": False, "reason": "rekenfout onderzocht"},
    "role_grant": {"subject_id": "cor", "role": "boa", "gemeentecode": "GM9001", "granted": True, "proposed_by": "bob"},
    "login_event": {"kind": "aangemeld"},
    "stated_reason": {"reason": "steekproef van de maand"},
    "import_batch": {"register": "signals", "file_sha256": "0" * 64, "rows": 3, "added": 2},
    "policy_release": {"quarter": "2026-Q3", "made_on": date(2026, 10, 1)},
    "policy_figure": {"kind": "signalen", "area_code": "BU90010001", "form": "arbeid", "figure_class": "laag"},
    "audit": {
        "seq": 1,
        "at": NOW,
        "actor": "ann",
        "actor_role": "coordinator",
        "action": "read",
        "object": "signal:S1",
        "result": "ok",
        "origin": "cli",
        "previous_hash": "0" * 64,
    },
    "purge_certificate": {"reason": "bewaartermijn verstreken", "rows": 1, "digest": "0" * 64},
    "purge_item": {"table_name": "signal"},
    "legal_hold": {"location_id": "L1", "held": True, "reason": "bezwaar loopt"},
}
"""Per table a row without what it names of other rows."""

VALID["audit"]["hash"] = entry_hash(VALID["audit"])


def row(table, by=ANN, **changes):
    """Give a valid row of a ledger, with an id and a stamp where the table has them."""
    found = schema.METADATA.tables[table]
    made = {"id": f"{table}-{next(NUMBERS)}", **by} if "id" in found.c else {}
    return VALID[table] | made | changes


def put(store, table, by=ANN, **changes):
    """Write a valid row and give its id."""
    with store.write() as tx:
        return tx.append(schema.METADATA.tables[table], **row(table, by, **changes))


YEARS_LATER = stamp("bea", "beheerder", NOW + timedelta(days=3 * 365))


@contextmanager
def walls_down(store):
    """Take the walls down for a while, as somebody can who owns the database."""
    with store.write() as tx:
        walls.remove(tx.connection)
    yield
    with store.write() as tx:
        walls.install(tx.connection)


def let_go(store, *items, by=YEARS_LATER, digest="0" * 64, also=()):
    """List rows for destruction as a purge does: a certificate, the line of the log that names it, then what goes."""
    certificate_id = put(store, "purge_certificate", by, digest=digest)
    with store.write() as tx:
        deed = Deed("purge", (thing("purge_certificate", certificate_id), *also))
        audit.append(tx, Subject("bea", Role.BEHEERDER), deed, by["recorded_at"])
    for table, row_id in items:
        put(store, "purge_item", certificate_id=certificate_id, table_name=table, row_id=row_id)
    return certificate_id


def register(store, location_id="L1", *, home=False):
    """Let the register say of a location whether it is a dwelling."""
    with store.write() as tx:
        copy_homes(tx, copied_homes(tx) | {location_id: home})


def decide(store, location_id="L1", **changes):
    """Decide that a location goes into a round."""
    return put(store, "decision", location_id=location_id, **changes)


def decide_home(store, location_id="H1", *, assessed=True, confirmed=True):
    """Decide that a dwelling goes into a round, with everything that takes."""
    signal_id = put(store, "signal")
    if assessed:
        put(store, "signal_event", signal_id=signal_id)
    decision_id = decide(store, location_id, home=True, signal_id=signal_id)
    if confirmed:
        put(store, "confirmation", BOB, decision_id=decision_id)
    return decision_id


def draft(store, *states, on_date=ON_DATE):
    """Draft a round and bring it through further states; Bob approves what Ann did."""
    round_id = put(store, "round", on_date=on_date)
    for state in ("concept", *states):
        put(store, "round_event", BOB if state == "goedgekeurd" else ANN, round_id=round_id, state=state)
    return round_id


def draw(store, round_id, location_id="L1"):
    """Draw a location for a round."""
    register(store, location_id)
    put(store, "draw_pick", draw_id=put(store, "draw", round_id=round_id), location_id=location_id)
    return round_id


def stop(store, **changes):
    """Put a location in a round of its own, decided."""
    names = {"round_id": draft, "decision_id": decide}
    made = {name: make(store) for name, make in names.items() if name not in changes}
    return put(store, "round_stop", **made, **changes)


def one_of_everything(store):
    """Write a row in every table and give the values that name it: table -> column -> value."""
    signal_id, decision_id, round_id = put(store, "signal"), decide_home(store), draft(store)
    stop_id = put(
        store,
        "round_stop",
        round_id=round_id,
        decision_id=decision_id,
        location_id="H1",
        home=True,
        origin="signaal",
    )
    team_id, visit_id = put(store, "round_team", round_id=round_id), put(store, "visit", stop_id=stop_id)
    draw_id, release_id = put(store, "draw", round_id=round_id), put(store, "policy_release")
    put(store, "audit")
    let_go(store, ("signal", "gone"), by=ANN)
    put(store, "signal_event", signal_id=signal_id)
    put(store, "round_municipality", round_id=round_id)
    put(store, "round_member", round_id=round_id, team_id=team_id)
    register(store, "L9")
    put(store, "draw_pick", draw_id=draw_id)
    put(store, "visit_answer", visit_id=visit_id)
    put(store, "policy_figure", release_id=release_id)
    put(store, "stop_withdrawal", stop_id=stop(store, location_id="L5", decision_id=decide(store, "L5")))
    for table in (
        "freeze",
        "handover",
        "model_switch",
        "role_grant",
        "login_event",
        "stated_reason",
        "import_batch",
        "legal_hold",
        "saved_area",
    ):
        put(store, table)


def later(**passed):
    """Give a stamp of Ann's at a later moment."""
    return stamp("ann", "coordinator", NOW + timedelta(**passed))


def literal(value):
    """Write a value as SQL that both databases read."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int | float) else f"'{value}'"


def insert_sql(table, values, verb="INSERT"):
    """Write an INSERT without any help of the program."""
    columns, data = ", ".join(values), ", ".join(map(literal, values.values()))
    return f'{verb} INTO "{table}" ({columns}) VALUES ({data})'
