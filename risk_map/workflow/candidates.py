"""Candidates of a round: open signals, a random draw that anybody can repeat, and what the score points at."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.cases import CLOSED
from risk_map.domain.draw import candidates_hash, draw_order
from risk_map.domain.location import OVERALL
from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import use_case
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.store.ledger_frames import signal_steps
from risk_map.store.ledger_states import frozen_locations, is_model_on
from risk_map.store.terms import past_term
from risk_map.workflow.clock import local_day
from risk_map.workflow.origins import DRAWN, RISK, SIGNAL
from risk_map.workflow.places import register_of
from risk_map.workflow.planning_draw import share_of
from risk_map.workflow.reach import reach_of
from risk_map.workflow.region import score_region
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.store import acting, store_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.store import Act

LARGEST_ROUND: Final = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many visits somebody wants, and how they are chosen.

    Parameters
    ----------
    visits
        Number of visits.
    share
        Part of them that is drawn at random, at least.
    seed
        Text that the draw follows from; recorded, so that anybody can repeat it.
    """

    visits: int
    seed: str
    share: float = 0.2

    def __post_init__(self) -> None:
        """Refuse what no round could be made of."""
        if not 1 <= self.visits <= LARGEST_ROUND:
            raise InputError(f"Vraag 1 tot {LARGEST_ROUND} bezoeken.")
        if not 0 < self.share <= 1:
            raise InputError("Het aandeel dat wordt getrokken ligt boven 0 en is hoogstens 1; 0.2 is een op de vijf.")
        if not self.seed.strip():
            raise InputError("De tekst waar de trekking uit volgt, ontbreekt.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a round.

    Parameters
    ----------
    stops
        Index ``location_id``: ``origin``, ``address``, ``home``; signals first, then the draw, then by rank.
    seed
        Text that the draw of this round follows from: that of the first time that somebody asked.
    """

    stops: pd.DataFrame
    seed: str


@use_case("propose_stops")
def propose_stops(subject: Subject, config: Config, round_id: str, wanted: Wanted, now: datetime) -> Proposal:
    """Propose locations for a round; a human decides about each. While the model is off, none comes from the score.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    round_id
        Which round; it gets one draw, and asking again gives the same.
    wanted
        How many.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    InputError
        When a smaller share is asked for than is configured.
    """
    share_of(wanted.share, config)
    with store_of(config).read() as tx:
        uses_model = is_model_on(tx)
    ranks = (
        score_region(config).whole.scored[OVERALL].locations["rank"].dropna() if uses_model else pd.Series(dtype=float)
    )
    with acting(subject, config, "propose_stops", now) as act:
        reach = reach_of(act.tx, subject, config, now)
        row = authorised_round(act.tx, subject, "propose_stops", round_id, reach)
        # Pressed since: at once is at once.
        if uses_model and not is_model_on(act.tx):
            raise ConflictError("Het model is intussen uitgezet. Vraag de kandidaten opnieuw op.")
        free = _free(act.tx, config, row)
        reported = _objects_with_open_signal(act.tx, local_day(now))
        signalled = [str(name) for name in free.index[free[OBJECT].isin(reported)]]
        drawn = _draw(act, row, free, wanted, None if uses_model else signalled)
        seed = act.tx.current(schema.draw, round_id=row["id"])[-1]["seed"]
        # Who is drawn counts as drawn, also with a signal: else the draw could not say what chance finds.
        origins = dict.fromkeys(signalled, SIGNAL) | dict.fromkeys(drawn, DRAWN)
        by_rank = ranks[ranks.index.isin(free.index.difference(list(origins)))].sort_values(kind="stable").index
        origins |= dict.fromkeys(by_rank[: max(0, wanted.visits - len(origins))], RISK)
        act.saw("locatie", origins)
    return Proposal(free.loc[list(origins), ["address", "home"]].assign(origin=list(origins.values())), seed)


def _free(tx: ReadTx, config: Config, row: RowMapping) -> pd.DataFrame:
    towns = {item["gemeentecode"] for item in tx.all(schema.round_municipality, round_id=row["id"])}
    register = register_of(config)
    taken = [claim["location_id"] for claim in tx.all(schema.stop_claim, on_date=row["on_date"])]
    here = register["gemeentecode"].isin(towns | {row["gemeentecode"]})
    return register[here & ~register.index.isin([*frozen_locations(tx), *taken])]


def _objects_with_open_signal(tx: ReadTx, today: date) -> pd.Series:
    steps, signals = signal_steps(tx), tx.frame(current(schema.signal))
    closed = steps.loc[steps["kind"] == CLOSED, "signal_id"]
    over = signals["id"].isin(closed) | signals["id"].isin(past_term(tx, schema.signal, today))
    found: pd.Series = signals.loc[~over, OBJECT].dropna()
    return found


def _draw(act: Act, row: RowMapping, free: pd.DataFrame, wanted: Wanted, beside: list[str] | None) -> list[str]:
    """Draw from everything but homes, or give what is free still of the draw that the round has already.

    Without the model there is only the draw beside signals: then it goes on until together they fill the round.
    """
    if done := act.tx.current(schema.draw, round_id=row["id"]):
        picks = sorted(act.tx.all(schema.draw_pick, draw_id=done[-1]["id"]), key=lambda pick: pick["rank"])
        return [pick["location_id"] for pick in picks if pick["location_id"] in free.index]
    candidates = [str(name) for name in free.index[~free["home"]]]
    order, count = draw_order(candidates, wanted.seed), ceil(wanted.visits * wanted.share)
    while beside is not None and count < len(order) and len({*beside, *order[:count]}) < wanted.visits:
        count += 1
    picked = order[:count]
    draw_id = act.append(
        schema.draw,
        round_id=row["id"],
        seed=wanted.seed,
        share=wanted.share,
        candidates=len(candidates),
        candidates_hash=candidates_hash(candidates),
    )
    drawn = ((rank, name) for rank, name in enumerate(picked, start=1))
    rows = ({"draw_id": draw_id, "location_id": name, "home": False, "rank": rank} for rank, name in drawn)
    act.tx.append_many(schema.draw_pick, rows)
    return picked
