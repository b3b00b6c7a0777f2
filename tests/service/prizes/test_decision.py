"""The award decision: two people, after the last day, everything published and told in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, grant, make_account
from tests.support.prizes import (
    Contest,
    award_all,
    decision,
    make_awarded,
    make_contest,
    to_day_after_verification,
    verify,
)
from webapp.accounts.enums import Role, Scope
from webapp.challenges.enums import ChallengeState, IdeaPublicity, NoticeKind, Outcome, StageCondition
from webapp.challenges.models import Challenge, JudgingPlan, Notice
from webapp.challenges.models.frozen import plain_of
from webapp.core.audit import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, LedgerKind, ObjectionGround, PaymentState
from webapp.prizes.models import Award, LedgerLine, Payment, PotBalance
from webapp.prizes.queries import version_of_drafts
from webapp.prizes.services import (
    DecideAwards,
    NewObjection,
    decide_awards,
    decide_no_winner,
    exclude_finalist,
    object_to,
    save_decision_texts,
)
from webapp.prizes.services.loading import awards_of


def templates(work: Work) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for payload in work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id)):
        found.setdefault(payload["template"], []).append(payload["to"])
    return found


@pytest.fixture
def verified(database: Database, clock: FixedClock) -> Contest:
    """A contest on the first day on which it may be decided."""
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    return contest


def test_winners_get_parts_and_the_money_is_set_aside(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.read() as work:
        first = work.session.execute(
            sa.select(Payment.condition, Payment.amount_won, Payment.state)
            .where(Payment.award_id == awards[0].id)
            .order_by(Payment.position)
        ).all()
        balance = work.session.get_one(PotBalance, contest.pot_id)
        lines = work.session.scalars(sa.select(LedgerLine.kind)).all()
        sums = (balance.committed_won, balance.paid_won)
    assert [tuple(row) for row in first] == [
        (StageCondition.ON_AWARD, 15_000_000, PaymentState.DUE),
        (StageCondition.ON_MATURED, 9_000_000, PaymentState.PLANNED),
        (StageCondition.ON_ADOPTED, 6_000_000, PaymentState.PLANNED),
    ]
    assert sums == (40_000_000, 0)
    assert lines == [LedgerKind.COMMITMENT] * 9


def test_ideas_and_challenge_follow_and_the_result_is_published(
    database: Database, clock: FixedClock
) -> None:
    contest, _awards = make_awarded(database, clock)
    with database.read() as work:
        states = work.session.scalars(sa.select(Idea.state).order_by(Idea.id)).all()
        published = work.session.scalars(sa.select(Idea.published_at).order_by(Idea.id)).all()
        challenge = work.session.get_one(Challenge, contest.challenge.id)
        assert (challenge.state, challenge.outcome) == (ChallengeState.DECIDED, Outcome.AWARDED)
    assert states == [IdeaState.AWARDED] * 3 + [IdeaState.NOT_SELECTED]
    assert [at is not None for at in published] == [True, True, True, False]


def test_every_entrant_is_told_with_the_decision_and_not_before(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        before = templates(work)
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        award_all(work, contest)
        after = templates(work)
    people = [person.email for person in contest.entrants]
    assert not {"prizes/awarded", "prizes/not_selected"} & set(before)
    assert (after["prizes/awarded"], after["prizes/not_selected"]) == (people[:3], people[3:])


def test_a_double_click_decides_once(database: Database, verified: Contest) -> None:
    with database.write() as work:
        command = decision(work, verified)
        first = decide_awards(work, verified.acting(work, verified.approver), command)
    with database.write() as work:
        again = decide_awards(work, verified.acting(work, verified.approver), command)
        count = work.session.scalar(sa.select(sa.func.count()).select_from(Payment))
    assert {award.key for award in again} == {award.key for award in first}
    assert count == 9


def test_whoever_nominated_does_not_decide(database: Database, verified: Contest) -> None:
    with database.write() as work:
        grant(work, verified.officer, Role.APPROVER, Scope.AGENCY, verified.agency.id)
    with pytest.raises(NotPermitted), database.write() as work:
        decide_awards(work, verified.acting(work, verified.officer), decision(work, verified))


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_only_approvers_decide(database: Database, verified: Contest, who: str) -> None:
    with pytest.raises(NotPermitted), database.write() as work:
        decide_awards(work, verified.acting(work, getattr(verified, who)), decision(work, verified))


def test_the_last_day_must_be_over(database: Database, clock: FixedClock, verified: Contest) -> None:
    clock.advance(-timedelta(seconds=1))
    with pytest.raises(WrongState), database.write() as work:
        award_all(work, verified)


def test_an_open_objection_keeps_the_decision_back(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
        award = awards_of(work, contest.challenge.id)[0]
        command = NewObjection(award.key, ObjectionGround.OTHER, "이미 시행 중인 사업입니다.")
        object_to(work, actor_for(work, make_account(work)), command)
    to_day_after_verification(database, clock, contest)
    with pytest.raises(WrongState, match="1건"), database.write() as work:
        award_all(work, contest)


@pytest.mark.parametrize(("summary", "plan", "field"), [("", "계획", "summary_"), ("평", " ", "plan_")])
def test_summary_and_use_plan_are_asked_for_each_winner(
    database: Database, verified: Contest, summary: str, plan: str, field: str
) -> None:
    with database.write() as work:
        full = decision(work, verified)
        key = full.awards[0][0]
        command = DecideAwards(full.challenge_key, ((key, summary, plan), *full.awards[1:]))
        with pytest.raises(RuleBroken) as caught:
            decide_awards(work, verified.acting(work, verified.approver), command)
    assert list(caught.value.fields) == [f"{field}{key}"]


def test_a_finalist_left_out_of_the_decision_is_an_error(database: Database, verified: Contest) -> None:
    with database.write() as work:
        full = decision(work, verified)
        with pytest.raises(RuleBroken):
            decide_awards(
                work,
                verified.acting(work, verified.approver),
                DecideAwards(full.challenge_key, full.awards[1:]),
            )


def test_an_excluded_finalist_is_not_awarded(database: Database, verified: Contest) -> None:
    with database.write() as work:
        key = awards_of(work, verified.challenge.id)[0].key
        exclude_finalist(work, verified.acting(work, verified.officer), key, "응모자가 철회했습니다.")
    with database.write() as work:
        awards = award_all(work, verified)
        balance = work.session.get_one(PotBalance, verified.pot_id)
    assert [award.rank for award in awards] == [2, 3]
    assert balance.committed_won == 10_000_000


def test_a_pot_that_cannot_bear_it_refuses_everything(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work, pot_won=39_999_999)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    with pytest.raises(RuleBroken, match="남은 금액은 39,999,999원"), database.write() as work:
        award_all(work, contest)
    with database.read() as work:
        states = set(work.session.scalars(sa.select(Award.state)))
        payments = work.session.scalar(sa.select(sa.func.count()).select_from(Payment))
    assert (states, payments) == ({AwardState.VERIFYING}, 0)


def test_a_draft_is_written_by_the_office_and_kept(database: Database, verified: Contest) -> None:
    with database.write() as work:
        save_decision_texts(work, verified.acting(work, verified.officer), decision(work, verified))
    with database.read() as work:
        plans = set(work.session.scalars(sa.select(Award.use_plan)))
    assert plans == {"내년 시범사업에 반영합니다."}


def test_a_draft_that_somebody_else_changed_meanwhile_is_not_overwritten(
    database: Database, verified: Contest
) -> None:
    with database.write() as work:
        officer, secretary = (verified.acting(work, who) for who in (verified.officer, verified.secretary))
        seen = version_of_drafts(work.session.scalars(sa.select(Award)))
        command = replace(decision(work, verified), version=seen)
        save_decision_texts(work, officer, command)
        save_decision_texts(work, officer, command)
        key, _summary, plan = command.awards[0]
        late = replace(command, awards=((key, "다른 심사평", plan), *command.awards[1:]))
        with pytest.raises(StaleVersion):
            save_decision_texts(work, secretary, late)
        again = replace(late, version=version_of_drafts(work.session.scalars(sa.select(Award))))
        save_decision_texts(work, secretary, again)
    with database.read() as work:
        assert "다른 심사평" in set(work.session.scalars(sa.select(Award.judging_summary)))
        drafted = sa.select(sa.func.count()).where(AuditEntry.action == "prizes:decision:drafted")
        assert work.session.scalar(drafted) == 2


def test_honours_without_money_have_no_parts(database: Database, clock: FixedClock) -> None:
    _contest, awards = make_awarded(database, clock, tiers=(("장관상", 0, 3),), entries=3)
    with database.read() as work:
        count = work.session.scalar(sa.select(sa.func.count()).select_from(Payment))
    assert (len(awards), count) == (3, 0)


def test_nobody_wins_straight_from_judging(work: Work) -> None:
    contest = make_contest(work)
    actor = contest.acting(work, contest.approver)
    decide_no_winner(work, actor, contest.challenge, "기준 점수에 이른 아이디어가 없습니다.")
    challenge = work.session.get_one(Challenge, contest.challenge.id, populate_existing=True)
    assert (challenge.state, challenge.outcome) == (ChallengeState.DECIDED, Outcome.NO_WINNER)
    notice = work.session.scalar(sa.select(Notice).where(Notice.kind == NoticeKind.NO_WINNER))
    assert notice is not None
    assert notice.body == "기준 점수에 이른 아이디어가 없습니다."
    assert len(templates(work)["prizes/no_winner"]) == 4
    assert set(work.session.scalars(sa.select(Idea.state))) == {IdeaState.NOT_SELECTED}


def test_nobody_wins_after_verification(database: Database, verified: Contest) -> None:
    with database.write() as work:
        actor = verified.acting(work, verified.approver)
        decide_no_winner(work, actor, verified.challenge, "검증에서 모두 문제가 확인되었습니다.")
        states = set(work.session.scalars(sa.select(Award.state)))
    assert states == {AwardState.EXCLUDED}


def test_no_winner_needs_a_reason_an_approver_and_the_days(database: Database) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    for account, reason, error in (
        (contest.approver, " ", RuleBroken),
        (contest.officer, "없습니다.", NotPermitted),
        (contest.approver, "없습니다.", WrongState),
    ):
        with pytest.raises(error), database.write() as work:
            decide_no_winner(work, contest.acting(work, account), contest.challenge, reason)
    with database.read() as work:
        assert set(work.session.scalars(sa.select(Award.state))) == {AwardState.VERIFYING}


@pytest.mark.parametrize("publicity", list(IdeaPublicity))
def test_what_is_published_follows_the_notice(
    database: Database, clock: FixedClock, publicity: IdeaPublicity
) -> None:
    make_awarded(database, clock, publicity=publicity)
    with database.read() as work:
        count = work.session.scalar(
            sa.select(sa.func.count()).select_from(Idea).where(Idea.published_at.is_not(None))
        )
    assert count == {"never": 0, "winners": 3, "at_result": 4, "at_close": 4}[publicity.value]


def test_where_the_notice_promises_a_winner_there_is_one(database: Database, verified: Contest) -> None:
    with database.write() as work:
        row = work.session.get_one(Challenge, verified.challenge.id)
        row.plan_plain = plain_of(JudgingPlan(no_winner_allowed=False))
    with database.write() as work:
        actor = verified.acting(work, verified.approver)
        with pytest.raises(WrongState, match="반드시 정하기로"):
            decide_no_winner(work, actor, verified.challenge, "기준 미달")
