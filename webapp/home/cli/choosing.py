"""How problems are chosen in the demo: experts declare, step back, save and submit; people are asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import ConflictKind
from webapp.accounts.models import Account
from webapp.core.kst import kst_day
from webapp.home.cli.contests_now import day_time
from webapp.home.cli.steps import Play
from webapp.problems.enums import UNDECIDED_PROBLEM_STATES, Outcome, SurveyKind
from webapp.problems.models import Problem, ProblemCall, Survey
from webapp.problems.services import (
    AnswerSurvey,
    DeclareReviewConflict,
    PlanDecision,
    PlannedItem,
    PlanSurvey,
    ReviewProblem,
    answer_survey,
    create_survey,
    declare_no_conflict,
    declare_review_conflict,
    prepare_decision,
    publish_survey,
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


def ask(
    play: Play, call: ProblemCall, problems: Sequence[Problem], opens_at: datetime, closes_at: datetime
) -> Survey:
    """Plan and publish a survey: up to three of these problems can be chosen."""
    stage, officer = play.stage, play.cast["officer"]
    intro = "먼저 풀었으면 하는 문제를 골라 주십시오. 결과는 운영위원회가 과제를 정할 때 함께 봅니다."
    plan = PlanSurvey(SurveyKind.CHOOSE, 3, intro, opens_at, closes_at, [one.key for one in problems])
    survey = stage.play(create_survey, officer, call, plan)
    return stage.play(publish_survey, officer, survey)


def answer(play: Play, survey: Survey, people: Sequence[Account], problems: Sequence[Problem]) -> None:
    """Let these people choose; the first problems of the list are liked better."""
    weights = [3 if number < 9 else 1 for number in range(len(problems))]
    for person in people:
        chosen = {one.key for one in play.texts.random.choices(problems, weights, k=3)}
        play.stage.play(answer_survey, person, AnswerSurvey(survey.key, choices=sorted(chosen)))
    play.stage.commit()


def ask_now(play: Play, call: ProblemCall, today: datetime) -> None:
    """The standing call's survey of today, with some answers; nobody sees yet what they are."""
    problems = play.stage.work.session.scalars(
        sa.select(Problem)
        .where(Problem.call_id == call.id, Problem.state.in_(UNDECIDED_PROBLEM_STATES))
        .order_by(Problem.id)
    ).all()
    survey = ask(play, call, problems, day_time(today, -2, 9), day_time(today, 12, 18))
    answer(play, survey, play.cast.citizens[40:58], problems)
    _prepare(play, call, problems)


def _prepare(play: Play, call: ProblemCall, problems: Sequence[Problem]) -> None:
    """A batch of the standing call that is not confirmed yet: one problem is planned, the minutes wait."""
    item = PlannedItem(problems[0].key, Outcome.SELECTED, "B")
    plan = PlanDecision(
        "상시 문제 제안 정기 운영위원회", kst_day(play.stage.clock.now()), ["한빛대학교 교수"], "", [item]
    )
    play.stage.play(prepare_decision, play.cast["officer"], call, plan)
    play.stage.commit()
