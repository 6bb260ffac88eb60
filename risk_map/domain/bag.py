"""BAG statuses and uses: the official values, and what the product does with them (Catalogus BAG 2018)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

ISSUED: Final = "Naamgeving uitgegeven"
"""Status of a nummeraanduiding that may be used as an address."""

ACTIVE_STATUSES: Final = (
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject",
    "Plaats aangewezen",
)
"""Objects that are used today. Filtering on exactly "in gebruik" would lose 1.3% of them."""

OUT_OF_USE: Final = "Verblijfsobject buiten gebruik"

LABELLED_STATUSES: Final = {
    "Verblijfsobject gevormd": "gepland, nog niet in gebruik",
    OUT_OF_USE: "buiten gebruik",
}
"""Kept and shown with a label: empty and planned buildings interest inspectors."""

USES: Final = (
    "woonfunctie",
    "bijeenkomstfunctie",
    "celfunctie",
    "gezondheidszorgfunctie",
    "industriefunctie",
    "kantoorfunctie",
    "logiesfunctie",
    "onderwijsfunctie",
    "sportfunctie",
    "winkelfunctie",
    "overige gebruiksfunctie",
)

LIST_SEPARATOR: Final = ","
"""Several uses or panden of one object stand in one text, as the BAG WFS writes them; a location is never exploded."""


def is_issued(addresses: pd.DataFrame) -> pd.Series:
    """Say per address whether the name is issued (nummeraanduiding not withdrawn).

    Parameters
    ----------
    addresses
        Reads ``status``.
    """
    return addresses["status"] == ISSUED


def is_existing(addresses: pd.DataFrame) -> pd.Series:
    """Say per address whether it is issued and on an object that stands there: used today, or out of use.

    Parameters
    ----------
    addresses
        Reads ``status`` and ``adresseerbaar_object_status``.
    """
    return is_issued(addresses) & addresses["adresseerbaar_object_status"].isin((*ACTIVE_STATUSES, OUT_OF_USE))


def is_active(addresses: pd.DataFrame) -> pd.Series:
    """Say per address whether it is issued and on an object that is used today.

    Parameters
    ----------
    addresses
        Reads ``status`` and ``adresseerbaar_object_status``.
    """
    return is_issued(addresses) & addresses["adresseerbaar_object_status"].isin(ACTIVE_STATUSES)
