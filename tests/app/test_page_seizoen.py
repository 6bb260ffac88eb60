"""The page Seizoen without a browser: choose, divide, look, open one of before, and go on to Ronde."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import app_test

from risk_map.app import jobs, texts
from risk_map.app.season_round import _team
from risk_map.app.who import DEMO_SUBJECT
from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.errors import RiskMapError
from risk_map.planning.problem import Break
from risk_map.store import schema
from risk_map.workflow.clock import now_of
from risk_map.workflow.planning_request import NO_BREAK, Area, Crew, RoundRequest
from risk_map.workflow.season_opening import open_season
from risk_map.workflow.store import store_of
from risk_map.workflow.switch import press_red_button, release_red_button
from tests.app.server_pages import ServerPages, open_start

TOWN = "GM0355"
DAY = date(2027, 3, 12)
"""Further away than Ronde offers by itself."""

CREW = Crew("Noord", 3, (16 * 3600, 21 * 3600), "fiets", 5, frozenset({"brandweer"}), start=TOWN, end=(1.5e5, 4.5e5))


@pytest.fixture
def opened(region, monkeypatch):
    """Open the page in a role."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    started = []
    start = jobs.Job.start
    monkeypatch.setattr(jobs.Job, "start", lambda self, work: started.append(start(self, work)) or started[-1])

    def open_page(role=Role.COORDINATOR):
        app = open_start(role, TOWN).switch_page("pages/seizoen.py").run()
        app.started = started
        return app

    return open_page


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def press(app, words):
    next(button for button in app.button if button.label == words).click().run()
    while app.started:
        with suppress(RiskMapError):
            app.started.pop().result()
        app.run()
    assert not app.exception
    return app


def answer(app, **answers):
    for key, value in answers.items():
        app.selectbox(key=key).set_value(value).run()


def subject(role=Role.COORDINATOR):
    return Subject(f"{DEMO_SUBJECT}.{role}", role, TOWN if role is Role.COORDINATOR else None)


def agenda(app, role=Role.COORDINATOR):
    return app.session_state[f"own_{subject(role)}_seizoen"][0]


def asked(app):
    return app.session_state[f"own_{subject()}_vraag"]


def table(app, caption):
    return next(part for part in html_of(app).split("<table")[1:] if f"<caption>{caption}" in part)


def show(app, *rounds):
    """Have the page show a season as if its file was opened there."""
    found = open_season(subject(), load_config(), rounds, now_of(load_config()))
    app.session_state[f"own_{subject()}_seizoen"] = (found, len(rounds))
    app.run()
    assert not app.exception


def test_a_season_is_divided_and_shown_with_no_word_of_score_or_draw(opened):
    app = opened()
    assert "Er is nog geen seizoen" in app.info[0].value
    answer(app, seizoen_rondes=3, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    found = agenda(app)
    assert len(found.requests) == 3
    assert set(found.places["municipality"]) == {TOWN}
    assert all(texts.address(one) in html_of(app) for one in found.places.loc[found.places["round"] == 1, "address"])
    for caption in ("De rondes", "Ronde 1: ", "Per dag van de week", "Per begin", "Per gemeente"):
        shown = table(app, caption).lower()
        assert not [word for word in ("score", "rang", "punten", "geloot", "steekproef") if word in shown]
    assert "Niet op tijd" in [each.value for each in app.header]
    answer(app, seizoen_ronde=2)
    assert "Ronde 2: " in table(app, "Ronde 2")
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/seizoen.py").run()
    assert app.selectbox(key="seizoen_rondes").value == 3
    assert table(app, "De rondes")


def test_a_season_of_before_the_model_was_switched_is_forgotten(opened):
    app, region = press(opened(), "Seizoen verdelen"), subject(Role.REGIOCOORDINATOR)
    config = load_config()
    press_red_button(region, config, "oefening", now_of(config))
    try:
        app.run()
        assert any("Er is nog geen seizoen" in each.value for each in app.info)
        press(app, "Seizoen verdelen")
        assert agenda(app).places["due"].isna().all()
    finally:
        release_red_button(region, config, "oefening geslaagd", now_of(config))


def test_what_was_seen_stands_in_the_log_once_and_not_again_when_drawn_again(opened):
    app = opened()
    answer(app, seizoen_rondes=1, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    config = load_config()

    def looks():
        with store_of(config).read() as tx:
            rows = [row for row in tx.all(schema.audit) if row["action"] == "plan_season"]
        return [row["object"] for row in rows if row["actor"] == subject().id and row["origin"] == "app"]

    before = looks()
    assert {f"locatie:{name}" for name in agenda(app).places.index} <= set(before)
    app.run()
    assert looks() == before


def test_the_same_number_gives_the_same_season_and_no_number_is_said_so(opened):
    app = opened()
    answer(app, seizoen_rondes=2, seizoen_teams=1)
    app.text_input(key="seizoen_getal").set_value("7").run()
    one = press(app, "Seizoen verdelen")
    first = agenda(one).requests
    assert agenda(press(app, "Seizoen verdelen")).requests == first
    app.text_input(key="seizoen_getal").set_value("zeven").run()
    assert "geheel getal" in app.warning[0].value
    assert "Seizoen verdelen" not in [button.label for button in app.button]


def test_a_season_with_too_few_days_says_why(opened):
    app = opened()
    answer(app, seizoen_laatste=app.selectbox(key="seizoen_eerste").value, seizoen_rondes=9)
    press(app, "Seizoen verdelen")
    assert "minder mogelijke dagen" in app.warning[0].value


def test_a_season_that_is_stopped_shows_the_rounds_that_are_done(opened, monkeypatch):
    told = jobs.RoundsJob.tell

    def halt_at_the_second(self, progress):
        told(self, progress)
        if progress == 1:
            self.halt()

    monkeypatch.setattr(jobs.RoundsJob, "tell", halt_at_the_second)
    app = opened()
    answer(app, seizoen_rondes=5, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    assert len(agenda(app).requests) == 1
    assert "U stopte na ronde 1 van de 5" in app.info[0].value


def test_a_round_goes_on_to_ronde_with_its_day_shift_and_places(opened):
    app = opened()
    answer(app, seizoen_rondes=2, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    request = agenda(app).requests[1]
    answer(app, seizoen_ronde=2)
    press(app, "Plan deze ronde")
    assert app.selectbox(key="ronde_dag").value == request.on_date
    assert app.selectbox(key="ronde_deel").value == "seizoen"
    assert asked(app).teams[0].shift == request.teams[0].shift
    assert (asked(app).only, asked(app).area.location_ids) == (request.only, ())
    app.switch_page("pages/ronde.py").run()  # AppTest itself does not stay where the app went
    app.checkbox(key="ronde_kandidaten").check().run()
    assert not app.exception
    places = agenda(app).places
    here = places[places["round"] == 2]
    assert f"Locaties waarover is besloten: {here['decided'].sum()}<" in html_of(app)
    app.selectbox(key="ronde_deel").set_value("alles").run()
    assert asked(app).only == ()


def test_what_waits_for_a_decision_is_decided_on_one_by_one(opened):
    app = opened()
    answer(app, seizoen_rondes=1, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    waiting = [name for name, decided in agenda(app).places["decided"].items() if not decided]
    press(app, "Besluiten over wat nog wacht")
    assert app.session_state["selectie"] == tuple(waiting)
    assert app.query_params["locatie"] == waiting[0]


def test_everything_that_the_season_says_of_a_team_goes_along_and_what_ronde_was_asked_before_does_not(opened):
    app = opened()
    app.switch_page("pages/ronde.py").run()
    answer(app, ronde_teams=3, ronde_mensen0=6, ronde_vervoer1="lopend")
    app.switch_page("pages/seizoen.py").run()
    show(app, RoundRequest(DAY, (CREW, Crew("Zuid", shift=(17 * 3600, 22 * 3600))), Area((TOWN,)), only=("LOC-0003",)))
    press(app, "Plan deze ronde")
    north, south = asked(app).teams
    assert (north.name, north.members, north.mode, north.partners) == ("Noord", 3, "fiets", frozenset({"brandweer"}))
    assert (north.shift, north.max_stops, north.start, north.end) == ((57_600, 75_600), 5, TOWN, None)
    assert (south.name, south.shift, south.mode) == ("Zuid", (61_200, 79_200), "auto")
    assert asked(app).on_date == DAY


def test_a_round_of_a_day_that_is_over_or_without_places_cannot_be_planned(opened):
    app = opened()
    crew = Crew("Team 1", shift=(17 * 3600, 22 * 3600))
    over, empty = (RoundRequest(day, (crew,), Area((TOWN,)), only=only) for day, only in (
        (date(2026, 10, 1), ("LOC-0003",)), (DAY, ("NERGENS",)),
    ))  # fmt: skip
    show(app, over, empty)
    plan = lambda: next(button for button in app.button if button.label == "Plan deze ronde")  # noqa: E731
    assert plan().disabled
    assert "voorbij" in app.info[0].value
    answer(app, seizoen_ronde=2)
    assert plan().disabled
    assert "1 locatie doet nu niet mee" in app.info[0].value


def test_another_person_does_not_get_the_season_of_who_made_it(opened):
    app = opened()
    answer(app, seizoen_rondes=1, seizoen_teams=1)
    press(app, "Seizoen verdelen")
    app.selectbox(key="rol_persoon").set_value("2").run()
    assert "Er is nog geen seizoen" in app.info[0].value


def test_the_region_divides_over_its_municipalities(opened):
    app = opened(Role.REGIOCOORDINATOR)
    answer(app, seizoen_rondes=2, seizoen_teams=2)
    app.multiselect(key="seizoen_gemeenten").set_value([TOWN, "GM0312"]).run()
    press(app, "Seizoen verdelen")
    assert set(agenda(app, Role.REGIOCOORDINATOR).places["municipality"]) <= {TOWN, "GM0312"}
    assert agenda(app, Role.REGIOCOORDINATOR).places["round"].nunique() == 2


def test_a_team_without_a_break_hands_no_moments_of_one_over():
    answers = _team(replace(CREW, pause=NO_BREAK), None)
    assert (answers["pauze"], answers["pauze_van"], answers["pauze_tot"]) == (0, None, None)
    answers = _team(replace(CREW, pause=Break(1_800, 19 * 3600, 26 * 3600)), None)
    assert (answers["pauze"], answers["pauze_van"], answers["pauze_tot"]) == (30, 19 * 3600, 2 * 3600)


def test_a_shift_that_begins_and_ends_at_the_same_moment_is_no_season(opened):
    app = opened()
    answer(app, seizoen_van=20 * 3600, seizoen_tot=20 * 3600)
    assert "De dienst begint en eindigt op hetzelfde moment." in [warning.value for warning in app.warning]
    assert not [button for button in app.button if button.label == "Seizoen verdelen"]
