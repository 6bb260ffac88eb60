"""What a round is planned with when nobody says otherwise: per type of place, per team, and for the round as a whole.

All of it stands in ``[planning]`` of the configuration; what ships is the table of the domain (sections 3 and 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, get_args

from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.domain.notation import WEEKDAYS
from risk_map.domain.opening_hours import DAY_S, hours_on, span_of
from risk_map.domain.partners import PARTNERS
from risk_map.errors import ConfigError
from risk_map.planning.problem import MAX_STOPS, RANDOM_SHARE, Break, Window
from risk_map.planning.travel import DEFAULT_PARAMS, Mode, TravelParams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from risk_map.domain.settings import Table

MONDAY: Final = date(2024, 1, 1)
MODES: Final[tuple[Mode, ...]] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class TypeSettings:
    """How places of a type are visited.

    Parameters
    ----------
    visit_s
        How long a visit takes.
    hours
        When a visit may begin, for each day of the week from Monday.
    required
        Codes of the partners without whom nobody goes.
    required_from_s
        They are required only where a visit may begin at or after this; missing: always.
    usual, relevant
        Codes of the partners who are invited always, and when it is relevant.
    """

    visit_s: int
    hours: tuple[tuple[Window, ...], ...]
    required: frozenset[str] = frozenset()
    required_from_s: int | None = None
    usual: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()

    def windows(self, day: date, opening_hours: str | None = None) -> tuple[Window, ...]:
        """Give when a visit may begin on a day, at a place with hours of its own or not; after midnight they run on."""
        if opening_hours is None:
            return self.hours[day.weekday()]
        return tuple(Window(*each) for each in hours_on(opening_hours, day))

    def open_on(self, opening_hours: str | None = None) -> tuple[int, ...]:
        """Give the weekdays, from 0 for Monday, on which there are hours."""
        return tuple(each for each in range(7) if self.windows(MONDAY + timedelta(each), opening_hours))

    def partners(self, windows: Iterable[Window]) -> frozenset[str]:
        """Give who has to be there when a visit may begin in these windows."""
        late = any(self.required_from_s is None or each.closes_s >= self.required_from_s for each in windows)
        return self.required if late else frozenset()


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """A team of which nobody said more than its name; fields as of ``problem.Team``."""

    members: int = 2
    shift_start_s: int = 17 * 3600
    shift_end_s: int = 22 * 3600
    mode: Mode = "auto"
    max_stops: int = MAX_STOPS
    partners: frozenset[str] = frozenset()
    pause: Break | None = None


@dataclass(frozen=True, slots=True)
class PlanningParams:
    """Everything a round is planned with.

    Parameters
    ----------
    random_share, min_days_between_visits
        As of ``RoundRules``.
    max_interval_days
        Class of risk -> most days between two visits.
    types
        Code of a type of place -> how it is visited; empty in a configuration of before there were plans.
    team
        What a team is when nobody says otherwise.
    starts
        Code of a municipality -> where its teams begin and end, EPSG:28992.
    travel
        How fast one goes.
    """

    random_share: float = RANDOM_SHARE
    min_days_between_visits: int = 0
    max_interval_days: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, TypeSettings] = field(default_factory=dict)
    team: TeamSettings = TeamSettings()
    starts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    travel: TravelParams = DEFAULT_PARAMS

    @classmethod
    def read(cls, table: Table) -> PlanningParams:
        """Read ``[planning]`` of the configuration, or raise ``ConfigError``."""
        table.only("random_share", "min_days_between_visits", "max_interval_days", "type", "team", "start", "travel")
        share, types, intervals = table.number("random_share"), table.table("type"), table.table("max_interval_days")
        if not 0 <= share < 1:
            raise ConfigError("De sleutel planning.random_share ligt van 0 tot 1.")
        types.only(*codes(LOCATION_TYPES))
        return cls(
            random_share=share,
            min_days_between_visits=_whole(table, "min_days_between_visits"),
            max_interval_days={key: _whole(intervals, key, 1) for key in intervals.content},
            types={key: _type(types.table(key)) for key in codes(LOCATION_TYPES)},
            team=_team(table.table("team")),
            starts=_starts(table.table("start")),
            travel=_travel(table.table("travel")),
        )

    def type_of(self, code: str) -> TypeSettings:
        """Give how places of a type are visited.

        Raises
        ------
        ConfigError
            When the configuration says nothing about planning.
        """
        if code not in self.types:
            raise ConfigError(f"In de configuratie ontbreekt [planning.type.{code}].")
        return self.types[code]


def parse_mode(text: str) -> Mode | None:
    """Give a way to travel by its name; nothing when there is none of that name."""
    return next((mode for mode in MODES if mode == text), None)


def parse_hours(text: str) -> Window:
    """Read hours as people type them: ``17:00-21:00``; an end that is not after the begin is on the next day.

    Raises
    ------
    ValueError
        When it is none.
    """
    return Window(*span_of(text))


def _type(table: Table) -> TypeSettings:
    table.only("visit_minutes", "hours", "hours_on", "required", "required_from", "usual", "relevant")
    usual_hours = _hours(table, "hours")
    own = table.table("hours_on").only(*WEEKDAYS) if "hours_on" in table.content else None
    begin = _clock(table, "required_from") if "required_from" in table.content else None
    return TypeSettings(
        visit_s=60 * _whole(table, "visit_minutes", 1),
        hours=tuple(_hours(own, day) if own and day in own.content else usual_hours for day in WEEKDAYS),
        required=frozenset(_partners(table, "required")),
        required_from_s=begin,
        usual=_partners(table, "usual"),
        relevant=_partners(table, "relevant"),
    )


def _team(table: Table) -> TeamSettings:
    table.only("members", "shift", "mode", "max_stops", "partners", "break")
    shift, mode = _window(table, "shift", table.text("shift")), parse_mode(table.text("mode"))
    if shift.closes_s - shift.opens_s >= DAY_S:
        raise ConfigError(f"De dienst van {table.name}.shift begint en eindigt op hetzelfde moment.")
    if mode is None:
        raise ConfigError(f"De sleutel {table.name}.mode is een van {', '.join(MODES)}.")
    return TeamSettings(
        members=_whole(table, "members", 2),
        shift_start_s=shift.opens_s,
        shift_end_s=shift.closes_s,
        mode=mode,
        max_stops=_whole(table, "max_stops", 1),
        partners=frozenset(_partners(table, "partners")),
        pause=_break(table.table("break")) if "break" in table.content else None,
    )


def _break(table: Table) -> Break:
    table.only("minutes", "begins")
    begins = _window(table, "begins", table.text("begins"))
    return Break(60 * _whole(table, "minutes", 1), begins.opens_s, begins.closes_s)


def _starts(table: Table) -> dict[str, tuple[float, float]]:
    found = {}
    for code in table.content:
        point = table.value(code, list)
        if len(point) != 2 or not all(isinstance(each, (int, float)) for each in point):
            raise ConfigError(
                f"De sleutel {table.name}.{code} heeft twee getallen: x en y van het stelsel RD, in meters."
            )
        found[code] = (float(point[0]), float(point[1]))
    return found


def _travel(table: Table) -> TravelParams:
    names = [item.name for item in fields(TravelParams)]
    table.only(*names)
    try:
        return TravelParams(**{name: float(table.number(name)) for name in names})
    except ValueError as exc:
        raise ConfigError("In [planning.travel] staat een snelheid of een afstand die niet kan.") from exc


def _hours(table: Table, key: str) -> tuple[Window, ...]:
    windows = sorted((_window(table, key, text) for text in table.value(key, list)), key=lambda each: each.opens_s)
    if any(after.opens_s <= before.closes_s for before, after in pairwise(windows)):
        raise ConfigError(f"De tijden van {table.name}.{key} liggen los van elkaar.")
    return tuple(windows)


def _window(table: Table, key: str, text: Any) -> Window:  # noqa: ANN401 - TOML holds anything
    try:
        return parse_hours(str(text))
    except ValueError as exc:
        raise ConfigError(f"De sleutel {table.name}.{key} is uu:mm-uu:mm, bijvoorbeeld 17:00-21:00.") from exc


def _clock(table: Table, key: str) -> int:
    return _window(table, key, f"{table.text(key)}-00:00").opens_s


def _partners(table: Table, key: str) -> tuple[str, ...]:
    found = tuple(table.value(key, list)) if key in table.content else ()
    if strange := [each for each in found if each not in codes(PARTNERS)]:
        raise ConfigError(
            f"De sleutel {table.name}.{key} kent geen {strange[0]}; kies uit {', '.join(codes(PARTNERS))}."
        )
    return found


def _whole(table: Table, key: str, least: int = 0) -> int:
    value = table.value(key, int)
    if isinstance(value, bool) or value < least:
        raise ConfigError(f"De sleutel {table.name}.{key} is een geheel getal van ten minste {least}.")
    return int(value)
