"""Do what a reason says, and less than it says: both by schedule and checker, with none of the code that found it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from risk_map.domain.location import labels
from risk_map.domain.partners import PARTNERS
from risk_map.planning.compile import may_join
from risk_map.planning.constraints import check
from risk_map.planning.problem import Break, RoundProblem, RoundRules, Window
from risk_map.planning.rules_round import quota_name
from risk_map.planning.timetable import schedule, timetable
from tests.planning.worlds import HOUR, make_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate

NAME = re.compile(r"L\d{4}")
LONGER = re.compile(r"dienst van team (\w+) ([\d.]+) minu\w+ langer")
EARLIER = re.compile(r"als de dienst van team (\w+) om (\d\d):(\d\d) begint")
RESTLESS = re.compile(r"pauze van team (\w+); past als die vervalt")
MOMENT = re.compile(r"ook om (\d\d):(\d\d) kan beginnen")
MOST_OF_TEAM = re.compile(r"bezoeken van team (\w+) is bereikt; past als dat (\d+) wordt")
MORE_OF_TEAM = re.compile(r"bezoeken van team (\w+) (\d+) wordt")
MOST_OF_QUOTA = re.compile(r"aantal voor (.+?) is bereikt; past als dat (\d+) wordt")
SHARE_OF_QUOTA = re.compile(r"deel voor (.+?) mag hoogstens \d+% zijn; past als dat (\d+)% wordt")
FEWEST_SHARE = re.compile(r"deel voor (.+?) te klein")
FEWEST = re.compile(r"te weinig bezoeken voor (.+?);")
JOINS = re.compile(r"met team (\w+) meegaat|meega(?:at|an) met team (\w+)")
LONGEST_SHIFT_S = 12 * HOUR


class Asked(NamedTuple):
    """A round, and who goes where."""

    problem: RoundProblem
    orders: dict[str, tuple[str, ...]]


def hostile(seed: int) -> RoundProblem:
    """Doors that open for minutes, some before anybody comes, short shifts, breaks, and visits that must be."""
    rng = np.random.default_rng(seed + 77)
    problem = make_problem(14, 2, seed, RoundRules(random_share=0.0))
    items = []
    for item in problem.candidates:
        opens = int(rng.integers(16 * 12, 20 * 12)) * 300
        narrow = (Window(opens, opens + int(rng.integers(0, 5)) * 300),)
        changed = replace(item, mandatory=bool(rng.random() < 0.3), frozen=False)
        items.append(replace(changed, windows=narrow) if rng.random() < 0.7 else changed)
    teams = []
    for team in problem.teams:
        begins = int(rng.integers(17 * 4, 19 * 4)) * 900
        pause = Break(int(rng.integers(1, 4)) * 900, begins, begins + int(rng.integers(0, 3)) * 900)
        ends = int(rng.integers(38, 42)) * HOUR // 2
        teams.append(replace(team, shift_end_s=ends, pause=pause if rng.random() < 0.7 else None))
    return replace(problem, teams=tuple(teams), candidates=tuple(items))


def with_draw(problem: RoundProblem, seed: int) -> RoundProblem:
    """Draw most of the visits, each of two teams of two visits: what was drawn never lapses."""
    rng = np.random.default_rng(seed)
    items = (replace(item, drawn=True, mandatory=True) if rng.random() < 0.8 else item for item in problem.candidates)
    teams = (replace(team, max_stops=int(rng.integers(2, 4))) for team in problem.teams)
    return replace(problem, teams=tuple(teams), candidates=tuple(items))


def long_days(problem: RoundProblem, seed: int) -> RoundProblem:
    """Let everybody work nearly as long as anybody may, with visits of hours, some of them early."""
    rng = np.random.default_rng(seed + 99)
    items = []
    for item in problem.candidates:
        opens = int(rng.integers(4 * 12, 20 * 12)) * 300
        early = replace(item, windows=(Window(opens, opens + int(rng.integers(0, 9)) * 300),), not_before_s=None)
        items.append(replace(early, visit_s=int(rng.integers(1, 9)) * HOUR // 2))
    begins = (int(rng.integers(32, 38)) * HOUR // 4 for _ in problem.teams)
    teams = (
        replace(team, shift_start_s=begin, shift_end_s=begin + int(rng.integers(40, 48)) * HOUR // 4, pause=None)
        for team, begin in zip(problem.teams, begins, strict=True)
    )
    return replace(problem, teams=tuple(teams), candidates=tuple(items))


def asked(problem: RoundProblem, made: Plan) -> Asked:
    """Give a plan as a question."""
    driven = {route.team: tuple(stop.location_id for stop in route.stops) for route in made.routes}
    return Asked(problem, {team.name: driven.get(team.name, ()) for team in problem.teams})


def ways_in(now: Asked, name: str) -> Iterator[Plan]:
    """Give every way to put a place into a route as it is, within shift, windows, break and number of visits."""
    for team in now.problem.teams:
        order = now.orders[team.name]
        for at in range(len(order) + 1) if len(order) < team.max_stops else ():
            longer = [*order[:at], name, *order[at:]]
            item = now.problem.candidate(name)
            partners = item.required_partners <= team.partners
            if partners and schedule(now.problem, team, [now.problem.candidate(n) for n in longer]) is not None:
                orders = [longer if each == team.name else others for each, others in now.orders.items()]
                yield timetable(now.problem, orders)


def lets_in(before: Asked, after: Asked, name: str) -> bool:
    """Say whether a change lets a place in, and breaks no rule that was kept before."""
    broken = {found.rule for found in check(*_plan(before))}
    return any({found.rule for found in check(after.problem, more)} <= broken for more in ways_in(after, name))


def _plan(now: Asked) -> tuple[RoundProblem, Plan]:
    return now.problem, timetable(now.problem, list(now.orders.values()))


def with_team(now: Asked, name: str, **changes: object) -> Asked:
    teams = tuple(replace(t, **changes) if t.name == name else t for t in now.problem.teams)
    return now._replace(problem=replace(now.problem, teams=teams))


def with_item(now: Asked, name: str, **changes: object) -> Asked:
    items = tuple(replace(c, **changes) if c.location_id == name else c for c in now.problem.candidates)
    return now._replace(problem=replace(now.problem, candidates=items))


def without(now: Asked, names: set[str]) -> Asked:
    """Have visits lapse; nobody asks for them any more."""
    items = tuple(replace(c, mandatory=c.mandatory and c.location_id not in names) for c in now.problem.candidates)
    orders = {team: tuple(n for n in order if n not in names) for team, order in now.orders.items()}
    return Asked(replace(now.problem, candidates=items), orders)


def applied(now: Asked, name: str, text: str) -> Asked:
    """Do all that a reason says."""
    for sentence in re.split(r" Daarnaast: ", text):
        now = _applied(now, name, sentence)
    return now


def _applied(now: Asked, name: str, text: str) -> Asked:  # noqa: C901 - one line per kind of sentence
    if re.search(r"verval(t|len)|in plaats van|niet op dezelfde dag", text):
        now = without(now, set(NAME.findall(text)))
    if found := LONGER.search(text):
        team, minutes = found[1], int(found[2].replace(".", ""))
        now = with_team(now, team, shift_end_s=now.problem.team(team).shift_end_s + 60 * minutes)
    if found := EARLIER.search(text):
        now = with_team(now, found[1], shift_start_s=3600 * int(found[2]) + 60 * int(found[3]))
        now = with_team(now, found[1], pause=None) if "de pauze vervalt" in text else now
    if found := RESTLESS.search(text):
        now = with_team(now, found[1], pause=None)
    if found := MOMENT.search(text):
        now = until(now, name, 3600 * int(found[1]) + 60 * int(found[2]))
    if "als die afspraak vervalt" in text:
        now = with_item(now, name, not_before_s=None)
    if found := MOST_OF_TEAM.search(text) or MORE_OF_TEAM.search(text):
        now = with_team(now, found[1], max_stops=int(found[2]))
    elif found := MOST_OF_QUOTA.search(text):
        now = _with_quota(now, found[1], max_stops=int(found[2]))
    if found := SHARE_OF_QUOTA.search(text):
        now = _with_quota(now, found[1], max_share=int(found[2]) / 100)
    if found := FEWEST_SHARE.search(text):
        now = _with_quota(now, found[1], min_share=0.0)
    if found := FEWEST.search(text):
        now = _with_quota(now, found[1], min_stops=0)
    if found := JOINS.search(text):
        team = found[1] or found[2]
        named = {code for code, words in labels(PARTNERS).items() if words in text}
        now = with_team(now, team, partners=now.problem.team(team).partners | named)
    return now


def is_allowed(before: Asked, after: Asked) -> bool:
    """Say whether the product accepts a change: nobody works longer than 12 hours, and what chance chose stays."""
    drawn = {item.location_id for item in before.problem.candidates if item.drawn}
    kept = {name for order in after.orders.values() for name in order}
    there = {name for order in before.orders.values() for name in order}
    long = (team.shift_end_s - team.shift_start_s > LONGEST_SHIFT_S for team in after.problem.teams)
    return not any(long) and drawn & there <= kept


def _with_quota(now: Asked, name: str, **changes: object) -> Asked:
    rules = now.problem.rules
    quotas = tuple(replace(q, **changes) if quota_name(q) == name else q for q in rules.quotas)
    return now._replace(problem=replace(now.problem, rules=replace(rules, quotas=quotas)))


def until(now: Asked, name: str, moment: int) -> Asked:
    """Let a visit begin from the nearest of its windows on to a moment, or from that moment on."""
    item = now.problem.candidate(name)
    begin = item.not_before_s or 0
    spans = [(max(w.opens_s, begin), w.closes_s) for w in item.windows if w.closes_s >= begin]
    opens, closes = min(spans, key=lambda span: max(span[0] - moment, moment - span[1]))
    wider = (*(Window(*span) for span in spans), Window(min(opens, moment), max(closes, moment)))
    return with_item(now, name, windows=wider, not_before_s=None)


def sets_of(now: Asked, size: int, item: Candidate) -> Iterator[tuple[Candidate, ...]]:
    """Give every set of so many visits of one team that may lapse, of those that may be in a round with a candidate."""
    for order in now.orders.values():
        there = (now.problem.candidate(name) for name in order)
        may_lapse = [each for each in there if may_join(item, each) and not each.drawn]
        yield from combinations(may_lapse, size)


def less_than(now: Asked, name: str, text: str) -> Iterator[Asked]:
    """Give what is just less than the one change of a reason."""
    item = now.problem.candidate(name)
    if found := LONGER.search(text):
        team, minutes = found[1], int(found[2].replace(".", ""))
        ends = now.problem.team(team).shift_end_s + 60 * (minutes - 1)
        yield with_team(without(now, set(NAME.findall(text))), team, shift_end_s=ends)
    if found := EARLIER.search(text):
        begins = 3600 * int(found[2]) + 60 * (int(found[3]) + 1)
        yield with_team(now, found[1], shift_start_s=begins)
        yield with_team(now, found[1], shift_start_s=begins - 60) if "de pauze vervalt" in text else now
    if found := MOMENT.search(text):
        moment = 3600 * int(found[1]) + 60 * int(found[2])
        opens = [max(each.opens_s, item.not_before_s or 0) for each in item.windows]
        gap = min(max(begin - moment, moment - each.closes_s) for begin, each in zip(opens, item.windows, strict=True))
        windows = tuple(
            Window(max(0, begin - gap + 60), each.closes_s + gap - 60)
            for begin, each in zip(opens, item.windows, strict=True)
            if begin <= each.closes_s
        )
        yield with_item(now, name, windows=windows, not_before_s=None)
    if re.search("verval(t|len)[ .]|in plaats van", text) and NAME.search(text):
        yield from less_dropped(now, item, set(NAME.findall(text)), late=bool(LONGER.search(text)))
    yield now


def less_dropped(now: Asked, item: Candidate, names: set[str], *, late: bool) -> Iterator[Asked]:
    """Give fewer visits that lapse, however long the shift, and as many of which fewer must be or that are worth less.

    When minutes have to come besides, nothing lapses that would make them needless.
    """
    teams = (replace(team, shift_end_s=team.shift_start_s + LONGEST_SHIFT_S) for team in now.problem.teams)
    long = replace(now.problem, teams=tuple(teams))
    dropped = [now.problem.candidate(name) for name in names]
    for size in range(len(names)):
        for fewer in sets_of(now, size, item):
            yield without(Asked(long, now.orders) if late else now, {each.location_id for each in fewer})
    for size in range(len(names), max(map(len, now.orders.values())) + 1 if late else len(names) + 1):
        for others in sets_of(now, size, item):
            if late or cost(others) < cost(dropped):
                yield without(now, {each.location_id for each in others})


def cost(dropped: Sequence[Candidate]) -> tuple[int, float]:
    return sum(each.mandatory for each in dropped), sum(each.prize for each in dropped)
