"""What a rule of a plan is. The rules themselves never use the search: they are what a plan is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a plan does not keep to a rule.

    Parameters
    ----------
    rule
        Key of the rule.
    text
        One Dutch sentence.
    team, location_id
        Where, when it is about one team or place.
    """

    rule: str
    text: str
    team: str | None = None
    location_id: str | None = None


class Constraint(Protocol):
    """One rule."""

    @property
    def key(self) -> str:
        """Unique name."""

    @property
    def title(self) -> str:
        """What it asks, in Dutch, as the user reads it."""

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterable[Violation]:
        """Give every way in which a plan does not keep to it."""

    def bars(self, problem: RoundProblem, candidate: Candidate) -> str | None:
        """Say in Dutch why a candidate may be in no plan at all, if this rule forbids it."""

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Give the problem without this rule, to know its price; nothing when it asks nothing or may not be dropped."""


class Rule:
    """A rule that bars nobody and may not be dropped, until it says otherwise."""

    def bars(self, problem: RoundProblem, candidate: Candidate) -> str | None:  # noqa: ARG002
        """Bar nobody."""
        return None

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:  # noqa: ARG002
        """Stay as it is."""
        return None
