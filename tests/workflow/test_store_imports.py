"""Signals and visits of a file land in the store: once, whole, linked, and never back after they were destroyed."""

from __future__ import annotations

import shutil
from datetime import timedelta
from hashlib import sha256

import pytest

from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.errors import ForbiddenColumnError, PermissionDeniedError
from risk_map.store.ledger_frames import read_inspections, read_register
from risk_map.store.ledger_frames import read_signals as scored_signals
from risk_map.workflow.register_imports import import_register
from risk_map.workflow.signal_forms import Change
from risk_map.workflow.signals import enrich_signal
from risk_map.workflow.store import store_of
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.store_rows import let_go, put
from tests.workflow import town
from tests.workflow.town import ADMINISTRATOR, COORDINATOR, HOTEL, NOW, OFFICER, TODAY, WEST, report

database_url = mostly_sqlite


SIGNAL_HEADER = "signaal_id;nummeraanduiding;adres;gezien_op;vorm;categorie;brontype;betrouwbaarheid;bron;notitie"
VISIT_HEADER = "controle_id;nummeraanduiding;bezocht_op;resultaat;vorm;aanleiding;check_01;check_12;bron"
S1 = f"S1;{town.name_of(1)};;01-11-2026;arbeid;overbewoning;boa;A;gemeente;acht matrassen"
S2 = f"S2;{town.name_of(town.SHOP)};;02-11-2026;arbeid;overbewoning;bewoner;C;gemeente;"
WAITING = "S3;;Lindepad 99, 1234AB Voorbeeld;03-11-2026;arbeid;overbewoning;boa;B;gemeente;"
V1 = f"C1;{town.name_of(1)};05-11-2026;bevinding;arbeid;risico;gezien;niet_gezien;gemeente"


@pytest.fixture
def data_dir(town_folder, tmp_path):
    return shutil.copytree(town_folder, tmp_path / "data")


@pytest.fixture
def deliver(config, tmp_path):
    def call(*lines, header=SIGNAL_HEADER, contract=SIGNALS, by=ADMINISTRATOR, now=NOW):
        path = tmp_path / "levering.csv"
        path.write_text("\n".join((header, *lines)), encoding="utf-8")
        return import_register(by, config, contract, path, now), sha256(path.read_bytes()).hexdigest()

    return call


def deliver_visits(deliver, *lines):
    return deliver(*lines, header=VISIT_HEADER, contract=INSPECTIONS)[0]


def test_rows_land_with_their_place_their_municipality_and_their_note(deliver, rows):
    deliver(S1, S2)
    first, second = rows("signal")
    assert (first["id"], first["gemeentecode"], first["note"]) == ("S1", WEST, "acht matrassen")
    assert (first["x"], first["y"]) == pytest.approx((150_300, 450_000))
    assert (first["actor"], first["recorded_at"]) == ("bert", NOW)
    assert second["address"] == "Lindepad 6, 1234AB Voorbeeld"


@ON_BOTH
def test_a_visit_knows_its_location_and_keeps_its_answers(deliver, rows, config):
    deliver_visits(deliver, V1)
    assert [row["location_id"] for row in rows("visit")] == [HOTEL]
    assert {row["check_code"]: row["answer"] for row in rows("visit_answer")} == {
        "check_01": "gezien",
        "check_12": "niet_gezien",
    }
    with store_of(config).read() as tx:
        assert read_inspections(tx, TODAY).loc["C1", ["result", "check_01"]].to_list() == ["bevinding", "gezien"]


@ON_BOTH
def test_the_same_file_twice_adds_nothing_and_both_times_are_known(deliver, rows):
    _, digest = deliver(S1, S2, WAITING)
    report_again, _ = deliver(S1, S2, WAITING)
    assert (report_again.merged.added, report_again.merged.unchanged) == (0, 3)
    assert len(rows("signal")) == 3
    batches = [(row["register"], row["file_sha256"], row["rows"], row["added"]) for row in rows("import_batch")]
    assert batches == [("signals", digest, 3, 3), ("signals", digest, 3, 0)]
    deliver_visits(deliver, V1)
    assert deliver_visits(deliver, V1).merged.unchanged == 1
    assert (len(rows("visit")), len(rows("visit_answer"))) == (1, 2)


def test_a_row_that_was_enriched_since_is_still_the_same_row(deliver, config):
    deliver(S1)
    enrich_signal(OFFICER, config, "S1", Change(category="slapen_op_werkplek"), NOW)
    again, _ = deliver(S1)
    assert (again.merged.unchanged, again.merged.conflicts) == (1, ())


def test_a_conflict_is_a_listed_row_and_the_others_are_taken(deliver, rows):
    deliver(S1)
    found, _ = deliver(S1.replace("overbewoning", "geen_bescherming"), S2)
    assert (found.merged.conflicts, found.merged.added) == (("S1",), 1)
    assert "S1" in found.report_file.read_text(encoding="utf-8-sig")
    assert [row["category"] for row in rows("signal")] == ["overbewoning", "overbewoning"]


@ON_BOTH
def test_a_link_that_is_found_later_is_a_row_that_corrects_and_its_steps_go_on(deliver, rows, config):
    deliver(WAITING)
    put(store_of(config), "signal_event", signal_id="S3", reliability="A")
    linked = WAITING.replace("S3;;Lindepad 99, 1234AB Voorbeeld", f"S3;{town.name_of(1)};")
    found, _ = deliver(linked)
    assert found.merged.relinked == 1
    first, second = rows("signal")
    assert (first["id"], second["corrects"], second["gemeentecode"]) == ("S3", "S3", WEST)
    with store_of(config).read() as tx:
        assert scored_signals(tx, TODAY)["reliability"].tolist() == ["A"]
        frame, row_ids = read_register(tx, SIGNALS)
    assert (frame.index.tolist(), row_ids.tolist()) == (["S3"], [second["id"]])
    again, _ = deliver(linked)
    assert (again.merged.unchanged, len(rows("signal"))) == (1, 2)


def test_what_people_recorded_here_and_what_is_imported_stand_beside_each_other(deliver, config, rows):
    own = report(config)
    deliver(S1)
    assert [row["id"] for row in rows("signal")] == [own, "S1"]


@ON_BOTH
def test_a_destroyed_row_does_not_come_back_with_its_old_file(deliver, config, rows):
    deliver(S1, S2)
    store = store_of(config)
    let_go(store, ("signal", "S1"))
    with store.write() as tx:
        tx.execute(town.schema.signal.delete().where(town.schema.signal.c.id == "S1"))
    found, _ = deliver(S1, S2)
    assert [row["id"] for row in rows("signal")] == ["S2"]
    assert (found.merged.added, found.merged.unchanged) == (0, 1)
    assert "vernietigd" in found.report_file.read_text(encoding="utf-8-sig")


def test_the_import_and_its_rows_are_in_the_log(deliver, rows):
    deliver(S1)
    logged = [(row["action"], row["object"].split(":")[0], row["actor"]) for row in rows("audit")]
    assert logged == [("import_register", "signal", "bert"), ("import_register", "import_batch", "bert")]


def test_a_refused_file_leaves_no_row_of_any_kind(deliver, rows):
    for header, line in ((f"{SIGNAL_HEADER};achternaam", f"{S1};Jansen"), (SIGNAL_HEADER, f"{S1} 06-12345678")):
        with pytest.raises(ForbiddenColumnError):
            deliver(line, header=header)
    assert [rows(table) for table in ("signal", "import_batch", "audit")] == [[], [], []]


def test_no_row_is_dated_after_the_day_of_the_import(deliver, rows):
    deliver(S1, now=NOW - timedelta(days=25))
    assert rows("signal") == []


def test_a_signal_past_its_term_is_listed_with_its_row_and_column_and_the_rest_is_taken(deliver, rows):
    old, weak = S1.replace("01-11-2026", "05-10-2010"), S2.replace("02-11-2026", "01-11-2025")
    found, _ = deliver(old, weak, WAITING)
    assert [row["id"] for row in rows("signal")] == ["S3"]
    told = [(one.place.row, one.place.column, one.reason.split(";")[0]) for one in found.source.problems[:2]]
    assert told == [
        (2, "gezien_op", "de bewaartermijn van 24 maanden is al voorbij"),
        (3, "gezien_op", "de bewaartermijn van 12 maanden is al voorbij"),
    ]
    assert "rij niet overgenomen" in str(found.source.problems[0])


def test_a_visit_past_its_term_is_listed_by_its_result(deliver, rows):
    clean = V1.replace("05-11-2026;bevinding;arbeid", "05-11-2024;geen_bevinding;")
    found = deliver_visits(deliver, clean, clean.replace("geen_bevinding;", "bevinding;arbeid").replace("C1", "C2"))
    assert [row["id"] for row in rows("visit")] == ["C2"]
    assert [(one.place.row, one.place.column) for one in found.source.problems] == [(2, "bezocht_op")]


def test_only_the_administrator_imports(deliver):
    for who in (COORDINATOR, OFFICER):
        with pytest.raises(PermissionDeniedError):
            deliver(S1, by=who)
