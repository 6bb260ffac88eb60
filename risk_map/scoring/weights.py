"""The weights of the score: values that people decide, each with a band, a reason and an owner. No weight is in code.

A weight has the value that counts, and the band (low, mid, high) that experts gave. The value makes the score; the
band makes the rank interval (``stability.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

SURROUNDING_FAMILIES: Final = ("nabij", "omgeving")
CONTEXT_CAP: Final = 2.0
"""Largest factor of the surroundings, one by one and together: a neighbourhood never flags an address by itself."""

ONE: Final = "een"
"""Name of the constant 1, for facts without a reliability of their own."""

NEVER: Final = "nooit"
"""Name of the half-life of facts that hold as long as the register says so."""

CROSS_FORM: Final = "andere_vorm"
CLEARANCE: Final = "na_schoon_bezoek"


@dataclass(frozen=True, slots=True)
class Weight:
    """One decided number.

    Parameters
    ----------
    key
        Name in the configuration, with its table: ``ernst.signaal.overbewoning``.
    value
        What counts in the score.
    low, mid, high
        The band that experts gave, in the unit of the value.
    reason, source
        Why this value, and where it comes from.
    proposer, approver
        Roles; never the same.
    decided_on
        Date of approval.
    forms
        Form of exploitation -> how much the fact says about that form (0-1); forms that are absent count fully.

    Raises
    ------
    ConfigError
        When the numbers are not positive, the value lies outside its band, or proposer and approver are the same.
    """

    key: str
    value: float
    low: float
    mid: float
    high: float
    reason: str
    source: str
    proposer: str
    approver: str
    decided_on: date
    forms: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse nonsense, naming the weight."""
        if not 0 < self.low <= self.mid <= self.high:
            raise ConfigError(f"Gewicht {self.key}: de band moet oplopen en boven nul liggen.")
        if not self.low <= self.value <= self.high:
            raise ConfigError(f"Gewicht {self.key}: de waarde {self.value} ligt buiten de band.")
        if self.proposer == self.approver:
            raise ConfigError(f"Gewicht {self.key}: wie voorstelt, mag niet ook goedkeuren ({self.approver}).")
        unknown = set(self.forms) - set(codes(FORMS))
        if unknown or not all(0 <= share <= 1 for share in self.forms.values()):
            raise ConfigError(f"Gewicht {self.key}: vormen hebben een bekende naam en een getal van 0 tot en met 1.")


@dataclass(frozen=True, slots=True)
class FamilyWeights:
    """The factors of one family.

    Parameters
    ----------
    up
        Factor on the base rate when the family is fully supported by raising facts; at least 1.
    down
        Factor when it is fully supported by lowering facts; at most 1.
    """

    up: Weight
    down: Weight


@dataclass(frozen=True, slots=True)
class ScoreParams:
    """Everything that decides a score besides the data.

    Parameters
    ----------
    families
        Family -> its factors.
    severities
        Key of a fact (``signaal.overbewoning``) -> how much one such fact supports its family, above 0, at most 1.
    reliabilities
        Reliability of a signal (A, B, C) -> above 0, at most 1.
    half_life_months
        Kind of fact (``signaal``, ``controle``) -> half-life in months.
    cross_form
        How much a signal or finding of one form says about another form; above 0, at most 1.
    clearance
        What is left of a signal per later visit without a finding; above 0, at most 1.
    base_rates
        Form, or ``totaal`` -> share of locations where a visit at random would find something. Not known yet: a
        convention, until the random visits have measured it.
    class_floors
        Class -> smallest multiple of the base rate; rising, the first is 0.
    top_n
        Size of the top that ``robust_top`` is about.
    nearby_radius_m, context_radius_m
        Radii of nearby signals and of the context, in metres.
    remote_addresses, crowded_locations
        At most this many addresses around is remote; at least this many other risk locations around is crowded.
    visit_cap_years
        Years without a visit after which waiting longer adds nothing.
    person_area_m2
        Usable area per person below which housing counts as cramped.
    large_capacity
        Number of people from which housing counts as large.

    Raises
    ------
    ConfigError
        When a weight lies outside its range.
    """

    families: Mapping[str, FamilyWeights]
    severities: Mapping[str, Weight]
    reliabilities: Mapping[str, Weight]
    half_life_months: Mapping[str, Weight]
    cross_form: Weight
    clearance: Weight
    base_rates: Mapping[str, Weight]
    class_floors: Mapping[str, float]
    top_n: int = 20
    nearby_radius_m: float = 500.0
    context_radius_m: float = 250.0
    remote_addresses: int = 5
    crowded_locations: int = 8
    visit_cap_years: float = 5.0
    person_area_m2: float = 12.0
    large_capacity: int = 40

    def __post_init__(self) -> None:
        """Refuse weights outside the range in which the model means something."""
        shares = (*self.severities.values(), *self.reliabilities.values(), *self.base_rates.values())
        for weight in (*shares, self.cross_form, self.clearance):
            _refuse(weight, wrong=weight.high > 1, why="moet hoogstens 1 zijn")
        for name, family in self.families.items():
            _refuse(family.up, wrong=family.up.low < 1, why="verhoogt, en moet dus minstens 1 zijn")
            _refuse(family.down, wrong=family.down.high > 1, why="verlaagt, en moet dus hoogstens 1 zijn")
            too_strong = name in SURROUNDING_FAMILIES and family.up.high > CONTEXT_CAP
            _refuse(family.up, wrong=too_strong, why=f"mag voor de omgeving hoogstens {CONTEXT_CAP:g} zijn")
        together = prod(self.families[name].up.value for name in SURROUNDING_FAMILIES if name in self.families)
        if together > CONTEXT_CAP:
            raise ConfigError(f"De factoren van {' en '.join(SURROUNDING_FAMILIES)} mogen samen hoogstens 2 zijn.")
        floors = list(self.class_floors.values())
        if not floors or floors[0] != 0 or any(low >= high for low, high in pairwise(floors)):
            raise ConfigError("De grenzen van de klassen moeten oplopen vanaf 0.")
        if len(floors) > 1 and floors[1] <= CONTEXT_CAP:
            raise ConfigError("De tweede klasse moet boven 2 beginnen: de omgeving alleen geeft nooit een klasse.")


def _refuse(weight: Weight, *, wrong: bool, why: str) -> None:
    if wrong:
        raise ConfigError(f"Gewicht {weight.key} {why}.")


@dataclass(frozen=True, slots=True)
class WeightTable:
    """All weights in one row of numbers, so that a thousand draws are a thousand rows.

    Parameters
    ----------
    positions
        Name -> column.
    weights
        Weight per column; nothing for the two constants in front.
    relevance
        Shape (columns, forms and ``totaal``): how much a fact of that severity says about a form.
    """

    positions: Mapping[str, int]
    weights: tuple[Weight, ...]
    relevance: NDArray[np.float64]

    @property
    def decided(self) -> NDArray[np.float64]:
        """The decided values, shape (1, columns)."""
        decided = [weight.value for weight in self.weights]
        return np.array([[1.0, np.inf, *decided]])

    def at(self, names: Iterable[str]) -> NDArray[np.intp]:
        """Give the columns of names.

        Raises
        ------
        ConfigError
            When the configuration has no weight for a name.
        """
        try:
            return np.fromiter((self.positions[name] for name in names), dtype=np.intp)
        except KeyError as exc:
            raise ConfigError(f"In de configuratie ontbreekt het gewicht {exc.args[0]}.") from exc


FORM_COLUMNS: Final = {form: column for column, form in enumerate((*codes(FORMS), OVERALL))}
"""Form of exploitation, or ``totaal`` -> column of ``WeightTable.relevance``."""


def weight_table(params: ScoreParams) -> WeightTable:
    """Lay all weights side by side."""
    named = {
        **{f"ernst.{name}": weight for name, weight in params.severities.items()},
        **{f"betrouwbaarheid.{name}": weight for name, weight in params.reliabilities.items()},
        **{f"halfwaarde.{name}": weight for name, weight in params.half_life_months.items()},
        **{f"groep.{name}.omhoog": family.up for name, family in params.families.items()},
        **{f"groep.{name}.omlaag": family.down for name, family in params.families.items()},
        CROSS_FORM: params.cross_form,
        CLEARANCE: params.clearance,
    }
    names = (ONE, NEVER, *named)
    relevance = np.ones((len(names), len(FORM_COLUMNS)))
    for row, weight in enumerate(named.values(), start=2):
        for form, share in weight.forms.items():
            relevance[row, FORM_COLUMNS[form]] = share
        relevance[row, FORM_COLUMNS[OVERALL]] = relevance[row, : FORM_COLUMNS[OVERALL]].max()
    return WeightTable({name: column for column, name in enumerate(names)}, tuple(named.values()), relevance)
