"""How somebody types a team, an area and a quota on the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.domain.opening_hours import DAY_S, SAME_MOMENT
from risk_map.domain.partners import PARTNERS
from risk_map.errors import InputError
from risk_map.planning.changes import Change
from risk_map.planning.problem import Break, Quota
from risk_map.planning.settings import MODES, parse_hours, parse_mode
from risk_map.reporting.plan_file import read_plan
from risk_map.workflow.planning_onward import onward
from risk_map.workflow.planning_request import NO_BREAK, Area, Crew, RoundRequest, usual_teams
from risk_map.workflow.season_file import read_season

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from risk_map.planning.travel import Mode

TEAM_PARTS: Final = (
    "naam", "vervoer", "uu:mm-uu:mm", "partner,partner", "begin", "eind", "bezoeken", "minuten@uu:mm-uu:mm", "mensen",
)  # fmt: skip
"""Of a team, in the order in which they are typed: the last but one is its break."""

POINT: Final = re.compile(r"(\d{1,6}(?:\.\d+)?),(\d{6}(?:\.\d+)?)")
MOMENT: Final = re.compile(r"([0-2]?\d):([0-5]\d)")
RANGE: Final = re.compile(r"(\d+)?(%?)-(\d+)?(%?)")


def crews_of(
    texts: Sequence[str], number: int, shift: str | None, municipalities: Mapping[str, str]
) -> tuple[Crew, ...]:
    """Read the teams: those that were typed, or else so many as configured; a shift counts for who has none.

    Raises
    ------
    InputError
        When a part of it is not known.
    """
    crews = tuple(_crew(text, municipalities) for text in texts) or usual_teams(number)
    usual = None if shift is None else _shift(shift)
    return tuple(replace(crew, shift=crew.shift or usual) for crew in crews)


def base_of(
    on: date | None, previous: Path | None, changes: tuple[Change, ...], season: Path | None, number: int
) -> RoundRequest:
    """Give what is asked before the options say otherwise: nothing, a plan with its changes, or a round of a season.

    Raises
    ------
    InputError
        When no day is known, a file cannot be read, or the changes have no plan.
    """
    if changes and previous is None:
        raise InputError("Met --vast, --zonder, --erbij en --naar wijzigt u een plan: noem het met --vanaf.")
    if previous is not None:
        return onward(read_plan(previous), changes)
    if season is not None:
        return read_season(season, number)
    if on is None:
        raise InputError("Noem de dag van de ronde met --date, of een plan om op verder te gaan met --vanaf.")
    return RoundRequest(on, ())


def area_of(
    towns: Sequence[str], buurten: Sequence[str], kinds: Sequence[str], municipalities: Mapping[str, str]
) -> Area:
    """Read which places take part, or raise ``InputError`` for a type or municipality that is not known."""
    return Area(
        municipalities=tuple(_town(text, municipalities) for text in towns),
        buurten=tuple(buurten),
        types=tuple(_kind(text) for text in kinds),
    )


def quotas_of(texts: Sequence[str], municipalities: Mapping[str, str]) -> tuple[Quota, ...]:
    """Read quotas such as ``gemeente:Zeist:2-6`` and ``soort:hotel:10%-50%``, or raise ``InputError``."""
    return tuple(_quota(text, municipalities) for text in texts)


def not_before_of(texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Read from when a location may be visited, such as ``LOC-0001=18:00``, or raise ``InputError``."""
    found = [(name.strip(), MOMENT.fullmatch(moment.strip())) for name, _, moment in (t.partition("=") for t in texts)]
    if not all(name and moment for name, moment in found):
        raise InputError('Niet vóór een tijd is bijvoorbeeld "LOC-0001=18:00"; na middernacht 24:30.')
    return tuple((name, 3600 * int(moment[1]) + 60 * int(moment[2])) for name, moment in found if moment)


def apart_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Read which two locations are not visited on one day, such as ``LOC-0001,LOC-0002``, or raise ``InputError``."""
    pairs = [tuple(part.strip() for part in text.split(",")) for text in texts]
    if not all(len(pair) == 2 and all(pair) and pair[0] != pair[1] for pair in pairs):
        raise InputError('Niet samen op één dag is van twee locaties: "LOC-0001,LOC-0002".')
    return tuple((pair[0], pair[1]) for pair in pairs)


def changes_of(
    locked: Sequence[str], without: Sequence[str], added: Sequence[str], moved: Sequence[str]
) -> tuple[Change, ...]:
    """Read what is different about a plan; who goes to another team is ``LOC-0001=Team 2``. Or raise ``InputError``."""
    going = [tuple(part.strip() for part in text.split("=", 1)) for text in moved]
    if not all(len(pair) == 2 and all(pair) for pair in going):
        raise InputError('Naar een ander team is "LOC-0001=Team 2".')
    return (
        *(Change("vast", name) for name in locked),
        *(Change("weg", name) for name in without),
        *(Change("erbij", name) for name in added),
        *(Change("naar", *pair) for pair in going),
    )


def people_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read who is in which team, such as ``Team 1;boa1,boa2``, or raise ``InputError``."""
    parts = [text.partition(";") for text in texts]
    if not all(team.strip() and people.strip() for team, _, people in parts):
        raise InputError('Wie in een team zit, is bijvoorbeeld "Team 1;boa1,boa2".')
    return {
        team.strip(): tuple(name.strip() for name in people.split(",") if name.strip()) for team, _, people in parts
    }


def reasons_of(texts: Sequence[str]) -> dict[str, str]:
    """Read reasons against a visit, such as ``LOC-0001;vergunning is op orde``, or raise ``InputError``."""
    parts = [text.partition(";") for text in texts]
    if not all(name.strip() and reason.strip() for name, _, reason in parts):
        raise InputError('Een reden tegen een bezoek is "locatie;reden".')
    return {name.strip(): reason.strip() for name, _, reason in parts}


def _crew(text: str, municipalities: Mapping[str, str]) -> Crew:
    parts = [part.strip() for part in text.split(";")]
    if not parts[0] or len(parts) > len(TEAM_PARTS):
        raise InputError(f"Een team is: {';'.join(TEAM_PARTS)}. Na de naam mag alles leeg zijn.")
    name, mode, shift, partners, start, end, stops, pause, members = (*parts, *[""] * len(TEAM_PARTS))[
        : len(TEAM_PARTS)
    ]
    joining = frozenset(part.strip() for part in partners.split(",") if part.strip())
    if strange := sorted(joining - set(codes(PARTNERS))):
        raise InputError(f"Partner {strange[0]} is niet bekend; kies uit {', '.join(codes(PARTNERS))}.")
    return Crew(
        name=name,
        mode=_mode(mode) if mode else None,
        shift=_shift(shift) if shift else None,
        partners=joining or None,
        start=_start(start, municipalities) if start else None,
        end=_start(end, municipalities) if end else None,
        max_stops=_amount(stops, "bezoeken", 1) if stops else None,
        pause=_pause(pause) if pause else None,
        members=_amount(members, "mensen", 2) if members else None,
    )


def _amount(text: str, what: str, least: int) -> int:
    if not text.isdecimal() or int(text) < least:
        raise InputError(f"Het aantal {what} van een team is een geheel getal, ten minste {least}.")
    return int(text)


def _pause(text: str) -> Break:
    if text.lower() in {"geen", "geen pauze"}:
        return NO_BREAK
    minutes, _, between = text.partition("@")
    try:
        hours = parse_hours(between)
    except ValueError as exc:
        raise InputError("Een pauze is minuten@uu:mm-uu:mm, bijvoorbeeld 20@18:00-20:00, of: geen.") from exc
    if hours.closes_s - hours.opens_s >= DAY_S:
        raise InputError("Een pauze begint tussen twee momenten die verschillen, bijvoorbeeld 20@18:00-20:00.")
    return Break(60 * _amount(minutes, "minuten pauze", 1), hours.opens_s, hours.closes_s)


def _mode(text: str) -> Mode:
    mode = parse_mode(text)
    if mode is None:
        raise InputError(f"Vervoer {text} is niet bekend; kies uit {', '.join(MODES)}.")
    return mode


def _shift(text: str) -> tuple[int, int]:
    try:
        hours = parse_hours(text)
    except ValueError as exc:
        raise InputError("Een dienst is uu:mm-uu:mm, bijvoorbeeld 17:00-22:00.") from exc
    if hours.closes_s - hours.opens_s >= DAY_S:
        raise InputError(SAME_MOMENT)
    return hours.opens_s, hours.closes_s


def _start(text: str, municipalities: Mapping[str, str]) -> str | tuple[float, float]:
    if found := POINT.fullmatch(text):
        return float(found.group(1)), float(found.group(2))
    return _town(text, municipalities)


def _town(text: str, municipalities: Mapping[str, str]) -> str:
    named = {name.lower(): code for code, name in municipalities.items()}
    code = named.get(text.strip().lower(), text.strip())
    if code not in municipalities:
        raise InputError(f"Gemeente {text} is niet bekend; kies uit {', '.join(municipalities.values())}.")
    return code


def _kind(text: str) -> str:
    if text not in codes(LOCATION_TYPES):
        raise InputError(f"Soort {text} is niet bekend; kies uit {', '.join(codes(LOCATION_TYPES))}.")
    return text


def _quota(text: str, municipalities: Mapping[str, str]) -> Quota:
    kind, code, limits = (*text.split(":"), "", "", "")[:3]
    found = RANGE.fullmatch(limits.strip())
    if kind not in {"gemeente", "soort"} or found is None or text.count(":") != 2:
        raise InputError('Een quotum is bijvoorbeeld "gemeente:Zeist:2-6", "soort:hotel:1-" of "soort:horeca:10%-50%".')
    least, percent, most, also = found.groups()
    shares = "%" in {percent, also}
    values: dict[str, Any] = {}
    if least is not None:
        values["min_share" if shares else "min_stops"] = int(least) / 100 if shares else int(least)
    if most is not None:
        values["max_share" if shares else "max_stops"] = int(most) / 100 if shares else int(most)
    if kind == "gemeente":
        return Quota("municipality", _town(code, municipalities), **values)
    return Quota("location_type", _kind(code), **values)
