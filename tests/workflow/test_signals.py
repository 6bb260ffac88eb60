"""Signals: what may be recorded, by whom and where, what becomes of it, and who gets to read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from risk_map.domain.location import NOTE_MAX_CHARACTERS
from risk_map.errors import ConflictError, ForbiddenColumnError, InputError, PermissionDeniedError
from risk_map.store.ledger_frames import read_signals as scored_signals
from risk_map.workflow.checks import parse_day
from risk_map.workflow.signal_forms import Change, problem_with_note
from risk_map.workflow.signal_reads import count_new_signals, follow_signal, read_signal_note, read_signals, stages
from risk_map.workflow.signals import add_signal, assess_signal, close_signal, enrich_signal, forward_signal
from risk_map.workflow.store import store_of
from tests.workflow import town
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    POLICY,
    REGION,
    RESTAURANT,
    SHOP,
    TODAY,
    UNLINKED,
    WEST,
    on_shift,
    plan,
    report,
    report_assessed,
    signal_of,
)


def scored(config, on=TODAY):
    with store_of(config).read() as tx:
        return scored_signals(tx, on)


class TestReport:
    def test_a_signal_lies_where_its_location_lies_and_says_who_wrote_it_when(self, config, rows):
        signal_id = report(config, note="acht matrassen in de opslagruimte")
        (row,) = rows("signal")
        assert row["id"] == signal_id
        assert (row["adresseerbaar_object_identificatie"], row["gemeentecode"]) == (town.object_of(1), WEST)
        assert (row["x"], row["y"]) == pytest.approx((150_300, 450_000), abs=0.01)
        assert row["address"] == "Lindepad 1, 1234AB Voorbeeld"
        assert (row["actor"], row["actor_role"], row["recorded_at"]) == ("cor", "coordinator", NOW)
        assert (row["note"], row["bron"]) == ("acht matrassen in de opslagruimte", "eigen registratie")

    def test_the_same_again_by_the_same_person_is_refused_and_names_the_first(self, config, rows):
        first = report(config)
        with pytest.raises(ConflictError, match=rf"signaal {first}\b.*verrijk"):
            report(config, note="nog eens", form="seksueel", reliability="C")
        days, kinds = {"observed_on": TODAY - timedelta(days=9)}, {"category": "geen_bescherming"}
        for other in (days, kinds, {"source_type": "zorg"}):
            report(config, **other)
        report(config, LODGING)
        report(config, by=OFFICER)
        assert len(rows("signal")) == 6

    def test_a_correction_says_it_again_and_takes_the_place_of_the_first(self, config):
        first = report(config)
        second = add_signal(COORDINATOR, config, signal_of(), NOW, corrects=first)
        with pytest.raises(ConflictError, match=second):
            report(config)

    def test_the_deed_is_in_the_log(self, config, rows):
        signal_id = report(config)
        assert [(row["action"], row["object"], row["actor"]) for row in rows("audit")] == [
            ("add_signal", f"signal:{signal_id}", "cor")
        ]

    @pytest.mark.parametrize("key", [town.object_of(SHOP), town.name_of(SHOP)])
    def test_a_place_in_no_register_is_named_by_its_bag_id(self, config, rows, key):
        report(config, key)
        (row,) = rows("signal")
        assert row["adresseerbaar_object_identificatie"] == town.object_of(SHOP)
        assert row["address"] == "Lindepad 6, 1234AB Voorbeeld"

    @pytest.mark.parametrize(
        "changes",
        [
            {"form": "smokkel"},
            {"category": "verdacht"},
            {"source_type": "politie"},
            {"reliability": "D"},
            {"observed_on": TODAY + timedelta(days=1)},
            {"note": "x" * (NOTE_MAX_CHARACTERS + 1)},
        ],
    )
    def test_only_closed_lists_days_that_were_and_short_notes(self, config, rows, changes):
        with pytest.raises(InputError):
            report(config, **changes)
        assert rows("signal") == []

    @pytest.mark.parametrize("reliability", ["A", "B"])
    def test_an_anonymous_signal_is_at_most_weak(self, config, rows, reliability):
        with pytest.raises(InputError, match="Een anonieme melding heeft hoogstens betrouwbaarheid C"):
            report(config, source_type="anoniem", reliability=reliability)
        assert report(config, source_type="anoniem", reliability="C") == rows("signal")[0]["id"]

    @pytest.mark.parametrize(("reliability", "first"), [("C", date(2025, 11, 21)), ("B", date(2024, 11, 21))])
    def test_a_day_that_is_past_its_term_already_is_a_mistyped_year(self, config, rows, reliability, first):
        with pytest.raises(InputError, match=r"bewaartermijn van .. maanden al voorbij\. Kijk het jaar na"):
            report(config, reliability=reliability, observed_on=first - timedelta(days=1))
        report(config, reliability=reliability, observed_on=first)
        assert [row["observed_on"] for row in rows("signal")] == [first]

    @pytest.mark.parametrize("note", ["de bewoner is een mensenhandelaar", "twee prostituees boven de zaak"])
    def test_a_note_that_accuses_is_refused_and_says_what_to_write(self, config, rows, note):
        with pytest.raises(ForbiddenColumnError, match="Beschrijf wat er is gezien, niet wat iemand is"):
            report(config, note=note)
        assert rows("signal") == []

    def test_a_note_of_exactly_the_limit_is_kept(self, config, rows):
        report(config, note="x" * NOTE_MAX_CHARACTERS)
        assert len(rows("signal")[0]["note"]) == NOTE_MAX_CHARACTERS

    @pytest.mark.parametrize(
        ("note", "kind", "value"),
        [
            ("bel 06-12345678 na acht uur", "telefoonnummer", "12345678"),
            ("mail naar iemand@voorbeeld.nl", "e-mailadres", "iemand"),
            ("bsn 111222333 op de deur", "BSN", "111222333"),
            ("busje met kenteken 12-AB-CD", "kenteken", "12-AB-CD"),
            ("betaal op NL91ABNA0417164300", "IBAN", "0417164300"),
        ],
    )
    def test_a_note_about_a_person_is_refused_by_its_kind_never_its_value(self, config, rows, note, kind, value):
        with pytest.raises(ForbiddenColumnError) as refused:
            report(config, note=note)
        assert kind in str(refused.value)
        assert value not in str(refused.value)
        assert rows("signal") == []

    @pytest.mark.parametrize("place", [RESTAURANT, UNLINKED, "bestaat-niet", town.object_of(99)])
    def test_elsewhere_is_refused_in_the_same_words_as_nowhere(self, config, place):
        with pytest.raises(PermissionDeniedError, match="Een signaal toevoegen mag alleen"):
            report(config, place)

    @pytest.mark.parametrize("who", [ADMINISTRATOR, AUDITOR, POLICY])
    def test_other_roles_report_nothing(self, config, who):
        with pytest.raises(PermissionDeniedError):
            report(config, by=who)

    def test_the_region_reports_only_at_a_location_in_a_shared_round_under_way(self, config):
        with pytest.raises(PermissionDeniedError):
            report(config, by=REGION)
        town.share(config)
        assert report(config, by=REGION)
        for place in (LODGING, RESTAURANT):
            with pytest.raises(PermissionDeniedError):
                report(config, place, by=REGION)

    def test_an_inspector_reports_what_is_seen_in_the_own_round_while_it_is_open(self, config):
        plan(config)
        for hours, source in ((-11.9, "boa"), (27.9, "bewoner")):
            assert add_signal(INSPECTOR, config, signal_of(HOTEL, source_type=source), on_shift(hours))
        for who, place, hours in (
            (INSPECTOR, HOTEL, -12.1),
            (INSPECTOR, HOTEL, 28.1),
            (INSPECTOR, LODGING, 1),
            (OTHER_INSPECTOR, HOTEL, 1),
        ):
            with pytest.raises(PermissionDeniedError):
                add_signal(who, config, signal_of(place), on_shift(hours))


class TestSteps:
    def test_what_is_known_better_counts_and_the_report_stays_as_it_was(self, config, rows):
        signal_id = report(config, reliability="C")
        enrich_signal(OFFICER, config, signal_id, Change(category="slapen_op_werkplek"), NOW)
        assess_signal(OFFICER, config, signal_id, Change(reliability="A"), NOW)
        assert scored(config).loc[signal_id, ["category", "reliability"]].to_list() == ["slapen_op_werkplek", "A"]
        assert [rows("signal")[0][name] for name in ("category", "reliability")] == ["overbewoning", "C"]

    def test_an_enrichment_says_something_and_an_assessment_says_how_reliable(self, config):
        signal_id = report(config)
        with pytest.raises(InputError):
            enrich_signal(OFFICER, config, signal_id, Change(note="   "), NOW)
        with pytest.raises(InputError, match="A, B of C"):
            assess_signal(OFFICER, config, signal_id, Change(category="overbewoning"), NOW)
        with pytest.raises(ForbiddenColumnError):
            enrich_signal(OFFICER, config, signal_id, Change(note="bel 06-12345678"), NOW)

    def test_forwarding_keeps_organisation_time_and_reference(self, config, rows):
        signal_id = report(config)
        forward_signal(OFFICER, config, signal_id, "arbeidsinspectie", "AI-2026-17", NOW)
        (step,) = rows("signal_event")
        assert (step["organisation"], step["reference"], step["recorded_at"]) == (
            "arbeidsinspectie",
            "AI-2026-17",
            NOW,
        )

    @pytest.mark.parametrize("reference", ["x" * 41, "06-12345678"])
    def test_a_reference_is_short_and_about_nobody(self, config, rows, reference):
        signal_id = report(config)
        with pytest.raises(InputError):
            forward_signal(OFFICER, config, signal_id, "ggd", reference, NOW)
        with pytest.raises(InputError, match="kies uit"):
            forward_signal(OFFICER, config, signal_id, "comensha", None, NOW)
        assert rows("signal_event") == []

    def test_an_unfounded_signal_stops_counting_and_any_other_goes_on(self, config):
        unfounded, founded = report(config), report(config, LODGING)
        close_signal(OFFICER, config, unfounded, "ongegrond", NOW)
        close_signal(OFFICER, config, founded, "gegrond", NOW)
        assert scored(config).index.tolist() == [founded]
        assert set(scored(config, TODAY - timedelta(days=1)).index) == {unfounded, founded}

    def test_nothing_happens_to_a_closed_signal(self, config):
        signal_id = report(config)
        close_signal(OFFICER, config, signal_id, "onvoldoende", NOW)
        with pytest.raises(ConflictError, match="al gesloten"):
            close_signal(OFFICER, config, signal_id, "gegrond", NOW)
        with pytest.raises(ConflictError, match="al gesloten"):
            add_signal(COORDINATOR, config, signal_of(), NOW, corrects=signal_id)

    @pytest.mark.parametrize("who", [COORDINATOR, REGION, INSPECTOR, ADMINISTRATOR, AUDITOR, POLICY])
    def test_only_the_officer_handles_signals(self, config, who):
        signal_id = report(config)
        with pytest.raises(PermissionDeniedError):
            close_signal(who, config, signal_id, "gegrond", NOW)

    def test_the_officer_of_another_municipality_learns_nothing(self, config):
        elsewhere = report(config, RESTAURANT, by=OTHER_COORDINATOR)
        words = set()
        for signal_id in (elsewhere, "bestaat-niet"):
            with pytest.raises(PermissionDeniedError) as refused:
                close_signal(OFFICER, config, signal_id, "gegrond", NOW)
            words.add(str(refused.value))
        assert len(words) == 1


class TestCorrection:
    def test_the_reporter_corrects_and_the_steps_go_on_under_the_new_row(self, config, rows):
        first = report(config)
        assess_signal(OFFICER, config, first, Change(reliability="A"), NOW)
        second = add_signal(COORDINATOR, config, signal_of(LODGING), NOW, corrects=first)
        frame = scored(config)
        assert frame.index.tolist() == [second]
        assert frame.loc[second, ["reliability", "adresseerbaar_object_identificatie"]].to_list() == [
            "A",
            town.object_of(2),
        ]
        assert len(rows("signal")) == 2

    def test_two_corrections_of_the_same_signal_do_not_pass_each_other(self, config):
        first = report(config)
        add_signal(COORDINATOR, config, signal_of(), NOW, corrects=first)
        with pytest.raises(ConflictError, match="Iemand anders heeft dit intussen gewijzigd"):
            add_signal(COORDINATOR, config, signal_of(), NOW, corrects=first)

    def test_nobody_corrects_the_signal_of_another(self, config):
        first = report(config)
        with pytest.raises(PermissionDeniedError, match="wie het meldde"):
            add_signal(OFFICER, config, signal_of(), NOW, corrects=first)


class TestCount:
    def test_is_of_the_own_municipality_and_one_row_in_the_log_that_names_no_signal(self, config, rows):
        report(config), report(config, LODGING), report_assessed(config, HOTEL)
        report(config, RESTAURANT, by=OTHER_COORDINATOR)
        assert count_new_signals(OFFICER, config, NOW) == 2
        assert [row["object"] for row in rows("audit") if row["action"] == "count_new_signals"] == ["signal:aantal"]


class TestRead:
    def test_each_sees_the_own_municipality(self, config):
        west, east = report(config), report(config, RESTAURANT, by=OTHER_COORDINATOR)
        assert read_signals(COORDINATOR, config, NOW).signals.index.tolist() == [west]
        assert read_signals(OFFICER, config, NOW).signals.index.tolist() == [west]
        assert read_signals(OTHER_COORDINATOR, config, NOW).signals.index.tolist() == [east]
        assert read_signals(OTHER_COORDINATOR, config, NOW, signal_id=east).signals.index.tolist() == [east]
        assert read_signals(AUDITOR, config, NOW, reason="klacht 12").signals.index.tolist() == [west, east]

    def test_a_signal_of_elsewhere_and_no_signal_are_refused_in_the_same_words(self, config):
        words = set()
        for signal_id in (report(config), "bestaat-niet"):
            with pytest.raises(PermissionDeniedError, match="Signalen lezen mag alleen") as refused:
                read_signals(OTHER_COORDINATOR, config, NOW, signal_id=signal_id)
            words.add(str(refused.value))
        assert len(words) == 1

    def test_the_auditor_says_why_and_others_see_none(self, config):
        report(config)
        for who in (AUDITOR, ADMINISTRATOR, POLICY):
            with pytest.raises(PermissionDeniedError):
                read_signals(who, config, NOW)

    def test_no_note_and_nobody_is_in_the_register(self, config):
        report(config, note="acht matrassen")
        found = read_signals(OFFICER, config, NOW)
        assert not {"note", "actor", "actor_role"} & {*found.signals.columns, *found.steps.columns}

    def test_a_state_is_the_last_step(self, config):
        signal_id = report(config)
        assert read_signals(OFFICER, config, NOW).signals.loc[signal_id, "state"] == "nieuw"
        assess_signal(OFFICER, config, signal_id, Change(reliability="A"), NOW)
        forward_signal(OFFICER, config, signal_id, "ggd", None, NOW)
        found = read_signals(OFFICER, config, NOW)
        assert found.signals.loc[signal_id, ["state", "reliability", "location_id"]].to_list() == [
            "doorgezet",
            "A",
            HOTEL,
        ]
        assert found.steps["kind"].tolist() == ["beoordeeld", "doorgezet"]

    def test_every_signal_that_was_shown_is_a_row_in_the_log(self, config, rows):
        shown = {report(config), report(config, LODGING)}
        read_signals(OFFICER, config, NOW)
        logged = [row for row in rows("audit") if row["action"] == "read_signals"]
        assert {row["object"] for row in logged} == {f"signal:{signal_id}" for signal_id in shown}
        assert {row["actor"] for row in logged} == {"ada"}

    def test_a_note_is_read_by_itself_and_the_reading_is_logged(self, config, rows):
        signal_id = report(config, note="acht matrassen")
        enrich_signal(OFFICER, config, signal_id, Change(note="ook in de kelder"), NOW)
        assert read_signal_note(COORDINATOR, config, signal_id, NOW) == ("acht matrassen", "ook in de kelder")
        logged = [row["object"] for row in rows("audit") if row["action"] == "read_signal_note"]
        assert logged == [f"signal:{signal_id}"]
        for who, name in ((OTHER_COORDINATOR, signal_id), (COORDINATOR, "bestaat-niet")):
            with pytest.raises(PermissionDeniedError):
                read_signal_note(who, config, name, NOW)

    def test_an_inspector_sees_signals_at_the_own_stops_only(self, config):
        here, _ = report(config), report(config, LODGING)
        plan(config)
        assert read_signals(INSPECTOR, config, on_shift()).signals.index.tolist() == [here]
        assert read_signals(OTHER_INSPECTOR, config, on_shift()).signals.empty
        assert read_signals(INSPECTOR, config, on_shift(28.1)).signals.empty


class TestFollow:
    def test_the_reporter_sees_that_something_was_done_and_not_what_was_thought(self, config):
        signal_id = report(config)
        enrich_signal(OFFICER, config, signal_id, Change(reliability="A", note="ook gezien door een boa"), NOW)
        forward_signal(OFFICER, config, signal_id, "ggd", "G-1", NOW)
        found = follow_signal(COORDINATOR, config, NOW)
        assert found.signals.index.tolist() == [signal_id]
        assert found.steps["kind"].tolist() == ["verrijkt", "doorgezet"]
        assert set(found.steps.columns) == {"kind", "recorded_at", "organisation", "outcome"}

    def test_nobody_follows_the_report_of_another(self, config):
        report(config)
        assert follow_signal(OFFICER, config, NOW).signals.empty


class TestStages:
    def test_a_signal_waits_until_it_is_assessed_whatever_else_was_done(self, config):
        signal_id = report(config)

        def stage():
            return stages(read_signals(OFFICER, config, NOW))[signal_id]

        assert stage() == "te_beoordelen"
        enrich_signal(OFFICER, config, signal_id, Change(form="arbeid"), NOW)
        forward_signal(OFFICER, config, signal_id, "arbeidsinspectie", "AI-1", NOW)
        assert stage() == "te_beoordelen"
        assess_signal(OFFICER, config, signal_id, Change(reliability="A"), NOW)
        forward_signal(OFFICER, config, signal_id, "ggd", None, NOW)
        assert stage() == "beoordeeld"
        close_signal(OFFICER, config, signal_id, "gegrond", NOW)
        assert stage() == "gesloten"

    def test_nothing_reported_has_no_stage(self, config):
        assert stages(follow_signal(OFFICER, config, NOW)).empty


@pytest.mark.parametrize(
    ("note", "words"), [("bel 06-12345678", "telefoonnummer"), ("x" * 281, "te lang"), ("acht matrassen", ""), ("", "")]
)
def test_a_problem_with_a_note_is_said_while_it_is_written(note, words):
    problem = problem_with_note(note)
    assert bool(problem) == bool(words)
    assert words in problem


@pytest.mark.parametrize("text", ["4-12-2026", " 04-12-2026 "])
def test_a_day_is_read_as_people_type_it(text):
    assert parse_day(text) == date(2026, 12, 4)


@pytest.mark.parametrize("text", ["", "2026-12-04", "31-2-2026", "4 december 2026", "0-0-0000", "4-12-26"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="4-12-2026"):
        parse_day(text)
