"""The official's desk: each thing that waits appears for whom it waits, with its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.challenges import make_challenge as announced
from tests.support.ideas import make_challenge, make_idea
from tests.support.maturing import hand_in, make_project
from tests.support.people import actor_for, make_account, make_agency, make_official, make_team
from tests.support.prizes import make_awarded, make_contest, verify
from tests.support.problems import make_call, make_officer, written
from tests.support.reflection import (
    make_adopted,
    make_assigned,
    make_judged_idea,
    make_measure,
    make_scene,
)
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role
from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeState, ChangeKind
from webapp.challenges.models import FrozenRules
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.queries import CHALLENGE_KIND
from webapp.challenges.services import EditChange, begin_change, edit_change, request_change
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import end_of_day_kst
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.services import ask_question
from webapp.home.enums import Urgency
from webapp.home.queries import OfficeDesk, office_desk
from webapp.ideas.enums import ApplicantKind, IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.queries import with_entries
from webapp.judging.enums import RoundState
from webapp.maturing.models import ProjectMember
from webapp.prizes.enums import PaymentState
from webapp.prizes.models import Payment
from webapp.problems.services import post_problem


def desk_of(work: Work, account: Account) -> OfficeDesk:
    return office_desk(work, actor_for(work, account))


def waiting(work: Work, account: Account) -> list[str]:
    return [todo.title for todo in desk_of(work, account).todos]


def has(titles: Sequence[str], piece: str) -> bool:
    return any(piece in title for title in titles)


def test_an_empty_agency_has_an_empty_desk(work: Work) -> None:
    agency = make_agency(work)
    for role in (Role.AGENCY_ADMIN, Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY):
        desk = desk_of(work, make_official(work, agency, role))
        assert (desk.todos, desk.contests) == ((), ())


def test_new_problems_wait_for_the_officer(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = (make_official(work, agency, role) for role in (Role.CONTEST_OFFICER, Role.APPROVER))
    call = make_call(work, make_officer(work, agency))
    scene = make_scene(work)
    post_problem(work, actor_for(work, scene.author), written(call))
    assert has(waiting(work, officer), "새로 들어온 문제 1건")
    assert waiting(work, approver) == []
    assert not has(waiting(work, scene.officer), "새로 들어온 문제")


def test_an_approval_waits_for_somebody_else_than_its_author(work: Work) -> None:
    agency = make_agency(work)
    author, approver = (
        make_official(work, agency, Role.CONTEST_OFFICER, Role.APPROVER),
        make_official(work, agency, Role.APPROVER),
    )
    make_challenge(
        work,
        agency,
        state=ChallengeState.IN_APPROVAL,
        closes_in=timedelta(days=40),
        created_by_id=author.id,
    )
    assert has(waiting(work, approver), "결재해 주십시오")
    assert not has(waiting(work, author), "결재해 주십시오")


def test_a_change_of_rules_waits_for_its_author_and_then_for_the_approver(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = (make_official(work, agency, role) for role in (Role.CONTEST_OFFICER, Role.APPROVER))
    challenge = announced(work, agency, ChallengeState.OPEN)
    acting = actor_for(work, officer)
    change = begin_change(work, acting, challenge.key, ChangeKind.CHANGE, "건수를 정합니다.")
    assert has(waiting(work, officer), "변경공고를 마무리해")
    assert not has(waiting(work, approver), "변경공고")
    rules = from_plain(FrozenRules, challenge.rules).challenge.rules
    section = replace(rules, entries_per_person=2)
    change = edit_change(work, acting, EditChange(change.key, change.version, section))
    request_change(work, acting, change.key, change.version)
    (todo,) = [one for one in desk_of(work, approver).todos if "변경공고를 결재해" in one.title]
    assert (todo.due, "제5조" in todo.rule) == (challenge.closes_at, True)
    assert not has(waiting(work, officer), "변경공고")


def test_entries_wait_when_they_close_and_when_they_have_closed(work: Work) -> None:
    agency = make_agency(work)
    officer = make_official(work, agency, Role.CONTEST_OFFICER)
    soon = make_challenge(work, agency, closes_in=timedelta(days=3))
    make_challenge(work, agency, closes_in=timedelta(days=30), title="멀었음")
    over = make_challenge(work, agency, closes_in=-timedelta(days=1), state=ChallengeState.CLOSED)
    make_idea(work, over)
    desk = desk_of(work, officer)
    assert [todo.due for todo in desk.todos] == [over.closes_at]
    assert [todo.due for todo in desk.alerts] == [soon.closes_at]
    assert "1건의 응모 자격을 확인" in desk.todos[0].title
    assert (desk.todos[0].is_late(work.now), desk.todos[0].days_late(work.now)) == (True, 1)
    assert [(urgency, len(todos)) for urgency, todos in desk.groups(work.now)] == [(Urgency.LATE, 1)]


def test_judging_waits_for_its_steps(work: Work) -> None:
    contest = make_contest(work, round_state=RoundState.SCORING)
    assert has(waiting(work, contest.secretary), "심사표가 모두 들어왔습니다")
    assert waiting(work, contest.approver) == []
    closed = make_contest(work)
    assert has(waiting(work, closed.officer), "수상 후보를 정해 주십시오")


def test_a_finished_verification_waits_for_another_approver(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        assert has([one.title for one in desk_of(work, contest.officer).alerts], "공개검증이 진행 중")
    clock.advance(timedelta(days=11))
    with database.read() as work:
        assert has(waiting(work, contest.approver), "수상작을 결정해 주십시오")
        assert not has(waiting(work, contest.officer), "수상작을 결정해")


def test_money_waits_for_two_people(database: Database, clock: FixedClock) -> None:
    contest, _awards = make_awarded(database, clock)
    with database.write() as work:
        assert has(waiting(work, contest.officer), "확인해 주십시오")
        assert not has(waiting(work, contest.approver), "승인해 주십시오")
        due = work.session.scalars(sa.select(Payment).where(Payment.state == PaymentState.DUE)).first()
        assert due is not None
        due.state, due.confirmed_by_id, due.confirmed_at = (
            PaymentState.CONFIRMED,
            contest.officer.id,
            work.now,
        )
        work.session.flush()
        assert has(waiting(work, contest.approver), "승인해 주십시오")
        assert has(waiting(work, contest.officer), "정책 반영 담당자를 정해 주십시오")


def test_a_result_of_maturing_waits_for_a_decision(database: Database, clock: FixedClock) -> None:
    maturing = make_project(database, clock)
    hand_in(database, maturing)
    with database.read() as work:
        assert has(waiting(work, maturing.contest.officer), "‘1단계’의 결과물을 승인할지")


def test_policy_waits_for_the_answering_agency(work: Work) -> None:
    scene = make_scene(work)
    first = make_assigned(work, scene)
    scene.idea = make_judged_idea(work, scene.challenge, scene.author, title="둘째")
    measure = make_measure(work, scene, make_adopted(work, scene))
    todos = {todo.path: todo for todo in desk_of(work, scene.approver).todos}
    decision = todos[f"/office/reflections/{first.key}"]
    assert decision.due == end_of_day_kst(first.due_on)
    assert any(path.endswith(f"#measure-{measure.key}") for path in todos)
    assert not has(waiting(work, make_official(work, make_agency(work), Role.APPROVER)), "채택할지")


def entering(work: Work, account: Account) -> list[str]:
    """What waits for an official, as the request reads who entered what."""
    desk = office_desk(work, with_entries(work, actor_for(work, account)))
    return [todo.title for todo in desk.todos]


def test_a_contest_that_an_official_entered_waits_for_others(work: Work) -> None:
    agency = make_agency(work)
    officer, other = (make_official(work, agency, Role.CONTEST_OFFICER) for _ in range(2))
    over = make_challenge(work, agency, closes_in=-timedelta(days=1), state=ChallengeState.CLOSED)
    make_idea(work, over, officer)
    assert has(entering(work, other), "응모 자격을 확인")
    assert entering(work, officer) == []


@pytest.mark.parametrize("who", ["secretary", "officer"])
def test_judging_of_an_own_contest_waits_for_others(work: Work, who: str) -> None:
    contest = make_contest(work, round_state=RoundState.SCORING)
    assert has(entering(work, getattr(contest, who)), "심사표가 모두 들어왔습니다")
    make_idea(work, contest.challenge, getattr(contest, who), state=IdeaState.IN_JUDGING)
    assert entering(work, getattr(contest, who)) == []


def test_money_and_policy_of_an_own_award_wait_for_others(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        for award in awards:
            work.session.get_one(Idea, award.idea_id).author_id = contest.officer.id
        work.flush()
        assert entering(work, contest.officer) == []
        assert has(entering(work, contest.approver), "정책 반영 담당자를 정해 주십시오")


def test_a_result_of_an_own_project_waits_for_others(database: Database, clock: FixedClock) -> None:
    maturing = make_project(database, clock)
    hand_in(database, maturing)
    with database.write() as work:
        member = work.session.scalars(sa.select(ProjectMember)).one()
        member.account_id = maturing.contest.officer.id
        work.flush()
        assert not has(entering(work, maturing.contest.officer), "결과물을 승인할지")


def test_decisions_and_promises_on_an_own_idea_wait_for_others(work: Work) -> None:
    scene = make_scene(work)
    make_assigned(work, scene)
    first = scene.idea
    scene.idea = make_judged_idea(work, scene.challenge, scene.author, title="둘째")
    make_measure(work, scene, make_adopted(work, scene))
    assert has(entering(work, scene.approver), "채택할지")
    team_id = make_team(work, scene.approver.id)
    for idea in (first, scene.idea):
        idea.organisation_id, idea.applicant_kind = team_id, ApplicantKind.TEAM
    work.flush()
    assert entering(work, scene.approver) == []
    assert has(entering(work, scene.official), "채택할지")


def test_the_most_urgent_comes_first(work: Work) -> None:
    scene = make_scene(work)
    make_measure(work, scene, make_adopted(work, scene))
    closed = make_challenge(work, scene.agency, closes_in=-timedelta(days=2), state=ChallengeState.CLOSED)
    make_idea(work, closed)
    dues = [todo.due for todo in desk_of(work, scene.officer).todos]
    known = [due for due in dues if due is not None]
    assert known == sorted(known)
    assert len(known) >= 2


def test_contests_stand_by_state_and_by_the_clock(work: Work) -> None:
    agency = make_agency(work)
    officer = make_official(work, agency, Role.CONTEST_OFFICER)
    make_challenge(
        work, agency, state=ChallengeState.DECIDED, outcome="awarded", closes_in=-timedelta(days=9)
    )
    make_challenge(work, agency, state=ChallengeState.OPEN, closes_in=-timedelta(hours=1))
    make_challenge(work, agency)
    states = [row.state for row in desk_of(work, officer).contests]
    assert states == [ChallengeState.OPEN, ChallengeState.CLOSED, ChallengeState.DECIDED]


def test_it_costs_the_same_at_any_length(database: Database) -> None:
    counts: list[int] = []
    for size in (1, 10):
        with database.write() as work:
            scene = make_scene(work)
            for number in range(size):
                scene.idea = make_judged_idea(work, scene.challenge, scene.author, title=f"생각 {number}")
                make_measure(work, scene, make_adopted(work, scene))
                make_challenge(work, scene.agency, closes_in=timedelta(days=2))
        with database.read() as work, counted_statements(database) as statements:
            office_desk(work, actor_for(work, scene.officer))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_what_people_wait_for_is_on_the_desk(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency)
    officer = make_official(work, agency, Role.CONTEST_OFFICER)
    ask_question(
        work,
        actor_for(work, make_account(work, "김질문")),
        SubjectRef(CHALLENGE_KIND, challenge.key),
        "팀으로도 되나요?",
    )
    assert has(waiting(work, officer), "답변을 기다리는 질문 1건")
    assert not has(waiting(work, make_official(work, make_agency(work), Role.CONTEST_OFFICER)), "질문")
