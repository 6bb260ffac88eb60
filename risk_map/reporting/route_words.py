"""Short words of a route list: beside its small boxes, and about the way of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.inspection import NO_FINDING, RESULTS
from risk_map.domain.location import labels
from risk_map.domain.notation import clock, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from risk_map.domain.contacts import Contact
    from risk_map.reporting.route_round import KnownPlace, PlannedTeam

SHORT_RESULTS: Final[Mapping[str, str]] = {NO_FINDING: "geen", "bevinding": "wel", "ernstige_bevinding": "ernstig"}
SHORT_REASONS: Final[Mapping[str, str]] = {
    "niemand_aanwezig": "niemand",
    "geen_toestemming": "geen toestemming",
    "onveilig": "onveilig",
    "geen_tijd": "geen tijd",
    "niet_gevonden": "adres",
    "partner_afwezig": "partner",
    "bevroren": "bevroren",
}
"""Words beside a small box, in the order of the closed lists."""

MODE_WORDS: Final[Mapping[str, str]] = {"auto": "met de auto", "fiets": "op de fiets", "lopend": "te voet"}

UNPLANNED: Final = "niet gepland"
UNKNOWN: Final = "niet bekend"


def hours_of(windows: tuple[tuple[int, int], ...] | None) -> str:
    """Say between which times a visit begins: when it ends does not matter."""
    if windows is None:
        return UNKNOWN
    times = " of ".join(f"{clock(opens)} en {clock(closes)}" for opens, closes in windows)
    return f"begin tussen {times}" if times else "gesloten"


def grouped(facts: Iterable[tuple[str, str, date]]) -> tuple[tuple[str, str], ...]:
    """Put facts together: (sentences, source with dates), in the order of the first.

    Sentences of one source and day share a line, and so do the days on which a source said the same.
    """
    lines: dict[tuple[str, date], list[str]] = {}
    for sentence, source, on in facts:
        lines.setdefault((source, on), []).append(sentence)
    days: dict[tuple[str, str], list[str]] = {}
    for (source, on), sentences in lines.items():
        days.setdefault((" ".join(sentences), source), []).append(day(on))
    return tuple((sentences, ", ".join([source, *told])) for (sentences, source), told in days.items())


def phone_of(contact: Contact) -> str:
    """Give the number of a contact, or say that there is none yet."""
    return f"tel. {contact.number or 'nog niet bekend'}"


def contact_of(contact: Contact) -> str:
    """Say who a contact is, its number, and what to mind."""
    return ", ".join(part for part in (contact.name, phone_of(contact), contact.remark) if part)


def last_visit_of(place: KnownPlace) -> str:
    """Say when a place was visited last, and how that ended."""
    if place.last_visit is None:
        return "geen eerdere controle bekend"
    on, result = place.last_visit
    return f"{day(on)}: {labels(RESULTS)[result]}"


def way_of(team: PlannedTeam) -> str:
    """Say when a team leaves, how it travels and when it is back, as far as that is known, or that it was changed."""
    leaves = "" if team.departure_s is None else f"vertrek {clock(team.departure_s)}"
    goes = "" if team.mode is None else MODE_WORDS[team.mode]
    back = "" if team.return_s is None else f"terug {clock(team.return_s)}"
    changed = "gewijzigd na het plannen" if team.by_hand else ""
    return ", ".join(part for part in (f"{leaves} {goes}".strip(), back, changed) if part)


def pause_of(team: PlannedTeam) -> str:
    """Say how long the break of a team is, and when; empty when it has none."""
    if team.pause is None:
        return ""
    begin_s, length_s = team.pause
    return f"{round(length_s / 60)} minuten vanaf {clock(begin_s)}"
