"""Keep a selection of places under a name, choose it again, take it away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.choice import checked_choice
from risk_map.domain.subject import OF_ONE_MUNICIPALITY
from risk_map.errors import InputError
from risk_map.governance.permissions import authorise, use_case
from risk_map.store import schema
from risk_map.store.schema_areas import AREA_NAME_MAX_CHARACTERS
from risk_map.workflow.checks import check_text
from risk_map.workflow.store import acting, store_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx


@dataclass(frozen=True, slots=True)
class SavedArea:
    """A selection that was kept.

    Parameters
    ----------
    area_id, name
        Which one.
    parts
        What it is made of, as ``choice.checked_choice`` gives it.
    kept_at
        When it was kept last.
    """

    area_id: str
    name: str
    parts: dict[str, list[str]]
    kept_at: datetime


@use_case("keep_area")
def keep_area(subject: Subject, config: Config, name: str, parts: Mapping[str, object], now: datetime) -> str:
    """Keep a selection under a name; one that has the name already is replaced.

    Parameters
    ----------
    subject, now
        Who, and when. What a coordinator keeps is of their municipality, the rest of the region.
    config
        Says where the store is.
    name
        At most 80 characters, and nothing about a person.
    parts
        What it is made of; checked.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When there is no name, it points to a person, or the parts are no selection.
    """
    authorise(subject, "keep_area", municipality=subject.municipality)
    title = check_text(name, "De naam", limit=AREA_NAME_MAX_CHARACTERS)
    if title is None:
        raise InputError("Geef het gebied een naam.")
    choice = json.dumps(checked_choice(parts), sort_keys=True)
    with acting(subject, config, "keep_area", now) as act:
        before = next((row["id"] for row in _kept(act.tx, subject) if row["name"] == title), None)
        return act.append(
            schema.saved_area, name=title, gemeentecode=_place(subject), choice=choice, kept=True, corrects=before
        )


@use_case("read_areas")
def read_areas(subject: Subject, config: Config) -> Sequence[SavedArea]:
    """Give the selections that are kept for a subject, by name.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    authorise(subject, "read_areas", municipality=subject.municipality)
    with store_of(config).read() as tx:
        rows = _kept(tx, subject)
    found = (SavedArea(row["id"], row["name"], json.loads(row["choice"]), row["recorded_at"]) for row in rows)
    return sorted(found, key=lambda area: area.name.casefold())


@use_case("remove_area")
def remove_area(subject: Subject, config: Config, area_id: str, now: datetime) -> None:
    """Take a selection away; what was kept stays in the ledger until its term.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When the subject has no such selection.
    """
    authorise(subject, "remove_area", municipality=subject.municipality)
    with acting(subject, config, "remove_area", now) as act:
        row = next((row for row in _kept(act.tx, subject) if row["id"] == area_id), None)
        if row is None:
            raise InputError("Dit bewaarde gebied bestaat niet, of is al weggehaald.")
        same = {name: row[name] for name in ("name", "gemeentecode", "choice")}
        act.append(schema.saved_area, **same, kept=False, corrects=area_id)


def _kept(tx: ReadTx, subject: Subject) -> Sequence[RowMapping]:
    return tx.current(schema.saved_area, kept=True, gemeentecode=_place(subject))


def _place(subject: Subject) -> str | None:
    return subject.municipality if subject.role in OF_ONE_MUNICIPALITY else None
