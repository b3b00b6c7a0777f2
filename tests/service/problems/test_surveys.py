"""Preference surveys: planned, opened and closed by the clock, answered once, totals hidden until the end."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, make_problem, make_reviewer
from tests.support.surveys import make_survey, plan_of
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, SignInNeeded, StaleVersion, WrongState
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.enums import SurveyKind, SurveyPhase, SurveyState
from webapp.problems.models import CallRules, Problem, ProblemCall, SurveyAnswer
from webapp.problems.queries import survey_of_call, survey_page
from webapp.problems.queries.surveys import in_order_of, percent_of
from webapp.problems.services import (
    AnswerSurvey,
    answer_survey,
    cancel_survey,
    create_survey,
    publish_survey,
    update_survey,
    withdraw_problem,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def problems(work: Work, call: ProblemCall) -> Sequence[Problem]:
    return [make_problem(work, call, title=title) for title in ("가로등", "쓰레기", "살얼음")]


def citizen(work: Work) -> Actor:
    return actor_for(work, make_account(work, "김시민"))


def choosing(survey_key: str, *problems: Problem) -> AnswerSurvey:
    return AnswerSurvey(survey_key, choices=[problem.key for problem in problems])


def pass_days(work: Work, days: int) -> None:
    work.flush()
    work.now += timedelta(days=days)


def test_a_survey_is_planned_changed_and_published(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    plan = plan_of(work, problems)
    survey = create_survey(work, officer, call, plan)
    with pytest.raises(NotFound):
        survey_page(work, survey.key, citizen(work))
    changed = replace(plan, most_choices=1, problem_keys=plan.problem_keys[:2], version=survey.version)
    update_survey(work, officer, survey, changed)
    with pytest.raises(StaleVersion):
        update_survey(work, officer, survey, replace(changed, intro="다른 글"))
    publish_survey(work, officer, survey)
    assert survey.state is SurveyState.PUBLISHED
    with pytest.raises(WrongState):
        update_survey(work, officer, survey, replace(changed, version=survey.version))
    page = survey_page(work, survey.key, ANONYMOUS)
    assert {one.title for one in page.candidates} == {"가로등", "쓰레기"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"most_choices": 0}, "most_choices"),
        ({"most_choices": 11}, "most_choices"),
        ({"most_choices": None}, "most_choices"),
        ({"most_choices": 3}, "problems"),
        ({"problem_keys": []}, "problems"),
        ({"problem_keys": ["forged", "keys"]}, "problems"),
        ({"intro": "가" * 2001}, "intro"),
    ],
)
def test_a_plan_that_does_not_fit(
    work: Work,
    officer: Actor,
    call: ProblemCall,
    problems: Sequence[Problem],
    change: dict[str, object],
    field: str,
) -> None:
    plan = replace(plan_of(work, problems), **change)  # type: ignore[arg-type]  # the parameters fit
    with pytest.raises(RuleBroken) as refusal:
        create_survey(work, officer, call, plan)
    assert set(refusal.value.fields) == {field}


def test_dates_in_order_and_not_in_the_past(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    plan = plan_of(work, problems)
    for closes_at in (plan.opens_at, work.now - timedelta(minutes=1)):
        with pytest.raises(RuleBroken) as refusal:
            create_survey(work, officer, call, replace(plan, closes_at=closes_at))
        assert set(refusal.value.fields) == {"closes_at"}
    survey = create_survey(work, officer, call, plan)
    pass_days(work, 4)
    with pytest.raises(RuleBroken):
        publish_survey(work, officer, survey)


def test_one_survey_stands_per_call(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    first = make_survey(work, officer, call, problems)
    cancel_survey(work, officer, first, "후보를 다시 고릅니다.")
    make_survey(work, officer, call, problems)
    with pytest.raises(RuleBroken, match="이미 선호도 조사가 있습니다"):
        create_survey(work, officer, call, plan_of(work, problems))


def test_the_clock_opens_and_closes(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    plan = replace(plan_of(work, problems), opens_at=work.now + timedelta(days=1))
    survey = publish_survey(work, officer, create_survey(work, officer, call, plan))
    command = choosing(survey.key, problems[0])
    with pytest.raises(WrongState):
        answer_survey(work, citizen(work), command)
    pass_days(work, 1)
    answer_survey(work, citizen(work), command)
    pass_days(work, 2)
    with pytest.raises(WrongState):
        answer_survey(work, citizen(work), command)
    card = survey_of_call(work, call.id)
    assert card is not None
    assert (card.phase, card.answers) == (SurveyPhase.CLOSED, 1)


def test_one_answer_each(work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]) -> None:
    survey = make_survey(work, officer, call, problems)
    person = citizen(work)
    first = answer_survey(work, person, choosing(survey.key, problems[0], problems[1]))
    again = answer_survey(work, person, choosing(survey.key, problems[1], problems[0]))
    assert again.id == first.id
    with pytest.raises(WrongState, match="이미 이 조사에 답하셨습니다"):
        answer_survey(work, person, choosing(survey.key, problems[2]))
    work.flush()
    assert work.session.scalar(sa.select(sa.func.count()).select_from(SurveyAnswer)) == 1


def test_the_database_keeps_a_second_answer_out(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems)
    person = citizen(work)
    answer_survey(work, person, choosing(survey.key, problems[0]))
    row = SurveyAnswer(survey_id=survey.id, account_id=person.account_id or 0, answered_at=work.now)
    work.session.add(row)
    with pytest.raises(RuleBroken, match="한 사람이 한 번만"):
        work.flush()


def test_what_cannot_be_chosen(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems[:3])
    other = make_problem(work, call, title="후보가 아님")
    for command in (
        choosing(survey.key),
        choosing(survey.key, *problems),
        choosing(survey.key, other),
        AnswerSurvey(survey.key, choices=["<script>"]),
    ):
        with pytest.raises(RuleBroken) as refusal:
            answer_survey(work, citizen(work), command)
        assert set(refusal.value.fields) == {"choices"}
    with pytest.raises(SignInNeeded):
        answer_survey(work, ANONYMOUS, choosing(survey.key, problems[0]))
    with pytest.raises(NotFound):
        answer_survey(work, citizen(work), choosing("nosuchkey234", problems[0]))


def test_a_withdrawn_candidate_is_chosen_no_more(work: Work, officer: Actor, call: ProblemCall) -> None:
    author = citizen(work)
    gone = make_problem(work, call, author, "철회할 문제")
    others = [make_problem(work, call, title=title) for title in ("하나", "둘")]
    survey = make_survey(work, officer, call, [gone, *others])
    withdraw_problem(work, author, gone)
    with pytest.raises(RuleBroken, match="후보가 바뀌었습니다"):
        answer_survey(work, citizen(work), choosing(survey.key, gone))
    assert len(survey_page(work, survey.key, ANONYMOUS).candidates) == 2


def test_ratings_have_means(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems, SurveyKind.RATE)
    first, second, third = (problem.key for problem in problems)
    for urgency in (5, 4, 4):
        ratings = {first: (urgency, 3), second: (1, 1), third: (None, None)}
        answer_survey(work, citizen(work), AnswerSurvey(survey.key, ratings=ratings))
    bad: list[dict[str, tuple[int | None, int | None]]] = [
        {}, {third: (None, None)}, {first: (5, None)}, {first: (6, 1)}, {"forged": (1, 1)},
    ]  # fmt: skip
    for ratings_ in bad:
        with pytest.raises(RuleBroken):
            answer_survey(work, citizen(work), AnswerSurvey(survey.key, ratings=ratings_))
    pass_days(work, 3)
    results = survey_page(work, survey.key, ANONYMOUS).results
    assert results is not None
    told = [(row.title, row.votes, row.urgency, row.importance) for row in results.rows]
    assert told == [
        ("가로등", 3, Decimal("4.33"), Decimal("3.00")),
        ("쓰레기", 3, Decimal("1.00"), Decimal("1.00")),
        ("살얼음", 0, None, None),
    ]


def test_totals_are_told_to_nobody_before_the_end(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems)
    for chosen in (problems[:1], problems[:1], problems[1:2]):
        answer_survey(work, citizen(work), choosing(survey.key, *chosen))
    work.flush()
    for reader in (ANONYMOUS, officer, citizen(work)):
        page = survey_page(work, survey.key, reader)
        assert (page.results, page.survey.answers) == (None, 3)
    entries = work.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "problems:survey:answered")
    )
    assert all("choices" not in str(entry.after) for entry in entries)
    pass_days(work, 3)
    results = survey_page(work, survey.key, ANONYMOUS).results
    assert results is not None
    assert [(row.title, row.votes, str(row.percent)) for row in results.rows] == [
        ("가로등", 2, "66.7"),
        ("쓰레기", 1, "33.3"),
        ("살얼음", 0, "0.0"),
    ]
    assert (results.count, results.total_percent) == (3, Decimal("100.0"))


def test_a_call_may_keep_its_survey_to_officials(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    call.shows_survey = False
    survey = make_survey(work, officer, call, problems)
    answer_survey(work, citizen(work), choosing(survey.key, problems[0]))
    pass_days(work, 3)
    assert survey_page(work, survey.key, citizen(work)).results is None
    assert survey_page(work, survey.key, officer).results is not None
    assert CallRules().shows_survey


def test_a_cancelled_survey_says_why(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems)
    with pytest.raises(RuleBroken):
        cancel_survey(work, officer, survey, " ")
    cancel_survey(work, officer, survey, "후보를 다시 고릅니다.")
    assert survey_page(work, survey.key, ANONYMOUS).cancel_reason == "후보를 다시 고릅니다."
    assert cancel_survey(work, officer, survey, "다시") is survey
    with pytest.raises(WrongState):
        answer_survey(work, citizen(work), choosing(survey.key, problems[0]))


def test_a_closed_survey_is_not_cancelled(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems)
    pass_days(work, 3)
    with pytest.raises(WrongState):
        cancel_survey(work, officer, survey, "결과가 마음에 들지 않습니다.")


def test_only_the_calls_officials_plan(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    survey = make_survey(work, officer, call, problems)
    for actor in (citizen(work), make_officer(work), make_reviewer(work, call)):
        with pytest.raises(NotPermitted):
            create_survey(work, actor, call, plan_of(work, problems))
        with pytest.raises(NotPermitted):
            cancel_survey(work, actor, survey, "까닭")


def test_the_order_is_each_persons_own_and_stays() -> None:
    ids = list(range(1, 30))
    orders = {tuple(in_order_of("seed", person, ids)) for person in range(20)}
    assert len(orders) == 20
    assert in_order_of("seed", 7, ids) == in_order_of("seed", 7, reversed(ids))
    assert in_order_of("seed", 7, ids) != in_order_of("other", 7, ids)
    assert sorted(in_order_of("seed", 7, ids)) == ids
    first = [in_order_of("seed", person, ids)[0] for person in range(290)]
    assert max(first.count(one) for one in ids) < 30


@pytest.mark.parametrize(
    ("votes", "count", "percent"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 8, "12.5"), (0, 0, "0.0"), (5, 5, "100.0")],
)
def test_shares_are_rounded_half_up(votes: int, count: int, percent: str) -> None:
    assert str(percent_of(votes, count)) == percent


def test_two_sessions_at_once_keep_one_answer(database: Database) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        candidates = [make_problem(work, call, title=title) for title in ("하나", "둘", "셋")]
        survey_key = make_survey(work, officer, call, candidates).key
        keys = [problem.key for problem in candidates]
        person = citizen(work)

    def send(key: str) -> str:
        try:
            with database.write() as work:
                answer_survey(work, person, AnswerSurvey(survey_key, choices=[key]))
        except (RuleBroken, WrongState) as refusal:
            return refusal.message
        return "kept"

    with ThreadPoolExecutor(max_workers=3) as pool:
        outcomes = sorted(pool.map(send, keys))
    assert outcomes.count("kept") == 1
    assert all("한 사람이 한 번만" in one for one in outcomes if one != "kept")
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(SurveyAnswer)) == 1
