"""What the public reads of problems: nothing hidden, in order, page by page, at a fixed cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.people import actor_for, make_account
from tests.support.problems import (
    account_of,
    make_call,
    make_officer,
    make_problem,
    make_reviewed,
    make_reviewer,
    new_call,
    upload,
    written,
)
from tests.support.statements import counted_statements
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.enums import CallPhase, DeclineReason, ProblemField, ProblemState
from webapp.problems.models import ProblemCall
from webapp.problems.queries import (
    ProblemFilters,
    call_options,
    call_page,
    list_public_problems,
    open_calls,
    problem_page,
    problems_of,
    selected_problems,
)
from webapp.problems.services import (
    create_call,
    decline_problem,
    merge_problem,
    post_problem,
    save_problem,
    select_problem,
    start_review,
    withdraw_problem,
)

REASON = "많은 사람이 겪고 있습니다."


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def citizen(work: Work) -> Actor:
    return actor_for(work, make_account(work, "김시민"))


def titles(work: Work, filters: ProblemFilters | None = None) -> list[str]:
    return [row.title for row in list_public_problems(work, filters or ProblemFilters()).items]


def test_drafts_and_withdrawn_problems_are_nowhere(work: Work, call: ProblemCall, citizen: Actor) -> None:
    save_problem(work, citizen, written(call, "초안"))
    withdraw_problem(work, citizen, make_problem(work, call, citizen, "철회"))
    make_problem(work, call, citizen, "공개")
    work.flush()
    assert titles(work) == ["공개"]
    page = call_page(work, call.slug, ANONYMOUS)
    assert (page.total, page.count(ProblemState.POSTED)) == (1, 1)


def test_every_other_state_is_public(work: Work, officer: Actor, call: ProblemCall) -> None:
    posted, reviewed, selected, declined, merged = (
        make_problem(work, call, title=f"문제 {number}") for number in range(5)
    )
    start_review(work, officer, reviewed)
    select_problem(work, officer, selected, REASON)
    decline_problem(work, officer, declined, DeclineReason.OTHER, REASON)
    merge_problem(work, officer, merged, posted.key, REASON)
    work.flush()
    assert len(titles(work)) == 5
    for state in (posted.state, reviewed.state, selected.state, declined.state, merged.state):
        assert len(titles(work, ProblemFilters(state=state))) == 1
    assert titles(work, ProblemFilters(state=ProblemState.DRAFT)) == []


def test_filters_narrow_the_list(work: Work, officer: Actor, call: ProblemCall, citizen: Actor) -> None:
    other = make_call(work, officer)
    make_problem(work, call, title="하나")
    post_problem(work, citizen, replace(written(other, "둘"), field=ProblemField.HEALTH))
    work.flush()
    assert titles(work, ProblemFilters(call=other.slug)) == ["둘"]
    assert titles(work, ProblemFilters(field=ProblemField.SAFETY)) == ["하나"]
    assert titles(work, ProblemFilters(call=call.slug, field=ProblemField.HEALTH)) == []
    assert titles(work, ProblemFilters(call="없는 공모' --")) == []


def test_pages_lead_forth_and_back_without_gaps(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        call = make_call(work, make_officer(work))
    for number in range(7):
        with database.write() as work:
            make_problem(work, call, title=f"문제 {number}")
        clock.advance(timedelta(minutes=number % 2))
    with database.read() as work:
        first = list_public_problems(work, ProblemFilters(), size=3)
        second = list_public_problems(work, ProblemFilters(), first.next_cursor, size=3)
        third = list_public_problems(work, ProblemFilters(), second.next_cursor, size=3)
        back = list_public_problems(work, ProblemFilters(), third.previous_cursor, size=3)
        seen = [row.title for page in (first, second, third) for row in page.items]
        assert seen == [f"문제 {number}" for number in reversed(range(7))]
        assert (back.items, first.total, third.next_cursor) == (second.items, 7, None)
        broken = list_public_problems(work, ProblemFilters(), "broken", size=3)
        assert broken.items == first.items


def test_the_list_costs_the_same_at_any_length(database: Database) -> None:
    costs = []
    for more in (1, 24):
        with database.write() as work:
            call = make_call(work, make_officer(work))
            for number in range(more):
                make_problem(work, call, title=f"문제 {number}")
        with counted_statements(database) as statements, database.read() as work:
            list_public_problems(work, ProblemFilters())
            costs.append(len(statements))
    assert costs == [2, 2]


def test_a_page_tells_the_whole_story(work: Work, officer: Actor, call: ProblemCall, citizen: Actor) -> None:
    problem = post_problem(work, citizen, replace(written(call), files=(upload(),)))
    other = make_problem(work, call, title="같은 문제")
    merge_problem(work, officer, other, problem.key, "같은 골목입니다.")
    start_review(work, officer, problem)
    decline_problem(work, officer, problem, DeclineReason.LOW_PRIORITY, REASON)
    work.flush()
    page = problem_page(work, problem.key, ANONYMOUS)
    assert [entry.title for entry in page.history] == [
        "문제를 접수했습니다",
        "전문가 검토를 시작했습니다",
        "과제로 선정하지 않았습니다",
    ]
    assert page.history[-1].body == f"검토 점수가 낮음. {REASON}"
    assert page.history[-1].actor == f"사무관 {account_of(work, officer).name}"
    assert [entry.actor for entry in page.history[:1]] == ["제안자"]
    assert [one.title for one in page.originals] == ["같은 문제"]
    assert [file.filename for file in page.files] == ["현황 사진.pdf"]
    merged = problem_page(work, other.key, ANONYMOUS)
    assert (merged.problem.into_key, merged.problem.into_title) == (problem.key, problem.title)


def test_scores_are_public_only_with_the_decision(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = make_reviewed(work, officer, call, [(5, 4, 3), (3, 3, 3)])
    work.flush()
    assert problem_page(work, problem.key, ANONYMOUS).summary is None
    select_problem(work, officer, problem, REASON)
    work.flush()
    summary = problem_page(work, problem.key, ANONYMOUS).summary
    assert summary is not None
    assert (summary.count, str(summary.overall), str(summary.urgency)) == (2, "3.63", "4.00")
    assert (str(summary.lowest), str(summary.highest), summary.is_wide) == ("3.25", "4.00", False)


def test_hidden_problems_have_no_page_but_for_their_own(
    work: Work, officer: Actor, call: ProblemCall, citizen: Actor
) -> None:
    draft = save_problem(work, citizen, written(call))
    withdrawn = withdraw_problem(work, citizen, make_problem(work, call, citizen))
    work.flush()
    strangers = (
        ANONYMOUS,
        actor_for(work, make_account(work)),
        make_reviewer(work, call),
        make_officer(work),
    )
    for actor in strangers:
        for key in (draft.key, withdrawn.key, "nosuchkey234"):
            with pytest.raises(NotFound):
                problem_page(work, key, actor)
    with pytest.raises(NotFound):
        problem_page(work, draft.key, officer)
    assert problem_page(work, draft.key, citizen).problem.state is ProblemState.DRAFT
    for actor in (citizen, officer):
        assert problem_page(work, withdrawn.key, actor).problem.state is ProblemState.WITHDRAWN


def test_a_page_costs_the_same_at_any_length(database: Database) -> None:
    costs = []
    for originals in (1, 12):
        with database.write() as work:
            officer = make_officer(work)
            call = make_call(work, officer)
            problem = make_problem(work, call)
            for number in range(originals):
                merge_problem(work, officer, make_problem(work, call, title=f"{number}"), problem.key, REASON)
            key = select_problem(work, officer, problem, REASON).key
        with counted_statements(database) as statements, database.read() as work:
            problem_page(work, key, ANONYMOUS)
            costs.append(len(statements))
    assert costs == [6, 6]


def test_open_calls_close_by_the_clock(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        create_call(work, officer, new_call(work, officer))
    with database.read() as work:
        assert [(card.slug, card.phase) for card in open_calls(work)] == [(call.slug, CallPhase.OPEN)]
        assert [option.slug for option in call_options(work)] == [call.slug]
    clock.advance(timedelta(days=5))
    with database.read() as work:
        assert list(open_calls(work)) == []
        assert call_page(work, call.slug, ANONYMOUS).call.phase is CallPhase.CLOSED


def test_an_unpublished_call_is_its_agencys(work: Work, officer: Actor) -> None:
    call = create_call(work, officer, new_call(work, officer))
    for actor in (ANONYMOUS, make_officer(work)):
        with pytest.raises(NotFound):
            call_page(work, call.slug, actor)
    assert call_page(work, call.slug, officer).call.phase is CallPhase.DRAFT


def test_ones_own_problems_drafts_first(work: Work, call: ProblemCall, citizen: Actor) -> None:
    make_problem(work, call, citizen, "낸 문제")
    save_problem(work, citizen, written(call, "초안"))
    withdraw_problem(work, citizen, save_problem(work, citizen, written(call, "버린 초안")))
    make_problem(work, call, title="남의 문제")
    work.flush()
    assert citizen.account_id is not None
    own = problems_of(work, citizen.account_id)
    assert [one.title for one in own] == ["초안", "낸 문제"]
    assert all(one.next_step for one in own)


def test_selected_problems_are_the_agencys(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = select_problem(work, officer, make_problem(work, call), REASON)
    make_problem(work, call, title="아직")
    work.flush()
    [found] = selected_problems(work, call.agency_id)
    assert (found.key, found.situation) == (problem.key, problem.situation)
    assert list(selected_problems(work, call.agency_id + 1)) == []
