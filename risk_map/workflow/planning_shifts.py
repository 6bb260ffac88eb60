"""When a team works and rests: what cannot be is refused before anything is read or searched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from risk_map.domain.notation import clock, number
from risk_map.domain.opening_hours import DAY_S, LONGEST_SHIFT_S, SAME_MOMENT
from risk_map.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.config import Config
    from risk_map.planning.problem import Break
    from risk_map.workflow.planning_request import Crew


def refuse_shifts(config: Config, crews: Iterable[Crew]) -> None:
    """Refuse a team that cannot work or rest as asked, with ``InputError``."""
    for crew in crews:
        shift_of(config, crew)


def shift_of(config: Config, crew: Crew) -> tuple[int, int, Break | None]:
    """Give begin and end of the shift of a team, and its break, as asked or else as configured.

    Raises
    ------
    InputError
        When the shift has no length or is too long, or the break cannot be taken in it.
    """
    begin, end, pause = _asked(config, crew)
    if fault := shift_fault(begin, end):
        raise InputError(f"{crew.name}: {fault[:1].lower()}{fault[1:]}")
    if fault := pause_fault(config, crew):
        raise InputError(fault)
    return begin, end, pause


def _asked(config: Config, crew: Crew) -> tuple[int, int, Break | None]:
    usual = config.planning.team
    begin, end = crew.shift or (usual.shift_start_s, usual.shift_end_s)
    pause = usual.pause if crew.pause is None else crew.pause
    return begin, end, _within(pause, begin) if pause and pause.duration_s else None


def _within(pause: Break, begin: int) -> Break:
    """Give a break that is over before the shift begins on the next day, as somebody types it for after midnight."""
    if pause.latest_s >= begin:
        return pause
    return replace(pause, earliest_s=pause.earliest_s + DAY_S, latest_s=pause.latest_s + DAY_S)


def shift_fault(begin: int, end: int) -> str | None:
    """Say in Dutch why nobody works such a shift; nothing when somebody can.

    Parameters
    ----------
    begin, end
        Seconds since midnight of the day of the round.
    """
    if not 0 < end - begin < DAY_S:
        return SAME_MOMENT
    if end - begin <= LONGEST_SHIFT_S:
        return None
    most = number(LONGEST_SHIFT_S // 3600)
    return f"De dienst van {clock(begin)}-{clock(end)} is langer dan {most} uur; zijn begin en eind verwisseld?"


def pause_fault(config: Config, crew: Crew) -> str | None:
    """Say in Dutch that a team cannot take its break within its shift; nothing when it can, or has none."""
    begin, end, pause = _asked(config, crew)
    if pause is None or max(begin, pause.earliest_s) <= min(pause.latest_s, end - pause.duration_s):
        return None
    between = f"tussen {clock(pause.earliest_s)} en {clock(pause.latest_s)}"
    return (
        f"{crew.name}: de pauze van {number(pause.duration_s // 60)} minuten {between} past niet in de dienst van "
        f"{clock(begin)}-{clock(end)}; kies andere tijden, of geen pauze."
    )
