"""What happens to a signal, a location and a round: closed lists of steps, outcomes and reasons."""

from __future__ import annotations

from typing import Final

from risk_map.domain.location import Term

ENRICHED: Final = "verrijkt"
FORWARDED: Final = "doorgezet"
CLOSED: Final = "gesloten"
ASSESSED: Final = "beoordeeld"

SIGNAL_EVENTS: Final = (
    Term(ENRICHED, "verrijkt"),
    Term(ASSESSED, "beoordeeld"),
    Term(FORWARDED, "doorgezet naar een partner"),
    Term(CLOSED, "gesloten"),
)

UNFOUNDED: Final = "ongegrond"

OUTCOMES: Final = (
    Term("gegrond", "gegrond: het feit is bevestigd"),
    Term(UNFOUNDED, "ongegrond: het feit klopt niet"),
    Term("overgedragen", "overgedragen aan een partner, die het afhandelt"),
    Term("onvoldoende", "te weinig bekend om te beoordelen"),
)
"""How a signal ends. Only an unfounded one stops counting in the score."""

IN_ROUND: Final = "in_ronde"
NOT_IN_ROUND: Final = "niet_in_ronde"

VERDICTS: Final = (
    Term(IN_ROUND, "in een ronde"),
    Term(NOT_IN_ROUND, "niet in een ronde"),
)

NOTHING_FOUND: Final = "gezocht, niets gevonden"
"""The reason against a visit when somebody looked for one and found none."""

DRAFT: Final = "concept"
APPROVED: Final = "goedgekeurd"
ISSUED: Final = "uitgegeven"
FINISHED: Final = "gesloten"
WITHDRAWN: Final = "ingetrokken"

ROUND_STATES: Final = (
    Term(DRAFT, "concept"),
    Term(APPROVED, "goedgekeurd"),
    Term(ISSUED, "uitgegeven"),
    Term(FINISHED, "gesloten"),
    Term(WITHDRAWN, "ingetrokken"),
)

ROUND_STEPS: Final = (
    ("", DRAFT),
    (DRAFT, APPROVED),
    (APPROVED, DRAFT),
    (APPROVED, ISSUED),
    (ISSUED, FINISHED),
    (DRAFT, WITHDRAWN),
    (APPROVED, WITHDRAWN),
    (ISSUED, WITHDRAWN),
)
"""From which state to which a round may go; before its first state it has none."""

NOT_VISITED_REASONS: Final = (
    Term("niemand_aanwezig", "niemand aanwezig"),
    Term("geen_toestemming", "geen toestemming van de bewoner"),
    Term("onveilig", "onveilig om te bezoeken"),
    Term("geen_tijd", "geen tijd meer in deze ronde"),
    Term("niet_gevonden", "adres niet gevonden of niet toegankelijk"),
    Term("partner_afwezig", "partner die nodig is, was er niet"),
    Term("bevroren", "locatie is bevroren"),
)

SIGNED_IN: Final = "aangemeld"
SIGNED_OUT: Final = "afgemeld"
SIGN_IN_REFUSED: Final = "geweigerd"

LOGIN_EVENTS: Final = (
    Term(SIGNED_IN, "aangemeld"),
    Term(SIGNED_OUT, "afgemeld"),
    Term(SIGN_IN_REFUSED, "aanmelding geweigerd"),
)
