"""What stands on the last page of every route list: what an inspector may do, and what to do for a suspected victim."""

from __future__ import annotations

from typing import Final

POWERS: Final = (
    "Legitimeer u en zeg waarom u komt. Gebruik uw bevoegdheid alleen als dat nodig is (Awb 5:12 en 5:13).",
    "U mag elke plaats binnengaan, behalve een woning zonder toestemming van de bewoner (Awb 5:15).",
    "Een woning is overal waar iemand werkelijk woont: ook een caravan, een chalet, een hotelkamer in gebruik of een "
    "kamer in gedeelde huisvesting. Zonder toestemming is een machtiging nodig (Algemene wet op het binnentreden).",
    "Rondkijken mag. Laden en kasten openen mag niet.",
    "Vraag alleen inlichtingen en papieren die bij uw eigen wet horen (Awb 5:16 en 5:17).",
    "Vermoedt u een strafbaar feit? Stop en bel de politie. Die zaak gaat verder in een ander systeem.",
)

RED_CARD: Final = (
    "Veiligheid eerst. Acuut gevaar: bel 112.",
    "Verhoor niemand. Spreek de werkgever er niet op aan. Doe geen beloften.",
    "Geef een informatiekaart als dat veilig kan.",
    "Bel een van de nummers hiernaast.",
    "Vertel het dezelfde dag aan de aandachtsfunctionaris.",
    "Leg alleen vast dat er is overgedragen, wanneer, en aan welke organisatie.",
)

WITHOUT_CONSENT: Final = "Dit is een woning: alleen naar binnen met toestemming van de bewoner."
WITH_POLICE: Final = "Alleen samen met de politie."

ANSWER_KEY: Final = "G gezien   V verteld   N niet gezien   - niet beoordeeld"
NO_OTHER_FACTS: Final = "Geen andere feiten die nu meetellen."
NO_SIGN_ALONE: Final = "Schrijf feiten over de plaats, nooit over een persoon. Geen teken staat op zichzelf."
