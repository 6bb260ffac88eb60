"""In which round a place is already, in Dutch: which round stands in the way of a plan, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import APPROVED, DRAFT, ROUND_STATES
from risk_map.domain.location import labels
from risk_map.domain.notation import day
from risk_map.store import schema
from risk_map.store.ledger_states import round_states
from risk_map.workflow.places import register_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.store.ledger import ReadTx

OPEN: Final = frozenset({DRAFT, APPROVED})
"""States in which nobody has gone out with a round yet."""


def taken(
    tx: ReadTx, config: Config, claims: Iterable[RowMapping], location_ids: Iterable[str], towns: Collection[str]
) -> Iterator[str]:
    """Give one Dutch sentence for each round that has some of these places already.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says where the register is.
    claims
        Rows of ``stop_claim`` that count.
    location_ids
        Which places; from a file perhaps.
    towns
        Municipalities of whoever asks: of a place elsewhere nobody learns what is there.
    """
    town_of = register_of(config)["gemeentecode"]
    asked = {name for name in location_ids if name in town_of.index and town_of[name] in towns}
    held = {row["stop_id"]: row["location_id"] for row in claims if row["location_id"] in asked}
    places: dict[str, list[str]] = {}
    for stop in tx.all(schema.round_stop, id=list(held)):
        places.setdefault(stop["round_id"], []).append(held[stop["id"]])
    states = round_states(tx)
    rounds = tx.current(schema.inspection_round, id=list(places))
    for row in sorted(rounds, key=lambda row: (row["on_date"], row["id"])):
        yield _sentence(row, states[row["id"]], sorted(places[row["id"]]))


def _sentence(row: RowMapping, state: str, names: list[str]) -> str:
    verb, them = ("zit", "haar") if len(names) == 1 else ("zitten", "ze")
    where = f"{verb} al in ronde {row['id']} van {day(row['on_date'])} ({labels(ROUND_STATES)[state]})."
    if state not in OPEN:
        return f"{'; '.join(names)} {where} Laat {them} uit dit plan."
    return f"{'; '.join(names)} {where} Trek die ronde in om {them} opnieuw te plannen, of wijzig die ronde zelf."
