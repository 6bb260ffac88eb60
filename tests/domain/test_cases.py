"""The closed lists of cases and partners hold together."""

from __future__ import annotations

import pytest

from risk_map.domain import cases, partners
from risk_map.domain.location import Term, codes

LISTS = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in (cases, partners)
    for name, value in vars(module).items()
    if isinstance(value, tuple) and value and isinstance(value[0], Term)
}


@pytest.mark.parametrize("terms", LISTS.values(), ids=LISTS.keys())
def test_a_closed_list_names_everything_once_in_dutch_words(terms):
    assert len(set(codes(terms))) == len({term.label for term in terms}) == len(terms)
    assert all(term.code.isidentifier() and term.code.islower() and "_" not in term.label for term in terms)


def test_a_round_steps_from_state_to_state_and_every_state_is_reached():
    states = set(codes(cases.ROUND_STATES))
    assert {new for _, new in cases.ROUND_STEPS} == states
    assert {old for old, _ in cases.ROUND_STEPS} - {""} == states - {cases.FINISHED, cases.WITHDRAWN}


def test_nobody_is_handed_over_to_an_employer_or_a_neighbour():
    assert set(codes(partners.VICTIM_CARE)) == {
        "politie_avim",
        "arbeidsinspectie",
        "comensha",
        "moviera",
        "veilig_thuis",
    }
