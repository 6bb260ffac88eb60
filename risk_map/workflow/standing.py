"""How things stand for whoever looks: which locations lie in a shared round, and which signals are closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.cases import CLOSED
from risk_map.store.ledger_frames import signal_steps
from risk_map.workflow.identity import has_store
from risk_map.workflow.reach import locations_in_shared_rounds
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """What a permission asks about rounds and signals, for all locations at once.

    Parameters
    ----------
    shared
        Ids of the locations in shared rounds that are under way.
    closed_signals
        Ids of the signals that are closed.
    one_round
        Whether the whole region counts as one shared round. A region that is fictional from the first row to the last
        does: nothing in it exists, and everybody can see how the product works.
    """

    shared: frozenset[str] = frozenset()
    closed_signals: frozenset[str] = frozenset()
    one_round: bool = False

    def is_shared(self, location_id: str) -> bool:
        """Say whether a location lies in a shared round."""
        return self.one_round or location_id in self.shared


def standing_of(config: Config, snapshot: Snapshot) -> Standing:
    """Look up how things stand now.

    Parameters
    ----------
    config
        Says where the store is.
    snapshot
        All municipalities.
    """
    if not has_store(config):
        return Standing(one_round=snapshot.is_fictional)
    with store_of(config).read() as tx:
        steps = signal_steps(tx)
        return Standing(
            shared=locations_in_shared_rounds(tx),
            closed_signals=frozenset(steps.loc[steps["kind"] == CLOSED, "signal_id"]),
            one_round=snapshot.is_fictional,
        )
