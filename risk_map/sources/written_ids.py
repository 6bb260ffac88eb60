"""BAG ids as people and spreadsheets write them: checked, and put right only where that is certain."""

from __future__ import annotations

from typing import Final

import pandas as pd

PREFIX: Final = r"^NL\.IMBAG\.[A-Za-z]+\."
"""How the extract and the linked-data pages write an id."""

ROUNDED: Final = "Excel heeft dit BAG-id afgerond; maak de kolom op als Tekst en vul alle 16 cijfers opnieuw in"
NOT_AN_ID: Final = "een BAG-id heeft 16 cijfers"


def read_ids(texts: pd.Series) -> pd.DataFrame:
    """Read a column of BAG ids.

    Parameters
    ----------
    texts
        Text as written, without surrounding spaces, missing where empty.

    Returns
    -------
    pd.DataFrame
        Same index. ``bag_id``: 16 digits, or missing; ``padded``: a lost leading zero was put back, so the id counts
        only when the BAG knows it; ``doubtful``: the last digit may be lost; ``fault``: reason, where it is no id.

    Notes
    -----
    Excel keeps 15 digits of a number. An id of a municipality below 1000 loses its leading zero and nothing else: 15
    digits. A higher one loses its last digit, which becomes 0 and may be another real object: when every such id of
    the column ends in 0, none can be trusted. Shown in a narrow column and saved as text, any id becomes ``3,55E+14``.
    """
    plain = texts.str.replace(PREFIX, "", regex=True)
    whole = plain.str.fullmatch("[0-9]{16}")
    padded = plain.str.fullmatch("[0-9]{15}")
    scientific = plain.str.fullmatch(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{2}")
    long = whole & ~plain.str.startswith("0", na=False)
    doubtful = long & bool(plain[long].str.endswith("0").all())
    fault = pd.Series(NOT_AN_ID, index=texts.index, dtype="str").mask(scientific, ROUNDED)
    return pd.DataFrame(
        {
            "bag_id": plain.where(whole).mask(padded, "0" + plain),
            "padded": padded,
            "doubtful": doubtful,
            "fault": fault.where(texts.notna() & ~whole & ~padded),
        },
        index=texts.index,
    )
