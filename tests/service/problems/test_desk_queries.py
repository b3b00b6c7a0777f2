"""What officials and experts read at their desks, and what neither may see."""

from __future__ import annotations

import pytest

from tests.support.people import actor_for, make_account, make_agency
from tests.support.problems import (
    agency_of,
    give_review,
    make_call,
    make_officer,
    make_problem,
    make_reviewed,
    make_reviewer,
    scores,
    written,
)
from tests.support.statements import counted_statements
from webapp.accounts.enums import InvitationState, Role
from webapp.accounts.models import Agency
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, SignInNeeded
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import ProblemState
from webapp.problems.models import ProblemCall
from webapp.problems.policies import agencies_read_by
from webapp.problems.queries import (
    OfficeFilters,
    OfficeOrder,
    invited_reviewers,
    merge_candidates,
    next_to_review,
    office_calls,
    office_problem,
    office_problems,
    review_desk,
    review_page,
)
from webapp.problems.queries.reviewing import Standing
from webapp.problems.services import (
    declare_no_conflict,
    invite_reviewer,
    review_problem,
    save_problem,
    select_problem,
    start_review,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


def test_the_desk_lists_only_its_agencies_and_no_drafts(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    make_problem(work, call, title="우리 문제")
    save_problem(work, actor_for(work, make_account(work)), written(call, "초안"))
    make_problem(work, make_call(work, make_officer(work)), title="남의 문제")
    work.flush()
    page = office_problems(work, agencies_read_by(officer), OfficeFilters())
    assert [row.title for row in page.items] == ["우리 문제"]
    assert office_problems(work, frozenset(), OfficeFilters()).items == ()


def test_averages_spread_and_count_stand_in_the_list(work: Work, officer: Actor, call: ProblemCall) -> None:
    make_reviewed(work, officer, call, [(5, 5, 5), (1, 2, 1), (4, 4, 3)])
    work.flush()
    [row] = office_problems(work, agencies_read_by(officer), OfficeFilters()).items
    assert row.summary is not None
    assert (row.summary.count, str(row.summary.overall), str(row.summary.urgency)) == (3, "3.50", "3.33")
    assert (str(row.summary.spread), row.summary.is_wide) == ("2.75", True)
    assert str(row.summary.deviation) == "1.14"


def test_the_best_come_first_page_by_page(database: Database) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        reviewer = make_reviewer(work, call)
        for number in range(33):
            problem = start_review(work, officer, make_problem(work, call, title=f"{number}"))
            if number % 2:
                points = number % 5 + 1
                give_review(work, reviewer, scores(problem.key, points, 3, points))
    filters = OfficeFilters(order=OfficeOrder.SCORE)
    with database.read() as work:
        agencies = agencies_read_by(officer)
        first = office_problems(work, agencies, filters)
        second = office_problems(work, agencies, filters, first.next_cursor)
        back = office_problems(work, agencies, filters, second.previous_cursor)
    rows = [*first.items, *second.items]
    assert (len(first.items), len(rows), len({row.id for row in rows})) == (30, 33, 33)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert back.items == first.items


def test_call_and_state_narrow_the_desk(work: Work, officer: Actor, call: ProblemCall) -> None:
    start_review(work, officer, make_problem(work, call, title="검토"))
    make_problem(work, call, title="접수")
    make_problem(work, make_call(work, officer), title="다른 공모")
    work.flush()
    agencies = agencies_read_by(officer)
    by_call = office_problems(work, agencies, OfficeFilters(call=call.slug))
    assert {row.title for row in by_call.items} == {"검토", "접수"}
    by_state = office_problems(work, agencies, OfficeFilters(state=ProblemState.UNDER_REVIEW))
    assert [row.title for row in by_state.items] == ["검토"]


def test_the_desk_costs_the_same_at_any_length(database: Database) -> None:
    costs = []
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
    for more in (1, 20):
        with database.write() as work:
            for _number in range(more):
                make_reviewed(work, officer, call, [(3, 3, 3)])
        with counted_statements(database) as statements, database.read() as work:
            office_problems(work, agencies_read_by(officer), OfficeFilters())
            office_calls(work, agencies_read_by(officer))
            costs.append(len(statements))
    assert costs == [4, 4]


def test_an_official_reads_every_review(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = make_reviewed(work, officer, call, [(5, 5, 5), (1, 1, 1)])
    work.flush()
    found = office_problem(work, problem.key, officer)
    assert [str(line.overall) for line in found.reviews] == ["4.75", "1.75"]
    assert (found.reviewers, found.page.summary) == (2, None)
    assert found.summary is not None
    secretary = make_officer(work, work.session.get_one(Agency, agency_of(officer)), Role.JUDGING_SECRETARY)
    assert len(office_problem(work, problem.key, secretary).reviews) == 2


def test_nobody_else_reads_the_reviews(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = make_reviewed(work, officer, call, [(5, 5, 5)])
    work.flush()
    for actor in (make_officer(work, make_agency(work)), make_reviewer(work, call), Actor()):
        with pytest.raises((NotPermitted, SignInNeeded)):
            office_problem(work, problem.key, actor)


def test_candidates_for_a_merger_come_by_likeness(work: Work, call: ProblemCall) -> None:
    problem = make_problem(work, call, title="가로등이 어두운 골목")
    make_problem(work, call, title="가로등이 어두운 골목길")
    far = make_problem(work, call, title="바닷가 쓰레기")
    far.situation = "해안에 떠밀려 온 쓰레기를 치울 사람이 없습니다."
    make_problem(work, make_call(work, make_officer(work)), title="가로등이 어두운 골목")
    work.flush()
    candidates = merge_candidates(work, problem.key)
    assert [one.title for one in candidates] == ["가로등이 어두운 골목길", "바닷가 쓰레기"]
    assert candidates[0].shared > candidates[1].shared


def test_the_reviewers_desk_shows_the_next_and_never_ones_own(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    expert = make_reviewer(work, call)
    first = start_review(work, officer, make_problem(work, call, title="첫째"))
    second = start_review(work, officer, make_problem(work, call, title="둘째"))
    start_review(work, officer, make_problem(work, call, expert, "본인 문제"))
    make_problem(work, call, title="검토 전")
    work.flush()
    [desk] = review_desk(work, expert)
    assert [item.title for item in desk.items] == ["첫째", "둘째"]
    assert [item.title for item in desk.undeclared] == ["첫째", "둘째"]
    assert (desk.done, next_to_review(work, expert)) == (0, None)
    declare_no_conflict(work, expert, [first.key, second.key])
    assert next_to_review(work, expert) == first.key
    review_problem(work, expert, scores(first.key))
    [desk] = review_desk(work, expert)
    assert [(item.title, item.standing) for item in desk.declared] == [
        ("둘째", Standing.WAITING),
        ("첫째", Standing.SUBMITTED),
    ]
    assert next_to_review(work, expert) == second.key
    assert list(review_desk(work, officer)) == []


def test_other_reviews_show_only_after_ones_own(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = make_reviewed(work, officer, call, [(5, 4, 3)])
    expert = make_reviewer(work, call)
    work.flush()
    before = review_page(work, problem.key, expert)
    assert (before.own, list(before.others), before.summary) == (None, [], None)
    give_review(work, expert, scores(problem.key, 1, 1, 1))
    after = review_page(work, problem.key, expert)
    assert after.own is not None
    assert [line.urgency for line in after.others] == [5]
    assert after.summary is not None


def test_a_reviewer_is_not_told_the_author(work: Work, officer: Actor, call: ProblemCall) -> None:
    author = actor_for(work, make_account(work, "남궁시민"))
    problem = start_review(work, officer, make_problem(work, call, author))
    work.flush()
    page = review_page(work, problem.key, make_reviewer(work, call))
    assert "남궁" not in repr(page)


def test_a_review_page_is_for_the_calls_experts(work: Work, officer: Actor, call: ProblemCall) -> None:
    expert = make_reviewer(work, call)
    own = start_review(work, officer, make_problem(work, call, expert))
    problem = start_review(work, officer, make_problem(work, call))
    draft = save_problem(work, actor_for(work, make_account(work)), written(call))
    work.flush()
    with pytest.raises(NotPermitted):
        review_page(work, own.key, expert)
    with pytest.raises(NotPermitted):
        review_page(work, problem.key, make_reviewer(work, make_call(work, officer)))
    for key in (draft.key, "nosuchkey234"):
        with pytest.raises(NotFound):
            review_page(work, key, expert)


def test_the_calls_experts_with_what_they_did(work: Work, officer: Actor, call: ProblemCall) -> None:
    invite_reviewer(work, officer, call, "someone@example.org", "김위원")
    work.flush()
    [invited] = invited_reviewers(work, call.id)
    assert (invited.name, invited.state, invited.holds_role, invited.reviews) == (
        "김위원",
        InvitationState.INVITED,
        False,
        0,
    )


def test_calls_at_the_desk_count_their_problems(work: Work, officer: Actor, call: ProblemCall) -> None:
    make_problem(work, call)
    select_problem(work, officer, make_problem(work, call, title="둘째"), "급합니다.")
    work.flush()
    [found] = office_calls(work, agencies_read_by(officer))
    assert found.count(ProblemState.POSTED, ProblemState.SELECTED) == 2
