from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from risk_map.planning.diagnosis import explain, why_not
from risk_map.planning.emptiness import why_empty
from risk_map.planning.plan import Plan
from risk_map.planning.problem import Break, Quota, RoundProblem, RoundRules, Window
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import timetable
from risk_map.planning.travel import UNREACHABLE
from tests.planning.changing import applied, hostile, is_allowed, less_than, lets_in, long_days, with_draw
from tests.planning.changing import asked as standing
from tests.planning.worlds import DAY, HOUR, line_matrix, make_candidate, make_problem, make_team, random_quotas

FITS = "Past nog in de ronde; plan verder om de locatie op te nemen."


def round_of(count=3, rules=None, **team) -> RoundProblem:
    """Make a round of a team from 17:00 to 18:00; half an hour a visit and five minutes from place to place."""
    items = tuple(make_candidate(number) for number in range(count))
    line = np.column_stack([3_000.0 * np.arange(count + 1), np.zeros(count + 1)])
    crew = make_team(**({"start_place": 0, "end_place": 0, "shift_end_s": 18 * HOUR} | team))
    return RoundProblem(DAY, (crew,), items, {"auto": line_matrix(line)}, rules or RoundRules((), 0.0))


def asked(problem: RoundProblem, number: int, **changes: object) -> RoundProblem:
    items = list(problem.candidates)
    items[number] = replace(items[number], **changes)
    return replace(problem, candidates=tuple(items))


def with_team(problem: RoundProblem, **changes: object) -> RoundProblem:
    return replace(problem, teams=tuple(replace(team, **changes) for team in problem.teams))


def said(problem: RoundProblem, *orders, number: int = 1) -> tuple[str, str, int | None]:
    made = timetable(problem, orders or [[]])
    found = explain(problem, made, problem.candidates[number])
    assert found.location_id == f"L{number:04d}"
    return found.rule, found.text, found.minutes


BASE = round_of()


@pytest.mark.parametrize(
    ("changes", "rule", "text"),
    [
        ({"decided": False}, "besluit", "Er is nog geen besluit om hier te gaan kijken."),
        ({"frozen": True}, "bevroren", "De locatie is bevroren."),
        ({"windows": ()}, "openingstijd", "Gesloten op vrijdag."),
        (
            {"windows": (), "open_on": (0, 1, 5)},
            "openingstijd",
            "Gesloten op vrijdag; open op maandag, dinsdag en zaterdag.",
        ),
        (
            {"not_before_s": 19 * HOUR, "windows": (Window(16 * HOUR, 18 * HOUR),)},
            "openingstijd",
            "Een bezoek mag niet vóór 19:00 beginnen, en dan is de locatie dicht; past als die afspraak vervalt.",
        ),
        ({"only_team": "7"}, "gekozen_team", "Het gekozen team 7 gaat niet mee."),
        (
            {"required_partners": frozenset({"brandweer"})},
            "partner",
            "Niet aanwezig bij een team: Brandweer (VRU); past als die meegaat met team 1.",
        ),
        (
            {"required_partners": frozenset({"brandweer"}), "windows": (Window(5 * HOUR, 6 * HOUR),)},
            "partner",
            "Niet aanwezig bij een team: Brandweer (VRU). Daarnaast: een bezoek kan alleen beginnen tussen "
            "05:00-06:00; dat past niet in de dienst (17:00-18:00).",
        ),
        (
            {"windows": (Window(5 * HOUR, 6 * HOUR),)},
            "openingstijd",
            "Een bezoek kan alleen beginnen tussen 05:00-06:00; dat past niet in de dienst (17:00-18:00).",
        ),
        ({"visit_s": 13 * HOUR}, "dienst", "Een bezoek past met de reis niet in een dienst van 12 uur."),
        (
            {"windows": (Window(9 * HOUR, 10 * HOUR), Window(11 * HOUR, 12 * HOUR))},
            "openingstijd",
            "Een bezoek kan alleen beginnen tussen 09:00-10:00 en 11:00-12:00; "
            "dat past niet in de dienst (17:00-18:00); past als de dienst van team 1 om 11:55 begint.",
        ),
    ],
)
def test_what_bars_a_place_is_said(changes, rule, text):
    found = said(asked(BASE, 1, **changes))
    assert (found[0], found[1].lower(), found[2]) == (rule, text.lower(), None)


def test_no_road_is_said_whether_or_not_the_partners_are_there():
    seconds = BASE.travel["auto"].seconds.copy()
    seconds[1, 0] = UNREACHABLE
    cut_off = replace(BASE, travel={"auto": replace(BASE.travel["auto"], seconds=seconds)})
    assert said(cut_off)[:2] == ("reistijd", "De locatie is voor geen team over de weg te bereiken.")
    assert said(asked(cut_off, 1, required_partners=frozenset({"avim"})))[0] == "reistijd"


def test_a_break_that_fits_nowhere_is_said():
    hurried = with_team(BASE, pause=Break(900, 9 * HOUR, 10 * HOUR))
    assert said(hurried)[:2] == ("pauze", "Een bezoek past niet bij de pauze van team 1; past als die vervalt.")


BROKEN = "Een bezoek past niet naast de pauze van team 1; past als die vervalt of als de dienst van team 1 "


def test_a_break_that_leaves_no_time_for_one_visit_is_said_with_the_minutes_that_would_do_too():
    # Forty minutes for a visit and the roads, and a break of half an hour, in an hour.
    rested = with_team(BASE, pause=Break(1800, 17 * HOUR, 18 * HOUR))
    assert said(rested) == ("pauze", f"{BROKEN}10 minuten langer duurt.", 10)
    assert said(with_team(rested, shift_end_s=18 * HOUR + 600))[0] == "prijs"
    assert said(asked(rested, 1, visit_s=2 * HOUR))[0] == "dienst"
    assert said(rested, ["L0000"])[0] == "dienst"


def test_of_a_round_without_a_visit_it_is_said_too_and_not_that_nothing_is_drawn():
    rested = replace(with_team(BASE, pause=Break(1800, 17 * HOUR, 18 * HOUR)), rules=RoundRules((), 0.2))
    assert said(rested) == ("pauze", f"{BROKEN}10 minuten langer duurt.", 10)
    alone = with_team(rested, pause=None, shift_end_s=21 * HOUR)
    assert said(alone)[:2] == ("aselect_deel", "Met één bezoek meer is het gelote deel te klein.")
    assert "2 keer past niet naast de pauze" in why_empty(rested, Plan(()))


def test_minutes_are_those_that_the_route_lacks_as_it_is():
    # Half an hour there, half an hour here, and twice five minutes: ten more than the hour.
    text = "Past als de dienst van team 1 10 minuten langer duurt."
    assert said(BASE, ["L0000"]) == ("dienst", text, 10)


def test_minutes_count_beside_what_the_team_does_already_and_not_for_an_idle_team():
    # Alone it would lack five minutes, after the other visit forty.
    tight = with_team(asked(BASE, 1, visit_s=55 * 60), shift_end_s=18 * HOUR)
    assert said(tight)[2] == 5
    assert said(tight, ["L0000"])[2] == 35


def test_a_full_team_is_said_with_the_number_that_would_do():
    full = with_team(BASE, max_stops=1, shift_end_s=21 * HOUR)
    assert said(full, ["L0000"])[:2] == (
        "aantal_bezoeken",
        "Het hoogste aantal bezoeken van team 1 is bereikt; past als dat 2 wordt.",
    )
    assert said(with_team(full, max_stops=2), ["L0000"])[:2] == ("prijs", FITS)


@pytest.mark.parametrize(("prize", "word"), [(9.0, "meer"), (10.0, "evenveel"), (11.0, "minder")])
def test_what_it_would_have_to_replace_is_said_with_its_worth(prize, word):
    # The door closes before anybody can come from the other place, so no longer shift helps.
    early = asked(BASE, 1, windows=(Window(0, 17 * HOUR + 600),), prize=prize)
    first = asked(early, 0, windows=(Window(0, 17 * HOUR + 300),))
    assert said(first, ["L0000"])[:2] == ("prijs", f"Past in plaats van L0000, die {word} waard is.")


def test_a_mandatory_visit_is_not_offered_for_another():
    early = asked(asked(BASE, 1, windows=(Window(0, 17 * HOUR + 600),)), 0, mandatory=True)
    rule, text, _ = said(
        with_team(asked(early, 0, windows=(Window(0, 17 * HOUR + 300),)), shift_end_s=21 * HOUR), ["L0000"]
    )
    assert rule == "openingstijd"
    assert text == "Past als een bezoek ook om 17:35 kan beginnen; nu kan dat tussen 00:00-17:10."


def hurried(ends: int, **changes: object) -> RoundProblem:
    """Two short visits that must begin soon, and between them the door of one that lasts an hour, open until 17:10."""
    there = asked(BASE, 1, windows=(Window(0, 17 * HOUR + 600),), visit_s=HOUR)
    there = asked(there, 0, visit_s=360, windows=(Window(0, 17 * HOUR + 360),), **changes)
    there = asked(there, 2, visit_s=240, windows=(Window(0, 17 * HOUR + 1200),))
    return with_team(there, shift_end_s=ends)


LAPSE = "Past als L0000 en L0002 vervallen"


def test_all_visits_that_have_to_lapse_are_named_with_the_minutes_besides():
    route = ["L0000", "L0002"]
    assert said(hurried(18 * HOUR + 600), route) == ("prijs", f"{LAPSE}.", None)
    more = f"{LAPSE} en de dienst van team 1 5 minuten langer duurt."
    assert said(hurried(18 * HOUR + 300), route) == ("dienst", more, 5)
    must = "Past als het verplichte bezoek L0000 en L0002 vervallen."
    assert said(hurried(18 * HOUR + 600, mandatory=True), route)[1] == must


def test_beside_a_drawn_visit_that_stays_all_that_has_to_change_is_named():
    moment = "een bezoek ook om 17:25 kan beginnen (nu 00:00-17:10)"
    drawn = hurried(18 * HOUR + 600, drawn=True, mandatory=True)
    route = ["L0000", "L0002"]
    longer = "de dienst van team 1 20 minuten langer duurt"
    assert said(drawn, route) == ("openingstijd", f"Past als {moment} en {longer}.", 20)
    full = "het hoogste aantal bezoeken van team 1 3 wordt"
    assert said(with_team(drawn, max_stops=2), route)[1] == f"Past als {full}, {moment} en {longer}."


def test_rather_a_visit_lapses_that_no_quota_needs_than_one_that_is_worth_less():
    rules = RoundRules((Quota("municipality", "oost", min_stops=1),), 0.0)
    early = asked(round_of(3, rules), 1, windows=(Window(0, 17 * HOUR + 600),))
    early = asked(asked(early, 0, windows=(Window(0, 17 * HOUR),)), 2, windows=(Window(0, 17 * HOUR + 600),))
    two = replace(early, teams=(early.teams[0], replace(early.teams[0], name="2")))
    cheap = asked(two, 0, prize=5.0)
    assert said(cheap, ["L0000"], ["L0002"])[1].startswith("Past in plaats van L0000")
    assert said(asked(cheap, 0, municipality="oost"), ["L0000"], ["L0002"])[1].startswith("Past in plaats van L0002")
    needed = asked(asked(cheap, 0, municipality="oost"), 2, mandatory=True)
    text = (
        "Past als L0000 vervalt. Daarnaast: daarmee zijn er te weinig bezoeken voor oost; daar moet dan een bezoek bij."
    )
    assert said(asked(needed, 2, drawn=True), ["L0000"], ["L0002"])[1] == text


def test_all_that_stand_apart_are_named():
    apart = with_team(asked(BASE, 1, apart_from=frozenset({"L0000", "L0002"})), shift_end_s=21 * HOUR)
    text = "Mag niet op dezelfde dag als L0000 en L0002; past als die bezoeken vervallen."
    assert said(apart, ["L0000", "L0002"])[:2] == ("niet_samen", text)
    text = "Mag niet op dezelfde dag als L0000; past als dat bezoek vervalt."
    assert said(apart, ["L0000"])[:2] == ("niet_samen", text)


def test_beside_what_chance_chose_a_visit_that_lapses_is_not_named_nor_what_was_drawn():
    apart = with_team(asked(BASE, 1, apart_from=frozenset({"L0000", "L0002"})), shift_end_s=21 * HOUR)
    drawn = asked(apart, 0, drawn=True, mandatory=True)
    text = "Mag niet op dezelfde dag als L0000 en L0002; kies een andere dag."
    assert said(drawn, ["L0000", "L0002"]) == ("niet_samen", text, None)
    assert said(with_team(drawn, shift_end_s=17 * HOUR + 2400), ["L0000"])[1].endswith("L0000; kies een andere dag.")


@pytest.mark.parametrize(("days", "text"), [(1, "3 december 2026"), (29, "5 november 2026")])
def test_of_a_place_that_was_visited_it_is_said_when_and_when_it_may_be_again(days, text):
    again = "2 januari 2027" if days == 1 else "5 december 2026"
    recent = replace(asked(BASE, 1, days_since_visit=days), rules=RoundRules((), 0.0, 30))
    assert said(recent) == (
        "pas_bezocht",
        f"De locatie is pas nog bezocht, op {text}; mag weer vanaf {again}.",
        None,
    )
    wait = (days, *range(days, 31))
    barred = [n for n in wait if said(asked(recent, 1, days_since_visit=n))[0] == "pas_bezocht"]
    assert max(barred) == 29


def police_by_day() -> RoundProblem:
    """A team of the evening, one of the morning with the police, and a place of the evening that wants the police."""
    evening = asked(BASE, 1, required_partners=frozenset({"politie_basisteam"}), windows=(Window(62_000, 63_000),))
    day = replace(evening.teams[0], name="Dag", shift_start_s=8 * HOUR, shift_end_s=12 * HOUR)
    police = replace(day, partners=frozenset({"politie_basisteam"}))
    return replace(evening, teams=(replace(evening.teams[0], name="Avond", shift_end_s=21 * HOUR), police))


def test_a_partner_that_joins_another_team_is_named_when_that_asks_less():
    problem = police_by_day()
    text = "Past als met team Avond meegaat: politie, basisteam."
    assert said(problem, ["L0000"], []) == ("partner", text, None)
    nearly = replace(problem, teams=(problem.teams[0], replace(problem.teams[1], shift_end_s=17 * HOUR + 2400)))
    longer = "Past als de dienst van team Dag 9 minuten langer duurt."
    assert said(asked(nearly, 1, windows=(Window(62_000, 62_000),)), ["L0000"], [])[1] == longer


def test_two_partners_that_lack_are_both_named():
    both = asked(BASE, 1, required_partners=frozenset({"brandweer", "politie_basisteam"}))
    text = "Niet aanwezig bij een team: brandweer (VRU), politie, basisteam; past als die meegaan met team 1."
    assert said(both)[1] == text


def test_a_shift_of_more_than_twelve_hours_is_never_named():
    # From 17:00 to 05:00; beside the visits there are twenty minutes of road.
    long = asked(with_team(BASE, shift_end_s=28 * HOUR), 1, visit_s=11 * HOUR + 600)
    assert said(long, ["L0000"])[:2] == ("dienst", "Past als de dienst van team 1 50 minuten langer duurt.")
    longer = asked(long, 1, visit_s=11 * HOUR + 1260)
    text = "Past als L0000 vervalt en de dienst van team 1 31 minuten langer duurt."
    assert said(longer, ["L0000"])[1] == text
    drawn = asked(longer, 0, drawn=True, mandatory=True)
    assert said(drawn, ["L0000"])[:2] == (
        "dienst",
        "Past niet naast de andere bezoeken in een dienst van 12 uur.",
    )


def test_quotas_and_the_draw_are_said_and_what_lacks_besides():
    rules = RoundRules((Quota("municipality", "zuid", max_stops=0),), 0.0)
    long = with_team(round_of(3, rules), shift_end_s=21 * HOUR)
    most = "Het hoogste aantal voor zuid is bereikt; past als dat 1 wordt."
    assert said(long, ["L0000"])[:2] == ("quota_gemeente", most)
    both = f"{most} Daarnaast: past als de dienst van team 1 10 minuten langer duurt."
    assert said(round_of(3, rules), ["L0000"]) == ("quota_gemeente", both, 10)
    share = replace(asked(long, 0, drawn=True), rules=RoundRules((), 0.6))
    text = "Met één bezoek meer is het gelote deel te klein"
    assert said(share, ["L0000"])[:2] == ("aselect_deel", f"{text}.")
    instead = f"{text}; past in plaats van L0002, die evenveel waard is."
    assert said(with_share(share, 0.5), ["L0000", "L0002"])[:2] == ("aselect_deel", instead)
    must = f"{text}; past als het verplichte bezoek L0002 vervalt."
    assert said(asked(with_share(share, 0.5), 2, mandatory=True), ["L0000", "L0002"])[1] == must
    long = asked(with_share(share, 0.5), 1, visit_s=4 * HOUR)
    late = f"{text}; past als L0002 vervalt en de dienst van team 1 40 minuten langer duurt."
    assert said(long, ["L0000", "L0002"]) == ("aselect_deel", late, 40)
    other = replace(share, teams=(share.teams[0], replace(share.teams[0], name="2", shift_end_s=17 * HOUR)))
    assert said(with_share(other, 0.5), ["L0000", "L0002"], [])[1] == instead
    assert said(asked(share, 1, drawn=True), ["L0000"])[:2] == ("prijs", FITS)
    fewest = replace(long, rules=RoundRules((Quota("location_type", "hotel", min_share=0.6),), 0.0))
    assert said(fewest, ["L0000"])[0] == "quota_soort"


def test_a_share_is_said_as_a_share_and_a_number_as_a_number():
    def keeping(**limits: float) -> RoundProblem:
        rules = RoundRules((Quota("municipality", "zuid", **limits),), 0.0)
        return with_team(round_of(4, rules), shift_end_s=21 * HOUR)

    share = "Het deel voor zuid mag hoogstens 50% zijn; past als dat 67% wordt."
    assert said(keeping(max_share=0.5), ["L0000", "L0003"])[:2] == ("quota_gemeente", share)
    most = "Het hoogste aantal voor zuid is bereikt; past als dat 2 wordt."
    assert said(keeping(max_stops=1), ["L0000", "L0003"])[1] == most
    both = f"{most} Daarnaast: {share[:1].lower()}{share[1:]}"
    assert said(keeping(max_stops=1, max_share=0.5), ["L0000", "L0003"])[1] == both
    apart = asked(keeping(min_stops=1), 0, apart_from=frozenset({"L0003"}))
    text = "Daarmee zijn er te weinig bezoeken voor zuid; daar moet dan een bezoek bij."
    assert text[1:] in said(apart, ["L0003"], number=0)[1]
    text = "Met één bezoek meer is het deel voor zuid te klein; daar moet dan een bezoek bij."
    assert said(keeping(min_share=1.0), ["L0003"], number=0)[1] == text


def with_share(problem: RoundProblem, share: float) -> RoundProblem:
    return replace(problem, rules=RoundRules((), share))


def test_a_quota_that_is_missed_anyway_is_no_reason_against_a_place():
    rules = RoundRules((Quota("municipality", "oost", min_stops=2),), 0.0)
    assert said(with_team(round_of(3, rules), shift_end_s=21 * HOUR), ["L0000"])[:2] == ("prijs", FITS)


@pytest.mark.parametrize("seed", range(40))
def test_the_change_that_is_named_lets_it_in_and_less_does_not(seed):
    rules = RoundRules(random_quotas(seed) if seed % 2 else (), 0.0)
    assert_smallest(make_problem(12, 2, seed, rules), seed)


def test_on_hostile_rounds_too_and_every_kind_of_change_is_met():
    met = [kind for seed in range(60) for kind in assert_smallest(hostile(seed), seed)]
    fewest = {"lapse": 20, "must": 5, "late": 3, "moment": 10, "begin": 10, "pause": 3, "instead": 20, "longer": 10}
    assert {kind: met.count(kind) >= least for kind, least in fewest.items()} == dict.fromkeys(fewest, True)


def test_beside_what_was_drawn_too():
    met = [kind for seed in range(60) for kind in assert_smallest(with_draw(hostile(seed), seed), seed)]
    fewest = {"beside": 20, "more": 5, "moment": 20, "longer": 10}
    assert {kind: met.count(kind) >= least for kind, least in fewest.items()} == dict.fromkeys(fewest, True)


def test_on_long_days_too_and_no_shift_of_more_than_twelve_hours_is_named():
    met = [kind for seed in range(60) for kind in assert_smallest(long_days(make_problem(14, 2, seed), seed), seed)]
    fewest = {"longer": 10, "begin": 3, "partner": 10, "instead": 20}
    assert {kind: met.count(kind) >= least for kind, least in fewest.items()} == dict.fromkeys(fewest, True)


def test_beside_a_share_that_was_drawn_too():
    met = []
    for seed in range(40):
        problem = make_problem(14, 2, seed, RoundRules(random_share=0.3))
        chosen = [replace(item, drawn=n % 5 == 0, mandatory=n % 5 == 0) for n, item in enumerate(problem.candidates)]
        met += assert_smallest(replace(problem, candidates=tuple(chosen)), seed)
    assert met.count("share") >= 20


KINDS = {
    "partner": "meega",
    "share": "gelote deel te klein; past",
    "beside": r"\(nu ",
    "more": "hoogste aantal bezoeken van team . \\d+ wordt",
    "lapse": "vervallen",
    "must": "verplichte bezoek",
    "late": "verval(t|len) en de dienst",
    "moment": "ook om",
    "begin": r":\d\d begint",
    "pause": "bij de pauze",
    "rest": "naast de pauze",
    "instead": "in plaats van",
    "longer": "Past als de dienst",
}


def assert_smallest(problem: RoundProblem, seed: int) -> list[str]:
    made = plan(problem, MaxIterations(500), seed)
    now, met = standing(problem, made), []
    for why in why_not(problem, made):
        name, text = why.location_id, why.text
        if "past als" not in text.lower() and "in plaats van" not in text:
            continue
        after = applied(now, name, text)
        assert is_allowed(now, after), why
        assert lets_in(now, after, name), why
        if "Daarnaast" not in text:
            assert not [less for less in less_than(now, name, text) if lets_in(now, less, name)], why
        met += [kind for kind, words in KINDS.items() if re.search(words, text)]
    return met


def test_who_is_left_out_is_explained_in_order_and_nobody_else():
    problem = make_problem(12, 2, 3)
    made = plan(problem, MaxIterations(500), 3)
    left = [item.location_id for item in problem.candidates if item.location_id not in made.location_ids]
    assert [why.location_id for why in why_not(problem, made)] == left


def test_without_teams_that_is_the_reason():
    nobody = replace(BASE, teams=())
    assert {why.text for why in why_not(nobody, Plan(()))} == {"Er gaat geen team mee."}
