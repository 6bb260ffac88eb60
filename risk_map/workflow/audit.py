"""Read and check the log, and write in it what the use cases of scores do not write themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from risk_map.domain.cases import SIGN_IN_REFUSED
from risk_map.domain.subject import Subject
from risk_map.errors import PermissionDeniedError, SignInDeniedError
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.audit import LOCATION, Deed, Origin, Result, append, thing
from risk_map.store.audit_check import Verification, parse_head, verify
from risk_map.store.ledger import stamp
from risk_map.store.ledger_places import objects_about
from risk_map.store.retention import end_of
from risk_map.store.retention_check import check_certificates
from risk_map.workflow.identity import has_store
from risk_map.workflow.places import object_at
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    import pandas as pd

    from risk_map.config import Config


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """Which lines of the log somebody wants to read; what is absent leaves nothing out.

    Parameters
    ----------
    since
        Lines of this day and later.
    actor
        Of this subject.
    location_id
        About this location, or a signal, a decision, a stop, a visit ... there.
    """

    since: date | None = None
    actor: str | None = None
    location_id: str | None = None


@use_case("verify_audit")
def verify_audit(subject: Subject, config: Config, heads: Sequence[str], now: datetime) -> Verification:
    """Check every line of the log, by itself, against heads that were printed before, and against the certificates.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store is.
    heads
        Printed heads, ``SEQ:HASH``; of the hash sixteen characters are enough.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When one is no head.
    """
    printed = [parse_head(head) for head in heads]
    store = store_of(config)
    with store.read() as tx:
        log, (problems, notices) = verify(tx, printed), check_certificates(tx)
    found = replace(log, problems=[*log.problems, *problems], notices=[*log.notices, *notices])
    result = Result.DONE if found.is_whole else Result.FAILED
    with store.write() as begun:
        append(begun, subject, Deed("verify_audit", (thing("audit", found.head),), result), now)
    return found


@use_case("read_audit")
def read_audit(subject: Subject, config: Config, question: LogQuestion, now: datetime) -> pd.DataFrame:
    """Read lines of the log: who did or saw what, and when.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store is.
    question
        Which lines.

    Returns
    -------
    pd.DataFrame
        Index ``seq``; ``at``, ``actor``, ``actor_role``, ``action``, ``object``, ``result``, ``origin``, and ``reason``
        where one was given: the lines that follow of the same actor are under it.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    log, stated, store = schema.audit, schema.stated_reason, store_of(config)
    statement = select(log).order_by(log.c.seq)
    if question.since:
        statement = statement.where(log.c.at >= end_of(question.since - timedelta(days=1)))
    if question.actor:
        statement = statement.where(log.c.actor == question.actor)
    place = question.location_id
    with store.read() as tx:
        if place:
            statement = statement.where(log.c.object.in_(objects_about(tx, place, object_at(config, place))))
        found = tx.frame(statement).set_index("seq").drop(columns=["previous_hash", "hash"])
        reasons = {thing(stated.name, row["id"]): row["reason"] for row in tx.all(stated)}
    about = thing(LOCATION, place) if place else "audit:all"
    with store.write() as begun:
        append(begun, subject, Deed("read_audit", (about,)), now)
    return found.assign(reason=found["object"].map(reasons).astype(object).fillna(""))


def log_deed(subject: Subject, config: Config, deed: Deed, now: datetime) -> None:
    """Write in the log what was done or shown, before it is shown; nothing when it is about nothing.

    For use cases that write nothing themselves: scores, their explanation, a run.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store is.
    deed
        What; one line per object.
    """
    if deed.objects:
        with store_of(config).write() as tx:
            append(tx, subject, deed, now)


def log_refusal(config: Config, refusal: PermissionDeniedError, now: datetime, origin: Origin) -> None:
    """Write that somebody was refused; nothing when there is no database yet: none is made for it.

    Who may not be who they ask to be goes to the sign-ins, which are kept for a shorter time, and the rest to the log.

    Parameters
    ----------
    config
        Says where the store is.
    refusal
        Who was refused what.
    now, origin
        When, and where it was asked.
    """
    if not has_store(config):
        return
    if isinstance(refusal, SignInDeniedError):
        log_sign_in(config, SIGN_IN_REFUSED, refusal.login, refusal.role, now)
    elif refusal.use_case:
        subject = refusal.subject if isinstance(refusal.subject, Subject) else None
        what = thing("use_case", refusal.use_case)
        with store_of(config).write() as tx:
            append(tx, subject, Deed(refusal.use_case, (what,), Result.REFUSED, origin), now)


def log_sign_in(config: Config, kind: str, login: str, role: str, now: datetime) -> None:
    """Write that somebody signed in or out, or was refused; these lines are kept for a shorter time than the log.

    Parameters
    ----------
    config
        Says where the store is.
    kind
        Key of ``LOGIN_EVENTS``.
    login, role
        Who, and as what.
    now
        When.
    """
    with store_of(config).write() as tx:
        tx.append(schema.login_event, kind=kind, **stamp(login, role, now))
