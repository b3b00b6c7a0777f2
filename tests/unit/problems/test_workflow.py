"""What the workflow of problems asks for beyond who and when: reasons, and an end that stays one."""

from __future__ import annotations

from webapp.problems.enums import ProblemState
from webapp.problems.workflow import PROBLEM

S = ProblemState


def test_every_decision_needs_a_reason() -> None:
    decisions = [t for t in PROBLEM.transitions if t.target in {S.SELECTED, S.DECLINED, S.MERGED}]
    assert decisions
    assert all(transition.reason_required for transition in decisions)


def test_what_is_decided_or_withdrawn_stays_so() -> None:
    assert PROBLEM.final_states == {S.SELECTED, S.DECLINED, S.MERGED, S.WITHDRAWN}
