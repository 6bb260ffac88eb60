"""Which places of a round of a season take no part when it is planned, each with why and what helps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from risk_map.planning.problem import Candidate
    from risk_map.workflow.planning_request import RoundRequest

DECIDE: Final = "Besluit daar eerst over en plan opnieuw."


@dataclass(frozen=True, slots=True)
class Absent:
    """Places of a season that take no part in its round.

    Parameters
    ----------
    undecided, elsewhere
        Location -> its address: without a decision that still holds, and with a place in another round.
    gone
        Locations that are not in the register any more, or not where the round goes.
    """

    undecided: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    @property
    def location_ids(self) -> tuple[str, ...]:
        """Those of which something is told."""
        return (*self.undecided, *self.elsewhere)

    def sentences(self, words: Callable[[str, str], str]) -> Iterator[str]:
        """Say in Dutch how many there are of each, which, and what to do; nothing when all take part.

        Parameters
        ----------
        words
            Names a location by its id and its address.
        """
        if count := len(self.undecided):
            named = "; ".join(words(*each) for each in self.undecided.items())
            yield f"Over {_count(count)} van het seizoen is nog niet besloten: {named}. {DECIDE}"
        if count := len(self.elsewhere):
            named = "; ".join(words(*each) for each in self.elsewhere.items())
            yield f"Van het seizoen {_verb(count)} {_count(count)} al in een andere ronde: {named}."
        if count := len(self.gone):
            yield f"Van het seizoen {_verb(count)} {_count(count)} niet meer in het gebied: {', '.join(self.gone)}."


NOBODY: Final = Absent()


def absent_from(
    request: RoundRequest,
    candidates: Sequence[Candidate],
    register: pd.DataFrame,
    towns: Collection[str],
    taken: Collection[str],
) -> Absent:
    """Give the places of a round of a season that take no part in its plan.

    Parameters
    ----------
    request
        What was asked; from a file, so not to be believed.
    candidates
        Of the plan.
    register, towns
        All locations, and the municipalities that the subject plans in: of others nothing is told.
    taken
        Locations that have a place in a round.
    """
    there = {unit for item in candidates for unit in (item.location_id, *item.units)}
    left = [name for name in dict.fromkeys(request.only) if name not in there]
    here = register.loc[[name for name in left if name in register.index], ["address", "gemeentecode"]]
    told = {str(name): str(address) for name, address in here["address"][here["gemeentecode"].isin(towns)].items()}
    return Absent(
        {name: address for name, address in told.items() if name not in taken},
        {name: address for name, address in told.items() if name in taken},
        tuple(name for name in left if name not in told),
    )


def _count(times: int) -> str:
    return f"{number(times)} {'locatie' if times == 1 else 'locaties'}"


def _verb(times: int) -> str:
    return "zit" if times == 1 else "zitten"
