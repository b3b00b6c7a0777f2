"""The decree after the notice: panel, verification, decision, taking back.

Each test is named after the article whose rule it breaks, and holds that the platform refuses. What the
notice must hold stands in `challenges/test_decree.py`. Article 8(1), the quorum of the panel, belongs to
deliberation, which the platform does not run yet.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.ideas import make_idea
from tests.support.judging import assignments, judge_of, make_stage
from tests.support.people import actor_for, make_account
from tests.support.prizes import (
    award_all,
    decision,
    make_contest,
    revoke,
    to_day_after_verification,
    verify,
)
from webapp.accounts.enums import ConflictKind
from webapp.challenges.enums import ChallengeState, Outcome
from webapp.challenges.models import Challenge
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Seat
from webapp.judging.queries.desk import sheet
from webapp.judging.services import DeclareConflict, declare_conflict, start_round
from webapp.prizes.enums import AwardState, ObjectionGround
from webapp.prizes.models import Award
from webapp.prizes.services import (
    NewObjection,
    RuleObjection,
    decide_awards,
    decide_no_winner,
    object_to,
    revoke_award,
    rule_objection,
)
from webapp.prizes.services.loading import awards_of

# ---------------------------------------------------------------- 제7조, 제8조: the panel


def test_article_7_a_panel_has_five_with_its_chair(work: Work) -> None:
    stage = make_stage(work, judges=4, is_started=False)
    with pytest.raises(RuleBroken, match="5명 이상"):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_article_7_half_of_a_panel_are_civilians(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    work.session.execute(sa.update(Seat).where(Seat.round_id == stage.round.id).values(is_civilian=False))
    with pytest.raises(RuleBroken, match="민간 위원"):
        start_round(work, actor_for(work, stage.secretary), stage.round)


def test_article_8_2_a_judge_never_gets_an_entry_of_ones_own(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    own = make_idea(work, stage.challenge, stage.judges[0], title="내 것", state=IdeaState.IN_JUDGING)
    start_round(work, actor_for(work, stage.secretary), stage.round, seed=3)
    given = {one.idea_id for one in assignments(work, stage.round) if one.seat_id == stage.seats[0].id}
    assert given
    assert own.id not in given


@pytest.mark.parametrize(
    "kind",
    [ConflictKind.SELF_OR_SPOUSE, ConflictKind.RELATIVE, ConflictKind.ADVICE, ConflictKind.AGENT],
)
def test_article_8_4_who_has_a_conflict_steps_back_and_reads_no_more(work: Work, kind: ConflictKind) -> None:
    stage = make_stage(work)
    one = assignments(work, stage.round)[0]
    judge = judge_of(work, one)
    declare_conflict(work, judge, DeclareConflict(one.key, kind, "같은 연구를 함께했습니다."))
    assert (one.state, one.conflict_kind) == (AssignmentState.CONFLICTED, kind)
    with pytest.raises(NotFound):
        sheet(work, judge.account_id, one.key)


# ---------------------------------------------------------------- 제9조: verification and decision


def test_article_9_1_a_reported_finalist_is_examined_before_anything_is_decided(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        award = awards_of(work, contest.challenge.id)[0]
        who = actor_for(work, make_account(work))
        command = NewObjection(award.key, ObjectionGround.PLAGIARISM, "2019년 수상작과 같습니다.", "주소")
        object_to(work, who, command)
    to_day_after_verification(database, clock, contest)
    with pytest.raises(WrongState, match="판단하지 않은 제보"), database.write() as work:
        award_all(work, contest)


def test_article_9_5_nothing_wins_without_its_verification(work: Work) -> None:
    contest = make_contest(work)
    with pytest.raises(WrongState, match="공개검증을 마친"):
        decide_awards(work, contest.acting(work, contest.approver), decision(work, contest))


def test_article_9_5_misconduct_does_not_win(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        award = awards_of(work, contest.challenge.id)[0]
        who = actor_for(work, make_account(work))
        objection = object_to(
            work, who, NewObjection(award.key, ObjectionGround.PLAGIARISM, "수상작과 같습니다.", "주소")
        )
        ruling = RuleObjection(objection.key, is_upheld=True, reason="같은 작품임을 확인했습니다.")
        rule_objection(work, contest.acting(work, contest.secretary), ruling)
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        award_all(work, contest)
        assert work.session.get_one(Award, award.id).state is AwardState.EXCLUDED
        assert work.session.get_one(Idea, award.idea_id).state is not IdeaState.AWARDED


def test_article_9_5_nobody_need_win(work: Work) -> None:
    contest = make_contest(work)
    approver = contest.acting(work, contest.approver)
    with pytest.raises(RuleBroken):
        decide_no_winner(work, approver, contest.challenge, "")
    decide_no_winner(work, approver, contest.challenge, "기준에 이른 아이디어가 없습니다.")
    challenge = work.session.get_one(Challenge, contest.challenge.id)
    assert (challenge.state, challenge.outcome) == (ChallengeState.DECIDED, Outcome.NO_WINNER)


# ---------------------------------------------------------------- 제11조: taking back


def test_article_11_1_misconduct_found_later_takes_the_award_back(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        won = award_all(work, contest)
    with database.write() as work:
        revoke(work, contest, won[0].key, "표절이 확인되었습니다.")
        assert work.session.get_one(Award, won[0].id).state is AwardState.REVOKED


def test_article_11_2_nothing_is_taken_back_without_ten_days_notice(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        won = award_all(work, contest)
    with pytest.raises(WrongState, match="제11조"), database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), won[0].key, "표절이 확인되었습니다.")
