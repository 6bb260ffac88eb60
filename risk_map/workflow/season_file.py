"""A season in a file: what is asked of each of its rounds, so that a round can be planned when its day comes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.location import codes
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.partners import PARTNERS
from risk_map.errors import InputError, Place
from risk_map.planning.problem import Break, Quota
from risk_map.planning.settings import MODES
from risk_map.workflow.planning_request import Area, Crew, RoundRequest, beside_each_other

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT: Final = "risk_map seizoen"
VERSION: Final = 1
MOST_BYTES: Final = 5_000_000
"""Sixty rounds of twenty teams are a twentieth of this."""

MOST_TEAMS: Final = 20
NO_SEASON: Final = "Dit bestand is geen seizoen dat gelezen kan worden; maak het opnieuw."


def season_text(rounds: Sequence[RoundRequest]) -> str:
    """Write what is asked of the rounds of a season; nothing in it says who was drawn.

    Parameters
    ----------
    rounds
        In the order of their dates.
    """
    content = {"format": FORMAT, "version": VERSION, "rounds": [_content(each) for each in rounds]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write_season(path: Path, rounds: Sequence[RoundRequest]) -> None:
    """Write ``season_text`` to a file; one that is there is replaced."""
    path.write_text(season_text(rounds), encoding="utf-8")


def read_rounds(path: Path) -> tuple[RoundRequest, ...]:
    """Read what is asked of the rounds of a season.

    Parameters
    ----------
    path
        Holds a ``season_text``; at least one round.

    Raises
    ------
    InputError
        When there is no such file, or it is no season.
    """
    place = Place(path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(NO_SEASON, place)
        content = json.loads(path.read_text(encoding="utf-8"))
        known = (content["format"], content["version"]) == (FORMAT, VERSION)
        rounds = tuple(_request(each) for each in content["rounds"]) if known else ()
    except FileNotFoundError as exc:
        raise InputError("Dit seizoen bestaat niet.", place) from exc
    except (ValueError, TypeError, LookupError, AttributeError, OSError, ArithmeticError, RecursionError) as exc:
        raise InputError(NO_SEASON, place) from exc
    if not known:
        raise InputError("Dit seizoen is met een andere versie van het programma gemaakt; maak het opnieuw.", place)
    if not rounds or [each.on_date for each in rounds] != sorted({each.on_date for each in rounds}):
        raise InputError(NO_SEASON, place)
    return beside_each_other(rounds)


def read_season(path: Path, number: int) -> RoundRequest:
    """Read what is asked of one round of a season.

    Parameters
    ----------
    path
        As for ``read_rounds``.
    number
        Which round, from 1.

    Raises
    ------
    InputError
        When there is no such file, it is no season, or it has no such round.
    """
    rounds = read_rounds(path)
    if not 1 <= number <= len(rounds):
        message = f"Dit seizoen heeft {len(rounds)} rondes; ronde {number} is er niet."
        raise InputError(message, Place(path.name))
    return rounds[number - 1]


def _content(request: RoundRequest) -> dict[str, Any]:
    return {
        "on_date": request.on_date.isoformat(),
        "teams": [
            {**asdict(crew), "partners": None if crew.partners is None else sorted(crew.partners)}
            for crew in request.teams
        ],
        "municipalities": request.area.municipalities,
        "form": request.form,
        "quotas": [asdict(quota) for quota in request.quotas],
        "only": request.only,
    }


def _request(raw: dict[str, Any]) -> RoundRequest:
    if not 1 <= len(raw["teams"]) <= MOST_TEAMS:
        raise ValueError(len(raw["teams"]))
    return RoundRequest(
        on_date=date.fromisoformat(raw["on_date"]),
        teams=tuple(_crew(each) for each in raw["teams"]),
        area=Area(municipalities=tuple(map(str, raw["municipalities"]))),
        form=str(raw["form"]),
        quotas=tuple(Quota(**each) for each in raw["quotas"]),
        only=tuple(map(str, raw["only"])),
    )


def _crew(raw: dict[str, Any]) -> Crew:
    partners, pause, shift = raw["partners"], raw["pause"], raw["shift"]
    return Crew(
        **{
            **raw,
            "name": str(raw["name"]),
            "members": _whole(raw["members"]),
            "max_stops": _whole(raw["max_stops"]),
            "mode": None if raw["mode"] is None else MODES[MODES.index(raw["mode"])],
            "shift": None if shift is None else _shift(int(shift[0]), int(shift[1])),
            "partners": None if partners is None else frozenset(_partner(each) for each in partners),
            "pause": None if pause is None else Break(**{key: int(value) for key, value in pause.items()}),
            "start": _end(raw["start"]),
            "end": _end(raw["end"]),
        }
    )


def _whole(raw: Any) -> int | None:  # noqa: ANN401 - JSON holds anything
    return None if raw is None else int(raw)


def _partner(raw: Any) -> str:  # noqa: ANN401 - JSON holds anything
    return PARTNERS[codes(PARTNERS).index(raw)].code


def _shift(begin: int, end: int) -> tuple[int, int]:
    if not 0 <= begin < min(end, DAY_S) or end >= begin + DAY_S:
        raise ValueError(begin, end)
    return begin, end


def _end(raw: Any) -> str | tuple[float, float] | None:  # noqa: ANN401 - JSON holds anything
    return (float(raw[0]), float(raw[1])) if isinstance(raw, list) else raw
