"""Records of every kind over some years, and by hand the day on which each has to be gone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from risk_map.domain.subject import Role, Subject
from risk_map.store import audit, schema
from risk_map.store.audit import Deed
from risk_map.store.ledger import stamp
from tests.store_rows import register, row

BEA = Subject("bea", Role.BEHEERDER)
NEVER = date.max
NUMBERS = count()


def months_later(day, months):
    """Add months as people do: to the same day, or else the last day of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass
class World:
    """Writes records, and keeps the day on which each row has to go."""

    store: object
    due: dict = field(default_factory=dict)

    def put(self, table, day, due, **changes):
        with self.store.write() as tx:
            by = stamp(changes.pop("actor", "ann"), "coordinator", noon(day))
            row_id = tx.append(schema.METADATA.tables[table], **row(table, by, **changes))
        if due:
            self.due[table, row_id] = due
        return row_id

    def weak_signal(self, day):
        due = months_later(day, 12)
        signal = self.put("signal", day, due, observed_on=day, reliability="C")
        self.put("signal_event", day, due, signal_id=signal, kind="verrijkt", form="arbeid")

    def known_signal(self, day):
        self.put("signal", day, months_later(day, 24), observed_on=day, reliability="B")

    def signal_that_was_confirmed(self, day):
        due = months_later(day, 24)
        signal = self.put("signal", day, due, observed_on=day, reliability="C")
        self.put("signal_event", day, due, signal_id=signal, kind="beoordeeld", reliability="A")

    def signal_that_proved_weak(self, day):
        due = months_later(day, 12)
        signal = self.put("signal", day, due, observed_on=day, reliability="A")
        self.put("signal_event", day, due, signal_id=signal, kind="beoordeeld", reliability="C")

    def corrected_signal(self, day):
        # The first one said another day, and that it was weak: what counts is what is known now.
        due = months_later(day, 24)
        wrong = self.put("signal", day, due, observed_on=day - timedelta(days=300), reliability="C")
        self.put("signal_event", day, due, signal_id=wrong, kind="verrijkt", form="arbeid")
        self.put("signal", day, due, observed_on=day, reliability="B", corrects=wrong)

    def clean_visit(self, day):
        due = months_later(day, 24)
        visit = self.put("visit", day, due, visited_on=day)
        self.put("visit_answer", day, None, visit_id=visit)

    def visit_with_finding(self, day):
        due = months_later(day, 36)
        wrong = self.put("visit", day, due, visited_on=day)
        self.put("visit_answer", day, None, visit_id=wrong)
        self.put("visit", day, due, visited_on=day, result="ernstige_bevinding", corrects=wrong)

    def handover(self, day):
        self.put("handover", day, months_later(day, 12), handed_over_at=noon(day))

    def decision(self, day):
        self.put("decision", day, months_later(day, 24), location_id=f"L{next(NUMBERS)}", verdict="niet_in_ronde")

    def round(self, day):
        """A round with everything in it; its decision was taken ten days before and goes with it."""
        due, place = months_later(day, 24), f"L{next(NUMBERS)}"
        decided = day - timedelta(days=10)
        found = self.put("round", decided, due, on_date=day)
        self.put("round_event", decided, due, round_id=found)
        self.put("round_municipality", decided, None, round_id=found)
        team = self.put("round_team", decided, due, round_id=found)
        self.put("round_member", decided, None, round_id=found, team_id=team)
        decision = self.put("decision", decided, due, location_id=place)
        self.put("confirmation", decided, due, decision_id=decision, actor="bob")
        stop = self.put(
            "round_stop",
            decided,
            due,
            round_id=found,
            on_date=day,
            location_id=place,
            decision_id=decision,
            team_id=team,
        )
        withdrawn = self.put("decision", decided, due, location_id=place + "x")
        second = self.put(
            "round_stop", decided, due, round_id=found, on_date=day, location_id=place + "x", decision_id=withdrawn
        )
        self.put("stop_withdrawal", decided, due, stop_id=second)
        drawn = self.put("draw", decided, due, round_id=found)
        register(self.store, "L9")
        self.put("draw_pick", decided, None, draw_id=drawn)
        self.put("visit", day, months_later(day, 24), visited_on=day, stop_id=stop, location_id=place)

    def freeze(self, day):
        place, end = f"L{next(NUMBERS)}", day + timedelta(days=100)
        self.put("freeze", day, months_later(end, 24), location_id=place)
        self.put("freeze", end, months_later(end, 24), location_id=place, frozen=False)
        self.put("freeze", day, NEVER, location_id=place + "x")

    def role_grant(self, day):
        name, end = f"cor{next(NUMBERS)}", day + timedelta(days=100)
        self.put("role_grant", day, months_later(end, 24), subject_id=name)
        self.put("role_grant", end, months_later(end, 24), subject_id=name, granted=False)
        self.put("role_grant", day, NEVER, subject_id=name + "x", gemeentecode=None)

    def legal_hold(self, day):
        place, end = f"H{next(NUMBERS)}", day + timedelta(days=100)
        self.put("legal_hold", day, months_later(end, 24), location_id=place)
        self.put("legal_hold", end, months_later(end, 24), location_id=place, held=False)
        self.put("legal_hold", day, NEVER, location_id=place + "x")

    def login(self, day):
        self.put("login_event", day, months_later(day, 6))

    def stated_reason(self, day):
        self.put("stated_reason", day, months_later(day, 24))

    def saved_area(self, day):
        due = months_later(day, 24)
        before = self.put("saved_area", day - timedelta(days=50), due)
        self.put("saved_area", day, due, corrects=before, kept=False)

    def kept_always(self, day):
        release = self.put("policy_release", day, NEVER)
        self.put("policy_figure", day, None, release_id=release)
        self.put("model_switch", day, NEVER, model_on=True)
        self.put("import_batch", day, NEVER)


KINDS = (
    World.weak_signal,
    World.known_signal,
    World.signal_that_was_confirmed,
    World.signal_that_proved_weak,
    World.corrected_signal,
    World.clean_visit,
    World.visit_with_finding,
    World.handover,
    World.decision,
    World.round,
    World.freeze,
    World.role_grant,
    World.legal_hold,
    World.login,
    World.stated_reason,
    World.saved_area,
    World.kept_always,
)


def tell(store, day):
    """Write a line in the log and give its number."""
    with store.write() as tx:
        return audit.append(tx, BEA, Deed("explain_location", ("locatie:L1",)), noon(day)).seq


def left(store):
    """Give the rows that are still there, of tables whose rows have an id, and the first line of the log."""
    with store.read() as tx:
        tables = [
            table for table in schema.METADATA.sorted_tables if "id" in table.c and table not in schema.KEPT_ALWAYS
        ]
        return {(table.name, row["id"]) for table in tables for row in tx.all(table)}
