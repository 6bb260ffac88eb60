"""What every command knows: the configuration, and who runs it."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.domain.subject import Role, parse_role

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.errors import PermissionDeniedError

OnOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d", "%d-%m-%Y"], help="Peildatum (dd-mm-jjjj).")
]
FormOption = Annotated[str, typer.Option("--form", help="seksueel, arbeid, crimineel, orgaan of totaal.")]

FICTIONAL_REASON = "demonstratie"
"""Why somebody looks at places that do not exist."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options before the command.

    Parameters
    ----------
    config, data
        Another configuration file, another data folder.
    role, municipality
        What the user asks to be.
    reason
        Why, for the roles that have to say so.
    """

    config: Path | None = None
    data: Path | None = None
    role: str | None = None
    municipality: str | None = None
    reason: str = ""


def config_of(context: typer.Context) -> Config:
    """Read the configuration that the user named."""
    from risk_map.config import load_config

    return load_config(context.obj.config, data_dir=context.obj.data)


def subject_of(context: typer.Context, config: Config, usual: Role = Role.REGIOCOORDINATOR) -> Subject:
    """Give the subject that runs a command.

    Parameters
    ----------
    context
        Holds the settings.
    config
        Says which roles were granted.
    usual
        Role whose work the command is; counts when the user named none.

    Raises
    ------
    PermissionDeniedError
        When the user may not be who they ask to be.
    """
    from risk_map.workflow.identity import find_subject

    role = None if context.obj.role is None else parse_role(context.obj.role)
    return find_subject(config, login_name(), role, context.obj.municipality, usual=usual)


def log_command(subject: Subject, config: Config, action: str, objects: tuple[str, ...]) -> None:
    """Write in the log what a command did or is about to show.

    Parameters
    ----------
    subject
        Who runs it.
    config
        Says where the store is.
    action
        Name of the use case.
    objects
        As ``audit.thing`` makes them: one line each.
    """
    from risk_map.store.audit import Deed
    from risk_map.workflow.audit import log_deed
    from risk_map.workflow.clock import now_of

    log_deed(subject, config, Deed(action, objects), now_of(config))


def note_refusal(context: typer.Context, refusal: PermissionDeniedError) -> None:
    """Write in the log that the user was refused.

    Parameters
    ----------
    context
        Holds the settings.
    refusal
        Who was refused what.
    """
    from risk_map.store.audit import Origin
    from risk_map.workflow.audit import log_refusal
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.identity import has_store

    config = config_of(context)
    if has_store(config):
        log_refusal(config, refusal, now_of(config), Origin.COMMAND)


def reason_of(context: typer.Context, config: Config, subject: Subject) -> str:
    """Give the reason that the user wrote, kept; nobody needs one in a region that does not exist.

    Raises
    ------
    InputError, ForbiddenColumnError
        When it is too long, or points to a person.
    """
    from risk_map.governance.permissions import may
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.identity import is_fictional
    from risk_map.workflow.stated_reasons import state_reason

    written: str = context.obj.reason.strip()
    if written and may(subject, "state_reason"):
        return state_reason(subject, config, written, now_of(config))
    return written or (FICTIONAL_REASON if is_fictional(config) else "")


def login_name() -> str:
    """Give the name under which the machine knows the user; not what a variable of the environment claims."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid-{number}"


def day_of(on: datetime | None) -> date | None:
    """Give the day of an option."""
    return on.date() if on else None
