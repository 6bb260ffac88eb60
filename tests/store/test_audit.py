"""One chained row per read of an address and per action, and no row with a sentence in it."""

from __future__ import annotations

import json
import re
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, StoreError
from risk_map.store import audit, schema
from risk_map.store.audit import Deed, Origin, Result, asked_from, thing, things
from risk_map.store.audit_check import verify

NOW = datetime(2026, 11, 2, 9, 30, 15, 123456, tzinfo=UTC)
ANN = Subject("ann", Role.COORDINATOR, "GM9001")


def rows_of(store):
    with store.read() as tx:
        return tx.all(schema.audit)


def tell(store, *objects, now=NOW, who=ANN, action="explain_location", **said):
    with store.write() as tx:
        return audit.append(tx, who, Deed(action, objects, **said), now)


class TestARow:
    def test_says_who_did_what_to_what_how_it_ended_where_and_when(self, store):
        tell(store, "locatie:L1", result=Result.REFUSED, origin=Origin.APP)
        (row,) = rows_of(store)
        assert {name: row[name] for name in row if "hash" not in name} == {
            "seq": 1,
            "at": NOW,
            "actor": "ann",
            "actor_role": "coordinator",
            "action": "explain_location",
            "object": "locatie:L1",
            "result": "geweigerd",
            "origin": "app",
        }

    def test_says_where_it_was_asked_as_the_entrance_said(self, store):
        tell(store, "locatie:L1")
        with asked_from(Origin.APP):
            tell(store, "locatie:L2")
            tell(store, "locatie:L3", origin=Origin.DEMO)
        tell(store, "locatie:L4")
        assert [row["origin"] for row in rows_of(store)] == ["opdracht", "app", "demonstratie", "opdracht"]

    def test_is_hashed_over_everything_in_it_and_the_row_before(self, store):
        tell(store, "locatie:L1")
        tell(store, "locatie:L2")
        first, second = rows_of(store)
        # Written down by hand, so that whoever checks the log in another language knows what to hash.
        text = (
            '[2,"2026-11-02T09:30:15.123456+00:00","ann","coordinator","explain_location","locatie:L2",'
            f'"gelukt","opdracht","{first["hash"]}"]'
        )
        assert second["hash"] == sha256(text.encode()).hexdigest()
        assert first["previous_hash"] == "0" * 64
        assert second["previous_hash"] == first["hash"]

    def test_names_nobody_when_nobody_was_refused(self, store):
        tell(store, "database:alles", who=None, result=Result.REFUSED)
        assert [(row["actor"], row["actor_role"]) for row in rows_of(store)] == [("-", "anoniem")]

    @pytest.mark.parametrize("action", ["Een locatie bekeken", "explain location", "", "a" * 41])
    def test_holds_no_sentence_as_an_action(self, action):
        with pytest.raises(InputError, match="nooit een zin"):
            Deed(action, ("locatie:L1",))

    @pytest.mark.parametrize("name", ["de buurman meldt het", "locatie", "locatie:", "locatie:Jan Jansen", "L1"])
    def test_holds_no_sentence_as_an_object(self, name):
        with pytest.raises(InputError, match="nooit een zin"):
            Deed("explain_location", (name,))

    @given(st.text(min_size=1, max_size=30))
    def test_names_any_id_that_a_register_gives_and_no_two_the_same(self, row_id):
        with suppress(UnicodeEncodeError):
            name = thing("locatie", row_id)
            assert Deed("explain_location", (name,)).objects == (name,)
            assert (name == thing("locatie", row_id + "x")) is False
            assert " " not in name


class TestTheChain:
    def test_has_one_row_per_address_of_one_read(self, store):
        head = tell(store, *things("locatie", range(444)), action="score_snapshot")
        found = rows_of(store)
        assert [row["seq"] for row in found] == list(range(1, 445))
        assert len({row["object"] for row in found}) == 444
        assert {row["at"] for row in found} == {NOW}
        assert (head.seq, head.hash) == (444, found[-1]["hash"])

    def test_is_not_longer_when_what_it_tells_did_not_happen(self, store):
        def fail():
            with store.write() as tx:
                audit.append(tx, ANN, Deed("decide_location", ("locatie:L1",)), NOW)
                raise RuntimeError

        tell(store, "locatie:L1")
        with pytest.raises(RuntimeError):
            fail()
        assert len(rows_of(store)) == 1
        tell(store, "locatie:L2")
        with store.read() as tx:
            assert verify(tx).is_whole

    def test_has_no_branches_when_many_write_at_once(self, store):
        def work(number):
            for turn in range(5):
                tell(store, f"locatie:L{number}_{turn}", now=datetime.now(UTC))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as tx:
            found = verify(tx)
        assert (found.rows, found.problems, found.notices) == (40, [], [])

    def test_prints_its_end_as_a_number_and_a_hash(self, store):
        head = tell(store, "locatie:L1")
        assert re.fullmatch(r"1:[0-9a-f]{64}", str(head))
        with store.read() as tx:
            assert audit.newest(tx) == head

    def test_has_an_end_before_its_first_row(self, store):
        with store.read() as tx:
            assert audit.newest(tx).seq == 0
            assert verify(tx).is_whole

    def test_is_the_same_wherever_the_clock_of_the_machine_stands(self):
        row = dict.fromkeys(audit.ENTRY, "x") | {"seq": 1, "at": NOW}
        elsewhere = row | {"at": NOW.astimezone(timezone(timedelta(hours=2)))}
        assert audit.entry_hash(row) == audit.entry_hash(elsewhere)

    @given(st.dictionaries(st.sampled_from(audit.ENTRY[2:]), st.text(max_size=5), min_size=7, max_size=7))
    def test_gives_rows_that_differ_hashes_that_differ(self, texts):
        # What stands at the border of two columns must not be able to move to the other side.
        row = {"seq": 1, "at": NOW, **texts}
        moved = row | {"actor": row["actor"] + row["actor_role"], "actor_role": ""}
        same = json.dumps(row, default=str) == json.dumps(moved, default=str)
        assert (audit.entry_hash(row) == audit.entry_hash(moved)) is same


class TestTime:
    def test_never_goes_back_when_a_moment_was_taken_before_waiting_for_a_turn(self, store):
        tell(store, "locatie:L1", now=NOW)
        tell(store, "locatie:L2", now=NOW - timedelta(seconds=30))
        assert [row["at"] for row in rows_of(store)] == [NOW, NOW]
        with store.read() as tx:
            found = verify(tx)
        assert (found.problems, found.notices) == ([], [])

    def test_that_stands_behind_the_log_is_told_by_the_log_itself(self, store):
        tell(store, "locatie:L1", now=NOW)
        tell(store, "locatie:L2", now=NOW - timedelta(days=365))
        told = [(row["at"], row["action"], row["object"]) for row in rows_of(store)]
        assert told[1:] == [
            (NOW, "clock_back", "seconds:31536000"),
            (NOW, "explain_location", "locatie:L2"),
        ]
        with store.read() as tx:
            found = verify(tx)
        assert found.is_whole
        assert [str(notice) for notice in found.notices] == [
            "regel 2: hier stond de klok van de computer achter op het logboek"
        ]


class TestTheDatabase:
    def test_takes_no_row_but_at_the_end(self, store):
        tell(store, "locatie:L1", "locatie:L2")
        row = dict(rows_of(store)[0]) | {"seq": 7, "hash": "f" * 64}
        with pytest.raises(StoreError, match="alleen aan het eind"), store.write() as tx:
            tx.append(schema.audit, **row)
