"""Mergers and their undoing: endorsements once per person, authors named and told, the state before back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, make_problem
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.models import Tally
from webapp.discussion.services import endorse
from webapp.problems.enums import PROBLEM_KIND, UNDECIDED_PROBLEM_STATES, DeclineReason, ProblemState
from webapp.problems.models import Problem, ProblemCall, ProblemMerger
from webapp.problems.queries import problem_page
from webapp.problems.services import (
    decline_problem,
    finish_call,
    merge_problem,
    start_review,
    take_up_problem,
    unmerge_problem,
)

REASON = "같은 문제를 다루고 있습니다."
WRONG = "장소가 다른 문제였습니다."


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


def endorsed(work: Work, problem: Problem, *people: Actor) -> None:
    for person in people:
        endorse(work, person, SubjectRef(PROBLEM_KIND, problem.key))


def count(work: Work, problem: Problem) -> int:
    work.flush()
    return (
        work.session.scalar(
            sa.select(Tally.endorsements).where(
                Tally.subject_kind == PROBLEM_KIND, Tally.subject_key == problem.key
            )
        )
        or 0
    )


def told(work: Work, template: str) -> int:
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage))
    return sum(row.payload["template"] == f"problems/{template}" for row in rows)


def test_each_person_counts_once_and_the_undoing_takes_exactly_those_back(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    first, second = make_problem(work, call), make_problem(work, call)
    one, two, both = (actor_for(work, make_account(work)) for _ in range(3))
    endorsed(work, first, one, both)
    endorsed(work, second, two, both)
    merge_problem(work, officer, first, second.key, REASON)
    assert (count(work, first), count(work, second)) == (2, 3)
    unmerge_problem(work, officer, first, WRONG)
    assert (count(work, first), count(work, second)) == (2, 2)
    merge_problem(work, officer, first, second.key, REASON)
    assert count(work, second) == 3
    assert (told(work, "merged"), told(work, "unmerged")) == (2, 1)
    rows = work.session.scalars(sa.select(ProblemMerger).order_by(ProblemMerger.id)).all()
    assert [(row.undone_at is None, row.undo_reason) for row in rows] == [(False, WRONG), (True, "")]


@pytest.mark.parametrize("state", UNDECIDED_PROBLEM_STATES)
def test_the_state_before_comes_back(
    work: Work, officer: Actor, call: ProblemCall, state: ProblemState
) -> None:
    problem, target = make_problem(work, call), make_problem(work, call)
    if state is ProblemState.DEPARTMENT_REVIEW:
        take_up_problem(work, officer, problem)
    elif state is ProblemState.UNDER_REVIEW:
        start_review(work, officer, problem)
    due = problem.review_due_on
    merge_problem(work, officer, problem, target.key, REASON)
    unmerge_problem(work, officer, problem, WRONG)
    assert (problem.state, problem.review_due_on, problem.merged_into_id) == (state, due, None)
    assert (problem.decided_at, problem.decision_reason, problem.decision_official) == (None, "", {})
    decline_problem(work, officer, problem, DeclineReason.OTHER, "따로 다루지 않습니다.")
    assert problem.state is ProblemState.DECLINED


def test_what_had_moved_along_comes_back_too(work: Work, officer: Actor, call: ProblemCall) -> None:
    first, second, third = (make_problem(work, call) for _ in range(3))
    person = actor_for(work, make_account(work))
    endorsed(work, first, person)
    merge_problem(work, officer, first, second.key, REASON)
    merge_problem(work, officer, second, third.key, REASON)
    assert (first.merged_into_id, count(work, third)) == (third.id, 1)
    unmerge_problem(work, officer, second, WRONG)
    assert (first.merged_into_id, second.merged_into_id) == (second.id, None)
    assert (count(work, second), count(work, third)) == (1, 0)
    merge_problem(work, officer, second, third.key, REASON)
    unmerge_problem(work, officer, first, WRONG)
    assert (count(work, second), count(work, third), first.state) == (0, 0, ProblemState.POSTED)
    unmerge_problem(work, officer, second, WRONG)
    assert first.merged_into_id is None


def test_authors_are_named_with_the_other_and_read_the_original(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    author = actor_for(work, make_account(work, "최보탬"))
    problem, target = make_problem(work, call, author), make_problem(work, call)
    merge_problem(work, officer, problem, target.key, REASON)
    page = problem_page(work, target.key, ANONYMOUS)
    assert page.co_proposers == ["최*탬"]
    original = problem_page(work, problem.key, ANONYMOUS)
    assert (original.problem.into_key, original.problem.situation) == (target.key, problem.situation)
    unmerge_problem(work, officer, problem, WRONG)
    assert problem_page(work, target.key, ANONYMOUS).co_proposers == []
    steps = [entry.title for entry in problem_page(work, problem.key, ANONYMOUS).history]
    assert steps[-1] == "합친 것을 되돌렸습니다"


def test_twice_is_once_and_wrong_undoings_are_refused(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem, target = make_problem(work, call), make_problem(work, call)
    with pytest.raises(WrongState):
        unmerge_problem(work, officer, problem, WRONG)
    merge_problem(work, officer, problem, target.key, REASON)
    assert merge_problem(work, officer, problem, target.key, REASON) is problem
    assert told(work, "merged") == 1
    with pytest.raises(RuleBroken):
        unmerge_problem(work, officer, problem, " ")
    with pytest.raises(RuleBroken) as refusal:
        unmerge_problem(work, officer, problem, "연락은 010-1234-5678로 주십시오.")
    assert set(refusal.value.fields) == {"reason"}
    for stranger in (make_officer(work), actor_for(work, make_account(work))):
        with pytest.raises(NotPermitted):
            unmerge_problem(work, stranger, problem, WRONG)
    assert problem.state is ProblemState.MERGED


def test_nothing_comes_back_into_a_call_that_has_ended(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem, target = make_problem(work, call), make_problem(work, call)
    merge_problem(work, officer, problem, target.key, REASON)
    decline_problem(work, officer, target, DeclineReason.OTHER, "다루지 않습니다.")
    call.closes_at = work.now
    finish_call(work, officer, call)
    with pytest.raises(RuleBroken) as refusal:
        unmerge_problem(work, officer, problem, WRONG)
    assert refusal.value.code == "call_finished"
