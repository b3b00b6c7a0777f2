"""The workflows of problems and calls: every state, every event, and the permission that each needs."""

from __future__ import annotations

import pytest

from webapp.problems.enums import CallEvent, CallState, Permission, ProblemEvent, ProblemState
from webapp.problems.workflow import CALL, PROBLEM

S, E = ProblemState, ProblemEvent

PROBLEM_ARROWS: dict[tuple[ProblemState, ProblemEvent], tuple[ProblemState, Permission]] = {
    (S.DRAFT, E.POST): (S.POSTED, Permission.EDIT),
    (S.POSTED, E.START_REVIEW): (S.UNDER_REVIEW, Permission.DECIDE),
    (S.POSTED, E.SELECT): (S.SELECTED, Permission.DECIDE),
    (S.UNDER_REVIEW, E.SELECT): (S.SELECTED, Permission.DECIDE),
    (S.POSTED, E.DECLINE): (S.DECLINED, Permission.DECIDE),
    (S.UNDER_REVIEW, E.DECLINE): (S.DECLINED, Permission.DECIDE),
    (S.POSTED, E.MERGE): (S.MERGED, Permission.DECIDE),
    (S.UNDER_REVIEW, E.MERGE): (S.MERGED, Permission.DECIDE),
    (S.DRAFT, E.WITHDRAW): (S.WITHDRAWN, Permission.WITHDRAW),
    (S.POSTED, E.WITHDRAW): (S.WITHDRAWN, Permission.WITHDRAW),
    (S.UNDER_REVIEW, E.WITHDRAW): (S.WITHDRAWN, Permission.WITHDRAW),
}
CALL_ARROWS = {
    (CallState.DRAFT, CallEvent.PUBLISH): CallState.PUBLISHED,
    (CallState.PUBLISHED, CallEvent.FINISH): CallState.FINISHED,
}


@pytest.mark.parametrize("state", list(ProblemState))
@pytest.mark.parametrize("event", list(ProblemEvent))
def test_problems_move_as_declared_and_no_other_way(state: ProblemState, event: ProblemEvent) -> None:
    found = PROBLEM.find(state, event)
    expected = PROBLEM_ARROWS.get((state, event))
    assert (None if found is None else (found.target, found.permission)) == expected


@pytest.mark.parametrize("state", list(CallState))
@pytest.mark.parametrize("event", list(CallEvent))
def test_calls_move_as_declared_and_no_other_way(state: CallState, event: CallEvent) -> None:
    found = CALL.find(state, event)
    assert (found.target if found else None) == CALL_ARROWS.get((state, event))
    assert found is None or found.permission == Permission.CALL_MANAGE


def test_every_decision_needs_a_reason() -> None:
    decisions = [t for t in PROBLEM.transitions if t.target in {S.SELECTED, S.DECLINED, S.MERGED}]
    assert decisions
    assert all(transition.reason_required for transition in decisions)


def test_what_is_decided_or_withdrawn_stays_so() -> None:
    assert PROBLEM.final_states == {S.SELECTED, S.DECLINED, S.MERGED, S.WITHDRAWN}
