"""Decisions: who may, once only, with a reason that stands in public, and every author hears of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from tests.support.problems import account_of, make_call, make_officer, make_problem, make_reviewer
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.problems.enums import DeclineReason, ProblemState
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.services import (
    AnnouncedChallenge,
    decline_problem,
    merge_problem,
    note_challenge,
    select_problem,
    start_review,
    start_reviews,
    withdraw_problem,
)

REASON = "많은 사람이 겪고 있고 지금 풀 수 있는 문제입니다."


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def problem(work: Work, call: ProblemCall) -> Problem:
    return make_problem(work, call)


def letters(work: Work, template: str) -> list[dict[str, Any]]:
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [row.payload for row in rows if row.payload["template"] == f"problems/{template}"]


def addresses(work: Work, template: str) -> list[str]:
    return [letter["to"] for letter in letters(work, template)]


def author_address(work: Work, problem: Problem) -> str:
    return account_of(work, Actor(account_id=problem.author_id)).email


def test_review_begins_and_all_hear_of_it(
    work: Work, officer: Actor, call: ProblemCall, problem: Problem
) -> None:
    expert = make_reviewer(work, call)
    start_review(work, officer, problem)
    start_review(work, officer, make_problem(work, call, title="다른 문제"))
    assert problem.state is ProblemState.UNDER_REVIEW
    assert len(addresses(work, "review_started")) == 2
    assert addresses(work, "reviews_waiting") == [account_of(work, expert).email]


def test_all_waiting_problems_go_to_review_at_once(work: Work, officer: Actor, call: ProblemCall) -> None:
    waiting = [make_problem(work, call, title=f"문제 {number}") for number in range(3)]
    own = make_problem(work, call, officer, title="담당자가 낸 문제")
    assert start_reviews(work, officer, call) == 3
    assert {one.state for one in waiting} == {ProblemState.UNDER_REVIEW}
    assert own.state is ProblemState.POSTED
    assert start_reviews(work, officer, call) == 0


def test_a_selection_names_who_and_why(work: Work, call: ProblemCall, problem: Problem) -> None:
    agency = work.session.get_one(Agency, call.agency_id)
    department = make_department(work, agency)
    account = make_official(work, agency, Role.APPROVER, name="이결재", department=department)
    select_problem(work, actor_for(work, account), problem, REASON)
    assert problem.state is ProblemState.SELECTED
    assert (problem.decision_reason, problem.decided_at) == (REASON, work.now)
    assert problem.decision_official == {
        "name": "이결재",
        "title": "사무관",
        "department": department.name,
        "department_en": "",
    }
    [letter] = letters(work, "selected")
    assert letter["to"] == author_address(work, problem)
    assert letter["facts"]["official"] == f"{department.name} 사무관 이결재"
    assert letter["facts"]["decision_reason"] == REASON


def test_a_refusal_has_a_code_and_words(work: Work, officer: Actor, problem: Problem) -> None:
    decline_problem(work, officer, problem, DeclineReason.ALREADY_UNDERWAY, REASON)
    assert (problem.state, problem.decline_reason) == (ProblemState.DECLINED, DeclineReason.ALREADY_UNDERWAY)
    [letter] = letters(work, "declined")
    assert letter["facts"]["decline_reason"] == "이미 시행 중이거나 시행할 예정"


@pytest.mark.parametrize("reason", ["", "  \n ", "가" * 2001, "문의는 010-1234-5678로 주십시오."])
def test_a_reason_is_written_for_the_public(
    work: Work, officer: Actor, problem: Problem, reason: str
) -> None:
    acts: tuple[Callable[[], Problem], ...] = (
        lambda: select_problem(work, officer, problem, reason),
        lambda: decline_problem(work, officer, problem, DeclineReason.OTHER, reason),
        lambda: merge_problem(work, officer, problem, make_problem(work, problem.call).key, reason),
    )
    for decide in acts:
        with pytest.raises(RuleBroken) as refusal:
            decide()
        assert set(refusal.value.fields) == {"reason"}


def test_nobody_decides_twice(work: Work, officer: Actor, call: ProblemCall, problem: Problem) -> None:
    select_problem(work, officer, problem, REASON)
    work.session.commit()
    acts: tuple[Callable[[], Problem], ...] = (
        lambda: select_problem(work, officer, problem, "다시"),
        lambda: decline_problem(work, officer, problem, DeclineReason.OTHER, "다시"),
        lambda: merge_problem(work, officer, problem, make_problem(work, call).key, "다시"),
        lambda: start_review(work, officer, problem),
    )
    for decide in acts:
        with pytest.raises(WrongState):
            decide()
        work.session.rollback()
    assert problem.decision_reason == REASON


def test_only_the_agencys_officials_decide(work: Work, call: ProblemCall, problem: Problem) -> None:
    agency = work.session.get_one(Agency, call.agency_id)
    author = Actor(account_id=problem.author_id)
    strangers = (
        make_officer(work, make_agency(work)),
        make_officer(work, agency, Role.JUDGING_SECRETARY),
        make_reviewer(work, call),
        actor_for(work, make_account(work)),
        actor_for(work, account_of(work, author)),
    )
    for actor in strangers:
        with pytest.raises(NotPermitted):
            select_problem(work, actor, problem, REASON)


def test_nobody_decides_on_their_own(work: Work, officer: Actor, call: ProblemCall) -> None:
    own = make_problem(work, call, officer)
    with pytest.raises(NotPermitted, match="본인이 낸 문제"):
        select_problem(work, officer, own, REASON)


def test_a_merger_leads_to_the_other(work: Work, officer: Actor, call: ProblemCall, problem: Problem) -> None:
    target = make_problem(work, call, title="큰 문제")
    merge_problem(work, officer, problem, f" {target.key} ", REASON)
    assert (problem.state, problem.merged_into_id) == (ProblemState.MERGED, target.id)
    assert target.state is ProblemState.POSTED
    [letter] = letters(work, "merged")
    assert (letter["to"], letter["facts"]["into_title"]) == (author_address(work, problem), "큰 문제")


def test_what_was_merged_before_moves_along(work: Work, officer: Actor, call: ProblemCall) -> None:
    first, second, third = (make_problem(work, call, title=f"문제 {number}") for number in range(3))
    merge_problem(work, officer, first, second.key, REASON)
    merge_problem(work, officer, second, third.key, REASON)
    assert (first.merged_into_id, second.merged_into_id) == (third.id, third.id)
    told = [author_address(work, one) for one in (first, second, first)]
    assert addresses(work, "merged") == [told[0], told[1], told[2]]


def test_a_problem_is_not_merged_into_itself_or_into_a_closed_one(
    work: Work, officer: Actor, call: ProblemCall, problem: Problem
) -> None:
    merged, declined, other = (make_problem(work, call, title=f"문제 {number}") for number in range(3))
    withdrawn = withdraw_problem(
        work, (author := actor_for(work, make_account(work))), make_problem(work, call, author)
    )
    merge_problem(work, officer, merged, other.key, REASON)
    decline_problem(work, officer, declined, DeclineReason.OTHER, REASON)
    elsewhere = make_officer(work)
    foreign = make_problem(work, make_call(work, elsewhere))
    codes = {}
    for target in (problem, merged, declined, withdrawn, foreign):
        with pytest.raises(RuleBroken) as refusal:
            merge_problem(work, officer, problem, target.key, REASON)
        assert set(refusal.value.fields) == {"into"}
        codes[target.id] = refusal.value.code
    assert list(codes.values()) == [
        "merge_itself",
        "merge_closed",
        "merge_closed",
        "merge_closed",
        "merge_unknown",
    ]


def test_a_circle_cannot_come_about(work: Work, officer: Actor, call: ProblemCall, problem: Problem) -> None:
    other = make_problem(work, call, title="다른 문제")
    merge_problem(work, officer, problem, other.key, REASON)
    with pytest.raises(RuleBroken):
        merge_problem(work, officer, other, problem.key, REASON)


def test_the_authors_of_merged_problems_hear_the_end(
    work: Work, officer: Actor, call: ProblemCall, problem: Problem
) -> None:
    target = make_problem(work, call, title="큰 문제")
    merge_problem(work, officer, problem, target.key, REASON)
    select_problem(work, officer, target, REASON)
    [letter] = letters(work, "merged_decided")
    assert (letter["to"], letter["facts"]["outcome"]) == (author_address(work, problem), "selected")


def test_history_and_audit_keep_every_step(work: Work, officer: Actor, problem: Problem) -> None:
    start_review(work, officer, problem)
    decline_problem(work, officer, problem, DeclineReason.LOW_PRIORITY, REASON)
    work.commit()
    steps = work.session.execute(
        sa.select(StateChange.event, StateChange.reason)
        .where(StateChange.subject_type == "problems", StateChange.subject_id == problem.id)
        .order_by(StateChange.id)
    ).all()
    assert [tuple(step) for step in steps] == [("post", ""), ("start_review", ""), ("decline", REASON)]


def test_a_challenge_that_was_announced_is_linked_and_told_once(
    work: Work, officer: Actor, call: ProblemCall, problem: Problem
) -> None:
    other = make_problem(work, call, title="같은 문제")
    merge_problem(work, officer, other, problem.key, REASON)
    select_problem(work, officer, problem, REASON)
    made = AnnouncedChallenge("abcdefghjkmn", "밤길 안전", "Safe at night")
    for _time in range(2):
        note_challenge(work, officer, problem.id, made)
    assert (problem.challenge_key, problem.challenge_title) == ("abcdefghjkmn", "밤길 안전")
    told = letters(work, "announced")
    assert [letter["to"] for letter in told] == [author_address(work, problem), author_address(work, other)]
    assert {letter["facts"]["link"] for letter in told} == {"http://localhost/challenges/abcdefghjkmn"}
