"""Three years of history: made from the frames of the region, judged by every wall, in the order of time."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from datetime import time as time_of_day
from hashlib import sha256

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import func, select

from risk_map.demo.history_entries import END
from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError
from risk_map.governance.policy_figures import classify, count_cells
from risk_map.governance.shifts import LOCAL, Shift, is_open_for
from risk_map.store import schema
from risk_map.store.audit_check import verify
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import current
from risk_map.store.ledger_frames import read_inspections, read_register, read_signals
from risk_map.store.ledger_states import frozen_locations, is_model_on, round_states, stops
from risk_map.store.schema import METADATA
from risk_map.store.schema_base import OBJECT
from risk_map.workflow.demo import prepare_store
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.places import register_of
from risk_map.workflow.policy import read_policy_release
from risk_map.workflow.renewal import forget_store
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import _fill, close_stores, store_of
from tests.demo_store import config_of
from tests.store_rows import put

LONGEST_FILL_S = 10


@pytest.fixture(scope="module")
def filled(demo_folder):
    store = open_store(config_of(demo_folder).database_url)
    yield store
    store.close()


@pytest.fixture
def read(filled):
    with filled.read() as tx:
        yield tx


def rows_of(tx):
    """Give every row of every table, without the order in which tables were written."""
    return {
        name: tx.frame(select(table)).sort_values(list(table.c.keys())).reset_index(drop=True)
        for name, table in METADATA.tables.items()
    }


class TestContent:
    def test_the_region_starts_with_every_kind_of_record(self, read):
        counts = {
            table.name: read.execute(select(func.count()).select_from(table)).scalar()
            for table in METADATA.sorted_tables
        }
        assert (counts["signal"], counts["visit"]) == (153, 240)
        assert counts["signal_event"] > 250
        assert counts["decision"] > counts["round_stop"] >= 240
        for name in (
            "confirmation",
            "freeze",
            "model_switch",
            "draw",
            "handover",
            "role_grant",
            "round_municipality",
            "policy_figure",
        ):
            assert counts[name] > 0, name

    def test_it_holds_the_signals_and_visits_of_the_region_and_no_other(self, read, demo_folder):
        folder = DataFolder(demo_folder)
        for contract in (SIGNALS, INSPECTIONS):
            kept, _ = read_register(read, contract)
            assert_frame_equal(kept.sort_index(), folder.read(contract).sort_index(), check_like=True)

    def test_scoring_reads_the_same_but_for_what_people_found_unfounded(self, read, demo_folder):
        folder = DataFolder(demo_folder)
        steps = read.frame(current(schema.signal_event))
        unfounded = set(steps.loc[steps["outcome"] == "ongegrond", "signal_id"])
        signals = read_signals(read, REFERENCE_DATE)
        assert 0 < len(unfounded) < 25
        assert set(folder.read(SIGNALS).index) - set(signals.index) == unfounded
        assert len(read_inspections(read, REFERENCE_DATE)) == 240

    def test_every_round_of_the_past_is_closed_and_some_lie_ahead(self, read):
        rounds = read.frame(current(schema.inspection_round)).set_index("id")
        states = pd.Series(round_states(read))
        past = rounds.index[rounds["on_date"] < REFERENCE_DATE - pd.Timedelta(days=1)]
        assert set(states[past]) == {"gesloten"}
        ahead = rounds.loc[rounds["on_date"] >= REFERENCE_DATE]
        assert states[ahead.index].value_counts().to_dict() == {"uitgegeven": 4, "goedgekeurd": 1, "concept": 1}
        towns = set(ahead.loc[ahead["on_date"] == REFERENCE_DATE, "gemeentecode"])
        assert towns == {"GM0312", "GM0327", "GM0351", "GM0355"}

    def test_the_rounds_of_today_are_open_to_their_inspectors_at_every_hour(self, read):
        day = [datetime.combine(REFERENCE_DATE, at, LOCAL) for at in (time_of_day(0), time_of_day(23, 59, 59))]
        today = {row["id"] for row in read.current(schema.inspection_round) if row["on_date"] == REFERENCE_DATE}
        teams = [team for team in read.current(schema.round_team) if team["round_id"] in today]
        assert len(teams) == 4
        for team in teams:
            shift = Shift(REFERENCE_DATE, team["shift_start"], team["shift_end"], frozenset({"BOA-1"}))
            assert all(is_open_for("BOA-1", [shift], moment) for moment in day)

    def test_every_visit_belongs_to_a_stop_and_every_stop_of_a_closed_round_has_one(self, read):
        visits = read.frame(current(schema.visit))
        assert visits["stop_id"].notna().all()
        states = round_states(read)
        closed = {stop["id"] for stop in stops(read) if states[stop["round_id"]] == "gesloten"}
        assert closed <= set(visits["stop_id"])
        where = {stop["id"]: stop["location_id"] for stop in stops(read)}
        assert visits["location_id"].equals(visits["stop_id"].map(where))

    def test_every_home_in_a_round_has_a_signal_and_a_second_person(self, read, demo_folder):
        homes = register_of(config_of(demo_folder))["home"]
        decisions = read.frame(current(schema.decision)).set_index("id")
        confirmed = read.frame(current(schema.confirmation)).set_index("decision_id")["actor"]
        planned = pd.DataFrame(stops(read), columns=list(schema.round_stop.c.keys()))
        at_home = planned[planned["location_id"].map(homes).astype(bool)]
        assert len(at_home) >= 5
        assert at_home["home"].all()
        taken = decisions.loc[at_home["decision_id"]]
        assert taken["signal_id"].notna().all()
        assert (taken["actor"] != confirmed[taken.index]).all()
        assert planned["home"].sum() == len(at_home)

    def test_every_round_was_approved_by_somebody_who_did_not_make_it(self, read):
        steps = read.frame(select(schema.round_event))
        by = steps.pivot_table(index="round_id", columns="state", values="actor", aggfunc="first")
        by = by.dropna(subset="goedgekeurd")
        assert len(by) > 200
        assert (by["goedgekeurd"] != by["concept"]).all()
        filled = read.frame(select(schema.round_stop)).groupby("round_id")["actor"].agg(set)
        assert not any(who in filled[name] for name, who in by["goedgekeurd"].items())

    def test_every_random_stop_can_be_drawn_again_from_the_seed_and_those_who_took_part(self, read, demo_folder):
        register = register_of(config_of(demo_folder))
        rounds = read.frame(select(schema.inspection_round)).set_index("id")["on_date"]
        freezes = read.frame(select(schema.freeze))
        planned = pd.DataFrame(stops(read), columns=list(schema.round_stop.c.keys()))
        planned["town"] = planned["location_id"].map(register["gemeentecode"])
        drawn = planned[(planned["origin"] == "steekproef") & (planned["on_date"] < REFERENCE_DATE)]
        assert len(drawn) == 48
        for round_id, found in drawn.groupby("round_id"):
            (draw,) = read.all(schema.draw, round_id=round_id)
            day = freezes[freezes["recorded_at"] < pd.Timestamp(rounds[round_id], tz="Europe/Amsterdam")]
            frozen = day.drop_duplicates("location_id", keep="last").query("frozen")["location_id"]
            towns = planned.loc[planned["round_id"] == round_id, "town"].unique()
            here = register["gemeentecode"].isin(towns) & ~register["home"] & ~register.index.isin(frozen)
            names = sorted(register.index[here], key=lambda name: sha256(f"{draw['seed']}|{name}".encode()).digest())
            assert draw["candidates"] == len(names)
            assert draw["candidates_hash"] == sha256("\n".join(sorted(names)).encode()).hexdigest()
            assert names[: len(found)] == found["location_id"].tolist()

    def test_every_stop_for_a_signal_rests_on_one_about_its_place_that_was_open(self, read):
        decisions = read.frame(select(schema.decision)).set_index("id")
        signals = read.frame(select(schema.signal)).set_index("id")[OBJECT]
        planned = read.frame(select(schema.round_stop))
        resting = planned[planned["origin"] == "signaal"]
        taken = decisions.loc[resting["decision_id"]]
        assert len(taken) >= 54
        assert (taken["signal_id"].map(signals) == taken[OBJECT]).all()
        closed = read.frame(select(schema.signal_event)).query("kind == 'gesloten'").set_index("signal_id")
        ended = pd.to_datetime(taken["signal_id"].map(closed["recorded_at"]), utc=True).reset_index(drop=True)
        assert not (ended <= pd.to_datetime(resting["recorded_at"], utc=True).reset_index(drop=True)).any()

    def test_two_homes_wait_for_a_second_person_and_one_location_is_frozen(self, read):
        decisions = read.frame(current(schema.decision))
        confirmed = {row["decision_id"] for row in read.current(schema.confirmation)}
        waiting = decisions[decisions["home"].astype(bool) & (decisions["verdict"] == "in_ronde")]
        assert (~waiting["id"].isin(confirmed)).sum() == 2
        assert len(frozen_locations(read)) == 1

    def test_the_red_button_was_tested_and_the_model_is_on(self, read):
        assert [row["model_on"] for row in read.current(schema.model_switch)] == [False, True]
        assert is_model_on(read)

    def test_policy_has_figures_of_four_quarters_to_read_from_the_first_moment(self, demo_config):
        release = read_policy_release(Subject("bo", Role.BELEID), demo_config, END)
        assert [str(quarter) for quarter in release.quarters] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
        assert set(release.figures["kind"]) == {"locaties", "vakken", "signalen_naar_adressen", "signalen_regio"}
        before, shown = None, None
        for quarter in release.quarters:
            counts = count_cells(read_snapshot(demo_config, quarter.last_day))
            before, shown = counts, classify(counts, before, shown)
        assert_frame_equal(release.figures, shown)

    def test_nothing_is_real_and_nobody_is_named(self, read, demo_folder):
        assert is_fictional(config_of(demo_folder))
        for table in (schema.signal, schema.visit):
            assert set(read.frame(select(table.c.bron))["bron"]) == {SYNTHETIC}
        with_actor = [table.c.actor for table in METADATA.sorted_tables if "actor" in table.c]
        actors = pd.concat([read.frame(select(column).distinct()) for column in with_actor])["actor"]
        assert actors.str.startswith("demo.").all()


class TestTime:
    def test_rows_came_in_in_the_order_of_time_within_the_three_years(self, read):
        for table in METADATA.sorted_tables:
            if "recorded_at" in table.c:
                written = read.frame(select(table.c.recorded_at).order_by(table.c.seq))["recorded_at"]
                moments = pd.to_datetime(written, utc=True)
                assert moments.is_monotonic_increasing, table.name
                assert (moments < END).all(), table.name
                assert (moments >= pd.Timestamp(FIRST_DAY, tz="UTC") - pd.Timedelta(days=15)).all(), table.name

    def test_people_see_then_report_then_assess_then_decide_then_go(self, read):
        signals = read.frame(select(schema.signal)).set_index("id")
        steps = read.frame(select(schema.signal_event))
        assert (pd.to_datetime(signals["recorded_at"], utc=True).dt.date >= signals["observed_on"]).all()
        assert (steps["recorded_at"] > steps["signal_id"].map(signals["recorded_at"])).all()
        decisions = read.frame(select(schema.decision)).set_index("id")
        planned = read.frame(select(schema.round_stop)).set_index("id")
        assert (planned["recorded_at"] > planned["decision_id"].map(decisions["recorded_at"])).all()
        visits = read.frame(select(schema.visit))
        assert (visits["recorded_at"] > visits["stop_id"].map(planned["recorded_at"])).all()
        assert (visits["visited_on"] == visits["stop_id"].map(planned["on_date"])).all()

    def test_the_log_is_a_whole_chain_and_tells_every_deed(self, read):
        found = verify(read)
        assert (found.is_whole, list(found.notices)) == (True, [])
        logged = set(read.frame(select(schema.audit.c.object))["object"])
        for table in (schema.signal, schema.decision, schema.visit, schema.round_stop):
            assert {f"{table.name}:{row_id}" for row_id in read.frame(select(table.c.id))["id"]} <= logged


class TestFill:
    def test_filling_is_quick_and_gives_the_same_on_both_databases(self, demo_data, database_url, read):
        config = replace(config_of(demo_data), database_url=database_url)
        # Time of this process: other tests may have the rest of the machine.
        begun = time.process_time()
        store = store_of(config)
        assert time.process_time() - begun < LONGEST_FILL_S
        with store.read() as tx:
            made, expected = rows_of(tx), rows_of(read)
        for name, frame in made.items():
            # A sequence of PostgreSQL goes on where the test before it stopped.
            ordered = [column for column in frame.columns if column != "seq" or name == "audit"]
            assert_frame_equal(frame[ordered], expected[name][ordered], check_dtype=False, obj=name)

    def test_two_that_start_at_once_fill_it_once(self, demo_data, sqlite_url):
        config = replace(config_of(demo_data), database_url=sqlite_url)
        stores = [open_store(sqlite_url) for _ in range(2)]
        faults = []

        def start(store):
            try:
                _fill(store, config)
            except Exception as fault:  # noqa: BLE001 - shown by the test
                faults.append(fault)

        threads = [threading.Thread(target=start, args=(store,)) for store in stores]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        with stores[0].read() as tx:
            assert len(tx.all(schema.signal)) == 153
        for store in stores:
            store.close()

    def test_a_store_with_something_in_it_is_left_alone(self, demo_data, sqlite_url):
        with_one = open_store(sqlite_url)
        put(with_one, "signal")
        with_one.close()
        store = store_of(replace(config_of(demo_data), database_url=sqlite_url))
        with store.read() as tx:
            assert len(tx.all(schema.signal)) == 1

    def test_signals_of_a_real_municipality_are_never_a_seed(self, demo_data, sqlite_url):
        folder = DataFolder(demo_data)
        signals = folder.read(SIGNALS)
        folder.write(signals.assign(bron=signals["bron"].mask(signals.index == "SIG-0001", "gemeente")), SIGNALS)
        store = store_of(replace(config_of(demo_data), database_url=sqlite_url))
        with store.read() as tx:
            assert tx.all(schema.signal) == []

    def test_a_folder_without_the_region_leaves_the_store_empty(self, tmp_path, sqlite_url):
        store = store_of(replace(config_of(tmp_path), database_url=sqlite_url))
        with store.read() as tx:
            assert tx.all(schema.import_batch) == []


class TestOutdated:
    def test_a_history_around_another_version_of_the_region_is_made_anew(self, demo_config):
        put(store_of(demo_config), "freeze", location_id="LOC-0001")
        assert not prepare_store(demo_config)
        folder = DataFolder(demo_config.data_dir)
        folder.write(folder.read(SIGNALS).drop(index="SIG-0001"), SIGNALS)
        assert prepare_store(demo_config)
        with store_of(demo_config).read() as tx:
            assert len(tx.all(schema.signal)) == 152
            assert tx.all(schema.freeze, location_id="LOC-0001") == []
        assert not prepare_store(demo_config)

    def test_where_something_is_real_nothing_is_made_anew(self, demo_config):
        put(store_of(demo_config), "signal", bron="gemeente")
        folder = DataFolder(demo_config.data_dir)
        folder.write(folder.read(SIGNALS).drop(index="SIG-0001"), SIGNALS)
        assert not prepare_store(demo_config)
        with store_of(demo_config).read() as tx:
            assert len(tx.all(schema.signal)) == 154


class TestForget:
    def test_a_fictional_store_is_made_anew(self, demo_config):
        put(store_of(demo_config), "freeze", location_id="LOC-0001")
        forget_store(demo_config)
        with store_of(demo_config).read() as tx:
            assert tx.all(schema.freeze, location_id="LOC-0001") == []
            assert len(tx.all(schema.signal)) == 153

    def test_one_real_row_keeps_the_whole_store(self, demo_config):
        put(store_of(demo_config), "signal", bron="gemeente")
        close_stores()
        with pytest.raises(InputError, match="echte signalen"):
            forget_store(demo_config)
        with store_of(demo_config).read() as tx:
            assert len(tx.all(schema.signal)) == 154

    def test_one_real_row_of_the_register_keeps_the_whole_store(self, demo_config):
        store_of(demo_config)
        folder = DataFolder(demo_config.data_dir)
        register = folder.read(LOCATIONS)
        folder.write(register.assign(bron=["gemeente", *register["bron"].iloc[1:]]).astype({"bron": "str"}), LOCATIONS)
        with pytest.raises(InputError, match="echte gegevens"):
            forget_store(demo_config)

    @pytest.mark.parametrize("table", ["role_grant", "purge_certificate", "legal_hold"])
    def test_what_somebody_decided_about_the_store_keeps_it(self, demo_config, table):
        put(store_of(demo_config), table, actor="anna")
        close_stores()
        with pytest.raises(InputError, match="andere gegevensmap"):
            forget_store(demo_config)

    def test_the_store_before_is_set_aside(self, demo_config):
        path = store_of(demo_config).path
        forget_store(demo_config)
        assert path.with_name("risk_map.db.vorige").exists()

    def test_a_store_on_a_server_is_never_thrown_away(self, demo_data, postgresql_url):
        config = replace(config_of(demo_data), database_url=postgresql_url)
        forget_store(config)
        with closing(open_store(postgresql_url)) as store:
            put(store, "signal", bron=SYNTHETIC)
        with pytest.raises(InputError, match="op een server"):
            forget_store(config)


def test_the_locations_of_the_history_are_those_of_the_register(read, demo_folder):
    known = set(DataFolder(demo_folder).read(LOCATIONS).index)
    for table in (schema.decision, schema.round_stop, schema.freeze, schema.draw_pick):
        assert set(read.frame(select(table.c.location_id))["location_id"]) <= known
