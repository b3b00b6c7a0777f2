"""Expert reviews: by those who were invited and have no conflict, never of one's own problem, once each."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, grant, make_account
from tests.support.problems import (
    account_of,
    give_review,
    make_call,
    make_officer,
    make_problem,
    make_reviewer,
    scores,
)
from webapp.accounts.enums import ConflictKind, Role, Scope
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.problems.enums import ReviewState
from webapp.problems.models import Problem, ProblemCall, ProblemReview, ReviewDeclaration
from webapp.problems.queries import review_page, review_summary, reviews_of
from webapp.problems.services import (
    DeclareReviewConflict,
    declare_no_conflict,
    declare_review_conflict,
    reopen_review,
    review_problem,
    save_review,
    select_problem,
    start_review,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def problem(work: Work, officer: Actor, call: ProblemCall) -> Problem:
    return start_review(work, officer, make_problem(work, call))


@pytest.fixture
def expert(work: Work, call: ProblemCall, problem: Problem) -> Actor:
    """An expert who has said that there is no conflict."""
    expert = make_reviewer(work, call)
    declare_no_conflict(work, expert, [problem.key])
    return expert


def count(work: Work) -> int:
    work.flush()
    return work.session.scalar(sa.select(sa.func.count()).select_from(ProblemReview)) or 0


def conflict_over(problem: Problem) -> DeclareReviewConflict:
    return DeclareReviewConflict(problem.key, ConflictKind.ADVICE, "이 문제로 연구 용역을 했습니다.")


def test_an_expert_scores_a_problem(work: Work, expert: Actor, problem: Problem) -> None:
    review = review_problem(work, expert, scores(problem.key))
    points = (review.urgency, review.importance, review.solvability, review.ripple, review.difficulty)
    assert points == (4, 5, 3, 4, 2)
    assert (review.state, review.submitted_at) == (ReviewState.SUBMITTED, work.now)


def test_a_draft_may_have_gaps_and_counts_for_nothing(work: Work, expert: Actor, problem: Problem) -> None:
    draft = save_review(work, expert, replace(scores(problem.key), ripple=None, comment=""))
    assert (draft.state, draft.ripple, draft.submitted_at) == (ReviewState.DRAFT, None, None)
    assert review_summary(work, problem.id) is None
    assert list(reviews_of(work, problem.id, with_excluded=True)) == []
    again = save_review(work, expert, replace(scores(problem.key), urgency=1, version=1))
    assert (again.id, again.urgency, count(work)) == (draft.id, 1, 1)


def test_what_is_missing_is_asked_for_at_submission(work: Work, expert: Actor, problem: Problem) -> None:
    command = replace(scores(problem.key), ripple=None, difficulty=None, comment=" ")
    with pytest.raises(RuleBroken) as refusal:
        review_problem(work, expert, command)
    assert set(refusal.value.fields) == {"ripple", "difficulty", "comment"}


def test_what_was_submitted_stands(work: Work, expert: Actor, problem: Problem) -> None:
    review = review_problem(work, expert, scores(problem.key))
    with pytest.raises(WrongState, match="이미 제출한"):
        save_review(work, expert, replace(scores(problem.key), urgency=1, version=review.version))


def test_sending_twice_is_one_review(work: Work, expert: Actor, problem: Problem) -> None:
    first = review_problem(work, expert, scores(problem.key))
    second = review_problem(work, expert, scores(problem.key))
    assert (first.id, count(work)) == (second.id, 1)


def test_a_stale_review_is_refused(work: Work, expert: Actor, problem: Problem) -> None:
    save_review(work, expert, scores(problem.key))
    with pytest.raises(StaleVersion):
        review_problem(work, expert, replace(scores(problem.key), urgency=1))


@pytest.mark.parametrize("points", [0, 6, -1, 10**9])
def test_points_run_from_one_to_five(work: Work, expert: Actor, problem: Problem, points: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        save_review(work, expert, replace(scores(problem.key), difficulty=points))
    assert set(refusal.value.fields) == {"difficulty"}


def test_a_comment_has_an_end(work: Work, expert: Actor, problem: Problem) -> None:
    with pytest.raises(RuleBroken) as refusal:
        review_problem(work, expert, replace(scores(problem.key), comment="가" * 1001))
    assert set(refusal.value.fields) == {"comment"}


def test_nobody_reviews_a_problem_of_their_own(work: Work, officer: Actor, call: ProblemCall) -> None:
    expert = make_reviewer(work, call)
    own = start_review(work, officer, make_problem(work, call, expert))
    for act in (give_review, review_problem):
        with pytest.raises(NotPermitted, match="본인이 낸 문제"):
            act(work, expert, scores(own.key))


def test_only_the_calls_experts_review(work: Work, officer: Actor, problem: Problem) -> None:
    of_another = make_reviewer(work, make_call(work, officer))
    for actor in (of_another, officer, actor_for(work, make_account(work))):
        for act in (give_review, review_problem):
            with pytest.raises(NotPermitted):
                act(work, actor, scores(problem.key))


def test_review_has_its_time(work: Work, officer: Actor, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    posted = make_problem(work, call, title="아직 검토 전")
    for act in (give_review, review_problem):
        with pytest.raises(WrongState):
            act(work, expert, scores(posted.key))
    select_problem(work, officer, problem, "모두의 안전에 걸린 일입니다.")
    with pytest.raises(WrongState):
        give_review(work, expert, scores(problem.key))


def test_a_forged_key_finds_nothing(work: Work, call: ProblemCall) -> None:
    expert = make_reviewer(work, call)
    for act in (give_review, review_problem):
        with pytest.raises(NotFound):
            act(work, expert, scores("nosuchkey234"))


def test_an_ended_role_reviews_no_more(
    work: Work, call: ProblemCall, expert: Actor, problem: Problem
) -> None:
    grant(work, account_of(work, expert), Role.MENTOR, Scope.PROJECT, call.id)
    without = replace(expert, grants=frozenset(g for g in expert.grants if g.role != Role.REVIEWER))
    with pytest.raises(NotPermitted):
        review_problem(work, without, scores(problem.key))


def test_article_8_nothing_is_scored_before_conflicts_are_declared(
    work: Work, call: ProblemCall, problem: Problem
) -> None:
    expert = make_reviewer(work, call)
    for act in (save_review, review_problem):
        with pytest.raises(WrongState, match="이해관계가 있는지"):
            act(work, expert, scores(problem.key))
    assert (declare_no_conflict(work, expert, [problem.key] * 2), count(work)) == (1, 0)
    assert declare_no_conflict(work, expert, [problem.key]) == 0
    assert review_problem(work, expert, scores(problem.key)).state is ReviewState.SUBMITTED


def test_article_8_a_conflict_takes_the_review_out_of_the_means_and_keeps_it(
    work: Work, call: ProblemCall, expert: Actor, problem: Problem
) -> None:
    give_review(work, make_reviewer(work, call), scores(problem.key, 1, 1, 1))
    review_problem(work, expert, scores(problem.key, 5, 5, 5))
    declare_review_conflict(work, expert, conflict_over(problem))
    summary = review_summary(work, problem.id)
    assert summary is not None
    assert (summary.count, int(summary.urgency)) == (1, 1)
    kept = [(line.urgency, line.is_excluded) for line in reviews_of(work, problem.id, with_excluded=True)]
    assert sorted(kept) == [(1, False), (5, True)]
    assert [line.urgency for line in reviews_of(work, problem.id)] == [1]
    with pytest.raises(NotFound):
        review_page(work, problem.key, expert)
    with pytest.raises(WrongState, match="회피"):
        review_problem(work, expert, scores(problem.key))


def test_a_conflict_before_scoring_is_final(work: Work, call: ProblemCall, problem: Problem) -> None:
    expert = make_reviewer(work, call)
    first = declare_review_conflict(work, expert, conflict_over(problem))
    again = declare_review_conflict(work, expert, replace(conflict_over(problem), kind=ConflictKind.OTHER))
    assert (first.id, again.conflict) == (again.id, ConflictKind.ADVICE)
    with pytest.raises(WrongState, match="이미 회피"):
        declare_no_conflict(work, expert, [problem.key])
    assert (count(work), work.session.scalars(sa.select(ReviewDeclaration.note)).all()) == (
        0,
        ["이 문제로 연구 용역을 했습니다."],
    )


@pytest.mark.parametrize("reason", ["", " \n", "가" * 501])
def test_a_conflict_says_why(work: Work, expert: Actor, problem: Problem, reason: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        declare_review_conflict(work, expert, replace(conflict_over(problem), reason=reason))
    assert set(refusal.value.fields) == {"reason"}


def test_an_official_hands_a_review_back_with_a_reason(
    work: Work, officer: Actor, expert: Actor, problem: Problem
) -> None:
    review = review_problem(work, expert, scores(problem.key))
    with pytest.raises(RuleBroken):
        reopen_review(work, officer, review.key, " ")
    with pytest.raises(NotPermitted):
        reopen_review(work, expert, review.key, "고치고 싶습니다.")
    reopen_review(work, officer, review.key, "난이도를 거꾸로 매기셨습니다.")
    assert review_summary(work, problem.id) is None
    letter = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert letter is not None
    assert letter.payload["to"] == account_of(work, expert).email
    review_problem(work, expert, replace(scores(problem.key), difficulty=5, version=review.version))
    steps = work.session.scalars(
        sa.select(StateChange.event)
        .where(StateChange.subject_type == "problem_reviews")
        .order_by(StateChange.id)
    )
    assert list(steps) == ["submit", "reopen", "submit"]


def test_a_review_is_not_handed_back_after_the_decision(
    work: Work, officer: Actor, expert: Actor, problem: Problem
) -> None:
    review = review_problem(work, expert, scores(problem.key))
    select_problem(work, officer, problem, "급합니다.")
    with pytest.raises(WrongState):
        reopen_review(work, officer, review.key, "다시 봐 주십시오.")
    with pytest.raises(NotFound):
        reopen_review(work, officer, "nosuchkey234", "다시 봐 주십시오.")
