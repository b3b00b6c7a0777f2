"""The passport: everything public of an idea, in order, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.maturing import make_project
from tests.support.people import actor_for
from tests.support.problems import make_call, make_officer, written
from tests.support.reflection import (
    make_adopted,
    make_judged_idea,
    make_measure,
    make_scene,
    tell_everything,
)
from tests.support.statements import counted_statements
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound
from webapp.core.work import Work
from webapp.home.queries import Passport, passport_of
from webapp.problems.services import post_problem
from webapp.reflection.enums import ReflectionState


def entry_titles(page: Passport) -> list[str]:
    return [entry.title for entry in page.entries]


def step_states(page: Passport) -> dict[str, str]:
    return {step.name: step.state for step in page.steps}


def test_the_way_to_an_outcome_is_told_in_order(work: Work) -> None:
    scene, _key = tell_everything(work)
    page = passport_of(work, scene.idea.key)
    told = entry_titles(page)
    expected = [
        "아이디어 공모를 공고했습니다",
        "아이디어가 접수되었습니다",
        "정책에 반영할지 검토하기 시작했습니다",
        "정책에 반영하기로 했습니다",
        "‘살얼음 예보를 길도우미에 잇기’의 약속한 날을 바꾸었습니다",
        "‘살얼음 예보를 길도우미에 잇기’을(를) 마쳤습니다".replace("을(를)", "를"),
        "‘표지판 달기’ 약속을 중단했습니다",
        "정책이 되었습니다",
    ]
    for title in expected:
        assert title in told
    moments = [entry.moment for entry in page.entries if entry.tone != "next"]
    assert moments == sorted(moment for moment in moments if moment is not None)
    assert page.outcome == "얼음 사고가 절반으로 줄었습니다."
    assert page.reflection_state is ReflectionState.REALISED
    assert page.promise is None


def test_money_maturing_and_judging_are_part_of_it(database: Database, clock: FixedClock) -> None:
    maturing = make_project(database, clock)
    with database.read() as work:
        idea = maturing.contest.ideas[0]
        page = passport_of(work, idea.key)
    told = entry_titles(page)
    assert "심사를 마쳤습니다" in told
    assert any(title.startswith("수상이 결정되었습니다: 최우수상") for title in told)
    assert "아이디어를 다듬기 시작했습니다(숙성)" in told
    assert page.prize_won == 30_000_000
    assert page.paid_won == 0
    payments = [entry.won for entry in page.entries if entry.won is not None and entry.tone == "next"]
    assert payments == [9_000_000, 6_000_000]
    assert step_states(page)["숙성"] == "now"
    assert maturing.contest.entrants[0].name not in str(page)


def test_an_overdue_promise_stands_on_top(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
    clock.advance(timedelta(days=61))
    with database.read() as work:
        page = passport_of(work, scene.idea.key)
    assert page.promise is not None
    assert page.promise.is_overdue
    assert (page.promise.official, page.promise.official_title) == ("한실명", "사무관")


def test_a_hidden_idea_has_no_passport(work: Work) -> None:
    scene = make_scene(work)
    hidden = make_judged_idea(work, scene.challenge, scene.author, is_published=False)
    for key in (hidden.key, "nothing"):
        with pytest.raises(NotFound):
            passport_of(work, key)


def test_a_problem_that_was_withdrawn_is_not_shown(work: Work) -> None:
    scene = make_scene(work)
    call = make_call(work, make_officer(work))
    problem = post_problem(work, actor_for(work, scene.author), written(call, "길이 업니다"))
    scene.challenge.problem_id = problem.id
    work.session.flush()
    assert "문제가 제안되었습니다" in entry_titles(passport_of(work, scene.idea.key))
    problem.state = type(problem.state).WITHDRAWN
    work.session.flush()
    assert "문제가 제안되었습니다" not in entry_titles(passport_of(work, scene.idea.key))


def test_it_costs_six_statements(database: Database) -> None:
    with database.write() as work:
        scene, _key = tell_everything(work)
    with database.read() as work, counted_statements(database) as statements:
        passport_of(work, scene.idea.key)
    assert len(statements) == 6
