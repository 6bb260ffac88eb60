"""The tables of a plan: right figures, addresses instead of numbers, and no stop that says why it was chosen."""

from __future__ import annotations

from risk_map.app.round_compare import difference_rows, figure_rows
from risk_map.app.round_view import STOPS, stop_rows, words_for
from risk_map.app.round_view import figure_rows as team_rows
from tests.app.round_example import NASTY, plan_of


def stops_of(found):
    return [row for route in found.plan.routes for row in stop_rows(found, route)]


def test_stops_say_number_arrival_minutes_kilometres_address_and_type():
    assert stops_of(plan_of()) == [
        ("1", "17:10", "30", "6,0", "Lindepad 1", "hotel, B&B of kort verblijf"),
        ("2", "17:50, begin 18:00", "30", "6,0", NASTY, "hotel, B&B of kort verblijf"),
        ("1", "17:10", "30", "6,0", "Kerkplein 3", "hotel, B&B of kort verblijf"),
    ]


def test_a_list_of_stops_is_the_same_whoever_was_drawn():
    assert stops_of(plan_of(drawn="L1")) == stops_of(plan_of(drawn="L2"))
    words = " ".join(STOPS).lower()
    assert not [word for word in ("score", "rang", "punten", "geloot", "aselect", "klasse") if word in words]


def test_figures_of_a_team_are_added_up():
    assert team_rows(plan_of())[0] == ("Team A", "2", "300", "30", "60", "10", "18,0", "18:40")
    assert team_rows(plan_of())[2] == ("Team C", "0", "0", "0", "0", "0", "0,0", "-")


def test_a_sentence_names_addresses():
    assert words_for(plan_of(), "Past in plaats van L3, die evenveel waard is.") == (
        "Past in plaats van Kerkplein 3, die evenveel waard is."
    )


def test_two_plans_are_set_off_against_each_other():
    slow, quick = plan_of(seconds=900), plan_of(seconds=600)
    rows = {row[0]: row[1:] for row in figure_rows(slow, quick)}
    assert rows["Bezoeken"] == ("3", "3", "0")
    assert rows["Minuten onderweg"] == ("75", "50", "+25")
    assert list(difference_rows(slow, quick)) == []
