"""Objections during public verification: who may, how long, how they are ruled, who stays hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account, make_official
from tests.support.prizes import Contest, make_contest, verify
from webapp.accounts.enums import Role
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, SignInNeeded, WrongState
from webapp.core.kst import end_of_day_kst
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import ANONYMOUS
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, ObjectionGround, ObjectionState
from webapp.prizes.models import Award, Objection, Verification
from webapp.prizes.services import NewObjection, RuleObjection, exclude_finalist, object_to, rule_objection
from webapp.prizes.services.loading import awards_of

STATEMENT = "2019년 다른 공모전의 대상작과 그림까지 같습니다."


def finalist(work: Work, contest: Contest, rank: int = 1) -> Award:
    return next(award for award in awards_of(work, contest.challenge.id) if award.rank == rank)


def file(work: Work, award: Award, statement: str = STATEMENT, name: str = "오제보") -> Objection:
    actor = actor_for(work, make_account(work, name))
    command = NewObjection(award.key, ObjectionGround.PLAGIARISM, statement, "https://example.org/2019")
    return object_to(work, actor, command)


def letters(work: Work, template: str) -> list[OutboxMessage]:
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [row for row in rows if row.payload["template"] == f"prizes/{template}"]


def test_the_office_hears_of_an_objection_and_not_of_its_author(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    file(work, finalist(work, contest))
    told = letters(work, "objection_received")
    assert {row.payload["to"] for row in told} == {contest.officer.email, contest.secretary.email}
    assert all("오제보" not in str(row.payload) and STATEMENT not in str(row.payload) for row in told)


def test_the_last_day_counts_in_full(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work)
        closes_on = verify(work, contest).closes_on
    clock.move_to(end_of_day_kst(closes_on) - timedelta(seconds=1))
    with database.write() as work:
        assert file(work, finalist(work, contest)).state is ObjectionState.OPEN
    clock.move_to(end_of_day_kst(closes_on))
    with pytest.raises(NotPermitted), database.write() as work:
        file(work, finalist(work, contest))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    command = NewObjection(finalist(work, contest).key, ObjectionGround.OTHER, STATEMENT)
    with pytest.raises(SignInNeeded):
        object_to(work, ANONYMOUS, command)


def test_nobody_objects_to_an_entry_of_one_s_own(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    award = finalist(work, contest)
    with pytest.raises(NotPermitted):
        object_to(
            work,
            actor_for(work, contest.entrants[0]),
            NewObjection(award.key, ObjectionGround.OTHER, STATEMENT),
        )


def test_a_double_click_is_one_objection_and_a_second_one_waits(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    award = finalist(work, contest)
    actor = actor_for(work, make_account(work))
    command = NewObjection(award.key, ObjectionGround.PLAGIARISM, STATEMENT)
    assert object_to(work, actor, command) is object_to(work, actor, command)
    with pytest.raises(RuleBroken):
        object_to(work, actor, NewObjection(award.key, ObjectionGround.FORGERY, "다른 이야기입니다."))
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Objection)) == 1


def test_an_upheld_objection_excludes_and_tells_both_sides(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    objection = file(work, finalist(work, contest))
    actor = contest.acting(work, contest.secretary)
    rule_objection(
        work, actor, RuleObjection(objection.key, is_upheld=True, reason="원작과 같음을 확인했습니다.")
    )
    award = finalist(work, contest)
    assert (objection.state, award.state) == (ObjectionState.UPHELD, AwardState.EXCLUDED)
    assert work.session.get_one(Idea, award.idea_id).state is IdeaState.NOT_SELECTED
    (to_entrant,) = letters(work, "excluded")
    assert to_entrant.payload["to"] == contest.entrants[0].email
    assert to_entrant.payload["facts"]["why"] == "원작과 같음을 확인했습니다."
    assert "오제보" not in str(to_entrant.payload)
    assert [row.payload["facts"]["is_upheld"] for row in letters(work, "objection_ruled")] == [True]


def test_a_dismissed_objection_leaves_the_finalist(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    objection = file(work, finalist(work, contest))
    command = RuleObjection(objection.key, is_upheld=False, reason="다른 방법입니다.")
    actor = contest.acting(work, contest.officer)
    assert rule_objection(work, actor, command) is rule_objection(work, actor, command)
    assert finalist(work, contest).state is AwardState.VERIFYING
    assert letters(work, "excluded") == []


def test_a_ruling_needs_a_reason_and_stands(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    objection = file(work, finalist(work, contest))
    actor = contest.acting(work, contest.officer)
    with pytest.raises(RuleBroken):
        rule_objection(work, actor, RuleObjection(objection.key, is_upheld=False, reason="  "))
    rule_objection(work, actor, RuleObjection(objection.key, is_upheld=False, reason="다른 방법입니다."))
    with pytest.raises(WrongState):
        rule_objection(
            work, actor, RuleObjection(objection.key, is_upheld=True, reason="다시 보니 같습니다.")
        )


def test_two_upheld_objections_exclude_once(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    award = finalist(work, contest)
    first, second = file(work, award), file(work, award, "신청서의 이력이 사실과 다릅니다.", "정둘째")
    actor = contest.acting(work, contest.officer)
    for objection in (first, second):
        rule_objection(work, actor, RuleObjection(objection.key, is_upheld=True, reason="확인했습니다."))
    assert (first.state, second.state) == (ObjectionState.UPHELD, ObjectionState.UPHELD)
    assert len(letters(work, "excluded")) == 1


def test_officials_elsewhere_approvers_and_objectors_do_not_rule(work: Work) -> None:
    contest, other = make_contest(work), make_contest(work)
    verify(work, contest)
    objection = file(work, finalist(work, contest))
    own = make_official(work, contest.agency, Role.CONTEST_OFFICER, name="제보담당")
    objection_of_official = object_to(
        work,
        actor_for(work, own),
        NewObjection(finalist(work, contest, 2).key, ObjectionGround.OTHER, STATEMENT),
    )
    for account, which in (
        (other.officer, objection),
        (contest.approver, objection),
        (own, objection_of_official),
    ):
        with pytest.raises(NotPermitted):
            rule_objection(
                work, actor_for(work, account), RuleObjection(which.key, is_upheld=True, reason="-")
            )
    assert objection.state is ObjectionState.OPEN


def test_the_office_excludes_by_itself_with_a_reason(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    award = finalist(work, contest)
    actor = contest.acting(work, contest.officer)
    with pytest.raises(RuleBroken):
        exclude_finalist(work, actor, award.key, "")
    exclude_finalist(work, actor, award.key, "응모자가 철회를 요청했습니다.")
    exclude_finalist(work, actor, award.key, "응모자가 철회를 요청했습니다.")
    assert finalist(work, contest).state is AwardState.EXCLUDED
    assert len(letters(work, "excluded")) == 1


def test_verification_is_there_once(work: Work) -> None:
    contest = make_contest(work)
    verify(work, contest)
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Verification)) == 1
