"""The work of a day from the shell, on the demonstration region: signals, decisions, rounds, visits, the red button."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app, main
from risk_map.store import schema
from risk_map.workflow.store import store_of
from tests.demo_store import config_of

TOWN = "GM0355"
HOTEL_SIGNAL = ("--gezien", "2026-10-30", "--vorm", "arbeid", "--categorie", "overbewoning", "--bron", "boa")
YES = ("--besluit", "in_ronde", "--voor", "x", "--niets-gevonden", "--score-gezien")
BOXES = "gvn- nnnn nnnn"


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")

    def call(*words, role=None):
        who = ("--als", role, "--gemeente", TOWN) if role else ()
        result = CliRunner().invoke(app, ["--data", str(demo_data), *who, *map(str, words)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return call


@pytest.fixture
def refused(demo_data, monkeypatch, capsys):
    """Run a command as the shell does; give its exit code and what it said."""

    def call(*words, role=None):
        who = ["--als", role, "--gemeente", TOWN] if role else []
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(demo_data), *who, *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code, capsys.readouterr().err

    return call


@pytest.fixture
def login(monkeypatch):
    """Let somebody else sit behind the machine for a while."""

    @contextmanager
    def as_(name):
        with monkeypatch.context() as other:
            other.setattr("risk_map.cli.context.login_name", lambda: name)
            yield

    return as_


def in_town(demo_config, *, home=False):
    """Give a location of the town that is in no round today, and was decided on by nobody lately."""
    from risk_map.workflow.places import register_of

    register = register_of(demo_config)
    with store_of(demo_config).read() as tx:
        busy = {row["location_id"] for row in tx.all(schema.stop_claim)}
    free = register[(register["gemeentecode"] == TOWN) & (register["home"] == home) & ~register.index.isin(busy)]
    return free.index[0]


def id_in(text):
    return re.search(r"[0-9a-f]{32}", text)[0]


def test_a_signal_goes_from_report_to_outcome_and_its_reporter_can_see_it(run, demo_config):
    said = run(
        "signal", "add", in_town(demo_config), *HOTEL_SIGNAL, "--betrouwbaarheid", "B", "--notitie", "acht matrassen"
    )
    signal = id_in(said)
    for words in (
        ("enrich", signal, "--categorie", "slapen_op_werkplek"),
        ("assess", signal, "--betrouwbaarheid", "A"),
        ("forward", signal, "--naar", "arbeidsinspectie", "--kenmerk", "AI-1"),
        ("close", signal, "--uitkomst", "gegrond"),
    ):
        run("signal", *words, role="aandachtsfunctionaris")
    shown = run("signal", "show", signal, "--notities")
    assert all(words in shown for words in ("slapen op werkplek", "doorgezet", "AI-1", "gegrond", "acht matrassen"))
    followed = run("signal", "follow")
    assert all(words in followed for words in (signal, "beoordeeld", "arbeidsinspectie", "gegrond"))
    assert "AI-1" not in followed
    assert signal not in run("signal", "list")
    assert signal in run("signal", "list", "--ook-gesloten")
    assert "Fictieve gegevens" in followed


def test_a_round_goes_from_draft_to_a_recorded_visit(run, refused, demo_config, login):
    location = in_town(demo_config)
    run(
        "decision",
        "add",
        location,
        "--besluit",
        "in_ronde",
        "--voor",
        "veel signalen",
        "--niets-gevonden",
        "--score-gezien",
    )
    drafted = run(
        *("round", "draft", "Proefronde", "--op", "1-11-2026", "--in", TOWN, "--boa", f"demo.boa1.{TOWN.lower()}"),
        *("--van", "11:00", "--tot", "23:00", "--mensen", 2, "--partner", "politie_basisteam"),
    )
    round_id = id_in(drafted)
    assert "Kandidaten" in run("round", "propose", round_id, "--bezoeken", 4, "--toeval", "dobbel")
    stands = "De eerste trekking van deze ronde blijft staan, met --toeval dobbel."
    assert stands in run("round", "propose", round_id, "--bezoeken", 4, "--toeval", "opnieuw")
    assert stands not in run("round", "propose", round_id, "--bezoeken", 4)
    stop = id_in(run("round", "add", round_id, location, "--tijd", "20:30"))
    moved = id_in(run("round", "move", round_id, stop, "--plaats", 3))
    code, said = refused("round", "approve", round_id)
    assert (code, said.count("twee verschillende mensen")) == (6, 1)
    with login("tweede"):
        assert "is goedgekeurd" in run("round", "approve", round_id)
    assert "weer in concept" in run("round", "reopen", round_id)
    with login("tweede"):
        run("round", "approve", round_id)
    run("round", "issue", round_id)
    route = run("round", "show", round_id, role="boa")
    assert location in route
    assert "20:30" in route
    words = ("visit", "record", moved, "--resultaat", "bevinding", "--vorm", "arbeid", "--vakjes", BOXES)
    run("model", "off", "--omdat", "rekenfout onderzocht")
    told = run("round", "show", round_id, role="boa")
    assert location not in told
    assert "Het model staat uit: 1 bezoek van deze ronde vervalt." in told
    assert "zeg dan hoe laat" in refused(*words, role="boa")[1]
    recorded = run(*words, "--begonnen", "00:00", role="boa")
    assert "is vastgelegd: bevinding" in recorded
    assert "bevinding" in run("visit", "list", "--locatie", location)
    assert "gesloten" in run("round", "close", round_id)
    with store_of(demo_config).read() as tx:
        answers = {row["check_code"]: row["answer"] for row in tx.all(schema.visit_answer, visit_id=id_in(recorded))}
    assert [answers[f"check_{number:02d}"] for number in (1, 2, 3, 4)] == [
        "gezien",
        "verteld",
        "niet_gezien",
        "niet_beoordeeld",
    ]


def test_a_home_waits_for_a_second_person_who_is_somebody_else(run, refused):
    waiting = re.findall(r"BES-WACHT-\d", run("decision", "list", "--wacht"))
    assert len(set(waiting)) == 2
    assert "is bevestigd" in run("decision", "confirm", waiting[0])
    assert waiting[0] not in run("decision", "list", "--wacht")
    code, said = refused("decision", "confirm", waiting[0])
    assert (code, said) == (1, "Fout: Dit besluit is al bevestigd.\n")


def test_a_location_is_frozen_and_released(run, refused, demo_config):
    location = in_town(demo_config)
    run("decision", "freeze", location, "--omdat", "klacht in behandeling")
    assert location in run("decision", "list", "--locatie", location)
    code, said = refused(
        *("decision", "add", location, "--besluit", "in_ronde", "--voor", "x", "--tegen", "y", "--score-niet-gezien")
    )
    assert (code, said) == (1, "Fout: Deze locatie is bevroren en gaat geen ronde in.\n")
    assert "vrijgegeven" in run("decision", "unfreeze", location, "--omdat", "klacht afgehandeld")


@pytest.mark.parametrize("against", ["", "  "])
def test_an_empty_reason_against_is_none_and_not_that_somebody_looked(refused, demo_config, against):
    code, said = refused(
        *("decision", "add", in_town(demo_config), "--besluit", "niet_in_ronde", "--voor", "x", "--tegen", against),
        "--score-niet-gezien",
    )
    assert (code, said) == (4, "Fout: De reden tegen een bezoek ontbreekt.\n")


def test_the_red_button_stops_every_score_and_is_released_again(run, refused):
    assert run("model", "status") == "Het model staat aan.\n"
    run("model", "off", "--omdat", "rekenfout onderzocht")
    for words in (("score",), ("explain", "LOC-0001")):
        code, said = refused(*words)
        assert code == 1
        assert said.startswith("Fout: Het model staat uit")
    run("model", "on", "--omdat", "opgelost")
    assert "Redenen om te kijken" in run("score")


def test_every_address_that_a_search_shows_stands_in_the_log(run, demo_data):
    shown = re.findall(r"\b\d{16}\b", run("signal", "find", "Weifelwafelkade 29", role="boa"))
    assert shown
    with store_of(config_of(demo_data)).read() as tx:
        assert [row["object"] for row in tx.all(schema.audit, action="find_address")] == [
            f"adres:{name}" for name in shown
        ]


def test_a_handover_says_only_to_whom(run):
    assert run("visit", "handover", "--naar", "comensha", role="boa") == "Overdracht aan CoMensha is vastgelegd.\n"
    told = run("visit", "handover", "--naar", "politie_avim", role="boa")
    assert told == "Overdracht aan politie, AVIM is vastgelegd.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("signal", "add", "LOC-0001", *HOTEL_SIGNAL, "--betrouwbaarheid", "D"), 4, "kies uit: A, B, C"),
        (
            ("signal", "add", "LOC-0001", *HOTEL_SIGNAL, "--betrouwbaarheid", "A", "--notitie", "bel 06-12345678"),
            4,
            "gegevens over een persoon (telefoonnummer)",
        ),
        (
            ("decision", "add", "LOC-0001", "--besluit", "in_ronde", "--voor", "x", "--score-gezien"),
            4,
            "--niets-gevonden",
        ),
        (("round", "show", "bestaat-niet"), 6, "mag alleen"),
        (("signal", "show", "bestaat-niet"), 6, "mag alleen"),
        (("round", "propose", "x", "--aandeel", "7"), 4, "hoogstens 1"),
        (("decision", "add", "LOC-0001", *YES, "--run", "bestaat-niet"), 4, "geen bewaarde run"),
        (("round", "add", "x", "LOC-0001", "--tijd", "half elf"), 4, "uu:mm"),
    ],
)
def test_a_mistake_is_one_dutch_sentence_with_its_own_code(refused, words, code, said):
    found, error = refused(*words)
    assert found == code
    assert said in error
    assert error.count("\n") == 1
    assert "12345678" not in error


def test_a_box_is_one_of_four_letters(refused):
    code, said = refused("visit", "record", "x", "--resultaat", "bevinding", "--vakjes", "gvx", role="boa")
    assert (code, said) == (4, "Fout: Een vakje is g, v, n, -; niet x.\n")
