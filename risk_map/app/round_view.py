"""A plan on the screen: figures per team, the routes on the map, the time of each team, and the stops in tables."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app import cache, pages, route_maps, state, texts
from risk_map.app.escaping import literal
from risk_map.app.tables import show_table
from risk_map.app.timeline import key_html, timeline_html
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import clock, number
from risk_map.domain.opening_hours import HOURS_WORDS
from risk_map.domain.partners import PARTNERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.domain.subject import Subject
    from risk_map.planning.plan import Route
    from risk_map.workflow.planning import RoundPlan

FIGURES = ("Team", "Bezoeken", "Punten", "Onderweg (min)", "Bezoek (min)", "Wachten (min)", "Km", "Terug om")
STOPS = ("Nr", "Aankomst", "Min", "Km", "Adres", "Soort")
POINTS = "Punten: wat een bezoek naar verwachting oplevert, opgeteld per team. Een reden om te kijken, geen bewijs."


def show_plan(subject: Subject, found: RoundPlan) -> None:
    """Show a plan.

    Parameters
    ----------
    subject
        Who looks.
    found
        The plan.
    """
    emptiness = found.emptiness
    if emptiness is not None:
        st.warning(emptiness)
    else:
        show_table("Cijfers per team", FIGURES, figure_rows(found), figures=FIGURES[1:])
    st.html("".join(f'<p class="note">{escape(note)}</p>' for note in _notes(found)))
    if emptiness is not None:
        return
    st.html(f"<h3>Wie is wanneer waar</h3>{timeline_html(found.problem, found.plan)}{key_html()}")
    left, right = st.columns([9, 11], gap="medium")
    with left, st.container(key="routekaart"):
        st.html(route_maps.legend_html(found))
        route_maps.show(found, cache.background(subject))
    with right:
        for route in found.plan.routes:
            show_stops(found, route)


def show_absent(found: RoundPlan) -> None:
    """Say which places of a season take no part, and let the user decide about those that wait for it."""
    for sentence in found.absent.sentences(lambda _name, address: texts.address(address)):
        st.info(literal(sentence))
    waiting = tuple(found.absent.undecided)
    if waiting and st.button("Besluiten over wat nog wacht", key="ronde_besluiten"):
        state.hand_over(waiting)
        pages.go_to("locatie", locatie=waiting[0])


def show_stops(found: RoundPlan, route: Route) -> None:
    """Show the stops of one team, in order; nothing in it says why a place was chosen."""
    team = found.problem.team(route.team)
    partners = ", ".join(labels(PARTNERS)[code] for code in sorted(team.partners)) or "zonder partners"
    title = f"{route.team}: {clock(team.shift_start_s)}-{clock(team.shift_end_s)}, {partners}"
    if route.stops:
        show_table(title, STOPS, stop_rows(found, route), figures=STOPS[2:4])
    else:
        st.html(f'<p class="note">{escape(title)}. Dit team gaat nergens heen: geen bezoek past.</p>')


def figure_rows(found: RoundPlan) -> list[tuple[str, ...]]:
    """Give the figures of every team, in words."""
    routes = {route.team: route for route in found.plan.routes}
    return [
        (
            name,
            number(len(routes[name].stops)),
            number(each.prize),
            number(each.travel_s / 60),
            number(each.visit_s / 60),
            number(each.waiting_s / 60),
            number(each.travel_m / 1000, 1),
            clock(routes[name].return_s) if routes[name].stops else "-",
        )
        for name, each in found.figures.items()
    ]


def stop_rows(found: RoundPlan, route: Route) -> Iterator[tuple[str, ...]]:
    """Give the stops of a team, in words."""
    team, kinds = found.problem.team(route.team), labels(LOCATION_TYPES)
    items = [found.problem.candidate(stop.location_id) for stop in route.stops]
    metres = found.problem.travel[team.mode].metres
    legs = pairwise([team.start_place, *(item.place for item in items)])
    for at, (stop, item, leg) in enumerate(zip(route.stops, items, legs, strict=True), start=1):
        yield (
            str(at),
            clock(stop.arrival_s) + (f", begin {clock(stop.start_s)}" if stop.start_s > stop.arrival_s else ""),
            number((stop.end_s - stop.start_s) / 60),
            number(int(metres[leg]) / 1000, 1),
            texts.address(found.addresses[item.location_id]),
            kinds[item.location_type],
        )


def words_for(found: RoundPlan, text: str) -> str:
    """Put addresses in a sentence in the place of the numbers of locations."""
    for name in sorted(found.addresses, key=len, reverse=True):
        text = text.replace(name, texts.address(found.addresses[name]))
    return text


def _notes(found: RoundPlan) -> Iterator[str]:
    if found.holiday is not None:
        yield found.holiday
    yield HOURS_WORDS
    yield f"{POINTS} Reistijd {next(iter(found.problem.travel.values())).method}."
    if found.meta.draw is not None:
        drawn = sum(item.drawn for item in found.problem.candidates)
        among = texts.count(found.meta.draw.candidates, "locatie", "locaties")
        yield f"Geloot: {number(drawn)} van {among}. Op geen lijst staat welke."
    if found.waiting:
        yield f"Wacht op een besluit, en even kansrijk: {texts.count(found.waiting, 'locatie', 'locaties')}."
    if found.invited:
        names = ", ".join(labels(PARTNERS)[code] for code in found.invited)
        yield f"Gaat bij deze soorten meestal mee, en is nog niet genoemd: {names}."
