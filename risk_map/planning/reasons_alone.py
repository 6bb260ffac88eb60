"""Why a candidate could not be visited even by a team with nothing else to do, and what would change that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import WEEKDAYS, clock, number
from risk_map.domain.opening_hours import LONGEST_SHIFT_S
from risk_map.planning.compile import may_go
from risk_map.planning.constraints import bars
from risk_map.planning.reasons import LONG_S, WhyNot, crew, listed, longest, minutes_of, opening_words, openings
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.problem import Candidate, RoundProblem, Team

BREAK_TROUBLE: Final = 30
"""What it asks of a team that its break lapses, as minutes of a shift."""


def barred(problem: RoundProblem, item: Candidate) -> WhyNot | None:
    """Explain which rule keeps it out of every plan of that day, if one does."""
    found = bars(problem, item)
    if found is None:
        return None
    key, reason = found
    if key == "openingstijd":
        others = listed([WEEKDAYS[each] for each in item.open_on])
        reason = f"gesloten op {WEEKDAYS[problem.on_date.weekday()]}{f'; open op {others}' if others else ''}."
    return WhyNot(item.location_id, key, reason[:1].upper() + reason[1:])


def nobody(problem: RoundProblem, item: Candidate) -> WhyNot | None:
    """Explain why no team gets there at any time, whoever joins it, if none does."""
    name, teams = item.location_id, [team for team in problem.teams if item.only_team in {None, team.name}]
    if not teams:
        text = f"Het gekozen team {item.only_team} gaat niet mee." if item.only_team else "Er gaat geen team mee."
        return WhyNot(name, "gekozen_team", text)
    alone = replace(item, required_partners=frozenset())
    if any(may_go(problem, team, alone) for team in teams):
        return None
    return WhyNot(name, "reistijd", "De locatie is voor geen team over de weg te bereiken.")


def out_of_time(problem: RoundProblem, item: Candidate) -> list[tuple[WhyNot, RoundProblem | None]]:
    """Give the changes of a break or of the begin of a shift that each let a team visit it, were there nothing else.

    Parameters
    ----------
    problem, item
        One team or more may go there.

    Returns
    -------
    list
        The reason with the change, and the round after it, missing when no change is known; empty when a team can visit
        it as it is, with a shift that is long enough. What was agreed about the moment goes before a break, and a break
        before a shift.
    """
    able = [team for team in problem.teams if may_go(problem, team, item)]
    if any(_can(problem, team, item) for team in able):
        return []
    if not openings(item):
        begin = clock(item.not_before_s or 0)
        text = f"Een bezoek mag niet vóór {begin} beginnen, en dan is de locatie dicht; past als die afspraak vervalt."
        free = tuple(replace(each, not_before_s=None) if each == item else each for each in problem.candidates)
        return [(WhyNot(item.location_id, "openingstijd", text), replace(problem, candidates=free))]
    restless = [replace(team, pause=None) for team in able if _can(problem, replace(team, pause=None), item)]
    if restless:
        return [_changed(problem, item, team, "") for team in restless]
    if any(_begins(problem, team, item) for team in able):
        text = f"Een bezoek past met de reis niet in een dienst van {number(LONGEST_SHIFT_S // 3600)} uur."
        return [(WhyNot(item.location_id, "dienst", text, helps=False), None)]
    shifts = listed(sorted({f"{clock(team.shift_start_s)}-{clock(team.shift_end_s)}" for team in able}))
    text = f"Een bezoek kan alleen beginnen tussen {opening_words(item)}; dat past niet in de dienst ({shifts})"
    earlier = [found for team in able if (found := next(_earlier(problem, team, item), None)) is not None]
    least = min((problem.team(team.name).shift_start_s - team.shift_start_s for team in earlier), default=0)
    nearest = [t for t in earlier if problem.team(t.name).shift_start_s - t.shift_start_s == least]
    return [_changed(problem, item, team, text) for team in nearest] or [
        (WhyNot(item.location_id, "openingstijd", f"{text}.", helps=False), None)
    ]


def _changed(problem: RoundProblem, item: Candidate, team: Team, text: str) -> tuple[WhyNot, RoundProblem | None]:
    """Say how a team changes, and give the round in which it did."""
    lapsed = team.pause is None and problem.team(team.name).pause is not None
    teams = tuple(team if each.name == team.name else each for each in problem.teams)
    if not text:
        why = f"Een bezoek past niet bij de pauze van {crew(team)}; past als die vervalt."
        return WhyNot(item.location_id, "pauze", why, trouble=BREAK_TROUBLE), replace(problem, teams=teams)
    also = " en de pauze vervalt" if lapsed else ""
    why = f"{text}; past als de dienst van {crew(team)} om {clock(team.shift_start_s)} begint{also}."
    trouble = minutes_of(problem.team(team.name).shift_start_s - team.shift_start_s) + BREAK_TROUBLE * lapsed
    return WhyNot(item.location_id, "openingstijd", why, trouble=trouble), replace(problem, teams=teams)


def _earlier(problem: RoundProblem, team: Team, item: Candidate) -> Iterator[Team]:
    """Give the team with a shift that begins early enough, the latest first; with its break before without."""
    road = int(problem.travel[team.mode].seconds[team.start_place, item.place])
    for _, closes in reversed(openings(item)):
        begin = (closes - road) // 60 * 60
        sooner = replace(team, shift_start_s=begin)
        if max(0, team.shift_end_s - LONGEST_SHIFT_S) <= begin < team.shift_start_s:
            yield from (each for each in (sooner, replace(sooner, pause=None)) if _can(problem, each, item))


def _can(problem: RoundProblem, team: Team, item: Candidate) -> bool:
    return schedule(problem, longest(team), [item]) is not None


def _begins(problem: RoundProblem, team: Team, item: Candidate) -> bool:
    """Say whether a visit could begin within a shift that then ends too late for anybody."""
    route = schedule(problem, replace(team, shift_end_s=LONG_S), [item])
    return route is not None and route.stops[0].start_s <= team.shift_end_s
