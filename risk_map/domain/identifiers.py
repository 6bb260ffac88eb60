"""BAG and CBS identifications: validate and format. They are text, never numbers."""

from __future__ import annotations

BAG_ID = r"^[0-9]{16}$"
"""A BAG object: 4 digits municipality *at creation*, 2 type digits, 10 digits (Catalogus BAG 2018). The first four
digits say nothing about the municipality that the object lies in today."""

BAG_ID_LIST = r"^[0-9]{16}(,[0-9]{16})*$"
"""Several BAG objects in one text, joined by commas, as the BAG WFS writes them."""

POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
GEMEENTECODE = r"^GM[0-9]{4}$"
WIJKCODE = r"^WK[0-9]{4}[0-9A-Z]{2}$"
BUURTCODE = r"^BU[0-9]{4}[0-9A-Z]{4}$"
AREA_CODE = r"^(GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4})$"
"""CBS codes. The last positions may be letters (``BU0363AF09``)."""


def format_gemeentecode(value: str | int) -> str:
    """Write a municipality code as CBS does.

    Parameters
    ----------
    value
        ``42``, ``"0042"`` or the whole code.

    Returns
    -------
    str
        ``GM`` and four digits.

    Raises
    ------
    ValueError
        When it is not a municipality code.
    """
    digits = str(value).strip().upper().removeprefix("GM")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        message = f"not a municipality code: {value!r}"
        raise ValueError(message)
    return f"GM{int(digits):04d}"
