"""Signals and visits of an import as rows of the store: what is new, and links that were found later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pandas as pd

from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.ledger_frames import read_register
from risk_map.store.retention_plan import purged_ids
from risk_map.store.schema_visits import CHECK_CODES
from risk_map.workflow.merge import Merge, merge

if TYPE_CHECKING:
    import geopandas as gpd
    from sqlalchemy import Table

    from risk_map.domain.contract import FrameContract
    from risk_map.workflow.store import Act

TABLES: Final[dict[str, Table]] = {SIGNALS.name: schema.signal, INSPECTIONS.name: schema.visit}
"""Registers that live in the store; locations stay a file that people can read."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an import knows about BAG objects.

    Parameters
    ----------
    towns
        Object -> municipality.
    locations
        Object -> id in the register of locations.
    """

    towns: pd.Series
    locations: pd.Series


def keep_register(
    act: Act, contract: FrameContract, delivery: gpd.GeoDataFrame, places: Whereabouts
) -> tuple[Merge, tuple[str, ...]]:
    """Add a delivery to the store, in the transaction of the import.

    Parameters
    ----------
    act
        The import.
    contract
        ``SIGNALS`` or ``INSPECTIONS``.
    delivery
        Under the contract.
    places
        Where its objects are.

    Returns
    -------
    tuple
        As of ``merge``: a known row adds nothing, a known id with another content is a conflict; and the ids of rows
        that retention destroyed, which do not come back.
    """
    table = TABLES[contract.name]
    destroyed = delivery.index[delivery.index.isin(purged_ids(act.tx, table))]
    kept, row_ids = read_register(act.tx, contract)
    merged = merge(kept, delivery.drop(index=destroyed), contract, newer_wins=None)
    rows = merged.frame.loc[list(merged.taken)]
    described = pd.DataFrame(rows.drop(columns="geometry")).assign(
        x=rows.geometry.x,
        y=rows.geometry.y,
        gemeentecode=rows[OBJECT].map(places.towns),
        location_id=rows[OBJECT].map(places.locations),
        corrects=row_ids.reindex(rows.index),
    )
    # A new row keeps the id of its register; one that replaces a row gets its own.
    names = [uuid4().hex if old else name for name, old in zip(rows.index, described["corrects"].notna(), strict=True)]
    _append(act, table, described.assign(id=names))
    return merged, tuple(destroyed)


def _append(act: Act, table: Table, rows: pd.DataFrame) -> None:
    columns = [column.name for column in table.c if column.name in rows.columns]
    act.append_many(table, [_plain(row) for row in rows[columns].to_dict("records")])
    if table is schema.visit:
        answers = rows.melt("id", list(CHECK_CODES), "check_code", "answer").dropna(subset="answer")
        asked = answers.rename(columns={"id": "visit_id"}).to_dict("records")
        act.tx.append_many(schema.visit_answer, (_plain(row) for row in asked))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    values = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    return {name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in values.items()}
