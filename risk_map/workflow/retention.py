"""Destroy what is past its term, and hold what somebody still needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, cast, select

from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.audit import Deed, append, thing, things
from risk_map.store.ledger import stamp
from risk_map.store.retention_bytes import scrub
from risk_map.store.retention_files import doomed_files, forget_rows, listed_files
from risk_map.store.retention_plan import plan, purged_ids
from risk_map.store.retention_purge import certificates, certify, destroy, keep_files, list_items
from risk_map.workflow.checks import check_reason
from risk_map.workflow.clock import local_day
from risk_map.workflow.places import find_place
from risk_map.workflow.store import acting, store_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.store.retention_plan import Doomed
    from risk_map.store.retention_purge import Certificate

WITH_RECORDS: Final = (schema.signal, schema.visit)
"""Whose rows are in the frames of a stored run, and named by reports of imports."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did, or in a dry run would do.

    Parameters
    ----------
    on
        The day whose terms were looked at.
    doomed
        Per rule what was past its term, and what is held.
    certificates
        Proof of what was destroyed; none in a dry run.
    is_clean
        Whether the bytes are gone from the files too.
    """

    on: date
    doomed: Sequence[Doomed]
    certificates: Sequence[Certificate]
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held, and why.

    Parameters
    ----------
    reason
        Why.
    place
        Location of the register, or a BAG object: all that is recorded about it. Or else:
    table, row_id
        One record.
    """

    reason: str
    place: str | None = None
    table: str | None = None
    row_id: str | None = None


@use_case("purge")
def purge(subject: Subject, config: Config, now: datetime, *, on: date | None = None, dry_run: bool = False) -> Purged:
    """Destroy everything that is past its term and not held, with certificates.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store and the data folder are.
    on
        The day whose terms count; today when absent.
    dry_run
        Only say what would go; then the day may lie ahead.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When the day lies ahead: nothing goes before its term.
    StoreError
        When the database is too busy to write its files anew; what was destroyed stays destroyed.
    """
    day = on or local_day(now)
    store = store_of(config)
    if dry_run:
        with store.read() as tx:
            return Purged(day, _plan(tx, config, day), (), is_clean=True)
    if day > local_day(now):
        raise InputError("Deze dag is nog niet aangebroken. Vooruit kijken kan met --dry-run; vernietigen niet.")
    with store.write() as begun:
        doomed = _plan(begun, config, day)
        by = stamp(subject.id, subject.role, now)
        made = [certify(begun, each, by) for each in doomed if len(each.rows)]
        cut = [thing("audit", each.until) for each in doomed if each.until]
        named = (thing("date", day), *things(schema.purge_certificate.name, (each.id for each in made)), *cut)
        append(begun, subject, Deed("purge", named), now)
        for each in made:
            list_items(begun, each)
        destroy(begun)
    clear_files(config)
    return Purged(day, doomed, made, is_clean=scrub(store))


def clear_files(config: Config) -> None:
    """Keep every certificate as a file, and take what certificates list from the others; twice changes nothing."""
    with store_of(config).read() as tx:
        found = certificates(tx)
    keep_files(found, config.data_dir)
    items = [item for certificate in found for item in certificate.items]
    for path in listed_files(config.data_dir, items):
        path.unlink(missing_ok=True)
    forget_rows(config.data_dir, items)


@use_case("place_legal_hold")
def place_legal_hold(subject: Subject, config: Config, hold: Hold, now: datetime, *, held: bool = True) -> list[str]:
    """Hold records, so that no term destroys them; or lift a hold.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    hold
        What, and why. A place is held under its id in the register and under its BAG object, so that signals about it
        are held too, also those that come later.
    held
        ``False`` lifts the hold.

    Returns
    -------
    list[str]
        Ids of the rows that say so.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When there is no such place or record, or nothing to lift.
    """
    reason = check_reason(hold.reason, "De reden")
    with acting(subject, config, "place_legal_hold", now) as act:
        targets = _targets(act.tx, config, hold)
        if not held and not any(_is_held(act.tx, target) for target in targets):
            raise InputError("Hier geldt geen vasthouding; er is niets op te heffen.")
        return [act.append(schema.legal_hold, **target, held=held, reason=reason) for target in targets]


def _plan(tx: ReadTx, config: Config, day: date) -> list[Doomed]:
    doomed = plan(tx, day)
    names = {table.name for table in WITH_RECORDS}
    about = [each.rows.loc[each.rows["table_name"].isin(names), "row_id"] for each in doomed]
    gone = purged_ids(tx, *WITH_RECORDS).union(*about)
    return [*doomed, *doomed_files(config.data_dir, gone, day)]


def _targets(tx: ReadTx, config: Config, hold: Hold) -> list[dict[str, str | None]]:
    if hold.place:
        place = find_place(config, hold.place)
        if place is None:
            raise InputError("Deze plaats staat niet in het register en niet in de BAG.")
        keys = dict.fromkeys(key for key in (place.location_id, place.object_id) if key)
        return [{"location_id": key, "table_name": None, "row_id": None} for key in keys]
    table = schema.METADATA.tables.get(hold.table or "")
    if table is None or hold.row_id is None or table.info.get("purged_as", ("", ""))[0] != table.name:
        raise InputError("Noem een plaats, of een tabel en het nummer van een record daarin.")
    key = table.c[table.info["purged_as"][1]]
    if not tx.rows(select(key).where(cast(key, Text) == hold.row_id).limit(1)):
        raise InputError("Dit record bestaat niet.")
    return [{"location_id": None, "table_name": table.name, "row_id": hold.row_id}]


def _is_held(tx: ReadTx, target: dict[str, str | None]) -> bool:
    newest = tx.newest(schema.legal_hold, **target)
    return newest is not None and bool(newest["held"])
