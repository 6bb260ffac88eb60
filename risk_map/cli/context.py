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

OnOption = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Peildatum (jjjj-mm-dd).")]
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


def reason_of(context: typer.Context, config: Config) -> str:
    """Give the reason that the user wrote; nobody needs one in a region that does not exist."""
    from risk_map.workflow.identity import is_fictional

    written: str = context.obj.reason.strip()
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
