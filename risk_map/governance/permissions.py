"""The one place that says yes or no: every use case goes through it, before anything is read.

A use case is a function of ``workflow`` with the subject first, under ``@use_case("name")``. The decorator refuses the
roles without a row in the matrix; the function itself says where it happens, with ``authorise`` or ``scope_of``. An
answer from a function that forgot to ask where is withheld.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from risk_map.errors import PermissionDeniedError
from risk_map.governance.matrix import PERMISSIONS, Grant, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.domain.subject import Subject

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

EVERYWHERE: Final = frozenset({Scope.ALWAYS, Scope.AGGREGATE})
"""Scopes that ask for no place."""

USE_CASES: Final[dict[str, Callable[..., Any]]] = {}
"""Every use case that was imported, by name."""

_undecided: ContextVar[str] = ContextVar("undecided", default="")


def use_case(
    name: str,
) -> Callable[[Callable[Concatenate[Subject, Asked], Answer]], Callable[Concatenate[Subject, Asked], Answer]]:
    """Register a function as a use case, and refuse whoever may not do it at all.

    Parameters
    ----------
    name
        Its row in ``PERMISSIONS``; without a row everybody is refused.
    """

    def register(
        function: Callable[Concatenate[Subject, Asked], Answer],
    ) -> Callable[Concatenate[Subject, Asked], Answer]:
        @wraps(function)
        def guarded(subject: Subject, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            grant = _grant(subject, name)
            mark = _undecided.set("" if grant.scope in EVERYWHERE and not grant.reason else name)
            try:
                answer = function(subject, *args, **kwargs)
            except PermissionDeniedError as refusal:
                refusal.subject, refusal.use_case = subject, name
                raise
            else:
                if _undecided.get():
                    message = f"use case {name} gave an answer without asking where, or why"
                    raise RuntimeError(message)
                return answer
            finally:
                _undecided.reset(mark)

        USE_CASES[name] = guarded
        return guarded

    return register


def scope_of(subject: Subject | None, name: str, *, reason: str = "") -> Scope:
    """Say how far a subject may go; the caller leaves out of its answer whatever lies beyond.

    Parameters
    ----------
    subject
        Who asks; nobody is refused everything.
    name
        The use case.
    reason
        Why, for the roles that have to say so.

    Raises
    ------
    PermissionDeniedError
        When the role may not, or gave no reason.
    """
    grant = _grant(subject, name)
    if grant.reason and not reason.strip():
        raise PermissionDeniedError(who_may(name), subject, name)
    if _undecided.get() == name:
        _undecided.set("")
    return grant.scope


def authorise(
    subject: Subject | None,
    name: str,
    *,
    municipality: str | None = None,
    shared: bool = False,
    in_hand: bool = False,
    reason: str = "",
) -> None:
    """Refuse a subject unless the matrix lets them do this here.

    Parameters
    ----------
    subject
        Who asks; nobody is refused everything.
    name
        The use case.
    municipality
        Code of the municipality that the place or the round lies in; absent when unknown: then it is nobody's own.
    shared
        Whether it is, or lies in, a shared round.
    in_hand
        Whether the thing that the scope speaks of is there and is the subject's: their round while it is open
        (``shifts.is_open_for``), the open signal at the location, the home that waits for a second person, their own
        report.
    reason
        Why, for the roles that have to say so.

    Raises
    ------
    PermissionDeniedError
        One sentence that says who may; it is the same whether or not what was asked for exists.
    """
    scope = scope_of(subject, name, reason=reason)
    own = subject is not None and municipality is not None and municipality == subject.municipality
    allowed = {
        Scope.OWN: own,
        Scope.SHARED: shared,
        Scope.OWN_ROUND: in_hand and (own or shared),
        Scope.OPEN_SIGNAL: in_hand and own,
        Scope.SIGNAL_OR_HOME: in_hand and own,
        Scope.OWN_REPORT: in_hand,
        Scope.AGGREGATE: True,
        Scope.ALWAYS: True,
    }
    if not allowed[scope]:
        raise PermissionDeniedError(who_may(name), subject, name)


def who_may(name: str) -> str:
    """Say in one Dutch sentence who may do something."""
    if name not in PERMISSIONS:
        return "Dit mag niemand: er is geen regel voor."
    rule = PERMISSIONS[name]
    who = [f"{role.label} ({grant.words})" if grant.words else role.label for role, grant in rule.grants.items()]
    never = f", en nooit {rule.never}" if rule.never else ""
    return f"{rule.words} mag alleen: {', '.join(who[:-1])}{' of ' if who[:-1] else ''}{who[-1]}{never}."


def may(subject: Subject | None, name: str) -> bool:
    """Say whether a role may do something anywhere at all, so that a screen offers nothing that will be refused."""
    rule = PERMISSIONS.get(name)
    return subject is not None and rule is not None and subject.role in rule.grants


def _grant(subject: Subject | None, name: str) -> Grant:
    if subject is None or not may(subject, name):
        raise PermissionDeniedError(who_may(name), subject, name)
    return PERMISSIONS[name].grants[subject.role]
