"""The page Ronde without a browser: choose, plan, change, keep, and let a second person approve."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import app_test

from risk_map.app import jobs, looks, round_area, round_left_out, round_page, round_plan, texts
from risk_map.app.state import HANDED_OVER
from risk_map.app.who import DEMO_SUBJECT
from risk_map.config import load_config
from risk_map.domain.notation import clock
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, TakenError
from risk_map.planning.problem import Break, Quota
from risk_map.store.audit import LOCATION, things
from risk_map.workflow.areas import keep_area
from risk_map.workflow.clock import now_of
from risk_map.workflow.places import register_of
from risk_map.workflow.planning_request import NO_BREAK
from risk_map.workflow.round_changes import WithdrawRound, change_round
from risk_map.workflow.switch import press_red_button, release_red_button
from tests.app.server_pages import ServerPages, open_start

SECONDS = {0.2: "heel kort"}


@pytest.fixture
def page(region, monkeypatch):
    """The page, as the coordinator of one municipality."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    monkeypatch.setattr(round_plan, "SECONDS", SECONDS)
    monkeypatch.setattr(round_plan, "USUAL_SECONDS", 0.2)
    started = []
    start = jobs.Job.start
    monkeypatch.setattr(jobs.Job, "start", lambda self, work: started.append(start(self, work)) or started[-1])
    app = open_start(Role.COORDINATOR).switch_page("pages/ronde.py").run()
    app.started = started
    return app


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def press(app, words):
    """Press a button; a job that it starts is waited for, and the page is looked at again."""
    next(button for button in app.button if button.label == words).click().run()
    while app.started:
        app.started.pop().result()
        app.run()
    assert not app.exception
    return app


def planned(app):
    press(app, "Verder: plannen")
    press(app, "Plan de ronde")
    assert "Cijfers per team" in html_of(app)
    return app


def table(app, caption):
    return next(part for part in html_of(app).split("<table")[1:] if f"<caption>{caption}" in part)


def test_a_round_is_chosen_with_answers_that_are_there_from_the_start(page):
    # The day of the demonstration is a Sunday.
    assert page.selectbox(key="ronde_dag").value.isoformat() == "2026-11-02"
    assert page.selectbox(key="ronde_teams").value == 2
    assert "Waar en wat" in [each.value for each in page.header]
    assert not page.warning


def test_what_was_chosen_survives_another_page(page):
    page.selectbox(key="ronde_teams").set_value(3).run()
    page.multiselect(key="ronde_soorten").set_value(["hotel"]).run()
    page.switch_page("pages/start.py").run()
    page.switch_page("pages/ronde.py").run()
    assert page.selectbox(key="ronde_teams").value == 3
    assert page.multiselect(key="ronde_soorten").value == ["hotel"]


def test_what_is_agreed_about_teams_places_and_shares_goes_into_the_round(page):
    page.selectbox(key="ronde_teams").set_value(1).run()
    for key, value in {
        "ronde_eind0": "GM0355", "ronde_van0": 16 * 3600, "ronde_meest0": 3, "ronde_pauze0": 20, "ronde_dagen": 30,
    }.items():  # fmt: skip
        page.selectbox(key=key).set_value(value).run()
    page.multiselect(key="ronde_quota_soorten").set_value(["hotel"]).run()
    page.selectbox(key="ronde_max_hotel").set_value(0.5).run()
    page.checkbox(key="ronde_afspraken").check().run()
    first, second, *_ = page.multiselect(key="ronde_niet_voor").options
    page.multiselect(key="ronde_niet_voor").select(first).run()
    page.multiselect(key="ronde_niet_samen").select(first).select(second).run()
    assert not page.exception
    asked = page.session_state[f"own_{coordinator(page)}_vraag"]
    (crew,) = asked.teams
    assert (crew.end, crew.shift, crew.max_stops, crew.pause.duration_s) == ("GM0355", (57_600, 79_200), 3, 1200)
    assert (asked.min_days_between_visits, asked.quotas) == (30, (Quota("location_type", "hotel", max_share=0.5),))
    assert [moment for _, moment in asked.not_before] == [18 * 3600]
    assert len(asked.apart) == 1
    assert asked.not_before[0][0] in asked.apart[0]


def test_a_team_begins_at_an_address_that_somebody_looked_up(page):
    page.selectbox(key="ronde_teams").set_value(1).run()
    who, town = coordinator(page), page.selectbox(key="ronde_begin0").value
    page.selectbox(key="ronde_begin0").set_value("adres").run()
    (crew,) = page.session_state[f"own_{who}_vraag"].teams
    assert (crew.start, crew.end) == (town, None)
    register = register_of(load_config())
    here = register[(register["gemeentecode"] == town) & register["x"].notna()]
    street = here["address"].iloc[0].partition(",")[0]
    next(field for field in page.text_input if field.label == "Begint op dit adres").set_value(street).run()
    found = next(each for each in page.radio if each.label == "Welk adres is het")
    assert found.options[0].startswith(street)
    found.set_value(found.options[0]).run()
    assert not page.exception
    (crew,) = page.session_state[f"own_{who}_vraag"].teams
    assert crew.start == pytest.approx(tuple(here[["x", "y"]].iloc[0]), abs=1.0)
    assert crew.municipality == town
    press(page, "Verder: plannen")
    press(page, "Plan de ronde")
    assert "Cijfers per team" in html_of(page)


def test_a_configured_break_is_the_answer_from_the_start_and_none_can_be_chosen(monkeypatch, tmp_path, request):
    told = (Path(__file__).parents[2] / "risk_map.toml").read_text(encoding="utf-8")
    with_break = told.replace("# break = {", "break = {")
    assert with_break != told
    (tmp_path / "risk_map.toml").write_text(with_break, encoding="utf-8")
    monkeypatch.setenv("RISK_MAP_CONFIG", str(tmp_path / "risk_map.toml"))
    page = request.getfixturevalue("page")
    page.selectbox(key="ronde_teams").set_value(1).run()

    def pause():
        (crew,) = page.session_state[f"own_{coordinator(page)}_vraag"].teams
        return crew.pause

    assert pause() == Break(20 * 60, 19 * 3600, 20 * 3600)
    page.selectbox(key="ronde_pauze0").set_value(0).run()
    assert not page.exception
    assert "geen pauze" in page.selectbox(key="ronde_pauze0").options
    assert pause() == NO_BREAK


def test_less_than_the_configured_share_cannot_be_chosen(page):
    assert page.selectbox(key="ronde_loting").options[0] == "20%"


def test_the_places_to_plan_from_come_with_reasons_and_no_score(page):
    page.checkbox(key="ronde_kandidaten").check().run()
    assert not page.exception
    found = table(page, "Locaties waarover is besloten")
    assert "gezocht, niets gevonden" in found
    assert not [word for word in ("score", "rang", "punten", "keer het", "geloot") if word in found.lower()]


def test_a_long_list_of_places_to_plan_from_is_shown_in_parts(page, monkeypatch):
    monkeypatch.setattr(round_page, "SHOWN", 3)
    page.checkbox(key="ronde_kandidaten").check().run()
    found = page.selectbox(key="ronde_kandidaten_vanaf")
    assert found.options[0].startswith("1 tot en met 3, vanaf ")
    first = table(page, "Locaties waarover is besloten")
    found.set_value(3).run()
    second = table(page, "Locaties waarover is besloten")
    assert first.count('scope="row"') == 3
    assert second != first


def test_the_later_steps_say_what_comes_first(page):
    page.segmented_control(key="ronde_stap").set_value("2. Plannen").run()
    page.segmented_control(key="ronde_stap").set_value("3. Bijstellen").run()
    assert "Er is nog geen plan" in page.info[0].value


def test_a_plan_of_before_the_model_was_switched_is_forgotten(page):
    config = load_config()
    who = Subject(f"{DEMO_SUBJECT}.regiocoordinator", Role.REGIOCOORDINATOR)
    planned(page)
    press_red_button(who, config, "oefening", now_of(config))
    try:
        page.run()
        assert "Er is nog geen plan" in page.info[0].value
        assert "Punten" not in html_of(page)
    finally:
        release_red_button(who, config, "oefening geslaagd", now_of(config))


def test_a_plan_is_shown_changed_and_compared(page):
    who = coordinator(page)
    planned(page)
    assert page.segmented_control(key="ronde_stap").value == "3. Bijstellen"
    stops = table(page, "Team 1")
    assert not [word for word in ("score", "rang", "punten", "geloot", "steekproef") if word in stops.lower()]
    found = page.session_state[f"own_{who}_plannen"][-1].found
    drawn = {item.location_id for item in found.problem.candidates if item.drawn}
    place = next(name for name in found.plan.location_ids if name not in drawn)
    stops = next(box for box in page.selectbox if box.label == "Bezoek")
    gone = next(words for words in stops.options if texts.address(found.addresses[place]) in words)
    stops.select(gone)
    page.radio[0].set_value("weg").run()
    press(page, "Zet deze wijziging klaar")
    assert "Gaat uit de ronde" in html_of(page)
    press(page, "Plan opnieuw met deze wijzigingen")
    assert page.header[0].value.startswith("Plan 2")
    assert gone not in next(box for box in page.selectbox if box.label == "Bezoek").options
    assert "Welke bezoeken verschillen" in html_of(page)


def test_what_chance_chose_is_not_taken_out_by_hand(page):
    who = coordinator(page)
    planned(page)
    found = page.session_state[f"own_{who}_plannen"][-1].found
    address = next(texts.address(found.addresses[item.location_id]) for item in found.problem.candidates if item.drawn)
    stops = next(box for box in page.selectbox if box.label == "Bezoek")
    stops.select(next(words for words in stops.options if address in words))
    page.radio[0].set_value("weg").run()
    press(page, "Zet deze wijziging klaar")
    with pytest.raises(InputError):
        press(page, "Plan opnieuw met deze wijzigingen")
    page.run()
    assert page.warning[0].value.startswith(f"{address} koos het lot, en dat haalt niemand uit de ronde.")


def test_every_place_left_out_gets_its_reason_by_reason_and_type_and_part(page, monkeypatch):
    monkeypatch.setattr(round_left_out, "SHOWN", 3)
    who = coordinator(page)
    planned(page)
    found = page.session_state[f"own_{who}_plannen"][-1].found
    reasons = list(found.why_not())
    assert len(reasons) > 3

    def addresses():
        return re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table(page, "Niet in de ronde"))

    parts = page.selectbox(key="waarom_deel").options
    seen = []
    for part in parts:
        page.selectbox(key="waarom_deel").select(part).run()
        seen += addresses()
    assert sorted(seen) == sorted(escape(texts.address(found.addresses[each.location_id])) for each in reasons)
    words = page.selectbox(key="waarom_reden").options
    counts = [int(each.rsplit("(", 1)[1].rstrip(")")) for each in words]
    assert counts[0] == sum(counts[1:]) == len(reasons)
    page.selectbox(key="waarom_reden").select(words[-1]).run()
    assert not page.exception
    assert f"Niet in de ronde: {counts[-1]} van {len(reasons)}" in html_of(page)
    kind = found.problem.candidate(reasons[0].location_id).location_type
    page.selectbox(key="waarom_reden").select(words[0]).run()
    page.multiselect(key="waarom_soorten").set_value([kind]).run()
    of_kind = sum(found.problem.candidate(each.location_id).location_type == kind for each in reasons)
    assert f"Niet in de ronde: {of_kind} van {len(reasons)}" in html_of(page)


def test_what_is_left_out_goes_along_as_a_file_that_no_spreadsheet_computes_and_in_the_log(page, monkeypatch):
    who = coordinator(page)
    planned(page)
    assert page.get("download_button")[-1].proto.label.endswith("(CSV)")
    found = page.session_state[f"own_{who}_plannen"][-1].found
    reasons = list(found.why_not())[:2]
    ids = [each.location_id for each in reasons]
    evil = replace(found, addresses={**found.addresses, ids[0]: '=HYPERLINK("http://x")'})
    told = []
    monkeypatch.setattr(looks, "log_deed", lambda subject, _config, deed, _now: told.append((subject, deed)))
    text = round_left_out.taken_along(who, load_config(), evil, reasons).decode("utf-8-sig")
    header, *rows = csv.reader(text.splitlines(), delimiter=";")
    assert header == ["Locatie", *round_left_out.COLUMNS, "Bron"]
    assert [row[0] for row in rows] == ids
    assert [row[1] for row in rows] == ['\'=HYPERLINK("http://x")', texts.address(found.addresses[ids[1]])]
    assert {row[-1] for row in rows} == {"fictieve gegevens"}
    ((subject, deed),) = told
    assert (subject, deed.action, deed.objects) == (who, "plan_round", things(LOCATION, ids))


def test_whoever_has_no_selection_reads_where_an_area_is_drawn(page):
    assert round_area.DRAW_HINT in [link.proto.label for link in page.get("page_link")]
    page.session_state[HANDED_OVER] = ("LOC-0001",)
    page.run()
    assert round_area.DRAW_HINT not in [link.proto.label for link in page.get("page_link")]


def test_what_cannot_be_planned_says_why_and_what_to_do(page):
    page.selectbox(key="ronde_van").set_value(3 * 3600).run()
    page.selectbox(key="ronde_tot").set_value(4 * 3600).run()
    press(page, "Verder: plannen")
    press(page, "Plan de ronde")
    assert page.warning[0].value.startswith("De ronde is leeg: geen van de ")
    assert next(button for button in page.button if button.label == "Verder: vaststellen").disabled


@pytest.mark.parametrize(("begin", "end"), [("ronde_van", "ronde_tot"), ("ronde_van0", "ronde_tot0")])
def test_a_shift_that_begins_and_ends_at_the_same_moment_goes_no_further(page, begin, end):
    page.selectbox(key=begin).set_value(22 * 3600).run()
    page.selectbox(key=end).set_value(22 * 3600).run()
    assert [warning.value for warning in page.warning] == ["De dienst begint en eindigt op hetzelfde moment."]
    go_on = next(button for button in page.button if button.label == "Verder: plannen")
    assert go_on.disabled
    page.selectbox(key=end).set_value(23 * 3600).run()
    assert not page.warning


def test_a_shift_of_more_than_twelve_hours_goes_no_further(page):
    page.selectbox(key="ronde_van").set_value(21 * 3600).run()
    page.selectbox(key="ronde_tot").set_value(17 * 3600).run()
    told = "De dienst van 21:00-17:00 is langer dan 12 uur; zijn begin en eind verwisseld?"
    assert [warning.value for warning in page.warning] == [told]
    assert next(button for button in page.button if button.label == "Verder: plannen").disabled


def test_a_break_outside_the_shift_goes_no_further(page):
    page.selectbox(key="ronde_pauze0").set_value(30).run()
    page.selectbox(key="ronde_pauze_van0").set_value(14 * 3600).run()
    page.selectbox(key="ronde_pauze_tot0").set_value(15 * 3600).run()
    begin, end = (clock(page.selectbox(key=key).value) for key in ("ronde_van", "ronde_tot"))
    assert [warning.value for warning in page.warning] == [
        f"Team 1: de pauze van 30 minuten tussen 14:00 en 15:00 past niet in de dienst van {begin}-{end}; "
        "kies andere tijden, of geen pauze."
    ]
    assert next(button for button in page.button if button.label == "Verder: plannen").disabled
    page.selectbox(key="ronde_pauze0").set_value(0).run()
    assert not page.warning


def test_another_name_leaves_the_box_open_in_which_a_plan_is_kept(page):
    planned(page)
    press(page, "Verder: vaststellen")

    def is_open():
        return next(one for one in page.expander if "bewaren als ronde" in one.label).proto.expanded

    assert is_open()
    next(field for field in page.text_input if field.label == "Naam van de ronde").set_value("Andere naam").run()
    assert is_open()


def test_of_the_agreements_only_those_with_a_price_are_in_the_table(page):
    planned(page)
    press(page, "Wat kost elke afspraak?")
    assert "+0,0%" not in html_of(page)
    assert "%" in table(page, "Zonder deze afspraak")
    assert "Wat hier niet staat, kost in deze ronde niets." in [each.value for each in page.caption]


def look_at_what_was_drawn(page):
    """Say of every place that chance chose that nothing speaks against a visit."""
    for name in [box.label for box in page.checkbox if box.label.startswith("Gezocht bij ")]:
        next(box for box in page.checkbox if box.label == name).check().run()


def test_a_plan_waits_until_somebody_looked_at_every_place_that_chance_chose(page):
    planned(page)
    press(page, "Verder: vaststellen")
    first, *others = [box.label for box in page.checkbox if box.label.startswith("Gezocht bij ")]
    assert others
    press(page, "Bewaar als concept")
    assert f"Zeg bij {len(others) + 1} geloote plaatsen nog wat tegen een bezoek pleit" in page.warning[0].value
    look_at_what_was_drawn(page)
    street = first.removeprefix("Gezocht bij ").removesuffix(", niets gevonden")
    field = next(area for area in page.text_area if area.label == f"Wat pleit tegen een bezoek aan {street}?")
    field.set_value("De vergunning is op orde.").run()
    press(page, "Bewaar als concept")
    assert "Zeg bij 1 geloote plaats nog" in page.warning[0].value


def test_who_goes_and_what_a_round_is_called_are_there_again_after_a_look_at_a_place(page):
    planned(page)
    press(page, "Verder: vaststellen")

    def fields():
        name = next(field for field in page.text_input if field.label == "Naam van de ronde")
        return name, next(field for field in page.multiselect if field.label.startswith("Boa's van"))

    name, people = fields()
    team, chosen = people.label, [*people.value, people.options[-1]]
    name.set_value("Ronde proef").run()
    fields()[1].set_value(chosen).run()
    page.switch_page("pages/locatie.py").run()
    page.switch_page("pages/ronde.py").run()
    name, people = fields()
    assert (name.value, people.label, people.value) == ("Ronde proef", team, chosen)


def test_a_plan_is_kept_by_one_and_approved_issued_and_printed_by_another(page):
    planned(page)
    press(page, "Verder: vaststellen")
    look_at_what_was_drawn(page)
    press(page, "Bewaar als concept")
    assert page.success[0].value == "De ronde is bewaard als concept."
    press(page, "Keur goed")
    assert "twee verschillende mensen" in page.warning[0].value
    page.selectbox(key="rol_persoon").set_value("2").run()
    press(page, "Keur goed")
    assert page.success[0].value.startswith("De ronde is goedgekeurd.")
    press(page, "Geef uit aan de boa's")
    assert page.success[0].value.startswith("De ronde is uitgegeven.")
    press(page, "Maak de routelijsten")
    assert "De routelijsten staan klaar." in page.success[0].value
    assert len(page.get("download_button")) >= 8


def test_a_plan_that_was_kept_is_not_gone_on_from_and_the_page_says_which_round_has_its_places(page):
    planned(page)
    press(page, "Verder: vaststellen")
    look_at_what_was_drawn(page)
    press(page, "Bewaar als concept")
    page.segmented_control(key="ronde_stap").set_value("3. Bijstellen").run()
    press(page, "Zet deze wijziging klaar")
    with pytest.raises(TakenError):
        press(page, "Plan opnieuw met deze wijzigingen")
    page.run()
    told = page.warning[0].value
    config, (round_id,) = load_config(), re.findall(r"al in ronde (\w+) van 2 november 2026", told)
    assert "(concept). Trek die ronde in" in told
    assert "LOC-" not in told
    assert any("Ga naar stap 4, Vaststellen" in each.value for each in page.markdown)
    # The places are for the other tests.
    change_round(Subject("ria", Role.REGIOCOORDINATOR), config, round_id, WithdrawRound(), now_of(config))


def test_another_role_does_not_get_the_plan_of_who_made_it(page):
    planned(page)
    page.selectbox(key="rol_persoon").set_value("2").run()
    page.segmented_control(key="ronde_stap").set_value("3. Bijstellen").run()
    assert "Er is nog geen plan" in page.info[0].value


def test_a_search_that_is_stopped_gives_its_best(page, monkeypatch):
    monkeypatch.setattr(round_plan, "SECONDS", {600.0: "tien minuten"})
    monkeypatch.setattr(round_plan, "USUAL_SECONDS", 600.0)
    press_only = lambda words: next(button for button in page.button if button.label == words).click().run()  # noqa: E731
    press_only("Verder: plannen")
    press_only("Plan de ronde")
    press_only(round_plan.STOP)
    page.started[-1].result()
    page.run()
    assert "Cijfers per team" in html_of(page)


def coordinator(app):
    """Give who plans: in the demonstration, a team begins in the municipality of its coordinator."""
    return Subject(f"{DEMO_SUBJECT}.coordinator", Role.COORDINATOR, app.selectbox(key="ronde_begin0").value)


def asked(app):
    """Give what the page asks the planner for now."""
    return app.session_state[f"own_{coordinator(app)}_vraag"]


def test_buurten_and_a_selection_of_the_map_say_where_a_round_goes(page):
    assert "ronde_deel" not in page.session_state
    buurt = page.multiselect(key="ronde_buurten").options[0]
    page.multiselect(key="ronde_buurten").select(buurt).run()
    (code,) = asked(page).area.buurten
    assert code.startswith("BU")
    page.session_state[HANDED_OVER] = ("LOC-0001", "LOC-0002")
    page.run()
    assert page.selectbox(key="ronde_deel").value == "selectie"
    assert asked(page).area.location_ids == ("LOC-0001", "LOC-0002")
    page.selectbox(key="ronde_deel").set_value("alles").run()
    assert asked(page).area.location_ids == ()
    page.multiselect(key="ronde_buurten").set_value([]).run()
    assert asked(page).area.buurten == ()


def test_a_kept_area_is_planned_in(page):
    config = load_config()
    keep_area(coordinator(page), config, "hotels", {"soort": ["hotel"]}, now_of(config))
    keep_area(coordinator(page), config, "nergens", {"postcode": ["9999"]}, now_of(config))
    page.run()
    words = page.selectbox(key="ronde_deel").options
    hotels, nowhere = (next(each for each in words if name in each) for name in ("hotels", "nergens"))
    page.selectbox(key="ronde_deel").select(hotels).run()
    found = asked(page).area.location_ids
    assert len(found) > 1
    assert set(register_of(config).loc[list(found), "location_type"]) == {"hotel"}
    page.selectbox(key="ronde_deel").select(nowhere).run()
    page.checkbox(key="ronde_kandidaten").check().run()
    assert "Over geen enkele locatie in deze keuze is besloten" in page.info[0].value


def rounds_of(app):
    """Give the field that asks which round is worked on."""
    return next(box for box in app.selectbox if box.label == "Ronde")


def chosen(app):
    """Give the words of the chosen round, without its state; what is above the buttons has to name the same one."""
    field = rounds_of(app)
    words = next(words for words in field.options if field.format_func(field.value) == words).rsplit(" (", 1)[0]
    assert f'<strong class="which">{words}</strong>' in html_of(app)
    return words


def test_the_round_that_is_chosen_right_after_another_was_kept_is_the_one_worked_on(page):
    planned(page)
    press(page, "Verder: vaststellen")
    look_at_what_was_drawn(page)
    press(page, "Bewaar als concept")
    page.selectbox(key="rol_persoon").set_value("2").run()
    kept, address = chosen(page), dict(page.query_params)
    (other,) = [words for words in rounds_of(page).options if not words.startswith(kept)]
    rounds_of(page).select(other).run()
    assert other.startswith(chosen(page))
    # A browser may be late to tell that the address changed.
    page.query_params.update(address)
    page.run()
    assert other.startswith(chosen(page))
    # A button that was pressed while another round stood beside it does nothing.
    late = next(button for button in page.button if button.label == "Sluit de ronde")
    rounds_of(page).select(next(words for words in rounds_of(page).options if words.startswith(kept)))
    late.click().run()
    assert chosen(page) == kept
    assert [button for button in page.button if button.label == "Keur goed"]
    assert not page.success
    assert not page.warning
