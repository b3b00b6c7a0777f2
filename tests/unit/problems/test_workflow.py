"""What the workflow of problems asks for beyond who and when: reasons, and an end that stays one."""

from __future__ import annotations

from webapp.problems.enums import UNDECIDED_PROBLEM_STATES, UNMERGE_EVENTS, ProblemState
from webapp.problems.workflow import PROBLEM

S = ProblemState


def test_every_decision_needs_a_reason() -> None:
    decisions = [t for t in PROBLEM.transitions if t.target in {S.SELECTED, S.DECLINED, S.MERGED}]
    assert decisions
    assert all(transition.reason_required for transition in decisions)


def test_what_is_decided_or_withdrawn_stays_so() -> None:
    assert PROBLEM.final_states == {S.SELECTED, S.DECLINED, S.WITHDRAWN}


def test_only_an_undone_merger_brings_a_problem_back() -> None:
    back = [t for t in PROBLEM.transitions if S.MERGED in t.sources]
    assert {t.event for t in back} == set(UNMERGE_EVENTS.values())
    assert {t.target for t in back} == set(UNDECIDED_PROBLEM_STATES)
    assert all(transition.reason_required for transition in back)
