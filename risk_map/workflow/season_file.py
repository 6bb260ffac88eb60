"""A season in a file: what is asked of each of its rounds, so that a round can be planned when its day comes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from risk_map.errors import InputError, Place
from risk_map.planning.problem import Break, Quota
from risk_map.workflow.planning_request import Area, Crew, RoundRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT: Final = "risk_map seizoen"
VERSION: Final = 1


def write_season(path: Path, rounds: Sequence[RoundRequest]) -> None:
    """Write what is asked of the rounds of a season; nothing in it says who was drawn.

    Parameters
    ----------
    path
        Where; a file that is there is replaced.
    rounds
        In the order of their dates.
    """
    content = {"format": FORMAT, "version": VERSION, "rounds": [_content(each) for each in rounds]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_season(path: Path, number: int) -> RoundRequest:
    """Read what is asked of one round of a season.

    Parameters
    ----------
    path
        Result of ``write_season``.
    number
        Which round, from 1.

    Raises
    ------
    InputError
        When there is no such file, it is no season, or it has no such round.
    """
    place = Place(path.name)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = (content["format"], content["version"]) == (FORMAT, VERSION)
        rounds = [_request(each) for each in content["rounds"]] if known else []
    except FileNotFoundError as exc:
        raise InputError("Dit seizoen bestaat niet.", place) from exc
    except (ValueError, TypeError, LookupError, AttributeError, OSError) as exc:
        raise InputError("Dit bestand is geen seizoen dat gelezen kan worden; maak het opnieuw.", place) from exc
    if not known:
        raise InputError("Dit seizoen is met een andere versie van het programma gemaakt; maak het opnieuw.", place)
    if not 1 <= number <= len(rounds):
        raise InputError(f"Dit seizoen heeft {len(rounds)} rondes; ronde {number} is er niet.", place)
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
            "shift": None if shift is None else (int(shift[0]), int(shift[1])),
            "partners": None if partners is None else frozenset(map(str, partners)),
            "pause": None if pause is None else Break(**pause),
            "start": _end(raw["start"]),
            "end": _end(raw["end"]),
        }
    )


def _end(raw: Any) -> str | tuple[float, float] | None:  # noqa: ANN401 - JSON holds anything
    return (float(raw[0]), float(raw[1])) if isinstance(raw, list) else raw
