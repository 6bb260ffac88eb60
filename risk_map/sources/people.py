"""Words for people, and what may not be said of them in a note: faith, orientation, colour of skin."""

from __future__ import annotations

import re
from typing import Final

PERSON: Final = (
    r"(?:man(?:nen)?|vrouw(?:en|tje)?|meisjes?|jongens?|jongetje|kind(?:eren)?|dames?|heer|heren|bewo(?:ner|onster)s?"
    r"|huurders?|werknemers?|medewerk(?:er|ster)s?|masseuses?|baby|peuter|puber|minderjarige[ns]?)"
)
PEOPLE: Final = (
    rf"(?:{PERSON}|mensen|personen|persoon|personeel(?:slid|sleden)?|lui|types|figuren|gasten?|klanten?|bezoek(?:er|ster)s?"
    r"|arbeid(?:er|ster)s?|werk(?:er|ster)s?|arbeidskrachten|uitzendkracht(?:en)?|seizoen(?:s)?arbeiders?|werklui|ploeg"
    r"|famil(?:ie|ies)|gezin(?:nen)?|stel(?:letje)?|echtpaar|ouders?|eigena(?:ar|res|ars|ren)|exploitanten?|beheerders?"
    r"|baas|bazen|bazin|chef|koks?|chauffeurs?|bestuurders?|schoonma(?:ker|akster)s?|kappers?|kapsters?|masseurs?"
    r"|serveersters?|obers?|bewakers?|portiers?|buren|buurman|buurvrouw|jongeren?|jeugd|student(?:en|es?)?|collega'?s?"
    r"|sekswerk(?:er|ster)s?|prostitu(?:ee|é|ée)s?|escortdames?|slachtoffers?|daders?|verhuurders?|onderhuurders?)"
)
"""Who may be meant when a note says something about people."""

FAITHS: Final = (
    r"(?:islamitische?|katholieke?|christelijke?|joodse?|hindoestaanse?|boeddhistische?|gelovige?|protestantse?"
    r"|gereformeerde?|hervormde?|orthodoxe?|evangelische?|soennitische?|sjiitische?|alevitische?|gesluierde?"
    r"|ongelovige?|atheïstische?|bekeerde?|strenggelovige?)"
)
FAITH: Final = re.compile(
    r"\b(?:moslim(?:s|a|as|a's)?|moslimgezin\w*|islamiet(?:en)?|soenniet(?:en)?|sjiiet(?:en)?|alevie?t(?:en)?"
    r"|christen(?:en)?|katholieken|protestant(?:en)?|gereformeerden|hervormden|jood|joden|jodin(?:nen)?|hindoes?"
    r"|boeddhist(?:en)?|sikhs?|jehova\w*|mormo(?:on|nen)|rastafari\w*|atheïst(?:en)?|salafist(?:en)?|evangelist(?:en)?"
    r"|gelovigen|ongelovigen|hoofddoek(?:je|jes|en)?|boerka'?s?|burka'?s?|niqaabs?|niqabs?|keppel(?:s|tjes?)?|tulband(?:en)?"
    r"|chador|geloofsovertuiging)\b"
    rf"|\b{FAITHS} {PEOPLE}\b|\b{PEOPLE} (?:is|zijn|was|waren) {FAITHS}\b",
    re.IGNORECASE,
)
"""A faith of people; a church, a school or a butcher of one is a place."""

ORIENTATION: Final = re.compile(
    r"\b(?:homo(?:'s|s|seksu\w{2,8})?|homo-?(?:stel|paar|bar|sauna|salon|club|feest|massage|echtpaar|ontmoeting|prostitu)\w*"
    r"|hetero(?:'s|s|seksu\w{2,8}|stel|man(?:nen)?|vrouw(?:en)?)?|lesb(?:o's?|isch\w{0,3}|ienn?es?)"
    r"|bi-?seksu\w{2,8}|a-?seksu(?:eel|ele|elen)|panseksu\w{2,8}|gay(?:'s|s|bar|sauna|club)?|queers?|l(?:hb|gb)t\w*\+?"
    r"|trans(?:gender|seksu|vrouw|man|persoon|person|ve?stiet|meisje)\w{0,5}|travestiet(?:en)?|travo'?s?|shemales?|ladyboys?"
    r"|trans|crossdressers?|drag ?queens?|non-?binaire?|inter-?seksu\w{2,8}|tweeslachtige?"
    r"|(?:seksuele )?geaardheid|seksuele (?:voorkeur|oriëntatie|gerichtheid)|genderidentiteit)\b",
    re.IGNORECASE,
)

COLOURS: Final = (
    r"(?:zwarte?|blanke?|witte|wit|bruine?|donkere?|lichte?|gele|gekleurde?|(?:licht|donker)?[ -]?getinte?"
    r"|(?:donker|licht)e?[ -]?(?:gekleurde?|bruine?)|negroïde)"
)
_WHICH: Final = r"(?:(?:jonge|oude|oudere|kleine|grote|slanke|andere) )?"
SKIN: Final = re.compile(
    rf"\b{COLOURS} {_WHICH}{PEOPLE}\b(?!-)"
    rf"|\b{PEOPLE} (?:is|zijn|was|waren) (?:zwart|blank|bruin|donker|getint|gekleurd)\b"
    rf"|\b{COLOURS} (?:huid|huidtint|teint)\b|\b(?:donker|licht|zwart|blank|bruin)huidige?n?\b"
    r"|\b(?:licht|donker)(?:getinte?n?|harige?n?)\b(?! (?:glas|ramen|raam|ruit|ruiten|folie|film))",
    re.IGNORECASE,
)
