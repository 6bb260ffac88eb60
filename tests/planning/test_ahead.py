"""What set-up compiles is what a real round runs: nothing is compiled while somebody waits."""

from risk_map.planning import ahead
from risk_map.planning.problem import RoundRules
from risk_map.planning.search import anneal
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from tests.planning.worlds import make_problem, random_quotas


def test_a_real_round_compiles_nothing_new():
    ahead.main()
    before = list(anneal.signatures)
    plan(make_problem(6, 2, 3, RoundRules(quotas=random_quotas(3), random_share=0.0)), MaxIterations(250), 1)
    assert before
    assert list(anneal.signatures) == before
