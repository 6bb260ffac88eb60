"""Figures for policy: a coordinator lets them be written once a quarter; whoever reads them reads those tables only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import use_case
from risk_map.governance.policy_figures import (
    CELL,
    TREND,
    Quarter,
    classify,
    count_cells,
    parse_quarter,
    quarter_before,
)
from risk_map.store import schema
from risk_map.store.ledger import current, where
from risk_map.workflow.clock import local_day
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import acting, looking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx


@dataclass(frozen=True, slots=True)
class PolicyRelease:
    """What may be read: classes, and nothing that they were counted from.

    Parameters
    ----------
    quarter
        Of the last release.
    figures
        ``kind``, ``area_code``, ``form`` and ``figure_class`` of every cell that is shown.
    trend
        The same for the total of the region, with ``quarter``: of every release, oldest first.
    quarters
        Of every release, oldest first.
    """

    quarter: Quarter
    figures: pd.DataFrame
    trend: pd.DataFrame
    quarters: tuple[Quarter, ...]


@use_case("make_policy_release")
def make_policy_release(subject: Subject, config: Config, quarter: Quarter, now: datetime) -> str:
    """Count all municipalities, and write the classes that policy may read.

    Parameters
    ----------
    subject, now
        Who lets it be done, and when.
    config
        Says where the data are.
    quarter
        A quarter that is over, after that of the last release.

    Returns
    -------
    str
        Id of the release.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    InputError
        When the quarter is not over.
    ConflictError
        When this quarter or a later one was released.
    """
    if quarter.last_day >= local_day(now):
        raise InputError(f"Kwartaal {quarter} is nog niet voorbij.")
    counts = count_cells(read_snapshot(config, quarter.last_day))
    with acting(subject, config, "make_policy_release", now) as act:
        releases = _releases(act.tx)
        if not releases:
            figures = classify(counts)
        else:
            last = releases[-1]
            released = parse_quarter(last["quarter"])
            if released.last_day >= quarter.last_day:
                raise ConflictError(f"De cijfers van {released} zijn al vrijgegeven; een kwartaal wordt niet herzien.")
            before = count_cells(read_snapshot(config, released.last_day))
            figures = classify(counts, before, _figures(act.tx, last["id"]))
        release_id = act.append(schema.policy_release, quarter=str(quarter), made_on=local_day(now))
        rows = figures.assign(release_id=release_id).to_dict("records")
        act.tx.append_many(schema.policy_figure, ({str(name): value for name, value in row.items()} for row in rows))
        return release_id


@use_case("read_policy_release")
def read_policy_release(subject: Subject, config: Config, now: datetime) -> PolicyRelease | None:
    """Read the last release, and the total of each before it; no other table is read, so no address can come back.

    Returns
    -------
    PolicyRelease or None
        Nothing when there is no release.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    """
    with looking(subject, config, "read_policy_release", now) as look:
        releases = _releases(look.tx)
        if not releases:
            return None
        look.saw("policy_release", (row["id"] for row in releases))
        figures = {row["quarter"]: _figures(look.tx, row["id"]) for row in releases}
        trend = pd.concat([some[some["kind"] == TREND].assign(quarter=quarter) for quarter, some in figures.items()])
        quarters = tuple(parse_quarter(quarter) for quarter in figures)
        return PolicyRelease(quarters[-1], figures[str(quarters[-1])], trend.reset_index(drop=True), quarters)


def due_quarter(release: PolicyRelease | None, now: datetime) -> Quarter | None:
    """Give the quarter whose figures can be released now; nothing when the last one that is over was.

    Parameters
    ----------
    release
        The last one.
    now
        When.
    """
    over = quarter_before(local_day(now))
    return over if release is None or release.quarter.last_day < over.last_day else None


def _releases(tx: ReadTx) -> list[RowMapping]:
    return sorted(tx.rows(current(schema.policy_release)), key=lambda row: str(row["quarter"]))


def _figures(tx: ReadTx, release_id: str) -> pd.DataFrame:
    table = schema.policy_figure
    columns = [table.c[name] for name in (*CELL, "figure_class")]
    return tx.frame(table.select().with_only_columns(*columns).where(*where(table, {"release_id": release_id})))
