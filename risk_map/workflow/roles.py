"""Give and take roles: somebody proposes, the beheerder executes, and nobody gets roles that do not go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, PermissionDeniedError
from risk_map.governance.permissions import use_case
from risk_map.governance.roles import refuse_combination, refuse_same_subject
from risk_map.store import schema
from risk_map.workflow.identity import Granted, granted_now, known_municipality
from risk_map.workflow.store import acting, looking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.workflow.store import Act

GRANTING: Final = "Een rol toekennen"
REVOKING: Final = "Een rol intrekken"


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
        When the subject may not, proposed it, or would get it although there is a beheerder; when the proposer is no
        regional coordinator although there is one; or when the role does not go with what somebody holds.
    InputError
        When the login name or the municipality is none.
    ConflictError
        When they have the role.
    """
    wanted = _checked(config, proposal)
    refuse_same_subject(proposal.proposed_by, subject.id, GRANTING)
    with acting(subject, config, "grant_role", now) as act:
        held = granted_now(act.tx)
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
        When the subject may not, or proposed it, or when the proposer is no regional coordinator although there is one.
    ConflictError
        When they do not have the role, or nobody would be left to grant roles.
    """
    wanted = _checked(config, proposal)
    refuse_same_subject(proposal.proposed_by, subject.id, REVOKING)
    with acting(subject, config, "revoke_role", now) as act:
        held = granted_now(act.tx)
        _refuse_proposer(proposal, held)
        if wanted not in held:
            raise ConflictError("Deze rol is niet toegekend, of al ingetrokken.", "role_not_held")
        if wanted.role is Role.BEHEERDER and sum(grant.role is Role.BEHEERDER for grant in held) == 1:
            raise ConflictError("Dit is de laatste beheerder; ken de rol eerst aan een ander toe.", "last_beheerder")
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


def _refuse_proposer(proposal: Proposal, held: Sequence[Granted]) -> None:
    proposers = {grant.subject_id for grant in held if grant.role is Role.REGIOCOORDINATOR}
    if proposers and proposal.proposed_by not in proposers:
        raise PermissionDeniedError(f"Rollen voorstellen mag alleen: {Role.REGIOCOORDINATOR.label}.")


def _record(act: Act, wanted: Granted, proposal: Proposal, *, granted: bool) -> str:
    return act.append(
        schema.role_grant,
        subject_id=wanted.subject_id,
        role=wanted.role.value,
        gemeentecode=wanted.municipality,
        granted=granted,
        proposed_by=proposal.proposed_by,
    )
