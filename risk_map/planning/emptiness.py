"""Why a round has no visit at all: the reasons of all its candidates, counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import number
from risk_map.planning.diagnosis import why_not
from risk_map.planning.reasons import listed

if TYPE_CHECKING:
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import RoundProblem

WORDS: Final = {
    "besluit": "nog geen besluit",
    "bevroren": "bevroren",
    "woning": "een woning zonder beoordeeld signaal en tweede persoon",
    "pas_bezocht": "pas nog bezocht",
    "niet_samen": "mag niet samen met een andere locatie",
    "quota_gemeente": "past niet in de aantallen per gemeente",
    "quota_soort": "past niet in de aantallen per soort",
    "aselect_deel": "te weinig bezoeken zijn geloot",
    "gekozen_team": "aan een ander team gegeven",
    "teamgrootte": "een team van minder dan twee mensen",
    "partner": "een partner die nodig is, gaat niet mee",
    "aantal_bezoeken": "de teams doen niet meer bezoeken",
    "openingstijd": "niet open op die dag, of niet tijdens de dienst",
    "pauze": "past niet naast de pauze",
    "dienst": "past niet in de dienst",
    "reistijd": "niet te bereiken",
    "verplicht": "past niet naast wat verplicht is",
}
"""What binds, by the key of the rule."""

SHOWN: Final = 3
OTHER: Final = "een andere reden"


def why_empty(problem: RoundProblem, plan: Plan) -> str | None:
    """Say in Dutch that a plan has no visit, and the reasons that occur most; nothing when it has one.

    Parameters
    ----------
    problem, plan
        What was asked, and what was planned.
    """
    if plan.location_ids:
        return None
    counts = Counter(WORDS.get(each.rule, OTHER) for each in why_not(problem, plan))
    if not counts:
        return "De ronde is leeg: er is geen locatie waarover is besloten en die mee kan doen."
    told = listed([f"{number(times)} keer {words}" for words, times in counts.most_common(SHOWN)])
    return f"De ronde is leeg: geen van de {number(counts.total())} locaties past. Waarom: {told}."
