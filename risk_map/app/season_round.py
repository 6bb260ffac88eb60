"""Go on from a season to the page Ronde: the answers there become those of one of its rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from risk_map.app import pages, state
from risk_map.domain.opening_hours import DAY_S
from risk_map.workflow.planning_request import NO_BREAK

if TYPE_CHECKING:
    from datetime import date

    from risk_map.domain.subject import Subject
    from risk_map.workflow.planning_request import Crew, RoundRequest

PART: Final = "seizoen"
"""Answer on Ronde to which locations take part."""

TAKEN: Final = "ronde_uit_seizoen"
LONGEST_NAME: Final = 40


class Taken(NamedTuple):
    """A round of a season that somebody went on with.

    Parameters
    ----------
    words
        Which round, in Dutch.
    only, reserved, begin
        Its locations, those of the other rounds, and the first day of the season.
    """

    words: str
    only: tuple[str, ...]
    reserved: tuple[str, ...]
    begin: date | None


NO_SEASON: Final = Taken("", (), (), None)


def taken(subject: Subject) -> Taken | None:
    """Give the round of a season that the subject went on with."""
    found: Taken | None = state.recall(subject, TAKEN)
    return found


def go_on(subject: Subject, words: str, request: RoundRequest) -> None:
    """Open the page Ronde with the day, the shift, the teams and the places of a round.

    Parameters
    ----------
    subject
        Who plans.
    words
        Which round, in Dutch.
    request
        What the season asks of it; it has places.
    """
    state.remember(subject, TAKEN, Taken(words, request.only, request.reserved, request.season_begin))
    # What was selected on the map before is not what somebody comes for now.
    state.remember(subject, "ronde_selectie", state.handed_over())
    for key, value in _answers(request).items():
        state.answer(key, value)
    pages.go_to("ronde", begin="ja")


def _answers(request: RoundRequest) -> dict[str, Any]:
    shift = request.teams[0].shift
    answers: dict[str, Any] = {
        "ronde_dag": request.on_date,
        "ronde_teams": len(request.teams),
        "ronde_van": None if shift is None else shift[0],
        "ronde_tot": None if shift is None else shift[1] % DAY_S,
        "ronde_vorm": request.form,
        "ronde_deel": PART,
        "ronde_gemeenten": list(request.area.municipalities),
        "ronde_buurten": None,
        "ronde_soorten": None,
    }
    for place, crew in enumerate(request.teams):
        answers |= {f"ronde_{name}{place}": value for name, value in _team(crew, shift).items()}
    return answers


def _team(crew: Crew, shift: tuple[int, int] | None) -> dict[str, Any]:
    """Give the answers about a team; what it says nothing of is as usual."""
    own = crew.shift if crew.shift != shift else None
    pause = None if crew.pause == NO_BREAK else crew.pause
    return {
        "team": crew.name[:LONGEST_NAME],
        "mensen": crew.members,
        "vervoer": crew.mode,
        "partners": None if crew.partners is None else sorted(crew.partners),
        # The page knows municipalities, no points.
        "begin": crew.start if isinstance(crew.start, str) else None,
        "eind": crew.end if isinstance(crew.end, str) else None,
        "van": own and own[0],
        "tot": own and own[1] % DAY_S,
        "meest": crew.max_stops,
        "pauze": crew.pause and crew.pause.duration_s // 60,
        "pauze_van": pause and pause.earliest_s % DAY_S,
        "pauze_tot": pause and pause.latest_s % DAY_S,
    }
