"""What the page Hotspots says first where there are too few locations to show: why that is, and what one can do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from risk_map.app.policy_tables import square_rows, trend_rows
from risk_map.domain.location import OVERALL
from risk_map.governance.policy_figures import KINDS, SMALLEST, TOO_FEW

if TYPE_CHECKING:
    from risk_map.workflow.policy import PolicyRelease

WHY: Final = (
    f"Een cijfer over minder dan {SMALLEST} locaties kan naar één plaats wijzen. Daarom staat het hier niet, ook niet "
    "voor u. Te weinig gegevens zegt niet dat er iets, of juist niets, speelt."
)
OTHER_FORM: Final = "Kies alle vormen samen: daarvoor zijn er wel vakken met een klasse."
BUURTEN: Final = "Kijk verder naar beneden: per buurt zijn er wel cijfers."
TREND: Final = "Kijk onderaan naar het verloop: voor de hele regio zijn er wel cijfers."
LATER: Final = (
    "Kijk het volgende kwartaal opnieuw. Met meer meldingen en bezoeken die zijn vastgelegd, komen er vakken bij."
)
ASK: Final = "Een vraag over één plaats is voor een coördinator; deze pagina gaat alleen over totalen."


def nothing_html(release: PolicyRelease, form: str) -> str:
    """Write the state of too few; empty when a square has a class.

    Parameters
    ----------
    release
        What may be read.
    form
        Form of exploitation that is chosen, or all.
    """
    if _has_class(release, form):
        return ""
    advice = {
        OTHER_FORM: form != OVERALL and _has_class(release, OVERALL),
        BUURTEN: bool(release.figures["kind"].isin(KINDS).any()),
        TREND: bool((trend_rows(release) != TOO_FEW).to_numpy().any()),
        LATER: True,
        ASK: True,
    }
    lines = "".join(f"<li>{escape(line)}</li>" for line, fits in advice.items() if fits)
    return (
        f'<section class="nothing" role="status"><h2>{TOO_FEW.capitalize()} voor een klasse per vak</h2>'
        f"<p>{escape(WHY)}</p><h3>Wat u kunt doen</h3><ul>{lines}</ul></section>"
    )


def _has_class(release: PolicyRelease, form: str) -> bool:
    return bool((square_rows(release, form) != TOO_FEW).any())
