"""What came of a call: the funnel of 2020 replayed, and that nothing shows before its time."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.committees import declined, plan_decision, selected
from tests.support.people import actor_for, make_account
from tests.support.problems import (
    give_review,
    make_call,
    make_officer,
    make_problem,
    make_reviewed,
    make_reviewer,
    new_call,
    scores,
)
from tests.support.surveys import make_survey
from webapp import challenges, home
from webapp.challenges.services import parse_contest
from webapp.core.errors import NotFound
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.enums import ProblemState
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries import call_outcome, problem_page
from webapp.problems.services import (
    AnswerSurvey,
    SetSelectionRules,
    answer_survey,
    confirm_decision,
    create_call,
    merge_problem,
    prepare_decision,
    select_problem,
    set_selection_rules,
    start_review,
)

CANDIDATES = Path(home.__file__).parent / "data" / "problems-2020.toml"
CONTEST = Path(challenges.__file__).parent / "data" / "challenge-korea-2020.toml"
#: The nine tasks of the first contest.
TASKS = [
    "반려동물 유기 예방",
    "해양쓰레기 탐지 및 제거",
    "쓰레기 불법투기 감소",
    "보이스피싱 예방",
    "소방차 전용구역·소화전 주변 불법 주차 방지",
    "소각산불 예방",
    "1인 여성가구 안전 확보",
    "금연·흡연 구역 구분",
    "고령층 디지털 정보격차 해소",
]


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


def candidates_of_2020() -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(CANDIDATES.read_text(encoding="utf-8"))["problems"]
    return found


@pytest.fixture
def funnel_of_2020(work: Work, officer: Actor, call: ProblemCall) -> ProblemCall:
    """The call of 2020 with its 38 candidates: reviewed, asked about, and decided with the real grades."""
    contest = parse_contest(CONTEST.read_text(encoding="utf-8"))
    grades = [f"{one.grade.value} {one.cap_won}" for one in contest.programme.money.grades]
    set_selection_rules(work, officer, call, SetSelectionRules(1, grades))
    author, expert = actor_for(work, make_account(work, "김시민")), make_reviewer(work, call)
    facts = candidates_of_2020()
    problems = [make_problem(work, call, author, fact["title"]) for fact in facts]
    for problem in problems:
        give_review(work, expert, scores(start_review(work, officer, problem).key))
    survey = make_survey(work, officer, call, problems)
    answer = AnswerSurvey(survey.key, choices=[problems[0].key])
    answer_survey(work, actor_for(work, make_account(work, "이시민")), answer)
    work.flush()
    work.now += timedelta(days=4)
    items = []
    for fact, problem in zip(facts, problems, strict=True):
        task = fact.get("task")
        if task:
            prizes = contest.challenges[int(task) - 1].prizes
            items.append(selected(problem, prizes.grade.value if prizes.grade else ""))
        else:
            items.append(declined(problem))
    decision = prepare_decision(work, officer, call, plan_decision(work, items))
    confirm_decision(work, officer, decision, decision.version)
    work.flush()
    return call


def test_of_38_candidates_nine_become_tasks_with_the_real_grades(
    work: Work, funnel_of_2020: ProblemCall
) -> None:
    found = call_outcome(work, funnel_of_2020.slug, ANONYMOUS)
    steps = found.funnel
    assert (steps.received, steps.reviewed, steps.surveyed, steps.selected) == (38, 38, 38, 9)
    assert found.grades == [("A", 2, 100_000_000), ("B", 4, 120_000_000), ("C", 3, 30_000_000)]
    assert found.total_won == 250_000_000
    rows = found.rows.items
    assert (len(rows), found.rows.total) == (38, 38)
    assert [row.grade for row in rows[:9]] == ["A"] * 2 + ["B"] * 4 + ["C"] * 3
    assert {row.state for row in rows[9:]} == {ProblemState.DECLINED}
    assert all(row.summary and row.survey for row in rows)
    assert sum(row.survey.votes for row in rows if row.survey) == 1


def test_the_grades_of_the_contest_are_those_of_2020() -> None:
    contest = parse_contest(CONTEST.read_text(encoding="utf-8"))
    grades = sorted(one.prizes.grade.value for one in contest.challenges if one.prizes.grade)
    assert grades == ["A"] * 2 + ["B"] * 4 + ["C"] * 3
    assert [one.brief.title for one in contest.challenges] == TASKS
    tasks = [fact["task"] for fact in candidates_of_2020() if "task" in fact]
    assert (len(candidates_of_2020()), sorted(tasks)) == (38, list(range(1, 10)))


def test_scores_show_only_with_the_decision_and_where_the_call_says_so(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    problem = make_reviewed(work, officer, call, [(5, 4, 3)])
    work.flush()
    [row] = call_outcome(work, call.slug, officer).rows.items
    assert (row.summary, row.survey, row.grade) == (None, None, None)
    select_problem(work, officer, problem, "급합니다.")
    work.flush()
    [row] = call_outcome(work, call.slug, ANONYMOUS).rows.items
    assert row.summary is not None
    call.shows_scores = False
    work.flush()
    [row] = call_outcome(work, call.slug, ANONYMOUS).rows.items
    assert row.summary is None


def test_no_expert_is_named_in_public(work: Work, officer: Actor, call: ProblemCall) -> None:
    call.shows_comments = True
    problem = start_review(work, officer, make_problem(work, call))
    give_review(
        work, make_reviewer(work, call, "남궁위원"), scores(problem.key, comment="근거가 뚜렷합니다.")
    )
    work.flush()
    assert list(problem_page(work, problem.key, ANONYMOUS).comments) == []
    select_problem(work, officer, problem, "급합니다.")
    work.flush()
    page = problem_page(work, problem.key, ANONYMOUS)
    assert list(page.comments) == ["근거가 뚜렷합니다."]
    for told in (page, call_outcome(work, call.slug, ANONYMOUS)):
        assert "남궁" not in repr(told)
    call.shows_comments = False
    work.flush()
    assert list(problem_page(work, problem.key, ANONYMOUS).comments) == []


def test_an_open_survey_tells_nothing(work: Work, officer: Actor, call: ProblemCall) -> None:
    problems = [make_problem(work, call, title=f"{number}") for number in range(3)]
    survey = make_survey(work, officer, call, problems)
    answer = AnswerSurvey(survey.key, choices=[problems[0].key])
    answer_survey(work, actor_for(work, make_account(work)), answer)
    work.flush()
    for reader in (ANONYMOUS, officer):
        found = call_outcome(work, call.slug, reader)
        assert (found.funnel.surveyed, found.has_survey) == (3, False)


def test_a_committees_batch_is_secret_until_it_is_confirmed(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    problem = make_problem(work, call)
    decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problem)]))
    work.flush()
    found = call_outcome(work, call.slug, ANONYMOUS)
    assert (list(found.meetings), list(found.grades), found.rows.items[0].grade) == ([], [], None)
    confirm_decision(work, officer, decision, decision.version)
    work.flush()
    assert problem_page(work, problem.key, ANONYMOUS).grade == ("A", 50_000_000)


def test_merged_problems_are_counted_and_stand_with_their_target(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    target, other = make_problem(work, call), make_problem(work, call)
    merge_problem(work, officer, other, target.key, "같은 문제입니다.")
    work.flush()
    found = call_outcome(work, call.slug, ANONYMOUS)
    assert (found.funnel.received, found.funnel.merged) == (2, 1)
    assert [row.key for row in found.rows.items] == [target.key]


def test_long_calls_come_page_by_page(work: Work, call: ProblemCall) -> None:
    author = actor_for(work, make_account(work))
    for number in range(52):
        problem = Problem(
            call_id=call.id, author_id=author.account_id or 0, source="citizen", field="safety",
            title=f"{number}", situation="가" * 20, wished_change="나" * 20, state=ProblemState.POSTED,
            created_at=work.now, posted_at=work.now,
        )  # fmt: skip
        work.session.add(problem)
    work.flush()
    first = call_outcome(work, call.slug, ANONYMOUS).rows
    second = call_outcome(work, call.slug, ANONYMOUS, first.next_cursor).rows
    back = call_outcome(work, call.slug, ANONYMOUS, second.previous_cursor).rows
    assert ([len(first.items), len(second.items)], back.items) == ([50, 2], first.items)


def test_the_results_of_a_draft_are_the_agencys(work: Work, officer: Actor) -> None:
    draft = create_call(work, officer, new_call(work, officer))
    work.flush()
    with pytest.raises(NotFound):
        call_outcome(work, draft.slug, ANONYMOUS)
    assert call_outcome(work, draft.slug, officer).funnel.received == 0
