"""Expert reviews: by those who were invited to the call, never of one's own problem, once each."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, grant, make_account
from tests.support.problems import account_of, make_call, make_officer, make_problem, make_reviewer
from webapp.accounts.enums import Role, Scope
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.models import Problem, ProblemCall, ProblemReview
from webapp.problems.services import ReviewProblem, review_problem, select_problem, start_review


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def problem(work: Work, officer: Actor, call: ProblemCall) -> Problem:
    return start_review(work, officer, make_problem(work, call))


def review_of(problem: Problem) -> ReviewProblem:
    return ReviewProblem(problem.key, 4, 5, 3, "급하지만 풀 수 있는 문제입니다.")


def count(work: Work) -> int:
    work.flush()
    return work.session.scalar(sa.select(sa.func.count()).select_from(ProblemReview)) or 0


def test_an_expert_scores_a_problem(work: Work, call: ProblemCall, problem: Problem) -> None:
    review = review_problem(work, make_reviewer(work, call), review_of(problem))
    assert (review.urgency, review.importance, review.solvability) == (4, 5, 3)
    assert (review.submitted_at, review.version) == (work.now, 1)


def test_an_expert_mends_the_review(work: Work, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    review_problem(work, expert, review_of(problem))
    mended = review_problem(work, expert, replace(review_of(problem), urgency=1, version=1))
    assert (mended.urgency, count(work)) == (1, 1)


def test_sending_twice_is_one_review(work: Work, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    first = review_problem(work, expert, review_of(problem))
    second = review_problem(work, expert, review_of(problem))
    assert (first.id, count(work)) == (second.id, 1)


def test_a_stale_review_is_refused(work: Work, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    review_problem(work, expert, review_of(problem))
    with pytest.raises(StaleVersion):
        review_problem(work, expert, replace(review_of(problem), urgency=1))


@pytest.mark.parametrize("points", [0, 6, -1, 10**9])
def test_points_run_from_one_to_five(work: Work, call: ProblemCall, problem: Problem, points: int) -> None:
    command = replace(review_of(problem), importance=points)
    with pytest.raises(RuleBroken) as refusal:
        review_problem(work, make_reviewer(work, call), command)
    assert set(refusal.value.fields) == {"importance"}


def test_a_comment_has_an_end(work: Work, call: ProblemCall, problem: Problem) -> None:
    with pytest.raises(RuleBroken) as refusal:
        review_problem(work, make_reviewer(work, call), replace(review_of(problem), comment="가" * 1001))
    assert set(refusal.value.fields) == {"comment"}


def test_nobody_reviews_a_problem_of_their_own(work: Work, officer: Actor, call: ProblemCall) -> None:
    expert = make_reviewer(work, call)
    own = start_review(work, officer, make_problem(work, call, expert))
    with pytest.raises(NotPermitted, match="본인이 낸 문제"):
        review_problem(work, expert, review_of(own))


def test_only_the_calls_experts_review(work: Work, officer: Actor, problem: Problem) -> None:
    of_another = make_reviewer(work, make_call(work, officer))
    for actor in (of_another, officer, actor_for(work, make_account(work))):
        with pytest.raises(NotPermitted):
            review_problem(work, actor, review_of(problem))


def test_review_has_its_time(work: Work, officer: Actor, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    posted = make_problem(work, call, title="아직 검토 전")
    with pytest.raises(WrongState):
        review_problem(work, expert, review_of(posted))
    select_problem(work, officer, problem, "모두의 안전에 걸린 일입니다.")
    with pytest.raises(WrongState):
        review_problem(work, expert, review_of(problem))


def test_a_forged_key_finds_nothing(work: Work, call: ProblemCall) -> None:
    with pytest.raises(NotFound):
        review_problem(work, make_reviewer(work, call), ReviewProblem("nosuchkey234", 1, 1, 1, ""))


def test_an_ended_role_reviews_no_more(work: Work, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    account = account_of(work, expert)
    grant(work, account, Role.MENTOR, Scope.PROJECT, call.id)
    without = replace(expert, grants=frozenset(g for g in expert.grants if g.role != Role.REVIEWER))
    with pytest.raises(NotPermitted):
        review_problem(work, without, review_of(problem))
