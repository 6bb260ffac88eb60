"""Give and take roles: somebody proposes, the beheerder executes, and nobody gets roles that do not go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.governance.permissions import use_case
from risk_map.governance.roles import refuse_combination, refuse_same_subject
from risk_map.store import schema
from risk_map.workflow.identity import Granted, granted_now, is_fictional, known_municipality
from risk_map.workflow.store import acting, looking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.workflow.store import Act

GRANTING: Final = "Een rol toekennen"
REVOKING: Final = "Een rol intrekken"
PROPOSING: Final = "Een rol voorstellen en krijgen"

NEVER_NOBODY: Final = (Role.BEHEERDER, Role.REGIOCOORDINATOR)
"""Roles without which no role could be given any more."""

NOTHING_REAL: Final = (
    "Hier staan geen echte gegevens: iedereen mag elke rol proberen (--als), en wat nu werd toegekend, zou later echt "
    "worden. Lees eerst echte gegevens in."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A role that somebody proposes to give or to take.

    Parameters
    ----------
    subject_id
        Login name of whom it is for.
    role, municipality
        As in ``Subject``.
    proposed_by
        Login name of who proposes it.
    """

    subject_id: str
    role: Role
    municipality: str | None
    proposed_by: str


@use_case("grant_role")
def grant_role(subject: Subject, config: Config, proposal: Proposal, now: datetime) -> str:
    """Give somebody a role.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, proposed it, or would get it although there is a beheerder; when it is proposed by
        whom it is for, or by no regional coordinator; or when the role does not go with what somebody holds.
    InputError
        When the login name or the municipality is none, or nothing here is real.
    ConflictError
        When they have the role.

    Notes
    -----
    In a region that does not exist anybody may be anyone, so no role is granted there: it would count as soon as the
    first real row comes in. The first role of a store is that of a regional coordinator, because only they propose.
    """
    wanted = _checked(config, proposal)
    refuse_same_subject(proposal.proposed_by, subject.id, GRANTING)
    refuse_same_subject(proposal.proposed_by, wanted.subject_id, PROPOSING)
    if is_fictional(config):
        raise InputError(NOTHING_REAL)
    with acting(subject, config, "grant_role", now) as act:
        held = granted_now(act.tx)
        if _proposers(held) or wanted.role is not Role.REGIOCOORDINATOR:
            _refuse_proposer(proposal, held)
        if wanted in held:
            raise ConflictError("Deze rol is al toegekend.", "role_held")
        refuse_combination((grant.role for grant in held if grant.subject_id == wanted.subject_id), wanted.role)
        if any(grant.role is Role.BEHEERDER for grant in held):
            refuse_same_subject(wanted.subject_id, subject.id, GRANTING)
        return _record(act, wanted, proposal, granted=True)


@use_case("revoke_role")
def revoke_role(subject: Subject, config: Config, proposal: Proposal, now: datetime) -> str:
    """Take a role from somebody.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or proposed it, or when the proposer is no regional coordinator.
    ConflictError
        When they do not have the role, or nobody would be left to grant or to propose roles.
    """
    wanted = _checked(config, proposal)
    refuse_same_subject(proposal.proposed_by, subject.id, REVOKING)
    with acting(subject, config, "revoke_role", now) as act:
        held = granted_now(act.tx)
        _refuse_proposer(proposal, held)
        if wanted not in held:
            raise ConflictError("Deze rol is niet toegekend, of al ingetrokken.", "role_not_held")
        if wanted.role in NEVER_NOBODY and sum(grant.role is wanted.role for grant in held) == 1:
            raise ConflictError(
                f"Dit is de laatste {wanted.role.label}; ken de rol eerst aan een ander toe.", "last_one"
            )
        return _record(act, wanted, proposal, granted=False)


@use_case("read_roles")
def read_roles(subject: Subject, config: Config, now: datetime) -> Sequence[Granted]:
    """Give every role that somebody has now, by login name.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    """
    with looking(subject, config, "read_roles", now) as look:
        held = sorted(granted_now(look.tx), key=lambda grant: (grant.subject_id, grant.role, grant.municipality or ""))
        look.saw("role", ("current",))
        return held


def _checked(config: Config, proposal: Proposal) -> Granted:
    place = None if proposal.municipality is None else known_municipality(config, proposal.municipality)
    somebody = Subject(proposal.subject_id, proposal.role, place)
    return Granted(somebody.id, somebody.role, somebody.municipality)


def _proposers(held: Sequence[Granted]) -> set[str]:
    return {grant.subject_id for grant in held if grant.role is Role.REGIOCOORDINATOR}


def _refuse_proposer(proposal: Proposal, held: Sequence[Granted]) -> None:
    if proposal.proposed_by not in _proposers(held):
        message = f"Rollen voorstellen mag alleen: {Role.REGIOCOORDINATOR.label}."
        if not _proposers(held):
            message += " Die is er nog niet; ken eerst die rol toe."
        raise PermissionDeniedError(message)


def _record(act: Act, wanted: Granted, proposal: Proposal, *, granted: bool) -> str:
    return act.append(
        schema.role_grant,
        subject_id=wanted.subject_id,
        role=wanted.role.value,
        gemeentecode=wanted.municipality,
        granted=granted,
        proposed_by=proposal.proposed_by,
    )
