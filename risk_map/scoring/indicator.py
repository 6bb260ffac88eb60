"""What an indicator is: a pure function from the snapshot to facts, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from risk_map.scoring.evidence import NO_FORM
from risk_map.scoring.names import Names, join_names
from risk_map.scoring.weights import NEVER, ONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from risk_map.scoring.places import Places

RAISES: Final = 1
LOWERS: Final = -1

FACT_COLUMNS: Final[dict[str, Any]] = {
    "location": "int64",
    "severity": Names,
    "sign": "int8",
    "date": "datetime64[us]",
    "source": Names,
    "reliability": Names,
    "half_life": Names,
    "scale": "float64",
    "cleared": "float64",
    "form": "int8",
    "amount": "float64",
}
"""Columns of facts: position of the location, key of the severity, direction, when and by whom it was seen, names of
the weights, multiplier 0-1, later clean visits, form (or ``NO_FORM``), and a number for the sentence."""

NAMES: Final = tuple(name for name, kind in FACT_COLUMNS.items() if kind is Names)

DEFAULTS: Final[dict[str, object]] = {
    "sign": RAISES,
    "reliability": ONE,
    "half_life": NEVER,
    "scale": 1.0,
    "cleared": 0.0,
    "form": NO_FORM,
    "amount": float("nan"),
}

Facts = dict[str, Any]
"""Facts by column, all of one length: arrays and ``Names``. No frame: forty small frames cost more than the model."""


def make_facts(location: NDArray[Any], **columns: object) -> Facts:
    """Make facts from columns; absent ones get their default, single values hold for all.

    Parameters
    ----------
    location
        Positions of the locations.
    **columns
        By the names of ``FACT_COLUMNS``; at least ``severity``, ``date`` and ``source``.
    """
    given = DEFAULTS | columns | {"location": location}
    shape = np.shape(location)
    return {
        name: Names.of(given[name], *shape)
        if kind is Names
        else np.broadcast_to(np.asarray(given[name], dtype=kind), shape)
        for name, kind in FACT_COLUMNS.items()
    }


def take_facts(facts: Facts, rows: NDArray[Any], **columns: object) -> Facts:
    """Give rows of facts, with some columns replaced; single values hold for all.

    Parameters
    ----------
    facts
        From ``make_facts``.
    rows
        Positions, or a mask.
    **columns
        As for ``make_facts``, for the rows that are taken.
    """
    kept = {name: column[rows] for name, column in facts.items() if name not in columns}
    return make_facts(**(kept | columns))


def join_facts(parts: Sequence[Facts]) -> Facts:
    """Put facts behind one another; the names of a column are sorted."""
    columns = {name: [part[name] for part in parts] for name in FACT_COLUMNS}
    return {
        name: join_names(columns[name]) if kind is Names else np.concatenate([np.array([], dtype=kind), *columns[name]])
        for name, kind in FACT_COLUMNS.items()
    }


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of evidence; facts of one family do not add up twice.

    Parameters
    ----------
    key
        Name in the configuration.
    label
        Dutch words for users.
    sought
        What was looked for, as a Dutch phrase: "gezocht naar ..., niets gevonden".
    sought_against
        What would speak against a visit, as a Dutch phrase; empty when the family has no lowering facts.
    types
        Location types that it is about; empty is all.
    """

    key: str
    label: str
    sought: str
    sought_against: str = ""
    types: tuple[str, ...] = ()


LONG_AGO: Final = "geleden"
"""Field of a sentence that says how long ago something was."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One way to find facts.

    Parameters
    ----------
    key
        Name of the indicator.
    label
        Dutch words for users.
    family
        Key of its family.
    layer
        Key of the layer passport without which it counts for zero.
    compute
        Finds the facts; pure, in any order.
    sentences
        Severity key -> Dutch sentence; ``{amount}`` is filled with the number of the fact, and ``LONG_AGO`` with the
        words for that many years ago.
    unknown
        Says which values it misses: frame with ``location`` (position) and ``item`` (Dutch words).
    """

    key: str
    label: str
    family: str
    layer: str
    compute: Callable[[Places], Facts]
    sentences: dict[str, str]
    unknown: Callable[[Places], pd.DataFrame] | None = None
