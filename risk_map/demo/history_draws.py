"""The random draws of the demonstration region: every stop that chance chose can be drawn again."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from risk_map.demo.history_entries import Entry, at_hour
from risk_map.demo.history_rules import frozen_on
from risk_map.domain.draw import candidates_hash, draw_order
from risk_map.store import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from risk_map.demo.history_planning import Round
    from risk_map.demo.history_region import RegionFacts


def draw_of(found: Round, candidates: Sequence[str], drawn: Sequence[str], seed: str) -> Entry:
    """Give the draw of a round, as it was recorded the day after the round was drafted.

    Parameters
    ----------
    found
        The round.
    candidates
        Who took part.
    drawn
        Who was drawn, in order.
    seed
        Text that the draw follows from.
    """
    row: dict[str, Any] = {
        "id": f"{found.key}-trekking",
        "round_id": found.key,
        "seed": seed,
        "share": len(drawn) / len(found.stops),
        "candidates": len(candidates),
        "candidates_hash": candidates_hash(candidates),
    }
    picks = (
        (schema.draw_pick, {"draw_id": row["id"], "location_id": name, "home": False, "rank": rank})
        for rank, name in enumerate(drawn, start=1)
    )
    return Entry(at_hour(found.before(3), 9), found.owner, "propose_stops", ((schema.draw, row), *picks))


def draw_again(region: RegionFacts, found: Round) -> list[Entry]:
    """Give the draw behind the random stops of a round of the past, when it has any.

    These visits were chosen before there were draws. Of the seeds ``RON-0001 1``, ``RON-0001 2`` ... the history has
    the first that gives them, so that whoever repeats the draw finds what the round has.
    """
    drawn = [stop.location_id for stop in found.stops if stop.origin == "steekproef"]
    if not drawn:
        return []
    rows = region.locations
    here = ~rows["home"] & rows["gemeentecode"].isin(found.towns) & ~rows.index.isin(frozen_on(region, found.on))
    candidates = [str(name) for name in rows.index[here]]
    seeds = (f"{found.key} {number}" for number in count(1))
    others = [name for name in candidates if name not in drawn]
    seed = next(seed for seed in seeds if _come_after(others, drawn, seed))
    return [draw_of(found, candidates, draw_order(drawn, seed), seed)]


def _come_after(others: list[str], drawn: list[str], seed: str) -> bool:
    # Nearly always one of the first few is enough to say no.
    return all(draw_order([*drawn, name], seed)[-1] == name for name in others)
