"""Ids of register rows: those of the file, or made from the content, so that the same file twice adds nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.registers import LOCATIONS

if TYPE_CHECKING:
    from risk_map.domain.contract import FrameContract

EXAMPLE_ID: Final = "VOORBEELD"
"""Id of the invented row in a template; such a row is never taken."""

MOST_CHARACTERS: Final = 64

NATURAL_KEYS: Final = {LOCATIONS.name: ("location_type",)}
"""What names a row beside its place, in a register whose rows change; elsewhere all facts do."""


def give_ids(
    texts: pd.Series, facts: pd.DataFrame, places: pd.Series, contract: FrameContract
) -> tuple[pd.Series, pd.Series]:
    """Give every row its id.

    Parameters
    ----------
    texts
        Ids as written, missing where the file gives none.
    facts
        The parsed columns of the contract.
    places
        The place as the row writes it; not the linked object, so that a row keeps its id when it is linked later.
    contract
        One of the registers.

    Returns
    -------
    tuple[pd.Series, pd.Series]
        The ids, and the reason of every row that cannot be taken for its id: an example, or a repetition. Of equal
        rows the first is taken; of different rows with one id none, because nobody knows which is right.
    """
    content = _content(facts, list(facts.columns), places)
    natural = _content(facts, list(NATURAL_KEYS.get(contract.name, facts.columns)), places)
    made = contract.name[0].upper() + "-" + natural.map(_digest)
    ids = texts.fillna(made)
    rows = pd.Series(ids.index.astype("str"), index=ids.index)
    first = rows.groupby(ids).transform("first")
    different = content.groupby(ids).transform("nunique") > 1
    differs = content != content.groupby(ids).transform("first")
    other = first.where(differs, rows.where(differs).groupby(ids).transform("first"))
    faults = pd.Series(pd.NA, index=ids.index, dtype="str")
    faults = faults.mask(ids.duplicated(), "deze rij is gelijk aan rij " + first)
    faults = faults.mask(different, "dezelfde sleutel als rij " + other + ", met een andere inhoud")
    faults = faults.mask(
        different & texts.isna(), "hoort bij dezelfde plaats als rij " + other + "; geef beide een sleutel"
    )
    faults = faults.mask(texts.str.len() > MOST_CHARACTERS, f"de sleutel is langer dan {MOST_CHARACTERS} tekens")
    faults = faults.mask(texts == EXAMPLE_ID, "dit is de voorbeeldrij van het sjabloon")
    return ids, faults.dropna()


def _content(facts: pd.DataFrame, columns: list[str], places: pd.Series) -> pd.Series:
    # Only values that are there: a new optional column in the contract changes no id.
    content = places.str.upper()
    for name in sorted(columns):
        content = content + (f"\n{name}=" + facts[name].astype("str")).fillna("")
    return content


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]
