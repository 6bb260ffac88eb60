"""Find a word in a note that accuses somebody, or says what somebody did before (governance, L4).

A house is let illegally; who is called an illegal is accused.
"""

from __future__ import annotations

import re
from typing import Final

from risk_map.sources.people import PEOPLE

_NOUN: Final = r"(?=\s*(?:$|[.,:;!?)])|\s+(?:is|en|of|in|op|uit|bij|met|van|achter|woont|werkt|slaapt|zit|verblijft)\b)"
_CALLED: Final = (
    r"(?:prostitu(?:ee|é|ée)s?|sekswerk(?:er|ster)s?|escortdames?|callgirls?|hoer(?:en|tjes?)?|pooiers?|souteneurs?"
    r"|loverboys?|criminelen|illegalen|ongedocumenteerden|daders?|uitbuiters?|mensenhandela(?:ars?|ren)"
    r"|(?:mensen|drugs)?smokkelaars?|drugsdealers?|verdachten|gangsters?|maffia\w{0,6}|moordenaars?|verkrachters?"
    r"|zedendelinquent(?:en)?|pedo(?:'s|fiel|fielen)?|recidivist(?:en)?|(?:ex-?)?gedetineerden?|(?:ex-?)?gevangenen?"
    r"|veelplegers?|veroordeelden|witwassers?|fraudeurs?|oplichters?|ronselaars?|bendeleden|bendelid|tbs'?ers?|junks?"
    r"|junkies?)"
)
_RECORD: Final = (
    r"(?:strafbladen|strafblad|(?:crimineel|strafrechtelijk) verleden|antecedent(?:en)?|justitiële documentatie"
    r"|veroordeeld|veroordeling(?:en)?|gevangenisstraf(?:fen)?|celstraf(?:fen)?|taakstraf(?:fen)?|ex-?bajesklant(?:en)?"
    r"|voorwaardelijk vrij|in voorarrest|enkelband(?:je)?)"
)
_SAT: Final = (
    r"(?:heeft|hebben|had|zit|zitten|zat|zaten|kwam|komt|net)\b[^.;!?]{0,25}"
    r"(?:\bvastgezeten|\b(?:in|uit) (?:de |een )?(?:gevangenis|bajes|cel|detentie)\b|\bvast wegens)"
)
_BY_POLICE: Final = (
    rf"{PEOPLE} (?:is|zijn|was|waren|werd|werden|staat|staan)\b[^.;!?]{{0,25}}"
    r"(?:\b(?:aangehouden|gearresteerd|opgepakt|verdacht|strafbaar|crimineel)\b|\bbij (?:de )?(?:politie|justitie)\b)"
)
_DOES: Final = (
    rf"{PEOPLE}(?: \w+){{0,2}} (?:steelt|stelen|dealt|dealen|witwast|witwassen|fraudeert|mishandelt|verkracht"
    r"|gebruikt drugs|bedreigt|chanteert|misbruikt|ronselt)"
)
ACCUSATION: Final = re.compile(
    rf"\b(?:{_CALLED}|{_RECORD}|{_SAT}|{_BY_POLICE}|{_DOES}|is een dealer|bekenden? van (?:de )?(?:politie|justitie))\b"
    r"|(?<!centrum )(?<!aanpak )(?<!meldpunt )(?<!team )\bmensenhandel\b"
    rf"|\b(?:een|de|die|deze|als|is) (?:crimineel|illegaal|verdachte|dief|inbreker)\b{_NOUN}",
    re.IGNORECASE,
)
