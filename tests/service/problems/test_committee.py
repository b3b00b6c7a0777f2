"""The committee: a batch is prepared, checked, confirmed at once; authors are told; grades cap the prize."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.committees import MINUTES, declined, plan_decision, selected
from tests.support.people import actor_for, make_account, make_official
from tests.support.problems import (
    account_of,
    agency_of,
    make_call,
    make_officer,
    make_problem,
    make_reviewed,
)
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import CommitteeState, DeclineReason, ProblemState
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries import batch_rows, committee_page, committees_of, selection_rules
from webapp.problems.services import (
    SetSelectionRules,
    change_decision,
    confirm_decision,
    discard_decision,
    load_decision,
    merge_problem,
    prepare_decision,
    select_problem,
    set_selection_rules,
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


def colleague(work: Work, officer: Actor) -> Actor:
    """The approver of the same agency."""
    agency = work.session.get_one(Agency, agency_of(officer))
    return actor_for(work, make_official(work, agency, Role.APPROVER))


def letters_to(work: Work, actor: Actor) -> list[str]:
    work.flush()
    address = account_of(work, actor).email
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [row.payload["template"] for row in rows if row.payload.get("to") == address]


def test_a_batch_is_decided_at_once(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    first, second, third = problems
    plan = plan_decision(work, [selected(first, "A", "모두의 안전"), selected(second, "C"), declined(third)])
    decision = prepare_decision(work, officer, call, plan)
    assert {problem.state for problem in problems} == {ProblemState.POSTED}
    confirm_decision(work, officer, decision, decision.version)
    assert [problem.state for problem in problems] == [
        ProblemState.SELECTED,
        ProblemState.SELECTED,
        ProblemState.DECLINED,
    ]
    assert (first.decision_reason, second.decision_reason) == ("모두의 안전", MINUTES)
    assert third.decline_reason is DeclineReason.LOW_PRIORITY
    assert decision.official["name"] == account_of(work, officer).name
    assert decision.members == ["한빛대학교 김위원", "시민단체 이위원"]
    page = committee_page(work, decision.key, officer)
    assert page.by_grade == [("A", 1, 50_000_000), ("C", 1, 10_000_000)]
    assert (page.total_won, len(page.declined), page.gaps) == (60_000_000, 1, [])


def test_every_author_is_told_those_of_merged_problems_too(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    authors = [actor_for(work, make_account(work, name)) for name in ("가시민", "나시민", "다시민")]
    chosen, merged, other = (make_problem(work, call, author, f"{author.name}의 문제") for author in authors)
    merge_problem(work, officer, merged, chosen.key, "같은 문제입니다.")
    plan = plan_decision(work, [selected(chosen), declined(other)])
    decision = prepare_decision(work, officer, call, plan)
    assert "problems/selected" not in letters_to(work, authors[0])
    confirm_decision(work, officer, decision, decision.version)
    assert letters_to(work, authors[0])[-1] == "problems/selected"
    assert letters_to(work, authors[1])[-1] == "problems/merged_decided"
    assert letters_to(work, authors[2])[-1] == "problems/declined"
    before = len(letters_to(work, authors[0]))
    confirm_decision(work, officer, decision, decision.version)
    assert len(letters_to(work, authors[0])) == before


def test_two_officials_at_once_lose_nothing(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    other = colleague(work, officer)
    decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problems[0])]))
    seen = decision.version
    change_decision(work, other, decision, plan_decision(work, [declined(problems[0])], version=seen))
    with pytest.raises(StaleVersion):
        change_decision(work, officer, decision, plan_decision(work, [selected(problems[1])], version=seen))
    with pytest.raises(StaleVersion):
        confirm_decision(work, officer, decision, seen)
    [row] = committee_page(work, decision.key, officer).rows
    assert (row.title, row.decline_reason) == ("가로등", DeclineReason.LOW_PRIORITY)
    confirm_decision(work, other, decision, decision.version)
    with pytest.raises((StaleVersion, WrongState)):
        confirm_decision(work, officer, decision, decision.version)
    with pytest.raises(WrongState):
        change_decision(
            work, officer, decision, plan_decision(work, [selected(problems[0])], version=decision.version)
        )


def test_a_problem_decided_elsewhere_stops_the_whole_batch(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    plan = plan_decision(work, [selected(problems[0]), selected(problems[1])])
    decision = prepare_decision(work, officer, call, plan)
    select_problem(work, officer, problems[1], "먼저 정했습니다.")
    work.commit()
    key, version = decision.key, decision.version
    with pytest.raises(WrongState, match="쓰레기"):
        confirm_decision(work, officer, decision, version)
    work.roll_back()
    assert load_decision(work, key).state is CommitteeState.DRAFT
    state = work.session.scalar(sa.select(Problem.state).where(Problem.title == "가로등"))
    assert state is ProblemState.POSTED


def test_what_is_missing_is_told_before_anything_is_decided(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    first, second, _third = problems
    bare = replace(
        plan_decision(work, [selected(first, ""), replace(declined(second), decline_reason=None)]),
        minutes=" ",
        members=[],
    )
    decision = prepare_decision(work, officer, call, bare)
    assert len(committee_page(work, decision.key, officer).gaps) == 4
    with pytest.raises(RuleBroken):
        confirm_decision(work, officer, decision, decision.version)
    empty = prepare_decision(work, officer, call, plan_decision(work, []))
    with pytest.raises(RuleBroken, match="한 건 이상"):
        confirm_decision(work, officer, empty, empty.version)
    assert first.state is ProblemState.POSTED


def test_a_plan_that_does_not_fit(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    first = problems[0]
    elsewhere = make_problem(work, make_call(work, officer))
    own = make_problem(work, call, officer, "담당자가 낸 문제")
    cases = {
        f"outcome-{elsewhere.key}": [selected(elsewhere)],
        f"outcome-{own.key}": [selected(own)],
        f"grade-{first.key}": [selected(first, "Z")],
        f"reason-{first.key}": [selected(first, "A", "문의는 010-1234-5678")],
    }
    for field, items in cases.items():
        with pytest.raises(RuleBroken) as refusal:
            prepare_decision(work, officer, call, plan_decision(work, items))
        assert set(refusal.value.fields) == {field}
    tomorrow = replace(plan_decision(work, []), held_on=(work.now + timedelta(days=2)).date())
    for plan, field in (
        (tomorrow, "held_on"),
        (replace(tomorrow, title=""), "title"),
        (replace(plan_decision(work, []), members=["가"] * 61), "members"),
        (replace(plan_decision(work, []), minutes="가" * 2001), "minutes"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            prepare_decision(work, officer, call, plan)
        assert set(refusal.value.fields) == {field}


def test_a_grade_is_one_of_the_calls_table(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    assert [one.grade for one in selection_rules(work, call.id).grades] == ["A", "B", "C"]
    command = SetSelectionRules(5, ["가 7000000"])
    set_selection_rules(work, officer, call, command)
    with pytest.raises(StaleVersion):
        set_selection_rules(work, officer, call, command)
    with pytest.raises(RuleBroken):
        prepare_decision(work, officer, call, plan_decision(work, [selected(problems[0], "A")]))
    decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problems[0], "가")]))
    confirm_decision(work, officer, decision, decision.version)
    assert committee_page(work, decision.key, officer).total_won == 7_000_000
    with pytest.raises(WrongState):
        set_selection_rules(work, officer, call, replace(command, version=1))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (SetSelectionRules(0, ["A 1"]), "reviews_wanted"),
        (SetSelectionRules(3, []), "grades"),
        (SetSelectionRules(3, ["A 1", "A 2"]), "grades"),
        (SetSelectionRules(3, ["A 0"]), "grades"),
        (SetSelectionRules(3, ["아주긴등급이름입니다 5"]), "grades"),
    ],
)
def test_rules_that_do_not_fit(
    work: Work, officer: Actor, call: ProblemCall, command: SetSelectionRules, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        set_selection_rules(work, officer, call, command)
    assert set(refusal.value.fields) == {field}


def test_a_batch_is_thrown_away(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problems[0])]))
    discard_decision(work, officer, decision)
    assert discard_decision(work, officer, decision).state is CommitteeState.DISCARDED
    assert list(committees_of(work, call.id)) == []
    with pytest.raises((WrongState, StaleVersion)):
        confirm_decision(work, officer, decision, decision.version)
    with pytest.raises(NotFound):
        load_decision(work, "nosuchkey234")


def test_only_the_calls_officials_decide(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problems[0])]))
    for actor in (make_officer(work), actor_for(work, make_account(work))):
        with pytest.raises(NotPermitted):
            prepare_decision(work, actor, call, plan_decision(work, []))
        with pytest.raises(NotPermitted):
            confirm_decision(work, actor, decision, decision.version)
        with pytest.raises(NotPermitted):
            committee_page(work, decision.key, actor)


def test_what_can_be_decided_comes_with_its_scores(
    work: Work, officer: Actor, call: ProblemCall, problems: Sequence[Problem]
) -> None:
    best = make_reviewed(work, officer, call, [(5, 5, 5), (5, 5, 5)])
    select_problem(work, officer, problems[0], "먼저 정했습니다.")
    work.flush()
    rows = batch_rows(work, call.id)
    assert [(row.key, row.reviews) for row in rows] == [
        (best.key, 2),
        (problems[1].key, 0),
        (problems[2].key, 0),
    ]
    assert str(rows[0].score) == "4.75"


def test_two_officials_confirm_at_the_same_moment(database: Database) -> None:
    with database.write() as work:
        officer = make_officer(work)
        both = [officer, colleague(work, officer)]
        call = make_call(work, officer)
        problem = make_problem(work, call)
        decision = prepare_decision(work, officer, call, plan_decision(work, [selected(problem)]))
        work.flush()
        key, version = decision.key, decision.version

    def confirm(actor: Actor) -> str:
        try:
            with database.write() as work:
                confirm_decision(work, actor, load_decision(work, key), version)
        except (StaleVersion, WrongState):
            return "refused"
        return "confirmed"

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(confirm, both)) == ["confirmed", "refused"]
    with database.read() as work:
        letters = work.session.scalars(sa.select(OutboxMessage)).all()
        told = [letter for letter in letters if letter.payload.get("template") == "problems/selected"]
        assert len(told) == 1
        assert work.session.scalars(sa.select(Problem.state)).all() == [ProblemState.SELECTED]
