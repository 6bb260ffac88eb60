"""How things stand for whoever looks: which locations are shared, which signals closed, and which homes wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.cases import CLOSED
from risk_map.governance.matrix import Scope
from risk_map.governance.permissions import scope_of
from risk_map.store.ledger_frames import signal_steps
from risk_map.workflow.decision_reads import homes_for
from risk_map.workflow.identity import has_store
from risk_map.workflow.reach import locations_in_shared_rounds
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject


@dataclass(frozen=True, slots=True)
class Standing:
    """What a permission asks about rounds and signals, for all locations at once.

    Parameters
    ----------
    shared
        Ids of the locations in shared rounds that are under way.
    closed_signals
        Ids of the signals that are closed.
    waiting
        Ids of the homes that wait for the subject as a second person.
    one_round
        Whether the whole region counts as one shared round. A region that is fictional from the first row to the last
        does: nothing in it exists, and everybody can see how the product works.
    """

    shared: frozenset[str] = frozenset()
    closed_signals: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    one_round: bool = False

    def is_shared(self, location_id: str) -> bool:
        """Say whether a location lies in a shared round."""
        return self.one_round or location_id in self.shared


def standing_of(subject: Subject, use_case: str, config: Config, snapshot: Snapshot, *, reason: str = "") -> Standing:
    """Look up how things stand now, as far as the permission of a subject depends on it.

    Parameters
    ----------
    subject, use_case, reason
        Who asks, for what, and why for the roles that have to say so.
    config
        Says where the store is.
    snapshot
        All municipalities.

    Raises
    ------
    PermissionDeniedError
        When the role may not, or gave no reason.
    """
    scope = scope_of(subject, use_case, reason=reason)
    if scope is Scope.SHARED and snapshot.is_fictional:
        return Standing(one_round=True)
    if scope not in {Scope.SHARED, Scope.OPEN_SIGNAL, Scope.SIGNAL_OR_HOME} or not has_store(config):
        return Standing()
    with store_of(config).read() as tx:
        if scope is Scope.SHARED:
            return Standing(shared=locations_in_shared_rounds(tx))
        steps = signal_steps(tx)
        closed = frozenset(steps.loc[steps["kind"] == CLOSED, "signal_id"])
        homes = homes_for(subject, tx)["location_id"] if scope is Scope.SIGNAL_OR_HOME else ()
        return Standing(closed_signals=closed, waiting=frozenset(homes))
