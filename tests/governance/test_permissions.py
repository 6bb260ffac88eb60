"""The door of every use case: default deny, one sentence that gives nothing away, and no answer without a decision."""

from __future__ import annotations

import pytest

from risk_map.domain.subject import Role, Subject
from risk_map.errors import PermissionDeniedError
from risk_map.governance import permissions
from risk_map.governance.matrix import PERMISSIONS, Scope
from risk_map.governance.permissions import authorise, scope_of, use_case, who_may

HOME, ELSEWHERE = "GM9001", "GM9002"
COORDINATOR = Subject("c", Role.COORDINATOR, HOME)
AUDITOR = Subject("a", Role.AUDITOR)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(permissions, "USE_CASES", {})


def test_a_use_case_without_a_row_is_refused_to_everybody():
    @use_case("something_new")
    def something_new(subject):
        return "secret"

    for role in Role:
        with pytest.raises(PermissionDeniedError, match="niemand"):
            something_new(Subject("x", role, HOME))


def test_the_sentence_says_who_may():
    assert who_may("confirm_decision") == (
        "Een besluit over een woning bevestigen mag alleen: regiocoördinator (in een gedeelde ronde) of "
        "aandachtsfunctionaris (in de eigen gemeente), en nooit wie het nam."
    )
    assert who_may("record_visit").endswith("boa (in de eigen ronde, van 12 uur ervoor tot 24 uur erna).")
    assert who_may("export_scores").count("met een reden") == 2


@pytest.mark.parametrize("name", PERMISSIONS)
def test_every_refusal_is_one_dutch_sentence(name):
    sentence = who_may(name)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert sentence.count(" mag alleen: ") == 1
    assert "None" not in sentence


def test_the_sentence_is_the_same_for_another_place_and_for_no_place():
    sentences = set()
    for municipality in (ELSEWHERE, None):
        with pytest.raises(PermissionDeniedError) as caught:
            authorise(COORDINATOR, "explain_location", municipality=municipality)
        sentences.add(str(caught.value))
    assert len(sentences) == 1


def test_an_answer_without_asking_where_is_withheld():
    @use_case("score_snapshot")
    def forgetful(subject):
        return "everything"

    with pytest.raises(RuntimeError, match="without asking where"):
        forgetful(COORDINATOR)


def test_an_answer_without_asking_why_is_withheld():
    @use_case("replay")
    def forgetful(subject):
        return "everything"

    assert forgetful(COORDINATOR) == "everything"
    with pytest.raises(RuntimeError, match="or why"):
        forgetful(AUDITOR)


def test_asking_for_another_use_case_does_not_count():
    @use_case("score_snapshot")
    def confused(subject):
        authorise(subject, "decide_location", municipality=HOME)
        return "everything"

    with pytest.raises(RuntimeError, match="without asking where"):
        confused(COORDINATOR)


def test_what_a_use_case_inside_asks_does_not_count_for_the_one_outside():
    @use_case("decide_location")
    def inner(subject):
        authorise(subject, "decide_location", municipality=HOME)

    @use_case("freeze_location")
    def outer(subject):
        inner(subject)
        return "everything"

    @use_case("unfreeze_location")
    def careful(subject):
        authorise(subject, "unfreeze_location", municipality=HOME)
        inner(subject)
        return "what was asked"

    with pytest.raises(RuntimeError, match="freeze_location"):
        outer(COORDINATOR)
    assert careful(COORDINATOR) == "what was asked"


def test_an_error_inside_stays_that_error():
    @use_case("decide_location")
    def failing(subject):
        raise KeyError("x")

    with pytest.raises(KeyError):
        failing(COORDINATOR)


def test_a_scope_tells_the_caller_what_to_leave_out():
    assert scope_of(COORDINATOR, "score_snapshot") is Scope.OWN
    assert scope_of(AUDITOR, "score_snapshot", reason="klacht 12") is Scope.ALWAYS
    with pytest.raises(PermissionDeniedError):
        scope_of(AUDITOR, "score_snapshot", reason="  ")
