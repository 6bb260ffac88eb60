"""What would be destroyed on a day: records past their term, whole, and without those that somebody holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
from sqlalchemy import func, select

from risk_map.store import schema
from risk_map.store.audit import LOCATION, Head, things
from risk_map.store.ledger_places import PLACES
from risk_map.store.ledger_states import newest_per
from risk_map.store.retention import AUDIT_MONTHS, LOG_WORDS, RULES, end_of, expired, last_begin
from risk_map.store.walls import ledger_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Table

    from risk_map.store.ledger import ReadTx
    from risk_map.store.retention import Rule

MEMBER: Final = ["table_name", "row_id"]


@dataclass(frozen=True, slots=True)
class Doomed:
    """Records of one rule that are past their term.

    Parameters
    ----------
    words
        The rule, in Dutch.
    records
        How many records.
    held
        How many more are past their term but held, or named by something that stays.
    rows
        Columns ``table_name`` and ``row_id``: the records and all that is part of them, as ``purge_item`` lists them.
    until
        For the log: its last row that goes.
    """

    words: str
    records: int
    held: int
    rows: pd.DataFrame
    until: Head | None = None


def plan(tx: ReadTx, on: date, *, heeds_holds: bool = True) -> list[Doomed]:
    """List what is past its term on a day, rule by rule, and the log last.

    Parameters
    ----------
    tx
        A transaction.
    on
        The day.
    heeds_holds
        ``False`` lists what is held too.
    """
    holds = _holds(tx) if heeds_holds else _holds(tx).iloc[:0]
    held = _held_rows(tx, holds)
    gone = pd.DataFrame(columns=MEMBER)
    doomed = []
    for rule in RULES:
        doomed.append(_doomed(tx, rule, expired(tx, rule, on), held, gone))
        gone = pd.concat([gone, doomed[-1].rows])
    return [*doomed, _log(tx, on, holds)]


def _doomed(tx: ReadTx, rule: Rule, ids: pd.Index, held: pd.DataFrame, gone: pd.DataFrame) -> Doomed:
    family = _families(tx, rule.table, ids)
    staying = family.merge(held, on=MEMBER)["record"]
    for column in rule.kept_by:
        named = tx.frame(select(column.label("row_id"), column.table.c.id.label("by")))
        left = named[~named["by"].isin(gone.loc[gone["table_name"] == column.table.name, "row_id"])]
        staying = pd.concat([staying, family.merge(left.assign(table_name=rule.table.name), on=MEMBER)["record"]])
    kept = family["record"].isin(staying)
    return Doomed(
        words=rule.words,
        records=family.loc[~kept, "record"].nunique(),
        held=staying.nunique(),
        rows=family.loc[~kept, MEMBER].drop_duplicates(),
    )


def _families(tx: ReadTx, table: Table, ids: pd.Index) -> pd.DataFrame:
    """Give every row of some records: columns ``record``, ``table_name``, ``row_id``."""
    found = [pd.DataFrame({"record": ids, "row_id": ids, "table_name": table.name}, dtype="str")]
    older = tx.frame(select(table.c.id, table.c.corrects).where(table.c.corrects.is_not(None)))
    while len(newer := found[-1]):
        found.append(_step(newer, older, named="corrects", by="id", table=table))
    for child, key in _children(table):
        links = tx.frame(select(child.c[key], child.c.id))
        known = pd.concat(found)
        parents = known[known["table_name"] == _target(child, key).name]
        found.append(_step(parents, links, named="id", by=key, table=child))
    return pd.concat(found).drop_duplicates()


def _step(rows: pd.DataFrame, links: pd.DataFrame, *, named: str, by: str, table: Table) -> pd.DataFrame:
    """Go from rows to the rows that a link names."""
    joined = rows[["record", "row_id"]].merge(links, left_on="row_id", right_on=by)
    return pd.DataFrame({"record": joined["record"], "row_id": joined[named], "table_name": table.name}, dtype="str")


def _children(table: Table) -> Iterator[tuple[Table, str]]:
    """Give the ledgers whose rows are part of rows of a ledger, with the column that says so, parents first."""
    family = {table}
    for child in schema.METADATA.sorted_tables:
        if child.info.get("purged_as") == (child.name, "id"):
            for column in child.columns:
                if any(key.column.name == "id" and key.column.table in family for key in column.foreign_keys):
                    family.add(child)
                    yield child, column.name


def _target(child: Table, key: str) -> Table:
    return next(iter(child.c[key].foreign_keys)).column.table


def _held_rows(tx: ReadTx, holds: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that are held, by name or by place: columns ``table_name``, ``row_id``."""
    places = holds["location_id"].dropna().tolist()
    found = [holds[MEMBER].dropna()]
    for table in ledger_tables():
        whole, key = table.info["purged_as"]
        for name in (name for name in PLACES if name in table.c):
            rows = tx.frame(select(table.c[key].label("row_id")).where(table.c[name].in_(places)))
            found.append(rows.assign(table_name=whole))
    return pd.concat(found).astype("str").drop_duplicates()


def _holds(tx: ReadTx) -> pd.DataFrame:
    hold = schema.legal_hold
    newest = tx.frame(newest_per(hold, hold.c.table_name, hold.c.row_id, hold.c.location_id))
    return newest[newest["held"].astype(bool)]


def _log(tx: ReadTx, on: date, holds: pd.DataFrame) -> Doomed:
    """Find up to where the log goes; rows that are held, or about a held place, keep all that came after them."""
    log = schema.audit
    is_over = log.c.at < end_of(last_begin(on, AUDIT_MONTHS))
    named = holds.loc[holds["table_name"] == log.name, "row_id"].astype(int).tolist()
    about = things(LOCATION, holds["location_id"].dropna())
    first_held = tx.execute(
        select(func.min(log.c.seq)).where(is_over, log.c.seq.in_(named) | log.c.object.in_(about))
    ).scalar()
    goes = is_over if first_held is None else is_over & (log.c.seq < first_held)
    records = int(tx.execute(select(func.count()).where(goes)).scalar_one())
    held = int(tx.execute(select(func.count()).where(is_over)).scalar_one()) - records
    last = tx.execute(select(log.c.seq, log.c.hash, log.c.at).where(goes).order_by(log.c.seq.desc()).limit(1)).first()
    until = Head(last.seq, last.hash, last.at) if last else None
    rows = pd.DataFrame([[log.name, str(until.seq)]] if until else [], columns=MEMBER)
    return Doomed(LOG_WORDS, records, held, rows, until)


def purged_ids(tx: ReadTx, *tables: Table) -> set[str]:
    """Give the ids of the rows of some tables that were ever destroyed."""
    item = schema.purge_item
    statement = select(item.c.row_id).where(item.c.table_name.in_([table.name for table in tables]))
    return set(tx.execute(statement).scalars())
