"""Risk locations and signals: the closed lists that the words of the domain come from. Places, never persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a closed list.

    Parameters
    ----------
    code
        The value as stored.
    label
        The Dutch words that users read.
    """

    code: str
    label: str


def codes(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Give the codes of a closed list, in order."""
    return tuple(term.code for term in terms)


def labels(terms: tuple[Term, ...]) -> dict[str, str]:
    """Give code -> Dutch label of a closed list."""
    return {term.code: term.label for term in terms}


DWELLING_TYPE: Final = "woning"

LOCATION_TYPES: Final = (
    Term("huisvesting_arbeidsmigranten", "huisvesting arbeidsmigranten"),
    Term("hotel", "hotel, B&B of kort verblijf"),
    Term("massagesalon", "massagesalon"),
    Term("nagelstudio", "nagelstudio, schoonheidssalon of kapper"),
    Term("horeca", "horeca"),
    Term("autowasstraat", "autowasstraat of garage"),
    Term("land_tuinbouw", "land- of tuinbouwbedrijf"),
    Term("vakantiepark", "vakantiepark of camping"),
    Term("uitzendbureau", "uitzendbureau"),
    Term(DWELLING_TYPE, "woning"),
)

FORMS: Final = (
    Term("seksueel", "seksuele uitbuiting"),
    Term("arbeid", "arbeidsuitbuiting"),
    Term("crimineel", "criminele uitbuiting"),
    Term("orgaan", "orgaanverwijdering"),
)

OVERALL: Final = "totaal"
"""Name of the score over all forms of exploitation together."""

PERMITS: Final = (
    Term("verleend", "vergunning verleend"),
    Term("aangevraagd", "vergunning aangevraagd"),
    Term("geweigerd", "vergunning geweigerd"),
    Term("ingetrokken", "vergunning ingetrokken"),
    Term("geen", "geen vergunning"),
    Term("niet_vereist", "vergunning niet vereist"),
)

OPERATOR_TYPES: Final = (
    Term("uitzendbureau", "uitzendbureau"),
    Term("werkgever", "werkgever"),
    Term("verhuurder", "verhuurder of logiesbedrijf"),
    Term("woningcorporatie", "woningcorporatie"),
    Term("zelfstandig", "zelfstandige exploitant"),
)

SIGNAL_CATEGORIES: Final = (
    Term("slapen_op_werkplek", "slaapplaatsen op een werkplek of in een ruimte die daar niet voor is"),
    Term("overbewoning", "veel meer slaapplaatsen dan het geregistreerde gebruik"),
    Term("afgesloten_uitgangen", "uitgangen geblokkeerd of sloten aan de buitenkant"),
    Term("camera_op_bewoners", "camera's gericht op bewoners of personeel"),
    Term("documenten_bij_ander", "documenten, telefoons of bankpassen bij één ander"),
    Term("boetes_en_huisregels", "boetes, huisregels of schulden aan de muur"),
    Term("afgeplakte_ramen", "afgeplakte ramen met steeds licht aan"),
    Term("wisselend_bezoek", "veel kort bezoek op ongebruikelijke tijden"),
    Term("aanwezig_buiten_openingstijd", "mensen aanwezig buiten de openingstijden"),
    Term("aanbod_zonder_vergunning", "aanbod op dit adres zonder de vereiste vergunning"),
    Term("geen_bescherming", "gevaarlijk werk zonder beschermingsmiddelen"),
    Term("extreme_werktijden", "werktijden ver boven normaal of dubbele lijsten"),
    Term("vervoer_door_een_partij", "wonen, vervoer en werk door één partij geregeld"),
    Term("contant_zonder_administratie", "contante betalingen zonder administratie"),
    Term("bedrijf_zonder_activiteit", "ingeschreven bedrijf zonder zichtbare activiteit"),
    Term("nachtelijk_laden", "laden en lossen in de nacht"),
    Term("medische_handelingen", "medische handelingen buiten een zorginstelling"),
)

ANONYMOUS: Final = "anoniem"
WEAK: Final = "C"
"""Reliability of a signal that nobody could confirm; an anonymous one has no better."""

SOURCE_TYPES: Final = (
    Term("boa", "boa of toezichthouder"),
    Term("burgerzaken", "burgerzaken"),
    Term("zorg", "zorgorganisatie"),
    Term("bewoner", "bewoner"),
    Term("partner", "partner"),
    Term(ANONYMOUS, "anonieme melding"),
)

RELIABILITIES: Final = (
    Term("A", "eigen waarneming of twee onafhankelijke bronnen"),
    Term("B", "één bekende bron"),
    Term(WEAK, "anoniem of vaag"),
)

NOTE_MAX_CHARACTERS: Final = 280
