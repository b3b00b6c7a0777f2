"""The department's review: begun by enough endorsements or by an official; its clock does not stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import account_of, make_call, make_officer, make_problem, written
from webapp.accounts.models import Account
from webapp.core.errors import NotPermitted, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.services import endorse, withdraw_endorsement
from webapp.problems.enums import PROBLEM_KIND, ProblemState
from webapp.problems.models import CallRules, Problem
from webapp.problems.services import (
    merge_problem,
    save_problem,
    select_problem,
    start_review,
    start_reviews,
    take_up_problem,
)

RULES = CallRules(endorsement_threshold=2, review_days=3)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def problem(work: Work, officer: Actor) -> Problem:
    return make_problem(work, make_call(work, officer, rules=RULES))


def endorse_by(work: Work, problem: Problem, count: int) -> list[Actor]:
    people = [actor_for(work, make_account(work)) for _ in range(count)]
    for person in people:
        endorse(work, person, SubjectRef(PROBLEM_KIND, problem.key))
    return people


def letters(work: Work, template: str) -> list[str]:
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [row.payload["to"] for row in rows if row.payload["template"] == f"problems/{template}"]


def test_enough_endorsements_begin_the_review_with_its_clock(
    work: Work, officer: Actor, problem: Problem
) -> None:
    endorse_by(work, problem, 1)
    assert (problem.state, problem.review_due_on) == (ProblemState.POSTED, None)
    endorse_by(work, problem, 1)
    # from Tuesday 10 March 2026 three working days on
    assert (problem.state, problem.review_due_on) == (ProblemState.DEPARTMENT_REVIEW, date(2026, 3, 13))
    assert letters(work, "department_review") == [work.session.get_one(Account, problem.author_id).email]
    assert letters(work, "department_review_waits") == [account_of(work, officer).email]
    endorse_by(work, problem, 2)
    assert len(letters(work, "department_review")) == 1


def test_falling_below_does_not_undo_it(work: Work, problem: Problem) -> None:
    for person in endorse_by(work, problem, 2):
        withdraw_endorsement(work, person, SubjectRef(PROBLEM_KIND, problem.key))
    assert problem.state is ProblemState.DEPARTMENT_REVIEW


def test_a_call_without_a_number_waits_for_an_official(work: Work, officer: Actor) -> None:
    problem = make_problem(work, make_call(work, officer))
    endorse_by(work, problem, 3)
    assert problem.state is ProblemState.POSTED
    take_up_problem(work, officer, problem)
    assert (problem.state, take_up_problem(work, officer, problem)) == (
        ProblemState.DEPARTMENT_REVIEW,
        problem,
    )
    assert letters(work, "department_review_waits") == []
    with pytest.raises(NotPermitted):
        take_up_problem(work, make_officer(work), problem)


def test_what_has_gone_further_is_not_called_back(work: Work, officer: Actor, problem: Problem) -> None:
    start_review(work, officer, problem)
    endorse_by(work, problem, 3)
    assert problem.state is ProblemState.UNDER_REVIEW
    with pytest.raises(WrongState):
        take_up_problem(work, officer, problem)


def test_from_the_department_it_goes_to_the_experts_or_is_decided(
    work: Work, officer: Actor, problem: Problem
) -> None:
    endorse_by(work, problem, 2)
    other = take_up_problem(work, officer, make_problem(work, problem.call))
    select_problem(work, officer, other, "국민 다수가 겪는 문제입니다.")
    assert other.state is ProblemState.SELECTED
    assert start_reviews(work, officer, problem.call) == 1
    assert problem.state is ProblemState.UNDER_REVIEW


def test_the_text_stands_once_the_review_has_begun(work: Work, problem: Problem) -> None:
    endorse_by(work, problem, 2)
    author = actor_for(work, work.session.get_one(Account, problem.author_id))
    command = replace(written(problem.call, "고친 제목"), key=problem.key, version=problem.version)
    with pytest.raises(WrongState):
        save_problem(work, author, command)


def test_endorsements_that_come_with_a_merger_count(work: Work, officer: Actor, problem: Problem) -> None:
    other = make_problem(work, problem.call)
    endorse_by(work, problem, 1)
    endorse_by(work, other, 1)
    merge_problem(work, officer, other, problem.key, "같은 문제입니다.")
    assert problem.state is ProblemState.DEPARTMENT_REVIEW
