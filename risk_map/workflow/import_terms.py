"""Rows of an import that are past their term on its day: nothing is taken that the next purge destroys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from risk_map.domain.inspection import NO_FINDING, NOT_VISITED
from risk_map.domain.location import WEAK
from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.sources.register_places import list_faults
from risk_map.store.retention import (
    CLEAN_VISIT_MONTHS,
    FOUND_VISIT_MONTHS,
    SIGNAL_MONTHS,
    WEAK_SIGNAL_MONTHS,
    last_begin,
)

if TYPE_CHECKING:
    from datetime import date

    from risk_map.domain.contract import FrameContract


def past_term_faults(facts: pd.DataFrame, contract: FrameContract, today: date) -> pd.DataFrame:
    """List the rows of which the term of retention is over already.

    Parameters
    ----------
    facts
        Columns of the contract; index: row number.
    contract
        One of ``REGISTERS``; locations have no term.
    today
        Day of the import.

    Returns
    -------
    pd.DataFrame
        As ``list_faults``.
    """
    if contract is SIGNALS:
        column, months = "observed_on", _months(facts["reliability"].isin([WEAK]), WEAK_SIGNAL_MONTHS, SIGNAL_MONTHS)
    elif contract is INSPECTIONS:
        clean = facts["result"].isin([NO_FINDING, NOT_VISITED])
        column, months = "visited_on", _months(clean, CLEAN_VISIT_MONTHS, FOUND_VISIT_MONTHS)
    else:
        return list_faults(pd.Series(dtype="str"), None)
    ends = months.map({term: pd.Timestamp(last_begin(today, term)) for term in months.unique()})
    past = months[facts[column] <= ends]
    return list_faults(past.map("de bewaartermijn van {} maanden is al voorbij; kijk het jaar na".format), column)


def _months(short: pd.Series, months: int, others: int) -> pd.Series:
    return short.map({True: months, False: others})
