"""What a selection of places is made of: the filters and the drawn areas, as text that anything can be checked against.

A selection stands in the address of the page, and may be kept under a name. It holds codes and corners, never a place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from risk_map.domain.identifiers import BUURTCODE, GEMEENTECODE, WIJKCODE
from risk_map.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_AREAS: Final = 20
MOST_CORNERS: Final = 200

_CORNER: Final = r"-?\d{1,8}\.-?\d{1,8}"
_AREA: Final = rf"{_CORNER}(_{_CORNER}){{2,{MOST_CORNERS - 1}}}"
DRAWN: Final = rf"{_AREA}(~{_AREA}){{0,{MOST_AREAS - 1}}}"
"""Drawn areas: ``x.y`` per corner in whole units of 1e-5 degree, ``_`` between corners, ``~`` between areas."""

_WORD: Final = r"[a-z0-9_]{1,40}"

PARTS: Final[Mapping[str, str]] = {
    "vorm": _WORD,
    "gemeente": GEMEENTECODE,
    "wijk": WIJKCODE,
    "buurt": BUURTCODE,
    "postcode": r"[1-9]\d{3}",
    "soort": _WORD,
    "klasse": _WORD,
    "bezocht": _WORD,
    "onbekend": _WORD,
    "tekening": DRAWN,
}
"""Name of a part, as in the address of the page -> what each of its values looks like."""

MOST_VALUES: Final = 500


def checked_choice(parts: Mapping[str, object]) -> dict[str, list[str]]:
    """Give the parts of a selection that say something, each a list of values.

    Parameters
    ----------
    parts
        Name -> value, or values.

    Raises
    ------
    InputError
        When a part is not known, or a value does not look like one.
    """
    found = {}
    for name, given in parts.items():
        several: Iterable[object] = given if isinstance(given, list | tuple) else [given] if given else []
        values = [one for one in several if isinstance(one, str) and re.fullmatch(PARTS.get(name, "(?!)"), one)]
        if len(values) != len(list(several)) or len(values) > MOST_VALUES or name not in PARTS:
            raise InputError("Dit is geen keuze van plaatsen die bewaard kan worden.")
        if values:
            found[name] = values
    return found
