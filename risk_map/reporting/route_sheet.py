"""Everything that is printed for one team, in words: no score, no rank, and nothing about why a place was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import DRAFT, NOT_VISITED_REASONS, ROUND_STATES
from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import NOT_VISITED, RESULTS
from risk_map.domain.location import FORMS, LOCATION_TYPES, labels
from risk_map.domain.notation import clock, day, weekday_and_day
from risk_map.domain.partners import PARTNERS
from risk_map.reporting.cards import WITH_POLICE, WITHOUT_CONSENT
from risk_map.reporting.route_round import words_of
from risk_map.reporting.route_words import (
    SHORT_REASONS,
    SHORT_RESULTS,
    UNPLANNED,
    contact_of,
    grouped,
    hours_of,
    last_visit_of,
    pause_of,
    phone_of,
    way_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.domain.contacts import Contacts
    from risk_map.reporting.route_round import KnownPlace, PlannedRound, PlannedStop, PlannedTeam, PrintStamp

KEPT: Final = timedelta(days=2)
"""How long the paper lives after the day of the round: long enough to type in what was seen."""

MOST_FACTS: Final = 8
CONFIDENTIAL: Final = "VERTROUWELIJK"
UNAPPROVED: Final = "CONCEPT"
FICTIONAL: Final = "FICTIEVE GEGEVENS"

POLICE: Final = frozenset({"politie_basisteam", "politie_avim"})


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One stop, as it is read.

    Parameters
    ----------
    number
        Place in the route, from 1.
    location_id, address, municipality, contact, phone, kind
        Where it is, what it is, and whom to call about it; and only the number of that.
    units
        Other locations at this address that are visited too.
    arrival, begin, duration, hours
        Clock times and minutes in words; begin and duration are empty when unknown.
    cautions
        What to mind.
    partners
        Who has to be there.
    facts
        Sentences of one source and day, and that source with its date.
    more_facts
        How many facts found no room.
    last_visit
        In words.
    boxes
        Of the checklist; the first is number 1.
    """

    number: int
    location_id: str
    address: str
    municipality: str
    contact: str
    phone: str
    kind: str
    units: tuple[str, ...]
    arrival: str
    begin: str
    duration: str
    hours: str
    cautions: tuple[str, ...]
    partners: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    more_facts: int
    last_visit: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteSheet:
    """What one team takes along.

    Parameters
    ----------
    title, day, state
        Of the round.
    team, people, partners, shift
        Who goes, and when.
    start
        Where the team sets out, and where it ends when that is elsewhere; empty when unknown.
    way, pause
        When it leaves, how it travels and when it is back; and its break. Empty when unknown, or when it has none.
    stops
        In order.
    results, forms, reasons
        What there is to choose from: how the visit ended, form of exploitation, and why a place was not visited.
    short_results, short_reasons
        The same results and reasons, in a word beside a small box.
    numbers
        Name, number and remark to call, and when they were tried last.
    numbers_checked
        Day of that, in words; empty when there are no numbers.
    printed, destroy
        For whom and when it was printed, and by when it has to be destroyed.
    chain_head
        The end of the log; empty when there is none.
    marks
        What stands on top of every page: confidential, a draft, invented.
    """

    title: str
    day: str
    state: str
    team: str
    people: str
    partners: tuple[str, ...]
    shift: str
    start: str
    way: str
    pause: str
    stops: tuple[SheetStop, ...]
    results: tuple[str, ...]
    forms: tuple[str, ...]
    reasons: tuple[str, ...]
    short_results: tuple[str, ...]
    short_reasons: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]
    numbers_checked: str
    printed: str
    destroy: str
    chain_head: str
    marks: tuple[str, ...]


def make_sheet(
    planned: PlannedRound,
    team: PlannedTeam,
    places: Mapping[str, KnownPlace],
    contacts: Contacts,
    stamp: PrintStamp,
    municipalities: Mapping[str, str],
) -> RouteSheet:
    """Put everything for one team into words.

    Parameters
    ----------
    planned, team
        The round, and which of its teams.
    places
        Location -> what is known of it.
    contacts
        Whom to call.
    stamp
        Who prints, and when.
    municipalities
        Code -> name.
    """
    stops = (
        _stop(number, stop, places[stop.location_id], contacts, municipalities)
        for number, stop in enumerate(team.stops, start=1)
    )
    return RouteSheet(
        title=planned.name,
        day=weekday_and_day(planned.on_date),
        state=_state(planned),
        team=team.name,
        people=f"{team.members} mensen, met ten minste één toezichthouder of boa",
        partners=words_of(team.partners, PARTNERS),
        shift=f"{clock(team.shift_start_s)} tot {clock(team.shift_end_s)}",
        start=team.start_words,
        way=way_of(team),
        pause=pause_of(team),
        stops=tuple(stops),
        results=tuple(term.label for term in RESULTS if term.code != NOT_VISITED),
        forms=tuple(term.code for term in FORMS),
        reasons=tuple(term.label for term in NOT_VISITED_REASONS),
        short_results=tuple(SHORT_RESULTS.values()),
        short_reasons=tuple(SHORT_REASONS.values()),
        numbers=tuple((item.name, item.number, item.remark) for item in contacts.numbers),
        numbers_checked=day(contacts.checked_on) if contacts.checked_on else "",
        printed=f"Geprint voor {team.name} op {day(stamp.at.date())} om {stamp.at:%H:%M} door: {stamp.by}",
        destroy=f"Vernietigen uiterlijk {day(planned.on_date + KEPT)}",
        chain_head=stamp.chain_head,
        marks=_marks(planned, stamp),
    )


def _state(planned: PlannedRound) -> str:
    visits = "1 bezoek vervalt" if planned.lapsed == 1 else f"{planned.lapsed} bezoeken vervallen"
    off = f"; het model staat uit, {visits}" if planned.lapsed else ""
    return labels(ROUND_STATES)[planned.state] + off


def _marks(planned: PlannedRound, stamp: PrintStamp) -> tuple[str, ...]:
    found = (True, CONFIDENTIAL), (planned.state == DRAFT, UNAPPROVED), (stamp.fictional, FICTIONAL)
    return tuple(words for applies, words in found if applies)


def _stop(
    number: int, stop: PlannedStop, place: KnownPlace, contacts: Contacts, municipalities: Mapping[str, str]
) -> SheetStop:
    return SheetStop(
        number=number,
        location_id=stop.location_id,
        address=place.address,
        municipality=municipalities.get(place.gemeentecode, place.gemeentecode),
        contact=contact_of(contacts.of(place.gemeentecode)),
        phone=phone_of(contacts.of(place.gemeentecode)),
        kind=labels(LOCATION_TYPES)[place.location_type],
        units=stop.units,
        arrival=UNPLANNED if stop.arrival_s is None else clock(stop.arrival_s),
        begin=_begin(stop),
        duration="" if stop.visit_s is None else f"{round(stop.visit_s / 60)} minuten",
        hours=hours_of(stop.windows),
        cautions=_cautions(stop, place),
        partners=words_of(stop.partners, PARTNERS),
        facts=grouped(place.facts[:MOST_FACTS]),
        more_facts=max(0, len(place.facts) - MOST_FACTS),
        last_visit=last_visit_of(place),
        boxes=tuple(box.label for box in boxes_of(place.location_type)),
    )


def _begin(stop: PlannedStop) -> str:
    begin, arrival = (None if moment is None else clock(moment) for moment in (stop.begin_s, stop.arrival_s))
    return "" if begin is None or begin == arrival else begin


def _cautions(stop: PlannedStop, place: KnownPlace) -> tuple[str, ...]:
    found = (place.home, WITHOUT_CONSENT), (bool(POLICE & set(stop.partners)), WITH_POLICE)
    return tuple(words for applies, words in found if applies)
