"""A route for a calendar (RFC 5545), on the clock of Amsterdam.

A calendar often lives with a third party, so it gets numbers and municipalities, and no address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from risk_map.reporting.route_round import PlannedRound, PlannedTeam
    from risk_map.reporting.route_sheet import RouteSheet

ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Amsterdam",
    "BEGIN:STANDARD",
    "DTSTART:19701025T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19700329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
"""When the clock of Amsterdam changes, as long as Europe keeps to it."""


@dataclass(frozen=True, slots=True)
class _Event:
    key: str
    begin_s: int
    end_s: int
    title: str
    where: str


def to_ics(planned: PlannedRound, team: PlannedTeam, sheet: RouteSheet, made_at: datetime) -> bytes:
    """Write the shift and its stops as calendar events without an address.

    Parameters
    ----------
    planned, team, sheet
        The round, which of its teams, and what is printed for it.
    made_at
        Moment of writing.
    """
    events = [_Event(f"dienst-{team.key}", team.shift_start_s, team.shift_end_s, f"Ronde {team.name}", "")]
    events += [
        _Event(
            stop.location_id,
            stop.begin_s,
            stop.begin_s + (stop.visit_s or 0),
            f"{shown.number}: nummer {stop.location_id}",
            shown.municipality,
        )
        for stop, shown in zip(team.stops, sheet.stops, strict=True)
        if stop.begin_s is not None
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//risk_map//routelijst//NL", *ZONE]
    for event in events:
        lines += _event_lines(event, planned, made_at, " · ".join(sheet.marks))
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _event_lines(event: _Event, planned: PlannedRound, made_at: datetime, told: str) -> list[str]:
    midnight = datetime.combine(planned.on_date, time())
    # Whole minutes, as on the list.
    begin, end = (f"{midnight + timedelta(minutes=at // 60):%Y%m%dT%H%M%S}" for at in (event.begin_s, event.end_s))
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(f'{planned.key}-{event.key}')}@risk-map",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Amsterdam:{begin}",
        f"DTEND;TZID=Europe/Amsterdam:{end}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(told)}",
        *([f"LOCATION:{_text(event.where)}"] if event.where else []),
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
    ]


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> str:
    """Break a line as RFC 5545 wants: no more than 75 bytes each."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
