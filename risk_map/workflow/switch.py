"""The red button: without the model only signals and the random draw are left, at once and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.errors import ConflictError, ModelOffError
from risk_map.governance.permissions import authorise, use_case
from risk_map.store import schema
from risk_map.store.ledger_states import is_model_on
from risk_map.workflow.checks import check_reason
from risk_map.workflow.store import acting, looking, store_of

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

MODEL_OFF: Final = "Het model staat uit: er zijn nu geen berekende scores, alleen signalen en de aselecte steekproef."


class Switched(NamedTuple):
    """One time that the model was switched.

    Parameters
    ----------
    at, actor, reason
        When, by whom, and why.
    """

    at: datetime
    actor: str
    reason: str


@use_case("press_red_button")
def press_red_button(subject: Subject, config: Config, reason: str, now: datetime) -> str:
    """Switch the model off.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    InputError
        When the reason is absent, too long, or points to a person.
    ConflictError
        When it is off already.
    """
    return _switch(subject, config, "press_red_button", reason, now, model_on=False)


@use_case("release_red_button")
def release_red_button(subject: Subject, config: Config, reason: str, now: datetime) -> str:
    """Switch the model on again.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError, InputError
        As for ``press_red_button``.
    ConflictError
        When it is on already.
    """
    return _switch(subject, config, "release_red_button", reason, now, model_on=True)


@use_case("read_red_button")
def read_red_button(subject: Subject, config: Config, now: datetime) -> Switched | None:
    """Give the last time that the model was switched; nothing when it never was.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    """
    with looking(subject, config, "read_red_button", now) as look:
        row = look.tx.newest(schema.model_switch)
        look.saw("model_switch", ("last",))
    return Switched(row["recorded_at"], row["actor"], row["reason"]) if row else None


def switch_stamp(config: Config) -> int:
    """Give a number that differs as soon as the model was switched again, and tells nothing about it.

    Parameters
    ----------
    config
        Says where the store is.
    """
    with store_of(config).read() as tx:
        row = tx.newest(schema.model_switch)
    return int(row["seq"]) if row else 0


def model_is_on(config: Config) -> bool:
    """Say whether the model may be used; anybody may know.

    Parameters
    ----------
    config
        Says where the store is.
    """
    with store_of(config).read() as tx:
        return is_model_on(tx)


def refuse_when_off(config: Config) -> None:
    """Refuse to give a computed score while the model is off.

    Raises
    ------
    ModelOffError
        One sentence; it is read from the store each time, so that the button works at once.
    """
    if not model_is_on(config):
        raise ModelOffError(MODEL_OFF)


def _switch(subject: Subject, config: Config, name: str, reason: str, now: datetime, *, model_on: bool) -> str:
    authorise(subject, name)
    with acting(subject, config, name, now) as act:
        if is_model_on(act.tx) == model_on:
            raise ConflictError(f"Het model staat al {'aan' if model_on else 'uit'}.")
        return act.append(schema.model_switch, model_on=model_on, reason=check_reason(reason, "De reden"))
