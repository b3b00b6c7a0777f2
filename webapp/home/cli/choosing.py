"""How problems are chosen in the demo: experts who declare, step back, save and submit."""

from __future__ import annotations

from webapp.accounts.enums import ConflictKind
from webapp.accounts.models import Account
from webapp.home.cli.steps import Play
from webapp.problems.models import Problem
from webapp.problems.services import (
    DeclareReviewConflict,
    ReviewProblem,
    declare_no_conflict,
    declare_review_conflict,
    review_problem,
    save_review,
)

CONFLICT = "이 문제에 관한 연구 용역을 맡은 적이 있습니다."


def step_back(play: Play, reviewer: Account, problem: Problem) -> None:
    """Let an expert declare a conflict over a problem."""
    command = DeclareReviewConflict(problem.key, ConflictKind.ADVICE, CONFLICT)
    play.stage.play(declare_review_conflict, reviewer, command)


def review_some(play: Play, problem: Problem, number: int) -> None:
    """What two experts did so far with the first three problems of the standing call.

    The first is reviewed by one and drafted by the other, the second only declared, the third left by one.
    """
    stage, expert, reviewer = play.stage, play.cast.experts[0], play.cast["reviewer"]
    if number < 2:
        for one in (expert, reviewer):
            stage.play(declare_no_conflict, one, [problem.key])
    if number == 0:
        scores = ReviewProblem(problem.key, 4, 4, 3, 4, 2, play.texts.comment())
        stage.play(review_problem, expert, scores)
        draft = ReviewProblem(problem.key, 5, 4, None, None, None, "현장의 자료를 더 살펴보고 있습니다.")
        stage.play(save_review, reviewer, draft)
    if number == 2:
        step_back(play, expert, problem)
